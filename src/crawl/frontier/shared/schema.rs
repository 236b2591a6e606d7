//! The tables: whether they are there, of which version, and making them.

use super::SharedError;
use super::session::{Ending, Session, Stop, Work};

/// The version of the tables.
const VERSION: i32 = 1;

const SCHEMA: &str = include_str!("schema.sql");

/// Makes the tables if there are none, and says what the crawl is called. Several workers may do so at once.
pub(super) fn prepare(session: &mut Session) -> Result<String, SharedError> {
    if let Some(name) = find(session)? {
        return Ok(name);
    }
    let schema = session.address().schema().to_owned();
    let made = session.transact(|work| {
        work.batch(&format!("CREATE SCHEMA IF NOT EXISTS {schema}; {SCHEMA}"))?;
        work.execute(
            "INSERT INTO crawl (version, name) VALUES ($1, md5(random()::text || clock_timestamp()::text))",
            &[&VERSION],
        )?;
        Ok(Ending::Commit(()))
    });
    // Whoever loses the race finds what the winner made.
    match (find(session)?, made) {
        (Some(name), _) => Ok(name),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(session.damaged("its tables are gone".to_owned())),
    }
}

/// What the crawl is called, if there is one.
pub(super) fn find(session: &mut Session) -> Result<Option<String>, SharedError> {
    let (schema, at) = (session.address().schema().to_owned(), session.address().to_string());
    session.transact(|work| {
        if !exists(work, &schema)? {
            return Ok(Ending::Commit(None));
        }
        let rows = work.query("SELECT version, name FROM crawl", &[])?;
        let row = rows.first().ok_or_else(|| Stop::Misread("its table `crawl` is empty".to_owned()))?;
        let found: i32 = row.try_get(0)?;
        if found != VERSION {
            let at = at.clone();
            return Err(Stop::Failed(SharedError::Version { at, found, known: VERSION }));
        }
        Ok(Ending::Commit(Some(row.try_get(1)?)))
    })
}

fn exists(work: &mut Work<'_>, schema: &str) -> Result<bool, postgres::Error> {
    let tables = work.query(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = $1 AND table_name = 'crawl'",
        &[&schema],
    )?;
    Ok(!tables.is_empty())
}
