//! Names for the elements that hold what a field should be.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use scraper::ElementRef;

use super::super::fields::{Field, of_meta, short_text};
use super::super::propose::{Proposal, Stability, propose_without};
use super::super::tally::is_read;
use super::Wanted;
use super::part::Part;

/// A selector to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub selector: String,
    pub stability: Stability,
}

/// What speaks for a selector; the greatest is tried first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Merit {
    /// The recent pages on which it names an element with the value.
    pages: usize,
    /// How well the elements fit the text, in twentieths.
    fitness: u32,
    stability: Reverse<Stability>,
}

/// The most elements of a page that are looked at for a line.
const MOST_ELEMENTS: usize = 30;
/// The least of an element's words and the article's that they share, for it to be the body.
const LEAST_FITNESS: f64 = 0.6;
/// The longest text that holds a date and nothing much else, in bytes.
const LONGEST_DATE: usize = 80;

/// The selectors to be tried for a field, the most promising first.
pub(super) fn candidates(part: Part, pages: &[&Wanted<'_>]) -> Vec<Candidate> {
    let mut merits: BTreeMap<String, Merit> = BTreeMap::new();
    for page in pages {
        let mut here: BTreeMap<String, (Stability, u32)> = BTreeMap::new();
        let found = match part {
            Part::Line(field) => of_line(field, page),
            Part::Body => of_body(page),
        };
        for (proposal, fitness) in found {
            let best = here.entry(proposal.selector).or_insert((proposal.stability, fitness));
            *best = (best.0.min(proposal.stability), best.1.max(fitness));
        }
        for (selector, (stability, fitness)) in here {
            let start = Merit { pages: 0, fitness: 0, stability: Reverse(stability) };
            let merit = merits.entry(selector).or_insert(start);
            merit.pages += 1;
            merit.fitness += fitness;
        }
    }
    let mut ranked: Vec<(String, Merit)> = merits.into_iter().collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| (a.0.len(), &a.0).cmp(&(b.0.len(), &b.0))));
    let candidates = ranked.into_iter();
    candidates.map(|(selector, merit)| Candidate { selector, stability: merit.stability.0 }).collect()
}

fn of_line(field: Field, page: &Wanted<'_>) -> Vec<(Proposal, u32)> {
    let article = &page.lesson.article;
    let (mut found, mut elements) = (Vec::new(), 0);
    for element in page.lesson.page.html.tree.nodes().filter_map(ElementRef::wrap) {
        let value = element.value();
        if value.name() == "meta" {
            let holds = value.attr("content").is_some_and(|content| field.may_give(content, article));
            let meta = holds.then(|| of_meta(element)).flatten();
            found.extend(meta.map(|(_, selector)| Proposal { selector, stability: Stability::Meaning }));
            continue;
        }
        if !is_read(value) || elements == MOST_ELEMENTS {
            continue;
        }
        let by_attribute = field == Field::Date
            && ["datetime", "content"]
                .iter()
                .any(|name| value.attr(name).is_some_and(|text| field.may_give(text, article)));
        let by_text = !by_attribute
            && short_text(element).is_some_and(|text| match field {
                Field::Date => shows_day(&text, page),
                _ => field.may_give(&text, article),
            });
        if by_attribute || by_text {
            elements += 1;
            let proposed = propose_without(&page.lesson.tally.hashes, element).into_iter();
            found.extend(proposed.filter(|proposal| proposal.selector.contains("::attr(") == by_attribute));
        }
    }
    found.into_iter().map(|proposal| (proposal, 0)).collect()
}

/// Whether a short text has the numbers of the page's day in it; whether it says that day is for the trial to tell.
fn shows_day(text: &str, page: &Wanted<'_>) -> bool {
    let Some(time) = page.lesson.article.date_published else { return false };
    let text = text.trim();
    let numbers: Vec<i32> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
    let year = i32::from(time.day().year());
    text.len() <= LONGEST_DATE
        && numbers.contains(&i32::from(time.day().day()))
        && (numbers.contains(&year) || numbers.contains(&(year % 100)))
}

/// The names that hold most of the article and little else, and the best of the elements that do, named in every way.
fn of_body(page: &Wanted<'_>) -> Vec<(Proposal, u32)> {
    let tally = &page.lesson.tally;
    let whole = tally.whole.kept;
    let mut found = Vec::new();
    for (token, words) in &tally.tokens {
        let fits = words.fitness(whole);
        if fits >= LEAST_FITNESS {
            found.push((
                Proposal { selector: token.css.clone(), stability: token.stability() },
                twentieths(fits),
            ));
        }
    }
    let elements = page.lesson.page.html.tree.nodes().filter_map(ElementRef::wrap);
    let fitness = |element: &ElementRef<'_>| {
        tally.elements.get(&element.id()).map_or(0.0, |words| words.fitness(whole))
    };
    // The innermost of those that fit as well.
    if let Some(best) = elements.max_by(|a, b| fitness(a).total_cmp(&fitness(b))) {
        let fits = fitness(&best);
        if fits >= LEAST_FITNESS {
            found.extend(
                propose_without(&tally.hashes, best).into_iter().map(|proposal| (proposal, twentieths(fits))),
            );
        }
    }
    found
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 20")]
fn twentieths(share: f64) -> u32 {
    (share * 20.0).round() as u32
}
