//! What can go wrong with a frontier.

use std::path::PathBuf;

use super::FILE_NAME;

/// Why a frontier cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FrontierError {
    /// Another process is at work in the folder.
    #[error(
        "another crawl is running in {}: wait for it to end, or choose another folder with -o",
        folder.display()
    )]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// A file of the folder cannot be opened or written.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The state was written by a later version of the program.
    #[error(
        "{} was written by a newer copydesk (state version {found}, this one knows {known}): use that one, or \
         choose another folder with -o",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The file's version.
        found: i64,
        /// The latest version this program knows.
        known: i64,
    },
    /// The state was written by an earlier version of the program, and is only being looked at.
    #[error("{} was written by an older copydesk: run the crawl once more with this one, which brings it up to date", path.display())]
    Older {
        /// The file.
        path: PathBuf,
    },
    /// There is no crawl to look at.
    #[error("{} holds no crawl: it has no {FILE_NAME}", folder.display())]
    NoState {
        /// The folder.
        folder: PathBuf,
    },
    /// The file belongs to another program.
    #[error("{} is not the state of a crawl: choose another folder with -o", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is broken, or says what cannot be.
    #[error(
        "{} is damaged: restore it, or move the folder away and crawl anew",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        cause: StateFault,
    },
    /// The output is there, but not the state that goes with it.
    #[error(
        "{} has records, but the folder has no {FILE_NAME} to go on from: choose another folder with -o, or move \
         the file away",
        path.display()
    )]
    OutputWithoutState {
        /// The output file.
        path: PathBuf,
    },
    /// The state is there, but not the output that goes with it.
    #[error(
        "{} is gone, but {FILE_NAME} counts its records as written: put it back, choose another folder with -o, \
         or delete {FILE_NAME} too and crawl anew",
        path.display()
    )]
    StateWithoutOutput {
        /// The output file.
        path: PathBuf,
    },
    /// The state that workers share cannot be used.
    #[cfg(feature = "postgres")]
    #[error(transparent)]
    Shared(#[from] super::shared::SharedError),
    /// The state cannot be read or written.
    #[error("cannot read or write {}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: StateFault,
    },
}

/// What SQLite, or we, find wrong with the state.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct StateFault {
    text: String,
}

impl StateFault {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

impl From<rusqlite::Error> for StateFault {
    /// Its text alone: its causes say the same once more, with a number.
    fn from(error: rusqlite::Error) -> Self {
        Self { text: error.to_string() }
    }
}
