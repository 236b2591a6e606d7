//! The frontier in one SQLite file.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::hosts::Hosts;
use super::open::{self, classify};
use super::queue::{Queued, priority, queue_new};
use super::{
    Claim, Claims, Finish, FolderLock, Found, FrontierError, KeptBack, Limits, Place, Shape, Store, Tally,
    UrlHash, UrlKind, Verdict, rewind, rows,
};
use crate::canonical::CanonicalUrl;
use crate::crawl::fingerprint::Fingerprint;
use crate::sink::Lengths;

/// The state file's name in the output folder.
pub const FILE_NAME: &str = "crawl.db";

/// The frontier in `crawl.db` of the output folder. Only hosts and counts are in memory.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Connection,
    hosts: Hosts,
    tally: Tally,
    /// The last ordinal given.
    ordinal: i64,
    /// Pages claimed and not yet given back.
    claimed_pages: u64,
    /// The output files' lengths as committed.
    lengths: Lengths,
    /// URLs queued again because the output had lost their lines.
    rewound: u64,
    _lock: FolderLock,
}

impl SqliteStore {
    /// Opens or creates the state of the crawl in a folder, for this process alone. No host known from an earlier
    /// run is asked for anything before `resume_at`, since nobody knows when that run last asked it.
    pub fn open(folder: &Path, resume_at: Timestamp) -> Result<Self, FrontierError> {
        let lock = FolderLock::take(folder)?;
        let path = folder.join(FILE_NAME);
        if !path.exists() {
            rewind::refuse_output_without_state(folder)?;
        }
        let opened = open::open(&path)?;
        if opened.is_new {
            rewind::refuse_output_without_state(folder)?;
        }
        let mut store = Self {
            path,
            connection: opened.connection,
            hosts: Hosts::default(),
            tally: Tally::default(),
            ordinal: 0,
            claimed_pages: 0,
            lengths: Lengths::default(),
            rewound: 0,
            _lock: lock,
        };
        store.go_back_to_output(folder)?;
        store.load(resume_at).map_err(|error| store.wrong(error))?;
        Ok(store)
    }

    /// The output files' lengths as committed: what they hold beyond is a torn line.
    #[must_use]
    pub fn lengths(&self) -> Lengths {
        self.lengths
    }

    /// URLs queued again when the state was opened, because the output files had lost their lines.
    #[must_use]
    pub fn rewound(&self) -> u64 {
        self.rewound
    }

    fn wrong(&self, error: rusqlite::Error) -> FrontierError {
        classify(&self.path, error)
    }

    /// Puts back into the queue what the output files no longer hold.
    fn go_back_to_output(&mut self, folder: &Path) -> Result<(), FrontierError> {
        let counted = rows::lengths(&self.connection).map_err(|error| self.wrong(error))?;
        let intact = rewind::intact(folder, counted)?;
        if intact != counted {
            self.rewound = self.rewind(intact).map_err(|error| self.wrong(error))?;
        }
        Ok(())
    }

    fn rewind(&mut self, intact: Lengths) -> rusqlite::Result<u64> {
        let transaction = self.connection.transaction()?;
        let end = rows::last_within(&transaction, intact)?;
        let lost = rows::done_after(&transaction, end)?;
        for (ordinal, done) in (rows::last_ordinal(&transaction)? + 1..).zip(&lost) {
            let published = rows::published(&transaction, done.hash)?;
            let place =
                Place { host: done.host, priority: priority(done.kind, done.depth, published), ordinal };
            rows::enqueue(&transaction, place, &done.url, done.kind, done.depth, None)?;
        }
        rows::forget_after(&transaction, end)?;
        transaction.commit()?;
        Ok(lost.len() as u64)
    }

    /// Reads what is kept in memory.
    fn load(&mut self, resume_at: Timestamp) -> rusqlite::Result<()> {
        self.lengths = rows::lengths(&self.connection)?;
        self.ordinal = rows::last_ordinal(&self.connection)?;
        self.tally = rows::tally(&self.connection)?;
        let mut hosts =
            self.connection.prepare("SELECT name, id, next_allowed, announced, fetched FROM host")?;
        let mut hosts = hosts.query([])?;
        while let Some(row) = hosts.next()? {
            let next_allowed = rows::timestamp(row, 2)?.max(resume_at);
            self.hosts.insert(row.get(0)?, row.get(1)?, next_allowed, row.get(3)?, row.get(4)?);
        }
        let mut waiting = self.connection.prepare("SELECT DISTINCT host FROM queue")?;
        let mut waiting = waiting.query([])?;
        while let Some(row) = waiting.next()? {
            self.hosts.wake(row.get(0)?);
        }
        Ok(())
    }

    /// The next URL of a host within the limits.
    fn next_of(&self, host: i64, limits: Limits) -> rusqlite::Result<Option<Claim>> {
        // A source at the deepest level lists pages beyond it, so it is not read.
        let mut query = self.connection.prepare_cached(
            "SELECT priority, ordinal, url, kind, depth, snoozes, via FROM queue
             WHERE host = ?1 AND depth + (kind <> 0) <= ?2 AND (kind <> 0 OR ?3)
             ORDER BY priority, ordinal LIMIT 1",
        )?;
        let deepest = limits.max_depth.map_or(i64::MAX, i64::from);
        let pages_left = limits.max_pages_per_host.is_none_or(|most| self.hosts.fetched(host) < most);
        let row =
            query.query_row(params![host, deepest, pages_left], |row| self.claim(host, row)).optional()?;
        let Some(mut claim) = row else { return Ok(None) };
        claim.trap = self.trap(&claim, limits)?;
        Ok(Some(claim))
    }

    /// The shape of a page that some page links to, if such pages lead nowhere. What seeds, feeds and sitemaps name
    /// is fetched in any case.
    fn trap(&self, claim: &Claim, limits: Limits) -> rusqlite::Result<Option<Shape>> {
        let by_links = claim.kind == UrlKind::Page && claim.via.is_some() && claim.published.is_none();
        let Some(trap_after) = limits.trap_after.filter(|_| by_links) else { return Ok(None) };
        let shape = Shape::of(&claim.url);
        let (fetched, fruits) = rows::shape(&self.connection, claim.place.host, shape.number())?;
        Ok((fetched >= trap_after.saturating_mul(fruits.saturating_add(1))).then_some(shape))
    }

    fn claim(&self, host: i64, row: &Row<'_>) -> rusqlite::Result<Claim> {
        let url = rows::url(row, 2)?;
        let hash = UrlHash::of(&url);
        if !rows::is_seen(&self.connection, hash)? {
            return Err(rows::misread(2, format!("`{url}` waits but never entered")));
        }
        let published = rows::published(&self.connection, hash)?;
        Ok(Claim {
            url,
            kind: rows::kind(row, 3)?,
            depth: row.get(4)?,
            published,
            snoozes: row.get(5)?,
            new_host: !self.hosts.is_announced(host),
            trap: None,
            via: row.get(6)?,
            place: Place { host, priority: row.get(0)?, ordinal: row.get(1)? },
        })
    }

    /// The next host that will be due and has something to claim, and when: one that only rests keeps no run waiting.
    fn next_due(&mut self, limits: Limits) -> Result<Option<(Timestamp, i64)>, FrontierError> {
        while let Some((time, host)) = self.hosts.next_due() {
            if self.next_of(host, limits).map_err(|error| self.wrong(error))?.is_some() {
                return Ok(Some((time, host)));
            }
            self.hosts.retire_next();
        }
        Ok(None)
    }

    fn count_kept_back(&self, limits: Limits) -> rusqlite::Result<KeptBack> {
        let deepest = limits.max_depth.unwrap_or(u32::MAX);
        let too_deep = rows::deeper_than(&self.connection, deepest)?;
        let host_limit = match limits.max_pages_per_host {
            Some(most) => rows::beyond_host_limit(&self.connection, most, deepest)?,
            None => 0,
        };
        let page_limit = match limits.max_pages {
            Some(most) if self.tally.fetched >= most => self.tally.waiting - too_deep - host_limit,
            _ => 0,
        };
        Ok(KeptBack { too_deep, host_limit, page_limit })
    }

    fn give_back(&mut self, claim: &Claim) {
        if claim.kind == UrlKind::Page {
            self.claimed_pages = self.claimed_pages.saturating_sub(1);
        }
        self.hosts.free(claim.place.host);
    }

    fn commit_finish(&mut self, claim: &Claim, finish: &Finish<'_>) -> rusqlite::Result<Vec<Queued>> {
        let transaction = self.connection.transaction()?;
        rows::dequeue(&transaction, claim.place)?;
        let seq =
            rows::insert_done(&transaction, Some(claim.place.host), claim.url.as_str(), claim.depth, finish)?;
        for identity in finish.identities {
            rows::insert_stored(&transaction, *identity, seq)?;
        }
        if let Some(print) = finish.print {
            rows::insert_print(&transaction, print, seq)?;
        }
        if claim.new_host {
            rows::set_announced(&transaction, claim.place.host)?;
        }
        if finish.attempts > 0 || finish.error.is_some() {
            rows::note_host(&transaction, claim.place.host, finish.pace, finish.error)?;
        }
        let shape = (finish.kind == UrlKind::Page).then(|| Shape::of(&claim.url).number());
        if let Some(shape) = shape.filter(|_| finish.attempts > 0) {
            count_page(&transaction, claim, shape, finish.verdict)?;
        }
        let queued = queue_new(&transaction, &mut self.hosts, &mut self.ordinal, finish.found, shape)?;
        transaction.commit()?;
        Ok(queued)
    }

    fn wake(&mut self, queued: &[Queued]) {
        for new in queued {
            self.tally.wait(new.kind);
            self.hosts.wake(new.host);
        }
    }
}

impl Store for SqliteStore {
    fn add_seeds(&mut self, seeds: &[CanonicalUrl]) -> Result<(), FrontierError> {
        let insert = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            for seed in seeds {
                rows::insert_seed(&transaction, seed)?;
            }
            transaction.commit()
        };
        insert(&mut self.connection).map_err(|error| classify(&self.path, error))
    }

    fn seeds(&self) -> Result<Vec<CanonicalUrl>, FrontierError> {
        rows::seeds(&self.connection).map_err(|error| self.wrong(error))
    }

    fn add(&mut self, found: &[Found]) -> Result<u64, FrontierError> {
        let path = &self.path;
        let transaction = self.connection.transaction().map_err(|error| classify(path, error))?;
        let queued = queue_new(&transaction, &mut self.hosts, &mut self.ordinal, found, None)
            .and_then(|queued| transaction.commit().map(|()| queued))
            .map_err(|error| classify(path, error))?;
        self.wake(&queued);
        Ok(queued.len() as u64)
    }

    fn reject(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, FrontierError> {
        let path = &self.path;
        let finish = Finish {
            kind: UrlKind::Page,
            verdict,
            attempts: 0,
            found: &[],
            identities: &[],
            lengths,
            pace: None,
            error: None,
            print: None,
        };
        let insert = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            let is_new = rows::mark_seen(&transaction, UrlHash::of_text(text))?;
            if is_new {
                rows::insert_done(&transaction, None, text, 0, &finish)?;
            }
            transaction.commit().map(|()| is_new)
        };
        let is_new = insert(&mut self.connection).map_err(|error| classify(path, error))?;
        if is_new {
            self.tally.finish(verdict, 0, 1);
            self.lengths = lengths;
        }
        Ok(is_new)
    }

    fn is_rejected(&self, text: &str) -> Result<bool, FrontierError> {
        rows::is_seen(&self.connection, UrlHash::of_text(text)).map_err(|error| self.wrong(error))
    }

    fn claim_hosts(&mut self, now: Timestamp, limits: Limits, most: usize) -> Result<Claims, FrontierError> {
        let mut claims = Vec::new();
        while claims.len() < most {
            if limits.max_pages.is_some_and(|max| self.tally.fetched + self.claimed_pages >= max) {
                return Ok(Claims { claims, next_due: None });
            }
            let Some(host) = self.hosts.take_due(now) else { break };
            match self.next_of(host, limits).map_err(|error| self.wrong(error))? {
                Some(claim) => {
                    self.claimed_pages += u64::from(claim.kind == UrlKind::Page);
                    claims.push(claim);
                }
                None => self.hosts.retire(host),
            }
        }
        let next_due = if claims.len() < most { self.next_due(limits)? } else { self.hosts.next_due() };
        Ok(Claims { claims, next_due: next_due.map(|(time, _)| time) })
    }

    fn stored_as(&self, identities: &[UrlHash]) -> Result<Option<String>, FrontierError> {
        for identity in identities {
            let url = rows::stored_as(&self.connection, *identity).map_err(|error| self.wrong(error))?;
            if url.is_some() {
                return Ok(url);
            }
        }
        Ok(None)
    }

    fn printed_as(&self, print: Fingerprint) -> Result<Option<String>, FrontierError> {
        rows::printed_as(&self.connection, print).map_err(|error| self.wrong(error))
    }

    fn complete(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<(), FrontierError> {
        let queued = self.commit_finish(&claim, finish).map_err(|error| self.wrong(error))?;
        self.tally.leave(claim.kind);
        self.tally.finish(finish.verdict, finish.attempts, 1);
        self.lengths = finish.lengths;
        if claim.new_host {
            self.hosts.set_announced(claim.place.host);
        }
        if finish.kind == UrlKind::Page && finish.attempts > 0 {
            self.hosts.count_fetched(claim.place.host);
        }
        if let Some(pace) = finish.pace {
            self.hosts.hold_until(claim.place.host, pace.next_allowed);
        }
        self.wake(&queued);
        self.give_back(&claim);
        Ok(())
    }

    fn snooze(&mut self, claim: Claim, until: Timestamp, why: &str) -> Result<(), FrontierError> {
        let store = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            rows::snooze(&transaction, claim.place, until, why)?;
            transaction.commit()
        };
        store(&mut self.connection).map_err(|error| classify(&self.path, error))?;
        self.hosts.hold_until(claim.place.host, until);
        self.give_back(&claim);
        Ok(())
    }

    fn release(&mut self, claim: Claim) {
        self.give_back(&claim);
    }

    fn tally(&self) -> &Tally {
        &self.tally
    }

    fn kept_back(&self, limits: Limits) -> Result<KeptBack, FrontierError> {
        self.count_kept_back(limits).map_err(|error| self.wrong(error))
    }
}

/// Notes what a page that was asked for says of its host's budget, of its shape, and of the shape that led to it.
fn count_page(
    transaction: &Transaction<'_>,
    claim: &Claim,
    shape: i64,
    verdict: Verdict,
) -> rusqlite::Result<()> {
    let host = claim.place.host;
    let fruit = verdict == Verdict::Article;
    rows::count_fetched(transaction, host)?;
    rows::count_shape(transaction, host, shape, true, fruit)?;
    match claim.via.filter(|&via| fruit && via != shape) {
        Some(via) => rows::count_shape(transaction, host, via, false, true),
        None => Ok(()),
    }
}
