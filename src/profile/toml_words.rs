//! The TOML parser's errors on one line, with line and key, in the words TOML has for things.

/// Where a TOML text is wrong, and how.
pub(crate) struct TomlFault {
    /// The line, from 1.
    pub line: usize,
    /// The table or key, such as `select.body`; empty at the top.
    pub key: String,
    /// What is wrong and what was expected.
    pub message: String,
}

impl TomlFault {
    /// The parser's error without the arrow it draws over several lines.
    pub fn of(text: &str, mut error: toml::de::Error) -> Self {
        let line = line_of(text.as_bytes(), error.span().map_or(0, |span| span.start));
        // Without its input the error names the key instead of showing the place.
        error.set_input(None);
        let shown = error.to_string();
        let key = shown.lines().last().and_then(|line| line.strip_prefix("in `")?.strip_suffix('`'));
        let key = key.unwrap_or_default().to_owned();
        Self { line, message: in_words(&key, error.message()), key }
    }
}

/// The line of a byte, from 1.
pub(crate) fn line_of(bytes: &[u8], offset: usize) -> usize {
    1 + bytes.iter().take(offset).filter(|&&byte| byte == b'\n').count()
}

fn in_words(key: &str, message: &str) -> String {
    if message == "invalid type: map, expected a sequence" && matches!(key, "layout" | "case" | "replace") {
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
