//! The tables: whether they are there, of which version, and making them.

use super::{Session, Stop};
use crate::database::{Ending, Work};
use crate::sink::SinkError;
use crate::sink::columns::{ARTICLES, Column, Kind, LISTS, NO_ARTICLES, Table, quoted};

/// The version of the tables.
const VERSION: i32 = 1;

/// Makes the tables if there are none. Several may do so at once.
pub fn prepare(session: &mut Session) -> Result<(), SinkError> {
    if find(session)? {
        return Ok(());
    }
    let schema = session.address().schema().to_owned();
    let made = session.transact(|work| {
        let schemas = work.query("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", &[&schema])?;
        if schemas.is_empty() {
            work.batch(&format!("CREATE SCHEMA {schema}"))?;
        }
        work.batch(&definitions())?;
        work.execute("INSERT INTO copydesk_records (version) VALUES ($1)", &[&VERSION])?;
        Ok(Ending::Commit(()))
    });
    // Whoever loses the race finds what the winner made.
    match (find(session)?, made) {
        (true, _) => Ok(()),
        (false, Err(error)) => Err(error),
        (false, Ok(())) => Err(session.damaged("its tables are gone".to_owned())),
    }
}

/// Whether there are tables of ours; those of another version, or of somebody else, are an error.
pub fn find(session: &mut Session) -> Result<bool, SinkError> {
    let (schema, at) = (session.address().schema().to_owned(), session.address().to_string());
    session.transact(|work| {
        let encoding: String = work
            .query("SHOW server_encoding", &[])?
            .first()
            .map_or_else(|| Err(Stop::Misread("it has no encoding".to_owned())), |row| Ok(row.try_get(0)?))?;
        if encoding != "UTF8" {
            return Err(Stop::Failed(SinkError::Encoding { target: at.clone(), encoding }));
        }
        if !exists(work, &schema, "copydesk_records")? {
            if exists(work, &schema, ARTICLES.name)? {
                return Err(Stop::Failed(SinkError::ForeignTables { target: at.clone() }));
            }
            return Ok(Ending::Commit(false));
        }
        let rows = work.query("SELECT version FROM copydesk_records", &[])?;
        let row = rows.first().ok_or_else(|| Stop::Misread("`copydesk_records` is empty".to_owned()))?;
        let found: i32 = row.try_get(0)?;
        if found != VERSION {
            let target = at.clone();
            return Err(Stop::Failed(SinkError::Version { target, found, known: VERSION }));
        }
        Ok(Ending::Commit(true))
    })
}

fn exists(work: &mut Work<'_>, schema: &str, table: &str) -> Result<bool, postgres::Error> {
    let tables = work.query(
        "SELECT 1 FROM information_schema.tables WHERE table_schema = $1 AND table_name = $2",
        &[&schema, &table],
    )?;
    Ok(!tables.is_empty())
}

/// The tables of a new schema.
fn definitions() -> String {
    let columns = |table: &Table| table.columns.iter().map(definition).collect::<String>();
    let records = |table: &Table| {
        format!(
            "CREATE TABLE {} (\n  number BIGINT PRIMARY KEY,\n  \"key\" BYTEA NOT NULL UNIQUE,\n{}  rest JSONB NOT NULL,\n  \
             exact TEXT\n);\n",
            table.name,
            columns(table)
        )
    };
    let list = |table: &Table| {
        format!(
            "CREATE TABLE {} (\n  article BIGINT NOT NULL REFERENCES articles (number) ON DELETE CASCADE,\n  \
             n BIGINT NOT NULL,\n{}  rest JSONB NOT NULL,\n  exact TEXT,\n  PRIMARY KEY (article, n)\n);\n",
            table.name,
            columns(table)
        )
    };
    let lists: String = LISTS.iter().map(list).collect();
    format!("{}{}{lists}{}", records(&ARTICLES), records(&NO_ARTICLES), include_str!("tables.sql"))
}

fn definition(column: &Column) -> String {
    let kind = match column.kind {
        // Of a text or a number the text; a number is in `rest` as well.
        Kind::Text | Kind::Any => "TEXT",
        Kind::Integer => "BIGINT",
        Kind::Real => "DOUBLE PRECISION",
        Kind::Flag => "BOOLEAN",
        Kind::List => "JSONB",
    };
    format!("  {} {kind},\n", quoted(column.name))
}
