//! Site profiles: one TOML file per site → compiled rules, found by URL.
//!
//! `format` holds the file's shape, `compile` turns it into a [`Profile`] and says everything that is wrong with
//! it, [`Profiles`] is a set of them: those built into the program and those of a folder.

mod case;
mod compile;
mod costly;
mod error;
mod format;
mod pages;
mod pattern;
mod reference;
mod rules;
mod select_rule;
mod set;
pub(crate) mod toml_words;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use regex::Regex;
use url::Url;

pub use case::{Case, CasePage};
pub use error::{Fault, ProfileError, ProfileErrors};
pub use pages::{MOST_PAGES, PageLinks};
pub use reference::{reference, schema};
pub use rules::{Layout, Rules, Select, SelectRule, Strip, Take};
pub use set::Profiles;

/// Whether the text is a host's name as a profile's `hosts` may hold it.
#[must_use]
pub fn is_host(text: &str) -> bool {
    compile::host(text).is_some()
}

/// One site's rules, compiled; the default is a profile without any.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Main host: the file's name without `.toml`.
    pub host: String,
    /// The publication's name.
    pub name: String,
    /// First 12 hex digits of the SHA-256 of the file.
    pub version: String,
    /// Where it was read from; `None` for a profile built into the program.
    pub path: Option<PathBuf>,
    /// Every host it applies to, lower case (punycode where it is not ASCII). Each covers the same name with and
    /// without `www.` too; `*.example.com` covers every host below example.com that no profile names.
    pub hosts: Vec<String>,
    /// What the site's URLs mean.
    pub urls: UrlRules,
    /// A pause between requests longer than the crawl's own; a shorter one changes nothing.
    pub delay: Option<Duration>,
    /// Where an article's other pages are.
    pub pages: PageLinks,
    /// What to replace in a page's source before it is parsed: each text with the one after it, in order.
    pub replace: Vec<(String, String)>,
    /// Whether nobody has seen it work yet: it was imported, and no case of it passes.
    pub unverified: bool,
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

impl UrlRules {
    /// Whether the URL may be an article's: its path matches one of the patterns, or there are none.
    #[must_use]
    pub fn may_be_article(&self, url: &Url) -> bool {
        self.article.is_empty() || self.article.iter().any(|pattern| pattern.is_match(url.path()))
    }
}

impl Profile {
    /// Whether the host is one of the profile's, with or without `www.`.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| compile::covers(own, host))
    }

    /// Reads a profile's TOML. The path is what messages name and, without `.toml`, the main host.
    ///
    /// Every fault of the file is reported, unless it is no TOML or has an unknown key or a value of a wrong type:
    /// then the first of those.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<Self, ProfileErrors> {
        compile::profile(path, bytes).map(|compiled| compiled.profile)
    }

    /// The layout for a page published (or else fetched) on that day: the index of the one whose time it falls in.
    /// `None`, which is today's, for any other day and for a page of unknown day.
    #[must_use]
    pub fn layout_on(&self, day: Option<Date>) -> Option<usize> {
        day.and_then(|day| self.layouts.iter().position(|layout| layout.covers(day)))
    }

    /// The rules of the layout of that index; today's for `None`, and for one there is not.
    #[must_use]
    pub fn rules_of(&self, layout: Option<usize>) -> &Rules {
        layout.and_then(|index| self.layouts.get(index)).map_or(&self.rules, |layout| &layout.rules)
    }

    /// The rules for a page published (or else fetched) on that day.
    #[must_use]
    pub fn rules_on(&self, day: Option<Date>) -> &Rules {
        self.rules_of(self.layout_on(day))
    }
}
