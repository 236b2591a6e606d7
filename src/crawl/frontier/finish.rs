//! Writing down what became of a URL, in one transaction.

use rusqlite::Connection;

use super::atom::Atom;
use super::queue::{Memory, Queued, queue_new};
use super::rows::Entry;
use super::{
    Claim, Finish, FrontierError, Shape, SqliteStore, Tally, UrlKind, Verdict, archived, links, rows, watched,
};

/// What a transaction leaves to be done in memory.
struct Committed {
    queued: Vec<Queued>,
    tally: Tally,
    /// Hosts something watched of which is due earlier than it was.
    early: Vec<i64>,
}

impl SqliteStore {
    /// Records what became of a claimed URL; says how many URLs it leads to were new.
    pub(super) fn finish(&mut self, claim: &Claim, finish: &Finish<'_>) -> Result<u64, FrontierError> {
        let Committed { queued, tally, early } =
            self.commit(claim, finish).map_err(|error| self.wrong(error))?;
        let host = claim.place.host;
        self.tally = tally;
        self.lengths = finish.lengths;
        self.archive_end = finish.archived.map_or(self.archive_end, |archived| archived.end);
        if claim.revisit.is_none() {
            self.recent.leave(claim.place);
            if finish.kind == UrlKind::Page && finish.attempts > 0 {
                self.hosts.count_fetched(host);
            }
        }
        if let (Some(print), Some(prints)) = (finish.print, &mut self.prints) {
            prints.add(print);
        }
        if claim.new_host {
            self.hosts.set_announced(host);
        }
        if let Some(pace) = finish.pace {
            self.hosts.hold_until(host, pace.next_allowed);
        }
        self.wake(&queued);
        for host in early {
            self.hosts.wake(host);
        }
        self.give_back(claim);
        self.sort_in_when_many().map_err(|error| self.wrong(error))?;
        Ok(queued.len() as u64)
    }

    fn commit(&mut self, claim: &Claim, finish: &Finish<'_>) -> rusqlite::Result<Committed> {
        let transaction = Atom::begin(&self.connection)?;
        let is_first = claim.revisit.is_none();
        if is_first {
            links::remove(&transaction, claim.place, self.sorted)?;
        }
        let (host, url) = (claim.place.host, claim.url.as_str());
        let archive_end = finish.archived.map_or(self.archive_end, |archived| archived.end);
        let entry =
            Entry { host: Some(host), url, depth: claim.depth, published: claim.published, archive_end };
        let seq = note_done(&transaction, claim, &entry, finish)?;
        watched::put(&transaction, claim, finish, watched::revision(claim, finish, seq))?;
        if claim.new_host {
            rows::set_announced(&transaction, host)?;
        }
        if finish.attempts > 0 || finish.error.is_some() {
            rows::note_host(&transaction, host, finish.pace, finish.error)?;
        }
        let shape = (finish.kind == UrlKind::Page).then(|| Shape::of(&claim.url).number());
        if let Some(shape) = shape.filter(|_| is_first && finish.attempts > 0) {
            count_page(&transaction, claim, shape, finish.verdict)?;
        }
        let mut memory = Memory {
            hosts: &mut self.hosts,
            recent: &mut self.recent,
            filter: self.filter.as_ref(),
            ordinal: &mut self.ordinal,
        };
        let queued = queue_new(&transaction, &mut memory, finish.found, shape)?;
        let early = note_listed(&transaction, finish)?;
        let mut tally = self.tally.clone();
        if is_first {
            tally.leave(claim.kind);
        }
        tally.finish(finish.verdict, finish.attempts, 1);
        tally.wait_all(&queued);
        tally.save(&transaction, &self.tally)?;
        transaction.commit()?;
        Ok(Committed { queued, tally, early })
    }
}

/// Adds the row of a finished URL, and what is recognised by it. Of a later visit there is one only if something was written.
fn note_done(
    transaction: &Connection,
    claim: &Claim,
    entry: &Entry<'_>,
    finish: &Finish<'_>,
) -> rusqlite::Result<Option<i64>> {
    let writes = finish.verdict == Verdict::Revised || finish.archived.is_some();
    if claim.revisit.is_some() && !writes {
        return Ok(None);
    }
    let seq = rows::insert_done(transaction, entry, finish)?;
    for (body, original) in finish.archived.iter().flat_map(|archived| &archived.bodies) {
        archived::insert(transaction, body, original, seq)?;
    }
    for identity in finish.identities {
        match finish.verdict {
            Verdict::Revised => rows::replace_stored(transaction, *identity, seq)?,
            _ => rows::insert_stored(transaction, *identity, seq)?,
        }
    }
    if let Some(print) = finish.print {
        rows::insert_print(transaction, print, seq)?;
    }
    Ok(Some(seq))
}

/// Notes when what a source lists was published or changed; says of which hosts something is due now.
fn note_listed(transaction: &Connection, finish: &Finish<'_>) -> rusqlite::Result<Vec<i64>> {
    let mut early = Vec::new();
    let Some(watched) = finish.watched else { return Ok(early) };
    for listed in finish.relisted {
        early.extend(watched::listed(transaction, listed, watched.checked)?);
    }
    Ok(early)
}

/// Notes what a page that was asked for says of its host's budget, of its shape, and of the shape that led to it.
fn count_page(transaction: &Connection, claim: &Claim, shape: i64, verdict: Verdict) -> rusqlite::Result<()> {
    let host = claim.place.host;
    let fruit = verdict == Verdict::Article;
    rows::count_fetched(transaction, host)?;
    rows::count_shape(transaction, host, shape, true, fruit)?;
    match claim.via.filter(|&via| fruit && via != shape) {
        Some(via) => rows::count_shape(transaction, host, via, false, true),
        None => Ok(()),
    }
}
