//! Drafts a site's profile from some of its pages.
//!
//! Every page is read by the generic extractor first; what it finds is what rules are looked for. A rule is a selector
//! over names that a person gave (`names`, `hashes`, `tokens`), weighed by how much of the article it holds (`tally`), and put to
//! the test by extracting the pages with it (`trial`). `body` finds the text, `boxes` what to strip in it, `fields` the
//! headline, the authors and the date, `draft` writes the profile. Nothing here reads or writes a file. `propose` names one
//! element that somebody points at, `repair` looks anew for what a profile no longer finds, `edit` puts a rule into a profile's
//! text.
//!
//! A draft holds only rules that do no worse on the given pages than no rule; others are told in its comments.

mod body;
mod boxes;
mod draft;
pub mod edit;
mod fields;
mod hashes;
mod names;
mod propose;
pub mod repair;
mod site;
mod tally;
mod tokens;
mod trial;

use std::borrow::Borrow;
use std::collections::BTreeMap;

use url::Url;

use self::body::BodyRule;
use self::boxes::Found;
pub use self::draft::{CasePlace, Draft, case, literal};
use self::fields::{Field, FieldRule};
pub use self::propose::{Proposal, Stability, propose};
use self::site::Lesson;
use crate::page::Page;

/// Why nothing can be drafted.
#[derive(Debug, thiserror::Error)]
pub enum InduceError {
    /// No page was given.
    #[error("no page to learn from")]
    NoPage,
    /// None of the pages reads as an article.
    #[error("none of the pages reads as an article: {why}")]
    NoArticle {
        /// What the first of them is instead.
        why: String,
    },
    /// The pages are of two sites.
    #[error("the pages are of different sites, {one} and {other}: draft one profile for each")]
    TwoSites {
        /// The host of the first page.
        one: String,
        /// That of another.
        other: String,
    },
    /// A page's address has no host, as that of a file has none.
    #[error("the page's address {url} has no host: say where the page is from")]
    NoHost {
        /// The address.
        url: Url,
    },
}

/// What was learned from the pages.
#[derive(Debug)]
pub(crate) struct Learned {
    /// Pages that are articles.
    pages: usize,
    body: Option<BodyRule>,
    fields: Vec<FieldRule>,
    boxes: Vec<Found>,
    lines: Vec<String>,
}

/// Drafts a profile from pages of one site. `places` says, for each page, where the draft's case finds it.
pub fn draft<P: Borrow<Page>>(pages: &[P], places: &[CasePlace]) -> Result<Draft, InduceError> {
    let hosts = hosts(pages.iter().map(Borrow::borrow))?;
    let mut lessons = Vec::new();
    let mut why = None;
    for (page, place) in pages.iter().zip(places) {
        match Lesson::of(page.borrow()) {
            Ok(lesson) => lessons.push((lesson, place)),
            Err(error) => why = why.or(Some(crate::outcome::one_line(&error))),
        }
    }
    if lessons.is_empty() {
        return Err(InduceError::NoArticle { why: why.unwrap_or_default() });
    }
    let (lessons, places): (Vec<_>, Vec<_>) = lessons.into_iter().unzip();
    let learned = learn(&lessons);
    Ok(draft::write(&hosts, &lessons, &places, &learned))
}

fn learn(lessons: &[Lesson<'_>]) -> Learned {
    let body = body::induce(lessons);
    let boxes = body.as_ref().map_or_else(Vec::new, |body| boxes::harmless(body.boxes.clone(), lessons));
    Learned {
        pages: lessons.len(),
        body,
        boxes,
        fields: Field::ALL.into_iter().filter_map(|field| fields::induce(field, lessons)).collect(),
        lines: boxes::repeated(lessons),
    }
}

/// The pages' hosts without `www.`, the most frequent first.
fn hosts<'a>(pages: impl Iterator<Item = &'a Page>) -> Result<Vec<String>, InduceError> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let url = &page.final_url;
        let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https"));
        let host = host.ok_or_else(|| InduceError::NoHost { url: url.clone() })?.to_lowercase();
        *counted.entry(host.strip_prefix("www.").unwrap_or(&host).to_owned()).or_default() += 1;
    }
    let mut hosts: Vec<(String, usize)> = counted.into_iter().collect();
    hosts.sort_by_key(|(host, count)| (std::cmp::Reverse(*count), host.len()));
    let hosts: Vec<String> = hosts.into_iter().map(|(host, _)| host).collect();
    let one = hosts.first().ok_or(InduceError::NoPage)?;
    let site = |host: &str| psl::domain_str(host).unwrap_or(host).to_owned();
    match hosts.iter().find(|host| site(host) != site(one)) {
        Some(other) => Err(InduceError::TwoSites { one: one.clone(), other: other.clone() }),
        None => Ok(hosts),
    }
}
