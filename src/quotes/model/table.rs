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

/// The tagger's table: a weight for each label. It is asked some twenty times for each word, so its buckets are copied to
/// where each is one line of the processor's cache.
#[derive(Clone, Debug)]
pub(crate) struct Rows(Vec<Line>);

/// A bucket: eight marks, then eight rows of weights.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Line([u8; Rows::WIDTH]);

impl Rows {
    const WIDTH: usize = (1 + LABELS) * BUCKET;

    pub(crate) fn new(table: Table<'_, LABELS>) -> Self {
        Self(table.bytes.as_chunks().0.iter().copied().map(Line).collect())
    }

    /// The summed weights of all features, by label.
    ///
    /// A row of bytes is added as one number: its even and its odd bytes, raised to be positive, stand in sixteen bits
    /// each, which 257 rows cannot overflow.
    pub(crate) fn sum(&self, features: &[u64]) -> Scores {
        const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
        let (mut even, mut odd, mut rows) = (0_u64, 0_u64, 0_u8);
        for feature in features {
            let (row, found) = self.row(*feature);
            even += row & EVEN;
            odd += (row >> 8) & EVEN;
            rows = rows.saturating_add(found);
        }
        let raised = 128.0 * f32::from(rows);
        let lane = |sum: u64, at: usize| {
            let [low, high] = [sum.to_le_bytes().get(2 * at), sum.to_le_bytes().get(2 * at + 1)]
                .map(|byte| byte.copied().unwrap_or_default());
            f32::from(u16::from_le_bytes([low, high])) - raised
        };
        [lane(even, 0), lane(odd, 0), lane(even, 1), lane(odd, 1), lane(even, 2), lane(odd, 2), lane(even, 3)]
    }

    /// A feature's weights as the bytes of a number, each raised to be positive, and 1; nothing and 0 without any.
    ///
    /// Whether a feature has weights is a question nobody can guess the answer to, so nothing waits for it: what is read is
    /// masked.
    fn row(&self, feature: u64) -> (u64, u8) {
        let (place, mark) = place(feature, self.0.len());
        let Some(line) = self.0.get(place) else { return (0, 0) };
        let found = same(line.marks(), mark);
        if found == 0 && line.marks() >> (8 * (BUCKET - 1)) != 0 {
            let next = self.0.get((place + 1) & (self.0.len() - 1));
            return next.map_or((0, 0), |next| next.row(same(next.marks(), mark)));
        }
        line.row(found)
    }
}

impl Line {
    fn marks(&self) -> u64 {
        self.0.first_chunk().map_or(0, |marks| u64::from_le_bytes(*marks))
    }

    /// The row of the entry that [`same`] tells, and 1; nothing and 0 if it tells none.
    fn row(&self, found: u64) -> (u64, u8) {
        const RAISED: u64 = 0x8080_8080_8080_8080;
        let has = u8::from(found != 0);
        // Of no entry it is the first's, masked.
        let slot = (found.trailing_zeros() as usize / 8) % BUCKET;
        // The byte before the row is read with it and shifted out.
        let eight = self.0.get(BUCKET - 1 + slot * LABELS..).and_then(|row| row.first_chunk());
        let row = eight.map_or(0, |eight| (u64::from_le_bytes(*eight) ^ RAISED) >> 8);
        (row & 0_u64.wrapping_sub(has.into()), has)
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
