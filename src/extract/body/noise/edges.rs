//! Bylines, dates and signs of the end, which stand as lines of their own above and below an article's text.

use super::{bios, editors, is_quoted};
use crate::article::BlockKind;
use crate::extract::date::{self, DayOrder, Label, months};
use crate::extract::name::{self, Names};
use crate::extract::survey::outline::TextBlock;

/// The most words of such a line.
const LINE_WORDS: usize = 12;
/// How many such lines stand there at most.
const MOST_LINES: usize = 3;
/// Fewest blocks of an article below which an author may be introduced.
const FEWEST_BEFORE_BIO: usize = 3;
/// The most words of a date's line that are none of the date's own: a weekday.
const OTHER_WORDS: usize = 1;
/// Words of dates and times of day.
const CLOCK_WORDS: &[&str] = &[
    "am", "at", "à", "às", "cest", "cet", "de", "den", "edt", "est", "gmt", "h", "kl", "klo", "le", "of",
    "om", "on", "ore", "pdt", "pm", "pst", "uhr", "um", "utc", "vom",
];
/// How news agencies and press offices end.
const ENDS: &[&str] = &[
    "(end)",
    "-end-",
    "-ends-",
    "- end -",
    "- ends -",
    "ends",
    "###",
    "# # #",
    "-30-",
    "(끝)",
    "（完）",
    "(完)",
];

/// Whether the block at a place is such a line: one of the first or last, behind or before nothing but such lines, or a byline
/// near them (below a standfirst, above a note).
pub fn is_edge(blocks: &[&TextBlock], place: usize) -> bool {
    let Some(block) = blocks.get(place) else { return false };
    let (before, behind) =
        (blocks.get(..place).unwrap_or_default(), blocks.get(place + 1..).unwrap_or_default());
    let at_end = behind.len() < MOST_LINES;
    if before.len() >= MOST_LINES && !at_end || before.is_empty() && behind.is_empty() {
        return false;
    }
    let is_outermost = |others: &[&TextBlock], at_end: bool| {
        others.len() < MOST_LINES && others.iter().all(|other| is_line(other, at_end))
    };
    let is_bio = || {
        before.len() >= FEWEST_BEFORE_BIO
            && behind.len() < MOST_LINES
            && bios::is_bio(block, before)
            && behind.iter().all(|other| is_line(other, true) || bios::is_bio(other, before))
    };
    is_byline(block)
        || is_bio()
        || is_outermost(before, false) && is_line(block, false)
        || is_outermost(behind, true) && is_line(block, true)
}

fn is_line(block: &TextBlock, at_end: bool) -> bool {
    if editors::are_about_editing(&block.text) || at_end && editors::is_disclaimer(&block.text) {
        return block.cell.is_none();
    }
    is_short(block)
        && (is_byline(block)
            || is_date(&block.text)
            || at_end && (is_end(&block.text) || is_contact(&block.text)))
}

fn is_short(block: &TextBlock) -> bool {
    let has_place = matches!(block.kind, BlockKind::ListItem | BlockKind::Code | BlockKind::Blockquote);
    block.words <= LINE_WORDS && !has_place && block.cell.is_none() && !is_quoted(&block.text)
}

fn is_byline(block: &TextBlock) -> bool {
    let line = block.text.trim_start_matches(['-', '–', '—', ' ']);
    is_short(block)
        && block.kind != BlockKind::Heading
        && !line.contains('\n')
        && !is_sentence(line)
        && name::begins_as_byline(line)
        && names_somebody(line)
}

/// "By Monday it was gone." begins as bylines do.
fn is_sentence(line: &str) -> bool {
    let title = |word: &str| word.len() <= TITLE || word.matches('.').count() > 1;
    line.ends_with('.') && !line.rsplit(' ').next().is_some_and(title)
}

/// As long as "Jr." or "Sr.", which end no sentence.
const TITLE: usize = 3;

fn names_somebody(line: &str) -> bool {
    let mut names = Names::default();
    names.add(line, None);
    names.into_option(MOST_NAMES).is_some()
}

/// No byline has more names.
const MOST_NAMES: usize = 6;

/// Whether a line is a date, maybe with its time and what it is the date of.
fn is_date(line: &str) -> bool {
    if is_sentence(line) || date::visible(line, DayOrder::DayFirst).is_none() {
        return false;
    }
    let own = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.is_empty()
            || bare.contains(|c: char| c.is_ascii_digit())
            || CLOCK_WORDS.contains(&bare.to_lowercase().as_str())
            || months::number(&bare.to_lowercase()).is_some()
            || Label::begins(word)
    };
    line.split_whitespace().filter(|word| !own(word)).count() <= OTHER_WORDS
}

/// Where to follow or reach who wrote it.
fn is_contact(text: &str) -> bool {
    let lower = text.to_lowercase();
    let follows = lower.starts_with("follow ") && NETWORKS.iter().any(|network| lower.contains(network));
    follows || lower.contains(" can be reached at ") || lower.contains(" can be reached via ")
}

/// Where people are followed.
const NETWORKS: &[&str] = &[
    " on twitter",
    " on facebook",
    " on instagram",
    " on x",
    " on bluesky",
    " on linkedin",
    " on threads",
    " on tiktok",
];

fn is_end(text: &str) -> bool {
    text.split('\n').map(str::trim).all(|line| {
        let is_address = line.contains('@') && !line.contains(' ') && line.contains('.');
        is_address || ENDS.contains(&line.to_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_dates_and_ends_are_told_from_text() {
        let is = |text: &str| is_line(&TextBlock::plain(text).unwrap(), true);
        for line in [
            "By Jane Doe",
            "-- By Jane Doe",
            "Von Jane Doe",
            "Written by: Jane Doe",
            "January 22, 2024",
            "Datum: 22.12.2022",
            "Montag, 4. März 2024, 10:30 Uhr",
            "(END)",
            "jane.doe@paper.example",
            "Follow Jane Doe on Twitter.",
            "Jane Doe can be reached at jane.doe@paper.example.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "By then the harbour had closed.",
            "By Monday it was gone.",
            "Von Hamburg ging es nach Bremen.",
            "Exhibition until 5 May 2024.",
            "Exhibition open until 5 May 2024",
            "WordPress 5.4.12 released",
            "On January 22, 2024, the harbour closed",
            "“January 22, 2024”",
            "The end",
            "Write to jane.doe@paper.example",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
