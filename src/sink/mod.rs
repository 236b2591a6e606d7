//! Where outcomes go: one format or file kind per module, behind one trait.

mod crawl_files;

use std::io;

use crate::outcome::Outcome;

pub use crawl_files::{ARTICLES, CrawlFiles, Lengths, OUTCOMES};

/// Takes outcomes, in order.
pub trait Sink {
    /// Writes one outcome.
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError>;

    /// Completes the output: closes brackets, flushes.
    fn finish(&mut self) -> Result<(), SinkError>;
}

/// Why an outcome could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The operating system refused.
    #[error("cannot write to {target}")]
    Write {
        /// The file, or `standard output`.
        target: String,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The record cannot be written as JSON.
    #[error("cannot write a record as JSON")]
    Json(#[from] serde_json::Error),
}
