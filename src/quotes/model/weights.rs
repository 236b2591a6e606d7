//! The weights as they are embedded, and the model that reads them.

use std::sync::LazyLock;

use super::candidates::{self, Scene};
use super::crf::{self, Chain, OUTSIDE, Scores, Transitions};
use super::features;
use super::hash;
use super::passage::{self, Passage, Reading, Tagged};
use super::support::{self, Doubt};
use super::table::{CueRates, Rows, Table, weight};
use super::tokens;

/// What a file of weights begins with.
pub const MAGIC: &[u8; 8] = b"cdquotes";
/// A paragraph that is a quotation of more tokens, marks included, is something somebody said.
pub(super) const LONGEST_SCARE: usize = 7;
/// Steps of the table of confidence.
pub const CONFIDENCE_STEPS: usize = 25;

static EMBEDDED: LazyLock<Option<Model<'static>>> =
    LazyLock::new(|| Model::read(include_bytes!("weights.bin")));

/// All weights of the model.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    /// Hash of the features of a known text, by which stale weights are found.
    pub(crate) print: u64,
    pub(crate) cues: CueRates<'a>,
    chain: Chain,
    tagger: Rows,
    support: Table<'a, 1>,
    ranker: Table<'a, 1>,
    /// What one step of a weight's byte is worth, in the tagger, the support and the ranker.
    scales: [f32; 3],
    /// Quotations less likely said than this are nobody's.
    pub(crate) floor: f32,
    /// Raw confidence → share that was right, for quotations and for other contents.
    confidence: [Vec<f32>; 2],
}

impl Model<'static> {
    /// The model in the binary; `None` where its weights are for other features.
    pub(crate) fn embedded() -> Option<&'static Self> {
        EMBEDDED.as_ref()
    }
}

impl<'a> Model<'a> {
    /// Reads weights: magic, version, print, then sections, each with its length.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (version, rest) = rest.split_first_chunk::<4>()?;
        let (print, mut rest) = rest.split_first_chunk::<8>()?;
        if u32::from_le_bytes(*version) != features::VERSION {
            return None;
        }
        let mut section = || -> Option<&'a [u8]> {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (own, after) = after.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
            rest = after;
            Some(own)
        };
        let numbers = numbers(section()?);
        let (scales, after) = numbers.split_first_chunk::<3>()?;
        let (floor, after) = after.split_first()?;
        let (quoted, other) = after.split_at_checked(CONFIDENCE_STEPS)?;
        Some(Self {
            print: u64::from_le_bytes(*print),
            cues: CueRates(Table::new(section()?)?),
            chain: Chain::new(&Transitions::read(section()?)?),
            tagger: Rows::new(Table::new(section()?)?),
            support: Table::new(section()?)?,
            ranker: Table::new(section()?)?,
            scales: *scales,
            floor: *floor,
            confidence: [quoted.to_vec(), other.to_vec()],
        })
    }

    /// Every passage tagged and cut into spans.
    pub(crate) fn scenes(&self, reading: &Reading<'_>) -> Vec<Scene> {
        let passages = reading.passages(&self.cues, passage::READ);
        let scene = |passage: Passage| {
            let tagged = self.tag(&passage);
            let mut doubts = support::doubts(reading, &passage, &tagged);
            for doubt in &mut doubts {
                let whole = doubt.tokens == (0..passage.tokens.len()) && doubt.tokens.len() > LONGEST_SCARE;
                doubt.said = if is_so_called(&passage, doubt) {
                    0.0
                } else {
                    self.said(doubt).max(if whole { self.floor } else { 0.0 })
                };
            }
            Scene::new(passage, tagged, doubts, self.floor)
        };
        let mut scenes: Vec<Scene> = passages.into_iter().map(scene).collect();
        candidates::find(reading, &mut scenes);
        scenes
    }

    fn tag(&self, passage: &Passage) -> Tagged {
        if passage.asked.is_empty() {
            return Tagged::nothing(passage.tokens.len());
        }
        let around = passage.surroundings();
        let mut found = Vec::with_capacity(96);
        let mut emissions: Vec<Scores> = Vec::with_capacity(passage.asked.len());
        let [scale, ..] = self.scales;
        for at in &passage.asked {
            around.features(*at, &mut found);
            emissions.push(self.tagger.sum(&found).map(|sum| sum * scale));
        }
        let classes: Vec<usize> = passage.asked.iter().map(|at| around.class(*at)).collect();
        let labels = crf::best(&emissions, &classes, &self.chain);
        // Where nobody says anything, nobody asks how sure that is.
        if passage.segments == 0 && labels.iter().all(|label| *label == OUTSIDE) {
            return Tagged::nothing(passage.tokens.len());
        }
        passage.spread(&labels, &crf::marginals(&emissions, &classes, &self.chain).tokens)
    }

    fn said(&self, doubt: &Doubt) -> f32 {
        let [_, scale, _] = self.scales;
        let score = sum(self.support, &doubt.features) * scale;
        1.0 / (1.0 + (-score).exp())
    }

    /// The score of one choice of a speaker.
    pub(crate) fn rank(&self, features: &[u64]) -> f32 {
        let [_, _, scale] = self.scales;
        sum(self.ranker, features) * scale
    }

    /// How often statements of a raw confidence (0 to 1) were right.
    pub(crate) fn confidence(&self, raw: f32, quoted: bool) -> f32 {
        let [own, other] = &self.confidence;
        let table = if quoted { own } else { other };
        table.get(confidence_step(raw)).copied().unwrap_or(raw)
    }
}

/// Whether the word before a quotation says that its own are not to be taken at their word: "the so-called …".
fn is_so_called(passage: &Passage, doubt: &Doubt) -> bool {
    let before = doubt.tokens.start.checked_sub(1).and_then(|at| passage.tokens.get(at));
    before.is_some_and(|token| token.code / 2 == tokens::SCARE)
}

/// The step of the table of confidence that a raw confidence falls into; finer towards 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
#[must_use]
pub fn confidence_step(raw: f32) -> usize {
    let doubt = (1.0 - raw).clamp(1e-4, 1.0);
    let step = (doubt.log10() + 4.0) / 4.0 * support::count(CONFIDENCE_STEPS);
    CONFIDENCE_STEPS - 1 - (step as usize).min(CONFIDENCE_STEPS - 1)
}

fn sum(table: Table<'_, 1>, features: &[u64]) -> f32 {
    features.iter().filter_map(|feature| table.get(*feature)).map(|[byte]| weight(*byte)).sum()
}

fn numbers(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).filter_map(|four| four.try_into().ok()).map(f32::from_le_bytes).collect()
}

/// A hash of all features of a passage.
pub(crate) fn print(passages: &[Passage]) -> u64 {
    let (mut print, mut found) = (0, Vec::new());
    for passage in passages {
        let around = passage.surroundings();
        for at in &passage.asked {
            around.features(*at, &mut found);
            print = found.iter().fold(print, |print, feature| hash::mix(hash::pair(print, *feature)));
        }
    }
    print
}
