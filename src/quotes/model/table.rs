//! Tables of weights by hashed feature, read where they lie in the weights' bytes.

use super::crf::{LABELS, Scores};
use super::hash;

/// Entries of one bucket.
const BUCKET: usize = 8;

/// Hash → a few weights of one byte each.
///
/// Buckets of eight entries: first one byte of each entry's hash (0: free), then the weights of each. A full bucket runs
/// over into the next. One byte tells two features apart in 254 of 255 cases: cheaper than the few wrong weights cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a, const WEIGHTS: usize> {
    bytes: &'a [u8],
    buckets: usize,
}

impl<'a, const WEIGHTS: usize> Table<'a, WEIGHTS> {
    const WIDTH: usize = (1 + WEIGHTS) * BUCKET;

    /// `None` unless the bytes are a power of two of whole buckets.
    pub(crate) fn new(bytes: &'a [u8]) -> Option<Self> {
        let buckets = bytes.len() / Self::WIDTH;
        (buckets.is_power_of_two() && buckets * Self::WIDTH == bytes.len()).then_some(Self { bytes, buckets })
    }

    /// The weights of a feature, if it has any.
    pub(crate) fn get(&self, feature: u64) -> Option<&'a [u8; WEIGHTS]> {
        let (bucket, slot) = self.find(feature)?;
        bucket.get(BUCKET + slot * WEIGHTS..)?.first_chunk()
    }

    /// The bucket of a feature, and which of its entries is the feature's.
    fn find(&self, feature: u64) -> Option<(&'a [u8], usize)> {
        let (bucket, mark) = place(feature, self.buckets);
        let (own, marks) = self.bucket(bucket)?;
        if let Some(slot) = find(marks, mark) {
            return Some((own, slot));
        }
        if marks >> (8 * (BUCKET - 1)) == 0 {
            return None;
        }
        let (next, marks) = self.bucket((bucket + 1) & (self.buckets - 1))?;
        Some((next, find(marks, mark)?))
    }

    fn bucket(&self, index: usize) -> Option<(&'a [u8], u64)> {
        let own = self.bytes.get(index * Self::WIDTH..)?.get(..Self::WIDTH)?;
        Some((own, u64::from_le_bytes(*own.first_chunk()?)))
    }
}

/// The tagger's table: a weight for each label. It is asked some twenty times for each word, and is larger than the caches near
/// the processor: so the marks, at which most questions end, lie apart from the weights, and a row of weights is one number.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// Of each bucket.
    marks: Vec<u64>,
    /// Eight for each bucket: the weights, each raised to be positive, and a 1 behind them. Last one of zeros.
    rows: Vec<u64>,
}

/// How many features are looked up before their weights are: about as many as a token has.
const AT_ONCE: usize = 24;

impl Rows {
    pub(crate) fn new(table: Table<'_, LABELS>) -> Self {
        let buckets = || (0..table.buckets).filter_map(|index| table.bucket(index));
        let rows = buckets().flat_map(|(bucket, _)| {
            let weights = bucket.get(BUCKET..).unwrap_or_default();
            weights.as_chunks::<LABELS>().0.iter().map(|weights| {
                let mut row = [1; LABELS + 1];
                row.iter_mut().zip(weights).for_each(|(byte, weight)| *byte = weight ^ 0x80);
                u64::from_le_bytes(row)
            })
        });
        Self { marks: buckets().map(|(_, marks)| marks).collect(), rows: rows.chain([0]).collect() }
    }

    /// The summed weights of all features, by label.
    ///
    /// A row of bytes is added as one number: its even and its odd bytes stand in sixteen bits each, which 257 rows cannot
    /// overflow. The last of them counts the rows.
    pub(crate) fn sum(&self, features: &[u64]) -> Scores {
        const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
        let (mut even, mut odd) = (0_u64, 0_u64);
        for features in features.chunks(AT_ONCE) {
            let mut places = [0; AT_ONCE];
            for (place, feature) in places.iter_mut().zip(features) {
                *place = self.find(*feature);
            }
            for place in places.iter().take(features.len()) {
                let row = self.rows.get(*place).copied().unwrap_or_default();
                even += row & EVEN;
                odd += (row >> 8) & EVEN;
            }
        }
        let lane = |sum: u64, at: usize| {
            let [low, high] = [sum.to_le_bytes().get(2 * at), sum.to_le_bytes().get(2 * at + 1)]
                .map(|byte| byte.copied().unwrap_or_default());
            f32::from(u16::from_le_bytes([low, high]))
        };
        let raised = 128.0 * lane(odd, LABELS / 2);
        std::array::from_fn(|label| lane(if label % 2 == 0 { even } else { odd }, label / 2) - raised)
    }

    /// Where a feature's row is, or that of zeros.
    ///
    /// Whether a feature has weights is a question nobody can guess the answer to, so nothing waits for it: the place is masked.
    fn find(&self, feature: u64) -> usize {
        let (mut bucket, mark) = place(feature, self.marks.len());
        let marks = |bucket: usize| self.marks.get(bucket).copied().unwrap_or_default();
        let own = marks(bucket);
        let mut found = same(own, mark);
        if found == 0 && own >> (8 * (BUCKET - 1)) != 0 {
            bucket = (bucket + 1) & (self.marks.len() - 1);
            found = same(marks(bucket), mark);
        }
        let has = 0_usize.wrapping_sub((found != 0).into());
        let place = bucket * BUCKET + found.trailing_zeros() as usize / 8;
        place & has | (self.marks.len() * BUCKET) & !has
    }
}

/// Where a byte first stands among eight.
fn find(marks: u64, mark: u8) -> Option<usize> {
    let found = same(marks, mark);
    (found != 0).then(|| found.trailing_zeros() as usize / 8)
}

/// The high bit of the first byte among eight that equals another, maybe of later ones too (all compared at once: Lamport 1975,
/// "Multiple byte processing").
fn same(marks: u64, mark: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let same = marks ^ (ONES * u64::from(mark));
    same.wrapping_sub(ONES) & !same & (ONES << 7)
}

/// Bucket and mark of a feature.
#[allow(clippy::cast_possible_truncation, reason = "the low bits are what is wanted, on any machine")]
fn place(feature: u64, buckets: usize) -> (usize, u8) {
    (((feature >> 24) as usize) & (buckets - 1), ((feature & 0xff) as u8).max(1))
}

/// A weight's byte as a number; the scale is the reader's.
pub(crate) fn weight(byte: u8) -> f32 {
    f32::from(i8::from_ne_bytes([byte]))
}

/// How often a word is a cue, in six steps, for the words that ever were.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CueRates<'a>(pub(crate) Table<'a, 1>);

impl CueRates<'_> {
    /// 0 (never seen as a cue) to 5 (nearly always one).
    pub(crate) fn rate(&self, word: u64) -> u8 {
        self.0.get(hash::feature(0, word)).map_or(0, |[rate]| *rate)
    }
}

/// Lays out a table in as few buckets as hold all entries; entries that find no room are left out and counted.
#[cfg(feature = "training")]
#[must_use]
pub(crate) fn lay_out<const WEIGHTS: usize>(entries: &[(u64, [i8; WEIGHTS])]) -> (Vec<u8>, usize) {
    let width = (1 + WEIGHTS) * BUCKET;
    let buckets = (entries.len() * 4 / 3 / BUCKET).next_power_of_two().max(2);
    let mut bytes = vec![0_u8; buckets * width];
    let mut lost = 0;
    for (feature, weights) in entries {
        let (bucket, mark) = place(*feature, buckets);
        let slots = [bucket, (bucket + 1) & (buckets - 1)];
        let free = slots
            .into_iter()
            .flat_map(|bucket| (0..BUCKET).map(move |slot| (bucket * width, slot)))
            .find(|(start, slot)| bytes.get(start + slot) == Some(&0));
        let Some((start, slot)) = free else {
            lost += 1;
            continue;
        };
        let at = start + BUCKET + slot * WEIGHTS;
        let row = bytes.get_mut(at..at + WEIGHTS).unwrap_or_default();
        row.iter_mut().zip(weights).for_each(|(byte, weight)| *byte = weight.cast_unsigned());
        if let Some(byte) = bytes.get_mut(start + slot) {
            *byte = mark;
        }
    }
    (bytes, lost)
}
