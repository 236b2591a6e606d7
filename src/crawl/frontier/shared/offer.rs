//! Offering URLs to the engine: of hosts that are ours, and of further ones while it has room.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::control::Mode;
use super::leases::Lease;
use super::links::Link;
use super::turns::Back;
use super::{SharedError, SharedStore, turns};
use crate::crawl::frontier::{Arrival, Claim, Claims, Limits, Shape, Term, UrlKind};

/// How long the database is not asked for hosts again once it had too few.
const PAUSE: f64 = 0.2;

impl SharedStore {
    /// Takes the next URL of up to `most` hosts.
    pub(super) fn offer(
        &mut self,
        now: Timestamp,
        limits: Limits,
        most: usize,
    ) -> Result<Claims, SharedError> {
        self.heard = (now, Instant::now());
        self.look_around_in_time()?;
        match self.mode {
            Mode::Running => {}
            Mode::Paused => {
                self.let_go(false)?;
                let next_due = Some(self.in_seconds(self.notice.as_secs_f64()));
                return Ok(Claims { next_due, ..Claims::default() });
            }
            Mode::Draining => {
                self.let_go(false)?;
                return Ok(Claims::default());
            }
        }
        let mut claims = Vec::new();
        self.offer_ours(now, limits, most, &mut claims)?;
        if claims.len() < most && now >= self.not_before && !self.is_full(limits, claims.len()) {
            self.take_more(limits, most - claims.len())?;
            // Who came with new seeds may have brought new hosts: what belongs to the crawl is known before they are asked.
            self.look_around()?;
            self.offer_ours(now, limits, most, &mut claims)?;
        }
        self.mark_traps(limits, &mut claims)?;
        let next_due = if self.is_full(limits, 0) { None } else { self.next_due()? };
        Ok(Claims { claims, next_due, seeds: std::mem::take(&mut self.new_seeds) })
    }

    /// Whether so many pages are being fetched or are finished that the limit is reached.
    fn is_full(&self, limits: Limits, more: usize) -> bool {
        let out = |lease: &Lease| lease.out.as_ref().is_some_and(|link| link.kind == UrlKind::Page);
        let being_fetched = self.leases.iter().filter(|(_, lease)| out(lease)).count().max(more);
        limits.max_pages.is_some_and(|most| self.tally.fetched + being_fetched as u64 >= most)
    }

    /// Offers what is next of our own hosts.
    fn offer_ours(
        &mut self,
        now: Timestamp,
        limits: Limits,
        most: usize,
        claims: &mut Vec<Claim>,
    ) -> Result<(), SharedError> {
        let mut back = Vec::new();
        while claims.len() < most && !self.is_full(limits, 0) {
            let Some((host, lease)) = self.leases.take_due(now) else { break };
            let next = if lease.term.is_over() { None } else { lease.queue.pop_front() };
            if let Some(link) = next {
                lease.out = Some(link.clone());
                let arrival = lease.arrival.take();
                claims.push(claim(link, lease.term.clone(), !lease.announced, arrival));
                continue;
            }
            // Nobody's any more by our clock, or nothing of it is within the limits.
            let rest = lease.next_allowed.duration_since(now).as_secs_f64().max(0.0);
            let (epoch, is_beyond) = (lease.term.epoch(), !lease.term.is_over());
            back.push(Back { host, epoch, rest, is_beyond });
            self.leases.remove(host);
        }
        turns::give_back(&mut self.session.borrow_mut(), &self.us, &back)
    }

    /// Takes up to so many further hosts.
    fn take_more(&mut self, limits: Limits, most: usize) -> Result<(), SharedError> {
        let asked = Instant::now();
        let taken = turns::take(&mut self.session.borrow_mut(), &self.us, limits, most)?;
        if taken.len() < most {
            self.not_before = self.in_seconds(PAUSE.min(self.notice.as_secs_f64()));
        }
        let (now, end) = (self.heard.0, self.us.end_of_term(asked));
        for host in taken {
            let term = Term::new(host.epoch, end);
            let strain = Duration::try_from_secs_f64(host.strain).unwrap_or_default();
            let arrival = Arrival { strain, robots: host.robots };
            let lease = Lease::new(term, host.announced, host.queue, arrival);
            self.leases.insert(host.host, lease, now);
        }
        Ok(())
    }

    /// When something may be there to be fetched; `None` once nothing waits that anybody could get.
    fn next_due(&mut self) -> Result<Option<Timestamp>, SharedError> {
        if let Some(time) = self.leases.next_due() {
            // Others may add something meanwhile.
            let soon = self.in_seconds(self.notice.as_secs_f64());
            return Ok(Some(time.min(soon).max(self.heard.0)));
        }
        let ours: Vec<i64> = self.leases.iter().map(|(host, _)| host).collect();
        let next = turns::next_due(&mut self.session.borrow_mut(), &ours)?;
        let notice = self.notice.as_secs_f64();
        Ok(next.map(|seconds| {
            self.in_seconds(seconds.clamp(0.0, notice)).max(self.not_before.min(self.in_seconds(notice)))
        }))
    }

    /// Marks the claims whose shapes lead nowhere.
    fn mark_traps(&mut self, limits: Limits, claims: &mut [Claim]) -> Result<(), SharedError> {
        let Some(trap_after) = limits.trap_after else { return Ok(()) };
        let by_links = |claim: &&mut Claim| {
            claim.kind == UrlKind::Page && claim.via.is_some() && claim.published.is_none()
        };
        let mut asked: Vec<(&mut Claim, Shape)> = claims
            .iter_mut()
            .filter(by_links)
            .map(|claim| {
                let shape = Shape::of(&claim.url);
                (claim, shape)
            })
            .collect();
        if asked.is_empty() {
            return Ok(());
        }
        let (hosts, shapes): (Vec<i64>, Vec<i64>) =
            asked.iter().map(|(claim, shape)| (claim.place.host, shape.number())).unzip();
        let mut session = self.session.borrow_mut();
        let rows = session.query(
            "SELECT shape.host, shape.shape, fetched, fruits FROM shape
             JOIN unnest($1::bigint[], $2::bigint[]) AS s (host, shape)
                 ON shape.host = s.host AND shape.shape = s.shape",
            &[&hosts, &shapes],
        )?;
        let mut known: HashMap<(i64, i64), (u64, u64)> = HashMap::new();
        for row in &rows {
            let read = || -> Result<_, postgres::Error> {
                Ok((row.try_get(0)?, row.try_get(1)?, row.try_get::<_, i64>(2)?, row.try_get::<_, i64>(3)?))
            };
            let (host, shape, fetched, fruits) =
                read().map_err(|error| turns::wrong(&session, error.into()))?;
            let number = |number: i64| u64::try_from(number).unwrap_or_default();
            known.insert((host, shape), (number(fetched), number(fruits)));
        }
        for (claim, shape) in &mut asked {
            let (fetched, fruits) =
                known.get(&(claim.place.host, shape.number())).copied().unwrap_or_default();
            if fetched >= trap_after.saturating_mul(fruits.saturating_add(1)) {
                claim.trap = Some(shape.clone());
            }
        }
        Ok(())
    }

    /// Keeps the hosts something of which is being fetched or soon will be, and lets go of the others.
    pub(super) fn keep_leases(&mut self) -> Result<(), SharedError> {
        let (now, half) = (self.now(), self.us.lease.as_secs_f64() / 2.0);
        let asked = Instant::now();
        let (mut kept, mut back) = (Vec::new(), Vec::new());
        for (host, lease) in self.leases.iter() {
            let rest = lease.next_allowed.duration_since(now).as_secs_f64().max(0.0);
            let epoch = lease.term.epoch();
            if lease.out.is_some() || rest <= half {
                kept.push((host, epoch));
            } else {
                back.push(Back { host, epoch, rest, is_beyond: false });
            }
        }
        // A term that is over by our clock may be so by the database's, and the host another's.
        let ours = turns::renew(&mut self.session.borrow_mut(), &self.us, &kept)?;
        let end = self.us.end_of_term(asked);
        for (host, epoch) in kept {
            if ours.contains(&host) {
                if let Some(lease) = self.leases.get(host, epoch) {
                    lease.term.set_end(end);
                }
            } else if let Some(lease) = self.leases.remove(host) {
                lease.term.set_end(asked);
            }
        }
        turns::give_back(&mut self.session.borrow_mut(), &self.us, &back)?;
        for back in back {
            self.leases.remove(back.host);
        }
        Ok(())
    }
}

fn claim(link: Link, term: Term, new_host: bool, arrival: Option<Box<Arrival>>) -> Claim {
    Claim {
        url: link.url,
        kind: link.kind,
        depth: link.depth,
        published: link.published,
        snoozes: link.snoozes,
        new_host,
        trap: None,
        revisit: None,
        term: Some(term),
        arrival,
        via: link.via,
        place: link.place,
    }
}
