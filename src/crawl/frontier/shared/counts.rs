//! Counts that many add to: each worker keeps what it added, and the sums are the crawl's. One row that all workers
//! updated would make them wait for each other.

use std::collections::BTreeMap;

use postgres::Row;

use super::session::Stop;
use crate::crawl::frontier::{Tally, UrlKind};

/// What was added to each count; less than nothing where more was taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts(BTreeMap<String, i64>);

impl Counts {
    /// Reads a worker's column.
    pub(super) fn read(text: &str) -> Result<Self, Stop> {
        let counts = serde_json::from_str(text);
        counts.map(Self).map_err(|_| Stop::Misread(format!("`{text}` are no counts")))
    }

    /// The sum of all workers' columns, the first of each row.
    pub(super) fn sum(rows: &[Row]) -> Result<Self, Stop> {
        let mut sum = Self::default();
        for row in rows {
            sum.add(&Self::read(row.try_get(0)?)?);
        }
        Ok(sum)
    }

    /// As it is stored.
    pub(super) fn text(&self) -> String {
        let pairs = self.0.iter().map(|(what, count)| format!("\"{what}\":{count}"));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() += count;
        }
    }

    pub(super) fn take(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() -= count;
        }
    }

    /// URLs of a kind wait, or fewer do.
    pub(super) fn wait(&mut self, kind: UrlKind, more: i64) {
        let what = match kind {
            UrlKind::Page => "waiting",
            UrlKind::Feed | UrlKind::Sitemap => "waiting_sources",
        };
        *self.0.entry(what.to_owned()).or_default() += more;
    }

    /// Everything a tally counts.
    pub(super) fn count(&mut self, tally: &Tally) {
        for (what, count) in tally.counts().filter(|(_, count)| *count > 0) {
            *self.0.entry(what.to_owned()).or_default() += i64::try_from(count).unwrap_or(i64::MAX);
        }
    }

    /// As a tally. What is counted by a later version of the program is left out.
    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (what, count) in &self.0 {
            if let Some(known) = tally.named(what) {
                *known = u64::try_from(*count).unwrap_or_default();
            }
        }
        tally
    }
}
