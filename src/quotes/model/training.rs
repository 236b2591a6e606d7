//! What the training program sees of the model: features, and the arithmetic it shares.

use std::ops::Range;

use super::super::{Lexicon, Read};
use super::candidates::{self, Scene};
use super::crf::{self, LABELS, Scores, Transitions};
use super::passage::{self, Passage};
use super::support::{self, Doubt};
use super::table::{self, CueRates, Table};
use super::{ranker, tokens, weights};

pub use super::KNOWN_TEXT;
pub use super::features::{CLASSES, VERSION};
pub use super::join::likeliest;
pub use super::weights::{CONFIDENCE_STEPS, MAGIC, confidence_step};

/// Number of labels.
pub const LABEL_COUNT: usize = LABELS;

/// The features of a text.
pub struct Text {
    copy: String,
    read: Read,
    passages: Vec<Passage>,
}

/// Labels of those of a paragraph's tokens that are asked about, and how likely each label is.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// Of each token.
    pub labels: Vec<usize>,
    /// Each label of each token.
    pub likely: Vec<Scores>,
}

/// A quotation in double marks that somebody may have said.
#[derive(Clone, Debug)]
pub struct Quotation {
    /// Bytes of the text, marks included.
    pub bytes: Range<usize>,
    /// What is asked of it.
    pub features: Vec<u64>,
}

/// Words somebody said, with all who could have.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Whether any of it stands in quotation marks.
    pub quoted: bool,
    /// How likely anybody said it.
    pub said: f32,
    /// Bytes of each possible speaker (`None`: nobody named), and the features of that choice.
    pub choices: Vec<(Option<Range<usize>>, Vec<u64>)>,
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
        let passages = read.reading(text).passages(&cues, passage::LEARNT);
        Some(Self { copy: text.to_owned(), read, passages })
    }

    /// A hash of all features.
    #[must_use]
    pub fn print(&self) -> u64 {
        weights::print(&self.passages)
    }

    fn doubts(&self, paragraph: usize, tags: &Tags) -> Vec<Doubt> {
        let reading = self.read.reading(&self.copy);
        self.passages
            .get(paragraph)
            .map(|passage| support::doubts(&reading, passage, &passage.spread(&tags.labels, &tags.likely)))
            .unwrap_or_default()
    }

    /// The quotations of a paragraph.
    #[must_use]
    pub fn quotations(&self, paragraph: usize, tags: &Tags) -> Vec<Quotation> {
        let Some(passage) = self.passages.get(paragraph) else { return Vec::new() };
        let quotation = |doubt: Doubt| {
            let bytes = tokens::hull(&passage.tokens, doubt.tokens)?;
            Some(Quotation { bytes, features: doubt.features })
        };
        self.doubts(paragraph, tags).into_iter().filter_map(quotation).collect()
    }

    /// All units of the text. `said` tells from its features how likely a quotation was said; less likely than `floor`
    /// is nobody's.
    #[must_use]
    pub fn units(&self, tags: &[Tags], said: impl Fn(&[u64]) -> f32, floor: f32) -> Vec<Unit> {
        let reading = self.read.reading(&self.copy);
        let mut scenes: Vec<Scene> = (self.passages.iter().enumerate().zip(tags))
            .map(|((paragraph, passage), tags)| {
                let mut doubts = self.doubts(paragraph, tags);
                for doubt in &mut doubts {
                    doubt.said = said(&doubt.features);
                }
                let tagged = passage.spread(&tags.labels, &tags.likely);
                Scene::new(passage.clone(), tagged, doubts, floor)
            })
            .collect();
        candidates::find(&reading, &mut scenes);
        let questions =
            (0..scenes.len()).flat_map(|scene| ranker::questions(&reading, &scenes, scene, <[u64]>::to_vec));
        questions.filter_map(|question| unit(&scenes, question)).collect()
    }

    /// Number of paragraphs.
    #[must_use]
    pub fn paragraphs(&self) -> usize {
        self.passages.len()
    }

    /// The tokens of a paragraph that the tagger is asked about.
    #[must_use]
    pub fn words(&self, paragraph: usize) -> Vec<Word> {
        let Some(passage) = self.passages.get(paragraph) else { return Vec::new() };
        let around = passage.surroundings();
        let words = passage.asked.iter().filter_map(|at| Some((*at, passage.tokens.get(*at)?)));
        words
            .map(|(at, token)| Word {
                bytes: token.bytes.clone(),
                hash: token.word,
                is_word: token.is_word,
                class: around.class(at),
            })
            .collect()
    }

    /// Calls `each` with the features of every token of [`Text::words`], in order.
    pub fn features(&self, paragraph: usize, mut each: impl FnMut(&[u64])) {
        let Some(passage) = self.passages.get(paragraph) else { return };
        let around = passage.surroundings();
        let mut found = Vec::new();
        for at in &passage.asked {
            around.features(*at, &mut found);
            each(&found);
        }
    }
}

fn unit(scenes: &[Scene], question: ranker::Question<Vec<u64>>) -> Option<Unit> {
    let scene = scenes.get(question.scene)?;
    let content = scene.spans.contents.get(question.content)?;
    let bytes = |choice: ranker::Choice| {
        choice.and_then(|(scene, index)| Some(scenes.get(scene)?.candidates.get(index)?.bytes.clone()))
    };
    Some(Unit {
        bytes: tokens::hull(&scene.passage.tokens, content.clone())?,
        quoted: scene.passage.tokens.get(content.clone())?.iter().any(|token| token.segment.is_some()),
        said: scene.said(content),
        choices: question.choices.into_iter().map(|(choice, features)| (bytes(choice), features)).collect(),
    })
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

    /// The scores.
    #[must_use]
    pub fn scores(&self) -> &[[Scores; LABELS]] {
        &self.0.0
    }

    /// Changes the scores.
    pub fn scores_mut(&mut self) -> &mut [[Scores; LABELS]] {
        &mut self.0.0
    }

    /// Probabilities of labels.
    #[must_use]
    pub fn likely(&self, emissions: &[Scores], classes: &[usize]) -> Likely {
        let found = crf::marginals(emissions, classes, &crf::Chain::new(&self.0));
        Likely { tokens: found.tokens, pairs: found.pairs }
    }

    /// The best labels.
    #[must_use]
    pub fn best(&self, emissions: &[Scores], classes: &[usize]) -> Vec<usize> {
        crf::best(emissions, classes, &crf::Chain::new(&self.0))
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
