//! The flags that choose how pages are read, shared by the verbs that read them.

use copydesk::extract::{OperatingPoint, Options};

/// How pages are read.
#[derive(Debug, clap::Args)]
pub struct ExtractionFlags {
    #[command(flatten)]
    focus: FocusFlags,

    /// Put the captions of images and videos into the body, as blocks of their own kind. Without it they stand in
    /// "images" only.
    #[arg(long)]
    captions: bool,

    /// Don't look for quotes and who said them: "quotes", "attributions" and "speakers" stay empty. Saves a third of
    /// the time.
    #[arg(long)]
    no_quotes: bool,
}

/// How sure the generic extractor must be.
#[derive(Debug, clap::Args)]
struct FocusFlags {
    /// Keep only text that surely belongs to the article, at the cost of some that does. Where a profile names the
    /// body, it decides.
    #[arg(long, conflicts_with = "recall")]
    precision: bool,

    /// Keep all text that may belong to the article, at the cost of some that doesn't. Where a profile names the body,
    /// it decides.
    #[arg(long)]
    recall: bool,
}

impl ExtractionFlags {
    /// The flags as options.
    pub fn options(&self) -> Options {
        let operating_point = match (self.focus.precision, self.focus.recall) {
            (true, _) => OperatingPoint::Precision,
            (_, true) => OperatingPoint::Recall,
            _ => OperatingPoint::Balanced,
        };
        Options { operating_point, captions: self.captions, quotes: !self.no_quotes }
    }
}
