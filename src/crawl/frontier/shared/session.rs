//! One connection, and what is done again when it is lost.

use std::collections::HashMap;
use std::thread::sleep;
use std::time::{Duration, Instant};

use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Row, Statement, Transaction};

use super::SharedError;
use super::address::{Address, ConnectError};
use super::error::DatabaseFault;

/// How long a crawl at work goes on trying.
pub(super) const PATIENCE: Duration = Duration::from_mins(3);

/// How long the first connection is tried for.
const AT_FIRST: Duration = Duration::from_secs(5);

/// The pause before the first try again, doubled for each one after, up to the other.
const FIRST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(3);

/// Statement parameters.
pub(super) type Parameters<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Why a piece of work ended early.
#[derive(Debug)]
pub(super) enum Stop {
    Sql(postgres::Error),
    /// A row says what cannot be.
    Misread(String),
    /// For good.
    Failed(SharedError),
}

impl From<postgres::Error> for Stop {
    fn from(error: postgres::Error) -> Self {
        Self::Sql(error)
    }
}

/// How a transaction is to end.
pub(super) enum Ending<T> {
    Commit(T),
    Rollback(T),
}

/// A connection that is made anew when it is lost.
pub(super) struct Session {
    address: Address,
    open: Option<(Client, Statements)>,
    patience: Duration,
}

#[derive(Default)]
struct Statements(HashMap<&'static str, Statement>);

/// Statements within a transaction.
pub(super) struct Work<'a> {
    transaction: Transaction<'a>,
    statements: &'a mut Statements,
}

impl Session {
    /// Not connected yet.
    pub(super) fn new(address: Address) -> Self {
        Self { address, open: None, patience: AT_FIRST }
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// From now on a lost connection is waited for.
    pub(super) fn be_patient(&mut self, patience: Duration) {
        self.patience = patience;
    }

    /// Runs a transaction, and again if it could not be told to have ended: the work must notice whether it was done already.
    pub(super) fn transact<T>(
        &mut self,
        mut work: impl FnMut(&mut Work<'_>) -> Result<Ending<T>, Stop>,
    ) -> Result<T, SharedError> {
        self.retried(|client, statements| {
            let mut within = Work { transaction: client.transaction()?, statements };
            match work(&mut within)? {
                Ending::Commit(done) => within.transaction.commit().map(|()| done).map_err(Stop::from),
                Ending::Rollback(done) => within.transaction.rollback().map(|()| done).map_err(Stop::from),
            }
        })
    }

    /// One statement, a transaction of its own.
    pub(super) fn query(
        &mut self,
        sql: &'static str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, SharedError> {
        self.retried(|client, statements| {
            let known = statements.0.get(sql).cloned();
            let statement = known.map_or_else(|| client.prepare(sql), Ok)?;
            statements.0.entry(sql).or_insert_with(|| statement.clone());
            Ok(client.query(&statement, parameters)?)
        })
    }

    /// A row says what cannot be.
    pub(super) fn damaged(&self, what: String) -> SharedError {
        SharedError::Damaged { at: self.address.to_string(), what }
    }

    fn retried<T>(
        &mut self,
        mut work: impl FnMut(&mut Client, &mut Statements) -> Result<T, Stop>,
    ) -> Result<T, SharedError> {
        let (began, mut pause) = (Instant::now(), FIRST);
        loop {
            let fault = match self.connected() {
                Ok((client, statements)) => match work(client, statements) {
                    Ok(done) => return Ok(done),
                    Err(Stop::Failed(error)) => return Err(error),
                    Err(Stop::Misread(what)) => return Err(self.damaged(what)),
                    Err(Stop::Sql(error)) => ConnectError::Postgres(error),
                },
                Err(error) => error,
            };
            let (at, cause) = (self.address.to_string(), DatabaseFault::from(&fault));
            let ConnectError::Postgres(error) = &fault else {
                return Err(SharedError::Refused { at, cause });
            };
            if !passes(error) {
                return Err(SharedError::Refused { at, cause });
            }
            if error.as_db_error().is_none() || is_ending(error.code()) {
                self.open = None;
            }
            let tried = began.elapsed();
            if tried >= self.patience {
                return Err(SharedError::Unreachable { at, tried, cause });
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
            open @ None => open.insert((self.address.connect()?, Statements::default())),
        };
        Ok((client, statements))
    }
}

impl Work<'_> {
    pub(super) fn query(
        &mut self,
        sql: &'static str,
        parameters: Parameters<'_>,
    ) -> Result<Vec<Row>, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.transaction.query(&statement, parameters)
    }

    pub(super) fn execute(
        &mut self,
        sql: &'static str,
        parameters: Parameters<'_>,
    ) -> Result<u64, postgres::Error> {
        let statement = self.prepared(sql)?;
        self.transaction.execute(&statement, parameters)
    }

    /// Statements without parameters.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), postgres::Error> {
        self.transaction.batch_execute(sql)
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.0.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.transaction.prepare(sql)?;
        self.statements.0.insert(sql, statement.clone());
        Ok(statement)
    }
}

/// Whether trying again may help: the connection was lost, the server is starting or too busy, or two transactions got into
/// each other's way.
fn passes(error: &postgres::Error) -> bool {
    let Some(code) = error.code() else {
        let source = std::error::Error::source(error);
        return error.is_closed()
            || source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
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
