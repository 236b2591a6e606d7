//! What an older state needs beyond new tables: values that SQL alone cannot make.

use rusqlite::Transaction;

use super::queue::priority;
use super::{Found, Place, Tally, UrlHash, links, rows};

/// Moves what waited in the tables of version 4 to those of version 5, and counts for the first time.
pub(super) fn from_4_to_5(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut queue = transaction
        .prepare("SELECT ordinal, host, url, kind, depth, snoozes, via FROM old_queue ORDER BY 1")?;
    let mut queue = queue.query([])?;
    while let Some(row) = queue.next()? {
        let (url, kind, depth) = (rows::url(row, 2)?, rows::kind(row, 3)?, row.get(4)?);
        let hash = UrlHash::of(&url);
        let published = rows::published(transaction, hash)?;
        let priority = priority(kind, depth, published);
        let place = Place { host: row.get(1)?, priority, ordinal: row.get(0)? };
        links::insert(
            transaction,
            place,
            hash,
            &Found { url, kind, depth, published, modified: None },
            row.get(6)?,
        )?;
        for _ in 0..row.get::<_, u32>(5)? {
            links::count_snooze(transaction, place)?;
        }
    }
    let last = links::last_ordinal(transaction)?;
    let recent = links::recent(transaction)?;
    links::sort_in(transaction, &recent.sorted_hashes(), &recent, last)?;
    transaction.execute_batch("DROP TABLE old_queue")?;
    rows::count(transaction)?.save(transaction, &Tally::default())
}
