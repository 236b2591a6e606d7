//! The words that name a speaker: noun phrases before and after a cue.
//!
//! There is no parser: a noun phrase is a run of words between words no noun phrase runs over. Here is what ends
//! before a cue, in `following` what begins after one, in `apposed` names behind an office.

mod apposed;
mod following;
mod roles;

use std::ops::Range;

use roles::is_demonym;
pub(super) use roles::{is_late_name_word, is_title, name_start, parts_name};

use super::items::{Item, ItemKind};
use super::lexicon::{Classes, Grammar};

/// A speaker candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Index of the paragraph.
    pub(super) paragraph: usize,
    /// Items of the paragraph.
    pub(super) items: Range<usize>,
    pub(super) form: Form,
    /// Items of the name itself, without title or role; empty where there is none.
    pub(super) name: Range<usize>,
    /// Items of the role: title before the name or apposition after it.
    pub(super) role: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Name,
    /// More than one name: "Smith and Jones".
    Names,
    Pronoun,
    Nominal,
    /// "A:", whoever is asked.
    Answer,
}

/// What parts an insertion from its sentence, and a quotation from its speaker.
pub(super) const DASHES: &[char] = &['—', '–', '―', '-'];

/// No noun phrase is longer.
const LONGEST: usize = 14;
/// How many noun phrases one may hold inside another.
const DEEPEST: usize = 4;
/// No apposition between name and cue is longer.
const LONGEST_APPOSITION: usize = 40;

/// The items of one paragraph, and where a search may not go beyond.
#[derive(Clone, Copy)]
pub(super) struct Phrases<'a> {
    pub(super) items: &'a [Item],
    /// Index of the paragraph.
    pub(super) paragraph: usize,
    pub(super) text: &'a str,
    /// How the language builds noun phrases.
    pub(super) grammar: Grammar,
    /// Whether the subject stands before the verb unless a quotation precedes (English).
    pub(super) english: bool,
}

impl Phrases<'_> {
    fn at(&self, index: usize) -> Option<&Item> {
        self.items.get(index)
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.at(index).and_then(|item| self.text.get(item.bytes.clone())).unwrap_or_default()
    }

    fn pronoun(&self, index: usize) -> Mention {
        let paragraph = self.paragraph;
        Mention {
            paragraph,
            items: index..index + 1,
            form: Form::Pronoun,
            name: index..index,
            role: index..index,
        }
    }

    /// The item before `index`, if it is not before `floor`.
    fn before(&self, index: usize, floor: usize) -> Option<&Item> {
        index.checked_sub(1).filter(|index| *index >= floor).and_then(|index| self.at(index))
    }

    fn runs_on(&self, index: usize) -> bool {
        let capital = |index: usize| self.at(index).is_some_and(Item::is_capital);
        if self.at(index).is_some_and(|item| item.is_mark(&['&'])) {
            // "Marks & Spencer"
            return capital(index.wrapping_sub(1)) && capital(index + 1);
        }
        if is_late_name_word(self.text, self.items, index) {
            return true;
        }
        self.at(index).is_some_and(|item| {
            item.is_word()
                && (!item.is(Classes::REFLEXIVE) || item.is(Classes::DETERMINER) || item.is_capital())
                && (!item.is(Classes::BREAK)
                    || (item.is_capital() && item.is(Classes::MAN | Classes::WOMAN | Classes::TITLE)))
                && (!item.is(Classes::CUE)
                    || item.is_capital()
                    || item.is(Classes::PERSON | Classes::GROUP | Classes::DOCUMENT))
        })
    }

    /// The subject whose last word stands right before `end`, not reaching before `floor`.
    pub(super) fn ending_at(&self, floor: usize, end: usize) -> Option<Mention> {
        self.ending_within(floor, end, DEEPEST)
    }

    fn ending_within(&self, floor: usize, end: usize, depth: usize) -> Option<Mention> {
        let depth = depth.checked_sub(1)?;
        let last = self.before(end, floor)?;
        if last.is_mark(&[')']) {
            let open = self.opening(floor, end, '(', 10)?;
            return self.ending_within(floor, open, depth);
        }
        if last.is_mark(&[',']) || last.is_mark(DASHES) {
            return self.before_apposition(floor, end - 1);
        }
        if last.is(Classes::PRONOUN) && !last.is(Classes::DETERMINER) {
            return Some(self.pronoun(end - 1));
        }
        if last.is(Classes::WHO) {
            return self.ending_within(floor, end - 1, depth);
        }
        let simple =
            self.simple(floor, end).or_else(|| last.is(Classes::PRONOUN).then(|| self.pronoun(end - 1)))?;
        Some(self.widened(floor, simple))
    }

    /// "der Sprecher der Polizei in Pirna": the noun phrase for a speaker that a place behind a preposition belongs to,
    /// where nouns have capital letters.
    fn past_place(&self, floor: usize, place: &Mention) -> Option<Mention> {
        let preposition = place.items.start.checked_sub(1).filter(|_| self.grammar.capital_nouns)?;
        self.before(preposition + 1, floor).filter(|item| {
            item.is(Classes::PREPOSITION) && !item.is(Classes::CONJUNCTION | Classes::DETERMINER)
        })?;
        let left = self.widened(floor, self.simple(floor, preposition)?);
        (left.form == Form::Nominal && left.items.end == preposition)
            .then_some(Mention { items: left.items.start..place.items.end, ..left })
    }

    fn opening(&self, floor: usize, end: usize, mark: char, reach: usize) -> Option<usize> {
        (floor.max(end.saturating_sub(reach))..end)
            .rev()
            .find(|index| self.at(*index).is_some_and(|item| item.is_mark(&[mark])))
    }

    /// A noun phrase without "of …": determiner, adjectives, nouns, names.
    fn simple(&self, floor: usize, end: usize) -> Option<Mention> {
        let mut start = end;
        let mut brackets = 0_usize;
        while start > floor && end - start < LONGEST {
            let index = start - 1;
            let item = self.at(index)?;
            if item.is(Classes::DETERMINER) && item.is_word() {
                // "la préfecture du Rhône": the article is in the preposition.
                let of = item.is(Classes::OF)
                    && !self.grammar.capital_nouns
                    && self.is_noun(index.wrapping_sub(1), floor);
                start = if of && start < end { start } else { index };
                break;
            }
            if item.is(Classes::OF) && index + 1 < end && parts_name(self.text, self.items, index) {
                break;
            }
            let bracket = item.is_mark(&[']']) || (item.is_mark(&['[']) && brackets > 0);
            if bracket {
                brackets = if item.is_mark(&[']']) { brackets + 1 } else { brackets - 1 };
            } else if !self.runs_on(index) && !self.is_particle(index, end) && brackets == 0 {
                break;
            }
            start = index;
        }
        (start < end)
            .then(|| self.described(start..end))
            .filter(|mention| mention.items.clone().any(|index| self.at(index).is_some_and(Item::is_word)))
    }

    /// A lower-case word that can be a noun, not before `floor`.
    fn is_noun(&self, index: usize, floor: usize) -> bool {
        index >= floor
            && self.at(index).is_some_and(|item| {
                item.is_word()
                    && !item.is_capital()
                    && !item.is(Classes::BREAK | Classes::DETERMINER | Classes::CUE)
            })
    }

    fn is_particle(&self, index: usize, end: usize) -> bool {
        let particle = |index: usize| self.at(index).is_some_and(|item| item.is(Classes::PARTICLE));
        let capital = |index: usize| self.at(index).is_some_and(Item::is_capital);
        let Some(before) = index.checked_sub(1).filter(|_| particle(index) && index + 1 < end) else {
            return false;
        };
        // "von der Heide": two in a row.
        let first = capital(before)
            && !self.is_article(index)
            && (capital(index + 1) || (particle(index + 1) && capital(index + 2)));
        let second = particle(before) && before > 0 && capital(before - 1) && capital(index + 1);
        (first || second) && !parts_name(self.text, self.items, if second { before } else { index })
    }

    /// "der", which is a part of names only behind another: "von der Heide", but "Sprecherin der Stadt".
    fn is_article(&self, index: usize) -> bool {
        self.grammar.capital_nouns
            && self.at(index).is_some_and(|item| item.is(Classes::DETERMINER))
            && !self.before(index, 0).is_some_and(|item| item.is(Classes::PARTICLE))
    }

    /// Whether a word can stand before a particle inside a name.
    fn is_name_part(&self, index: usize) -> bool {
        self.at(index).is_some_and(|item| item.is_capital() || item.is(Classes::PARTICLE))
    }

    /// Extended to the left over "of", "for", "and".
    fn widened(&self, floor: usize, mut mention: Mention) -> Mention {
        for _ in 0..4 {
            let start = mention.items.start;
            let Some(link) = self.before(start, floor) else { break };
            let of = link.is(Classes::OF);
            let and = link.is(Classes::CONJUNCTION) && link.bytes.len() <= 3;
            if let Some(left) = self.with_genitive(floor, &mention) {
                mention = left;
                continue;
            }
            if !of && !and {
                break;
            }
            let Some(left) = self.simple(floor, start - 1) else { break };
            let joined = left.items.start..mention.items.end;
            let determined = self.at(left.items.start).is_some_and(|item| item.is(Classes::DETERMINER));
            let governs = self.is_noun_for_speaker(&left)
                || (left.form == Form::Name || determined && !self.english) && of && self.is_of(start - 1);
            if of && governs {
                mention = self.with_genitive_name(&left, &mention);
            } else if and && left.form == Form::Name && mention.form == Form::Name {
                let none = mention.items.end..mention.items.end;
                mention =
                    Mention { items: joined, form: Form::Names, name: none.clone(), role: none, ..left };
            } else {
                break;
            }
        }
        mention
    }

    /// "der Trainer der Franzosen": a noun right before an article of the genitive belongs to it, where nouns have capital
    /// letters.
    fn with_genitive(&self, floor: usize, mention: &Mention) -> Option<Mention> {
        let start = mention.items.start;
        let article =
            matches!(self.word(start), "des" | "der" | "eines" | "einer" | "dieser" | "ihrer" | "seiner");
        let noun = self.before(start, floor).filter(|item| item.is_capital() && !item.is(Classes::BREAK))?;
        let noun = noun.is_word() && !noun.is(Classes::MAN | Classes::WOMAN);
        if !(self.grammar.capital_nouns && article && noun) {
            return None;
        }
        let left = self.simple(floor, start).filter(|left| left.items.end == start)?;
        // "Trumps Sprecher der Partei" has a name in it, not of it.
        let (form, none) = (Form::Nominal, mention.items.end..mention.items.end);
        Some(Mention {
            items: left.items.start..mention.items.end,
            form,
            name: none.clone(),
            role: none,
            ..left
        })
    }

    /// The joining word of the genitive, which joins any two nouns.
    fn is_of(&self, index: usize) -> bool {
        self.at(index).is_some_and(|item| {
            item.is(Classes::OF)
                && matches!(
                    self.word(index),
                    "of" | "de"
                        | "du"
                        | "di"
                        | "do"
                        | "da"
                        | "van"
                        | "von"
                        | "des"
                        | "der"
                        | "del"
                        | "dei"
                        | "av"
                        | "af"
                )
        })
    }

    fn is_noun_for_speaker(&self, mention: &Mention) -> bool {
        mention.items.clone().next_back().and_then(|index| self.at(index)).is_some_and(|item| {
            item.is(Classes::PERSON
                | Classes::GROUP
                | Classes::DOCUMENT
                | Classes::TITLE
                | Classes::ORGANISATION)
                && !item.is(Classes::MAN | Classes::WOMAN)
        })
    }

    /// What the words of a noun phrase are: role and name, or neither.
    fn described(&self, items: Range<usize>) -> Mention {
        let paragraph = self.paragraph;
        let has_determiner = self.at(items.start).is_some_and(|item| item.is(Classes::DETERMINER));
        let mut start = items.end;
        while start > items.start {
            let index = start - 1;
            let is_part = self.at(index).is_some_and(|item| {
                item.is_capital()
                    || item.is_mark(&['[', ']', '&'])
                    || (item.is(Classes::PARTICLE)
                        && !item.is(Classes::DETERMINER)
                        && start < items.end
                        && (index == items.start || self.is_name_part(index - 1))
                        && !parts_name(self.text, self.items, index))
                    || (self.is_particle(index, items.end))
            });
            let genitive = start < items.end
                && self
                    .at(index)
                    .is_some_and(|item| matches!(item.kind, ItemKind::Word { genitive: true, .. }));
            if !is_part || genitive || (has_determiner && index == items.start) {
                break;
            }
            start = index;
        }
        start += name_start(self.text, self.items.get(start..items.end).unwrap_or_default());
        let name = start..items.end;
        let noun = |index: usize| {
            self.at(index).is_some_and(|item| {
                item.is(Classes::PERSON | Classes::TITLE | Classes::GROUP)
                    && !item.is(Classes::MAN | Classes::WOMAN)
            })
        };
        let single_noun = self.grammar.capital_nouns
            && has_determiner
            && (name.len() == 1 || name.clone().next_back().is_some_and(noun));
        // "the Ohio Republican", "the CEO", "the Egyptian".
        let the_one = self.english
            && matches!(self.word(items.start), "the" | "The")
            && (name.clone().next_back().is_some_and(noun)
                || name.len() == 1 && is_demonym(self.word(name.start)));
        let last_is_genitive = items
            .clone()
            .next_back()
            .and_then(|index| self.at(index))
            .is_some_and(|item| matches!(item.kind, ItemKind::Word { genitive: true, .. }));
        if name.is_empty() || single_noun || the_one || last_is_genitive {
            let none = items.end..items.end;
            return Mention { paragraph, items, form: Form::Nominal, name: none.clone(), role: none };
        }
        let role_start = items.start + usize::from(has_determiner);
        let role = if role_start < start { role_start..start } else { start..start };
        Mention { paragraph, items, form: Form::Name, name, role }
    }
}
