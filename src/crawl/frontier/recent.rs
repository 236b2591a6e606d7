//! The links found lately, in memory: those that the sorted tables do not hold yet.
//!
//! A link is durable as soon as its row stands at the end of `link`. Where it belongs in the set of seen URLs and in its
//! host's queue is a place in no order, and writing each there at once costs a page of the file per link as soon as those
//! trees outgrow the cache. So the latest links are found here, and sorted into the tables many at a time.

use std::collections::{BTreeSet, HashSet};
use std::ops::RangeInclusive;

use super::{Place, UrlHash};

/// The latest links: less than a hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Recent {
    seen: HashSet<UrlHash>,
    /// Host, priority and ordinal of those that wait.
    waiting: BTreeSet<(i64, i64, i64)>,
    /// The ordinals of those that are finished.
    finished: Vec<i64>,
}

impl Recent {
    /// How many there may be when the last link found has that ordinal: a part of all, so that sorting them in, which costs as
    /// much as there is in the tables, costs each link the same however many there are; bounded by memory.
    pub fn most(ordinal: i64) -> usize {
        const FEWEST: i64 = 1 << 16;
        const MOST: i64 = 1 << 21;
        usize::try_from((ordinal / 3).clamp(FEWEST, MOST)).unwrap_or(usize::MAX)
    }

    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Remembers a URL; says whether it is new here.
    pub fn see(&mut self, hash: UrlHash) -> bool {
        self.seen.insert(hash)
    }

    pub fn has(&self, hash: UrlHash) -> bool {
        self.seen.contains(&hash)
    }

    pub fn wait(&mut self, place: Place) {
        self.waiting.insert((place.host, place.priority, place.ordinal));
    }

    /// A link is finished, if it is one of these.
    pub fn leave(&mut self, place: Place) {
        if self.waiting.remove(&(place.host, place.priority, place.ordinal)) {
            self.finish(place.ordinal);
        }
    }

    /// A link is finished that does not wait here.
    pub fn finish(&mut self, ordinal: i64) {
        self.finished.push(ordinal);
    }

    /// The first that waits for a host, among those priorities.
    pub fn first(&self, host: i64, priorities: &RangeInclusive<i64>) -> Option<Place> {
        let (from, to) = ((host, *priorities.start(), i64::MIN), (host, *priorities.end(), i64::MAX));
        let &(host, priority, ordinal) = self.waiting.range(from..=to).next()?;
        Some(Place { host, priority, ordinal })
    }

    /// What was seen, in the order of the table.
    pub fn sorted_hashes(&self) -> Vec<UrlHash> {
        let mut hashes: Vec<UrlHash> = self.seen.iter().copied().collect();
        hashes.sort_unstable();
        hashes
    }

    /// What waits, in the order of the table.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.waiting.iter().map(|&(host, priority, ordinal)| Place { host, priority, ordinal })
    }

    /// The ordinals of those that are finished.
    pub fn finished(&self) -> &[i64] {
        &self.finished
    }

    /// All of them are in the tables now.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
