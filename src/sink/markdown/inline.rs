//! What is inside a block: its text with everything that would be read as markup behind a backslash, its links and
//! emphasis.
//!
//! Emphasis is written with `*` where a parser will surely take it for that, and as an HTML tag elsewhere: beside
//! another `*`, or at a letter that follows a sign, as in `*“so”*he` or `*「はい」*と`.

use std::collections::HashMap;

use crate::article::{Block, Mark, MarkKind};

/// Where a text stands.
#[derive(Clone, Copy)]
pub enum Line<'a> {
    /// At the beginning of a line, which other lines may follow behind this prefix.
    Begins(&'a str),
    /// On the one line of a heading, where `#` means something too.
    Heading,
    /// In the cell of a table.
    Cell,
}

/// A block or cell with its marks, counted from its own beginning.
pub struct Stretch<'a> {
    /// The text.
    pub chars: &'a [char],
    marks: Vec<Mark>,
}

impl<'a> Stretch<'a> {
    /// A block's text, and its marks.
    pub fn of(chars: &'a [char], block: &Block) -> Self {
        Self { chars, marks: shifted(&block.marks, block.start, chars.len()) }
    }

    /// The same, all of it emphasised.
    pub fn emphasised(&self) -> Self {
        let own = self.marks.iter().filter(|mark| mark.kind != MarkKind::Emphasis).cloned();
        let all = Mark { kind: MarkKind::Emphasis, start: 0, end: self.chars.len(), href: None };
        Self { chars: self.chars, marks: std::iter::once(all).chain(own).collect() }
    }

    /// The stretches between those signs, with the marks that lie in each.
    pub fn split(&self, sign: char) -> impl Iterator<Item = Self> {
        let mut start = 0;
        self.chars.split(move |&c| c == sign).map(move |chars| {
            let marks = shifted(&self.marks, start, chars.len());
            start += chars.len() + 1;
            Self { chars, marks }
        })
    }
}

/// The marks that lie in a stretch of that length, counted from its start.
fn shifted(marks: &[Mark], start: usize, length: usize) -> Vec<Mark> {
    let inside = |mark: &&Mark| mark.start >= start && mark.end <= start + length && mark.start < mark.end;
    let shift = |mark: &Mark| Mark { start: mark.start - start, end: mark.end - start, ..mark.clone() };
    marks.iter().filter(inside).map(shift).collect()
}

/// A plain text, escaped.
pub fn escaped(text: &str, line: Line<'_>) -> String {
    rendered(&Stretch { chars: &text.chars().collect::<Vec<_>>(), marks: Vec::new() }, line)
}

/// A plain text on one line, escaped and emphasised.
pub fn emphasised(text: &str) -> String {
    rendered(
        &Stretch { chars: &text.chars().collect::<Vec<_>>(), marks: Vec::new() }.emphasised(),
        Line::Heading,
    )
}

/// The stretch as Markdown.
pub fn rendered(stretch: &Stretch<'_>, line: Line<'_>) -> String {
    let mut writer = Writer {
        out: String::with_capacity(stretch.chars.len() + 16),
        chars: stretch.chars,
        line,
        open: Vec::new(),
        digits: Some(0),
        after_sign: false,
        after_code: false,
    };
    let mut ends: HashMap<usize, usize> = HashMap::new();
    // Markdown has no sign for a source.
    let shown = || stretch.marks.iter().filter(|mark| mark.kind != MarkKind::Cite);
    shown().for_each(|mark| *ends.entry(mark.end).or_default() += 1);
    let mut marks = shown().peekable();
    let mut at = 0;
    loop {
        writer.close(at);
        while let Some(mark) = marks.next_if(|mark| mark.start <= at) {
            if mark.start == at && writer.may_hold(mark) {
                let alone = marks.peek().is_none_or(|next| next.start > at)
                    && ends.get(&mark.end).is_none_or(|&marks| marks == 1);
                if let Some(end) = writer.begin(mark, alone) {
                    at = end;
                    writer.close(at);
                }
            }
        }
        if at >= stretch.chars.len() {
            return writer.out;
        }
        writer.sign(at, marks.peek().is_some_and(|mark| mark.start == at + 1));
        at += 1;
    }
}

/// A mark whose end is still to come.
struct Open {
    kind: MarkKind,
    end: usize,
    close: String,
}

struct Writer<'a> {
    out: String,
    chars: &'a [char],
    line: Line<'a>,
    open: Vec<Open>,
    /// How many digits, and nothing else, stand on the line so far.
    digits: Option<usize>,
    /// Whether the last thing written is `*`, or the end of code.
    after_sign: bool,
    after_code: bool,
}

impl Writer<'_> {
    /// Whether a mark lies wholly in those around it, and may lie in them.
    fn may_hold(&self, mark: &Mark) -> bool {
        let is_link = |kind| matches!(kind, MarkKind::Link | MarkKind::Footnote);
        let fits = |open: &Open| {
            mark.end <= open.end && open.kind != mark.kind && !(is_link(open.kind) && is_link(mark.kind))
        };
        mark.end <= self.chars.len()
            && self.open.iter().all(fits)
            && (!is_link(mark.kind) || mark.href.is_some())
    }

    /// Begins a mark, alone or with others that begin or end where it does; code is written whole, and then its end is
    /// given.
    fn begin(&mut self, mark: &Mark, alone: bool) -> Option<usize> {
        let (open, close) = match mark.kind {
            MarkKind::Link | MarkKind::Footnote => {
                let href = destination(mark.href.as_deref().unwrap_or_default());
                ("[".to_owned(), format!("]({href})"))
            }
            MarkKind::Strong if self.takes_signs(mark, alone) => ("**".to_owned(), "**".to_owned()),
            MarkKind::Strong => ("<strong>".to_owned(), "</strong>".to_owned()),
            MarkKind::Emphasis if self.takes_signs(mark, alone) => ("*".to_owned(), "*".to_owned()),
            MarkKind::Emphasis => ("<em>".to_owned(), "</em>".to_owned()),
            MarkKind::Code => return self.code(mark),
            MarkKind::Cite => return None,
        };
        self.put(&open);
        self.open.push(Open { kind: mark.kind, end: mark.end, close });
        None
    }

    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.after_sign = markup.ends_with('*');
        self.after_code = false;
        self.digits = None;
    }

    fn close(&mut self, at: usize) {
        while let Some(open) = self.open.pop_if(|open| open.end <= at) {
            self.put(&open.close);
        }
    }

    /// Whether `*` around the mark would surely be read as emphasis.
    fn takes_signs(&self, mark: &Mark, alone: bool) -> bool {
        let plain = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let parts = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
        let first = self.chars.get(mark.start);
        let (last, after) = (self.chars.get(mark.end.wrapping_sub(1)), self.chars.get(mark.end));
        let begins = alone && plain(first) || parts(self.out.chars().next_back());
        let ends = alone && plain(last) || parts(after.copied());
        let shares_end = self.open.iter().any(|open| open.end == mark.end && open.close.starts_with('*'));
        let blank = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace());
        begins && ends && !self.after_sign && !shares_end && !blank(first) && !blank(last)
    }

    fn code(&mut self, mark: &Mark) -> Option<usize> {
        let text: String = self.chars.get(mark.start..mark.end)?.iter().collect();
        if self.after_code || text.contains('\n') || text.trim() != text {
            return None;
        }
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let text = if matches!(self.line, Line::Cell) { text.replace('|', "\\|") } else { text };
        self.put(&format!("{fence}{pad}{text}{pad}{fence}"));
        self.after_code = true;
        Some(mark.end)
    }

    /// Writes one character; `before_mark` says whether a mark begins behind it.
    fn sign(&mut self, at: usize, before_mark: bool) {
        let Some(&c) = self.chars.get(at) else { return };
        (self.after_sign, self.after_code) = (false, false);
        if c == '\n' {
            match self.line {
                Line::Begins(prefix) => {
                    self.out.push_str("\\\n");
                    self.out.push_str(prefix);
                    self.digits = Some(0);
                }
                Line::Heading | Line::Cell => self.out.push(' '),
            }
            return;
        }
        if self.means_something(at, c) || c == '!' && before_mark {
            self.out.push('\\');
        }
        self.out.push(c);
        self.digits = self.digits.filter(|_| c.is_ascii_digit()).map(|digits| digits + 1);
    }

    /// Whether a parser would take the character for markup.
    fn means_something(&self, at: usize, c: char) -> bool {
        match c {
            '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '~' | '|' => true,
            '#' if matches!(self.line, Line::Heading) => true,
            '#' | '>' | '+' | '-' | '=' | ':' => self.digits == Some(0),
            // A number that would begin an ordered list.
            '.' | ')' => self.digits.is_some_and(|digits| (1..=9).contains(&digits)),
            // `&amp;` is a character reference, a lone ampersand is not.
            '&' => self.chars.iter().skip(at + 1).take(40).any(|&c| c == ';'),
            _ => false,
        }
    }
}

/// A link's address, so that no sign in it ends it.
fn destination(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '\\' | '(' | ')' | '<' | '>' | '&' | '|' => out.extend(['\\', c]),
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
