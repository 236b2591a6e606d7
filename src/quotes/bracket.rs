//! Verbs that stand apart, as German has them: the auxiliary second, the participle last ("Huber hat der Zeitung gesagt"),
//! and the subject behind the verb where something else opens the sentence ("Zur Lage äußerte er sich").

use std::ops::Range;

use super::cues::Sentence;
use super::items::Item;
use super::lexicon::Classes;
use super::mentions::{Form, Mention};

/// How far before a participle its auxiliary is looked for.
const LONGEST: usize = 24;

/// How a cue stands to its auxiliary.
pub(super) enum Bracket {
    /// Right behind it, or without one.
    Together,
    /// Apart from it, with that subject.
    Apart(Mention),
    /// Apart from it, and nobody speaks: a passive.
    Silent,
}

impl Sentence<'_> {
    /// The speaker of a participle at the end of its clause, if an auxiliary stands apart from it.
    pub(super) fn bracket(&self, cue: &Range<usize>, floor: usize, verb: usize) -> Bracket {
        self.apart(cue, floor, verb).unwrap_or(Bracket::Together)
    }

    fn apart(&self, cue: &Range<usize>, floor: usize, verb: usize) -> Option<Bracket> {
        if !is_participle(self.word(cue.start)) || self.at(cue.end).is_some_and(Item::is_word) {
            return None;
        }
        let lowest = floor.max(verb.saturating_sub(LONGEST));
        let auxiliary = (lowest..verb)
            .rev()
            .take_while(|index| self.at(*index).is_some_and(|item| item.is_word() || item.is_mark(&['-'])))
            .find(|index| {
                self.at(*index).is_some_and(|item| item.is(Classes::AUXILIARY) && !item.is_capital())
            })?;
        if self.at(auxiliary).is_some_and(|item| item.is(Classes::BE)) {
            return Some(Bracket::Silent);
        }
        if !matches!(self.word(auxiliary), "hat" | "haben" | "hatte" | "hatten" | "habe") {
            return None;
        }
        let before = self.subject_before(floor, auxiliary);
        let before = before.filter(|mention| self.is_subject(mention) && !self.is_object(mention, floor));
        let speaker = before.or_else(|| self.subject_from(auxiliary + 1, verb));
        Some(speaker.map_or(Bracket::Silent, Bracket::Apart))
    }

    /// The pronoun right behind a verb that is its subject, whatever stands before: "Das Gewicht der Teile schätzt er".
    pub(super) fn pronoun_subject(
        &self,
        cue: &Range<usize>,
        before: Option<&Mention>,
        floor: usize,
    ) -> Option<Mention> {
        if !self.phrases.grammar.capital_nouns {
            return None;
        }
        let item = self.at(cue.end)?;
        let clear = matches!(self.word(cue.end), "er" | "sie" | "man");
        let other = before.is_none_or(|mention| {
            self.is_object(mention, floor)
                || (mention.form == Form::Nominal
                    && !self.any(mention.items.clone(), |item| {
                        item.is(Classes::PERSON | Classes::GROUP | Classes::ORGANISATION | Classes::DOCUMENT)
                    }))
        });
        let man = item.is(Classes::HE) && clear;
        (man || (clear && item.is(Classes::PRONOUN) && other)).then(|| self.pronoun_at(cue.end)).flatten()
    }

    /// "…, der von seinem Mut schwärmte, …": a relative clause, whose verb comes last; it says nothing of its own.
    pub(super) fn is_relative(&self, mention: &Mention, cue: usize) -> bool {
        let comma = mention.items.start.checked_sub(1).and_then(|index| self.at(index));
        self.phrases.grammar.capital_nouns
            && comma.is_some_and(|item| item.is_mark(&[',']))
            && matches!(self.word(mention.items.start), "der" | "die" | "das")
            && self.at(cue).is_some_and(|item| item.is_mark(&[',', '.']))
    }

    /// Whether a noun phrase before a verb can be its subject: where nouns have capital letters, it holds a noun, and no
    /// article of another case opens it.
    pub(super) fn is_subject(&self, mention: &Mention) -> bool {
        if !self.phrases.grammar.capital_nouns || mention.form == Form::Pronoun {
            return true;
        }
        let noun = self.any(mention.items.clone(), |item| {
            item.is_capital() && !item.is(Classes::DETERMINER | Classes::ADVERB)
                || item.is(Classes::PERSON | Classes::GROUP | Classes::THEY)
                || !item.is_word()
        });
        noun && !self.is_dative(mention.items.start) && !self.is_oblique(mention.items.start)
    }
}

impl Sentence<'_> {
    /// "seiner Rede", "des Landes": a genitive or dative, by its article alone.
    fn is_oblique(&self, index: usize) -> bool {
        matches!(
            self.word(index),
            "des"
                | "eines"
                | "seiner"
                | "seines"
                | "ihrer"
                | "ihres"
                | "unserer"
                | "dieses"
                | "deren"
                | "dessen"
        )
    }

    /// "Arzt und Forscher Andreas Kolb": two roles of one name, after the first.
    pub(super) fn with_second_role(&self, mention: Mention) -> Mention {
        let end = mention.items.end;
        let joined = self.phrases.grammar.capital_nouns
            && mention.form != Form::Pronoun
            && matches!(self.word(end), "und" | "sowie")
            && self.at(mention.items.start).is_some_and(|item| {
                item.is_capital() && !item.is(Classes::DETERMINER)
                    || matches!(self.word(mention.items.start), "des" | "eines" | "dem" | "einem")
            })
            && self.at(end + 1).is_some_and(|item| item.is_capital() && !item.is(Classes::DETERMINER));
        let second = joined.then(|| self.phrases.starting_at(end + 1, self.end)).flatten();
        match second.filter(|second| second.form == Form::Name && !second.role.is_empty()) {
            Some(second) => {
                let start = mention.items.start;
                let determined = self.at(start).is_some_and(|item| item.is(Classes::DETERMINER));
                let role = start + usize::from(determined)..second.name.start;
                Mention { items: start..second.items.end, role, ..second }
            }
            None => mention,
        }
    }
}

fn is_participle(word: &str) -> bool {
    (word.ends_with('t') || word.ends_with("en"))
        && (word.contains("ge")
            || word.ends_with("iert")
            || word.starts_with("be")
            || word.starts_with("er")
            || word.starts_with("ver"))
}
