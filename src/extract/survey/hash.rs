//! Words as numbers: what tables are looked up by, without keeping a string for every word of a page.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use ego_tree::NodeId;

/// The 64-bit FNV-1a hash (RFC 9923) of a word, letters in lower case and every digit as `0`.
#[must_use]
pub fn word(text: &str) -> u64 {
    joined("", text)
}

/// The hash of two pieces of a word put together.
pub fn joined(begin: &str, end: &str) -> u64 {
    let mut hash = Hash::default();
    begin.chars().chain(end.chars()).for_each(|c| hash.push(c));
    hash.0
}

/// The hash of bytes that are no word, eight at a time.
pub fn bytes(seed: u64, bytes: &[u8]) -> u64 {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (place, byte) in last.iter_mut().zip(rest) {
        *place = *byte;
    }
    let mut hash = seed ^ bytes.len() as u64;
    for eight in eights.iter().chain([&last]) {
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(*eight)).wrapping_mul(SPREAD);
    }
    hash ^ hash >> 32
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// An odd number with its bits well mixed: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a word while its letters come.
#[derive(Clone, Copy)]
pub struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(OFFSET)
    }
}

impl Hash {
    /// The hash of the letters so far.
    pub fn value(self) -> u64 {
        self.0
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }

    /// Takes in an ASCII letter, digit or sign.
    #[inline]
    pub fn push_ascii(&mut self, byte: u8) {
        self.byte(if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() });
    }

    /// Takes in a letter, digit or sign.
    #[inline]
    pub fn push(&mut self, c: char) {
        if let Ok(byte) = u8::try_from(c)
            && byte.is_ascii()
        {
            self.push_ascii(byte);
        } else {
            let mut buffer = [0; 4];
            for lower in c.to_lowercase() {
                lower.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
            }
        }
    }
}

/// Calls `meet` with the hash of each word of a text. In scripts without spaces every character is a word.
pub fn each_word(text: &str, mut meet: impl FnMut(u64)) {
    let (mut word, mut is_open) = (Hash::default(), false);
    for c in text.chars() {
        if let Some(folded) = u8::try_from(c).ok().and_then(|byte| FOLDED.get(usize::from(byte))) {
            if *folded != 0 {
                word.byte(*folded);
                is_open = true;
                continue;
            }
        } else if c.is_alphanumeric() && !is_dense(c) {
            word.push(c);
            is_open = true;
            continue;
        }
        if std::mem::take(&mut is_open) {
            meet(std::mem::take(&mut word).0);
        }
        if is_dense(c) {
            let mut hash = Hash::default();
            hash.push(c);
            meet(hash.0);
        }
    }
    if is_open {
        meet(word.0);
    }
}

/// ASCII letters in lower case and digits as `0`, by themselves; 0 for what is neither.
#[expect(clippy::indexing_slicing, reason = "a byte below the array's length, and looked at by the compiler")]
const FOLDED: [u8; 128] = {
    let mut folded = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            folded[byte as usize] = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
        }
        byte += 1;
    }
    folded
};

/// Han, kana, and the Thai, Lao, Burmese and Khmer scripts.
pub fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{0e01}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// For tables whose keys are hashes already. A page that makes its words collide slows down only itself, and only as
/// far as it has words.
pub type ByHash = BuildHasherDefault<Same>;
/// A table by hashes.
pub type Table<T> = HashMap<u64, T, ByHash>;
/// A set of elements.
pub type Nodes = HashSet<NodeId, ByHash>;
/// A set of hashes.
pub type Set = HashSet<u64, ByHash>;

/// A hash as its own hash, its lower bits spread over the upper ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = self::bytes(self.0, bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash.wrapping_mul(SPREAD);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}
