//! Words passed on: "Gomez said his father told him".

use super::cues::{Report, Sentence};
use super::lexicon::Classes;
use super::mentions::Form;

impl Sentence<'_> {
    /// "Gomez said his father told him": two cues in a row are one report, relayed by the first speaker.
    pub(super) fn relays(&self, reports: Vec<Report>) -> Vec<Report> {
        let mut merged: Vec<Report> = Vec::new();
        for report in reports {
            let outer = merged.last().filter(|outer| self.is_relayed(outer, &report));
            if let Some(outer) = outer.cloned() {
                merged.pop();
                let clause = outer.clause.start..report.clause.end;
                merged.push(Report { clause, relayed_by: outer.speaker, ..report });
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
        let other = inner.speaker.as_ref().is_some_and(|speaker| speaker.form != Form::Pronoun);
        let quote_before = outer.clause.start > self.start && self.has_quote(self.start..outer.clause.start);
        let quote_after = (inner.clause.end..self.end.min(inner.clause.end + 3))
            .any(|index| self.at(index).is_some_and(|item| item.quote().is_some()));
        adjacent
            && inner.close
            && other
            && outer.close
            && (quote_before || quote_after)
            && outer.classes.any(speech)
            && inner.classes.any(speech)
    }
}
