//! Hashes of words and features: all that weights know of either.

/// The hash of nothing.
pub(crate) const NONE: u64 = 0x9ae1_6a3b_2f90_404f;

/// Hash of a word in lower case, its curly apostrophes made straight.
pub(crate) fn word(word: &str) -> u64 {
    let mut hash = Fnv::default();
    if word.is_ascii() {
        for byte in word.bytes() {
            hash.byte(byte.to_ascii_lowercase());
        }
    } else {
        for character in word.chars().flat_map(char::to_lowercase) {
            hash.character(if character == '’' { '\'' } else { character });
        }
    }
    mix(hash.0)
}

/// Hash of a word's last `count` characters in lower case.
pub(crate) fn suffix(word: &str, count: usize) -> u64 {
    let mut hash = Fnv::default();
    for character in word.chars().rev().take(count).flat_map(char::to_lowercase) {
        hash.character(character);
    }
    mix(hash.0)
}

/// A feature: which question was asked, and its answer.
pub(crate) fn feature(template: u16, value: u64) -> u64 {
    mix(value ^ u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15))
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
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn character(&mut self, character: char) {
        self.0 = (self.0 ^ u64::from(character)).wrapping_mul(0x0100_0000_01b3);
    }
}
