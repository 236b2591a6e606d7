//! The article's text: a profile's containers, or the blocks the generic extractor chooses, joined into a body.
//!
//! What a browser does not show at once:
//!
//! | text in | is |
//! |---|---|
//! | closed `<details>`, a tab's panel, `aria-hidden`, `hidden=until-found` | judged like any other: the reader may open it |
//! | `hidden`, inline `display: none` | judged, knowing that it is hidden: often the rest of a cut-off article; a copy counts once |
//! | an inline element that is hidden or for screen readers only (`sr-only`) | left out, if it is a short aside of its line |
//! | `<button>` | left out, but where it fills a heading or is a word between others |
//! | `<rt>`, the reading above a word | left out |
//! | `hidden` with an id like `S:0` | the page itself, which React sends late and shows a moment later |
//! | `<noscript>`, `<template>`, `<svg>`, form fields | left out: it stands in for the page, or is none of its text |
//! | what a style sheet or a script hides | judged like any other: neither is run |

pub mod assemble;
mod captions;
mod choose;
pub mod classify;
mod contents;
mod entries;
mod feeds;
mod generic;
mod marks;
mod noise;
mod profile;
mod scripted;
mod signed;
mod strip;
mod whole;

use std::collections::HashSet;

use ego_tree::NodeId;

pub use self::assemble::Text;
#[cfg(feature = "training")]
pub use self::generic::{clues, joined, trust};
use self::marks::Links;
use super::Options;
use super::explanation::{Explanation, Tried};
use super::source::Sources;
use super::survey::outline::TextBlock;
use crate::article::{Entry, Origin, Source};

/// A body and where it was found.
pub struct Body {
    /// Text and blocks.
    pub text: Text,
    /// Which source and rule.
    pub origin: Origin,
    /// The elements that hold it.
    pub roots: Vec<NodeId>,
    /// The entries, if it is a live blog's.
    pub entries: Vec<Entry>,
    /// What the choice says about the page as an article.
    pub signs: Signs,
}

/// What a body tells about the page it is from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    /// Words in paragraphs of running text.
    pub prose_words: usize,
    /// Paragraphs of running text.
    pub prose_blocks: usize,
    /// All words in the body.
    pub words: usize,
    /// Words of the page in links outside running text.
    pub linked_words: usize,
}

/// Finds the body: the first of the profile's rules that yields text, else the generic extractor's choice. Where that is
/// next to nothing, the HTML in the page's scripts, else the JSON-LD's `articleBody`, which is rare, often cut and without
/// blocks, and so the last resort.
pub fn find(
    sources: &Sources<'_>,
    stripped: &HashSet<NodeId>,
    headline: Option<&str>,
    options: Options,
    explanation: &mut Explanation,
) -> Option<Body> {
    let mut tried = Vec::new();
    let mut found = profile::find(sources, stripped, headline, options, &mut tried, explanation);
    if found.is_none() {
        let generic = generic::find(sources, stripped, headline, options, explanation);
        let cut = generic.as_ref().map_or(0, |body| body.signs.words) < TOO_SHORT;
        let longer =
            |body: &Body| generic.as_ref().is_none_or(|generic| body.signs.words > generic.signs.words * 2);
        let scripted = || scripted::find(sources, headline, options.captions).filter(longer);
        let replaced = if cut { scripted().or_else(|| json_ld(sources).filter(longer)) } else { None };
        tried.extend(generic.iter().chain(&replaced).map(shown));
        if replaced.is_some() {
            explanation.kept.clear();
        }
        found = replaced.or(generic);
    }
    let winner = found.is_some().then(|| tried.len().saturating_sub(1));
    explanation.settle("body", tried, winner);
    found
}

/// Bodies of fewer words are compared with what the metadata holds.
const TOO_SHORT: usize = 60;

fn shown(body: &Body) -> Tried {
    Tried {
        source: body.origin.source,
        rule: body.origin.rule.clone().unwrap_or_default(),
        text: body.text.body.clone(),
        usable: true,
    }
}

fn json_ld(sources: &Sources<'_>) -> Option<Body> {
    let (rule, value) = sources.json_ld.values("articleBody").next()?;
    let blocks: Vec<TextBlock> = value.as_str()?.split('\n').filter_map(TextBlock::plain).collect();
    let text = assemble::join(blocks.iter(), Links::none());
    let words = blocks.iter().map(|block| block.words).sum();
    let signs = Signs { prose_words: words, prose_blocks: blocks.len(), words, ..Signs::default() };
    let origin = Origin { source: Source::JsonLd, rule: Some(rule), confidence: 0.7 };
    (!text.body.is_empty()).then_some(Body { text, origin, roots: Vec::new(), entries: Vec::new(), signs })
}
