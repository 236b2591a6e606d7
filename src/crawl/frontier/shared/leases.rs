//! The hosts this worker has at the moment, each with the URLs that are its for the time being.

use std::collections::{BTreeSet, HashMap, VecDeque};

use jiff::Timestamp;

use super::links::Link;
use crate::crawl::frontier::{Arrival, Term};

/// One host.
#[derive(Debug)]
pub(super) struct Lease {
    pub term: Term,
    /// Whether its robots.txt was asked for sitemaps.
    pub announced: bool,
    /// What its last worker knew of it, for the first visit.
    pub arrival: Option<Box<Arrival>>,
    /// What is to be fetched of it, in order.
    pub queue: VecDeque<Link>,
    /// The URL that is being fetched.
    pub out: Option<Link>,
    /// It is asked for nothing before, by the crawl's clock.
    pub next_allowed: Timestamp,
    /// Its key in the order of turns.
    turn: Option<(Timestamp, u64)>,
}

impl Lease {
    pub fn new(term: Term, announced: bool, queue: VecDeque<Link>, arrival: Arrival) -> Self {
        let (arrival, next_allowed) = (Some(Box::new(arrival)), Timestamp::MIN);
        Self { term, announced, arrival, queue, out: None, next_allowed, turn: None }
    }
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Leases {
    by_host: HashMap<i64, Lease>,
    /// Those nothing of which is being fetched: when they may be asked, in the order in which they were free.
    turns: BTreeSet<(Timestamp, u64, i64)>,
    turn: u64,
}

impl Leases {
    /// Takes up a host.
    pub fn insert(&mut self, host: i64, lease: Lease, now: Timestamp) {
        self.remove(host);
        self.by_host.insert(host, lease);
        self.free(host, now);
    }

    /// The lease of a host, if it is still that one.
    pub fn get(&mut self, host: i64, epoch: i64) -> Option<&mut Lease> {
        self.by_host.get_mut(&host).filter(|lease| lease.term.epoch() == epoch)
    }

    /// Lets go of a host.
    pub fn remove(&mut self, host: i64) -> Option<Lease> {
        let lease = self.by_host.remove(&host)?;
        if let Some((time, turn)) = lease.turn {
            self.turns.remove(&(time, turn, host));
        }
        Some(lease)
    }

    /// Nothing of the host is being fetched any more: it queues behind those that are due.
    pub fn free(&mut self, host: i64, now: Timestamp) {
        let Some(lease) = self.by_host.get_mut(&host) else { return };
        self.turn += 1;
        let time = lease.next_allowed.max(now);
        if let Some((time, turn)) = lease.turn.replace((time, self.turn)) {
            self.turns.remove(&(time, turn, host));
        }
        self.turns.insert((time, self.turn, host));
    }

    /// Takes the host whose turn it is, if its time has come.
    pub fn take_due(&mut self, now: Timestamp) -> Option<(i64, &mut Lease)> {
        let (time, turn, host) = *self.turns.first()?;
        if time > now {
            return None;
        }
        self.turns.remove(&(time, turn, host));
        let lease = self.by_host.get_mut(&host)?;
        lease.turn = None;
        Some((host, lease))
    }

    /// When the next free host may be asked.
    pub fn next_due(&self) -> Option<Timestamp> {
        self.turns.first().map(|(time, _, _)| *time)
    }

    /// Every host with its lease.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &Lease)> {
        self.by_host.iter().map(|(host, lease)| (*host, lease))
    }
}
