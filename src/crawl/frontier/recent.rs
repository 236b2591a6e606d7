//! The links found lately, in memory: those that the sorted tables do not hold yet.
//!
//! A link is durable as soon as its row stands at the end of `link`. Where it belongs in the set of seen URLs and in its
//! host's queue is a place in no order, and writing each there at once costs a page of the file per link as soon as those
//! trees outgrow the cache. So the latest links are found here, and sorted into the tables many at a time.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

use super::{Place, UrlHash};

/// The latest links: about a hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Recent {
    seen: HashSet<UrlHash>,
    /// By host: priority and ordinal of those that wait.
    waiting: HashMap<i64, BTreeSet<(i64, i64)>>,
}

impl Recent {
    /// How many there may be when the last link found has that ordinal: an eighth of all, so that sorting them in, which
    /// costs as much as there is in the tables, costs each link the same however many there are; bounded by memory.
    pub fn most(ordinal: i64) -> usize {
        const FEWEST: i64 = 1 << 16;
        const MOST: i64 = 1 << 20;
        usize::try_from((ordinal / 8).clamp(FEWEST, MOST)).unwrap_or(usize::MAX)
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
        self.waiting.entry(place.host).or_default().insert((place.priority, place.ordinal));
    }

    pub fn leave(&mut self, place: Place) {
        if let Some(places) = self.waiting.get_mut(&place.host) {
            places.remove(&(place.priority, place.ordinal));
        }
    }

    /// The first that waits for a host, among those priorities.
    pub fn first(&self, host: i64, priorities: &RangeInclusive<i64>) -> Option<Place> {
        let (from, to) = ((*priorities.start(), i64::MIN), (*priorities.end(), i64::MAX));
        let &(priority, ordinal) = self.waiting.get(&host)?.range(from..=to).next()?;
        Some(Place { host, priority, ordinal })
    }

    /// All of them are in the tables now.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
