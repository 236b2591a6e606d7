//! Where what somebody says ends, and where it goes on.

use std::ops::Range;

use super::super::attribute::Statement;
use super::super::lexicon::Classes;
use super::super::marks;
use super::{Paragraph, REACH};

/// The most items of a source behind its statement: "court records show".
const SOURCE: usize = 5;

/// "“No.” Pressed again, she laughed": a quotation that is a sentence is all that is said.
pub(super) fn cut_behind_quotation(paragraph: &Paragraph<'_>, statement: &mut Statement) {
    for piece in &mut statement.content {
        let first = paragraph.segments.partition_point(|segment| segment.outer.start < piece.start);
        let Some(segment) =
            paragraph.segments.get(first).filter(|segment| segment.outer.start == piece.start)
        else {
            continue;
        };
        let words = paragraph.text.get(segment.inner.clone()).unwrap_or_default();
        let whole = segment.closed && words.ends_with(['.', '!', '?']);
        let next = paragraph.item(paragraph.at(segment.outer.end));
        let more = paragraph.text.get(segment.outer.end..piece.end).unwrap_or_default();
        let begins = next.is_some_and(|item| item.is_capital() && item.bytes.start < piece.end);
        let one = marks::inside(paragraph.segments, &(segment.outer.end..piece.end)).is_empty();
        if whole && begins && one && !more.trim().is_empty() {
            piece.end = segment.outer.end;
        }
    }
}

/// "He feared for his life, court records show": the source is no part of what it says.
pub(super) fn cut_source(paragraph: &Paragraph<'_>, statement: &mut Statement) {
    let Some(piece) = statement.content.last_mut() else { return };
    let end = paragraph.at(piece.end);
    let from = end.saturating_sub(SOURCE + 1).max(paragraph.at(piece.start) + 1);
    let Some(comma) = (from..end).rev().find(|index| paragraph.is_comma(*index)) else { return };
    let source = Classes::DOCUMENT | Classes::GROUP | Classes::ORGANISATION;
    let names = (comma + 1..end).any(|index| paragraph.item(index).is_some_and(|item| item.is(source)));
    let last = end.wrapping_sub(1);
    let shows = matches!(
        paragraph.phrases.word(last),
        "show" | "shows" | "say" | "says" | "said" | "indicate" | "suggest"
    );
    if let (true, true, Some(mark)) = (names && comma + 2 <= last, shows, paragraph.item(comma)) {
        piece.end = mark.bytes.start.max(piece.start);
    }
}

/// "The city, Adams said, will recover": what goes on behind the insertion is said, too.
pub(super) fn go_on_behind_insertion(paragraph: &Paragraph<'_>, statements: &mut [Statement]) {
    let mut taken: Vec<Range<usize>> =
        statements.iter().flat_map(|statement| statement.content.iter().cloned()).collect();
    taken.sort_by_key(|piece| piece.start);
    for statement in statements.iter_mut() {
        let ([piece], Some(cue), Some(speaker)) =
            (statement.content.as_slice(), &statement.cue, &statement.speaker)
        else {
            continue;
        };
        if speaker.paragraph != paragraph.phrases.paragraph
            || !marks::inside(paragraph.segments, piece).is_empty()
        {
            continue;
        }
        let (first, behind) = (paragraph.at(piece.end), paragraph.at(cue.end).max(speaker.items.end));
        let begins = first + 1 == speaker.items.start.min(paragraph.at(cue.start));
        let inserted = begins && paragraph.is_comma(first) && paragraph.is_comma(behind);
        let Some(sentence) = paragraph.sentence_of(behind).filter(|_| inserted) else { continue };
        let mut end = sentence.end;
        if end > behind + REACH {
            continue;
        }
        while end > behind + 1 && paragraph.item(end - 1).is_some_and(|item| item.is_mark(&['.', '!', '?'])) {
            end -= 1;
        }
        let rest =
            paragraph.items().get(behind + 1..end).and_then(|rest| Some((rest.first()?, rest.last()?)));
        let Some((opening, last)) = rest else { continue };
        let narrates = opening.is(Classes::WHO) || paragraph.phrases.word(behind + 1).ends_with("ing");
        let next = taken.partition_point(|other| other.start < last.bytes.end);
        let before = next.checked_sub(1).and_then(|before| taken.get(before));
        let free = before.is_none_or(|other| other.end <= opening.bytes.start);
        let quoted =
            (behind + 1..end).any(|index| paragraph.item(index).is_some_and(|item| item.quote().is_some()));
        let goes_on = opening.is(Classes::AUXILIARY | Classes::CONJUNCTION) && !opening.is(Classes::WHO);
        if goes_on && !narrates && free && !quoted {
            let rest = opening.bytes.start..last.bytes.end;
            statement.content.push(rest);
        }
    }
}
