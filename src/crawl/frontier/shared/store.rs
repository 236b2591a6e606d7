//! The shared frontier as the engine knows it.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::control::{self, Mode};
use super::counts::Counts;
use super::links::Batch;
use super::session::{Ending, Stop};
use super::worker::Turn;
use super::{SharedError, SharedStore, finish, robots, turns};
use crate::archive::{Digest, Original, Position};
use crate::canonical::CanonicalUrl;
use crate::crawl::fingerprint::Fingerprint;
use crate::crawl::frontier::queue::pages_down_to;
use crate::crawl::frontier::{
    Claim, Claims, Completed, Finish, Found, FrontierError, KeptBack, Limits, Store, Tally, UrlHash, UrlKind,
    Verdict,
};
use crate::fetch::RobotsCopy;
use crate::sink::Lengths;

/// How many URLs are added in one transaction, at most.
const ADDED_AT_ONCE: usize = 10_000;

impl SharedStore {
    /// Reads what others did, where that was last done some time ago.
    pub(super) fn look_around_in_time(&mut self) -> Result<(), SharedError> {
        if self.looked.is_none_or(|looked| looked.elapsed() >= self.notice) {
            self.looked = Some(Instant::now());
            self.count_again()?;
            self.look_around()?;
        }
        Ok(())
    }

    /// Reads what workers are told, and new seeds.
    pub(super) fn look_around(&mut self) -> Result<(), SharedError> {
        let rows = self.session.borrow_mut().query("SELECT mode, seeds FROM crawl", &[])?;
        let read = || -> Result<(Mode, i64), Stop> {
            let row = rows.first().ok_or_else(|| Stop::Misread("its table `crawl` is empty".to_owned()))?;
            Ok((Mode::read(row.try_get(0)?)?, row.try_get(1)?))
        };
        let (mode, seeds) = read().map_err(|stop| turns::wrong(&self.session.borrow(), stop))?;
        self.mode = mode;
        if seeds != self.seeds {
            self.new_seeds = self.all_seeds()?;
            self.seeds = seeds;
        }
        Ok(())
    }

    /// Reads what all workers counted.
    pub(super) fn count_again(&mut self) -> Result<(), SharedError> {
        let rows = self.session.borrow_mut().query("SELECT counts FROM worker", &[])?;
        self.sum = Counts::sum(&rows).map_err(|stop| turns::wrong(&self.session.borrow(), stop))?;
        self.tally = self.sum.tally();
        Ok(())
    }

    fn all_seeds(&self) -> Result<Vec<CanonicalUrl>, SharedError> {
        let mut session = self.session.borrow_mut();
        let rows = session.query("SELECT url FROM seed ORDER BY url", &[])?;
        let read = |row: &postgres::Row| -> Result<CanonicalUrl, Stop> {
            let url: &str = row.try_get(0)?;
            CanonicalUrl::parse(url).map_err(|_| Stop::Misread(format!("`{url}` is no seed")))
        };
        rows.iter().map(read).collect::<Result<_, _>>().map_err(|stop| turns::wrong(&session, stop))
    }

    fn add_some(&mut self, found: &[Found]) -> Result<u64, SharedError> {
        let batch = Batch::of(found, &self.remembered);
        let mut next = self.standing.next();
        let (standing, remembered) = (&self.standing, &self.remembered);
        let (new, counts) = self.session.borrow_mut().transact(|work| {
            if let Turn::Done(gave) = standing.begin_turn(work)? {
                return Ok(Ending::Commit((usize::try_from(gave).unwrap_or_default(), None)));
            }
            let inserted = batch.insert(work, remembered, None)?;
            turns::lock(work, &inserted.hosts)?;
            turns::wake(work, &inserted.hosts)?;
            let mut saved = next.clone();
            saved.counts.add(&inserted.counts);
            saved.save(work, inserted.new)?;
            Ok(Ending::Commit((inserted.new, Some(inserted.counts))))
        })?;
        if let Some(counts) = counts {
            next.counts.add(&counts);
            self.sum.add(&counts);
            self.tally = self.sum.tally();
        } else {
            next.counts = self.counts_kept()?;
            self.count_again()?;
        }
        self.standing = next;
        self.remembered.learn(&batch);
        if new > 0 {
            self.ask_again();
        }
        Ok(new as u64)
    }

    fn rejected(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, SharedError> {
        let hash = UrlHash::of_text(text);
        let mut next = self.standing.next();
        (next.seq, next.lengths) = (next.seq + 1, lengths);
        let (mut tally, mut counts) = (Tally::default(), Counts::default());
        tally.finish(verdict, 0, 1);
        counts.count(&tally);
        next.counts.add(&counts);
        let standing = &self.standing;
        let is_new = self.session.borrow_mut().transact(|work| {
            if let Turn::Done(gave) = standing.begin_turn(work)? {
                return Ok(Ending::Commit(gave > 0));
            }
            let new = work.execute(
                "INSERT INTO link (host, hash, priority, ordinal, url, kind, depth, waiting)
                 VALUES (0, $1, 0, 0, $2, 0, 0, false) ON CONFLICT (host, hash) DO NOTHING",
                &[&hash.as_bytes(), &text],
            )?;
            if new == 0 {
                return Ok(Ending::Rollback(false));
            }
            let finish = finish_of(verdict, lengths);
            finish::insert_done(work, &next, 0, hash, UrlKind::Page, &finish)?;
            next.save(work, 1)?;
            Ok(Ending::Commit(true))
        })?;
        if is_new {
            self.standing = next;
            self.sum.add(&counts);
            self.tally = self.sum.tally();
        }
        Ok(is_new)
    }

    fn put_off(&mut self, claim: &Claim, until: Timestamp, why: &str) -> Result<(), SharedError> {
        let (host, rest) = (claim.place.host, self.ahead(until));
        let epoch = claim.term.as_ref().map_or(-1, crate::crawl::frontier::Term::epoch);
        if self.leases.get(host, epoch).is_none() {
            return Ok(());
        }
        let (hash, us) = (UrlHash::of(&claim.url), &self.us);
        self.session.borrow_mut().transact(|work| {
            work.execute(
                "UPDATE link SET snoozes = snoozes + 1 WHERE host = $1 AND hash = $2",
                &[&host, &hash.as_bytes()],
            )?;
            let locked = turns::lock(work, &[host])?;
            if !locked.iter().any(|row| row.epoch == epoch && row.worker == Some(us.worker)) {
                return Ok(Ending::Rollback(()));
            }
            work.execute(
                "UPDATE host SET worker = NULL, due = now() + $2 * interval '1 second', standing = 0, last_error = $3
                 WHERE id = $1",
                &[&host, &rest, &why],
            )?;
            Ok(Ending::Commit(()))
        })?;
        self.leases.remove(host);
        Ok(())
    }

    /// The first text of the first row, if there is one.
    fn text(
        &self,
        sql: &'static str,
        parameters: super::session::Parameters<'_>,
    ) -> Result<Option<String>, SharedError> {
        let mut session = self.session.borrow_mut();
        let rows = session.query(sql, parameters)?;
        let first = rows.first().map(|row| row.try_get(0)).transpose();
        first.map_err(|error| turns::wrong(&session, error.into()))
    }

    fn count(
        &self,
        sql: &'static str,
        parameters: super::session::Parameters<'_>,
    ) -> Result<u64, SharedError> {
        let mut session = self.session.borrow_mut();
        let rows = session.query(sql, parameters)?;
        let count = rows.first().map_or(Ok(0), |row| row.try_get::<_, i64>(0));
        let count = count.map_err(|error| turns::wrong(&session, error.into()))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

impl Store for SharedStore {
    fn add_seeds(&mut self, seeds: &[CanonicalUrl]) -> Result<(), FrontierError> {
        self.session.borrow_mut().transact(|work| {
            control::add_seeds(work, seeds)?;
            Ok(Ending::Commit(()))
        })?;
        Ok(())
    }

    fn seeds(&self) -> Result<Vec<CanonicalUrl>, FrontierError> {
        Ok(self.all_seeds()?)
    }

    fn add(&mut self, found: &[Found]) -> Result<u64, FrontierError> {
        let mut new = 0;
        for some in found.chunks(ADDED_AT_ONCE) {
            new += self.add_some(some)?;
        }
        Ok(new)
    }

    fn reject(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, FrontierError> {
        Ok(self.rejected(text, verdict, lengths)?)
    }

    fn is_rejected(&self, text: &str) -> Result<bool, FrontierError> {
        let hash = UrlHash::of_text(text);
        let known = self.text("SELECT url FROM link WHERE host = 0 AND hash = $1", &[&hash.as_bytes()])?;
        Ok(known.is_some())
    }

    fn claim_hosts(&mut self, now: Timestamp, limits: Limits, most: usize) -> Result<Claims, FrontierError> {
        Ok(self.offer(now, limits, most)?)
    }

    fn stored_as(&self, identities: &[UrlHash]) -> Result<Option<String>, FrontierError> {
        if identities.is_empty() {
            return Ok(None);
        }
        let hashes: Vec<&[u8]> = identities.iter().map(UrlHash::as_bytes).collect();
        Ok(self.text("SELECT url FROM stored WHERE hash = ANY($1) ORDER BY hash LIMIT 1", &[&hashes])?)
    }

    fn printed_as(&mut self, print: Fingerprint) -> Result<Option<String>, FrontierError> {
        let quarters: Vec<i64> = print.near_quarters().collect();
        let mut session = self.session.borrow_mut();
        let rows = session.query(
            "SELECT bits, url FROM print WHERE quarter = ANY($1) ORDER BY seq, worker",
            &[&quarters],
        )?;
        for row in &rows {
            let read = || Ok::<_, postgres::Error>((row.try_get(0)?, row.try_get(1)?));
            let (bits, url) = read().map_err(|error| turns::wrong(&session, error.into()))?;
            if print.is_near(Fingerprint::from_bits(bits)) {
                return Ok(Some(url));
            }
        }
        Ok(None)
    }

    fn archived_as(&self, body: &Digest) -> Result<Option<Original>, FrontierError> {
        let mut session = self.session.borrow_mut();
        let rows = session.query(
            "SELECT url, at FROM archived WHERE worker = $1 AND digest = $2",
            &[&self.us.worker, &body.as_bytes().as_slice()],
        )?;
        let read = |row: &postgres::Row| -> Result<Original, Stop> {
            let at = Timestamp::from_millisecond(row.try_get(1)?);
            let at = at.map_err(|_| Stop::Misread("an archive's date".to_owned()))?;
            Ok(Original { url: row.try_get(0)?, at })
        };
        let original = rows.first().map(read).transpose();
        Ok(original.map_err(|stop| turns::wrong(&session, stop))?)
    }

    fn complete(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<Completed, FrontierError> {
        Ok(self.finish(claim, finish)?)
    }

    fn new_among(&self, found: &[Found]) -> Result<u64, FrontierError> {
        let mut hashes: Vec<UrlHash> = found.iter().map(|found| UrlHash::of(&found.url)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let hosts: Vec<i64> =
            found.iter().map(|found| super::links::host_id(found.url.host().as_str())).collect();
        let bytes: Vec<&[u8]> = hashes.iter().map(UrlHash::as_bytes).collect();
        let known = self
            .count("SELECT count(*) FROM link WHERE host = ANY($1) AND hash = ANY($2)", &[&hosts, &bytes])?;
        Ok((hashes.len() as u64).saturating_sub(known))
    }

    fn watch_sources(&mut self, _: Timestamp, _: Duration) -> Result<(), FrontierError> {
        // A shared crawl asks for nothing again: `crawl::run` refuses to.
        Ok(())
    }

    fn snooze(&mut self, claim: Claim, until: Timestamp, why: &str) -> Result<(), FrontierError> {
        self.put_off(&claim, until, why)?;
        self.ask_again();
        Ok(())
    }

    fn release(&mut self, claim: Claim) {
        let (host, now) = (claim.place.host, self.heard.0);
        let epoch = claim.term.as_ref().map_or(-1, crate::crawl::frontier::Term::epoch);
        let Some(lease) = self.leases.get(host, epoch) else { return };
        if let Some(link) = lease.out.take() {
            lease.queue.push_front(link);
        }
        self.leases.free(host, now);
    }

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn recount(&mut self) -> Result<(), FrontierError> {
        Ok(self.count_again()?)
    }

    fn kept_back(&self, limits: Limits) -> Result<KeptBack, FrontierError> {
        let deepest = *pages_down_to(limits.max_depth).end();
        let too_deep = match limits.max_depth {
            Some(_) => {
                self.count("SELECT count(*) FROM link WHERE waiting AND priority > $1", &[&deepest])?
            }
            None => 0,
        };
        let host_limit = match limits.max_pages_per_host {
            Some(most) => self.count(
                "SELECT count(*) FROM link JOIN host ON host.id = link.host
                 WHERE waiting AND priority BETWEEN 0 AND $1 AND fetched >= $2",
                &[&deepest, &i64::try_from(most).unwrap_or(i64::MAX)],
            )?,
            None => 0,
        };
        let page_limit = match limits.max_pages {
            Some(most) if self.tally.fetched >= most => {
                self.tally.waiting.saturating_sub(too_deep).saturating_sub(host_limit)
            }
            _ => 0,
        };
        Ok(KeptBack { too_deep, host_limit, page_limit })
    }

    fn hand_on(&mut self, claim: &Claim, copies: &[RobotsCopy]) -> Result<(), FrontierError> {
        Ok(robots::keep(&mut self.session.borrow_mut(), claim.place.host, copies)?)
    }

    fn keep(&mut self) -> Result<(), FrontierError> {
        Ok(self.keep_leases()?)
    }

    fn keep_every(&self) -> Option<Duration> {
        Some(self.us.lease / 5)
    }

    fn lengths(&self) -> Lengths {
        self.standing.lengths
    }

    fn archive_end(&self) -> Position {
        self.standing.archive
    }

    fn rewound(&self) -> u64 {
        self.rewound
    }
}

/// What a text that is no URL ends as.
fn finish_of(verdict: Verdict, lengths: Lengths) -> Finish<'static> {
    Finish {
        kind: UrlKind::Page,
        verdict,
        attempts: 0,
        found: &[],
        identities: &[],
        lengths,
        print: None,
        pace: None,
        error: None,
        archived: None,
        watched: None,
        relisted: &[],
    }
}
