//! What the training program sees of the model: features, and the arithmetic it shares.

use std::ops::Range;

use super::super::{Lexicon, Read};
use super::crf::{self, LABELS, Scores, Transitions};
use super::passage::Passage;
use super::table::{self, CueRates, Table};

pub use super::features::{CLASSES, VERSION};

/// Number of labels.
pub const LABEL_COUNT: usize = LABELS;

/// The features of a text.
pub struct Text {
    read: Read,
    passages: Vec<Passage>,
}

/// One token of a paragraph.
#[derive(Clone, Debug)]
pub struct Word {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Hash of the lower-case word.
    pub hash: u64,
    /// Whether it is a word, not a mark.
    pub is_word: bool,
    /// Class for the transitions.
    pub class: usize,
}

impl Text {
    /// Reads a text as the library would; `cues` is a laid out table of cue rates.
    #[must_use]
    pub fn new(text: &str, cues: &[u8]) -> Option<Self> {
        let read = Read::new(text, "en", Lexicon::of("en"), &[]);
        let cues = CueRates(Table::new(cues)?);
        let passages = read.reading(text).passages(&cues);
        Some(Self { read, passages })
    }

    /// Number of paragraphs.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.passages.len()
    }

    /// The tokens of a paragraph.
    #[must_use]
    pub fn words(&self, paragraph: usize) -> Vec<Word> {
        let Some(passage) = self.passages.get(paragraph) else { return Vec::new() };
        let around = passage.surroundings();
        let words = passage.tokens.iter().enumerate();
        words
            .map(|(at, token)| Word {
                bytes: token.bytes.clone(),
                hash: token.word,
                is_word: token.is_word,
                class: around.class(at),
            })
            .collect()
    }

    /// Calls `each` with the features of every token of a paragraph, in order.
    pub fn features(&self, paragraph: usize, mut each: impl FnMut(&[u64])) {
        let Some(passage) = self.passages.get(paragraph) else { return };
        let around = passage.surroundings();
        let mut found = Vec::new();
        for at in 0..passage.tokens.len() {
            around.features(at, &mut found);
            each(&found);
        }
    }
}

/// Transition scores (`[class][before][label]`) that are being trained.
pub struct Chain(Transitions);

/// What is likely in one paragraph.
pub struct Likely {
    /// Each label of each token.
    pub tokens: Vec<Scores>,
    /// Each pair of labels (`[before][label]`) of each token but the first.
    pub pairs: Vec<[Scores; LABELS]>,
}

impl Chain {
    /// With these scores.
    #[must_use]
    pub fn new(scores: Vec<[Scores; LABELS]>) -> Self {
        Self(Transitions(scores))
    }

    /// Changes the scores.
    pub fn scores_mut(&mut self) -> &mut [[Scores; LABELS]] {
        &mut self.0.0
    }

    /// Probabilities of labels.
    #[must_use]
    pub fn likely(&self, emissions: &[Scores], classes: &[usize]) -> Likely {
        let found = crf::marginals(emissions, classes, &self.0);
        Likely { tokens: found.tokens, pairs: found.pairs }
    }

    /// The best labels.
    #[must_use]
    pub fn best(&self, emissions: &[Scores], classes: &[usize]) -> Vec<usize> {
        crf::best(emissions, classes, &self.0)
    }
}

/// Whether a label may follow another.
#[must_use]
pub fn allowed(before: usize, label: usize) -> bool {
    crf::allowed(before, label)
}

/// Lays out a table of the tagger's weights; also how many found no room.
#[must_use]
pub fn tagger_table(entries: &[(u64, [i8; LABELS])]) -> (Vec<u8>, usize) {
    table::lay_out(entries)
}

/// Lays out a table of single weights; also how many found no room.
#[must_use]
pub fn single_table(entries: &[(u64, [i8; 1])]) -> (Vec<u8>, usize) {
    table::lay_out(entries)
}

/// The feature a cue rate is stored under.
#[must_use]
pub fn cue_feature(word: u64) -> u64 {
    super::hash::feature(0, word)
}
