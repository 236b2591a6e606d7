//! Which lines of a page are bylines, and which hold a name and nothing else.

use std::sync::LazyLock;

use super::credits::BEFORE_COLON;
use super::words::{BEFORE, ORGANISATION_WORDS, PARTICLES, ROLE_WORDS};
use super::{Names, bare, begins_with_given, without_circumstances};
use crate::extract::sought::Openings;

/// Whether a visible text may be a byline: begins with "By" in some language, or is short enough to be just names.
pub fn looks_like_byline(text: &str, named_byline: bool) -> bool {
    let words = text.split_whitespace().count();
    let last = text.rsplit(' ').next().unwrap_or_default();
    // "Jr.", "Ph.D." end no sentence.
    let is_sentence = text.ends_with(['?', '!']) || text.ends_with('.') && last.chars().count() > SHORT_FORM;
    words <= if named_byline { 20 } else { 12 } && !is_sentence
}

/// Longest abbreviation at the end of a byline, its full stops included.
const SHORT_FORM: usize = 6;

/// What ends the first word of [`BEFORE`]'s entries, and of what is compared with them.
const ENDS: [char; 7] = [' ', ':', '\u{a0}', '：', '＝', '=', '/'];

/// The first words of [`BEFORE`]'s entries, each once.
static FIRST_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut words: Vec<&str> = BEFORE.iter().filter_map(|entry| entry.split(ENDS).next()).collect();
    words.sort_unstable();
    words.dedup();
    words
});
static OPENINGS: LazyLock<Openings> = LazyLock::new(|| Openings::of(BEFORE.iter().copied()));

/// Whether a text may begin with one of [`BEFORE`], as far as its first word tells. Few lines of a page do, and the
/// rest need not be compared with all of them.
pub fn may_begin_as_byline(text: &str) -> bool {
    if !OPENINGS.may_open(text) {
        return false;
    }
    let first = text.split(ENDS).next().unwrap_or_default();
    // Other scripts' capitals are nothing that bytes tell.
    !first.is_ascii() || FIRST_WORDS.iter().any(|word| word.eq_ignore_ascii_case(first))
}

/// Whether a line begins with "By" in some language and goes on with a capital.
pub fn begins_as_byline(line: &str) -> bool {
    let glued = line.strip_prefix("By").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    (glued
        || may_begin_as_byline(line) && begins_with_by(line)
        || before_colon(line).is_some()
        || is_reporters(line))
        && looks_like_byline(line, true)
}

/// The names after a word that only a colon makes a byline's, up to what else the line credits: "Text: Jane Doe, Photos: …".
pub fn before_colon(line: &str) -> Option<&str> {
    // Few lines have a colon so early.
    let colon = line.bytes().take(LONGEST_LABEL + 2).position(|byte| byte == b':')?;
    let (word, names) = (line.get(..colon)?.trim_end(), line.get(colon + 1..)?);
    let known = word.len() <= LONGEST_LABEL && BEFORE_COLON.contains(&word.to_lowercase().as_str());
    let names = names.trim_start();
    let end = names.find(':').map_or(names.len(), |colon| {
        let before = names.get(..colon).unwrap_or_default().trim_end();
        before.rfind([',', '|', '—', '–', '/', ' ']).unwrap_or(0)
    });
    let names = names.get(..end)?.trim_end_matches([',', '|', '—', '–', '/', ' ']);
    (known && names.starts_with(char::is_uppercase)).then_some(names)
}

/// The longest of [`BEFORE_COLON`], in bytes.
const LONGEST_LABEL: usize = 10;

/// "김서연 기자": a name and the Korean word for a journalist, maybe with an address behind them.
pub fn is_reporters(line: &str) -> bool {
    if !line.trim_start().starts_with(|c| ('가'..='힣').contains(&c)) {
        return false;
    }
    let mut words = line.split_whitespace();
    let hangul = |word: &str| {
        (2..=4).contains(&word.chars().count()) && word.chars().all(|c| ('가'..='힣').contains(&c))
    };
    let (name, title) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    hangul(name) && matches!(title, "기자" | "특파원" | "인턴기자") && words.count() <= 1
}

fn begins_with_by(line: &str) -> bool {
    let lower = line.to_lowercase();
    BEFORE.iter().any(|word| {
        let after = lower.strip_prefix(word).is_some_and(|rest| rest.starts_with(ENDS));
        // Other scripts part the two by a sign alone.
        if after
            && !word.is_ascii()
            && lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with([' ', ':']))
        {
            return true;
        }
        after
            && line.split_whitespace().nth(word.split(' ').count()).is_some_and(|next| {
                next.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
                    || line.split_whitespace().count() == word.split(' ').count() + 1
            })
    })
}

/// Whether a line is only the "By" of a byline whose names follow on the next one.
pub fn is_only_by(line: &str) -> bool {
    let first = line.trim_start_matches(|c: char| !c.is_alphabetic());
    let first = first.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let lower = || line.to_lowercase();
    may_begin_as_byline(first)
        // "Author(s)".
        && BEFORE.contains(&lower().trim_end_matches([':', ' ']).trim_end_matches("(s)").trim_matches(|c: char| !c.is_alphabetic()))
}

/// Whether a line holds names of people in full and nothing else.
pub fn is_nothing_but_names(line: &str) -> bool {
    if !may_be_nothing_but_names(line) {
        return false;
    }
    let mut names = Names::default();
    names.add_shown(line, None);
    let words =
        |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let of_names: usize = names.all.iter().map(|name| words(name)).sum();
    let whole = words(line);
    let cased = line.chars().any(char::is_lowercase) && line.chars().any(char::is_uppercase);
    cased && !names.all.is_empty() && whole <= MOST_WORDS && of_names + names.all.len() > whole
}

/// Whether capitals leave room for that: each name has two words with one, and between two names stands one word without.
fn may_be_nothing_but_names(line: &str) -> bool {
    let (mut all, mut small) = (0, 0);
    for word in line.split_whitespace() {
        let Some(first) = word.chars().find(|c| c.is_alphabetic()) else { continue };
        all += 1;
        small += usize::from(first.is_lowercase() && !PARTICLES.contains(word));
    }
    all <= MOST_WORDS && 3 * small < all.max(1)
}

/// The most words of a line that is nothing but names.
const MOST_WORDS: usize = 8;

/// The name in a line that holds one person's name in full and otherwise only what is none: a role, an employer, a date, the
/// time it takes to read: "Jane Doe | Senior Writer | July 2, 2020".
pub fn beside_role_or_date(line: &str) -> Option<&str> {
    const SIGNS: &[&str] = &[" | ", " · ", " • ", " ● ", " ∙ ", ", ", " - ", " – ", " — ", " / "];
    let mut pieces = vec![line];
    for sign in SIGNS {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(sign)).collect();
    }
    let is_aside = |piece: &str| {
        let lower = piece.to_lowercase();
        piece.chars().any(|c| c.is_ascii_digit())
            || lower
                .split_whitespace()
                .map(bare)
                .any(|word| ROLE_WORDS.contains(word) || ORGANISATION_WORDS.contains(word))
    };
    let (asides, names): (Vec<&str>, Vec<&str>) = pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .partition(|piece| is_aside(piece));
    match names.as_slice() {
        [name] if !asides.is_empty() && begins_with_given(name) => {
            Some(without_circumstances(name)).filter(|name| is_nothing_but_names(name))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_by_begins_a_byline() {
        for word in BEFORE {
            let capital = word.to_uppercase();
            assert!(begins_as_byline(&format!("{word} Jane Doe")), "{word}");
            assert!(begins_as_byline(&format!("{capital}: Jane Doe")), "{capital}");
            assert!(is_only_by(&format!("– {capital} –")), "{capital}");
        }
        assert!(is_only_by("Author(s):"));
        for line in ["", "Bypass opens", "by jane doe", "Bye Jane Doe", "Harbour by Jane Doe"] {
            assert!(!begins_as_byline(line) && !is_only_by(line), "{line}");
        }
    }

    #[test]
    fn a_line_of_names_is_told_from_other_short_lines() {
        for line in ["Jane Doe", "Jane Doe and John Roe", "Jane van der Doe"] {
            assert!(is_nothing_but_names(line), "{line}");
        }
        for line in ["", "Harbour", "5 min read", "JANE DOE", "Harbour opens at last", "Read more", "Jane"] {
            assert!(!is_nothing_but_names(line), "{line}");
        }
    }
}
