//! What a sentence opens with that nobody says: what was asked, and what somebody is.

use std::collections::HashMap;
use std::ops::Range;

use super::super::attribute::Statement;
use super::super::lexicon::Classes;
use super::super::mentions::Form;
use super::Paragraph;

/// Participles that open a sentence with what was asked.
const ASKED: &[&str] = &["asked", "pressed", "questioned", "quizzed", "challenged"];
/// How many items may stand between such an opening and the verb of the answer.
const REACH: usize = 10;
/// The most items of such an opening.
const LONGEST: usize = 60;
/// The most items of an apposition.
const APPOSITION: usize = 12;

/// "Asked about the delay, Musk said: “Soon.”": the delay is nobody's words.
pub(super) fn skip_questions(paragraph: &Paragraph<'_>, statements: &mut Vec<Statement>) {
    // Of each sentence when first asked for.
    let mut known: HashMap<usize, Option<Opening>> = HashMap::new();
    for statement in statements.iter_mut() {
        let starts = statement.content.iter().map(|piece| piece.start);
        let places: Vec<usize> = starts.chain(statement.cue.as_ref().map(|cue| cue.start)).collect();
        for place in places {
            let Some(sentence) = paragraph.sentence_of(paragraph.at(place)) else { continue };
            let opening = known.entry(sentence.start).or_insert_with(|| question(paragraph, &sentence));
            if let Some(opening) = opening {
                skip_question(paragraph, opening, statement);
            }
        }
    }
    statements.retain(|statement| !statement.content.is_empty());
}

/// What a sentence opens with.
struct Opening {
    items: Range<usize>,
    bytes: Range<usize>,
    /// The verb of the answer.
    answer: usize,
}

fn skip_question(paragraph: &Paragraph<'_>, opening: &Opening, statement: &mut Statement) {
    let Opening { items, bytes, answer } = opening;
    let touched = statement.content.iter().any(|piece| piece.start < bytes.end && bytes.start < piece.end);
    statement.content.retain(|piece| piece.end > bytes.end || piece.end <= bytes.start);
    let asks = statement.cue.as_ref().is_some_and(|cue| bytes.contains(&cue.start));
    if !(touched || asks) || statement.content.is_empty() {
        return;
    }
    let said = paragraph.cue_bytes(*answer);
    let after = said.as_ref().map_or(bytes.end, |said| said.end);
    for piece in statement.content.iter_mut().filter(|piece| bytes.contains(&piece.start)) {
        piece.start =
            paragraph.item(paragraph.at(after)).map_or(after, |item| item.bytes.start).min(piece.end);
    }
    if asks {
        statement.cue = said;
    }
    if statement.speaker.as_ref().is_none_or(|speaker| paragraph.touches(speaker, items)) {
        statement.speaker = paragraph.phrases.ending_at(items.end, *answer);
    }
}

/// Such an opening, up to the comma that ends it.
fn question(paragraph: &Paragraph<'_>, sentence: &Range<usize>) -> Option<Opening> {
    let word = |index: usize| paragraph.phrases.word(index).to_lowercase();
    let asked =
        sentence.start + usize::from(matches!(word(sentence.start).as_str(), "when" | "after" | "once"));
    if !ASKED.contains(&word(asked).as_str()) {
        return None;
    }
    let is_answer = |comma: usize| {
        (comma + 1..sentence.end.min(comma + 1 + REACH))
            .take_while(|index| {
                !paragraph.is_comma(*index) && paragraph.item(*index).is_some_and(|i| i.quote().is_none())
            })
            .find(|index| paragraph.is_cue(*index))
    };
    let mut commas = (asked..sentence.end).take(LONGEST).filter(|index| paragraph.is_comma(*index));
    let (comma, answer) = commas.find_map(|comma| Some((comma, is_answer(comma)?)))?;
    let items = sentence.start..comma + 1;
    Some(Opening { bytes: bytes(paragraph, items.clone())?, items, answer })
}

/// "According to Maria Sanchez, the shelter's director, more than 200 …": what she is belongs to her.
pub(super) fn skip_apposition(paragraph: &Paragraph<'_>, statement: &mut Statement) {
    let Some(speaker) = statement.speaker.as_mut() else { return };
    let source =
        statement.cue.as_ref().is_some_and(|cue| paragraph.text.get(cue.clone()) == Some("According to"));
    let here = speaker.paragraph == paragraph.phrases.paragraph;
    let start = speaker.items.end + 1;
    let Some(piece) = statement.content.first_mut().filter(|_| source && here) else { return };
    if !paragraph.is_comma(start - 1) || paragraph.at(piece.start) != start {
        return;
    }
    let Some(end) = (start..start + APPOSITION).find(|index| paragraph.is_comma(*index)) else { return };
    let phrase = || (start..end).filter_map(|index| paragraph.item(index));
    let person = phrase().any(|item| item.is(Classes::PERSON | Classes::TITLE));
    let verb = phrase().any(|item| item.is(Classes::AUXILIARY | Classes::CUE) && !item.is(Classes::PERSON));
    if let (true, false, Some(next)) = (person, verb, paragraph.item(end + 1)) {
        piece.start = next.bytes.start.min(piece.end);
        speaker.role = start..end;
    }
}

/// "As Levy reported, Doerr told Page that …": it is Doerr's statement, which Levy relays.
pub(super) fn skip_relay(paragraph: &Paragraph<'_>, statement: &mut Statement) {
    let Some(piece) = statement.content.first() else { return };
    let Some(sentence) = paragraph.sentence_of(paragraph.at(piece.start)) else { return };
    let start = sentence.start;
    if paragraph.word_at(start) != "As" {
        return;
    }
    let Some(comma) =
        (start + 2..(start + LONGEST_RELAY).min(sentence.end)).find(|&index| paragraph.is_comma(index))
    else {
        return;
    };
    let relayed =
        statement.speaker.as_ref().is_some_and(|speaker| paragraph.touches(speaker, &(start..comma)));
    let Some(subject) = paragraph.phrases.starting_at(comma + 1, sentence.end).filter(|_| relayed) else {
        return;
    };
    let cue = subject.items.end;
    let says = subject.form == Form::Name && subject.items.start == comma + 1 && paragraph.is_cue(cue);
    if says
        && paragraph.is_cue(comma - 1)
        && paragraph.item(cue).is_some_and(|cue| cue.bytes.start < piece.start)
    {
        statement.cue = paragraph.cue_bytes(cue);
        statement.speaker = Some(subject);
        if let Some(piece) = statement.content.first_mut()
            && paragraph.text.get(piece.clone()).is_some_and(|text| text.starts_with(THAT))
        {
            piece.start += THAT.len();
        }
    }
}

/// What joins a statement to its verb and is none of it.
const THAT: &str = "that ";

/// The most items of such an opening.
const LONGEST_RELAY: usize = 10;

fn bytes(paragraph: &Paragraph<'_>, items: Range<usize>) -> Option<Range<usize>> {
    let items = paragraph.items().get(items)?;
    Some(items.first()?.bytes.start..items.last()?.bytes.end)
}
