//! Writing down what became of a URL, in one transaction.
//!
//! Transactions take what they lock in one order: the worker's own row, identities of articles, hosts that are new, links,
//! and last the rows of hosts. Whether the host is still ours is asked then, and if not all is undone: so what is written
//! down was written by the one that had the host.

use postgres::Row;
use tokio::time::Instant;

use super::counts::Counts;
use super::links::{Batch, Inserted, Link, column};
use super::session::{Ending, Stop, Work};
use super::worker::{Standing, Turn};
use super::{SharedError, SharedStore, turns};
use crate::crawl::frontier::rows::words;
use crate::crawl::frontier::{Claim, Completed, Finish, Shape, Tally, Term, UrlHash, UrlKind, Verdict};

/// How a transaction ended.
enum Ended {
    Done(Inserted),
    /// It had been done before, with so many new URLs.
    Before(i64),
    Lost,
    StoredElsewhere,
}

/// What becomes of the host.
#[derive(Clone, Copy)]
struct After {
    /// It is given back.
    release: bool,
    /// It may be asked again after so many seconds.
    rest: f64,
}

impl SharedStore {
    /// Records what became of a claimed URL.
    pub(super) fn finish(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<Completed, SharedError> {
        let host = claim.place.host;
        let epoch = claim.term.as_ref().map_or(-1, Term::epoch);
        let rest = finish.pace.map_or(0.0, |pace| self.ahead(pace.next_allowed));
        let half = self.us.lease.as_secs_f64() / 2.0;
        let Some(lease) = self.leases.get(host, epoch) else { return Ok(Completed::Lost) };
        // A host that rests for long would only be kept from others that have a turn for it.
        let after = After { release: lease.queue.is_empty() || rest > half, rest };
        let Some(link) = lease.out.clone() else { return Ok(Completed::Lost) };
        let batch = Batch::of(finish.found, &self.remembered);
        let asked = Instant::now();
        let mut next = self.standing.next();
        next.seq += 1;
        next.lengths = finish.lengths;
        next.archive = finish.archived.map_or(next.archive, |archived| archived.end);
        let writing = Writing { next: &next, claim: &claim, link: &link, finish };
        let (new, counts) = match self.commit(&writing, &batch, after)? {
            Ended::Lost => {
                self.leases.remove(host);
                return Ok(Completed::Lost);
            }
            Ended::StoredElsewhere => return Ok(Completed::StoredElsewhere { claim: Box::new(claim) }),
            Ended::Done(inserted) => (inserted.new as u64, Some(writing.counts(&inserted))),
            Ended::Before(gave) => (u64::try_from(gave).unwrap_or_default(), None),
        };
        if let Some(counts) = counts {
            next.counts.add(&counts);
            self.sum.add(&counts);
        } else {
            next.counts = self.counts_kept()?;
            self.count_again()?;
        }
        if new > 0 {
            self.ask_again();
        }
        self.remembered.learn(&batch);
        self.standing = next;
        self.tally = self.sum.tally();
        self.after_finish(host, epoch, after, asked);
        Ok(Completed::Yes { new })
    }

    fn commit(&self, writing: &Writing<'_>, batch: &Batch, after: After) -> Result<Ended, SharedError> {
        let (standing, remembered, us) = (&self.standing, &self.remembered, &self.us);
        let host = writing.link.place.host;
        let epoch = writing.claim.term.as_ref().map(Term::epoch);
        self.session.borrow_mut().transact(|work| {
            if let Turn::Done(gave) = standing.begin_turn(work)? {
                return Ok(Ending::Commit(Ended::Before(gave)));
            }
            if !writing.note_identities(work)? {
                return Ok(Ending::Rollback(Ended::StoredElsewhere));
            }
            let is_page = writing.finish.kind == UrlKind::Page;
            let shape = is_page.then(|| Shape::of(&writing.claim.url).number());
            let inserted = batch.insert(work, remembered, shape)?;
            writing.note_done(work, shape)?;
            let mut hosts = inserted.hosts.clone();
            hosts.push(host);
            hosts.sort_unstable();
            hosts.dedup();
            let locked = turns::lock(work, &hosts)?;
            let ours = |row: &turns::Locked| {
                row.host == host && Some(row.epoch) == epoch && row.worker == Some(us.worker)
            };
            if !locked.iter().any(ours) {
                return Ok(Ending::Rollback(Ended::Lost));
            }
            writing.note_host(work, after, us.lease.as_secs_f64(), us.delay.as_secs_f64())?;
            turns::wake(work, &inserted.hosts)?;
            let mut saved = writing.next.clone();
            saved.counts.add(&writing.counts(&inserted));
            saved.save(work, inserted.new)?;
            Ok(Ending::Commit(Ended::Done(inserted)))
        })
    }

    /// What the end of a claim means for the host's lease.
    fn after_finish(&mut self, host: i64, epoch: i64, after: After, asked: Instant) {
        let (now, end) = (self.heard.0, self.us.end_of_term(asked));
        if after.release {
            self.leases.remove(host);
            if after.rest <= 0.0 {
                self.ask_again();
            }
            return;
        }
        let next_allowed = if after.rest > 0.0 { self.in_seconds(after.rest) } else { now };
        if let Some(lease) = self.leases.get(host, epoch) {
            lease.out = None;
            lease.announced = true;
            lease.next_allowed = next_allowed;
            lease.term.set_end(end);
            self.leases.free(host, now);
        }
    }

    /// The counts of this worker as they are stored.
    pub(super) fn counts_kept(&self) -> Result<Counts, SharedError> {
        let mut session = self.session.borrow_mut();
        let rows = session.query("SELECT counts FROM worker WHERE id = $1", &[&self.us.worker])?;
        Counts::sum(&rows).map_err(|stop| turns::wrong(&session, stop))
    }
}

/// One finished URL, on its way into the tables.
struct Writing<'a> {
    /// Where the worker stands afterwards.
    next: &'a Standing,
    claim: &'a Claim,
    link: &'a Link,
    finish: &'a Finish<'a>,
}

impl Writing<'_> {
    /// Notes what a stored article is recognised by; says whether nobody else has stored it.
    fn note_identities(&self, work: &mut Work<'_>) -> Result<bool, Stop> {
        let url = self.claim.url.as_str();
        let (worker, seq) = (self.next.worker, self.next.seq);
        if !self.finish.identities.is_empty() {
            let mut hashes: Vec<&[u8]> = self.finish.identities.iter().map(UrlHash::as_bytes).collect();
            hashes.sort_unstable();
            hashes.dedup();
            let stored = work.execute(
                "INSERT INTO stored (hash, url, worker, seq) SELECT h, $2, $3, $4 FROM unnest($1::bytea[]) AS h
                 ON CONFLICT DO NOTHING",
                &[&hashes, &url, &worker, &seq],
            )?;
            if stored < hashes.len() as u64 {
                return Ok(false);
            }
        }
        if let Some(print) = self.finish.print {
            let quarters = print.quarters().to_vec();
            work.execute(
                "INSERT INTO print (quarter, bits, url, worker, seq) SELECT q, $2, $3, $4, $5
                 FROM unnest($1::bigint[]) AS q ON CONFLICT DO NOTHING",
                &[&quarters, &print.bits(), &url, &worker, &seq],
            )?;
        }
        Ok(true)
    }

    /// Takes the URL out of its queue and notes what became of it.
    fn note_done(&self, work: &mut Work<'_>, shape: Option<i64>) -> Result<(), Stop> {
        let hash = UrlHash::of(&self.claim.url);
        work.execute(
            "UPDATE link SET waiting = false WHERE host = $1 AND hash = $2",
            &[&self.link.place.host, &hash.as_bytes()],
        )?;
        insert_done(work, self.next, self.link.place.host, hash, self.link.kind, self.finish)?;
        if let Some(shape) = shape.filter(|_| self.finish.attempts > 0) {
            self.count_shapes(work, shape)?;
        }
        for (body, original) in self.finish.archived.iter().flat_map(|archived| &archived.bodies) {
            work.execute(
                "INSERT INTO archived (worker, digest, url, at, seq) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                &[
                    &self.next.worker,
                    &body.as_bytes().as_slice(),
                    &original.url,
                    &original.at.as_millisecond(),
                    &self.next.seq,
                ],
            )?;
        }
        Ok(())
    }

    fn count_shapes(&self, work: &mut Work<'_>, shape: i64) -> Result<(), Stop> {
        let fruit = i64::from(self.finish.verdict == Verdict::Article);
        let mut counted = vec![(shape, 1, fruit)];
        counted.extend(self.claim.via.filter(|&via| fruit > 0 && via != shape).map(|via| (via, 0, fruit)));
        counted.sort_unstable();
        for (shape, fetched, fruits) in counted {
            let (fetched, fruits): (i64, i64) = (fetched, fruits);
            work.execute(
                "INSERT INTO shape (host, shape, fetched, fruits) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (host, shape) DO UPDATE SET fetched = shape.fetched + $3, fruits = shape.fruits + $4",
                &[&self.link.place.host, &shape, &fetched, &fruits],
            )?;
        }
        Ok(())
    }

    fn note_host(&self, work: &mut Work<'_>, after: After, lease: f64, delay: f64) -> Result<(), Stop> {
        let pause = self.finish.pace.map(|pace| pace.pause.as_secs_f64());
        let strain = self.finish.pace.map(|pace| pace.strain.as_secs_f64());
        let fetched = i64::from(self.finish.kind == UrlKind::Page && self.finish.attempts > 0);
        work.execute(
            NOTE_HOST,
            &[
                &self.link.place.host,
                &after.release,
                &after.rest,
                &lease,
                &delay,
                &self.claim.new_host,
                &fetched,
                &pause,
                &strain,
                &self.finish.error,
            ],
        )?;
        Ok(())
    }

    /// What is counted of it.
    fn counts(&self, inserted: &Inserted) -> Counts {
        let mut tally = Tally::default();
        tally.finish(self.finish.verdict, self.finish.attempts, 1);
        let mut counts = inserted.counts.clone();
        counts.count(&tally);
        counts.wait(self.link.kind, -1);
        counts
    }
}

/// Adds the row of something finished.
pub(super) fn insert_done(
    work: &mut Work<'_>,
    standing: &Standing,
    host: i64,
    hash: UrlHash,
    queued: UrlKind,
    finish: &Finish<'_>,
) -> Result<(), Stop> {
    let (status, reason) = words(finish.verdict);
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    work.execute(
        "INSERT INTO done (worker, seq, host, hash, kind, queued_kind, status, reason, attempts, articles_end,
                           outcomes_end, archive_file, archive_end)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            &standing.worker,
            &standing.seq,
            &host,
            &hash.as_bytes(),
            &column(finish.kind),
            &column(queued),
            &status,
            &reason,
            &i32::try_from(finish.attempts).unwrap_or(i32::MAX),
            &number(standing.lengths.articles),
            &number(standing.lengths.outcomes),
            &number(standing.archive.file),
            &number(standing.archive.length),
        ],
    )?;
    Ok(())
}

/// The verdict that a row of `done` says, whose columns are status, reason.
pub(super) fn verdict(row: &Row, first: usize) -> Result<Verdict, Stop> {
    let (status, reason): (&str, Option<&str>) = (row.try_get(first)?, row.try_get(first + 1)?);
    crate::crawl::frontier::rows::verdict_of(status, reason.unwrap_or_default()).map_err(Stop::Misread)
}

const NOTE_HOST: &str = "
    UPDATE host SET
        due = CASE WHEN $2 THEN now() + $3 * interval '1 second'
            ELSE now() + greatest($3, $4 + coalesce($8, pause, $5)) * interval '1 second' END,
        worker = CASE WHEN $2 THEN NULL ELSE worker END,
        standing = CASE WHEN $2 AND NOT EXISTS (SELECT 1 FROM link WHERE link.host = $1 AND waiting) THEN 1 ELSE 0 END,
        announced = announced OR $6,
        fetched = fetched + $7,
        pause = coalesce($8, pause),
        strain = coalesce($9, strain),
        last_error = coalesce($10, last_error)
    WHERE id = $1";
