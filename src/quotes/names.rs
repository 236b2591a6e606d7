//! The people and organisations an article names, and which of them a mention means.

use std::collections::HashMap;
use std::ops::Range;

use super::items::{Item, ItemKind};
use super::lexicon::Classes;
use super::mentions::name_start;
use super::name_roles::{is_relative, is_suffix, role_beside};
use super::name_runs::{is_title_case, run};

/// How many places before a pronoun are looked at.
const REACH: usize = 40;
/// How many roles of an article are kept.
const MOST_ROLES: usize = 200;
/// How many names with one last word are told apart.
const NAMESAKES: usize = 32;

/// One name as the article prints it somewhere.
#[derive(Clone, Debug)]
struct Name<'t> {
    words: Vec<&'t str>,
    /// "Jr." behind it.
    suffix: Option<&'t str>,
    gender: Option<Gender>,
    organisation: bool,
    /// Whether it begins with a given name that we know, where other nouns could.
    given: bool,
    /// How often it, or its last word, stands in the text.
    count: usize,
}

/// Whom a pronoun can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    Man,
    Woman,
}

/// One place where somebody is named.
#[derive(Clone, Copy, Debug)]
struct Place {
    byte: usize,
    paragraph: usize,
    name: usize,
}

/// What somebody is: "leseforscher".
#[derive(Debug)]
struct Role {
    /// Lower case.
    words: String,
    name: usize,
    /// Where it stands first.
    byte: usize,
}

/// All names of one article.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    entries: Vec<Name<'t>>,
    by_last: HashMap<&'t str, Vec<usize>>,
    /// Names of several words by their first one.
    by_first: HashMap<&'t str, Vec<usize>>,
    places: Vec<Place>,
    /// Whether nouns have capital letters, so that any may seem to begin a name.
    capital_nouns: bool,
    /// What people are, each once.
    roles: Vec<Role>,
}

/// Whom a mention means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) organisation: bool,
    pub(super) gender: Option<Gender>,
}

impl<'t> Names<'t> {
    /// Reads the names of one paragraph; a headline in title case is left out, its words are no names.
    pub(super) fn read(&mut self, text: &'t str, paragraph: usize, items: &[Item], capital_nouns: bool) {
        self.capital_nouns = capital_nouns;
        if !capital_nouns && is_title_case(items) {
            return;
        }
        let mut index = 0;
        while index < items.len() {
            let run = run(text, items, index, capital_nouns);
            if run.is_empty() {
                index += 1;
                continue;
            }
            index = run.end;
            let name = self.enter(text, paragraph, items, run.clone());
            if let Some(name) = name.filter(|_| !capital_nouns) {
                let found = role_beside(items, &run).into_iter().flatten();
                found.for_each(|role| self.add_role(text, role, name));
            }
        }
    }

    fn add_role(&mut self, text: &str, role: &Item, name: usize) {
        let words = text.get(role.bytes.clone()).unwrap_or_default().to_lowercase();
        let is_known = self.roles.iter().any(|role| role.name == name && role.words == words);
        if self.roles.len() < MOST_ROLES && !is_known {
            self.roles.push(Role { words, name, byte: role.bytes.start });
        }
    }

    /// Enters a name; says its index.
    fn enter(&mut self, text: &'t str, paragraph: usize, items: &[Item], run: Range<usize>) -> Option<usize> {
        let byte = items.get(run.start).map_or(0, |item| item.bytes.start);
        let run = items.get(run).unwrap_or_default();
        let (titles, name) = run.split_at(name_start(text, run).min(run.len()));
        let mut words: Vec<&str> =
            name.iter().filter(|item| item.is_word()).filter_map(|item| bare(text, item)).collect();
        let suffix = words.pop_if(|last| is_suffix(last));
        let (first, last) = (name.iter().find(|item| item.is_word())?, words.last().copied()?);
        let gender =
            gender_of_titles(text, titles).or_else(|| (words.len() > 1).then(|| gender_of(first)).flatten());
        let organisation = is_organisation(name) || (words.len() == 1 && is_acronym(last));
        let known = self.by_last.get(last).and_then(|known| {
            known.iter().copied().find(|name| self.entries.get(*name).is_some_and(|name| name.words == words))
        });
        let index = known.unwrap_or_else(|| {
            let given = self.capital_nouns && words.len() > 1 && first.is(Classes::MAN | Classes::WOMAN);
            let index = self.entries.len();
            let mut listed = vec![self.by_last.entry(last).or_default()];
            if let Some(family) = words.first().filter(|_| words.len() > 1) {
                listed.push(self.by_first.entry(family).or_default());
            }
            for namesakes in listed.into_iter().filter(|namesakes| namesakes.len() < NAMESAKES) {
                namesakes.push(index);
            }
            self.entries.push(Name { words, suffix, gender, organisation, given, count: 0 });
            index
        });
        if let Some(role) = titles.last().filter(|role| role.is_word()) {
            self.add_role(text, role, index);
        }
        if let Some(name) = self.entries.get_mut(index) {
            name.count += 1;
            name.gender = name.gender.or(gender);
            name.suffix = name.suffix.or(suffix);
        }
        self.places.push(Place { byte, paragraph, name: index });
        Some(index)
    }

    /// The fullest name of those words in the article; the words themselves where several people could be meant.
    pub(super) fn fullest(&self, words: &[&str], title: Option<Gender>) -> Option<Known> {
        let words = match words {
            [name @ .., suffix] if !name.is_empty() && is_suffix(suffix) => name,
            _ => words,
        };
        let last = *words.last()?;
        let spelt = (!self.by_last.contains_key(last)).then(|| in_small_letters(words)).flatten();
        let shown: Vec<&str> = spelt.iter().flatten().map(String::as_str).collect();
        let words = if shown.is_empty() { words } else { &shown };
        let last = *words.last()?;
        if let Some(known) = self.family_first(words) {
            return Some(known);
        }
        let candidates: Vec<&Name<'_>> = self
            .by_last
            .get(last)
            .into_iter()
            .flatten()
            .filter_map(|name| self.entries.get(*name))
            .filter(|name| agrees(&name.words, words))
            .filter(|name| title.is_none() || name.gender.is_none() || name.gender == title)
            .collect();
        // "Wovor Kolb warnt" is no name where "Simone Kolb" is.
        let given = candidates.iter().any(|name| name.given);
        let candidates: Vec<&Name<'_>> =
            candidates.into_iter().filter(|name| !given || name.given || name.words.len() == 1).collect();
        let longest = candidates.iter().copied().max_by_key(|name| name.words.len());
        let one = longest.filter(|longest| candidates.iter().all(|name| agrees(&longest.words, &name.words)));
        let gender = title.or_else(|| one.and_then(|name| name.gender));
        Some(match one.filter(|name| name.words.len() >= words.len()) {
            Some(name) => Known { name: name.shown(), organisation: name.organisation, gender },
            None => Known { name: words.join(" "), organisation: false, gender },
        })
    }

    /// "Xi" of "Xi Jinping", "Sir Keir": the one name that begins with that word, where no name ends with it and, but for
    /// given names, nobody is called by that name's last word alone.
    fn family_first(&self, words: &[&str]) -> Option<Known> {
        let [family] = words else { return None };
        let full = |word: &str| {
            let names = self.by_last.get(word).into_iter().flatten();
            names.filter_map(|name| self.entries.get(*name)).map(|name| name.words.len())
        };
        let mut names = self.by_first.get(family)?.iter().filter_map(|name| self.entries.get(*name));
        let only = names.next()?;
        let last = only.words.last()?;
        let one = names.all(|name| name.words == only.words);
        // A given name alone is short for the whole however its bearer is called else.
        let given = only.gender.is_some();
        let named_so =
            one && full(family).all(|words| words == 1) && (given || full(last).all(|words| words > 1));
        (named_so && !only.organisation).then(|| Known {
            name: only.words.join(" "),
            organisation: false,
            gender: only.gender,
        })
    }

    /// Whom "the researcher" means before `byte`: the one person whose role is that, or a compound of it.
    pub(super) fn by_role(&self, role: &str, byte: usize) -> Option<Known> {
        const SHORTEST: usize = 4;
        let role = role.to_lowercase();
        let fits = |own: &str| own == role || (role.len() >= SHORTEST && own.ends_with(&role));
        let mut only: Option<Known> = None;
        for own in self.roles.iter().filter(|own| own.byte < byte && fits(&own.words)) {
            let known = self.fullest(&self.entries.get(own.name)?.words, None)?;
            if only.as_ref().is_some_and(|only| only.name != known.name) {
                return None;
            }
            only = Some(known);
        }
        only
    }

    /// The one person with a full name among the paragraphs before that one.
    pub(super) fn only_person_before(&self, paragraph: usize) -> Option<Known> {
        let before = self.places.get(..self.places.partition_point(|place| place.paragraph < paragraph))?;
        let mut only: Option<&Name<'_>> = None;
        for name in before.iter().filter_map(|place| self.entries.get(place.name)) {
            let full = name.words.len() > 1 && !name.organisation && name.gender.is_some();
            if full && only.is_some_and(|only| only.words != name.words) {
                return None;
            }
            only = only.or(full.then_some(name));
        }
        self.fullest(&only?.words, None)
    }

    /// Whether somebody else who could be a man or a woman is named in `paragraph` before `byte` or in the one before.
    pub(super) fn names_another(&self, paragraph: usize, byte: usize, known: &Known) -> bool {
        let end = self.places.partition_point(|place| place.byte < byte);
        let near = self.places.get(end.saturating_sub(REACH)..end).unwrap_or_default().iter();
        near.filter(|place| place.paragraph + 1 >= paragraph).any(|place| {
            self.entries.get(place.name).is_some_and(|name| {
                name.words.len() > 1
                    && name.gender.is_none()
                    && !name.organisation
                    && !known.name.ends_with(name.words.last().copied().unwrap_or_default())
            })
        })
    }

    /// The last person whose full name begins a sentence between `from` and `until`, if it can be one of that gender.
    /// Names of one word may be anything's.
    pub(super) fn subject(&self, text: &str, bytes: Range<usize>, gender: Gender) -> Option<Known> {
        let place = |byte: usize| self.places.partition_point(|place| place.byte < byte);
        let places = self.places.get(place(bytes.start)..place(bytes.end)).unwrap_or_default();
        let begins = |byte: usize| {
            let before = text.get(bytes.start..byte).unwrap_or_default().trim_end();
            before.is_empty() || before.ends_with(['.', '!', '?', '”', '"', '’', '\''])
        };
        let relative = |byte: usize| is_relative(text.get(bytes.start..byte));
        let place = places.iter().rev().find(|place| begins(place.byte) || relative(place.byte))?;
        let name = self.entries.get(place.name)?;
        let known = self.fullest(&name.words, name.gender)?;
        let person = !known.organisation && (known.name.contains(' ') || relative(place.byte));
        (person && known.gender.is_none_or(|own| own == gender)).then_some(known)
    }

    /// Whom "he" or "she" means in `paragraph` before `byte`: the one person of that gender named in the paragraph
    /// so far, else in the one before.
    pub(super) fn nearest(&self, paragraph: usize, byte: usize, gender: Gender) -> Option<Known> {
        let end = self.places.partition_point(|place| place.byte < byte);
        let before = self.places.get(..end).unwrap_or_default();
        for back in 0..=1 {
            let wanted = paragraph.checked_sub(back)?;
            let mut people: Vec<Known> = Vec::new();
            let upto = before.partition_point(|place| place.paragraph <= wanted);
            let places = before.get(..upto).unwrap_or_default().iter().rev();
            for place in places.take_while(|place| place.paragraph == wanted).take(REACH) {
                let Some(name) = self.entries.get(place.name) else { continue };
                let Some(known) = self.fullest(&name.words, name.gender) else { continue };
                let named = known.gender == Some(gender);
                if named && !known.organisation && !people.iter().any(|other| other.name == known.name) {
                    people.push(known);
                }
            }
            match people.len() {
                0 => {}
                1 => return people.pop(),
                // The first named is what the paragraph is about.
                _ if back == 0 => return people.pop(),
                _ => return None,
            }
        }
        None
    }
}

impl Name<'_> {
    fn shown(&self) -> String {
        let name = self.words.join(" ");
        self.suffix.map_or(name.clone(), |suffix| format!("{name} {suffix}"))
    }
}

/// Whether two names can be one person's: one's words are the other's last ones, or first and last agree.
fn agrees(full: &[&str], short: &[&str]) -> bool {
    if full.last() != short.last() {
        return false;
    }
    if full.len() == 1 || short.len() == 1 || full.ends_with(short) || short.ends_with(full) {
        return true;
    }
    match (full.first(), short.first()) {
        (Some(a), Some(b)) => a == b || is_initial_of(a, b) || is_initial_of(b, a),
        _ => false,
    }
}

fn is_initial_of(initial: &str, name: &str) -> bool {
    initial.strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1 && name.starts_with(letter))
}

/// PENCE → Pence; `None` where not all letters of all words are capitals.
fn in_small_letters(words: &[&str]) -> Option<Vec<String>> {
    let capitals = |word: &&str| word.chars().count() > 2 && !word.chars().any(char::is_lowercase);
    let small = |word: &&str| {
        let mut letters = word.chars();
        letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
    };
    words.iter().all(capitals).then(|| words.iter().map(small).collect())
}

/// Whether a name holds what only organisations have, and does not begin with a given name: "Remedios Sala".
pub(super) fn is_organisation(name: &[Item]) -> bool {
    let given = name.len() > 1 && name.first().is_some_and(|item| item.is(Classes::MAN | Classes::WOMAN));
    !given && name.iter().any(|item| item.is(Classes::ORGANISATION) || item.is_mark(&['&']))
}

fn is_acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.' || c == '&')
}

/// The word without the genitive 's.
pub(super) fn bare<'t>(text: &'t str, item: &Item) -> Option<&'t str> {
    let word = text.get(item.bytes.clone())?;
    Some(match item.kind {
        ItemKind::Word { genitive: true, .. } => {
            word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
        }
        _ => word,
    })
}

fn gender_of(item: &Item) -> Option<Gender> {
    match (item.is(Classes::MAN), item.is(Classes::WOMAN)) {
        (true, false) => Some(Gender::Man),
        (false, true) => Some(Gender::Woman),
        _ => None,
    }
}

/// Endings of German offices held by women; no English title has them.
const FEMININE: &[&str] = &[
    "erin", "entin", "istin", "orin", "ärin", "ärztin", "ältin", "ätin", "login", "chefin", "eurin", "antin",
];

/// What "Mr." and "Mrs." say, and German offices: "Bürgermeisterin".
pub(super) fn gender_of_titles(text: &str, titles: &[Item]) -> Option<Gender> {
    titles.iter().find_map(|item| {
        let title = text.get(item.bytes.clone())?.trim_end_matches('.').to_lowercase();
        if item.is(Classes::TITLE) && FEMININE.iter().any(|ending| title.ends_with(ending)) {
            return Some(Gender::Woman);
        }
        match title.as_str() {
            "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "herr" | "señor" | "monsieur"
            | "father" => Some(Gender::Man),
            "mrs" | "ms" | "miss" | "lady" | "dame" | "queen" | "princess" | "congresswoman" | "frau"
            | "señora" | "madame" | "mme" | "sister" | "kanzlerin" | "bundeskanzlerin" => {
                Some(Gender::Woman)
            }
            _ => None,
        }
    })
}
