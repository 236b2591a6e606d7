//! Where and by whom a text was written, before its first sentence: "NEW DELHI: …", "Berlin (dpa) - …".

use super::paragraphs::Paragraph;
use crate::article::BlockKind;

/// The most words of a place.
const PLACE_WORDS: usize = 4;
/// The most bytes of place, date and agency.
const LONGEST: usize = 64;
/// The most bytes of an agency's name: "dpa/lno", "Thomson Reuters Foundation".
const AGENCY: usize = 28;
/// How many paragraphs are looked at: a headline may stand before.
const PARAGRAPHS: usize = 4;

/// Leaves out a text's dateline, so that no place speaks and no agency is said.
pub(super) fn skip(text: &str, paragraphs: &mut [Paragraph]) {
    let read = |paragraph: &&mut Paragraph| !paragraph.skipped && paragraph.kind == BlockKind::Paragraph;
    for (index, paragraph) in paragraphs.iter_mut().filter(read).take(PARAGRAPHS).enumerate() {
        let Some(line) = text.get(paragraph.bytes.clone()) else { continue };
        let sentence = after_agency(line).or_else(|| after_place(line).filter(|_| index == 0));
        if let Some(sentence) = sentence {
            paragraph.bytes.start = paragraph.bytes.end - sentence.len();
            return;
        }
    }
}

/// What follows "Place:", if a sentence does. Before a quotation a colon stands behind a speaker.
fn after_place(line: &str) -> Option<&str> {
    let (place, rest) = line.split_once(':')?;
    let mut words = place.split_whitespace();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_place = words.by_ref().take(PLACE_WORDS).all(capital) && words.next().is_none();
    let sentence = rest.trim_start();
    (is_place && rest.starts_with(' ') && capital(sentence)).then_some(sentence)
}

/// What follows "Place, date (agency)" and a dash; the dash may be missing before a quotation.
fn after_agency(line: &str) -> Option<&str> {
    let (place, rest) = line.split_once('(')?;
    let (agency, rest) = rest.split_once(')')?;
    let named = |c: char| c.is_alphabetic() || matches!(c, '/' | '.' | '-' | ' ' | '&');
    let is_agency = !agency.is_empty() && agency.len() <= AGENCY && agency.chars().all(named);
    let is_place = place.len() <= LONGEST
        && place.split_whitespace().next().is_none_or(|word| word.starts_with(char::is_uppercase))
        && !place.contains(['.', '!', '?', ':', '"', '“', '«', '„']);
    let after = rest.trim_start();
    let sentence = after.trim_start_matches(['.', '-', '–', '—', ' ']);
    let parted = after.len() - sentence.len() > usize::from(after.starts_with('.'));
    let quoted = sentence.starts_with(['"', '“', '«', '„', '‘']);
    (is_agency && is_place && (parted || quoted) && !sentence.is_empty()).then_some(sentence)
}
