//! Talks set turn by turn: "PENCE: …", "Q: …", bold names before their words.

use std::collections::HashMap;
use std::ops::Range;

use super::Told;
use crate::article::BlockKind;
use crate::quotes::attribute::Basis;
use crate::quotes::lexicon::{Classes, Lexicon};
use crate::quotes::paragraphs::Paragraph;

/// A label is no longer, in bytes and in words.
const LONGEST: usize = 64;
const MOST_WORDS: usize = 5;
/// Fewer turns, or fewer labels, are no talk.
const FEWEST_TURNS: usize = 3;
const FEWEST_LABELS: usize = 2;
/// How many paragraphs of one turn may stand before the next label.
const LONGEST_TURN: usize = 6;
/// Marks that may open before a label, and close behind the words of a talk quoted as a whole.
const OPENING: [char; 4] = ['"', '“', '„', '«'];
const CLOSING: [char; 4] = ['"', '”', '“', '»'];

/// The beginning of a turn.
struct Turn {
    paragraph: usize,
    /// Bytes of the label, without mark and space beside it.
    label: Range<usize>,
    mark: Option<Range<usize>>,
    /// Where the words begin.
    from: usize,
    /// Whether a quotation mark opens before the label, as where a whole talk is quoted.
    quoted: bool,
}

/// All turns of a talk, if the text holds one.
pub(super) fn turns(text: &str, paragraphs: &[Paragraph], lexicon: &Lexicon) -> Vec<Told> {
    let mut turns: Vec<Turn> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let spoken = matches!(paragraph.kind, BlockKind::Paragraph | BlockKind::Blockquote);
        if let Some(turn) = spoken.then(|| turn(text, index, paragraph)).flatten() {
            turns.push(turn);
        }
    }
    if turns.len() < FEWEST_TURNS {
        return Vec::new();
    }
    let mut counts = HashMap::<&str, usize>::new();
    for turn in &turns {
        *counts.entry(label(text, turn)).or_default() += 1;
    }
    let named = |turn: &Turn| {
        let words = label(text, turn);
        let bold = paragraphs.get(turn.paragraph).is_some_and(|own| own.bold_until >= turn.label.end);
        is_letter(words) || is_capitals(words) || bold || is_person(words, &counts, lexicon)
    };
    turns.retain(named);
    let different =
        counts.keys().filter(|words| turns.iter().any(|turn| label(text, turn) == **words)).count();
    let repeated = turns.iter().any(|turn| counts.get(label(text, turn)).is_some_and(|count| *count > 1));
    let letters = turns.iter().filter(|turn| is_letter(label(text, turn))).count() > 1;
    let talk = different >= FEWEST_LABELS && turns.len() >= FEWEST_TURNS && (repeated || letters);
    if !talk || !is_dense(&turns) || !is_speech(text, paragraphs, &turns, lexicon) {
        return Vec::new();
    }
    told(text, paragraphs, &turns)
}

fn label<'t>(text: &'t str, turn: &Turn) -> &'t str {
    text.get(turn.label.clone()).unwrap_or_default()
}

/// The label of a paragraph, if it begins with one.
fn turn(text: &str, index: usize, paragraph: &Paragraph) -> Option<Turn> {
    let line = text.get(paragraph.bytes.clone())?;
    let start = paragraph.bytes.start + (line.len() - line.trim_start().len());
    let line = text.get(start..paragraph.bytes.end)?;
    let bare = line.trim_start_matches(OPENING).trim_start();
    let (start, quoted) = (paragraph.bytes.end - bare.len(), bare.len() < line.len());
    let line = bare;
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let colon = line.bytes().take(LONGEST).position(|byte| byte == b':');
    let bold = paragraph.bold_until.checked_sub(start).filter(|bold| (1..=LONGEST).contains(bold));
    let (end, mark) = match (colon, bold) {
        (Some(colon), _) => (colon, Some(start + colon..start + colon + 1)),
        (None, Some(bold)) => (bold, None),
        (None, None) => {
            let letter = line.strip_prefix(['Q', 'A'])?.strip_prefix(". ")?;
            (line.len() - letter.len() - 2, Some(start + 1..start + 2))
        }
    };
    let words = line.get(..end)?.trim_end();
    let from = mark.as_ref().map_or(end, |mark| mark.end - start).max(bold.unwrap_or(0));
    let rest = line.get(from..)?;
    let trimmed = rest.trim_start();
    let parted = rest.len() > trimmed.len() || line.get(..from)?.ends_with(char::is_whitespace);
    let opens = trimmed.starts_with(|c: char| c.is_alphanumeric() || "“\"„«‘'([¿¡…—–-".contains(c));
    if !parted || !opens || !is_label(words) {
        return None;
    }
    let from = paragraph.bytes.end - trimmed.len();
    Some(Turn { paragraph: index, label: start..start + words.len(), mark, from, quoted })
}

/// Whether words can stand before a turn: a few, each of a name or an office.
fn is_label(words: &str) -> bool {
    let bare = words.split(" (").next().unwrap_or(words);
    let count = bare.split_whitespace().count();
    (1..=MOST_WORDS).contains(&count)
        && bare.chars().all(|c| c.is_alphabetic() || " .-‐'’,&".contains(c))
        && !bare.ends_with(',')
}

fn is_letter(words: &str) -> bool {
    let mut letters = words.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
}

fn is_capitals(words: &str) -> bool {
    let bare = words.split(" (").next().unwrap_or(words);
    bare.chars().filter(|c| c.is_alphabetic()).count() > 1 && !bare.chars().any(char::is_lowercase)
}

/// Whether a label is somebody's name: it has several capitalised words, or it is there again, and is no plain word.
fn is_person(words: &str, counts: &HashMap<&str, usize>, lexicon: &Lexicon) -> bool {
    let bare = words.split(" (").next().unwrap_or(words);
    let mut all = bare.split_whitespace();
    let capital =
        all.all(|word| word.starts_with(char::is_uppercase) || lexicon.classes(word).any(Classes::PARTICLE));
    let several = bare.split_whitespace().count() > 1;
    capital && (several || counts.get(words).is_some_and(|count| *count > 1))
}

/// Whether a third of the paragraphs from the first turn to the last are turns.
fn is_dense(turns: &[Turn]) -> bool {
    let (Some(first), Some(last)) = (turns.first(), turns.last()) else { return false };
    (last.paragraph - first.paragraph + 1) <= turns.len() * 3
}

/// Whether half of the turns ask, or speak of themselves: prices and ratings do neither.
fn is_speech(text: &str, paragraphs: &[Paragraph], turns: &[Turn], lexicon: &Lexicon) -> bool {
    let speaks = |turn: &&Turn| {
        let words = paragraphs.get(turn.paragraph).and_then(|own| text.get(turn.from..own.bytes.end));
        words.is_some_and(|words| {
            words.contains('?')
                || words
                    .split(|c: char| !c.is_alphanumeric())
                    .any(|word| lexicon.classes(&word.to_lowercase()).any(Classes::FIRST))
        })
    };
    turns.iter().filter(speaks).count() * 2 >= turns.len()
}

/// The turns with the paragraphs that go on with them.
fn told(text: &str, paragraphs: &[Paragraph], turns: &[Turn]) -> Vec<Told> {
    let mut found = Vec::with_capacity(turns.len());
    for (at, turn) in turns.iter().enumerate() {
        let Some(own) = paragraphs.get(turn.paragraph) else { continue };
        let words = turn.from..own.bytes.end;
        let mut pieces = vec![(turn.paragraph, words)];
        let next = turns.get(at + 1).map(|next| next.paragraph);
        if turn.quoted {
            go_on_quoted(text, paragraphs, next.unwrap_or(paragraphs.len()), &mut pieces);
        } else {
            go_on(paragraphs, turn.paragraph + 1..next.unwrap_or(0), &mut pieces);
        }
        let letter = is_letter(label(text, turn));
        found.push(Told {
            pieces,
            paragraph: turn.paragraph,
            speaker: turn.label.clone(),
            cue: turn.mark.clone(),
            basis: Basis::Label,
            answers: letter && label(text, turn) != "Q" && label(text, turn) != "F",
        });
    }
    found
}

/// Adds the paragraphs before the next label, unless they are too many to be one turn.
fn go_on(paragraphs: &[Paragraph], rest: Range<usize>, pieces: &mut Vec<(usize, Range<usize>)>) {
    if rest.len() > LONGEST_TURN {
        return;
    }
    for index in rest {
        let Some(more) = paragraphs.get(index).filter(|more| more.kind == BlockKind::Paragraph) else {
            break;
        };
        pieces.push((index, more.bytes.clone()));
    }
}

/// Adds the paragraphs that open a quotation mark anew, until one closes; marks belong to no piece.
fn go_on_quoted(text: &str, paragraphs: &[Paragraph], next: usize, pieces: &mut Vec<(usize, Range<usize>)>) {
    while let Some((paragraph, bytes)) = pieces.last_mut() {
        let words = text.get(bytes.clone()).unwrap_or_default();
        let bare = words.trim_end_matches(CLOSING).trim_end();
        if bare.len() < words.len() && !bare.is_empty() {
            bytes.end = bytes.start + bare.len();
            return;
        }
        let index = *paragraph + 1;
        let more = paragraphs.get(index).filter(|_| index < next).map(|more| more.bytes.clone());
        let Some(bytes) = more else { return };
        let line = text.get(bytes.clone()).unwrap_or_default();
        let bare = line.trim_start_matches(OPENING).trim_start();
        let opened = line.starts_with(OPENING) && !bare.is_empty();
        if !opened || pieces.len() > LONGEST_TURN {
            return;
        }
        pieces.push((index, bytes.end - bare.len()..bytes.end));
    }
}
