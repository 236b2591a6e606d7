//! Which hosts have something to fetch, and whose turn is next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use jiff::Timestamp;

/// Every host of the crawl, in memory: about a hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    by_name: HashMap<String, i64>,
    states: HashMap<i64, State>,
    /// (when it may be asked, turn, host). The turn makes hosts that are due alternate.
    due: BinaryHeap<Reverse<(Timestamp, u64, i64)>>,
    turn: u64,
    /// The latest time asked about. A host queues behind all that were due then, however long ago its own time
    /// came; else hosts that never had to wait would starve those that did.
    now: Timestamp,
}

#[derive(Clone, Copy, Debug)]
struct State {
    next_allowed: Timestamp,
    standing: Standing,
    announced: bool,
    fetched: u64,
}

/// Where a host stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nothing to fetch, as far as this run goes.
    Idle,
    /// In the heap.
    Queued,
    /// A URL of it is claimed.
    Claimed,
}

impl Hosts {
    /// Makes a host known; it stays idle until something is queued for it.
    pub fn insert(&mut self, name: String, id: i64, next_allowed: Timestamp, announced: bool, fetched: u64) {
        self.by_name.insert(name, id);
        self.states.insert(id, State { next_allowed, standing: Standing::Idle, announced, fetched });
    }

    pub fn id(&self, name: &str) -> Option<i64> {
        self.by_name.get(name).copied()
    }

    /// Whether the host's robots.txt was asked for sitemaps.
    pub fn is_announced(&self, id: i64) -> bool {
        self.states.get(&id).is_some_and(|state| state.announced)
    }

    pub fn set_announced(&mut self, id: i64) {
        if let Some(state) = self.states.get_mut(&id) {
            state.announced = true;
        }
    }

    /// How many of its pages were asked for.
    pub fn fetched(&self, id: i64) -> u64 {
        self.states.get(&id).map_or(0, |state| state.fetched)
    }

    /// One more page was asked for.
    pub fn count_fetched(&mut self, id: i64) {
        if let Some(state) = self.states.get_mut(&id) {
            state.fetched += 1;
        }
    }

    /// Something waits for the host: an idle one gets its turn.
    pub fn wake(&mut self, id: i64) {
        if self.states.get(&id).is_some_and(|state| state.standing == Standing::Idle) {
            self.enqueue(id);
        }
    }

    /// The claimed host is free again.
    pub fn free(&mut self, id: i64) {
        self.enqueue(id);
    }

    /// The host must not be asked before that.
    pub fn hold_until(&mut self, id: i64, until: Timestamp) {
        if let Some(state) = self.states.get_mut(&id) {
            state.next_allowed = state.next_allowed.max(until);
        }
    }

    /// Takes the host that waited longest among those whose time has come.
    pub fn take_due(&mut self, now: Timestamp) -> Option<i64> {
        self.now = self.now.max(now);
        let Reverse((time, _, id)) = *self.due.peek()?;
        if time > now {
            return None;
        }
        self.due.pop();
        if let Some(state) = self.states.get_mut(&id) {
            state.standing = Standing::Claimed;
        }
        Some(id)
    }

    /// The host taken has nothing to claim after all.
    pub fn retire(&mut self, id: i64) {
        if let Some(state) = self.states.get_mut(&id) {
            state.standing = Standing::Idle;
        }
    }

    /// When the next queued host may be asked, and which that is.
    pub fn next_due(&self) -> Option<(Timestamp, i64)> {
        self.due.peek().map(|&Reverse((time, _, id))| (time, id))
    }

    /// The next queued host has nothing to claim after all.
    pub fn retire_next(&mut self) {
        if let Some(Reverse((_, _, id))) = self.due.pop() {
            self.retire(id);
        }
    }

    fn enqueue(&mut self, id: i64) {
        if let Some(state) = self.states.get_mut(&id) {
            state.standing = Standing::Queued;
            self.turn += 1;
            self.due.push(Reverse((state.next_allowed.max(self.now), self.turn, id)));
        }
    }
}
