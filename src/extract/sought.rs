//! Texts that are looked for again and again, made ready for the search once.

use memchr::memmem::Finder;

/// One of them.
pub struct Sought {
    text: &'static str,
    finder: Finder<'static>,
}

impl Sought {
    /// All of a table.
    pub fn all(texts: &[&'static str]) -> Vec<Self> {
        texts.iter().map(|text| Self { text, finder: Finder::new(*text) }).collect()
    }

    /// Those of a table that stand in a text, in the table's order.
    pub fn within<'a>(table: &'a [Self], text: &'a str) -> impl Iterator<Item = &'static str> + use<'a> {
        table.iter().filter(|sought| sought.find(text).is_some()).map(|sought| sought.text)
    }

    /// Where it first stands in a text, in bytes.
    pub fn find(&self, text: &str) -> Option<usize> {
        self.finder.find(text.as_bytes())
    }
}
