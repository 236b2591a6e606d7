//! Copydesk turns news pages into clean copy: one record per article, with headline, body, quotes and who
//! said them.
//!
//! The pieces, in the order a page passes them (each layer imports only those before it):
//!
//! | module | turns | into |
//! |---|---|---|
//! | [`canonical`] | a URL as somebody wrote it | [`CanonicalUrl`], the form URLs are compared by |
//! | [`fetch`] | a URL | [`fetch::Fetched`] bytes, politely |
//! | [`archive`] | what was fetched, or a WARC file | a WARC file, or records
//! | [`page`] | bytes | [`Page`], a decoded and parsed document |
//! | [`profile`] | a TOML file | [`Profile`], compiled rules of one site |
//! | [`mod@extract`] | a page, and a profile if there is one | [`Article`], the record |
//! | [`quotes`] | plain text | quotes and attributions |
//! | [`crawl`] | seeds | one [`Outcome`] for every URL that entered |
//! | [`induce`] | pages of a site | a drafted profile |
//! | [`probe`] | rules and a page | what they match there, and why not |
//! | [`check`] | profiles and their fixtures | what differs from what was expected |
//! | [`sink`] | outcomes | lines, documents, files |
//! | [`report`] | a crawl's folder | a web page to look at |
//! | [`workbench`] | a site's pages and its profile | a web page to work on them, on loopback |
//!
//! `extract` and `quotes` do no input or output, know no clock and are deterministic. Nothing in the library
//! prints.

pub mod archive;
pub mod article;
pub mod canonical;
pub mod check;
mod coding;
pub mod crawl;
#[cfg(feature = "postgres")]
pub mod database;
pub mod drift;
pub mod extract;
pub mod fetch;
pub mod import;
pub mod induce;
pub mod outcome;
pub mod page;
pub mod probe;
pub mod profile;
pub mod quotes;
pub mod report;
mod scratch;
pub mod sink;
#[cfg(feature = "arrow")]
pub mod table;
#[cfg(feature = "workbench")]
pub mod workbench;

pub use article::Article;
pub use canonical::{CanonicalUrl, HostKey};
pub use extract::Extractor;
pub use outcome::Outcome;
pub use page::Page;
pub use profile::{Profile, Profiles};

/// The article of a page, by the built-in profiles and the default options; [`Extractor`] is the way to choose others.
///
/// `html` is the page as text, `url` its address, by which the profile is found and links are made absolute.
pub fn extract(html: &str, url: &str) -> Result<Article, extract::ReadError> {
    Extractor::new().extract(html, url)
}

/// The README's example, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
