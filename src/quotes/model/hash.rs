//! Hashes of words and features: all that weights know of either.

/// The hash of nothing.
pub(crate) const NONE: u64 = 0x9ae1_6a3b_2f90_404f;

/// Hashes of a word in lower case, its curly apostrophes made straight.
#[derive(Clone, Copy)]
pub(crate) struct Spelling {
    pub(crate) word: u64,
    /// Of its last two characters.
    pub(crate) suffix2: u64,
    pub(crate) suffix3: u64,
}

/// Hashes of one word.
pub(crate) fn spelling(word: &str) -> Spelling {
    let mut whole = Fnv::default();
    // The last three characters, the latest in the lowest bits.
    let mut last = 0_u64;
    let mut character = |character: char| {
        whole.character(character);
        last = ((last << 21) | u64::from(character)) & ((1 << 63) - 1);
    };
    if word.is_ascii() {
        word.bytes().for_each(|byte| character(byte.to_ascii_lowercase().into()));
    } else {
        word.chars().flat_map(char::to_lowercase).for_each(|c| character(if c == '’' { '\'' } else { c }));
    }
    Spelling { word: mix(whole.0), suffix2: mix(last & ((1 << 42) - 1)), suffix3: mix(last) }
}

/// A feature: which question was asked, and its answer.
pub(crate) fn feature(template: u16, value: u64) -> u64 {
    let hash =
        (value ^ u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash ^ (hash >> 32)
}

/// Two answers as one; the order counts.
pub(crate) fn pair(first: u64, second: u64) -> u64 {
    first.wrapping_mul(0x2545_f491_4f6c_dd1d).rotate_left(23) ^ second.wrapping_add(NONE)
}

/// The finisher of `SplitMix64` (Steele, Lea and Flood 2014): every bit of the result hangs on every bit of the value.
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// FNV-1a.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn character(&mut self, character: char) {
        self.0 = (self.0 ^ u64::from(character)).wrapping_mul(0x0100_0000_01b3);
    }
}
