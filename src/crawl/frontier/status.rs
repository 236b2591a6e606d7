//! What a crawl's state says of its hosts, for people who look in while it runs or after.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{FILE_NAME, FrontierError, open, rows};

/// Where a host stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostStatus {
    /// The host, with its port where that is not the scheme's own.
    pub host: String,
    /// URLs that wait, feeds and sitemaps included.
    pub waiting: u64,
    /// URLs that were finished and are asked again when their time comes (`--watch`).
    pub watched: u64,
    /// When the first of those is due; `None` if there are none.
    pub next_visit: Option<Timestamp>,
    /// Pages asked for.
    pub fetched: u64,
    /// The pause between two requests, as of the last one; `None` where there was none yet.
    pub pause: Option<Duration>,
    /// It is asked for nothing before.
    pub next_allowed: Timestamp,
    /// Why a page of it failed or was put off, the last time that happened.
    pub last_error: Option<String>,
}

/// Every host of the crawl in a folder, those with most waiting first. Looks only, and disturbs no crawl that is at
/// work there.
pub fn status(folder: &Path) -> Result<Vec<HostStatus>, FrontierError> {
    let path = folder.join(FILE_NAME);
    if !path.exists() {
        return Err(FrontierError::NoState { folder: folder.to_owned() });
    }
    let connection = open::look(&path)?;
    let read = || {
        let mut query = connection.prepare(
            "SELECT name, coalesce(waiting, 0), fetched, pause, next_allowed, last_error, coalesce(watched, 0), due
             FROM host LEFT JOIN (SELECT host AS waits, count(*) AS waiting FROM waiting GROUP BY host) ON waits = id
                 LEFT JOIN (SELECT host AS rests, count(*) AS watched, min(due) AS due FROM watched GROUP BY host)
                 ON rests = id
             ORDER BY 2 DESC, name",
        )?;
        let hosts = query.query_map([], |row| {
            Ok(HostStatus {
                host: row.get(0)?,
                waiting: row.get(1)?,
                fetched: row.get(2)?,
                pause: row.get::<_, Option<u64>>(3)?.map(Duration::from_millis),
                next_allowed: rows::timestamp(row, 4)?,
                last_error: row.get(5)?,
                watched: row.get(6)?,
                next_visit: row.get::<_, Option<i64>>(7)?.map(|_| rows::timestamp(row, 7)).transpose()?,
            })
        })?;
        hosts.collect::<rusqlite::Result<Vec<_>>>()
    };
    read().map_err(|error| open::classify(&path, error))
}
