//! Texts that are looked for again and again, made ready for the search once.

use std::collections::HashSet;

use memchr::memmem::Finder;

use super::survey::hash::ByHash;

/// A text that is sought inside others.
pub struct Sought {
    text: &'static str,
    bytes: Bytes,
    finder: Finder<'static>,
}

impl Sought {
    /// All of a table.
    pub fn all(texts: &[&'static str]) -> Vec<Self> {
        let ready = |text: &&'static str| Self { text, bytes: Bytes::of(text), finder: Finder::new(*text) };
        texts.iter().map(ready).collect()
    }

    /// Those of a table that stand in a text, in the table's order.
    pub fn within<'a>(table: &'a [Self], text: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        let there = Bytes::of(text);
        table
            .iter()
            .filter(move |sought| there.hold(sought.bytes) && sought.finder.find(text.as_bytes()).is_some())
            .map(|sought| sought.text)
    }

    /// Where the first of a table begins in a text, in bytes.
    pub fn first(table: &[Self], text: &str) -> Option<usize> {
        let there = Bytes::of(text);
        let may_stand = table.iter().filter(|sought| there.hold(sought.bytes));
        may_stand.filter_map(|sought| sought.finder.find(text.as_bytes())).min()
    }
}

/// Which bytes a text has, those that differ by 64 or 128 counted as one: most short texts lack one that a sought text needs, and
/// need not be searched for it.
#[derive(Clone, Copy)]
struct Bytes(u64);

impl Bytes {
    fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |all, byte| all | 1 << (byte & 0x3f)))
    }

    fn hold(self, others: Self) -> bool {
        others.0 & !self.0 == 0
    }
}

/// Words of which a text is asked whether it is one.
pub struct WordSet(HashSet<&'static str, ByHash>);

impl WordSet {
    /// Those words.
    pub fn of(words: impl IntoIterator<Item = &'static str>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Whether a word is one of them.
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// The first two letters of texts that others may begin with. Few lines of a page begin so, and the rest need not be compared
/// with each of them.
pub struct Openings([u32; 26]);

impl Openings {
    /// Those of texts in lower case.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut openings = Self([0; 26]);
        for text in texts {
            if let Some((first, second)) = letters(text)
                && let Some(seconds) = openings.0.get_mut(first)
            {
                *seconds |= 1 << second;
            }
        }
        openings
    }

    /// Whether a text may begin with one of them, whatever its capitals: it does not where both letters are ASCII and no text's.
    pub fn may_open(&self, text: &str) -> bool {
        letters(text).is_none_or(|(first, second)| {
            self.0.get(first).is_some_and(|seconds| seconds & (1 << second) != 0)
        })
    }
}

/// The places of a text's first two characters in the alphabet, if both are ASCII letters.
fn letters(text: &str) -> Option<(usize, u32)> {
    let [first, second] = text.as_bytes().first_chunk()?.map(|byte| byte.to_ascii_lowercase());
    let both = first.is_ascii_lowercase() && second.is_ascii_lowercase();
    both.then(|| (usize::from(first - b'a'), u32::from(second - b'a')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_found_and_nothing_else() {
        let table = Sought::all(&[" and ", " & ", "、", " with "]);
        let within = |text: &str| Sought::within(&table, text).collect::<Vec<_>>();
        assert_eq!(within("Jane Doe and John Roe & Co"), [" and ", " & "]);
        assert_eq!(within("张三、李四"), ["、"]);
        assert!(within("").is_empty() && within("DNA dan").is_empty());
        assert_eq!(Sought::first(&table, "Jane & John and Ann"), Some(4));
        assert_eq!(Sought::first(&table, "Jane"), None);
    }

    #[test]
    fn a_text_that_begins_otherwise_opens_nothing() {
        let openings = Openings::of(["by", "posted by", "ält"]);
        for text in ["by Jane", "BYLINE", "Post", "B", "", "äther", "b y", "ölt"] {
            assert!(openings.may_open(text), "{text}");
        }
        for text in ["Harbour", "box", "papa"] {
            assert!(!openings.may_open(text), "{text}");
        }
    }
}
