//! The record: what Copydesk says about one article.
//!
//! These types are the JSON contract. Every key is always present, `null` for absent and `[]` for none; offsets
//! are Unicode code points into [`Article::body`], end exclusive. New keys may be added; a changed meaning
//! raises [`SCHEMA_VERSION`].

mod block;
mod change;
mod page_time;
mod provenance;
mod quote;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use block::{Block, BlockKind, Entry, Mark, MarkKind};
pub use change::{Change, similarity};
pub use page_time::{PageTime, PageTimeError};
pub use provenance::{Origin, Provenance, Source};
pub use quote::{
    Attribution, AttributionKind, Cue, Quote, QuoteKind, Span, Speaker, SpeakerKind, SpeakerSummary,
};

/// The version of the record's meaning; it rises only when a key changes what it says.
pub const SCHEMA_VERSION: u32 = 1;

/// One article, as one JSON object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// [`SCHEMA_VERSION`] of the program that wrote the record.
    pub schema_version: u32,
    /// Always `"article"`: tells these lines from those of pages that gave none.
    pub status: ArticleStatus,
    /// The `id` of the batch line the page came from.
    pub id: Option<RecordId>,
    /// The address that was asked for.
    pub url: String,
    /// The address that answered, after redirects.
    pub final_url: String,
    /// The address the page itself names as its own (`<link rel=canonical>`), absolute.
    pub canonical_url: Option<String>,
    /// The addresses of the pages the body is from, the first page's first, where the profile says how the article goes on
    /// and it was fetched; `[]` for an article on one page.
    #[serde(default)]
    pub pages: Vec<String>,
    /// The article whose body is the same but for a few words, where a crawl stored one before under another URL.
    #[serde(default)]
    pub duplicate_of: Option<String>,
    /// Which record of the page this is, from 1: `crawl --watch` writes another one, with the next number, once the page has
    /// changed.
    #[serde(default = "first")]
    pub revision: u32,
    /// The keys in which the record differs from the revision before, in the record's order; `[]` for the first.
    #[serde(default)]
    pub changed: Vec<String>,
    /// Which share of the words of this body and of that of the revision before the other one has too, from 0 to 1; `null`
    /// for the first.
    #[serde(default)]
    pub similarity: Option<f64>,
    /// Host of `final_url`, without a leading `www.`.
    pub domain: String,
    /// The publication's name as the page or the profile gives it.
    pub site_name: Option<String>,
    /// When the page was fetched, UTC; `null` for pages that came from a file.
    pub fetched_at: Option<String>,
    /// The headline, without site name or section.
    pub headline: Option<String>,
    /// Standfirst or summary, as the page gives it.
    pub description: Option<String>,
    /// Names of the people, or else the agency, who wrote the article; without "By", roles or addresses.
    pub authors: Vec<String>,
    /// The section or category the page files the article under.
    pub section: Option<String>,
    /// Keywords or tags, in the page's order.
    pub keywords: Vec<String>,
    /// When the article was first published.
    pub date_published: Option<PageTime>,
    /// When the article was last changed.
    pub date_modified: Option<PageTime>,
    /// BCP 47 tag of the article's language.
    pub language: Option<String>,
    /// Absolute address of the main image.
    pub image: Option<String>,
    /// All images of the article, the main one included.
    pub images: Vec<Image>,
    /// Whether the page says it can be read without paying (`isAccessibleForFree`).
    pub is_accessible_for_free: Option<bool>,
    /// How sure it is that the page is one article, 0 to 1; 1 where a profile names its body. How far to trust the body is
    /// in `provenance.body`.
    #[serde(serialize_with = "two_decimals")]
    pub confidence: f32,
    /// What the page reserves against text and data mining and the training of AI, as it says it.
    #[serde(default)]
    pub reservations: Vec<Reservation>,
    /// The article's text: its blocks joined by one blank line, items of one list by a single newline.
    pub body: String,
    /// The blocks of `body`, in order and without overlap.
    pub blocks: Vec<Block>,
    /// The entries of a live blog, in the page's order; `[]` for any other article.
    pub entries: Vec<Entry>,
    /// Words between quotation marks, in reading order.
    pub quotes: Vec<Quote>,
    /// All statements the article gives to somebody, quoted or not.
    pub attributions: Vec<Attribution>,
    /// Everybody with a name who is quoted or paraphrased, the most quoted first.
    #[serde(default)]
    pub speakers: Vec<SpeakerSummary>,
    /// What made this record.
    pub extractor: Maker,
    /// Which source and rule gave each field.
    pub provenance: Provenance,
    /// What a reader of the record should know before trusting it.
    pub warnings: Vec<Warning>,
}

/// The `status` of an article's line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArticleStatus {
    /// The only value.
    #[default]
    Article,
}

/// A batch line's `id`, kept as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RecordId {
    /// A whole number.
    Number(i64),
    /// Anything else, as text.
    Text(String),
}

/// A `<meta>` element or, in a crawl, a header by which a publisher reserves rights: `robots` or `x-robots-tag` with `noai`
/// or `noimageai`, `tdm-reservation`, …
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reservation {
    /// The element's or header's name, lower case.
    pub name: String,
    /// Its content, as written.
    pub content: String,
}

/// One image of the article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Image {
    /// Absolute address.
    pub url: String,
    /// The text that stands in for the image (`alt`).
    pub alt: Option<String>,
    /// The caption printed with it.
    pub caption: Option<String>,
    /// Photographer or agency, where the page marks it as such.
    pub credit: Option<String>,
}

/// What made the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Maker {
    /// `"copydesk"`.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// Main host of the profile that was used, which is its file's name without `.toml`.
    pub profile: Option<String>,
    /// The profile's version: the first 12 hex digits of the SHA-256 of its file.
    pub profile_version: Option<String>,
    /// Which of the profile's layouts gave the rules: `today`, or the time of an older one as `2016-01-01/2021-06-30`, with
    /// `..` for an end that is open. `null` where the profile has only one.
    #[serde(default)]
    pub layout: Option<String>,
}

impl Maker {
    /// This program, using the profile of that host and version, if any.
    #[must_use]
    pub fn this(profile: Option<(&str, &str)>) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            profile: profile.map(|(host, _)| host.to_owned()),
            profile_version: profile.map(|(_, version)| version.to_owned()),
            layout: None,
        }
    }
}

/// Something a reader of the record should know: a stable slug and a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// Stable slug, such as `unbalanced-quote` or `profile-missed`.
    pub code: String,
    /// The record's key it is about, if it is about one.
    pub field: Option<String>,
    /// The sentence.
    pub message: String,
}

/// The revision of a record that names none.
fn first() -> u32 {
    1
}

/// Writes a confidence with two decimals: more would claim a precision it does not have, and show how a float is stored.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn two_decimals<S: serde::Serializer>(confidence: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f32((confidence * 100.0).round() / 100.0)
}
