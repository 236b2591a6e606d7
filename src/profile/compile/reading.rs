//! One file being compiled: what was found wrong with it, and where.

use std::ops::Range;
use std::path::Path;

use regex::Regex;

use crate::profile::error::{Fault, ProfileError};
use crate::profile::format::Text;
use crate::profile::pattern;
use crate::profile::toml_words::line_of;

/// One file being compiled, and what was found wrong with it so far.
pub(super) struct Reading<'a> {
    pub path: &'a Path,
    pub text: &'a str,
    pub errors: Vec<ProfileError>,
}

impl Reading<'_> {
    pub fn fault(&mut self, at: Range<usize>, key: impl Into<String>, fault: Fault) {
        let line = line_of(self.text.as_bytes(), at.start);
        self.errors.push(ProfileError::Invalid { path: self.path.to_owned(), line, key: key.into(), fault });
    }

    pub fn patterns(&mut self, key: &str, texts: &[Text]) -> Vec<Regex> {
        self.list(key, texts, |text| if text.is_empty() { Err(Fault::Empty) } else { pattern::compile(text) })
    }

    /// Compiles each text of a list, and keeps those that are right.
    pub fn list<T>(
        &mut self,
        key: &str,
        texts: &[Text],
        compile: impl Fn(&str) -> Result<T, Fault>,
    ) -> Vec<T> {
        let mut right = Vec::with_capacity(texts.len());
        for (i, text) in texts.iter().enumerate() {
            match compile(text.get_ref()) {
                Ok(value) => right.push(value),
                Err(fault) => self.fault(text.span(), format!("{key}[{}]", i + 1), fault),
            }
        }
        right
    }
}
