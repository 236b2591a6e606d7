//! How much longer a host's pause becomes because it labours: it says so, or its answers come ever later.

use std::time::Duration;

/// What the first refusal adds to a pause that is shorter.
const FIRST: Duration = Duration::from_millis(500);

/// The most that is added.
const MOST: Duration = Duration::from_mins(1);

/// What is left after good answers, once it is that little, is nothing.
const LEAST: Duration = Duration::from_millis(20);

/// Answers before anything is made of how long they take.
const KNOWN: u32 = 8;

/// By how much answers must be late, beside being twice as slow as usual, to mean anything.
const LATE: Duration = Duration::from_millis(250);

/// What an answer says of its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// It answered, and began to after so long.
    Well(Duration),
    /// It refused for now, or did not answer in time.
    Overloaded,
    /// Nothing either way: no connection, or no HTTP.
    Nothing,
}

/// How a host bears our pace.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Strain {
    /// Added because of refusals: doubled by each, an eighth less with every good answer.
    added: Duration,
    /// How long answers usually take: learnt quickly from fast ones, slowly from slow ones, or a host that slows down
    /// bit by bit would pass for one that always was slow.
    usual: Duration,
    /// How long they took of late.
    recent: Duration,
    answers: u32,
}

impl Strain {
    /// How much longer the pause should be.
    pub(super) fn pause(&self) -> Duration {
        self.added.max(self.lateness()).min(MOST)
    }

    /// Begins where another process left off.
    pub(super) fn take_over(&mut self, added: Duration) {
        self.added = self.added.max(added.min(MOST));
    }

    /// Takes in one answer; `delay` is the pause without strain.
    pub(super) fn feel(&mut self, sign: Sign, delay: Duration) {
        match sign {
            Sign::Overloaded => self.added = (self.added * 2).max(delay).max(FIRST).min(MOST),
            Sign::Well(time) => {
                self.added -= self.added / 8;
                if self.added < LEAST {
                    self.added = Duration::ZERO;
                }
                self.measure(time);
            }
            Sign::Nothing => {}
        }
    }

    fn measure(&mut self, time: Duration) {
        if self.answers == 0 {
            (self.usual, self.recent) = (time, time);
        }
        self.answers = self.answers.saturating_add(1);
        self.recent = towards(self.recent, time, 4);
        self.usual = towards(self.usual, time, if time < self.usual { 8 } else { 256 });
    }

    /// By how much answers come later than usual, where that is not just chance.
    fn lateness(&self) -> Duration {
        let late = self.recent.saturating_sub(self.usual);
        if self.answers >= KNOWN && late > LATE && late > self.usual { late } else { Duration::ZERO }
    }
}

/// One step of so many from a mean to a new value.
fn towards(mean: Duration, value: Duration, steps: u32) -> Duration {
    let step = value.abs_diff(mean) / steps;
    if value > mean { mean + step } else { mean.saturating_sub(step) }
}
