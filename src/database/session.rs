//! One connection, and what is done again when it is lost.

use std::collections::HashMap;
use std::io::Write as _;
use std::marker::PhantomData;
use std::thread::sleep;
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Row, Statement, Transaction};

use super::address::{Address, ConnectError};
use super::error::{DatabaseError, DatabaseFault};

/// How long work that has begun goes on trying.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);

/// How long the first connection is tried for.
const AT_FIRST: Duration = Duration::from_secs(5);

/// The pause before the first try again, doubled for each one after, up to the other.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(3);

/// Statement parameters.
pub(crate) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Why a piece of work ended early; `E` is what its failure is called where it belongs.
#[derive(Debug)]
pub(crate) enum Stop<E> {
    Sql(postgres::Error),
    /// The same work will do when it is done again.
    Crossed(postgres::Error),
    /// A row says what cannot be.
    Misread(String),
    /// For good.
    Failed(E),
}

impl<E> From<postgres::Error> for Stop<E> {
    fn from(error: postgres::Error) -> Self {
        Self::Sql(error)
    }
}

/// How a transaction is to end.
pub(crate) enum Ending<T> {
    Commit(T),
    Rollback(T),
}

/// A connection that is made anew when it is lost; `E` is what its failure is called where it belongs.
pub(crate) struct Session<E> {
    address: Address,
    /// What each connection begins with, besides the address's schema.
    settings: &'static str,
    open: Option<(Client, Statements)>,
    patience: Duration,
    failure: PhantomData<fn() -> E>,
}

#[derive(Default)]
struct Statements(HashMap<String, Statement>);

/// Statements within a transaction.
pub(crate) struct Work<'a> {
    transaction: Transaction<'a>,
    statements: &'a mut Statements,
}

impl<E: From<DatabaseError>> Session<E> {
    /// Not connected yet. `settings` are statements that every connection begins with.
    pub(crate) fn new(address: Address, settings: &'static str) -> Self {
        Self { address, settings, open: None, patience: AT_FIRST, failure: PhantomData }
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    /// From now on a lost connection is waited for.
    pub(crate) fn be_patient(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Runs a transaction, and again if it could not be told to have ended: the work must notice whether it was done already.
    pub(crate) fn transact<T>(
        &mut self,
        mut work: impl FnMut(&mut Work<'_>) -> Result<Ending<T>, Stop<E>>,
    ) -> Result<T, E> {
        self.retried(|client, statements| {
            let mut within = Work { transaction: client.transaction()?, statements };
            match work(&mut within)? {
                Ending::Commit(done) => within.transaction.commit().map(|()| done).map_err(Stop::from),
                Ending::Rollback(done) => within.transaction.rollback().map(|()| done).map_err(Stop::from),
            }
        })
    }

    /// One statement, a transaction of its own.
    pub(crate) fn query(&mut self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, E> {
        self.retried(|client, statements| {
            let known = statements.0.get(sql).cloned();
            let statement = known.map_or_else(|| client.prepare(sql), Ok)?;
            statements.0.entry(sql.to_owned()).or_insert_with(|| statement.clone());
            Ok(client.query(&statement, parameters)?)
        })
    }

    /// From now on reads what is there now, whatever others write, until the connection ends.
    pub(crate) fn take_snapshot(&mut self) -> Result<(), E> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.retried(|client, _| Ok(client.batch_execute(begin)?))
    }

    /// Reads what was there when the snapshot was taken. Another connection does not see it, so that the end of this one is an
    /// error.
    pub(crate) fn read(&mut self, sql: &str, parameters: Parameters<'_>) -> Result<Vec<Row>, E> {
        let Some((client, statements)) = &mut self.open else {
            return Err(self.damaged("it was not asked before it was read".to_owned()));
        };
        let known = statements.0.get(sql).cloned();
        let read = known.map_or_else(|| client.prepare(sql), Ok).and_then(|statement| {
            statements.0.entry(sql.to_owned()).or_insert_with(|| statement.clone());
            client.query(&statement, parameters)
        });
        read.map_err(|error| {
            let (at, cause) = (self.address.to_string(), DatabaseFault::from(&error));
            if passes(&error) {
                DatabaseError::Lost { at, cause }
            } else {
                DatabaseError::Refused { at, cause }
            }
            .into()
        })
    }

    /// A row says what cannot be.
    pub(crate) fn damaged(&self, what: String) -> E {
        DatabaseError::Damaged { at: self.address.to_string(), what }.into()
    }

    fn retried<T>(
        &mut self,
        mut work: impl FnMut(&mut Client, &mut Statements) -> Result<T, Stop<E>>,
    ) -> Result<T, E> {
        let (began, mut pause) = (Instant::now(), FIRST);
        loop {
            let (fault, crossed) = match self.connected() {
                Ok((client, statements)) => match work(client, statements) {
                    Ok(done) => return Ok(done),
                    Err(Stop::Failed(error)) => return Err(error),
                    Err(Stop::Misread(what)) => return Err(self.damaged(what)),
                    Err(Stop::Sql(error)) => (ConnectError::Postgres(error), false),
                    Err(Stop::Crossed(error)) => (ConnectError::Postgres(error), true),
                },
                Err(error) => (error, false),
            };
            let (at, cause) = (self.address.to_string(), DatabaseFault::from(&fault));
            let ConnectError::Postgres(error) = &fault else {
                return Err(DatabaseError::Refused { at, cause }.into());
            };
            if !(crossed || passes(error)) {
                return Err(DatabaseError::Refused { at, cause }.into());
            }
            let is_lost = error.as_db_error().is_none() || is_ending(error.code());
            if is_lost {
                self.open = None;
            }
            let tried = began.elapsed();
            if tried >= self.patience {
                let error = if is_lost {
                    DatabaseError::Unreachable { at, tried, cause }
                } else {
                    DatabaseError::Refused { at, cause }
                };
                return Err(error.into());
            }
            sleep(pause);
            pause = (pause * 2).min(LONGEST);
        }
    }

    fn connected(&mut self) -> Result<(&mut Client, &mut Statements), ConnectError> {
        if self.open.as_ref().is_none_or(|(client, _)| client.is_closed()) {
            self.open = None;
        }
        let (client, statements) = match &mut self.open {
            Some(open) => open,
            open @ None => open.insert((self.address.connect(self.settings)?, Statements::default())),
        };
        Ok((client, statements))
    }
}

impl Work<'_> {
    pub(crate) fn query(
        &mut self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.transaction.query(&statement, parameters)
    }

    pub(crate) fn execute(&mut self, sql: &str, parameters: Parameters<'_>) -> Result<u64, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.transaction.execute(&statement, parameters)
    }

    /// Statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), postgres::Error> {
        self.transaction.batch_execute(sql)
    }

    /// Adds rows, as `COPY … FROM STDIN` takes them.
    pub(crate) fn copy(&mut self, sql: &str, rows: &[u8]) -> Result<(), postgres::Error> {
        let statement = self.prepared(sql)?;
        let mut writer = self.transaction.copy_in(&statement)?;
        // Kept by the writer until it is finished, which tells what was wrong.
        let _ = writer.write_all(rows);
        writer.finish().map(drop)
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.0.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(sql)?;
        self.statements.0.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

/// Whether trying again may help: the connection was lost, the server is starting or too busy, or two transactions got into
/// each other's way.
fn passes(error: &postgres::Error) -> bool {
    let Some(code) = error.code() else {
        let source = std::error::Error::source(error);
        let broken = source.and_then(|source| source.downcast_ref::<std::io::Error>());
        return error.is_closed()
            // What a certificate says stays the same.
            || broken.is_some_and(|error| error.kind() != std::io::ErrorKind::InvalidData)
            || error.to_string().contains("timeout");
    };
    let entangled = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::QUERY_CANCELED,
    ];
    entangled.contains(code) || is_ending(Some(code))
}

/// Whether the server ended the connection, or takes none now.
fn is_ending(code: Option<&SqlState>) -> bool {
    let Some(code) = code else { return false };
    let ending = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    code.code().starts_with("08") || ending.contains(code)
}
