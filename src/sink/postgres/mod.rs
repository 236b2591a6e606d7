//! PostgreSQL: the tables that `SQLite` has too, in a schema of their own, with a full-text index of the core.
//!
//! [`columns`](super::columns) says which keys are columns, `tables` how they are made, `rows` how a record becomes rows, and
//! `read` how it comes back as it went in, see [`PostgresRecords`]. Whoever writes deletes what has a record's key and adds its
//! rows, in one transaction for some hundred records; so the same records again change nothing, whoever was killed when.

mod read;
mod rows;
mod tables;

use std::time::Duration;

use self::rows::Batch;
use super::{Sink, SinkError};
use crate::database::{self, Address, Ending, PATIENCE, Parameters};
use crate::outcome::Outcome;

pub use self::read::PostgresRecords;

type Session = database::Session<SinkError>;
type Stop = database::Stop<SinkError>;

/// Records, and bytes of them, that become durable together.
const AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 4 << 20;

/// Tables grow faster than the server's idea of their size, by which it might find it best to read them whole. And what others
/// wait for is given up soon where we are cut off.
const SETTINGS: &str = "SET enable_seqscan = off; SET idle_in_transaction_session_timeout = '30s'";

/// Adds outcomes to a database.
///
/// A record whose page, revision and `id` are there already replaces that one, so that writing the same records again
/// changes nothing. Records become durable some hundred at a time; after a kill those written last may be missing, and
/// no other is there in part. A lost connection is tried again for a while, during which [`write`](Sink::write) waits.
pub struct Postgres {
    session: Session,
    waiting: Batch,
}

impl Postgres {
    /// Opens the database, and makes the tables where there are none.
    pub fn open(address: &Address) -> Result<Self, SinkError> {
        Self::open_patient(address, PATIENCE)
    }

    /// The same with another limit to how long a lost connection is tried again, once there was one.
    pub fn open_patient(address: &Address, patience: Duration) -> Result<Self, SinkError> {
        let mut session = Session::new(address.clone(), SETTINGS);
        tables::prepare(&mut session)?;
        session.be_patient(patience);
        Ok(Self { session, waiting: Batch::default() })
    }

    fn flush(&mut self) -> Result<(), SinkError> {
        let batch = std::mem::take(&mut self.waiting);
        if batch.is_empty() { Ok(()) } else { self.add(&batch, None) }
    }

    /// Adds records of a file, and that it was read up to that byte, both or neither.
    pub(super) fn follow(&mut self, file: &str, records: &[Outcome], bytes: u64) -> Result<(), SinkError> {
        let mut batch = Batch::default();
        for record in records {
            batch.add(record)?;
        }
        self.add(&batch, Some((file, i64::try_from(bytes).unwrap_or(i64::MAX))))
    }

    /// Up to which byte a file was read.
    pub(super) fn followed(&mut self, file: &str) -> Result<u64, SinkError> {
        let rows = self.session.query("SELECT bytes FROM followed WHERE file = $1", &[&file])?;
        let bytes = rows.first().map(|row| row.try_get::<_, i64>(0)).transpose();
        let bytes = bytes.map_err(|error| self.session.damaged(error.to_string()))?;
        Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default())
    }

    fn add(&mut self, batch: &Batch, mark: Option<(&str, i64)>) -> Result<(), SinkError> {
        const MARK: &str = "INSERT INTO followed (file, bytes) VALUES ($1, $2)
            ON CONFLICT (file) DO UPDATE SET bytes = excluded.bytes";
        self.session.transact(|work| {
            batch.put(work)?;
            if let Some((file, bytes)) = &mark {
                let mark: Parameters<'_> = &[file, bytes];
                work.execute(MARK, mark)?;
            }
            Ok(Ending::Commit(()))
        })
    }
}

impl Sink for Postgres {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.waiting.add(outcome)?;
        if self.waiting.len() >= AT_ONCE || self.waiting.bytes() >= BYTES_AT_ONCE {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.flush()
    }
}
