//! What can go wrong with a shared frontier. No text of these holds a password.

use std::path::PathBuf;

use crate::database::DatabaseError;

/// Why a shared frontier cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SharedError {
    /// The database, or the way there.
    #[error(transparent)]
    Database(#[from] DatabaseError),
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
