//! Text for a terminal: wrapped, cut to fit, and bold where that can be shown.

use std::io::{IsTerminal as _, stdout};

/// No line of the summary is wider, in characters.
pub const WIDTH: usize = 100;

/// Whether to use bold letters.
#[derive(Clone, Copy)]
pub struct Style {
    bold: bool,
}

impl Style {
    /// Bold on a terminal, unless the user asks for no colours (<https://no-color.org>).
    pub fn of_stdout() -> Self {
        Self { bold: stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty()) }
    }

    /// The text as a heading.
    pub fn heading(self, text: &str) -> String {
        if self.bold { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The words of a text on lines of at most [`WIDTH`], each begun with `indent`.
pub fn wrapped(text: &str, indent: &str) -> String {
    let room = WIDTH - indent.chars().count();
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > room {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
        }
        used += length;
    }
    lines.iter().flat_map(|line| [indent, line, "\n"]).collect()
}

/// The text, its end replaced by `…` where it has more than `room` characters.
pub fn fitted(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_words_and_keeps_one_that_is_longer_than_a_line() {
        let long = "w".repeat(120);
        let text = format!("{} {long} end", ["word"; 30].join(" "));
        let lines = wrapped(&text, "  ");
        assert_eq!(lines.split_whitespace().collect::<Vec<_>>().join(" "), text);
        for line in lines.lines() {
            assert!(line.starts_with("  "), "{line}");
            assert!(line.chars().count() <= WIDTH || line.trim() == long, "{line}");
        }
        assert_eq!(lines.lines().count(), 4);
    }

    #[test]
    fn cuts_by_characters_not_bytes() {
        assert_eq!(fitted("Ärger", 5), "Ärger");
        assert_eq!(fitted("Ärgernis", 5), "Ärge…");
        assert_eq!(fitted("x", 0), "…");
    }
}
