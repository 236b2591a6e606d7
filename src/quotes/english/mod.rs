//! What grammar says of English statements that the model's weights do not know: the corpus they come from has few of some
//! constructions that other newsrooms write every day.

mod openings;
mod persons;
mod spans;
mod titles;
mod unnamed;

use std::ops::Range;

use super::attribute::Statement;
use super::items::{self, Item};
use super::lexicon::Classes;
use super::marks::Segment;
use super::mentions::{Form, Mention, Phrases};

/// One paragraph with its items.
pub(super) struct Paragraph<'a> {
    pub(super) text: &'a str,
    pub(super) phrases: Phrases<'a>,
    /// Of the whole text.
    pub(super) segments: &'a [Segment],
    /// Items of each sentence.
    pub(super) sentences: Vec<Range<usize>>,
}

/// How far from a verb or a comma something is looked for that goes with it, in items: sentences have no end of their own.
const REACH: usize = 40;

/// Corrects the statements of a paragraph.
pub(super) fn correct(
    text: &str,
    phrases: Phrases<'_>,
    segments: &[Segment],
    statements: &mut Vec<Statement>,
) {
    if statements.is_empty() {
        return;
    }
    let sentences = items::sentences(text, phrases.items);
    let paragraph = &Paragraph { text, phrases, segments, sentences };
    titles::leave_out(paragraph, statements);
    openings::skip_questions(paragraph, statements);
    for statement in statements.iter_mut() {
        openings::skip_apposition(paragraph, statement);
        openings::skip_relay(paragraph, statement);
    }
    for statement in statements.iter_mut() {
        paragraph.tag(statement);
        paragraph.relayed(statement);
        paragraph.relative(statement);
        spans::cut_behind_quotation(paragraph, statement);
        spans::cut_source(paragraph, statement);
    }
    for statement in statements.iter_mut() {
        let kept = |mention: &mut Mention| unnamed::keep(paragraph, mention);
        statement.speaker =
            statement.speaker.take().and_then(|mut speaker| kept(&mut speaker).then_some(speaker));
    }
    for speaker in statements.iter_mut().filter_map(|statement| statement.speaker.as_mut()) {
        persons::name(paragraph, speaker);
    }
    spans::go_on_behind_insertion(paragraph, statements);
    statements.retain(|statement| !statement.content.is_empty() && !paragraph.is_relative(statement));
}

impl Paragraph<'_> {
    fn items(&self) -> &[Item] {
        self.phrases.items
    }

    fn item(&self, index: usize) -> Option<&Item> {
        self.phrases.items.get(index)
    }

    fn word_at(&self, index: usize) -> &str {
        self.item(index).and_then(|item| self.text.get(item.bytes.clone())).unwrap_or_default()
    }

    fn is_comma(&self, index: usize) -> bool {
        self.item(index).is_some_and(|item| item.is_mark(&[',']))
    }

    fn is_cue(&self, index: usize) -> bool {
        let speech = Classes::SPEECH | Classes::TELL | Classes::QUOTING;
        self.item(index).is_some_and(|item| item.is(speech) && !item.is_capital())
    }

    /// Index of the first item that begins at a byte or behind it.
    fn at(&self, byte: usize) -> usize {
        self.items().partition_point(|item| item.bytes.start < byte)
    }

    /// Bytes of the cue that begins at an item.
    fn cue_bytes(&self, index: usize) -> Option<Range<usize>> {
        let first = self.item(index)?;
        let last = self.item(index + first.length.max(1) - 1)?;
        Some(first.bytes.start..last.bytes.end)
    }

    /// Whether a mention is of this paragraph and touches these items.
    fn touches(&self, mention: &Mention, items: &Range<usize>) -> bool {
        mention.paragraph == self.phrases.paragraph
            && mention.items.start < items.end
            && items.start < mention.items.end
    }

    /// The sentence in which an item stands.
    fn sentence_of(&self, index: usize) -> Option<Range<usize>> {
        let next = self.sentences.partition_point(|sentence| sentence.end <= index);
        self.sentences.get(next).filter(|sentence| sentence.contains(&index)).cloned()
    }

    /// "Jones quipped, “Sure.”": whoever begins the sentence that a quotation ends says it.
    fn tag(&self, statement: &mut Statement) {
        let Some(piece) = statement.content.first() else { return };
        let quotation = self.at(piece.start);
        if self.item(quotation).is_none_or(|item| item.quote().is_none()) || quotation < 3 {
            return;
        }
        let cue = quotation - 2;
        let parted = self.item(quotation - 1).is_some_and(|item| item.is_mark(&[',', ':']));
        let Some(sentence) = self.sentence_of(cue).filter(|_| parted && self.is_cue(cue)) else { return };
        let Some(subject) = self.phrases.ending_at(sentence.start, cue) else { return };
        let begins = subject.form == Form::Name && subject.items.start == sentence.start;
        let other = statement.speaker.as_ref().is_none_or(|speaker| !self.touches(speaker, &subject.items));
        if begins && other {
            statement.cue = self.cue_bytes(cue);
            statement.speaker = Some(subject);
        }
    }

    /// "“…,” Peskov said, according to Tass": the words are Peskov's, and Tass relays them.
    fn relayed(&self, statement: &mut Statement) {
        let Some(cue) = statement.cue.clone() else { return };
        let end = statement.content.iter().map(|piece| piece.end).filter(|end| *end <= cue.start).max();
        let (Some(end), true) = (end, self.text.get(cue.clone()) == Some("according to")) else { return };
        let (from, source) = (self.at(end), self.at(cue.start));
        let Some(said) = (from..source).take(REACH).find(|index| self.is_cue(*index)) else { return };
        let ceiling = source.saturating_sub(usize::from(self.is_comma(source.wrapping_sub(1))));
        let before = self.phrases.ending_at(from, said).filter(|subject| subject.items.start >= from);
        let speaker = before.or_else(|| self.phrases.starting_at(said + 1, ceiling));
        if let Some(speaker) = speaker.filter(|speaker| speaker.items.end <= source) {
            statement.relayed_by = statement.speaker.take();
            statement.speaker = Some(speaker);
            statement.cue = self.cue_bytes(said);
        }
    }

    /// "Ray, who was asked to resign, said he would fight": the verb is the main clause's, and so is what was said.
    fn relative(&self, statement: &mut Statement) {
        let Some(cue) = statement.cue.as_ref().map(|cue| self.at(cue.start)) else { return };
        if !self.is_in_relative_clause(cue) {
            return;
        }
        let Some(sentence) = self.sentence_of(cue) else { return };
        let Some(comma) = (cue..sentence.end).take(REACH).find(|index| self.is_comma(*index)) else { return };
        // "who had called it “a danger”, said": that was said, too.
        let quotes = (cue..comma).any(|index| self.item(index).is_some_and(|item| item.quote().is_some()));
        if quotes || !self.is_cue(comma + 1) {
            return;
        }
        let Some(found) = self.cue_bytes(comma + 1) else { return };
        let begins = self.past_addressee(comma + 1, sentence.end);
        let start = self.item(begins).map_or(found.end, |item| item.bytes.start);
        let old = self.item(cue).map_or(found.start, |item| item.bytes.start);
        for piece in &mut statement.content {
            if piece.start < found.end && piece.end > found.end {
                piece.start = start.min(piece.end);
            }
        }
        statement.content.retain(|piece| piece.start >= found.end || piece.end <= old);
        let who = |speaker: &Mention| {
            speaker.items.clone().all(|index| self.item(index).is_some_and(|i| i.is(Classes::WHO)))
        };
        if statement.speaker.as_ref().is_none_or(who) {
            statement.speaker = self.phrases.ending_at(sentence.start, comma + 1);
        }
        statement.cue = Some(found);
    }

    /// Where the words behind a cue begin: past whom they are said to.
    fn past_addressee(&self, cue: usize, ceiling: usize) -> usize {
        let tells = self.item(cue).is_some_and(|item| item.is(Classes::TELL));
        let addressee = self.phrases.starting_at(cue + 1, ceiling).filter(|_| tells);
        addressee.map_or(cue + 1, |addressee| addressee.items.end)
    }

    /// Whether "who" and at most an auxiliary stand before a verb.
    fn is_in_relative_clause(&self, cue: usize) -> bool {
        let mut before = (cue.saturating_sub(3)..cue).rev().filter_map(|index| self.item(index));
        let verb = Classes::AUXILIARY | Classes::ADVERB;
        before.find(|item| !item.is(verb) || item.is(Classes::WHO)).is_some_and(|item| item.is(Classes::WHO))
    }

    /// Whether all that is said to speak is "who", and all it does is to ask: "who requested anonymity".
    fn is_relative(&self, statement: &Statement) -> bool {
        let cue = statement.cue.as_ref().and_then(|cue| self.text.get(cue.clone())).unwrap_or_default();
        if !["asked", "asks", "requested", "requests", "was asked", "were asked"].contains(&cue) {
            return false;
        }
        let who = |mention: &Mention| {
            mention.paragraph == self.phrases.paragraph
                && mention
                    .items
                    .clone()
                    .all(|index| self.item(index).is_some_and(|item| item.is(Classes::WHO)))
        };
        statement.speaker.as_ref().is_some_and(who)
            && statement.content.iter().all(|piece| super::marks::inside(self.segments, piece).is_empty())
    }
}
