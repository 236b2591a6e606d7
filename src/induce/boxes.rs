//! What to strip: boxes that stand inside the body without being of the article, and lines that repeat from page to page.

use std::collections::{BTreeMap, HashMap, HashSet};

use ego_tree::NodeId;
use scraper::ElementRef;

use super::names::is_beside;
use super::site::Lesson;
use super::tally::{Tally, keys, squeezed, tally};
use super::tokens::{Token, tokens};
use super::trial::{RuleTexts, agreement};

/// The most boxes a draft strips.
const MOST_BOXES: usize = 8;

/// A kind of box.
#[derive(Clone, Debug)]
pub struct Found {
    /// What names it.
    pub selector: String,
    /// On how many pages it stands.
    pub pages: usize,
}

/// The boxes whose text the rules keep though no page's generic article has it.
///
/// A box is named by what names no element with text of an article, on any page.
pub fn inside(rules: &RuleTexts, lessons: &[Lesson<'_>]) -> Vec<Found> {
    let mut wanted: HashSet<&Token> = HashSet::new();
    for lesson in lessons {
        wanted.extend(lesson.tally.tokens.iter().filter(|(_, words)| words.kept > 0).map(|(token, _)| token));
    }
    let mut found: BTreeMap<Token, usize> = BTreeMap::new();
    for lesson in lessons {
        let Some(article) = rules.read(lesson.page) else { continue };
        let by_rules = tally(lesson.page, &keys(&article.body));
        for (token, words) in unwanted(lesson, &by_rules, &wanted) {
            *found.entry(token).or_default() += words;
        }
    }
    let mut ranked: Vec<(Token, usize)> = found.into_iter().collect();
    ranked.sort_by_key(|(token, words)| (std::cmp::Reverse(*words), token.rank));
    let on = |token: &Token| lessons.iter().filter(|lesson| lesson.tally.tokens.contains_key(token)).count();
    let boxes = ranked
        .into_iter()
        .take(MOST_BOXES)
        .map(|(token, _)| Found { pages: on(&token), selector: token.css });
    boxes.collect()
}

/// Least agreement of a page's article with and without the boxes: what changes it more strips more than boxes.
const HARMLESS: f64 = 0.98;

/// The boxes, if stripping them costs no page of its article.
pub fn harmless(boxes: Vec<Found>, lessons: &[Lesson<'_>]) -> Vec<Found> {
    let rules = RuleTexts {
        boxes: boxes.iter().map(|found| found.selector.clone()).collect(),
        ..RuleTexts::default()
    };
    let keeps = |lesson: &Lesson<'_>| {
        rules
            .read(lesson.page)
            .is_some_and(|article| agreement(&article.body, &lesson.article.body) >= HARMLESS)
    };
    if lessons.iter().all(keeps) { boxes } else { Vec::new() }
}

/// The outermost elements of a page that hold unwanted text and nothing of the article, each by its best name, with the
/// unwanted words in it.
fn unwanted(lesson: &Lesson<'_>, by_rules: &Tally, wanted: &HashSet<&Token>) -> Vec<(Token, usize)> {
    let generic = &lesson.tally.elements;
    let kept =
        |words: &HashMap<NodeId, super::tally::Words>, id| words.get(&id).map_or(0, |words| words.kept);
    let mut found = Vec::new();
    let mut named: HashSet<NodeId> = HashSet::new();
    for element in lesson.page.html.tree.nodes().filter_map(ElementRef::wrap) {
        let extra = kept(&by_rules.elements, element.id());
        if extra == 0 || kept(generic, element.id()) > 0 {
            continue;
        }
        if element.parent().is_some_and(|parent| named.contains(&parent.id())) {
            named.insert(element.id());
            continue;
        }
        let best = tokens(element.value(), &lesson.tally.hashes)
            .into_iter()
            .find(|token| is_beside(&token.css) && !wanted.contains(token));
        if let Some(token) = best {
            named.insert(element.id());
            found.push((token, extra));
        }
    }
    found
}

/// Fewest words of a line that is stripped for standing on several pages: shorter ones may be headings.
const LEAST_WORDS: usize = 3;
/// The most characters of one.
const MOST_CHARS: usize = 160;

/// Patterns of the lines that stand in the articles of two pages or more, though the articles are others.
pub fn repeated(lessons: &[Lesson<'_>]) -> Vec<String> {
    let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
    for lesson in lessons {
        let lines: HashSet<&str> = lesson.article.body.split('\n').filter(|line| !line.is_empty()).collect();
        for line in lines {
            *pages.entry(line).or_default() += 1;
        }
    }
    let distinct = pages.len();
    let lines: Vec<&str> =
        pages.into_iter().filter(|(line, count)| *count > 1 && is_line(line)).map(|(line, _)| line).collect();
    // Pages of one story are no two pages.
    if lines.len() * 5 > distinct {
        return Vec::new();
    }
    lines.into_iter().map(|line| format!("^{}$", regex::escape(line))).collect()
}

fn is_line(line: &str) -> bool {
    line.split_whitespace().count() >= LEAST_WORDS
        && line.chars().count() <= MOST_CHARS
        && !line.contains('\'')
        && squeezed(line).chars().any(char::is_alphabetic)
}
