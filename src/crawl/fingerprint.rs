//! 64 bits that differ in few places where texts differ in few words: how the same report is known again when another
//! site, or another page of the same one, prints it.
//!
//! A simhash (Charikar 2002; for web pages Manku, Jain and Das Sarma 2007): every pair of neighbouring words votes on each
//! bit, once however often it occurs, or phrases that a paper repeats would outvote what its reports tell. Texts that
//! share no pairs differ in 32 bits, give or take 4; those that share 97 of 100 in about 5.

use std::collections::HashSet;

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
        let mut votes = [0_i32; 64];
        let (mut before, mut words) = (0, 0);
        let mut heard = HashSet::new();
        let mut vote = |word: u64| {
            words += 1;
            let pair = spread(before ^ word.rotate_left(17));
            before = word;
            if !heard.insert(pair) {
                return;
            }
            for (bit, vote) in votes.iter_mut().enumerate() {
                *vote += if pair >> bit & 1 == 1 { 1 } else { -1 };
            }
        };
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            if word.len() > LONGEST_WORD {
                word.chars().for_each(|c| vote(hash(std::iter::once(c))));
            } else {
                vote(hash(word.chars()));
            }
        }
        let bits = votes.iter().enumerate().filter(|(_, vote)| **vote > 0);
        (words >= FEWEST_WORDS).then(|| Self(bits.fold(0, |bits, (bit, _)| bits | 1 << bit)))
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

/// The 64-bit FNV-1a hash (RFC 9923) of a word in lower case.
fn hash(word: impl Iterator<Item = char>) -> u64 {
    let letters = word.flat_map(char::to_lowercase);
    letters
        .fold(0xcbf2_9ce4_8422_2325, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x100_0000_01b3))
}

/// Makes each bit depend on all (the finalizer of splitmix64).
fn spread(bits: u64) -> u64 {
    let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}
