//! Markdown (`CommonMark`, with the pipe tables of GitHub's dialect): the article with its structure, and who said what.

use std::fmt::Write as _;
use std::io::Write;

use super::{Sink, SinkError, Target, text};
use crate::article::{Article, Block, BlockKind, Quote};
use crate::outcome::Outcome;

/// Writes articles as Markdown; outcomes without an article are left out.
pub struct Markdown<W> {
    out: Target<W>,
    any: bool,
}

impl<W: Write> Markdown<W> {
    /// A sink that writes there.
    pub fn new(out: Target<W>) -> Self {
        Self { out, any: false }
    }
}

impl<W: Write> Sink for Markdown<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Outcome::Article(article) = outcome else { return Ok(()) };
        let mut page = String::from(if self.any { "\n---\n\n" } else { "" });
        page.push_str(&document(article));
        self.any = true;
        self.out.put(page.as_bytes())
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.flush()
    }
}

fn document(article: &Article) -> String {
    let mut parts = Vec::new();
    parts.extend(article.headline.as_ref().map(|headline| format!("# {}", escaped(headline))));
    parts.extend(text::byline(article).map(|byline| format!("*{}*", escaped(&byline))));
    parts.push(format!("<{}>", article.url));
    parts.extend(blocks(article));
    if !article.quotes.is_empty() {
        parts.push("## Who said what".to_owned());
        let lines: Vec<String> = article.quotes.iter().map(said).collect();
        parts.push(lines.join("\n"));
    }
    parts.join("\n\n") + "\n"
}

/// The body's blocks; items of one list, and paragraphs of one quotation, in one part.
fn blocks(article: &Article) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last: Option<Block> = None;
    let mut chars = article.body.chars();
    let mut at = 0;
    for &block in &article.blocks {
        let _ = chars.by_ref().take(block.start.saturating_sub(at)).count();
        let text: String = chars.by_ref().take(block.end.saturating_sub(block.start)).collect();
        at = block.end;
        let shown = shown(block, &text);
        let continues = last.filter(|last| last.kind == block.kind);
        let join = match (block.kind, continues) {
            // Items of one list stand one line break apart in the body.
            (BlockKind::ListItem, Some(last)) if block.start == last.end + 1 => Some("\n"),
            (BlockKind::Blockquote, Some(_)) => Some("\n>\n"),
            _ => None,
        };
        match (join, parts.last_mut()) {
            (Some(join), Some(part)) => {
                part.push_str(join);
                part.push_str(&shown);
            }
            _ => parts.push(shown),
        }
        last = Some(block);
    }
    parts
}

fn shown(block: Block, text: &str) -> String {
    match block.kind {
        BlockKind::Paragraph => lines(text, ""),
        // The headline is level 1.
        BlockKind::Heading => {
            format!(
                "{} {}",
                "#".repeat(usize::from(block.level.unwrap_or(2).clamp(2, 6))),
                escaped(&one_line(text))
            )
        }
        BlockKind::Blockquote => format!("> {}", lines(text, "> ")),
        BlockKind::ListItem => {
            let indent = "  ".repeat(usize::from(block.level.unwrap_or(1).clamp(1, 8)) - 1);
            format!("{indent}- {}", lines(text, &format!("{indent}  ")))
        }
        BlockKind::Table => table(text),
        BlockKind::Code => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            format!("{fence}\n{text}\n{fence}")
        }
        BlockKind::Caption => format!("*{}*", escaped(&one_line(text))),
    }
}

/// Escaped lines with a hard break between them, all but the first behind a prefix.
fn lines(text: &str, prefix: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join(&format!("\\\n{prefix}"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A pipe table, its first row as the head.
fn table(text: &str) -> String {
    let rows: Vec<Vec<String>> = text
        .lines()
        .map(|row| row.split('\t').map(|cell| escaped(cell.trim()).replace('|', "\\|")).collect())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        let empty = std::iter::repeat_n("", columns.saturating_sub(row.len()));
        let cells: Vec<&str> = row.iter().map(String::as_str).chain(empty).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if number == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(columns));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// One quote with its speaker: the fullest name, else the words that mention the speaker.
fn said(quote: &Quote) -> String {
    let speaker = quote.speaker.as_ref();
    let named = speaker.and_then(|speaker| speaker.name.as_deref().or(speaker.mention.as_deref()));
    let text = one_line(&quote.text);
    format!("- **{}**: {}", escaped(named.unwrap_or("Nobody named")), escaped(&text))
}

/// The text with everything Markdown would read as markup behind a backslash.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (place, c) in text.char_indices() {
        let always = matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~');
        let at_start = place == 0 && matches!(c, '#' | '>' | '+' | '-' | '=' | '|');
        // `&amp;` is a character reference, a lone ampersand is not.
        let reference = c == '&' && text.get(place..).is_some_and(|rest| rest.contains(';'));
        if always || at_start || reference || ends_number(text, place, c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether the sign ends a number at the start of the line, which would begin an ordered list.
fn ends_number(text: &str, place: usize, c: char) -> bool {
    let number = text.get(..place).unwrap_or_default();
    matches!(c, '.' | ')')
        && (1..=9).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
