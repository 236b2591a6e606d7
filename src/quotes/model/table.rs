//! Tables of weights by hashed feature, read where they lie in the weights' bytes.

use super::hash;

/// Entries of one bucket.
const BUCKET: usize = 8;

/// Hash → a few weights of one byte each.
///
/// Buckets of eight entries; an entry is one byte of the feature's hash (0: free) and its weights. A full bucket runs
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
        for _ in 0..2 {
            let entries = self.bytes.get(bucket * Self::WIDTH..(bucket + 1) * Self::WIDTH)?;
            for entry in entries.chunks_exact(1 + WEIGHTS) {
                match entry.split_first() {
                    Some((found, weights)) if *found == mark => return weights.try_into().ok(),
                    Some((0, _)) | None => return None,
                    Some(_) => {}
                }
            }
            bucket = (bucket + 1) & (self.buckets - 1);
        }
        None
    }
}

/// Bucket and mark of a feature.
#[expect(clippy::cast_possible_truncation, reason = "the low bits are what is wanted")]
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
            .flat_map(|bucket| (0..BUCKET).map(move |slot| bucket * width + slot * (1 + WEIGHTS)))
            .find(|at| bytes.get(*at) == Some(&0));
        let Some(entry) = free.and_then(|at| bytes.get_mut(at..=at + WEIGHTS)) else {
            lost += 1;
            continue;
        };
        for (byte, value) in entry.iter_mut().zip(std::iter::once(mark).chain(weights.map(i8::cast_unsigned))) {
            *byte = value;
        }
    }
    (bytes, lost)
}
