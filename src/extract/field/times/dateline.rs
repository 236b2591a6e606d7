//! The day in the dateline of a text.

use super::sightings::{Kind, Sighting};
use crate::extract::date::{self, DayOrder, Label, months};
use crate::extract::field::places::Stand;
use crate::extract::survey::outline::{Outline, TextBlock};

/// The day in a dateline, which the text's first paragraph begins with: "NEW YORK, May 3, 2024 (AP) — ".
pub(super) fn told(outline: &Outline, order: DayOrder) -> Option<Sighting> {
    let is_prose =
        |block: &&TextBlock| block.words >= PARAGRAPH_WORDS && !block.hidden && block.link_density() < 0.5;
    outline.blocks.iter().filter(is_prose).take(PARAGRAPHS).find_map(|block| {
        let dashes = [" -- ", " – ", " — "];
        let found = dashes.iter().filter_map(|dash| Some((block.text.find(dash)?, dash.len()))).min();
        let (end, dash) = found.filter(|(end, _)| *end <= DATELINE)?;
        let (head, behind) = (block.text.get(..end)?, block.text.get(end + dash..)?);
        if !is_dateline(head) || !behind.starts_with(|c: char| !c.is_lowercase()) {
            return None;
        }
        let time = date::visible(head, order)?;
        let (kind, label, stand) = (Kind::Labelled, Some(Label::Published), Stand::Here);
        let (rule, raw) = ("the dateline".to_owned(), head.to_owned());
        Some(Sighting { time, kind, rule, raw, label, stand })
    })
}

/// Whether what stands before a dash is a date alone, or a place in capitals and a date: "PORT TOWN, May 3, 2024 (AP)". A sentence
/// may have a date before its dash, too.
fn is_dateline(head: &str) -> bool {
    let mut words = head.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let first = words.next().unwrap_or_default();
    let is_date =
        first.starts_with(|c: char| c.is_ascii_digit()) || months::number(&first.to_lowercase()).is_some();
    let in_capitals = first.chars().count() > 2 && first == first.to_uppercase() && !is_date;
    let lower = head.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    let ends = head.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | ')'));
    lower == 0 && ends && (is_date && head.split_whitespace().count() <= 3 || in_capitals)
}

/// Fewest words of the paragraph, how many of them are looked at, and the longest dateline, in bytes.
const PARAGRAPH_WORDS: usize = 15;
const PARAGRAPHS: usize = 8;
const DATELINE: usize = 100;
