//! Site profiles: TOML → compiled rules; found by URL.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use regex::Regex;
use scraper::Selector;
use url::Url;

use crate::article::PageTime;

/// One site's rules, compiled.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Main host: the file's name without `.toml`.
    pub host: String,
    /// The publication's name.
    pub name: String,
    /// First 12 hex digits of the SHA-256 of the file.
    pub version: String,
    /// Where it was read from; `None` for a profile built into the program.
    pub path: Option<PathBuf>,
    /// Every host it applies to, lower case.
    pub hosts: Vec<String>,
    /// What the site's URLs mean.
    pub urls: UrlRules,
    /// A pause between requests longer than the crawl's own.
    pub delay: Option<Duration>,
    /// Today's rules.
    pub rules: Rules,
    /// Rules of the site's other layouts, in the file's order.
    pub layouts: Vec<Layout>,
    /// Hand-written expectations.
    pub cases: Vec<Case>,
}

/// What the site's URLs mean.
#[derive(Clone, Debug, Default)]
pub struct UrlRules {
    /// Paths of articles; empty: any path may be one.
    pub article: Vec<Regex>,
    /// Feeds to read for article URLs.
    pub feeds: Vec<Url>,
    /// Sitemaps to read for article URLs.
    pub sitemaps: Vec<Url>,
}

/// `[select]` and `[strip]` of one layout.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Where each field is.
    pub select: Select,
    /// What to leave out.
    pub strip: Strip,
}

/// Where each field is: ordered rules, of which the first that yields text wins.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are the record's keys of the same names")]
pub struct Select {
    pub headline: Vec<SelectRule>,
    pub description: Vec<SelectRule>,
    pub authors: Vec<SelectRule>,
    pub section: Vec<SelectRule>,
    pub keywords: Vec<SelectRule>,
    pub date_published: Vec<SelectRule>,
    pub date_modified: Vec<SelectRule>,
    pub language: Vec<SelectRule>,
    pub image: Vec<SelectRule>,
    pub body: Vec<SelectRule>,
}

/// A CSS selector, with what to take from the elements it matches.
#[derive(Clone, Debug)]
pub struct SelectRule {
    /// As written, `::attr(…)` included.
    pub text: String,
    /// Compiled, without `::attr(…)`.
    pub selector: Selector,
    /// What to take.
    pub take: Take,
}

/// What to take from a matched element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Its text.
    Text,
    /// The value of this attribute.
    Attribute(String),
}

/// What to leave out of the body.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// Elements to drop.
    pub selectors: Vec<SelectRule>,
    /// Drop a block whose whole text matches.
    pub lines: Vec<Regex>,
    /// Drop a block whose text matches, and all after it.
    pub tail: Vec<Regex>,
}

/// Another layout of the same site.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The first day it was in use.
    pub since: Option<Date>,
    /// The last day it was in use.
    pub until: Option<Date>,
    /// Its rules.
    pub rules: Rules,
}

/// One hand-written expectation; no tool rewrites these.
#[derive(Clone, Debug)]
pub struct Case {
    /// Which page it is about.
    pub page: CasePage,
    /// Phrases the body must hold.
    pub contains: Vec<String>,
    /// Phrases neither body nor headline nor authors may hold.
    pub lacks: Vec<String>,
    /// The exact headline.
    pub headline: Option<String>,
    /// The exact authors, in order.
    pub authors: Option<Vec<String>>,
    /// The publication date, as precise as written.
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

/// A set of profiles, found by URL.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    profiles: Vec<Profile>,
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file or folder cannot be read.
    #[error("{}: cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

impl Profile {
    /// The rules for a page published (or else fetched) on that day: the first layout whose time it falls in,
    /// else today's rules.
    #[must_use]
    pub fn rules_on(&self, day: Option<Date>) -> &Rules {
        let _ = day;
        &self.rules
    }
}

impl Profiles {
    /// The profiles built into the program.
    pub fn built_in() -> Result<Self, ProfileError> {
        todo!("embedded selectors/")
    }

    /// Every `*.toml` of a folder. The first error ends it.
    pub fn load(_dir: &Path) -> Result<Self, ProfileError> {
        todo!("load a folder")
    }

    /// These profiles, then those of `other` whose hosts none of these claims.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        let _ = other;
        self
    }

    /// The profile whose hosts include the URL's.
    #[must_use]
    pub fn find(&self, url: &Url) -> Option<&Profile> {
        let host = url.host_str()?;
        self.profiles.iter().find(|profile| profile.hosts.iter().any(|h| h == host))
    }

    /// All profiles, by main host.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.iter()
    }
}
