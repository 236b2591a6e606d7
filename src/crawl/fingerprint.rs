//! 64 bits that differ in few places where texts differ in few words: how the same report is known again when another
//! site, or another page of the same one, prints it.
//!
//! A simhash (Charikar 2002; for web pages Manku, Jain and Das Sarma 2007): every pair of neighbouring words votes on each
//! bit, once however often it occurs, or phrases that a paper repeats would outvote what its reports tell. Texts that
//! share no pairs differ in 32 bits, give or take 4; those that share 97 of 100 in about 5.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use crate::article::Article;

/// Bodies of fewer words have too few pairs to be told apart.
const FEWEST_WORDS: usize = 50;

/// Longer runs of letters are taken apart into single ones: they are sentences of a language without spaces.
const LONGEST_WORD: usize = 24;

/// A text's fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// Most bits in which two fingerprints of the same text differ.
    pub const MOST_DIFFERENT: u32 = 6;

    /// The fingerprint of an article's body; `None` for one too short to be known again.
    #[must_use]
    pub fn of(article: &Article) -> Option<Self> {
        Self::of_text(&article.body)
    }

    /// The fingerprint of a text; `None` if it has fewer than fifty words. Case and punctuation do not matter.
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let mut votes = Votes::default();
        let (mut before, mut words) = (0, 0);
        let mut heard: HashSet<u64, BuildHasherDefault<AsItIs>> = HashSet::default();
        let mut vote = |word: u64| {
            words += 1;
            let pair = spread(before ^ word.rotate_left(17));
            before = word;
            if heard.insert(pair) {
                votes.add(pair);
            }
        };
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if word.len() > LONGEST_WORD {
                word.chars().for_each(|c| vote(hash(std::iter::once(c))));
            } else if word.is_ascii() {
                vote(word.bytes().fold(BEGIN, |hash, letter| add(hash, letter.to_ascii_lowercase().into())));
            } else {
                vote(hash(word.chars()));
            }
        }
        (words >= FEWEST_WORDS).then(|| Self(votes.majority()))
    }

    /// Whether both are of the same text, but for a few words.
    #[must_use]
    pub fn is_near(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= Self::MOST_DIFFERENT
    }

    /// The bits, as the store keeps them.
    pub(super) fn bits(self) -> i64 {
        self.0.cast_signed()
    }

    /// The fingerprint of such bits.
    pub(super) fn from_bits(bits: i64) -> Self {
        Self(bits.cast_unsigned())
    }

    /// The four quarters of the bits, each numbered.
    pub(super) fn quarters(self) -> [i64; 4] {
        [0, 1, 2, 3].map(|quarter| (quarter << 16) | (self.bits() >> (16 * quarter) & 0xffff))
    }

    /// Quarters of which every fingerprint that is near has one: of seven bits, no more than one falls into some quarter.
    pub(super) fn near_quarters(self) -> impl Iterator<Item = i64> {
        let one_off = |quarter: i64| (0..16).map(move |bit| quarter ^ (1 << bit));
        self.quarters().into_iter().flat_map(move |quarter| std::iter::once(quarter).chain(one_off(quarter)))
    }
}

/// How many of the pairs have each bit: the counts' lowest bits in one word, the next in another, and so on, so that a pair
/// is counted for all of its bits at once.
#[derive(Default)]
struct Votes {
    digits: [u64; 32],
    all: u32,
}

impl Votes {
    fn add(&mut self, pair: u64) {
        self.all += 1;
        let mut carried = pair;
        for digit in &mut self.digits {
            (*digit, carried) = (*digit ^ carried, *digit & carried);
            if carried == 0 {
                break;
            }
        }
    }

    /// The bits that more than half of the pairs have.
    fn majority(&self) -> u64 {
        let count = |bit: u32| {
            let digits = self.digits.iter().rev();
            digits.fold(0_u64, |count, digit| count << 1 | (digit >> bit & 1))
        };
        (0..64).filter(|&bit| 2 * count(bit) > self.all.into()).fold(0, |bits, bit| bits | 1 << bit)
    }
}

/// Hashes what is well mixed already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// The hash of no letters.
const BEGIN: u64 = 0xcbf2_9ce4_8422_2325;

/// The 64-bit FNV-1a hash (RFC 9923) of a word in lower case.
fn hash(word: impl Iterator<Item = char>) -> u64 {
    word.flat_map(char::to_lowercase).fold(BEGIN, |hash, letter| add(hash, letter.into()))
}

fn add(hash: u64, letter: u64) -> u64 {
    (hash ^ letter).wrapping_mul(0x100_0000_01b3)
}

/// Makes each bit depend on all (the finalizer of splitmix64).
fn spread(bits: u64) -> u64 {
    let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_are_counted_for_all_bits_at_once_as_for_each() {
        for pairs in [1_u64, 2, 3, 64, 1_001] {
            let pairs: Vec<u64> = (0..pairs).map(spread).collect();
            let mut votes = Votes::default();
            for pair in &pairs {
                votes.add(*pair);
            }
            let more_than_half =
                |bit: &u64| pairs.iter().filter(|pair| *pair >> bit & 1 == 1).count() * 2 > pairs.len();
            assert_eq!(votes.majority(), (0..64).filter(more_than_half).fold(0, |bits, bit| bits | 1 << bit));
        }
    }

    #[test]
    fn plain_letters_are_read_like_any_others() {
        let text =
            "What the Council DECIDED about the bridge on Monday, 17 votes to 4, was told by its chair "
                .repeat(4);
        let decided = hash("Decided".chars());
        assert_eq!(
            "DECIDED".bytes().fold(BEGIN, |hash, letter| add(hash, letter.to_ascii_lowercase().into())),
            decided
        );
        assert_eq!(Fingerprint::of_text(&text), Fingerprint::of_text(&text.to_uppercase()));
    }
}
