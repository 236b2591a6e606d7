//! A table by words that is asked with a hash made before, so that a word costs one hash however many tables there are.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What words are, or begin. All of them are ours; two of one hash would be taken for one, and a test sees that none are.
#[derive(Debug)]
pub(super) struct Words<T>(HashMap<u64, (&'static str, T), BuildHasherDefault<Ready>>);

/// The FNV-1a hash (RFC 9923) of a word.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T> Words<T> {
    /// What is known of a word, whose hash is the first argument.
    pub(super) fn get(&self, hash: u64, word: &str) -> Option<&T> {
        self.0.get(&hash).filter(|(known, _)| *known == word).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, word: &str) -> Option<&mut T> {
        self.0.get_mut(&hash(word)).filter(|(known, _)| *known == word).map(|(_, value)| value)
    }

    /// The place of a word, made if it is not there.
    pub(super) fn entry(&mut self, word: &'static str) -> &mut T
    where
        T: Default,
    {
        &mut self.0.entry(hash(word)).or_insert_with(|| (word, T::default())).1
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.0.values().map(|(word, value)| (*word, value))
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.values_mut().map(|(_, value)| value)
    }
}

/// A hash that is there already.
#[derive(Default)]
pub(super) struct Ready(u64);

impl Hasher for Ready {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::{GIVEN_NAMES, TABLES};
    use super::hash;

    #[test]
    fn no_two_words_of_the_tables_have_one_hash() {
        let more = include_str!("more_given_names.txt");
        let tables = TABLES.iter().map(|(_, table)| *table).chain([GIVEN_NAMES, more]);
        let mut seen: HashMap<u64, &str> = HashMap::new();
        for word in tables.flat_map(str::lines).flat_map(|line| line.split([' ', '_', ':'])) {
            assert_eq!(seen.entry(hash(word)).or_insert(word), &word);
        }
        assert!(seen.len() > 10_000);
    }
}
