//! Blocks that stand in the middle of articles without belonging to them, told by their words alone: labels of
//! advertisements, prompts to read something else, newsletter boxes, share bars, a promoted story's byline.
//!
//! An article about advertisements must survive this. So nothing here looks inside a sentence: a block is only noise if
//! it is short, does not end like a sentence, does not begin with a quotation mark, and either is one of the phrases as
//! a whole or begins with one. What may as well be a subhead, an item or a cell of facts (`Advertising` among sources of
//! revenue) is left to the learned judge, unless the page repeats it, as it repeats labels.

mod announcements;
mod bios;
mod edges;
mod editors;
mod phrases;
mod tail;
mod widgets;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use self::announcements::ANNOUNCEMENTS;
pub use self::edges::is_edge;
use self::phrases::{CALLS, INVITATIONS, LABELS, LINKED, POINTERS, Phrases};
pub use self::tail::cut;
use crate::article::BlockKind;
use crate::extract::sought::Openings;
use crate::extract::survey::outline::TextBlock;

/// The longest line looked at, in bytes.
const LONGEST: usize = 240;
/// The most words of a line that invites to something else.
const INVITATION_WORDS: usize = 14;
/// The most words of a line that points to another text, that text's title among them.
const POINTER_WORDS: usize = 30;
/// From this share of links on a block is a link.
const IS_LINK: f64 = 0.5;

/// How often each short text stands on the page, as a block of the same kind.
pub struct Repeated<'a> {
    blocks: &'a [TextBlock],
    /// Counted when first asked for, which is seldom.
    counts: OnceCell<HashMap<(BlockKind, &'a str), usize>>,
}

impl<'a> Repeated<'a> {
    /// Of the blocks of a page.
    pub fn of(blocks: &'a [TextBlock]) -> Self {
        Self { blocks, counts: OnceCell::new() }
    }

    fn is_repeated(&self, block: &TextBlock) -> bool {
        let counts = self.counts.get_or_init(|| {
            let mut counts = HashMap::new();
            for block in self.blocks.iter().filter(|block| block.text.len() <= LONGEST) {
                *counts.entry((block.kind, block.text.as_str())).or_default() += 1;
            }
            counts
        });
        counts.get(&(block.kind, block.text.as_str())).is_some_and(|&count| count > 1)
    }
}

/// Whether a block is one of them.
pub fn is_noise(block: &TextBlock, repeated: &Repeated<'_>) -> bool {
    if block.text.len() > LONGEST || block.kind == BlockKind::Code || is_quoted(&block.text) {
        return false;
    }
    if is_template(&block.text) {
        return true;
    }
    let line = plain(&block.text);
    let has_place = matches!(block.kind, BlockKind::Heading | BlockKind::ListItem) || block.cell.is_some();
    if WHOLE.contains(line.as_str()) {
        return !has_place || repeated.is_repeated(block) || block.link_density() > IS_LINK;
    }
    if !has_place && widgets::is_widget(&block.text, &line, block.words) {
        return true;
    }
    if ends_sentence(&block.text) && block.link_density() < IS_LINK {
        return false;
    }
    points_elsewhere(&line, &block.text, block) || invites(&line, block) && !has_place
}

/// Whether a line does nothing but announce other texts: "Related articles", "推荐阅读".
pub fn is_label(block: &TextBlock) -> bool {
    let begin = block.text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if block.text.len() > LONGEST || !ANNOUNCEMENT_OPENINGS.may_open(begin) {
        return false;
    }
    let line = plain(&block.text);
    ANNOUNCING.contains(line.as_str())
}

/// "Read more: Mayor resigns": the phrase, and then nothing, a sign that parts it from a title, or a link.
fn points_elsewhere(line: &str, text: &str, block: &TextBlock) -> bool {
    if block.words > POINTER_WORDS {
        return false;
    }
    if block.link_density() > IS_LINK && begins_with(&LINKED_TO, line).is_some() {
        return true;
    }
    let Some(phrase) = begins_with(&POINTING, line) else { return false };
    if line.len() == phrase.len() || block.link_density() > IS_LINK {
        return true;
    }
    // The sign is no part of the plain line, so it is looked for in the text, behind as many letters.
    let letters = phrase.chars().filter(|c| c.is_alphanumeric()).count();
    let mut seen = 0;
    let behind = text.chars().skip_while(|c| {
        seen += usize::from(c.is_alphanumeric());
        seen < letters || c.is_alphanumeric()
    });
    behind.take(3).any(|c| matches!(c, ':' | '：' | '|' | '»' | '>' | '–' | '—' | '→' | '►' | '▶'))
}

fn invites(line: &str, block: &TextBlock) -> bool {
    block.words <= INVITATION_WORDS && begins_with(&INVITING, line).is_some()
}

static ANNOUNCING: LazyLock<HashSet<String>> = LazyLock::new(|| all(&[ANNOUNCEMENTS]).collect());
static ANNOUNCEMENT_OPENINGS: LazyLock<Openings> =
    LazyLock::new(|| Openings::of(ANNOUNCING.iter().map(String::as_str)));
static WHOLE: LazyLock<HashSet<String>> = LazyLock::new(|| all(&[LABELS, CALLS]).collect());
static POINTING: LazyLock<ByFirst> = LazyLock::new(|| by_first(&[POINTERS]));
static INVITING: LazyLock<ByFirst> = LazyLock::new(|| by_first(&[INVITATIONS]));
static LINKED_TO: LazyLock<ByFirst> = LazyLock::new(|| by_first(&[LINKED]));

/// Phrases by their first letter.
type ByFirst = HashMap<char, Vec<String>>;

fn all(tables: &[Phrases]) -> impl Iterator<Item = String> {
    let phrases = tables.iter().flat_map(|table| table.iter()).flat_map(|(_, phrases)| phrases.iter());
    phrases.map(|phrase| plain(phrase))
}

fn by_first(tables: &[Phrases]) -> ByFirst {
    let mut phrases = ByFirst::new();
    for phrase in all(tables) {
        phrases.entry(phrase.chars().next().unwrap_or(' ')).or_default().push(phrase);
    }
    phrases
}

/// The phrase a line begins with as a whole: not in the middle of a word, but for scripts without spaces.
fn begins_with<'a>(phrases: &'a ByFirst, line: &str) -> Option<&'a str> {
    let whole = |phrase: &&String| {
        let rest = line.strip_prefix(phrase.as_str());
        let is_dense = phrase.chars().next_back().is_some_and(|c| c > '\u{e00}');
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || is_dense)
    };
    phrases
        .get(&line.chars().next()?)?
        .iter()
        .filter(whole)
        .max_by_key(|phrase| phrase.len())
        .map(String::as_str)
}

/// Lower case, letters and digits only (with the vowel signs of Indic and Thai), parted by single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                plain.push(byte.to_ascii_lowercase().into());
            } else if char::from(byte).is_whitespace() && !plain.ends_with(' ') && !plain.is_empty() {
                plain.push(' ');
            }
        }
        plain.truncate(plain.trim_end().len());
        return plain;
    }
    // Turkish has two letters of which other languages know one: "İLAN" and "AYRICA" are lines like "ilan" and "ayrıca".
    let letters = text.chars().flat_map(char::to_lowercase).filter(|c| *c != '\u{307}');
    for c in letters.map(|c| if c == 'ı' { 'i' } else { c }) {
        if c.is_alphanumeric()
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{9ff}' | '\u{e31}'..='\u{e4e}')
        {
            plain.push(c);
        } else if c.is_whitespace() && !plain.ends_with(' ') && !plain.is_empty() {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Whether a text is mostly what a script was to replace: `{{ article.title }}`.
fn is_template(text: &str) -> bool {
    let inside = |text: &str| text.split("{{").skip(1).filter_map(|part| part.find("}}")).sum::<usize>();
    text.contains("{{") && inside(text) * 2 > text.len()
}

fn is_quoted(text: &str) -> bool {
    text.starts_with(['"', '“', '”', '„', '«', '»', '‘', '\'', '「', '『', '‹'])
}

/// Whether a text ends like a sentence.
pub fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', ' ']);
    end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔', ';'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_25_languages_and_every_phrase_is_plain() {
        assert!(LABELS.len() >= 25);
        for table in [ANNOUNCEMENTS, LABELS, CALLS, POINTERS, INVITATIONS, LINKED] {
            assert!(table.iter().map(|(language, _)| language).is_sorted());
            for phrase in table.iter().flat_map(|(_, phrases)| phrases.iter()) {
                assert_eq!(phrase.to_lowercase(), **phrase);
                assert!(!plain(phrase).is_empty());
            }
        }
    }
}
