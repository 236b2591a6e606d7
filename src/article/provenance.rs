//! Where each field of a record came from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which source and rule gave each field; `null` where the field is absent or empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Of `canonical_url`.
    pub canonical_url: Option<Origin>,
    /// Of `site_name`.
    pub site_name: Option<Origin>,
    /// Of `headline`.
    pub headline: Option<Origin>,
    /// Of `description`.
    pub description: Option<Origin>,
    /// Of `authors`.
    pub authors: Option<Origin>,
    /// Of `section`.
    pub section: Option<Origin>,
    /// Of `keywords`.
    pub keywords: Option<Origin>,
    /// Of `date_published`.
    pub date_published: Option<Origin>,
    /// Of `date_modified`.
    pub date_modified: Option<Origin>,
    /// Of `language`.
    pub language: Option<Origin>,
    /// Of `image`.
    pub image: Option<Origin>,
    /// Of `images`.
    pub images: Option<Origin>,
    /// Of `is_accessible_for_free`.
    pub is_accessible_for_free: Option<Origin>,
    /// Of `body` and `blocks`.
    pub body: Option<Origin>,
}

/// The source of one field's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The kind of source.
    pub source: Source,
    /// The rule as written: a profile's selector, a JSON-LD key path, a meta tag's name.
    pub rule: Option<String>,
    /// How far to trust the value, 0 to 1. A profile's rule is 1: somebody wrote it for this site.
    #[serde(serialize_with = "super::two_decimals")]
    pub confidence: f32,
}

impl Source {
    /// The most a page's own word is trusted: only a profile's rule, written for the site, is certain.
    pub const MOST_CERTAIN: f32 = 0.99;
}

/// The kinds of source, from the most to the least specific.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A rule of the site's profile.
    Profile,
    /// `<script type="application/ld+json">`, schema.org vocabulary.
    JsonLd,
    /// HTML microdata (`itemprop`).
    Microdata,
    /// `<meta>`, `<link>` and `<title>`, `OpenGraph` included.
    Meta,
    /// Copydesk's own reading of the page's visible part.
    Generic,
    /// The feed or news sitemap that announced the page.
    Feed,
    /// The page's address.
    Url,
}
