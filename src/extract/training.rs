//! What the training program sees of the body's model: the same rows and the same joining of blocks as in use.

pub mod fields;

use crate::page::Page;

use super::body::{self, classify};
use super::survey::outline::Outline;
use super::{Explanation, source::Sources, source::json_ld::JsonLd, survey::Survey};
use std::collections::HashSet;

pub use super::body::classify::{CHECKED_EVERY, NAMES, SURE, Table, Tables, hash_of};

/// A page's blocks as the model sees them.
pub struct Sample {
    outline: Outline,
    rows: Vec<classify::Row>,
    /// For each block the hashes of its words, if it is short.
    tokens: Vec<Vec<u64>>,
    headline: Option<String>,
    /// Class words and words of short blocks that occur on the page.
    pub vocabulary: HashSet<String>,
}

impl Sample {
    /// Reads a page.
    #[must_use]
    pub fn of(page: &Page) -> Self {
        let survey = Survey::of(page, &HashSet::new());
        let json_ld = JsonLd::read(&survey.json_ld, &page.final_url, survey.title.as_deref());
        let sources = Sources { page, rules: None, survey: &survey, json_ld: &json_ld };
        let fields = super::Fields::settle(&sources, None, &mut Explanation::default());
        let headline = fields.headline.value;
        let clues = body::clues(&sources, headline.as_deref());
        let lines: Vec<classify::Line> = survey.outline.blocks.iter().map(classify::Line::of).collect();
        let sheet = classify::Sheet::of(&survey.outline, &lines, clues.as_clues());
        let rows = sheet.plain_rows();
        let vocabulary = vocabulary(page, &survey.outline);
        let tokens = lines.into_iter().map(|line| line.tokens).collect();
        Self { outline: survey.outline, rows, tokens, headline, vocabulary }
    }

    /// The blocks' texts.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.outline.blocks.iter().map(|block| block.text.as_str())
    }

    /// The blocks' features, in the order of [`NAMES`].
    #[must_use]
    pub fn rows(&self, tables: &Tables) -> Vec<[f32; NAMES.len()]> {
        classify::scored(&self.rows, &self.outline, &self.tokens, tables)
            .iter()
            .map(classify::Row::values)
            .collect()
    }

    /// For each block the hashes of its class words: those of each element from its own up.
    pub fn class_words(&self, block: usize) -> impl Iterator<Item = &[u64]> {
        let mut next = self.outline.blocks.get(block).map(|block| block.container);
        std::iter::from_fn(move || {
            let here = next?;
            let container = self.outline.containers.get(here)?;
            next = (container.parent != here).then_some(container.parent);
            Some(self.outline.words(container))
        })
    }

    /// The hashes of a block's words, if it is short.
    #[must_use]
    pub fn words(&self, block: usize) -> &[u64] {
        self.tokens.get(block).map_or(&[], Vec::as_slice)
    }

    /// The body made of the blocks that are likely enough.
    #[must_use]
    pub fn body(&self, probabilities: &[f32], threshold: f32) -> String {
        body::joined(&self.outline, probabilities, threshold, self.headline.as_deref())
    }

    /// The confidence in that body.
    #[must_use]
    pub fn confidence(&self, probabilities: &[f32], threshold: f32) -> f32 {
        body::trust(&self.outline, probabilities, threshold)
    }

    /// How a block would be shown to somebody who looks for mistakes.
    #[must_use]
    pub fn place(&self, block: usize) -> String {
        let Some(block) = self.outline.blocks.get(block) else { return String::new() };
        let tag = self.outline.containers.get(block.container).map(|container| container.tag);
        format!("{:?} {tag:?}{}", block.kind, if block.hidden { " hidden" } else { "" })
    }
}

fn vocabulary(page: &Page, outline: &Outline) -> HashSet<String> {
    let mut words = HashSet::new();
    for container in &outline.containers {
        let element = page.html.tree.get(container.node).and_then(|node| node.value().as_element());
        if let Some(element) = element {
            classify::class_words_of(element, |word| {
                words.insert(word.to_lowercase());
            });
        }
    }
    for block in outline.blocks.iter().filter(|block| block.words <= 40) {
        let signs = |c: char| !c.is_alphanumeric();
        let zeros =
            |word: &str| word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
        words.extend(
            block.text.split(signs).filter(|word| !word.is_empty()).map(|word| zeros(word).to_lowercase()),
        );
        words.extend(block.text.chars().filter(|&c| c > '\u{e00}').map(String::from));
    }
    words
}
