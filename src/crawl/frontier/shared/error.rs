//! What can go wrong with a shared frontier. No text of these holds a password.

use std::path::PathBuf;
use std::time::Duration;

use super::address::ConnectError;

/// Why a shared frontier cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    /// The address is none.
    #[error(
        "the frontier's address cannot be used: {what}; expected postgres://USER:PASSWORD@HOST:PORT/DATABASE"
    )]
    Address {
        /// What is wrong with it.
        what: String,
    },
    /// The address is of something else.
    #[error("a frontier is shared on PostgreSQL: expected an address postgres://…, not {scheme}://…")]
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
    /// The database refuses.
    #[error("{at} refuses")]
    Refused {
        /// The database.
        at: String,
        /// Why.
        #[source]
        cause: DatabaseFault,
    },
    /// There is no crawl to look at.
    #[error("{at} holds no crawl: `copydesk crawl --frontier` or `crawl add --frontier` begins one")]
    NoCrawl {
        /// The database.
        at: String,
    },
    /// The tables are those of another version of the program.
    #[error(
        "{at} was made by another copydesk (state version {found}, this one knows {known}): use that one, or another schema"
    )]
    Version {
        /// The database.
        at: String,
        /// The tables' version.
        found: i32,
        /// The version this program knows.
        known: i32,
    },
    /// A row says what cannot be.
    #[error("{at} is damaged: {what}")]
    Damaged {
        /// The database.
        at: String,
        /// What it says.
        what: String,
    },
    /// The folder belongs to another crawl.
    #[error("{} belongs to another crawl: choose another folder with -o", path.display())]
    OtherCrawl {
        /// The file that says so.
        path: PathBuf,
    },
    /// The database does not know the folder's worker.
    #[error("{} names a worker that {at} does not know: choose another folder with -o", path.display())]
    UnknownWorker {
        /// The file that names it.
        path: PathBuf,
        /// The database.
        at: String,
    },
    /// Another run goes on as the same worker.
    #[error(
        "another run writes as the worker of this folder: each needs a folder of its own, and a copy is none"
    )]
    Replaced,
    /// Workers are told to stop.
    #[error(
        "the crawl at {at} is being drained: `copydesk crawl resume --frontier` lets workers begin again"
    )]
    Draining {
        /// The database.
        at: String,
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
