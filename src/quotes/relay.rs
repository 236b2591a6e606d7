//! Words passed on: "Gomez said his father told him", "according to police, Dunn told officers", "the paper quoted Gomez as
//! saying".

use super::cues::{Report, Sentence};
use super::lexicon::Classes;
use super::mentions::Form;

/// How many items may stand between a cue with its speaker and a quotation: "told his wife on Monday, “…".
const TO_QUOTE: usize = 6;

impl Sentence<'_> {
    /// Two cues in a row are one report, relayed by the first speaker, or by the source that the sentence ends with.
    pub(super) fn relays(&self, reports: Vec<Report>) -> Vec<Report> {
        let mut merged: Vec<Report> = Vec::new();
        for report in reports {
            let last = merged.last();
            let outer =
                last.filter(|outer| self.is_relayed(outer, &report) || self.is_sourced(outer, &report));
            if let Some(outer) = outer.cloned() {
                merged.pop();
                let clause = outer.clause.start..report.clause.end;
                merged.push(Report { clause, relayed_by: outer.speaker, ..report });
            } else if let Some(inner) = last.filter(|inner| self.ends_with_source(inner, &report)).cloned() {
                merged.pop();
                let clause = inner.clause.start..report.clause.end;
                merged.push(Report { clause, relayed_by: report.speaker, ..inner });
            } else {
                merged.push(report);
            }
        }
        merged
    }

    fn is_relayed(&self, outer: &Report, inner: &Report) -> bool {
        let speech = Classes::SPEECH | Classes::TELL;
        let between = outer.clause.end..inner.clause.start;
        let adjacent = between.len() <= 1
            && between.clone().all(|index| self.at(index).is_some_and(|item| item.is(Classes::THAT)));
        let quote_before = outer.clause.start > self.start && self.has_quote(self.start..outer.clause.start);
        adjacent
            && is_other(inner)
            && outer.close
            && (quote_before || self.quote_follows(inner))
            && outer.classes.any(speech)
            && inner.classes.any(speech)
    }

    /// "According to police, Dunn told officers, “…”".
    fn is_sourced(&self, outer: &Report, inner: &Report) -> bool {
        outer.classes.any(Classes::SOURCE)
            && outer.clause.start == self.start
            && outer.clause.end + 1 == inner.clause.start
            && self.at(outer.clause.end).is_some_and(|item| item.is_mark(&[',']))
            && is_other(inner)
            && inner.classes.any(Classes::TELL)
            && self.quote_follows(inner)
    }

    /// "“…,” Dunn told officers, according to the affidavit."
    fn ends_with_source(&self, inner: &Report, outer: &Report) -> bool {
        let quoted = inner.clause.start.checked_sub(1).and_then(|index| self.at(index));
        outer.classes.any(Classes::SOURCE)
            && outer.speaker.is_some()
            && outer.clause.start <= inner.clause.end + TO_QUOTE
            && self.at(outer.clause.end).is_none_or(|item| item.is_mark(&['.']))
            && !self.has_quote(inner.clause.end..outer.clause.start)
            && is_other(inner)
            && inner.classes.any(Classes::TELL)
            && quoted.is_some_and(|item| item.quote().is_some())
    }

    fn quote_follows(&self, report: &Report) -> bool {
        let end = report.clause.end;
        self.any(end..self.end.min(end + TO_QUOTE), |item| item.quote().is_some())
    }

    /// "The paper quoted Mayor Gomez as saying": Gomez said it, by the paper's word.
    pub(super) fn quoted_as_saying(&self, index: usize, floor: usize) -> Option<Report> {
        if !(self.phrases.english
            && matches!(self.word(index), "quoted" | "quotes" | "quoting" | "cited" | "citing"))
        {
            return None;
        }
        let speaker = self.phrases.starting_at(index + 1, self.end)?;
        let link = speaker.items.end;
        if !(self.word(link) == "as" && matches!(self.word(link + 1), "saying" | "telling")) {
            return None;
        }
        let relayed_by = self.phrases.ending_at(floor, index);
        let start = relayed_by.as_ref().map_or(index, |relay| relay.items.start);
        Some(Report {
            cue: link + 1..link + 2,
            classes: Classes::SPEECH,
            speaker: Some(speaker),
            clause: start..link + 2,
            close: true,
            relayed_by,
        })
    }
}

/// Whether a report has a speaker of its own beside its cue.
fn is_other(report: &Report) -> bool {
    report.close && report.speaker.as_ref().is_some_and(|speaker| speaker.form != Form::Pronoun)
}
