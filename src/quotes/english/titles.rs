//! Titles of works, which stand in quotation marks and are said by nobody: “Barbie” director Greta Gerwig, the hits “Jolene” and
//! “9 to 5”.

use std::collections::HashSet;
use std::ops::Range;

use super::super::attribute::Statement;
use super::super::lexicon::Classes;
use super::super::marks::Segment;
use super::Paragraph;

/// Words for works, before their titles.
const WORKS: &[&str] = &[
    "album",
    "albums",
    "anthem",
    "ballad",
    "bestseller",
    "biography",
    "blockbuster",
    "book",
    "books",
    "cartoon",
    "classic",
    "comedy",
    "documentary",
    "drama",
    "episode",
    "exhibition",
    "film",
    "films",
    "hit",
    "hits",
    "memoir",
    "movie",
    "movies",
    "musical",
    "novel",
    "novels",
    "opera",
    "painting",
    "play",
    "poem",
    "podcast",
    "record",
    "sequel",
    "series",
    "show",
    "single",
    "singles",
    "sitcom",
    "song",
    "songs",
    "soundtrack",
    "story",
    "thriller",
    "track",
    "tracks",
    "trilogy",
    "tune",
    "video",
];
/// Words of people, after titles of what they made or play in; most are in the lexicon.
const MAKERS: &[&str] = &[
    "star",
    "stars",
    "creator",
    "cast",
    "franchise",
    "series",
    "sequel",
    "movie",
    "film",
    "musical",
    "album",
];
/// The most words of a title.
const LONGEST: usize = 7;
/// How far before a title the word for the work may stand, and how many titles may stand between.
const BACK: usize = 8;

/// Takes titles out of what is said.
pub(super) fn leave_out(paragraph: &Paragraph<'_>, statements: &mut Vec<Statement>) {
    let own = |segment: &&Segment| segment.paragraph == paragraph.phrases.paragraph;
    let first = paragraph.segments.partition_point(|segment| segment.paragraph < paragraph.phrases.paragraph);
    let segments = paragraph.segments.iter().skip(first).take_while(own);
    let titles: HashSet<usize> =
        segments.filter(|segment| is_title(paragraph, segment)).map(|segment| segment.outer.start).collect();
    if titles.is_empty() {
        return;
    }
    let is_one = |piece: &Range<usize>| {
        let next = paragraph.segments.partition_point(|segment| segment.outer.start < piece.start);
        titles.contains(&piece.start)
            && paragraph.segments.get(next).is_some_and(|segment| segment.outer == *piece)
    };
    for statement in statements.iter_mut() {
        statement.content.retain(|piece| !is_one(piece));
    }
    statements.retain(|statement| !statement.content.is_empty());
}

/// Whether the words are written as titles are, and what stands before or after them says that they are one.
fn is_title(paragraph: &Paragraph<'_>, segment: &Segment) -> bool {
    let words = paragraph.text.get(segment.inner.clone()).unwrap_or_default();
    let mut capitals = words.split_whitespace().filter(|word| !is_small(word));
    let count = words.split_whitespace().count();
    let written = count <= LONGEST
        && !words.ends_with(['!', '?'])
        && capitals.all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric()));
    let index = paragraph.at(segment.outer.start);
    // “Never,” chairman Jo Holt said.
    let speaks = words.ends_with(',');
    written && (!speaks && is_made(paragraph, index) || is_named(paragraph, index))
}

/// Words that titles write small.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "a" | "an" | "and" | "at" | "by" | "for" | "from" | "in" | "of" | "on" | "or" | "the" | "to" | "with"
    )
}

/// “Barbie” director Greta Gerwig.
fn is_made(paragraph: &Paragraph<'_>, quotation: usize) -> bool {
    let maker = paragraph.item(quotation + 1).filter(|item| item.is_word() && !item.is_capital());
    let before = quotation.checked_sub(1).and_then(|index| paragraph.item(index));
    let says = before.is_some_and(|item| item.is_mark(&[':']));
    !says
        && maker.is_some_and(|item| {
            item.is(Classes::PERSON | Classes::TITLE) && !item.is(Classes::CUE)
                || MAKERS.contains(&paragraph.phrases.word(quotation + 1))
        })
}

/// The hits “Jolene” and “9 to 5”; his film “Moonlight”; 3,000 songs, including “Jolene”.
fn is_named(paragraph: &Paragraph<'_>, quotation: usize) -> bool {
    for index in (quotation.saturating_sub(BACK)..quotation).rev() {
        let Some(item) = paragraph.item(index) else { return false };
        let word = paragraph.phrases.word(index);
        if WORKS.contains(&word) {
            return true;
        }
        let between = item.quote().is_some()
            || item.is_mark(&[','])
            || matches!(word, "and" | "or" | "called" | "titled" | "entitled" | "including" | "like");
        if !between {
            return false;
        }
    }
    false
}
