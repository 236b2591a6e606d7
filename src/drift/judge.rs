//! Whether fewer hits than before are more than chance.

use std::fmt;

use serde::Serialize;

use super::history::ProfileHistory;
use super::tally::{FieldTally, Tally};

/// The fewest pages that say anything, before and now.
const FEWEST: u64 = 3;
/// How unlikely the present counts must be, were nothing changed. Three misses out of three after three hits out of three
/// are, two out of two are not.
const CHANCE: f64 = 0.02;
/// A smaller fall is no change of layout, however many pages prove it.
const LEAST_FALL: f64 = 0.1;
/// Counts are scaled down to these: more pages would only prove smaller falls.
const MOST_BEFORE: u64 = 1000;
const MOST_NOW: u64 = 200;

/// In what way a field drifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// None of the profile's rules gives it any more.
    Missed,
    /// A rule that gave it does not any more; another one of the profile does.
    Rule,
    /// It is no longer what the page's metadata says.
    Disagrees,
    /// Bodies are much longer or shorter than they were.
    Length,
}

/// So many out of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rate {
    /// Pages where it was so.
    pub hits: u64,
    /// Pages in all.
    pub pages: u64,
}

/// A field that drifts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// The profile's main host.
    pub host: String,
    /// The record's key.
    pub field: String,
    /// In what way.
    pub kind: Kind,
    /// The rule, where it is about one.
    pub rule: Option<String>,
    /// In earlier runs.
    pub before: Rate,
    /// In this one.
    pub now: Rate,
}

impl Drift {
    /// Whether it is about that field, in that way.
    #[must_use]
    pub fn is_of(&self, field: &str, kind: Kind) -> bool {
        self.field == field && self.kind == kind
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.hits, self.pages)
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, before, now, .. } = self;
        let rule = self.rule.as_deref().unwrap_or_default();
        match self.kind {
            Kind::Missed => write!(f, "the profile gave {field} on {now} pages, before on {before}"),
            Kind::Rule => write!(f, "the rule `{rule}` gave {field} on {now} pages, before on {before}"),
            Kind::Disagrees => {
                write!(f, "{field} agrees with the metadata on {now} pages, before on {before}")
            }
            Kind::Length => write!(f, "{now} bodies are as long as they used to be, before {before}"),
        }
    }
}

/// What drifts in a run, by field.
pub fn drifts(host: &str, before: &Tally, now: &Tally) -> Vec<Drift> {
    let mut all = Vec::new();
    for (field, now) in &now.fields {
        let Some(before) = before.fields.get(field) else { continue };
        let found = of_field(before, now);
        all.extend(found.into_iter().map(|(kind, rule, before, now)| Drift {
            host: host.to_owned(),
            field: field.clone(),
            kind,
            rule,
            before,
            now,
        }));
    }
    all
}

/// What drifted in a profile's last run, by the runs before it.
#[must_use]
pub fn of_last_run(host: &str, history: &ProfileHistory) -> Vec<Drift> {
    history.runs.last().map(|last| drifts(host, &history.before_last(), &last.fields)).unwrap_or_default()
}

fn of_field(before: &FieldTally, now: &FieldTally) -> Vec<(Kind, Option<String>, Rate, Rate)> {
    let mut found = Vec::new();
    let mut judge = |kind, rule: Option<&String>, before: (u64, u64), now: (u64, u64)| {
        let rate = |(hits, pages)| Rate { hits, pages };
        let fallen = falls(before, now);
        if fallen {
            found.push((kind, rule.cloned(), rate(before), rate(now)));
        }
        fallen
    };
    if judge(Kind::Missed, None, (before.hits, before.pages), (now.hits, now.pages)) {
        // The rest follows from that.
        return found;
    }
    for (rule, hits) in &before.rules {
        let hits_now = now.rules.get(rule).copied().unwrap_or_default();
        judge(Kind::Rule, Some(rule), (*hits, before.pages), (hits_now, now.pages));
    }
    judge(Kind::Disagrees, None, (before.agreed, before.compared), (now.agreed, now.compared));
    let known = |length: &u32| {
        // One step of the scale more or less is within what articles vary.
        (length.saturating_sub(1)..=length + 1).any(|near| before.lengths.contains_key(&near))
    };
    let usual: u64 = now.lengths.iter().filter(|(length, _)| known(length)).map(|(_, count)| count).sum();
    let of = |lengths: &std::collections::BTreeMap<u32, u64>| lengths.values().sum::<u64>();
    judge(Kind::Length, None, (of(&before.lengths), of(&before.lengths)), (usual, of(&now.lengths)));
    found
}

/// Whether a rate is lower than before by more than chance.
fn falls(before: (u64, u64), now: (u64, u64)) -> bool {
    if before.1 < FEWEST || now.1 < FEWEST {
        return false;
    }
    let share = |(hits, pages): (u64, u64)| float(hits) / float(pages);
    share(before) - share(now) >= LEAST_FALL
        && at_most(scaled(before, MOST_BEFORE), scaled(now, MOST_NOW)) < CHANCE
}

/// The same share of at most so many pages.
fn scaled((hits, pages): (u64, u64), most: u64) -> (u64, u64) {
    if pages <= most { (hits, pages) } else { (hits.saturating_mul(most) / pages, most) }
}

/// How likely so few hits are now, by what is known from before: the beta-binomial distribution, with Jeffreys' prior.
fn at_most(before: (u64, u64), now: (u64, u64)) -> f64 {
    let (alpha, beta) = (float(before.0) + 0.5, float(before.1.saturating_sub(before.0)) + 0.5);
    let pages = now.1;
    // The chance of no hit at all; then from each number of hits to the next. As logarithms: they get very small.
    let mut log: f64 = (0..pages).map(|i| ((beta + float(i)) / (alpha + beta + float(i))).ln()).sum();
    let mut sum = log.exp();
    for hits in 0..now.0 {
        let more = float(pages - hits) / float(hits + 1);
        log += (more * (alpha + float(hits)) / (beta + float(pages - hits) - 1.0)).ln();
        sum += log.exp();
    }
    sum
}

#[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{at_most, falls};

    #[test]
    fn chances_are_those_of_the_beta_binomial_distribution() {
        // scipy.stats.betabinom.cdf(k, m, h + .5, n - h + .5)
        for (before, now, expected) in [
            ((3, 3), (0, 3), 0.015_625),
            ((3, 3), (3, 3), 1.0),
            ((1, 2), (0, 1), 0.5),
            ((0, 1), (1, 2), 0.875),
        ] {
            let chance = at_most(before, now);
            assert!((chance - expected).abs() < 1e-9, "{before:?} {now:?}: {chance}");
        }
    }

    #[test]
    fn only_what_is_no_chance_is_a_fall() {
        assert!(falls((3, 3), (0, 3)));
        assert!(!falls((3, 3), (1, 3)), "odd pages happen");
        assert!(!falls((2, 2), (0, 2)), "too few pages");
        assert!(falls((950, 1000), (70, 100)));
        assert!(!falls((950, 1000), (90, 100)));
        assert!(!falls((999_000, 1_000_000), (950_000, 1_000_000)), "a small fall, however sure");
        assert!(falls((1_000_000, 1_000_000), (500_000, 1_000_000)));
        assert!(!falls((0, 100), (0, 100)) && !falls((50, 100), (100, 100)));
    }
}
