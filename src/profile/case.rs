//! Hand-written expectations: what a page must, and must not, give.

use std::path::PathBuf;

use url::Url;

use crate::article::PageTime;

/// One hand-written expectation; no tool rewrites these.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which page it is about.
    pub page: CasePage,
    /// Phrases the body must hold.
    pub contains: Vec<String>,
    /// Phrases neither headline, authors, body nor the quotes' speakers may hold.
    pub lacks: Vec<String>,
    /// The exact headline.
    pub headline: Option<String>,
    /// The exact authors, in order.
    pub authors: Option<Vec<String>>,
    /// The publication date, as precise as written: a day alone leaves the time of day open.
    pub date_published: Option<PageTime>,
}

/// The page of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CasePage {
    /// `fixtures/<main-host>/<slug>`.
    Fixture(String),
    /// A captured page outside the repository, relative to the `--data` folder, and its address.
    External {
        /// Path below the folder; `.gz` is unpacked.
        path: PathBuf,
        /// The page's address.
        url: Url,
    },
}
