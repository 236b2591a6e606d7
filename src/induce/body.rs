//! The rule for the body: the container, or the blocks in it, that hold what the generic extractor takes for the article.
//!
//! A container that agrees with the generic extractor on the pages at hand is no reason to name it: on the next page it may
//! hold a box that the generic extractor would have left out. Held-back pages of a site showed so. Where the page's JSON-LD
//! has the text a second time, it can be shown which of the two is closer to it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Selector};

use super::boxes::{self, Found};
use super::site::{Lesson, affordable};
use super::tokens::Token;
use super::trial::{RuleTexts, agreement};

/// A rule for the body that was tried on every page.
#[derive(Clone, Debug)]
pub struct BodyRule {
    /// With what has to be stripped inside it.
    pub rules: RuleTexts,
    /// What is stripped.
    pub boxes: Vec<Found>,
    /// On how many pages it gave text.
    pub matched: usize,
    /// How far it agrees with the generic extractor, on the pages it matched on, in the mean.
    pub agreement: f64,
    /// How far it agrees with the text in the JSON-LD, where there is one; and how far the generic extractor does.
    pub told: Option<(f64, f64)>,
}

/// Least share of a page's article in a candidate, and of the article in it, as F1.
const LEAST_FITNESS: f64 = 0.6;
/// How much better is more than chance.
const BETTER: f64 = 0.0015;
/// What another selector, or a longer one, must bring to be worth it.
const WORTH_MORE: f64 = 0.004;
/// Elements that hold a block of text.
const BLOCKS: &[&str] = &["p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "pre", "dl"];

/// Finds the rule that agrees best with the generic extractor on all pages.
pub fn induce(lessons: &[Lesson<'_>]) -> Option<BodyRule> {
    let mut best: Option<(f64, BodyRule)> = None;
    for token in candidates(lessons).into_iter().take(affordable(lessons)) {
        for selector in std::iter::once(token.css.clone()).chain(children(&token.css, lessons)) {
            let Some(rule) = try_rule(&selector, lessons) else { continue };
            let score = rule.score(&token);
            if best.as_ref().is_none_or(|(known, _)| score > known + 1e-9) {
                best = Some((score, rule));
            }
        }
    }
    let (_, best) = best?;
    Some(with_parts(best, lessons))
}

impl BodyRule {
    /// How good it is: agreement, less what makes it long or fragile. Blocks right below a container hold less that
    /// stands in it on another page only.
    fn score(&self, token: &Token) -> f64 {
        let boxes = u32::try_from(self.rules.boxes.len()).unwrap_or(u32::MAX);
        let of_blocks = self.rules.body.iter().any(|selector| selector.contains(" > "));
        let safer = if of_blocks { 0.003 } else { 0.0 };
        self.agreement + safer - 0.001 * f64::from(token.rank) - 0.0005 * f64::from(boxes)
    }

    /// Whether it was seen to do better than no rule: where the JSON-LD has the text too, it agrees better with that than
    /// the generic extractor does.
    pub fn is_better(&self, pages: usize) -> bool {
        let told = self.told.is_some_and(|(rule, generic)| rule > generic + BETTER);
        self.matched == pages && told
    }
}

/// What names the article's text on the pages, best first.
fn candidates(lessons: &[Lesson<'_>]) -> Vec<Token> {
    let mut fitness: BTreeMap<&Token, f64> = BTreeMap::new();
    for lesson in lessons {
        let whole = lesson.tally.whole.kept;
        for (token, words) in &lesson.tally.tokens {
            let fits = words.fitness(whole);
            if fits >= LEAST_FITNESS {
                *fitness.entry(token).or_default() += fits;
            }
        }
    }
    let mut ranked: Vec<(&Token, f64)> = fitness.into_iter().collect();
    let key = |(token, fits): &(&Token, f64)| fits - 0.01 * f64::from(token.rank);
    ranked.sort_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.0.css.len().cmp(&b.0.css.len())));
    ranked.into_iter().map(|(token, _)| token.clone()).collect()
}

/// The blocks right below the container instead of all in it, if the article's text stands nowhere else.
fn children(container: &str, lessons: &[Lesson<'_>]) -> Option<String> {
    let selector = Selector::parse(container).ok()?;
    let mut names: BTreeSet<usize> = BTreeSet::new();
    for lesson in lessons {
        let (mut below, mut all) = (0, 0);
        for element in lesson.page.html.select(&selector) {
            let words = |element: ElementRef<'_>| {
                lesson.tally.elements.get(&element.id()).copied().unwrap_or_default()
            };
            all += words(element).kept;
            for child in element.child_elements() {
                let name = BLOCKS.iter().position(|name| *name == child.value().name());
                if let Some(name) = name.filter(|_| words(child).kept > 0) {
                    names.insert(name);
                    below += words(child).kept;
                }
            }
        }
        if below * 20 < all * 19 {
            return None;
        }
    }
    let parts: Vec<String> = names
        .iter()
        .filter_map(|&name| BLOCKS.get(name))
        .map(|name| format!("{container} > {name}"))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What the selector gives on the pages, after stripping what stands in it without being of the article.
fn try_rule(selector: &str, lessons: &[Lesson<'_>]) -> Option<BodyRule> {
    let mut rules = RuleTexts { body: vec![selector.to_owned()], ..RuleTexts::default() };
    let plain = judge(&rules, lessons)?;
    if plain.agreement > 0.999 {
        return Some(plain);
    }
    let found = boxes::inside(&rules, lessons);
    rules.boxes = found.iter().map(|found| found.selector.clone()).collect();
    if rules.boxes.is_empty() {
        return Some(plain);
    }
    let stripped = judge(&rules, lessons)?;
    Some(if stripped.agreement > plain.agreement { BodyRule { boxes: found, ..stripped } } else { plain })
}

/// Puts rules to the test on all pages; `None` if they give nothing on any.
#[expect(clippy::cast_precision_loss, reason = "there are few pages")]
pub fn judge(rules: &RuleTexts, lessons: &[Lesson<'_>]) -> Option<BodyRule> {
    let (mut sum, mut matched) = (0.0, 0);
    let mut told = Vec::new();
    for lesson in lessons {
        let Some(article) = rules.read(lesson.page) else { continue };
        let by_rule = article
            .provenance
            .body
            .as_ref()
            .is_some_and(|origin| origin.source == crate::article::Source::Profile);
        if !by_rule {
            continue;
        }
        matched += 1;
        sum += agreement(&article.body, &lesson.article.body);
        if let Some(text) = &lesson.told_body {
            told.push((agreement(&article.body, text), agreement(&lesson.article.body, text)));
        }
    }
    let mean = |part: fn(&(f64, f64)) -> f64| told.iter().map(part).sum::<f64>() / told.len() as f64;
    (matched > 0).then(|| BodyRule {
        rules: rules.clone(),
        boxes: Vec::new(),
        matched,
        agreement: sum / f64::from(u32::try_from(matched).unwrap_or(u32::MAX)),
        told: (!told.is_empty()).then(|| (mean(|(rule, _)| *rule), mean(|(_, generic)| *generic))),
    })
}

/// Adds a part that stands outside the container, such as a standfirst, if the article is the more complete for it.
fn with_parts(best: BodyRule, lessons: &[Lesson<'_>]) -> BodyRule {
    let Some(selector) = best.rules.body.first().cloned().filter(|_| best.agreement < 0.995) else {
        return best;
    };
    let mut parts: BTreeMap<&Token, usize> = BTreeMap::new();
    for lesson in lessons {
        for (token, words) in &lesson.tally.tokens {
            let share = words.kept * 4 < lesson.tally.whole.kept;
            if token.rank <= 2 && share && words.kept > 4 && words.kept * 10 >= words.all * 9 {
                *parts.entry(token).or_default() += words.kept;
            }
        }
    }
    let mut parts: Vec<(&Token, usize)> = parts.into_iter().collect();
    parts.sort_by_key(|(token, kept)| (std::cmp::Reverse(*kept), token.rank));
    let mut best = best;
    for (token, _) in parts.into_iter().take(affordable(lessons)) {
        let mut rules = best.rules.clone();
        rules.body = vec![format!("{}, {selector}", token.css)];
        if let Some(wider) = judge(&rules, lessons)
            && wider.agreement > best.agreement + WORTH_MORE
            && wider.matched == best.matched
        {
            best = BodyRule { boxes: best.boxes, ..wider };
            break;
        }
    }
    best
}
