//! What stands beside a name and says what its bearer is, and whose son.

use std::ops::Range;

use super::items::Item;
use super::lexicon::Classes;

/// "Jr.", "III": what stands behind a surname.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

/// The nouns that say beside a name what its bearer is: right before it, before it and a comma, and after it and a comma.
/// "champion Simone Biles", "The mayor, Eric Adams, said", "Marin Alsop, the conductor,".
pub(super) fn role_beside<'i>(items: &'i [Item], run: &Range<usize>) -> [Option<&'i Item>; 2] {
    let is_role = |item: &&Item| {
        item.is(Classes::PERSON | Classes::TITLE) && !item.is(Classes::MAN | Classes::WOMAN | Classes::GROUP)
    };
    let is_comma = |item: &Item| item.is_mark(&[',']);
    let before = items.get(..run.start).unwrap_or_default();
    let right_before = before.last().filter(is_role);
    let apposed = before.split_last().filter(|(comma, _)| is_comma(comma)).and_then(|(_, before)| {
        let start = before.iter().rposition(|item| !item.is_word()).map_or(0, |mark| mark + 1);
        let phrase = before.get(start.max(before.len().saturating_sub(REACH_OF_ROLE))..)?;
        let begins = phrase.first().is_some_and(|item| item.is(Classes::DETERMINER));
        head(phrase).filter(|_| begins)
    });
    let after = items.get(run.end..).unwrap_or_default();
    let behind = after.split_first().filter(|(comma, _)| is_comma(comma)).and_then(|(_, after)| {
        let end = after.iter().position(|item| !item.is_word()).unwrap_or(after.len());
        let phrase = after.get(..end.min(REACH_OF_ROLE))?;
        let begins = phrase.first().is_some_and(|item| item.is(Classes::DETERMINER));
        head(phrase).filter(|_| begins)
    });
    [right_before.or(apposed), behind]
}

/// How many words of an apposition are looked at.
const REACH_OF_ROLE: usize = 10;

/// The noun for a person that a phrase is built on: the last one before "of" and the like.
fn head(phrase: &[Item]) -> Option<&Item> {
    let is_role = |item: &&Item| {
        item.is(Classes::PERSON | Classes::TITLE) && !item.is(Classes::MAN | Classes::WOMAN | Classes::GROUP)
    };
    let own =
        phrase.iter().skip(1).take_while(|item| !item.is(Classes::OF | Classes::PREPOSITION | Classes::WHO));
    own.filter(is_role).last()
}

/// What begins a sentence about somebody's relative.
const POSSESSIVES: &[&str] =
    &["His", "Her", "Sein", "Seine", "Ihr", "Ihre", "Son", "Sa", "Su", "Seu", "Sua", "Suo"];

/// Whether "Her daughter," or "Ihre Mutter" is all that a sentence has before a name; `before` is the text up to that.
pub(super) fn is_relative(before: Option<&str>) -> bool {
    let before = before.unwrap_or_default().trim_end().trim_end_matches(',');
    let start = before.rfind(['.', '!', '?', '”', '"', '\n']).map_or(0, |mark| mark + 1);
    let sentence = before.get(start..).unwrap_or_default();
    let mut words = sentence.trim_start_matches(|c: char| !c.is_alphabetic()).split_whitespace();
    let whose = words.next().unwrap_or_default();
    words.next().is_some() && words.next().is_none() && POSSESSIVES.contains(&whose)
}
