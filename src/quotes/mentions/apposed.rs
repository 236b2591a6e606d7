//! What stands between commas behind a speaker, and names behind what somebody is: "Smith, who runs the shop,", "the mayor,
//! Tom Kessler,", "Bank of England governor Andrew Hill".

use super::{DASHES, DEEPEST, Form, LONGEST_APPOSITION, Mention, Phrases};
use crate::quotes::items::Item;
use crate::quotes::lexicon::Classes;
use crate::quotes::names::is_organisation;

impl Phrases<'_> {
    /// Names with what follows them between commas: "Smith, who runs the shop, said".
    pub(super) fn before_apposition(&self, floor: usize, comma: usize) -> Option<Mention> {
        let lowest = floor.max(comma.saturating_sub(LONGEST_APPOSITION));
        let marks =
            self.at(comma).map_or(DASHES, |item| if item.is_mark(&[',']) { &[','][..] } else { DASHES });
        let opening = (lowest..comma).rev().find(|index| {
            self.at(*index).is_some_and(|item| item.is_mark(marks))
                && !self.is_age(*index)
                && self.at(index + 1).is_some_and(|next| {
                    next.is(Classes::WHO
                        | Classes::DETERMINER
                        | Classes::PERSON
                        | Classes::TITLE
                        | Classes::OF)
                        || !next.is_capital() && !next.is(Classes::CONJUNCTION | Classes::PRONOUN)
                })
                && self.simple(floor, *index).is_some()
                || self.is_named_after(floor, *index)
        })?;
        let mention = self.widened(floor, self.simple(floor, opening)?);
        let mut mention = self.past_place(floor, &mention).unwrap_or(mention);
        let apposed = self.starting_at(opening + 1, comma);
        if let Some(apposed) = apposed.filter(|apposed| {
            apposed.form == Form::Name && apposed.items.end == comma && mention.form == Form::Nominal
        }) {
            return Some(self.named(&mention, apposed));
        }
        let aged = (opening + 2..comma.min(opening + 4)).find(|end| self.is_age(*end));
        let role = aged.map_or(opening, |end| end) + 1..comma;
        if mention.role.is_empty()
            && !role.is_empty()
            && !self.is_age(comma)
            && self.at(role.start).is_some_and(|item| !item.is(Classes::WHO | Classes::PREPOSITION))
            && !self.is_participle(role.start)
        {
            mention.role = role;
        }
        Some(mention)
    }

    /// Whether how old somebody is stands between a comma and `comma`: "Smith, 45, said", "Rossi, 38 ans, explique".
    fn is_age(&self, comma: usize) -> bool {
        [2, 3].into_iter().filter_map(|back| comma.checked_sub(back)).any(|start| {
            self.at(start).is_some_and(|item| item.is_mark(&[',']))
                && self.word(start + 1).starts_with(|c: char| c.is_ascii_digit())
                && !(start + 2..comma).any(|index| self.at(index).is_some_and(Item::is_capital))
        })
    }

    /// Whether an insertion begins with what somebody did or had done to them, which is no role: "Gomez, quoted in the
    /// article, said".
    fn is_participle(&self, index: usize) -> bool {
        let participle = self.word(index).ends_with("ed") || self.word(index).ends_with("ing");
        let person = self.at(index).is_some_and(|item| item.is(Classes::PERSON | Classes::TITLE));
        self.english && participle && !person
    }

    /// Whether a name follows the comma and a noun for a person stands before it: "the president, Juan Gómez".
    fn is_named_after(&self, floor: usize, comma: usize) -> bool {
        self.at(comma).is_some_and(|item| item.is_mark(&[',']))
            && self.at(comma + 1).is_some_and(Item::is_capital)
            && self.simple(floor, comma).map(|mention| self.widened(floor, mention)).is_some_and(|mention| {
                mention.form == Form::Nominal || self.past_place(floor, &mention).is_some()
            })
    }

    /// A noun phrase with the name that stands behind it: "the president, Juan Gómez", "the mayor of Dayton Ann Lee".
    pub(in crate::quotes) fn named(&self, noun: &Mention, name: Mention) -> Mention {
        let start = noun.items.start;
        let determined = self.at(start).is_some_and(|item| item.is(Classes::DETERMINER));
        let end = if name.items.start == noun.items.end + 1 { noun.items.end } else { name.name.start };
        Mention { items: start..name.items.end, role: start + usize::from(determined)..end, ..name }
    }

    /// A noun phrase and the one behind "of" as one. "Bank of England governor Andrew Hill", "il sindaco di Milano Luca
    /// Bassi": a name with what somebody is before it names the whole. "Department of Health": all of it is the name.
    pub(super) fn with_genitive_name(&self, left: &Mention, right: &Mention) -> Mention {
        let named = right.form == Form::Name;
        let described = named && !right.role.is_empty() && right.role.end == right.name.start;
        if described {
            return self.named(left, right.clone());
        }
        let items = left.items.start..right.items.end;
        let last = left.name.clone().next_back().and_then(|index| self.at(index));
        let body = named
            && left.name.end == left.items.end
            && last.is_some_and(|item| item.is(Classes::ORGANISATION));
        let name = if body { left.name.start..right.name.end } else { left.name.clone() };
        Mention { items, name, ..left.clone() }
    }

    /// "the mayor, Tom Kessler": a noun for a person whose full name follows between commas.
    pub(super) fn apposed(&self, noun: &Mention, ceiling: usize, depth: usize) -> Option<Mention> {
        let person = |index: usize| {
            self.at(index).is_some_and(|item| {
                item.is(Classes::PERSON | Classes::TITLE) && !item.is(Classes::MAN | Classes::WOMAN)
            })
        };
        let named =
            noun.items.clone().any(person).then(|| self.named_after_comma(noun, ceiling, depth))??;
        let full =
            named.name.len() > 1 && !is_organisation(self.items.get(named.name.clone()).unwrap_or_default());
        full.then_some(named)
    }

    /// The same where somebody else knows that noun and name, up to `end`, are one speaker.
    pub(in crate::quotes) fn named_by_apposition(&self, noun: &Mention, end: usize) -> Option<Mention> {
        self.named_after_comma(noun, end, DEEPEST)
    }

    fn named_after_comma(&self, noun: &Mention, ceiling: usize, depth: usize) -> Option<Mention> {
        let comma = noun.items.end;
        if noun.form != Form::Nominal || !self.at(comma).is_some_and(|item| item.is_mark(&[','])) {
            return None;
        }
        let name = self.starting_within(comma + 1, ceiling, depth)?;
        let closed = name.items.end >= ceiling || self.at(name.items.end).is_none_or(|item| !item.is_word());
        (name.form == Form::Name && closed).then(|| self.named(noun, name))
    }
}
