//! Which hosts have something to fetch, and whose turn is next.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use jiff::Timestamp;

/// Every host of the crawl, in memory: about a hundred bytes each.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    by_name: HashMap<String, i64>,
    states: HashMap<i64, State>,
    /// (when it may be asked, turn, host). The turn makes hosts that are due alternate. An entry with another turn than its
    /// host's is out of date.
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
    turn: u64,
    revisited_last: bool,
}

/// Where a host stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Nothing to fetch, as far as this run goes.
    Idle,
    /// In the heap.
    Queued,
    /// In the heap, for when something it was asked for before is due again.
    Asleep,
    /// A URL of it is claimed.
    Claimed,
}

impl Hosts {
    /// Makes a host known; it stays idle until something is queued for it.
    pub fn insert(&mut self, name: String, id: i64, next_allowed: Timestamp, announced: bool, fetched: u64) {
        self.by_name.insert(name, id);
        let state = State {
            next_allowed,
            standing: Standing::Idle,
            announced,
            fetched,
            turn: 0,
            revisited_last: false,
        };
        self.states.insert(id, state);
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

    /// Whether what it was asked for last was known before.
    pub fn revisited_last(&self, id: i64) -> bool {
        self.states.get(&id).is_some_and(|state| state.revisited_last)
    }

    /// Notes whether what it is asked for now was known before.
    pub fn set_revisited_last(&mut self, id: i64, revisited: bool) {
        if let Some(state) = self.states.get_mut(&id) {
            state.revisited_last = revisited;
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

    /// Something waits for the host: an idle or sleeping one gets its turn.
    pub fn wake(&mut self, id: i64) {
        let rests = |state: &State| matches!(state.standing, Standing::Idle | Standing::Asleep);
        if self.states.get(&id).is_some_and(rests) {
            self.enqueue(id, Standing::Queued, self.now);
        }
    }

    /// Something may wait for any host.
    pub fn wake_all(&mut self) {
        let hosts: Vec<i64> = self.states.keys().copied().collect();
        for host in hosts {
            self.wake(host);
        }
    }

    /// The claimed host is free again.
    pub fn free(&mut self, id: i64) {
        self.enqueue(id, Standing::Queued, self.now);
    }

    /// The host taken has nothing to claim before that.
    pub fn sleep(&mut self, id: i64, until: Timestamp) {
        self.enqueue(id, Standing::Asleep, until.max(self.now));
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
        let (time, id) = self.next_due()?;
        if time > now {
            return None;
        }
        self.due.pop();
        if let Some(state) = self.states.get_mut(&id) {
            state.standing = Standing::Claimed;
        }
        Some(id)
    }

    /// Takes a host before its turn, if its time has come; says whether it has.
    pub fn take(&mut self, id: i64, now: Timestamp) -> bool {
        let due = |state: &&mut State| state.standing == Standing::Queued && state.next_allowed <= now;
        let Some(state) = self.states.get_mut(&id).filter(due) else { return false };
        // What stands in the heap is out of date from now on.
        self.turn += 1;
        (state.standing, state.turn) = (Standing::Claimed, self.turn);
        true
    }

    /// The host taken has nothing to claim after all.
    pub fn retire(&mut self, id: i64) {
        if let Some(state) = self.states.get_mut(&id) {
            state.standing = Standing::Idle;
        }
    }

    /// When the next queued host may be asked, and which that is.
    pub fn next_due(&mut self) -> Option<(Timestamp, i64)> {
        while let Some(&Reverse((time, turn, id))) = self.due.peek() {
            if self.states.get(&id).is_some_and(|state| state.turn == turn) {
                return Some((time, id));
            }
            self.due.pop();
        }
        None
    }

    /// Takes the next queued host out of the queue: it has nothing to claim after all.
    pub fn skip_next(&mut self) {
        self.due.pop();
    }

    fn enqueue(&mut self, id: i64, standing: Standing, time: Timestamp) {
        if let Some(state) = self.states.get_mut(&id) {
            self.turn += 1;
            (state.standing, state.turn) = (standing, self.turn);
            self.due.push(Reverse((state.next_allowed.max(time), self.turn, id)));
        }
    }
}
