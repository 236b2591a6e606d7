//! Names behind what somebody is: "the mayor, Tom Kessler", "Bank of England governor Andrew Hill".

use super::{DEEPEST, Form, Mention, Phrases};
use crate::quotes::lexicon::Classes;
use crate::quotes::names::is_organisation;

impl Phrases<'_> {
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
