//! Statements whose source is named without a verb that governs them: "according to Smith", "Huber zufolge", "hieß es im
//! Ministerium", "wie Huber sagte".

use super::cues::{Report, Sentence};
use super::inversion::{LONGEST_DETOUR, is_passing};
use super::items::Item;
use super::lexicon::Classes;
use super::mentions::{DASHES, Mention};

impl Sentence<'_> {
    /// "according to Smith".
    pub(super) fn source(&self, index: usize, item: &Item) -> Option<Report> {
        let mut end = index + item.length;
        let opens = index == self.start || self.at(index - 1).is_some_and(|item| !item.is_word());
        if !opens && matches!(self.word(index), "pour" | "para" | "per" | "voor") {
            // "très inquiet pour l'avenir": whose opinion it is stands first.
            return None;
        }
        if let Some(report) = self.source_with_verb(index, end) {
            return Some(report);
        }
        if let Some(hearsay) =
            self.at(end).filter(|next| item.is(Classes::QUOTING) && next.is(Classes::HEARSAY))
        {
            // ", so heißt es im Ministerium,"
            let cue = end..(end + hearsay.length).min(self.end);
            let speaker = self.governed_after(cue.end)?;
            let clause = index..speaker.items.end;
            let classes = hearsay.classes | Classes::SPEECH;
            return Some(Report {
                cue,
                classes,
                speaker: Some(speaker),
                clause,
                close: true,
                relayed_by: None,
            });
        }
        if self.phrases.grammar.capital_nouns && matches!(self.word(end), "von" | "vom") {
            // "nach Worten von Huber"
            end += 1;
        }
        let speaker = self.name_in_marks(end).or_else(|| self.phrases.starting_at(end, self.end))?;
        let speaker = self.with_quoted_name(self.with_second_role(speaker));
        if item.is(Classes::QUOTING) && !self.is_insertion(index, speaker.items.end) {
            return None;
        }
        let given = self.any(speaker.name.clone(), |item| item.is(Classes::MAN | Classes::WOMAN));
        let apposed = speaker.role.start == speaker.items.end + 1
            && self.at(speaker.role.end).is_some_and(|item| item.is_mark(&[',']))
            && (given || !self.at(speaker.role.start).is_some_and(|item| item.is(Classes::DETERMINER)));
        let clause = index..self.past_party(if apposed { speaker.role.end } else { speaker.items.end });
        let mut speaker = speaker;
        if !apposed && speaker.role.start > speaker.items.end {
            // "Según Díaz, el fraude supera …": what follows is the statement.
            speaker.role = speaker.items.end..speaker.items.end;
        }
        let classes = item.classes;
        Some(Report {
            cue: index..end,
            classes,
            speaker: Some(speaker),
            clause,
            close: true,
            relayed_by: None,
        })
    }

    /// Where a clause ends that "(SPD)" follows.
    fn past_party(&self, end: usize) -> usize {
        const LONGEST: usize = 4;
        let opens = self.at(end).is_some_and(|item| item.is_mark(&['(']));
        let closes = |index: &usize| self.at(*index).is_some_and(|item| item.is_mark(&[')']));
        (end..end + LONGEST).filter(|_| opens).find(closes).map_or(end, |close| close + 1)
    }

    /// ", wie die Feuerwehr mitteilte." behind a statement.
    pub(super) fn closing_as(&self, comma: usize) -> Option<Report> {
        let parts = self.at(comma)?.is_mark(&[',']) && self.word(comma + 1) == "wie";
        let report =
            if parts && comma > self.start + 1 { self.as_said(comma + 1, comma + 2)? } else { return None };
        let ends = self.at(report.cue.end).is_none_or(|item| item.is_mark(&['.', ',', '!']));
        ends.then_some(report)
    }

    /// "según ha informado la Fiscalía": the word for the source with a verb of its own.
    fn source_with_verb(&self, index: usize, end: usize) -> Option<Report> {
        const LONGEST: usize = 4;
        if self.phrases.english || self.phrases.grammar.capital_nouns {
            return None;
        }
        let verb = |item: &Item| item.is(Classes::AUXILIARY | Classes::CUE) && !item.is_capital();
        let last = (end..end + LONGEST).take_while(|index| self.at(*index).is_some_and(verb)).last()?;
        let cue = self.at(last).filter(|item| item.is(Classes::SPEECH | Classes::TELL | Classes::THOUGHT))?;
        let speaker = self.speaker_after(last + cue.length)?;
        let clause = index..speaker.items.end;
        let classes = cue.classes | Classes::SOURCE;
        let cue = last..last + cue.length;
        Some(Report { cue, classes, speaker: Some(speaker), clause, close: true, relayed_by: None })
    }

    /// "Nach Polizeiangaben": whose statements they are is the first part of the noun.
    pub(super) fn angaben(&self, index: usize) -> Option<Report> {
        let said = self.word(index + 1);
        let compound = ["angaben", "berichten", "informationen"]
            .iter()
            .any(|last| said.strip_suffix(last).is_some_and(|first| first.len() > 2));
        if !(self.phrases.grammar.capital_nouns && matches!(self.word(index), "Nach" | "nach") && compound) {
            return None;
        }
        let speaker = self.phrases.starting_at(index + 1, index + 2)?;
        let clause = index..speaker.items.end;
        let (cue, classes) = (index..index + 1, Classes::SOURCE);
        Some(Report { cue, classes, speaker: Some(speaker), clause, close: true, relayed_by: None })
    }

    /// "Huber zufolge", "aus dem Ministerium hieß es": the source before its word.
    pub(super) fn sourced(&self, index: usize, item: &Item, previous: Option<&Report>) -> Option<Report> {
        let floor = previous.map_or(self.start, |report| report.clause.end);
        let cue = index..(index + item.length).min(self.end);
        let hearsay = item.is(Classes::HEARSAY);
        let speaker = self.phrases.ending_at(floor, index).filter(|_| !hearsay || index > self.start);
        let speaker = speaker.or_else(|| hearsay.then(|| self.governed_after(cue.end)).flatten())?;
        let clause = speaker.items.start.min(cue.start)..speaker.items.end.max(cue.end);
        let classes = item.classes | if hearsay { Classes::SPEECH } else { Classes::SOURCE };
        Some(Report { cue, classes, speaker: Some(speaker), clause, close: true, relayed_by: None })
    }

    /// Whether "so" at `index`, with a speaker that ends at `end`, stands between commas or at the sentence's end.
    pub(super) fn is_insertion(&self, index: usize, end: usize) -> bool {
        let opened = index.checked_sub(1).and_then(|before| self.at(before));
        let opened =
            opened.is_some_and(|item| item.quote().is_some() || item.is_mark(&[',']) || item.is_mark(DASHES));
        let passed = (end..end + 4).find(|index| {
            !self.at(*index).is_some_and(|item| {
                (is_passing(item) || item.is(Classes::ADVERB)) && !item.is(Classes::PREPOSITION)
            })
        });
        opened
            && passed.is_some_and(|index| {
                self.at(index).is_none_or(|item| !item.is_word() || item.is(Classes::PREPOSITION))
            })
    }

    /// The speaker and cue of the clause that opens a sentence: "Wie Huber am Montag sagte, …".
    pub(super) fn opening_as(&self, start: usize) -> Option<Report> {
        let report = self.as_said(start + 1, start + 1)?;
        self.at(report.cue.end).is_some_and(|item| item.is_mark(&[','])).then_some(report)
    }

    /// ", wie Huber sagt".
    pub(super) fn as_said(&self, start: usize, first: usize) -> Option<Report> {
        let speaker = self
            .pronoun_at(first)
            .or_else(|| self.subject_at(first, true).filter(|subject| subject.items.start == first))?;
        let cue = self.late_cue(speaker.items.end)?;
        let classes = self.at(cue.start)?.classes | Classes::SPEECH;
        let clause = start..cue.end;
        Some(Report { cue, classes, speaker: Some(speaker), clause, close: true, relayed_by: None })
    }

    /// What the first preposition after `start` governs: "hieß es am Abend aus dem Ministerium".
    pub(super) fn governed_after(&self, start: usize) -> Option<Mention> {
        let prepositions = (start..self.end.min(start + LONGEST_DETOUR))
            .take_while(|index| self.at(*index).is_some_and(Item::is_word))
            .filter(|index| self.at(*index).is_some_and(|item| item.is(Classes::PREPOSITION)));
        prepositions
            .filter(|index| !self.at(index + 1).is_some_and(|next| next.is(Classes::TIME)))
            .find_map(|index| self.phrases.starting_at(index + 1, self.end))
    }
}
