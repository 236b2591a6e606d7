//! What a text's layout says about who speaks: labels before each turn of a talk (`transcript`), names under block
//! quotations and posts (`signed`), and words that stand there twice (`repeats`).
//!
//! Paragraphs whose speaker the layout tells are one quotation each, and their sentences are not read: whoever is quoted
//! inside them is quoted by their speaker.

mod repeats;
mod signed;
mod transcript;

use std::collections::HashSet;
use std::ops::Range;

use super::attribute::{Basis, Statement};
use super::items::Item;
use super::lexicon::{Classes, Lexicon};
use super::marks::Segment;
use super::mentions::{Form, Mention, Phrases, name_start};
use super::paragraphs::Paragraph;
pub(super) use repeats::{repeats, without_repeats};

/// Words that the layout gives to somebody.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Paragraph and bytes of each piece, in order.
    pub(super) pieces: Vec<(usize, Range<usize>)>,
    /// The paragraph that names the speaker, and the bytes that do.
    pub(super) paragraph: usize,
    pub(super) speaker: Range<usize>,
    /// Bytes of the mark or word that gives the words to the speaker.
    pub(super) cue: Option<Range<usize>>,
    pub(super) basis: Basis,
    /// Whether the speaker is whoever gives the answers.
    pub(super) answers: bool,
}

/// How sure we are of what a layout tells.
const CONFIDENCE: f32 = 0.9;

/// Finds what the layout tells, marks its paragraphs as read, and makes each piece of it one segment.
pub(super) fn read(
    text: &str,
    paragraphs: &mut [Paragraph],
    segments: Vec<Segment>,
    lexicon: &Lexicon,
) -> (Vec<Segment>, Vec<Told>) {
    if lexicon.grammar.unspaced {
        return (segments, Vec::new());
    }
    let mut told = transcript::turns(text, paragraphs, lexicon);
    let (mut signed, mut bare) = signed::quotations(text, paragraphs, &segments);
    // A turn of a talk is its speaker's, whatever in it looks like a signed post.
    let turns: HashSet<usize> = told.iter().flat_map(|turn| turn.pieces.iter().map(|(at, _)| *at)).collect();
    signed.retain(|told| told.pieces.iter().all(|(at, _)| !turns.contains(at)));
    bare.retain(|pieces| pieces.iter().all(|(at, _)| !turns.contains(at)));
    told.extend(signed);
    if told.is_empty() && bare.is_empty() {
        return (segments, told);
    }
    told.sort_by_key(|told| told.pieces.first().map_or(0, |(_, bytes)| bytes.start));
    let mut owned: Vec<(usize, Range<usize>, bool)> = Vec::new();
    for pieces in told.iter().map(|told| &told.pieces).chain(&bare) {
        let last = pieces.len().saturating_sub(1);
        owned.extend(
            pieces.iter().enumerate().map(|(at, (paragraph, bytes))| (*paragraph, bytes.clone(), at < last)),
        );
    }
    owned.sort_by_key(|(_, bytes, _)| bytes.start);
    for told in &told {
        let own = told.pieces.iter().map(|(paragraph, _)| *paragraph).chain([told.paragraph]);
        for paragraph in own {
            if let Some(paragraph) = paragraphs.get_mut(paragraph) {
                paragraph.skipped = true;
            }
        }
    }
    (replaced(paragraphs, segments, &owned), told)
}

/// The segments of all paragraphs, those owned by the layout in the place of whatever marks stand there.
fn replaced(
    paragraphs: &[Paragraph],
    segments: Vec<Segment>,
    owned: &[(usize, Range<usize>, bool)],
) -> Vec<Segment> {
    let mut found = Vec::with_capacity(segments.len() + owned.len());
    let mut segments = segments.into_iter().peekable();
    let mut owned = owned.iter().peekable();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let mut own = Vec::new();
        while let Some(segment) = segments.next_if(|segment| segment.paragraph == index) {
            own.push(segment);
        }
        let mut taken = false;
        while let Some((_, bytes, continues)) = owned.next_if(|(paragraph, _, _)| *paragraph == index) {
            taken = true;
            let whole = own.iter().find(|segment| segment.outer == *bytes && segment.closed).cloned();
            let bare = Segment {
                paragraph: index,
                outer: bytes.clone(),
                inner: bytes.clone(),
                closed: true,
                continues: false,
                single: false,
            };
            found.push(Segment { continues: *continues, single: false, ..whole.unwrap_or(bare) });
        }
        if !(taken || paragraph.skipped) {
            found.extend(own);
        }
    }
    found
}

impl Told {
    /// The statement, once the words of its speaker are items.
    pub(super) fn statement(&self, text: &str, items: &[Item], lexicon: &Lexicon) -> Statement {
        let english = false;
        let phrases = Phrases { items, paragraph: self.paragraph, text, grammar: lexicon.grammar, english };
        Statement {
            content: self.pieces.iter().map(|(_, bytes)| bytes.clone()).collect(),
            cue: self.cue.clone(),
            speaker: self.mention(&phrases),
            relayed_by: None,
            confidence: CONFIDENCE,
            interrupted: false,
            basis: self.basis,
        }
    }

    /// Whether what follows a name and a comma is what somebody is: words without a date or an account.
    fn is_office(phrases: &Phrases<'_>, after: Range<usize>) -> bool {
        let words = phrases.items.get(after).unwrap_or_default();
        let bytes = words.first().zip(words.last()).map(|(first, last)| first.bytes.start..last.bytes.end);
        let shown = bytes.and_then(|bytes| phrases.text.get(bytes)).unwrap_or_default();
        !shown.is_empty() && !shown.contains(|c: char| c.is_numeric() || "(@/".contains(c))
    }

    fn mention(&self, phrases: &Phrases<'_>) -> Option<Mention> {
        let start = phrases.items.partition_point(|item| item.bytes.start < self.speaker.start);
        let end = phrases.items.partition_point(|item| item.bytes.end <= self.speaker.end).max(start);
        let words = phrases.items.get(start..end).filter(|words| words.iter().any(Item::is_word))?;
        if self.basis == Basis::Signature
            && let Some(mention) =
                phrases.starting_at(start, end).filter(|mention| mention.form == Form::Name)
        {
            let comma = phrases.items.get(mention.items.end).is_some_and(|item| item.is_mark(&[',']));
            let after = (mention.items.end + 1).min(end)..end;
            let office = mention.role.is_empty() && comma && Self::is_office(phrases, after.clone());
            return Some(if office { Mention { role: after, ..mention } } else { mention });
        }
        let stop = words.iter().position(|item| !item.is_word()).unwrap_or(words.len());
        let (paragraph, none) = (self.paragraph, end..end);
        let name =
            start + name_start(phrases.text, words.get(..stop).unwrap_or(words)).min(stop)..start + stop;
        let nobody = words.iter().take(stop).all(|item| {
            item.is(Classes::TITLE | Classes::PERSON | Classes::GROUP)
                && !item.is(Classes::MAN | Classes::WOMAN)
        });
        let unnamed = self.answers || name.is_empty() || (nobody && self.basis == Basis::Label);
        let letter = self.speaker.len() <= 2;
        Some(if unnamed || letter {
            let form = if self.answers { Form::Answer } else { Form::Nominal };
            Mention { paragraph, items: start..end, form, name: none.clone(), role: none }
        } else {
            let role = start..name.start;
            Mention { paragraph, items: start..end, form: Form::Name, name, role }
        })
    }
}
