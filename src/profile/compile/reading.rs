//! One file being compiled: what was found wrong with it, and where.

use std::ops::Range;
use std::path::Path;

use regex::Regex;

use crate::profile::error::{Fault, ProfileError, ProfileErrors};
use crate::profile::format::Text;
use crate::profile::pattern;

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

/// The line of a byte, from 1.
pub(super) fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes.iter().take(offset).filter(|&&byte| byte == b'\n').count()
}

/// The parser's error with its key, and without the arrow it draws over several lines.
pub(super) fn toml_error(path: &Path, text: &str, mut error: toml::de::Error) -> ProfileErrors {
    let line = line_of(text.as_bytes(), error.span().map_or(0, |span| span.start));
    error.set_input(None);
    let shown = error.to_string();
    let key = shown.lines().last().and_then(|line| line.strip_prefix("in `")?.strip_suffix('`'));
    let key = key.unwrap_or_default().to_owned();
    let fault = Fault::Toml(in_words(&key, error.message()));
    ProfileError::Invalid { path: path.to_owned(), line, key, fault }.into()
}

/// The parser's message in the words TOML has for things, on one line.
fn in_words(key: &str, message: &str) -> String {
    if message == "invalid type: map, expected a sequence" && matches!(key, "layout" | "case") {
        return format!("is one table: write `[[{key}]]`, as there may be several");
    }
    [
        ("unknown field", "unknown key"),
        ("missing field", "missing key"),
        ("invalid type: map", "invalid type: table"),
        ("invalid type: sequence", "invalid type: list"),
        ("expected a sequence", "expected a list"),
        ("a TOML datetime", "a day like 2021-06-30, without quotes"),
    ]
    .into_iter()
    .fold(message.lines().collect::<Vec<_>>().join(" "), |text, (from, to)| text.replace(from, to))
}
