//! Speaker and cue where no English sentence has them: in the clause after the quotation (“…”, sagte gestern der
//! Minister), and before a colon whatever the verb (Seine Frau lacht: “…”).
//!
//! A clause right after a quotation nearly always says who spoke, so its verb need not be in the lexicon.

use std::ops::Range;

use super::cues::{Report, Sentence};
use super::items::Item;
use super::lexicon::Classes;
use super::mentions::{DASHES, Form, Mention};

/// How many items between cue and speaker are passed over: "gestern vor Journalisten".
pub(super) const LONGEST_DETOUR: usize = 12;
/// How many words stand between a quotation and its cue: "hat sich".
const LONGEST_LEAD: usize = 5;
/// A quotation of fewer words in the middle of a sentence may be a title; only a known cue makes it a statement.
const TITLE_WORDS: usize = 4;

/// A verb after a quotation.
struct Verb {
    cue: Range<usize>,
    classes: Classes,
    /// Whether the lexicon has it.
    known: bool,
    /// Where the clause goes on.
    end: usize,
}

impl Sentence<'_> {
    /// The clause of cue and speaker that follows the quotation at `quote`.
    pub(super) fn after_quotation(&self, quote: usize) -> Option<Report> {
        self.at(quote)?.quote()?;
        let mut start = quote + 1;
        while start <= quote + 3
            && self.at(start).is_some_and(|item| item.is_mark(&[',', ';', ')']) || item.is_mark(DASHES))
        {
            start += 1;
        }
        let parted = start > quote + 1 || self.ends_loudly(quote);
        let as_clause = self.at(start).is_some_and(|item| item.is(Classes::AS));
        let first = start + usize::from(as_clause);
        if as_clause && let Some(report) = self.as_said(start, first) {
            return Some(report);
        }
        let (first, verb) = match self.verb_from(first) {
            Some(verb) => (first, verb),
            None => (start, self.verb_from(start)?),
        };
        if verb.classes.any(Classes::SOURCE | Classes::SOURCED) && !verb.classes.any(Classes::QUOTING) {
            return None;
        }
        if verb.classes.any(Classes::HEARSAY) {
            let speaker = self.governed_after(verb.end);
            let end = speaker.as_ref().map_or(verb.end, |speaker| speaker.items.end);
            let (cue, classes) = (verb.cue, verb.classes | Classes::SPEECH);
            return Some(Report { clause: start..end, cue, classes, speaker, close: true, relayed_by: None });
        }
        let statement = quote == self.start
            || self.word(quote).split_whitespace().nth(TITLE_WORDS).is_some()
            || self
                .at(quote.wrapping_sub(1))
                .is_some_and(|item| item.is_mark(&[':']) || item.is_mark(DASHES) || item.quote().is_some());
        let trusted = verb.known && verb.classes.any(Classes::SPEECH | Classes::TELL | Classes::QUOTING);
        if !(trusted && (parted || statement || self.phrases.grammar.verb_last)
            || verb.known && parted
            || parted && statement)
        {
            return None;
        }
        let before = (first..verb.cue.start).find_map(|index| self.pronoun_at(index));
        let speaker = if self.phrases.grammar.verb_last {
            self.subject_from(self.start, quote)
        } else {
            before.or_else(|| self.speaker_after(verb.end))
        };
        if speaker.is_none()
            && !(verb.known && (self.closes(verb.end) || self.phrases.grammar.dropped_subject))
        {
            return None;
        }
        let end = speaker.as_ref().map_or(verb.end, |speaker| speaker.items.end.max(verb.end));
        let cue = if verb.known { verb.cue.clone() } else { self.late_cue(end).unwrap_or(verb.cue.clone()) };
        let classes = if trusted { verb.classes } else { verb.classes | Classes::SPEECH };
        Some(Report { clause: start..end.max(cue.end), cue, classes, speaker, close: true, relayed_by: None })
    }

    /// The subject before a cue; what stands there after a preposition belongs to the noun phrase before that, if
    /// there is one: "Juf Marloes uit Drachten".
    pub(super) fn subject_before(&self, floor: usize, verb: usize) -> Option<Mention> {
        if let Some(named) = verb.checked_sub(2).filter(|start| *start >= floor)
            && let Some(mention) = self.name_in_marks(named).filter(|mention| mention.items.end == verb)
        {
            return Some(mention);
        }
        let mention = self.phrases.ending_at(floor, verb)?;
        if self.phrases.english || !self.is_object(&mention, floor) {
            return Some(mention);
        }
        let preposition = mention.items.start.checked_sub(1).filter(|index| *index >= floor);
        let Some(preposition) = preposition.filter(|_| !self.is_predicate(&mention)) else {
            return Some(mention);
        };
        let left = self.phrases.ending_at(floor, preposition);
        let left = left.filter(|left| {
            left.items.end == preposition && self.can_speak(left) && !self.is_object(left, floor)
        });
        Some(left.map_or(mention, |left| Mention { items: left.items.start..verb, ..left }))
    }

    /// Whether a quotation ends with a mark that stands for the comma after it.
    fn ends_loudly(&self, quote: usize) -> bool {
        let mut ending =
            self.word(quote).chars().rev().skip_while(|c| !(c.is_alphanumeric() || "?!…,.".contains(*c)));
        ending.next().is_some_and(|c| "?!…,".contains(c))
    }

    /// The verb of the clause that begins at `start`, auxiliaries and object pronouns passed over.
    fn verb_from(&self, start: usize) -> Option<Verb> {
        let mut auxiliary = None;
        for index in start..start + LONGEST_LEAD {
            let item = self.at(index).filter(|item| item.is_word())?;
            if item.is(Classes::CUE | Classes::SOURCE) && !item.is_capital() && !is_passing(item) {
                let cue = index..(index + item.length).min(self.end);
                return Some(Verb { end: cue.end, cue, classes: item.classes, known: true });
            }
            if item.is(Classes::AUXILIARY) {
                auxiliary = Some(index);
                continue;
            }
            if is_passing(item) || (auxiliary.is_some() && item.is(Classes::PRONOUN)) {
                continue;
            }
            // "hatte der Minister gesagt": the cue comes after the speaker.
            if let Some(auxiliary) =
                auxiliary.filter(|_| item.is(Classes::DETERMINER | Classes::TITLE) || item.is_capital())
            {
                return Some(Verb {
                    cue: auxiliary..auxiliary + 1,
                    classes: Classes::default(),
                    known: false,
                    end: auxiliary + 1,
                });
            }
            let nominal = Classes::BREAK
                | Classes::DETERMINER
                | Classes::PERSON
                | Classes::GROUP
                | Classes::TITLE
                | Classes::ORGANISATION;
            let verb =
                !item.is_capital() && !item.is(nominal) && self.word(index).starts_with(char::is_alphabetic);
            return verb.then(|| Verb {
                cue: index..index + 1,
                classes: item.classes,
                known: false,
                end: index + 1,
            });
        }
        None
    }

    pub(super) fn pronoun_at(&self, index: usize) -> Option<Mention> {
        self.at(index)
            .filter(|item| item.is(Classes::PRONOUN) && !item.is(Classes::REFLEXIVE | Classes::DETERMINER))?;
        self.phrases.starting_at(index, index + 1)
    }

    /// The subject after a cue, past adverbs, objects and what prepositions govern.
    pub(super) fn speaker_after(&self, start: usize) -> Option<Mention> {
        let mut index = start;
        while index < self.end.min(start + LONGEST_DETOUR) {
            let item = self.at(index)?;
            if !item.is_word() {
                return None;
            }
            if let Some(pronoun) = self.pronoun_at(index) {
                return Some(pronoun);
            }
            let governs = item.is(Classes::PREPOSITION) && !item.is(Classes::DETERMINER);
            if governs || self.is_dative(index) {
                index = self.object_end(index + usize::from(governs));
                continue;
            }
            if let Some(mention) = self.subject_at(index, index == start) {
                return Some(mention);
            }
            index += 1;
        }
        None
    }

    /// "dem Sender": spoken to, not speaking.
    pub(super) fn is_dative(&self, index: usize) -> bool {
        self.phrases.grammar.capital_nouns
            && matches!(
                self.word(index),
                "dem" | "den" | "einem" | "unserem" | "seinem" | "ihrem" | "Dem" | "Den" | "Einem"
            )
    }

    fn object_end(&self, start: usize) -> usize {
        if let Some(quote) = self.enclosed_name(start) {
            return quote + 1;
        }
        if self.at(start + 1).is_some_and(|item| item.quote().is_some())
            && self.at(start).is_some_and(|item| item.is(Classes::DETERMINER))
            && self.at(start + 2).is_some_and(Item::is_capital)
        {
            // "für die „normalen“ Produkte"
            return self
                .phrases
                .starting_at(start + 2, self.end)
                .map_or(start + 3, |mention| mention.items.end);
        }
        let end = self.phrases.starting_at(start, self.end).map_or(start, |mention| mention.items.end);
        // "con ironía Raúl Cuesta": a bare noun and a name are two.
        let bare = self.at(start).is_some_and(|item| !item.is_capital() && !item.is(Classes::DETERMINER));
        // "à l'AFP Marie Lopez", "a Reuters Juan López": whom it was said to, and who said it.
        let given = |index: usize| {
            index > start
                && self
                    .at(index)
                    .is_some_and(|item| item.is_capital() && item.is(Classes::MAN | Classes::WOMAN))
                && self.at(index - 1).is_some_and(|item| {
                    item.is_capital() && !item.is(Classes::MAN | Classes::WOMAN | Classes::TITLE)
                })
                && self.at(index + 1).is_some_and(Item::is_capital)
        };
        let name =
            (start..end).find(|index| bare && self.at(*index).is_some_and(Item::is_capital) || given(*index));
        name.unwrap_or(end).max(start + 1)
    }

    /// The noun phrase that begins at `index`, if it can speak. `beside` tells that the cue stands right before it.
    pub(super) fn subject_at(&self, index: usize, beside: bool) -> Option<Mention> {
        let item = self.at(index)?;
        if item.quote().is_none()
            && let Some(mention) = self.name_in_marks(index)
        {
            return Some(mention);
        }
        let opens = item.is(Classes::DETERMINER
            | Classes::TITLE
            | Classes::PERSON
            | Classes::GROUP
            | Classes::ORGANISATION
            | Classes::DOCUMENT)
            || (item.is_capital() && (!item.is(Classes::BREAK) || item.is(Classes::MAN | Classes::WOMAN)))
            || item.is(Classes::THEY)
            || (beside && self.phrases.grammar.suffixed_article && !item.is(Classes::BREAK));
        if !opens {
            return None;
        }
        let mention = self.phrases.starting_at(index, self.end)?;
        Some(self.with_quoted_name(self.with_second_role(self.with_name(self.without_press(mention)))))
    }

    /// "der Minister der Deutschen Presse-Agentur": what a statement is made to is no part of the speaker.
    fn without_press(&self, mention: Mention) -> Mention {
        let Range { start, end } = mention.items;
        let press =
            (start + 2..end).find(|index| self.at(*index).is_some_and(|item| item.is(Classes::PRESS)));
        let determiner = press.and_then(|press| {
            (start + 1..press)
                .rev()
                .find(|index| self.at(*index).is_some_and(|item| item.is(Classes::DETERMINER)))
        });
        determiner.and_then(|cut| self.phrases.starting_at(start, cut)).unwrap_or(mention)
    }

    /// "la maire, Hélène Roubaud": the name between commas belongs to the noun before it.
    fn with_name(&self, mention: Mention) -> Mention {
        let comma = mention.items.end;
        if mention.form != Form::Nominal || !self.at(comma).is_some_and(|item| item.is_mark(&[','])) {
            return mention;
        }
        let name = self.phrases.starting_at(comma + 1, self.end).filter(|name| {
            let rest = self.at(name.items.end);
            name.form == Form::Name
                && self.at(comma + 1).is_some_and(Item::is_capital)
                && rest.is_none_or(|item| !item.is_word() || item.is(Classes::BREAK))
        });
        name.map(|name| self.phrases.named(&mention, name)).unwrap_or(mention)
    }

    /// Whether the clause ends at `index`.
    fn closes(&self, index: usize) -> bool {
        self.at(index).is_none_or(|item| {
            !item.is_word() || is_passing(item) || item.is(Classes::PREPOSITION | Classes::CONJUNCTION)
        })
    }

    /// "hatte der Minister am Montag gesagt": the cue at the end of the clause.
    pub(super) fn late_cue(&self, start: usize) -> Option<Range<usize>> {
        (start..self.end.min(start + LONGEST_DETOUR))
            .take_while(|index| self.at(*index).is_some_and(Item::is_word))
            .find(|index| self.at(*index).is_some_and(|item| item.is(Classes::CUE) && !item.is_capital()))
            .map(|index| index..index + 1)
    }

    /// Who is announced by the colon before the quotation at `quote`: the subject of the sentence.
    pub(super) fn announced(&self, quote: usize) -> Option<(Mention, Range<usize>)> {
        let colon =
            quote.checked_sub(1).filter(|index| self.at(*index).is_some_and(|item| item.is_mark(&[':'])))?;
        let mut start = self.start;
        let mut index = start;
        while index < colon {
            // What stands before the last colon or quotation is another clause.
            let clause = |item: &Item| {
                item.is_mark(&[':', ';'])
                    || item.quote().is_some()
                        && self.word(index).split_whitespace().nth(TITLE_WORDS).is_some()
            };
            if self.at(index).is_some_and(clause) {
                start = index + 1;
            }
            index += 1;
        }
        let speaker = self.subject_from(start, colon)?;
        let cue = (speaker.items.end..colon)
            .find(|index| self.at(*index).is_some_and(|item| item.is(Classes::CUE) && !item.is_capital()));
        Some((speaker, cue.map_or(colon..colon + 1, |cue| cue..cue + 1)))
    }

    /// The first noun phrase of `start..end` that no preposition governs and that can speak.
    pub(super) fn subject_from(&self, start: usize, end: usize) -> Option<Mention> {
        let mut index = start;
        while index < end {
            let item = self.at(index)?;
            if let Some(pronoun) = self.pronoun_at(index) {
                return Some(pronoun);
            }
            let governs = item.is(Classes::PREPOSITION) && !item.is(Classes::DETERMINER);
            if governs || self.is_dative(index) {
                index = self.object_end(index + usize::from(governs));
                continue;
            }
            if let Some(mention) = self.subject_at(index, false).filter(|mention| mention.items.end <= end) {
                return Some(mention);
            }
            index += 1;
        }
        None
    }
}

/// Whether a word may stand between quotation and cue, and between cue and speaker.
pub(super) fn is_passing(item: &Item) -> bool {
    item.is(Classes::REFLEXIVE)
        || (item.is(Classes::ADVERB | Classes::NEGATION | Classes::TIME)
            && !item.is(Classes::CUE | Classes::PRONOUN))
}
