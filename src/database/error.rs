//! What can go wrong with a database. No text of these holds a password.

use std::time::Duration;

use super::address::ConnectError;

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address is none.
    #[error(
        "the database's address cannot be used: {what}; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    )]
    Address {
        /// What is wrong with it.
        what: String,
    },
    /// The address is of something else.
    #[error("expected the address of a PostgreSQL database, postgres://…, not {scheme}://…")]
    Scheme {
        /// Its scheme.
        scheme: String,
    },
    /// No connection, or none that lasts, for as long as that was tried.
    #[error("no connection to {at} for {}: once it answers again, run the same command to go on", seconds(*tried))]
    Unreachable {
        /// The database.
        at: String,
        /// How long that was tried.
        tried: Duration,
        /// What was said the last time.
        #[source]
        cause: DatabaseFault,
    },
    /// The connection ended in the middle of what cannot be taken up on another one.
    #[error("the connection to {at} was lost: run the same command again")]
    Lost {
        /// The database.
        at: String,
        /// What was said.
        #[source]
        cause: DatabaseFault,
    },
    /// The database refuses.
    #[error("{at} refuses")]
    Refused {
        /// The database.
        at: String,
        /// Why.
        #[source]
        cause: DatabaseFault,
    },
    /// A row says what cannot be.
    #[error("{at} is damaged: {what}")]
    Damaged {
        /// The database.
        at: String,
        /// What it says.
        what: String,
    },
}

/// What the database, or the way there, says is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct DatabaseFault {
    text: String,
}

impl From<&postgres::Error> for DatabaseFault {
    /// What the server says, or else the innermost cause.
    fn from(error: &postgres::Error) -> Self {
        if let Some(said) = error.as_db_error() {
            return Self { text: format!("{} ({})", said.message(), said.code().code()) };
        }
        let mut root: &dyn std::error::Error = error;
        while let Some(cause) = root.source() {
            root = cause;
        }
        Self { text: root.to_string() }
    }
}

impl From<&ConnectError> for DatabaseFault {
    fn from(error: &ConnectError) -> Self {
        match error {
            ConnectError::Postgres(error) => error.into(),
            ConnectError::Tls(text) => Self { text: text.clone() },
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs())
}
