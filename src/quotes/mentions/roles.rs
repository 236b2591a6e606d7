//! Where a name begins and ends among capitalised words: what stands before it is what somebody is.

use crate::quotes::items::Item;
use crate::quotes::lexicon::Classes;

/// Whether "von" stands behind given name and surname, or behind what somebody is, so that it tells where somebody is
/// from: "Simone Kolb von der Stiftung", "der Trainer von Eintracht", but not "Ursula von der Heide", "Frau von Berg".
pub(in crate::quotes) fn parts_name(text: &str, items: &[Item], index: usize) -> bool {
    let word =
        |index: usize| items.get(index).and_then(|item| text.get(item.bytes.clone())).unwrap_or_default();
    let capital = |index: usize| items.get(index).is_some_and(|item| item.is_capital() && !is_title(item));
    let article = |index: usize| items.get(index).is_some_and(|item| item.is(Classes::DETERMINER));
    let office = |index: usize| items.get(index).is_some_and(is_title);
    let from = matches!(word(index), "von" | "vom" | "zur" | "zum");
    let of = from || OF.contains(&word(index));
    index > 1
        && (from && capital(index - 1) && capital(index - 2) || of && office(index - 1) && article(index - 2))
}

/// What joins an office and what it is of in Romance languages and Dutch, where it may also be a part of names.
const OF: &[&str] = &[
    "de", "di", "da", "do", "du", "del", "van", "das", "dos", "des", "della", "dello", "dei", "degli",
    "delle", "dell'", "dell’", "d'", "d’",
];

/// Words that make a place of the given name after them: "San Jose".
const PLACES: &[&str] =
    &["San", "Santa", "St", "St.", "Saint", "Fort", "Port", "Mount", "Lake", "Camp", "Cape", "New"];

/// How many of a run of capitalised words are what somebody is, not his name: "Fire Chief Marisol Trent".
///
/// Titles at the beginning; all up to a title, if no given name stands before it; all up to a given name with a surname
/// after it. Names of organisations are left whole.
pub(in crate::quotes) fn name_start(text: &str, items: &[Item]) -> usize {
    let titles = items.iter().take_while(|item| is_title(item)).count();
    let given = |at: usize| items.get(at).is_some_and(|item| item.is(Classes::MAN | Classes::WOMAN));
    let mut start = titles;
    for (at, item) in items.iter().enumerate().skip(titles).take_while(|(at, _)| !given(*at)) {
        if is_title(item) && item.is_word() && at + 1 < items.len() {
            start = at + 1;
        }
    }
    let last = (start + 1..items.len().saturating_sub(1)).rev().find(|at| given(*at));
    if let Some(mut first) = last {
        let initial = |at: usize| items.get(at).is_some_and(|item| item.bytes.len() <= 2);
        while first > start && (given(first - 1) || initial(first - 1)) {
            first -= 1;
        }
        let before = first.checked_sub(1).and_then(|at| text.get(items.get(at)?.bytes.clone()));
        if !before.is_some_and(|word| PLACES.contains(&word)) {
            start = first;
        }
    }
    let organisation = items.iter().skip(start).any(|item| item.is(Classes::ORGANISATION));
    if organisation { titles } else { start }
}

/// Whether a capitalised word before a name is no part of it: "Senator", "Spokesman", an opening bracket.
pub(in crate::quotes) fn is_title(item: &Item) -> bool {
    item.is_mark(&['[', ']'])
        || (item.is(Classes::TITLE | Classes::PERSON | Classes::GROUP)
            && !item.is(Classes::MAN | Classes::WOMAN))
}

/// Forms of address that only a surname follows.
const ADDRESSES: &[&str] =
    &["Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr.", "Herr", "Herrn", "Frau"];

/// Whether a capitalised word that is otherwise a day, a month, a season or an auxiliary is a surname here: "Theresa May",
/// "Uwe Sommer", "Mrs May".
pub(in crate::quotes) fn is_late_name_word(text: &str, items: &[Item], index: usize) -> bool {
    let word =
        items.get(index).is_some_and(|item| item.is_capital() && item.is(Classes::TIME | Classes::AUXILIARY));
    let before = index.checked_sub(1).and_then(|index| items.get(index));
    word && before.is_some_and(|before| {
        before.is_capital()
            && (before.is(Classes::MAN | Classes::WOMAN)
                || text.get(before.bytes.clone()).is_some_and(|address| ADDRESSES.contains(&address)))
    })
}

/// Endings and words for where somebody is from: "the Egyptian", "the Spaniard" is whoever was named before.
const FROM: &[&str] =
    &["ian", "ean", "ese", "iard", "lander", "Englishman", "Irishman", "Welshman", "Frenchman", "Dutchman"];
const PEOPLE: &[&str] = &[
    "American",
    "Argentine",
    "Brit",
    "Briton",
    "Catalan",
    "Croat",
    "Cuban",
    "Czech",
    "Dane",
    "Finn",
    "German",
    "Greek",
    "Iraqi",
    "Israeli",
    "Kosovan",
    "Kuwaiti",
    "Mexican",
    "Moroccan",
    "Pakistani",
    "Pole",
    "Qatari",
    "Saudi",
    "Scot",
    "Serb",
    "Slovak",
    "Slovene",
    "Swede",
    "Swiss",
    "Texan",
    "Turk",
    "Uzbek",
    "Yemeni",
];
/// Newspapers and places that end so.
const NOT_FROM: &[&str] = &["Australian", "Caledonian", "Caribbean", "Guardian", "Ocean", "Smithsonian"];

/// Whether a word after "the" says where somebody is from and names nobody.
pub(in crate::quotes) fn is_demonym(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && !NOT_FROM.contains(&word)
        && (PEOPLE.contains(&word) || FROM.iter().any(|ending| word.ends_with(ending)))
}
