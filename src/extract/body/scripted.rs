//! The text of a page that holds it only as data for its scripts, as applications of Next.js, Nuxt and the like do that
//! are empty until they run.
//!
//! No script is run. String literals are read as JSON writes them, wherever they stand, and so are strings inside
//! strings; of those that hold HTML the one with most running text is the article's, if it speaks of what the headline
//! says: notices about cookies and terms of use travel the same way.

use std::cmp::Reverse;
use std::collections::HashSet;

use memchr::{memchr, memchr3};
use scraper::{Html, Node};

use super::generic::is_prose;
use super::marks::Links;
use super::noise::Repeated;
use super::profile::belongs;
use super::{Body, Signs, assemble};
use crate::article::{Origin, Source};
use crate::extract::explanation::Explanation;
use crate::extract::source::Sources;
use crate::extract::source::json_ld::JsonLd;
use crate::extract::survey::Survey;
use crate::extract::survey::hash::is_dense;
use crate::extract::survey::outline::TextBlock;
use crate::page::{Page, PageSource};

/// Literals of fewer bytes hold no article.
const SHORTEST: usize = 600;
/// Fewest words of running text.
const WORDS: usize = 80;
/// How deep strings may stand in strings.
const DEPTH: usize = 3;
/// The most strings that are parsed, the longest first.
const PARSED: usize = 4;
/// Of so many words of the headline the text must hold one.
const ONE_OF: usize = 2;
/// How sure such a body is.
const CONFIDENCE: f32 = 0.6;

/// The article's text in the page's scripts.
pub fn find(sources: &Sources<'_>, headline: Option<&str>, captions: bool) -> Option<Body> {
    let title = headline.or(sources.survey.title.as_deref())?;
    let mut strings = Vec::new();
    for script in scripts(&sources.page.html) {
        gather(script, DEPTH, &mut strings);
    }
    strings.sort_by_key(|html| Reverse(html.len()));
    strings.dedup();
    let bodies = strings.iter().take(PARSED).filter_map(|html| body(sources, html, headline, captions));
    let right = bodies.filter(|body| body.signs.prose_words >= WORDS && speaks_of(&body.text.body, title));
    // Of equals the longest string's, which comes first.
    right.reduce(|best, body| if body.signs.prose_words > best.signs.prose_words { body } else { best })
}

/// What is written in the page's own scripts but for JSON-LD, which is read for itself.
fn scripts(html: &Html) -> impl Iterator<Item = &str> {
    let own = html.tree.nodes().filter(|node| {
        node.value().as_element().is_some_and(|element| {
            let kind = element.attr("type").unwrap_or_default();
            element.name() == "script" && element.attr("src").is_none() && !kind.contains("ld+json")
        })
    });
    own.flat_map(|script| script.children()).filter_map(|child| match child.value() {
        Node::Text(text) => Some(&**text),
        _ => None,
    })
}

/// Adds the literals of a text that hold HTML; tells whether there are any. One that only holds such literals is data.
fn gather(text: &str, depth: usize, strings: &mut Vec<String>) -> bool {
    let before = strings.len();
    for literal in literals(text).filter(|literal| literal.len() >= SHORTEST) {
        let Ok(value) = serde_json::from_str::<String>(literal) else { continue };
        let has_inner = depth > 1 && gather(&value, depth - 1, strings);
        if !has_inner && ["<p", "<br", "<div"].iter().any(|tag| value.contains(tag)) {
            strings.push(value);
        }
    }
    strings.len() > before
}

/// The string literals of JSON or JavaScript, with their quotation marks. None goes over the end of a line, so that one
/// mark too many costs no more than its line.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = memchr(b'"', rest.as_bytes())?;
            let from = rest.get(start..)?;
            let (end, is_whole) = literal_end(from)?;
            rest = from.get(end..)?;
            if is_whole {
                return from.get(..end);
            }
        }
    })
}

/// Where the literal ends that a text begins with, and whether by its mark.
fn literal_end(text: &str) -> Option<(usize, bool)> {
    let mut at = 1;
    loop {
        at += memchr3(b'"', b'\\', b'\n', text.as_bytes().get(at..)?)?;
        match text.as_bytes().get(at)? {
            b'"' => return Some((at + 1, true)),
            b'\n' => return Some((at + 1, false)),
            _ => at += 2,
        }
    }
}

/// The body that HTML out of a script makes.
fn body(sources: &Sources<'_>, html: &str, headline: Option<&str>, captions: bool) -> Option<Body> {
    let url = &sources.page.final_url;
    let content_type = Some("text/html; charset=utf-8");
    let source = PageSource { url, final_url: url, bytes: html.as_bytes(), content_type, fetched_at: None };
    let page = Page::parse(&source).ok()?;
    let survey = Survey::of(&page, &HashSet::new());
    let inner = Sources { page: &page, rules: None, survey: &survey, json_ld: &JsonLd::default() };
    let blocks = &survey.outline.blocks;
    let repeated = Repeated::of(blocks);
    let mut unsaid = Explanation::default();
    let kept: Vec<&TextBlock> = blocks
        .iter()
        .filter(|block| !block.hidden && belongs(block, headline, captions, &repeated, &mut unsaid))
        .collect();
    let text = assemble::join(kept.iter().copied(), Links::of(&inner));
    let prose = kept.iter().filter(|block| is_prose(block));
    let signs = Signs {
        prose_words: prose.clone().map(|block| block.words).sum(),
        prose_blocks: prose.count(),
        words: kept.iter().map(|block| block.words).sum(),
        ..Signs::default()
    };
    let origin = Origin { source: Source::Generic, rule: Some("script".to_owned()), confidence: CONFIDENCE };
    Some(Body { text, origin, roots: Vec::new(), entries: Vec::new(), signs })
}

/// Whether enough of a headline's words stand in a text; of scripts without spaces, pairs of characters.
fn speaks_of(text: &str, headline: &str) -> bool {
    let (text, headline) = (text.to_lowercase(), headline.to_lowercase());
    let (mut words, mut held) = (0, 0);
    let mut ask = |word: &str| {
        words += 1;
        held += usize::from(text.contains(word));
    };
    for word in headline.split(|c: char| !c.is_alphanumeric()) {
        let ends: Vec<usize> = word.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        if word.contains(is_dense) {
            for (start, end) in std::iter::once(&0).chain(&ends).zip(ends.iter().skip(1)) {
                word.get(*start..*end).into_iter().for_each(&mut ask);
            }
        } else if ends.len() > 2 {
            ask(word);
        }
    }
    held > 0 && held * ONE_OF >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_found_whatever_stands_around_them() {
        let text = r#"a("one", {b: "t\"w\\", 'c': "", d: "no end
            }); "three""#;
        assert_eq!(literals(text).collect::<Vec<_>>(), [r#""one""#, r#""t\"w\\""#, r#""""#, r#""three""#]);
    }

    #[test]
    fn a_text_speaks_of_its_headline() {
        assert!(speaks_of("The harbour of Oxbow was closed.", "Oxbow closes its harbour"));
        assert!(!speaks_of("We use cookies to give you the best experience.", "Oxbow closes its harbour"));
        assert!(speaks_of("大雨により東京の地下鉄が運休した。", "東京の地下鉄運休"));
        assert!(!speaks_of("当サイトはクッキーを使用します。", "東京の地下鉄運休"));
        assert!(!speaks_of("", "") && !speaks_of("a", "…"));
    }
}
