//! What follows an article's last sentence without belonging to it.

use super::{ends_sentence, is_quoted, plain};
use crate::article::BlockKind;
use crate::extract::survey::outline::TextBlock;

/// The most words of a byline with its time, or of a heading.
const LINE_WORDS: usize = 12;
/// The most blocks, and the largest share of the body's words, of a paragraph about the company.
const ABOUT_BLOCKS: usize = 6;
const ABOUT_SHARE: f64 = 0.2;
/// Fewest words of a body that such a paragraph may be cut off.
const ABOUT_BODY: usize = 150;

/// How a press release begins to speak of the company behind it.
const ABOUT: &[&str] =
    &["about", "über", "à propos de", "a propos de", "acerca de", "sobre", "informazioni su", "over", "om"];
/// The most words of the next block that the company's name is looked for in.
const NAMED_WITHIN: usize = 8;
/// What such paragraphs stand under as well.
const CONTACT: &[&str] = &[
    "about the author",
    "about the authors",
    "about the company",
    "about us",
    "contact",
    "contacts",
    "media contact",
    "media contacts",
    "press contact",
    "press contacts",
    "for more information",
    "pressekontakt",
    "contact presse",
    "contacto de prensa",
    "contatti stampa",
];

/// The number of blocks that are left.
pub fn cut(blocks: &[&TextBlock]) -> usize {
    let mut left = blocks.len();
    if let Some(about) = about_the_company(blocks) {
        left = about;
    }
    while left > 1 && blocks.get(left - 1).is_some_and(|block| dangles(block)) {
        left -= 1;
    }
    left
}

/// A subhead that nothing follows, or the byline of a story that is promoted below.
fn dangles(block: &TextBlock) -> bool {
    block.kind == BlockKind::Heading || is_byline(block)
}

/// "Stephen Moore 8:30 AM | December 15, 2024": a name, a time of day and a year on a line of their own.
fn is_byline(block: &TextBlock) -> bool {
    let text = &block.text;
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_year = |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let has_time = text.split_whitespace().any(is_time_of_day);
    block.kind == BlockKind::Paragraph
        && block.words <= LINE_WORDS
        && has_time
        && numbers.iter().any(is_year)
        && text.chars().next().is_some_and(char::is_uppercase)
        && !ends_sentence(text.trim_end_matches(['.']))
        && !is_quoted(text)
}

fn is_time_of_day(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let Some((hour, minute)) = word.split_once([':', 'h']) else { return false };
    let is =
        |part: &str, most: u32| part.parse::<u32>().is_ok_and(|number| number <= most) && part.len() <= 2;
    is(hour, 23) && is(minute, 59) && minute.len() == 2
}

/// Where the paragraph about the company begins: behind a line that says so and nothing else, near the end.
#[expect(clippy::cast_precision_loss, reason = "a body has far fewer words than 2^52")]
fn about_the_company(blocks: &[&TextBlock]) -> Option<usize> {
    let words: usize = blocks.iter().map(|block| block.words).sum();
    if words < ABOUT_BODY {
        return None;
    }
    let from = blocks.len().saturating_sub(ABOUT_BLOCKS);
    let announced = |&index: &usize| {
        blocks.get(index).is_some_and(|block| announces(block, blocks.get(index + 1).copied()))
    };
    let found = (from.max(1)..blocks.len()).find(announced)?;
    let behind: usize = blocks.iter().skip(found).map(|block| block.words).sum();
    (behind as f64 <= words as f64 * ABOUT_SHARE).then_some(found)
}

fn announces(block: &TextBlock, next: Option<&TextBlock>) -> bool {
    let is_line = block.words <= 6
        && block.kind != BlockKind::ListItem
        && !ends_sentence(block.text.trim_end_matches([':']));
    if !is_line {
        return false;
    }
    let line = plain(&block.text);
    let about = |opening: &&str| {
        let words = opening.split_whitespace().count();
        line.strip_prefix(*opening).is_some_and(|rest| rest.starts_with(' ')) && names(block, words, next)
    };
    CONTACT.contains(&line.as_str()) || ABOUT.iter().any(about)
}

/// Whether the block behind "About Acme Ltd", whose opening has so many words, begins to speak of Acme. "Over 60 Residents
/// Speak Out" and "Sobre el Gobierno" are subheads of an article.
fn names(about: &TextBlock, opening: usize, next: Option<&TextBlock>) -> bool {
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let name = about.text.split_whitespace().nth(opening).filter(capital).map(bare);
    let Some(name) = name else { return false };
    next.is_some_and(|next| next.text.split_whitespace().take(NAMED_WITHIN).any(|word| bare(word) == name))
}
