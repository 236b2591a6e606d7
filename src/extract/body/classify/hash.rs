//! Words as numbers: what tables are looked up by, without keeping a string for every word of a page.

/// The 64-bit FNV-1a hash (RFC 9923) of a word, letters in lower case and every digit as `0`.
#[must_use]
pub fn word(text: &str) -> u64 {
    let mut hash = Hash::default();
    text.chars().for_each(|c| hash.push(c));
    hash.0
}

/// The hash of bytes that are no word.
pub fn bytes(seed: u64, bytes: &[u8]) -> u64 {
    let mut hash = Hash(seed ^ OFFSET);
    for &byte in bytes {
        hash.byte(byte);
    }
    hash.0
}

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Self(OFFSET)
    }
}

impl Hash {
    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(PRIME);
    }

    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        if c.is_ascii() {
            let c = if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() };
            c.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
        } else {
            for lower in c.to_lowercase() {
                lower.encode_utf8(&mut buffer).bytes().for_each(|byte| self.byte(byte));
            }
        }
    }
}

/// Calls `meet` with the hash of each word of a text. In scripts without spaces every character is a word.
pub fn each_word(text: &str, mut meet: impl FnMut(u64)) {
    let mut open: Option<Hash> = None;
    for c in text.chars() {
        if is_dense(c) {
            if let Some(hash) = open.take() {
                meet(hash.0);
            }
            let mut hash = Hash::default();
            hash.push(c);
            meet(hash.0);
        } else if c.is_alphanumeric() {
            open.get_or_insert_default().push(c);
        } else if let Some(hash) = open.take() {
            meet(hash.0);
        }
    }
    if let Some(hash) = open {
        meet(hash.0);
    }
}

/// Han, kana, and the Thai, Lao, Burmese and Khmer scripts.
pub fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{0e01}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}
