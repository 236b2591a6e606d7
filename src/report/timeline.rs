//! How many pages were finished when.

use std::collections::BTreeMap;

use jiff::Timestamp;

/// The most steps kept; each gets longer when there would be more.
const MOST_STEPS: i64 = 240;
/// Lengths of a step in seconds, each a multiple of the one before; then they double.
const LENGTHS: &[i64] = &[1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800];

/// Pages by time, in steps of one length. Its size does not grow with the crawl.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Timeline {
    /// Seconds a step lasts.
    length: i64,
    /// By number since 1970.
    steps: BTreeMap<i64, Step>,
    /// Pages finished since the last article: they have no time of their own.
    pending: Step,
    last: Option<i64>,
}

/// What was finished in one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    /// Pages that gave an article.
    pub articles: u64,
    /// Pages that gave none.
    pub others: u64,
}

impl Step {
    /// Pages of both kinds.
    pub fn pages(self) -> u64 {
        self.articles + self.others
    }

    fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.others += other.others;
    }
}

/// Steps one after the other, those without pages included.
pub(super) struct Steps {
    /// When the first begins, in seconds since 1970.
    pub start: i64,
    /// Seconds each lasts.
    pub length: i64,
    /// The counts.
    pub counts: Vec<Step>,
}

impl Default for Timeline {
    fn default() -> Self {
        Self { length: 1, steps: BTreeMap::new(), pending: Step::default(), last: None }
    }
}

impl Timeline {
    /// A page was finished; when, the next article tells.
    pub fn finished(&mut self, is_article: bool) {
        self.pending.articles += u64::from(is_article);
        self.pending.others += u64::from(!is_article);
    }

    /// An article was fetched then, and what was finished since the last one until then.
    pub fn reached(&mut self, time: Timestamp) {
        let second = time.as_second();
        self.last = Some(self.last.map_or(second, |last| last.max(second)));
        self.place(second);
    }

    /// What was finished after the last article.
    pub fn end(&mut self) {
        if let Some(last) = self.last {
            self.place(last);
        }
    }

    fn place(&mut self, second: i64) {
        let pages = std::mem::take(&mut self.pending);
        if pages.pages() == 0 {
            return;
        }
        self.steps.entry(second.div_euclid(self.length)).or_default().add(pages);
        while self.span() > MOST_STEPS {
            let longer = LENGTHS.iter().copied().find(|length| *length > self.length);
            let longer = longer.unwrap_or(self.length.saturating_mul(2));
            let factor = longer / self.length;
            let mut steps: BTreeMap<i64, Step> = BTreeMap::new();
            for (number, step) in &self.steps {
                steps.entry(number.div_euclid(factor)).or_default().add(*step);
            }
            (self.length, self.steps) = (longer, steps);
        }
    }

    fn span(&self) -> i64 {
        let (first, last) = (self.steps.first_key_value(), self.steps.last_key_value());
        first.zip(last).map_or(0, |((first, _), (last, _))| last - first + 1)
    }

    /// All steps from the first page to the last; `None` where no page has a time.
    pub fn steps(&self) -> Option<Steps> {
        let (first, last) = (*self.steps.first_key_value()?.0, *self.steps.last_key_value()?.0);
        let steps = (first..=last).map(|number| self.steps.get(&number).copied().unwrap_or_default());
        Some(Steps { start: first * self.length, length: self.length, counts: steps.collect() })
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{MOST_STEPS, Timeline};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn pages_without_an_article_count_when_the_next_one_came() {
        let mut timeline = Timeline::default();
        for is_article in [false, false, true] {
            timeline.finished(is_article);
        }
        timeline.reached(at(1000));
        timeline.finished(true);
        timeline.reached(at(1003));
        timeline.finished(false);
        timeline.end();
        let steps = timeline.steps().unwrap();
        let counts: Vec<_> = steps.counts.iter().map(|step| (step.articles, step.others)).collect();
        assert_eq!((steps.start, steps.length), (1000, 1));
        assert_eq!(counts, [(1, 2), (0, 0), (0, 0), (1, 1)]);
    }

    #[test]
    fn no_page_is_lost_when_steps_grow_and_there_are_never_many() {
        let mut timeline = Timeline::default();
        for second in [0, -500, 86_400 * 400, 3, 90_000, 253_402_207_200] {
            timeline.finished(true);
            timeline.reached(at(second));
        }
        let steps = timeline.steps().unwrap();
        assert_eq!(steps.counts.iter().map(|step| step.articles).sum::<u64>(), 6);
        assert!(i64::try_from(steps.counts.len()).unwrap() <= MOST_STEPS);
    }

    #[test]
    fn pages_of_no_time_have_no_timeline() {
        let mut timeline = Timeline::default();
        timeline.finished(false);
        timeline.end();
        assert!(timeline.steps().is_none());
    }
}
