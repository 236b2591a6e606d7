//! Tables of weights by hashed feature, read where they lie in the weights' bytes.

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
        let (mut bucket, mark) = place(feature, self.buckets);
        loop {
            let (marks, weights) = self.bytes.get(bucket * Self::WIDTH..)?.split_first_chunk::<BUCKET>()?;
            if let Some(slot) = find(u64::from_le_bytes(*marks), mark) {
                return weights.get(slot * WEIGHTS..)?.first_chunk();
            }
            let full = marks.last().is_some_and(|mark| *mark != 0);
            if !full || bucket != place(feature, self.buckets).0 {
                return None;
            }
            bucket = (bucket + 1) & (self.buckets - 1);
        }
    }
}

/// Where a byte first stands among eight (all compared at once: Lamport 1975, "Multiple byte processing").
fn find(marks: u64, mark: u8) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let same = marks ^ (ONES * u64::from(mark));
    let zeros = same.wrapping_sub(ONES) & !same & (ONES << 7);
    (zeros != 0).then(|| zeros.trailing_zeros() as usize / 8)
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
    let buckets = (entries.len() * 5 / 4 / BUCKET).next_power_of_two().max(2);
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
