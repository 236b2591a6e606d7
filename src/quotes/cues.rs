//! Cues in a sentence, each with its speaker: "Smith said", "said Smith", "according to Smith".

use std::ops::Range;

use super::bracket::Bracket;
use super::items::{Item, ItemKind};
use super::lexicon::Classes;
use super::mentions::{Form, Mention, Phrases};

/// A cue and its speaker.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// Items of the cue.
    pub(super) cue: Range<usize>,
    pub(super) classes: Classes,
    pub(super) speaker: Option<Mention>,
    /// Items from the first to the last of speaker and cue, auxiliaries included.
    pub(super) clause: Range<usize>,
    /// Whether the speaker stands next to the cue, not somewhere before it.
    pub(super) close: bool,
    /// Whoever says that somebody else said it.
    pub(super) relayed_by: Option<Mention>,
}

/// What a cue is looked for in.
#[derive(Clone, Copy)]
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) phrases: Phrases<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Sentence<'a> {
    pub(super) fn at(&self, index: usize) -> Option<&'a Item> {
        self.phrases.items.get(index).filter(|_| index >= self.start && index < self.end)
    }

    pub(super) fn word(&self, index: usize) -> &'a str {
        self.at(index).and_then(|item| self.text.get(item.bytes.clone())).unwrap_or_default()
    }

    /// Whether any item of the range passes.
    pub(super) fn any(&self, range: Range<usize>, test: impl Fn(&Item) -> bool) -> bool {
        range.into_iter().any(|index| self.at(index).is_some_and(&test))
    }

    /// Whether a quotation stands in the range.
    pub(super) fn has_quote(&self, range: Range<usize>) -> bool {
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else { return false };
        let (Some(first), Some(last)) = (self.at(range.start), self.at(last)) else { return false };
        last.quotes_before + usize::from(last.quote().is_some()) > first.quotes_before
    }

    /// All cues, in order.
    pub(super) fn reports(&self) -> Vec<Report> {
        let mut found: Vec<Report> = Vec::new();
        let mut index = self.start;
        if self.phrases.grammar.capital_nouns
            && self.at(index).is_some_and(|item| item.is(Classes::AS))
            && let Some(report) = self.opening_as(index)
        {
            // "Wie der „Kurier“ am Montag schreibt, …"
            index = report.clause.end;
            found.push(report);
        }
        while index < self.end {
            let inverted = !self.phrases.english && self.phrases.grammar.known;
            let report = inverted
                .then(|| self.after_quotation(index))
                .flatten()
                .or_else(|| if self.phrases.grammar.capital_nouns { self.closing_as(index) } else { None })
                .or_else(|| self.report_at(index, found.last()));
            index = match &report {
                Some(report) => report.clause.end.max(index + 1),
                None => index + 1,
            };
            found.extend(report);
        }
        self.relays(found)
    }

    fn report_at(&self, index: usize, previous: Option<&Report>) -> Option<Report> {
        let item = self.at(index).filter(|item| item.is_word())?;
        if item.is(Classes::SOURCED | Classes::HEARSAY)
            && let Some(report) = self.sourced(index, item, previous)
        {
            return Some(report);
        }
        if item.is(Classes::SOURCE) {
            return self.source(index, item);
        }
        if let Some(report) = self.angaben(index) {
            return Some(report);
        }
        if !item.is(Classes::CUE) || (item.is_capital() && index > self.start) {
            return None;
        }
        let cue = index..(index + item.length).min(self.end);
        let floor = previous.map_or(self.start, |report| report.clause.end);
        if let Some(report) = self.quoted_as_saying(index, floor) {
            return Some(report);
        }
        self.finite(cue, item.classes, floor, previous)
    }

    fn finite(
        &self,
        cue: Range<usize>,
        classes: Classes,
        floor: usize,
        previous: Option<&Report>,
    ) -> Option<Report> {
        let (verb, negated, passive) = self.verb_start(cue.start, floor);
        let before = verb.checked_sub(1).and_then(|index| self.at(index));
        if self.is_noun(&cue, verb) || negated || self.names_itself(&cue, classes) {
            return None;
        }
        let report = |speaker, clause, close| {
            Some(Report { cue: cue.clone(), classes, speaker, clause, close, relayed_by: None })
        };
        if self.phrases.grammar.capital_nouns {
            match self.bracket(&cue, floor, verb) {
                Bracket::Together => {}
                Bracket::Silent => return None,
                Bracket::Apart(speaker) => {
                    let clause = speaker.items.start..cue.end;
                    return report(Some(speaker), clause, true);
                }
            }
        }
        if passive {
            let by = self.by_agent(cue.end)?;
            let clause = cue.start..by.items.end;
            return report(Some(by), clause, true);
        }
        let nonfinite = self.is_participle(&cue) || before.is_some_and(|_| self.is_to(verb - 1));
        if !nonfinite {
            let before_cue = self.subject_before(floor, verb).filter(|mention| self.is_subject(mention));
            if let Some(speaker) = self.pronoun_subject(&cue, before_cue.as_ref(), floor) {
                let clause = verb.min(cue.start)..speaker.items.end;
                return report(Some(speaker), clause, true);
            }
            let inverted = self.inverted(&cue, verb, floor, before_cue.as_ref());
            if let Some(speaker) = inverted {
                let clause = verb.min(cue.start)..speaker.items.end;
                return report(Some(speaker), clause, true);
            }
            if before.is_some_and(|item| item.is(Classes::FIRST)) {
                return None;
            }
            let fits = |speaker: &Mention| {
                !self.is_object(speaker, floor)
                    && !self.is_relative(speaker, cue.end)
                    && (!classes.any(Classes::PLURAL) || self.is_plural(speaker, verb, &cue))
            };
            if let Some(speaker) = before_cue.filter(fits) {
                let clause = self.with_auxiliary(&speaker, floor)..cue.end;
                return report(Some(speaker), clause, true);
            }
        }
        if self.drops_subject(&cue, floor, verb) {
            return report(None, verb..cue.end, false);
        }
        let coordinated =
            before.is_some_and(|item| item.is(Classes::CONJUNCTION)) && !classes.any(Classes::PLURAL);
        let quote_beside = self.any(cue.end..self.end.min(cue.end + 2), |item| item.quote().is_some());
        if !(nonfinite || quote_beside || (coordinated && !classes.any(Classes::STANCE))) {
            return None;
        }
        let distant = self.distant(floor, verb, previous);
        report(distant, verb..cue.end, false)
    }

    /// Whether a cue is a noun: an article, a genitive or a preposition stands before it.
    fn is_noun(&self, cue: &Range<usize>, verb: usize) -> bool {
        let before = verb.checked_sub(1).and_then(|index| self.at(index));
        before.is_some_and(|item| {
            (item.is(Classes::DETERMINER) && !item.is(Classes::PRONOUN | Classes::WHO | Classes::ADVERB))
                || matches!(item.kind, ItemKind::Word { genitive: true, .. })
                || (item.is(Classes::PREPOSITION) && !self.is_to(verb - 1) && !self.is_participle(cue))
        })
    }

    /// "Le bar s'appelle «…»", "de club noemt zich ‘…’": a name, said by nobody.
    fn names_itself(&self, cue: &Range<usize>, classes: Classes) -> bool {
        let before = cue.start.checked_sub(1).and_then(|index| self.at(index));
        let reflexive =
            |item: &Item| item.is(Classes::REFLEXIVE) && !item.is(Classes::DETERMINER | Classes::PRONOUN);
        classes.any(Classes::NAMING)
            && !classes.any(Classes::SPEECH)
            && (before.is_some_and(reflexive) || self.at(cue.end).is_some_and(reflexive))
    }

    /// Where the verb begins, auxiliaries and adverbs included; whether it is denied; whether it is passive.
    fn verb_start(&self, cue: usize, floor: usize) -> (usize, bool, bool) {
        let mut start = cue;
        let (mut negated, mut passive) = (false, false);
        while start > floor {
            let Some(item) = self.at(start - 1) else { break };
            let adverb = item.is(Classes::ADVERB) && !item.is(Classes::DETERMINER | Classes::PRONOUN)
                || (item.is_word() && !item.is_capital() && self.word(start - 1).ends_with("ly"));
            let object = item.is(Classes::REFLEXIVE) && !item.is(Classes::DETERMINER);
            if !(adverb || object || item.is(Classes::AUXILIARY | Classes::NEGATION)) {
                break;
            }
            negated |= item.is(Classes::NEGATION);
            passive |= item.is(Classes::BE) && start > floor && !self.is_ing(cue);
            start -= 1;
        }
        (start, negated, passive)
    }

    /// Where the clause of a speaker begins: French puts the auxiliary before the pronoun ("a-t-il ajouté").
    fn with_auxiliary(&self, speaker: &Mention, floor: usize) -> usize {
        let start = speaker.items.start;
        let before = start.checked_sub(1).filter(|index| *index >= floor && speaker.form == Form::Pronoun);
        match before.and_then(|index| self.at(index)) {
            Some(item) if item.is(Classes::AUXILIARY) => start - 1,
            _ => start,
        }
    }

    /// Whether a verb in its plural form goes with the speaker: "Critics say", but no "question" in "the big question".
    fn is_plural(&self, speaker: &Mention, verb: usize, cue: &Range<usize>) -> bool {
        let last = speaker.items.clone().next_back();
        let plural = last
            .and_then(|index| self.at(index))
            .is_some_and(|item| item.is(Classes::GROUP | Classes::THEY | Classes::FIRST))
            || last.is_some_and(|index| self.word(index).ends_with('s'));
        plural
            || matches!(speaker.form, Form::Names)
            || verb < cue.start
            || speaker
                .items
                .clone()
                .any(|index| self.at(index).is_some_and(|item| item.is(Classes::GROUP | Classes::THEY)))
    }

    fn is_to(&self, index: usize) -> bool {
        matches!(self.word(index), "to" | "zu" | "te")
    }

    fn is_ing(&self, index: usize) -> bool {
        self.word(index).ends_with("ing")
    }

    /// A participle without auxiliary: "saying that".
    fn is_participle(&self, cue: &Range<usize>) -> bool {
        self.is_ing(cue.start)
            && !cue
                .start
                .checked_sub(1)
                .and_then(|index| self.at(index))
                .is_some_and(|item| item.is(Classes::AUXILIARY))
    }

    fn by_agent(&self, start: usize) -> Option<Mention> {
        let by = (start..self.end.min(start + 6)).find(|index| {
            matches!(self.word(*index), "by" | "von" | "par" | "por" | "da" | "door" | "av" | "af" | "przez")
        })?;
        self.phrases.starting_at(by + 1, self.end)
    }

    /// "…,” said Smith": the speaker after the cue.
    fn inverted(
        &self,
        cue: &Range<usize>,
        verb: usize,
        floor: usize,
        before: Option<&Mention>,
    ) -> Option<Mention> {
        let previous = verb
            .checked_sub(1)
            .filter(|index| *index >= floor.max(self.start))
            .and_then(|index| self.at(index));
        let boundary = match previous {
            None => verb == self.start && !self.is_english(),
            Some(item) => {
                item.quote().is_some()
                    || item.is_mark(&['—', '–', '―', '-', ':', '?', '!', '…'])
                    || (item.is_mark(&[',']) && self.comma_ends_statement(verb - 1, before))
            }
        };
        let weak_subject = before.is_none_or(|mention| self.is_object(mention, floor));
        if !boundary && (!weak_subject || self.is_english()) {
            return None;
        }
        let mut start = cue.end;
        while self
            .at(start)
            .is_some_and(|item| item.is(Classes::ADVERB) && !item.is(Classes::DETERMINER | Classes::PRONOUN))
        {
            start += 1;
        }
        if self.is_english() {
            return self.phrases.starting_at(start, self.end);
        }
        if self.is_dative(start) {
            return None;
        }
        let beside = self.pronoun_at(start).or_else(|| self.subject_at(start, true));
        // "…, a précisé à l'agence le porte-parole": whom it was said to stands between.
        let behind_comma = before.is_none()
            && previous.is_some_and(|item| item.is_mark(&[',']))
            && self.at(start).is_some_and(|item| item.is(Classes::PREPOSITION));
        beside.or_else(|| behind_comma.then(|| self.speaker_after(start)).flatten())
    }

    /// English turns speaker and cue round only after the statement.
    fn is_english(&self) -> bool {
        self.phrases.english
    }

    /// Whether the comma before a cue follows the statement, not an apposition: a quotation stands right before it, or
    /// no speaker does.
    fn comma_ends_statement(&self, comma: usize, before: Option<&Mention>) -> bool {
        comma.checked_sub(1).and_then(|index| self.at(index)).is_some_and(|item| item.quote().is_some())
            || before.is_none_or(|subject| {
                if self.phrases.grammar.capital_nouns && subject.items.end == comma {
                    // "Der Präsident des Landes, Nicolás Ruiz, wirft": the name between commas.
                    return false;
                }
                // "Es sei kalt, sagte er", but no "Huber, Chef der Bank, sagte": a verb stands before the comma.
                let verb = Classes::AUXILIARY | Classes::REPORTED | Classes::VERB | Classes::CUE;
                !self.phrases.english
                    && (subject.items.start > self.start || self.any(self.start..comma, |item| item.is(verb)))
            })
    }

    /// "in Ohio said": governed by a preposition, so not the subject.
    pub(super) fn is_object(&self, mention: &Mention, floor: usize) -> bool {
        mention
            .items
            .start
            .checked_sub(1)
            .filter(|index| *index >= floor)
            .and_then(|index| self.at(index))
            .is_some_and(|item| {
                item.is(Classes::PREPOSITION) && !item.is(Classes::CONJUNCTION | Classes::THAT)
            })
            || self.is_predicate(mention)
    }

    /// "Als Beispiel nennt er", "Diese Vorwürfe wies Huber zurück": what German puts first that cannot speak.
    pub(super) fn is_predicate(&self, mention: &Mention) -> bool {
        let start = mention.items.start;
        let first = self.word(start);
        let before = start.checked_sub(1).map_or("", |index| self.word(index));
        let bare = matches!(before, "Als" | "als") && self.at(start).is_some_and(Item::is_capital);
        let pointed =
            matches!(first, "Beides" | "beides" | "Dies" | "dies" | "Diese" | "diese" | "Solche" | "Derlei");
        self.phrases.grammar.capital_nouns
            && (bare || pointed)
            && !self.any(mention.items.clone(), |item| {
                item.is(Classes::PERSON | Classes::GROUP | Classes::ORGANISATION | Classes::DOCUMENT)
            })
    }

    /// The speaker of a cue without one of its own: that of the cue before, or the sentence's first noun phrase.
    fn distant(&self, floor: usize, verb: usize, previous: Option<&Report>) -> Option<Mention> {
        if let Some(previous) = previous {
            return previous.speaker.clone();
        }
        let mut start = floor;
        while start < verb {
            let item = self.at(start)?;
            if item.is(Classes::PREPOSITION) && !item.is(Classes::PRONOUN) {
                // "In Ohio on Tuesday, Smith …": what a preposition governs is passed over.
                start =
                    (start..verb).find(|index| self.at(*index).is_some_and(|item| item.is_mark(&[','])))? + 1;
                continue;
            }
            let mention = self.phrases.starting_at(start, verb).filter(|mention| {
                let next = self.at(mention.items.end);
                let adjective =
                    mention.items.len() == 1 && next.is_some_and(|item| item.is(Classes::PREPOSITION));
                !adjective && self.can_speak(mention)
            });
            if mention.is_some() {
                return mention;
            }
            start += 1;
        }
        None
    }

    /// Whether a noun phrase that stands far from its cue is more than a stretch of lower-case words.
    pub(super) fn can_speak(&self, mention: &Mention) -> bool {
        mention.form != Form::Nominal
            || self
                .at(mention.items.start)
                .is_some_and(|item| item.is(Classes::DETERMINER) || item.is_capital())
            || self.any(mention.items.clone(), |item| item.is(Classes::PERSON | Classes::GROUP))
    }
}
