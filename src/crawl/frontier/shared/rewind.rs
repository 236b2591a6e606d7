//! Going back where this worker's files hold less than the database counts: what they lost is queued again.

use postgres::Row;

use super::counts::Counts;
use super::links::kind;
use super::session::{Ending, Session, Stop, Work};
use super::worker::Standing;
use super::{SharedError, finish, turns};
use crate::archive::Position;
use crate::crawl::frontier::Tally;
use crate::sink::Lengths;

/// Puts back what lies beyond these lengths; says how many URLs that were.
pub(super) fn rewind(
    session: &mut Session,
    standing: &mut Standing,
    lengths: Lengths,
    archive: Position,
) -> Result<u64, SharedError> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (articles, outcomes) = (number(lengths.articles), number(lengths.outcomes));
    let (file, length) = (number(archive.file), number(archive.length));
    let mut next = standing.next();
    let before = standing.clone();
    let lost = session.transact(|work| {
        before.begin_turn(work)?;
        next = before.next();
        let kept = work.query(LAST_WITHIN, &[&before.worker, &articles, &outcomes, &file, &length])?;
        next.seq = 0;
        (next.lengths, next.archive) = (Lengths::default(), Position::default());
        if let Some(row) = kept.first() {
            let length = |column: usize| -> Result<u64, Stop> {
                u64::try_from(row.try_get::<_, i64>(column)?)
                    .map_err(|_| Stop::Misread("a length".to_owned()))
            };
            next.seq = row.try_get(0)?;
            next.lengths = Lengths { articles: length(1)?, outcomes: length(2)? };
            next.archive = Position { file: length(3)?, length: length(4)? };
        }
        let lost = work.query(LOST, &[&before.worker, &next.seq])?;
        let mut counts = Counts::default();
        let mut hosts = Vec::new();
        for row in &lost {
            counts.add(&uncounted(row)?);
            hosts.push(row.try_get::<_, i64>(0)?);
        }
        next.counts.add(&counts);
        forget(work, &before, next.seq)?;
        hosts.sort_unstable();
        hosts.dedup();
        turns::lock(work, &hosts)?;
        turns::wake(work, &hosts)?;
        next.save(work, 0)?;
        Ok(Ending::Commit(lost.len()))
    })?;
    *standing = next;
    Ok(lost as u64)
}

/// What a lost row takes back of the counts.
fn uncounted(row: &Row) -> Result<Counts, Stop> {
    let host: i64 = row.try_get(0)?;
    let attempts = u32::try_from(row.try_get::<_, i32>(2)?).unwrap_or_default();
    let mut tally = Tally::default();
    tally.finish(finish::verdict(row, 3)?, attempts, 1);
    let (mut finished, mut counts) = (Counts::default(), Counts::default());
    finished.count(&tally);
    counts.take(&finished);
    // What is no URL waits for nothing: it is rejected anew when it is named again.
    if host != 0 {
        let queued = kind(row.try_get(1)?).ok_or_else(|| Stop::Misread("a kind".to_owned()))?;
        counts.wait(queued, 1);
    }
    Ok(counts)
}

fn forget(work: &mut Work<'_>, standing: &Standing, seq: i64) -> Result<(), postgres::Error> {
    for statement in [
        "DELETE FROM stored WHERE worker = $1 AND seq > $2",
        "DELETE FROM print WHERE worker = $1 AND seq > $2",
        "DELETE FROM archived WHERE worker = $1 AND seq > $2",
        "DELETE FROM link WHERE host = 0
             AND hash IN (SELECT hash FROM done WHERE worker = $1 AND seq > $2 AND host = 0)",
        "UPDATE link SET waiting = true FROM done
         WHERE link.host = done.host AND link.hash = done.hash AND worker = $1 AND seq > $2",
        "DELETE FROM done WHERE worker = $1 AND seq > $2",
    ] {
        work.execute(statement, &[&standing.worker, &seq])?;
    }
    Ok(())
}

const LAST_WITHIN: &str = "
    SELECT seq, articles_end, outcomes_end, archive_file, archive_end FROM done
    WHERE worker = $1 AND articles_end <= $2 AND outcomes_end <= $3
        AND (archive_file < $4 OR (archive_file = $4 AND archive_end <= $5))
    ORDER BY seq DESC LIMIT 1";

const LOST: &str = "
    SELECT host, queued_kind, attempts, status, reason FROM done WHERE worker = $1 AND seq > $2 ORDER BY seq";
