//! The frontier in one SQLite file.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;

use super::atom::{self, Atom};
use super::filter::SeenFilter;
use super::hosts::Hosts;
use super::open::{self, classify};
use super::prints::Prints;
use super::queue::{Memory, Queued, is_sorted_in, queue_new};
use super::recent::Recent;
use super::rows::Entry;
use super::{
    Claim, Claims, Completed, Finish, FolderLock, Found, FrontierError, KeptBack, Limits, Store, Tally,
    UrlHash, UrlKind, Verdict, archived, links, rewind, rows, watched,
};
use crate::archive::{Digest, Original, Position};
use crate::canonical::{CanonicalUrl, HostKey};
use crate::crawl::fingerprint::Fingerprint;
use crate::sink::Lengths;

/// The state file's name in the output folder.
pub const FILE_NAME: &str = "crawl.db";

/// The archive's name in the output folder.
pub const ARCHIVE: &str = "archive";

/// How many URLs are added in one transaction, at most.
const ADDED_AT_ONCE: usize = 1 << 16;

/// The frontier in `crawl.db` of the output folder. Only hosts, counts and the latest links are in memory.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    pub(super) connection: Connection,
    pub(super) hosts: Hosts,
    pub(super) recent: Recent,
    /// What the table of seen URLs certainly does not hold. A crawl that goes on has none until links are sorted in: making
    /// it means going over the table, and nobody should wait for that who only looks in.
    pub(super) filter: Option<SeenFilter>,
    /// What stored articles' texts are recognised by; made when the first article is to be stored.
    pub(super) prints: Option<Prints>,
    pub(super) tally: Tally,
    /// The last ordinal given.
    pub(super) ordinal: i64,
    /// The ordinal up to which links are sorted into the tables; those after it are in `recent`.
    pub(super) sorted: i64,
    /// Pages claimed and not yet given back.
    pub(super) claimed_pages: u64,
    /// The output files' lengths as committed.
    pub(super) lengths: Lengths,
    /// How far the archive reaches, as committed.
    pub(super) archive_end: Position,
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
        let mut opened = open::open(&path)?;
        if opened.is_new {
            rewind::refuse_output_without_state(folder)?;
        }
        let rewound = rewind::go_back_to_output(&mut opened.connection, folder)?;
        Self::over(path, opened.connection, rewound, lock, resume_at)
    }

    /// A store over an open file.
    pub(super) fn over(
        path: PathBuf,
        connection: Connection,
        rewound: u64,
        lock: FolderLock,
        resume_at: Timestamp,
    ) -> Result<Self, FrontierError> {
        let mut store = Self {
            path,
            connection,
            hosts: Hosts::default(),
            recent: Recent::default(),
            filter: None,
            prints: None,
            tally: Tally::default(),
            ordinal: 0,
            sorted: 0,
            claimed_pages: 0,
            lengths: Lengths::default(),
            archive_end: Position::default(),
            rewound,
            _lock: lock,
        };
        store.load(resume_at).map_err(|error| store.wrong(error))?;
        Ok(store)
    }

    pub(super) fn wrong(&self, error: rusqlite::Error) -> FrontierError {
        classify(&self.path, error)
    }

    /// Reads what is kept in memory.
    fn load(&mut self, resume_at: Timestamp) -> rusqlite::Result<()> {
        self.lengths = rows::lengths(&self.connection)?;
        self.archive_end = archived::end(&self.connection)?;
        self.ordinal = links::last_ordinal(&self.connection)?;
        self.sorted = links::sorted(&self.connection)?;
        self.recent = links::recent(&self.connection)?;
        self.filter = (self.sorted == 0).then(|| SeenFilter::with_room(0));
        self.tally = Tally::load(&self.connection)?;
        let mut hosts =
            self.connection.prepare("SELECT name, id, next_allowed, announced, fetched FROM host")?;
        let mut hosts = hosts.query([])?;
        while let Some(row) = hosts.next()? {
            let next_allowed = rows::timestamp(row, 2)?.max(resume_at);
            let id = row.get(1)?;
            self.hosts.insert(row.get(0)?, id, next_allowed, row.get(3)?, row.get(4)?);
            // Whether something waits for it shows when its turn comes: looking now would be a look at every host.
            self.hosts.wake(id);
        }
        Ok(())
    }

    pub(super) fn give_back(&mut self, claim: &Claim) {
        if is_new_page(claim) {
            self.claimed_pages = self.claimed_pages.saturating_sub(1);
        }
        self.hosts.free(claim.place.host);
    }

    fn add_some(&mut self, found: &[Found]) -> rusqlite::Result<u64> {
        let transaction = Atom::begin(&self.connection)?;
        let mut memory = Memory {
            hosts: &mut self.hosts,
            recent: &mut self.recent,
            filter: self.filter.as_ref(),
            ordinal: &mut self.ordinal,
        };
        let queued = queue_new(&transaction, &mut memory, found, None)?;
        let mut tally = self.tally.clone();
        tally.wait_all(&queued);
        tally.save(&transaction, &self.tally)?;
        transaction.commit()?;
        self.tally = tally;
        self.wake(&queued);
        self.sort_in_when_many()?;
        Ok(queued.len() as u64)
    }

    /// Sorts the latest links into the tables once there are many.
    pub(super) fn sort_in_when_many(&mut self) -> rusqlite::Result<()> {
        if self.recent.len() < Recent::most(self.ordinal) {
            return Ok(());
        }
        let hashes = self.recent.sorted_hashes();
        let transaction = Atom::begin(&self.connection)?;
        links::sort_in(&transaction, &hashes, &self.recent, self.ordinal)?;
        transaction.commit()?;
        self.sorted = self.ordinal;
        self.recent.clear();
        match &mut self.filter {
            Some(filter) if filter.has_room_for(hashes.len()) => {
                for hash in hashes {
                    filter.add(hash);
                }
            }
            filter => {
                // One that lacks these must not be asked, should there be no better.
                *filter = None;
                *filter = Some(SeenFilter::over(&self.connection)?);
            }
        }
        Ok(())
    }

    pub(super) fn wake(&mut self, queued: &[Queued]) {
        for new in queued {
            self.hosts.wake(new.host);
        }
    }
}

impl Store for SqliteStore {
    fn add_seeds(&mut self, seeds: &[CanonicalUrl]) -> Result<(), FrontierError> {
        let insert = |connection: &Connection| {
            let transaction = Atom::begin(connection)?;
            for seed in seeds {
                rows::insert_seed(&transaction, seed)?;
            }
            transaction.commit()
        };
        insert(&self.connection).map_err(|error| self.wrong(error))
    }

    fn seeds(&self) -> Result<Vec<CanonicalUrl>, FrontierError> {
        rows::seeds(&self.connection).map_err(|error| self.wrong(error))
    }

    fn add(&mut self, found: &[Found]) -> Result<u64, FrontierError> {
        let mut new = 0;
        for some in found.chunks(ADDED_AT_ONCE) {
            new += self.add_some(some).map_err(|error| self.wrong(error))?;
        }
        Ok(new)
    }

    fn reject(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, FrontierError> {
        let finish = Finish {
            kind: UrlKind::Page,
            verdict,
            attempts: 0,
            found: &[],
            identities: &[],
            lengths,
            pace: None,
            error: None,
            archived: None,
            print: None,
            watched: None,
            relisted: &[],
        };
        let archive_end = self.archive_end;
        let entry = Entry { host: None, url: text, depth: 0, published: None, archive_end };
        let mut tally = self.tally.clone();
        tally.finish(verdict, 0, 1);
        let insert = |connection: &Connection| {
            let transaction = Atom::begin(connection)?;
            let is_new = links::mark_seen(&transaction, UrlHash::of_text(text))?;
            if is_new {
                rows::insert_done(&transaction, &entry, &finish)?;
                tally.save(&transaction, &self.tally)?;
            }
            transaction.commit().map(|()| is_new)
        };
        let is_new = insert(&self.connection).map_err(|error| self.wrong(error))?;
        if is_new {
            self.tally = tally;
            self.lengths = lengths;
        }
        Ok(is_new)
    }

    fn is_rejected(&self, text: &str) -> Result<bool, FrontierError> {
        links::is_seen(&self.connection, UrlHash::of_text(text)).map_err(|error| self.wrong(error))
    }

    fn claim_hosts(&mut self, now: Timestamp, limits: Limits, most: usize) -> Result<Claims, FrontierError> {
        let mut claims = Vec::new();
        while claims.len() < most {
            if self.has_all(limits) {
                return Ok(Claims { claims, ..Claims::default() });
            }
            let Some(host) = self.hosts.take_due(now) else { break };
            claims.extend(self.claim_of(host, limits, now).map_err(|error| self.wrong(error))?);
        }
        let next_due = if claims.len() < most { self.next_due(limits)? } else { self.hosts.next_due() };
        Ok(Claims { claims, next_due: next_due.map(|(time, _)| time), ..Claims::default() })
    }

    fn claim_next(
        &mut self,
        host: &HostKey,
        now: Timestamp,
        limits: Limits,
    ) -> Result<Option<Claim>, FrontierError> {
        let host = self.hosts.id(host.as_str()).filter(|_| !self.has_all(limits));
        match host.filter(|&host| self.hosts.take(host, now)) {
            Some(host) => self.claim_of(host, limits, now).map_err(|error| self.wrong(error)),
            None => Ok(None),
        }
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

    fn printed_as(&mut self, print: Fingerprint) -> Result<Option<String>, FrontierError> {
        let prints = match self.prints.take() {
            Some(prints) => prints,
            None => Prints::over(&self.connection).map_err(|error| self.wrong(error))?,
        };
        if !self.prints.insert(prints).may_have(print) {
            return Ok(None);
        }
        rows::printed_as(&self.connection, print).map_err(|error| self.wrong(error))
    }

    fn archived_as(&self, body: &Digest) -> Result<Option<Original>, FrontierError> {
        archived::find(&self.connection, body).map_err(|error| self.wrong(error))
    }

    fn gather(&mut self) -> Result<(), FrontierError> {
        atom::gather(&self.connection).map_err(|error| self.wrong(error))
    }

    fn settle(&mut self) -> Result<(), FrontierError> {
        atom::settle(&self.connection).map_err(|error| self.wrong(error))
    }

    fn complete(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<Completed, FrontierError> {
        self.finish(&claim, finish).map(|new| Completed::Yes { new })
    }

    fn new_among(&self, found: &[Found]) -> Result<u64, FrontierError> {
        let count = || {
            let hashes: HashSet<UrlHash> = found.iter().map(|found| UrlHash::of(&found.url)).collect();
            let mut new = 0;
            for hash in hashes {
                let is_known =
                    self.recent.has(hash) || is_sorted_in(&self.connection, self.filter.as_ref(), hash)?;
                new += u64::from(!is_known);
            }
            Ok(new)
        };
        count().map_err(|error| self.wrong(error))
    }

    fn watch_sources(&mut self, due: Timestamp, pause: Duration) -> Result<(), FrontierError> {
        let take_up = |connection: &Connection| {
            let transaction = Atom::begin(connection)?;
            watched::take_up(&transaction, due, pause)?;
            transaction.commit()
        };
        take_up(&self.connection).map_err(|error| self.wrong(error))?;
        self.hosts.wake_all();
        Ok(())
    }

    fn snooze(&mut self, claim: Claim, until: Timestamp, why: &str) -> Result<(), FrontierError> {
        let store = |connection: &Connection| {
            let transaction = Atom::begin(connection)?;
            match claim.revisit {
                Some(_) => watched::put_off(&transaction, &claim, until)?,
                None => links::count_snooze(&transaction, claim.place)?,
            }
            rows::hold_host(&transaction, claim.place.host, until, why)?;
            transaction.commit()
        };
        store(&self.connection).map_err(|error| self.wrong(error))?;
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

    fn lengths(&self) -> Lengths {
        self.lengths
    }

    fn archive_end(&self) -> Position {
        self.archive_end
    }

    fn rewound(&self) -> u64 {
        self.rewound
    }
}

/// Whether the URL is a page that counts, once it is finished: what is asked again was counted before.
pub(super) fn is_new_page(claim: &Claim) -> bool {
    claim.kind == UrlKind::Page && claim.revisit.is_none()
}
