//! A profile as TOML spells it: names and shapes only; `compile` finds out what they mean.
//!
//! Values keep their place in the file, so that a fault can be shown at its line.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::value::Datetime;
use toml::{Spanned, Value};

/// A string and where it stands.
pub(super) type Text = Spanned<String>;

/// One site's rules: `selectors/<main-host>.toml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a profile")]
pub(super) struct ProfileToml {
    /// The publication's name.
    #[schemars(with = "String")]
    pub name: Text,
    /// Every host the profile is for, the one the file is named after among them; `www.` is covered.
    #[schemars(with = "Vec<String>")]
    pub hosts: Spanned<Vec<Text>>,
    /// Whether the profile was imported and nobody has seen it work yet.
    #[serde(default)]
    pub unverified: bool,
    /// What the site's URLs mean.
    #[serde(default)]
    pub urls: UrlsToml,
    /// How slowly the site wants to be asked.
    #[serde(default)]
    pub pace: PaceToml,
    /// How an article goes on on further pages.
    #[serde(default)]
    pub pages: PagesToml,
    /// Texts in the page's source that are replaced before it is read.
    #[serde(default)]
    pub replace: Vec<ReplaceToml>,
    /// Where each field is.
    #[serde(default)]
    pub select: SelectToml,
    /// What to leave out of the body.
    #[serde(default)]
    pub strip: StripToml,
    /// Other layouts of the site; the page's own day chooses.
    #[serde(default)]
    #[schemars(with = "Vec<LayoutToml>")]
    pub layout: Vec<Spanned<LayoutToml>>,
    /// Hand-written expectations, which `copydesk profile check` proves; no tool rewrites them.
    #[serde(default)]
    #[schemars(with = "Vec<CaseToml>")]
    pub case: Vec<Spanned<CaseToml>>,
}

/// What the site's URLs mean.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table [urls]")]
pub(super) struct UrlsToml {
    /// Regular expressions on the path (it begins with `/`); a page whose path matches none is no article. None given: any may be one.
    #[schemars(with = "Vec<String>")]
    pub article: Vec<Text>,
    /// URLs of feeds to read for articles.
    #[schemars(with = "Vec<String>")]
    pub feeds: Vec<Text>,
    /// URLs of sitemaps to read for articles.
    #[schemars(with = "Vec<String>")]
    pub sitemaps: Vec<Text>,
}

/// How slowly the site wants to be asked.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table [pace]")]
pub(super) struct PaceToml {
    /// The least pause between two requests, such as `"10s"`, at most `"1h"`. It can slow a crawl down, never speed it up.
    #[schemars(with = "Option<String>")]
    pub delay: Option<Text>,
}

/// How an article goes on on further pages. All are joined into one record.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table [pages]")]
pub(super) struct PagesToml {
    /// Selectors of the link to the next page.
    #[schemars(with = "Vec<String>")]
    pub next: Vec<Text>,
    /// Selectors of the link to the whole article on one page.
    #[schemars(with = "Vec<String>")]
    pub single: Vec<Text>,
    /// The most pages joined; 20 where it is left out.
    #[schemars(with = "Option<u32>")]
    pub most: Option<Spanned<i64>>,
}

/// A text in the page's source that is replaced before the page is read.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table [[replace]]")]
pub(super) struct ReplaceToml {
    /// The text as the source has it; no pattern.
    #[schemars(with = "String")]
    pub find: Text,
    /// What stands there instead.
    #[schemars(with = "String")]
    pub with: Text,
}

/// CSS selectors, at the end `::attr(name)` for an attribute's value, `::text` for the text directly in an element, or `::json(author.name)` for what JSON in it (a `<script>`) says at that path; tried in order: the first that yields text wins. A field without rules falls back to JSON-LD, then meta tags, then the generic extractor.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table [select]")]
pub(super) struct SelectToml {
    /// The headline: the first text matched.
    #[schemars(with = "Vec<String>")]
    pub headline: Vec<Text>,
    /// The standfirst or summary.
    #[schemars(with = "Vec<String>")]
    pub description: Vec<Text>,
    /// The authors: names are read out of all texts matched.
    #[schemars(with = "Vec<String>")]
    pub authors: Vec<Text>,
    /// The section.
    #[schemars(with = "Vec<String>")]
    pub section: Vec<Text>,
    /// The keywords.
    #[schemars(with = "Vec<String>")]
    pub keywords: Vec<Text>,
    /// When it was published: an ISO date, or a day as the page writes it.
    #[schemars(with = "Vec<String>")]
    pub date_published: Vec<Text>,
    /// When it was last changed: an ISO date.
    #[schemars(with = "Vec<String>")]
    pub date_modified: Vec<Text>,
    /// The language, as a BCP 47 tag.
    #[schemars(with = "Vec<String>")]
    pub language: Vec<Text>,
    /// The main image's address, mostly by `::attr(src)` or `::attr(content)`.
    #[schemars(with = "Vec<String>")]
    pub image: Vec<Text>,
    /// The text: all elements matched, in the page's order, one inside another once.
    #[schemars(with = "Vec<String>")]
    pub body: Vec<Text>,
}

/// What to leave out of the body.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, expecting = "a table [strip]")]
pub(super) struct StripToml {
    /// CSS selectors of elements to drop, before anything is read.
    #[schemars(with = "Vec<String>")]
    pub selectors: Vec<Text>,
    /// Regular expressions; a block whose whole text matches is dropped.
    #[schemars(with = "Vec<String>")]
    pub lines: Vec<Text>,
    /// Regular expressions; a block that matches is dropped, and all after it.
    #[schemars(with = "Vec<String>")]
    pub tail: Vec<Text>,
}

/// Another layout of the same site. Its rules are all there is for its time: nothing is taken from the profile's own `[select]` and `[strip]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table [[layout]]")]
pub(super) struct LayoutToml {
    /// The first day it was in use, such as `2019-01-31`, without quotes.
    #[schemars(with = "Option<String>")]
    pub since: Option<Spanned<Datetime>>,
    /// The last day it was in use.
    #[schemars(with = "Option<String>")]
    pub until: Option<Spanned<Datetime>>,
    /// Where each field is.
    #[serde(default)]
    pub select: SelectToml,
    /// What to leave out of the body.
    #[serde(default)]
    pub strip: StripToml,
}

/// What one page must, and must not, give.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a table [[case]]")]
pub(super) struct CaseToml {
    /// The page: a folder below `fixtures/<main-host>/`.
    #[schemars(with = "Option<String>")]
    pub fixture: Option<Text>,
    /// The page: a file below the folder given by `--data`, in place of `fixture`; `.gz` is unpacked.
    #[schemars(with = "Option<String>")]
    pub page: Option<Text>,
    /// The address `page` was captured from.
    #[schemars(with = "Option<String>")]
    pub url: Option<Text>,
    /// Phrases the body must hold.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub contains: Vec<Text>,
    /// Phrases that neither headline, authors, body nor the quotes' speakers may hold.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub lacks: Vec<Text>,
    /// The exact headline.
    #[schemars(with = "Option<String>")]
    pub headline: Option<Text>,
    /// The exact authors, in order.
    #[schemars(with = "Option<Vec<String>>")]
    pub authors: Option<Vec<Text>>,
    /// The publication date, as precise as written: a TOML date, or a string of the same form.
    #[schemars(with = "Option<String>")]
    pub date_published: Option<Spanned<Value>>,
}
