//! A profile as TOML spells it: names and shapes only; `compile` finds out what they mean.
//!
//! Values keep their place in the file, so that a fault can be shown at its line.

use serde::Deserialize;
use toml::value::Datetime;
use toml::{Spanned, Value};

/// A string and where it stands.
pub(super) type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a profile")]
pub(super) struct ProfileToml {
    pub name: Text,
    pub hosts: Spanned<Vec<Text>>,
    #[serde(default)]
    pub unverified: bool,
    #[serde(default)]
    pub urls: UrlsToml,
    #[serde(default)]
    pub pace: PaceToml,
    #[serde(default)]
    pub pages: PagesToml,
    #[serde(default)]
    pub replace: Vec<ReplaceToml>,
    #[serde(default)]
    pub select: SelectToml,
    #[serde(default)]
    pub strip: StripToml,
    #[serde(default)]
    pub layout: Vec<Spanned<LayoutToml>>,
    #[serde(default)]
    pub case: Vec<Spanned<CaseToml>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table [urls]")]
pub(super) struct UrlsToml {
    pub article: Vec<Text>,
    pub feeds: Vec<Text>,
    pub sitemaps: Vec<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table [pace]")]
pub(super) struct PaceToml {
    pub delay: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table [pages]")]
pub(super) struct PagesToml {
    pub next: Vec<Text>,
    pub single: Vec<Text>,
    pub most: Option<Spanned<i64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [[replace]]")]
pub(super) struct ReplaceToml {
    pub find: Text,
    pub with: Text,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table [select]")]
pub(super) struct SelectToml {
    pub headline: Vec<Text>,
    pub description: Vec<Text>,
    pub authors: Vec<Text>,
    pub section: Vec<Text>,
    pub keywords: Vec<Text>,
    pub date_published: Vec<Text>,
    pub date_modified: Vec<Text>,
    pub language: Vec<Text>,
    pub image: Vec<Text>,
    pub body: Vec<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table [strip]")]
pub(super) struct StripToml {
    pub selectors: Vec<Text>,
    pub lines: Vec<Text>,
    pub tail: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [[layout]]")]
pub(super) struct LayoutToml {
    pub since: Option<Spanned<Datetime>>,
    pub until: Option<Spanned<Datetime>>,
    #[serde(default)]
    pub select: SelectToml,
    #[serde(default)]
    pub strip: StripToml,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [[case]]")]
pub(super) struct CaseToml {
    pub fixture: Option<Text>,
    pub page: Option<Text>,
    pub url: Option<Text>,
    #[serde(default)]
    pub contains: Vec<Text>,
    #[serde(default)]
    pub lacks: Vec<Text>,
    pub headline: Option<Text>,
    pub authors: Option<Vec<Text>>,
    /// A TOML date, or a string of the same form.
    pub date_published: Option<Spanned<Value>>,
}
