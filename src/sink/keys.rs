//! Records under the keys that other tools' readers expect: schema.org, trafilatura, newspaper4k.
//!
//! One table for each, of its keys and what of the record they hold. What a tool has and we have not is `null`, or as empty as
//! the tool leaves it.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::article::{Article, Image, PageTime, Quote, SpeakerKind};
use crate::outcome::Outcome;

/// The names of a record's keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Keys {
    /// Our own: the record whole, and pages that gave no article too.
    #[default]
    Copydesk,
    /// JSON-LD of a schema.org [`NewsArticle`](https://schema.org/NewsArticle), quotes as
    /// [`Quotation`](https://schema.org/Quotation).
    SchemaOrg,
    /// What `trafilatura --json` and `trafilatura.extract(…, output_format="json")` write, as of version 2.3.
    Trafilatura,
    /// What `Article.to_json()` of newspaper4k writes, as of version 0.9.
    Newspaper,
}

/// What a key holds; `None` where the key is left out.
type Held = fn(&Article) -> Option<Value>;

/// A vocabulary: its keys, each with what of the record it holds.
type Table = &'static [(&'static str, Held)];

const SCHEMA_ORG: Table = &[
    ("@context", |_| Some(json!("https://schema.org"))),
    ("@type", |_| Some(json!("NewsArticle"))),
    ("url", |it| Some(json!(address(it)))),
    ("headline", |it| some(it.headline.as_ref())),
    ("description", |it| some(it.description.as_ref())),
    // A name alone: the record does not tell whether it is a person's or an agency's.
    ("author", |it| any(it.authors.iter().map(|name| json!({ "name": name })))),
    ("publisher", |it| it.site_name.as_ref().map(|name| json!({ "@type": "Organization", "name": name }))),
    ("datePublished", |it| some(it.date_published.as_ref())),
    ("dateModified", |it| some(it.date_modified.as_ref())),
    ("inLanguage", |it| some(it.language.as_ref())),
    ("articleSection", |it| some(it.section.as_ref())),
    ("keywords", |it| any(it.keywords.iter().map(|word| json!(word)))),
    ("image", |it| any(it.images.iter().map(image_object))),
    ("isAccessibleForFree", |it| some(it.is_accessible_for_free.as_ref())),
    ("articleBody", |it| Some(json!(it.body))),
    ("wordCount", |it| Some(json!(it.body.split_whitespace().count()))),
    ("hasPart", |it| any(it.quotes.iter().filter(|quote| quote.repeats.is_none()).map(quotation))),
];

const TRAFILATURA: Table = &[
    ("title", |it| Some(json!(it.headline))),
    ("author", |it| Some(joined(&it.authors, "; "))),
    ("hostname", |it| Some(json!(it.domain))),
    ("date", |it| Some(day(it.date_published))),
    ("fingerprint", |_| Some(Value::Null)),
    ("id", |it| Some(json!(it.id))),
    ("license", |_| Some(Value::Null)),
    ("comments", |_| Some(json!(""))),
    ("raw_text", |it| Some(json!(it.body.split_whitespace().collect::<Vec<_>>().join(" ")))),
    ("text", |it| Some(json!(it.body.replace("\n\n", "\n")))),
    ("language", |it| Some(json!(primary_language(it)))),
    ("image", |it| Some(json!(it.image))),
    ("pagetype", |_| Some(json!("article"))),
    ("filedate", |it| Some(json!(it.fetched_at.as_deref().and_then(|time| time.get(..10))))),
    ("source", |it| Some(json!(address(it)))),
    ("source-hostname", |it| Some(json!(it.site_name))),
    ("excerpt", |it| Some(json!(it.description))),
    ("categories", |it| Some(json!(it.section.as_deref().unwrap_or_default()))),
    ("tags", |it| Some(json!(it.keywords.join(",")))),
];

const NEWSPAPER: Table = &[
    ("url", |it| Some(json!(it.final_url))),
    ("read_more_link", |_| Some(json!(""))),
    ("language", |it| Some(json!(primary_language(it)))),
    ("title", |it| Some(json!(it.headline.as_deref().unwrap_or_default()))),
    ("top_image", |it| Some(json!(it.image.as_deref().unwrap_or_default()))),
    ("meta_img", |it| Some(json!(it.image.as_deref().unwrap_or_default()))),
    ("images", |it| Some(it.images.iter().map(|image| json!(image.url)).collect())),
    ("movies", |_| Some(json!([]))),
    ("keywords", |_| Some(json!([]))),
    ("meta_keywords", |it| Some(json!(it.keywords))),
    ("tags", |_| Some(Value::Null)),
    ("authors", |it| Some(json!(it.authors))),
    ("publish_date", |it| Some(json!(it.date_published))),
    ("summary", |_| Some(json!(""))),
    ("meta_description", |it| Some(json!(it.description.as_deref().unwrap_or_default()))),
    ("meta_lang", |it| Some(json!(primary_language(it).unwrap_or_default()))),
    ("meta_favicon", |_| Some(json!(""))),
    ("meta_site_name", |it| Some(json!(it.site_name.as_deref().unwrap_or_default()))),
    ("canonical_link", |it| Some(json!(it.canonical_url.as_deref().unwrap_or_default()))),
    ("text", |it| Some(json!(it.body))),
];

impl Keys {
    /// All there are.
    pub const ALL: &'static [Self] = &[Self::Copydesk, Self::SchemaOrg, Self::Trafilatura, Self::Newspaper];

    /// The name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Copydesk => "copydesk",
            Self::SchemaOrg => "schemaorg",
            Self::Trafilatura => "trafilatura",
            Self::Newspaper => "newspaper",
        }
    }

    /// What is written of an outcome under these keys; nothing of a page that gave no article, for which the other tools
    /// have no record.
    pub(super) fn of(self, outcome: &Outcome) -> Option<Named<'_>> {
        let table = match self {
            Self::Copydesk => return Some(Named::Ours(outcome)),
            Self::SchemaOrg => SCHEMA_ORG,
            Self::Trafilatura => TRAFILATURA,
            Self::Newspaper => NEWSPAPER,
        };
        let Outcome::Article(article) = outcome else { return None };
        let held = table.iter().filter_map(|(key, held)| Some(((*key).to_owned(), held(article)?)));
        Some(Named::Theirs(held.collect()))
    }
}

/// A record to be written as JSON.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Named<'a> {
    /// Under our keys.
    Ours(&'a Outcome),
    /// Under others.
    Theirs(Map<String, Value>),
}

fn some<T: Serialize>(value: Option<&T>) -> Option<Value> {
    value.map(|value| json!(value))
}

/// A list, unless it is empty.
fn any(values: impl Iterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// The address the page calls its own, else the one that answered.
fn address(article: &Article) -> &str {
    article.canonical_url.as_deref().unwrap_or(&article.final_url)
}

/// A text of several, `null` for none.
fn joined(texts: &[String], between: &str) -> Value {
    if texts.is_empty() { Value::Null } else { json!(texts.join(between)) }
}

fn day(time: Option<PageTime>) -> Value {
    json!(time.map(|time| time.day().to_string()))
}

/// `en` of `en-US`: both tools know languages only.
fn primary_language(article: &Article) -> Option<&str> {
    article.language.as_deref()?.split('-').next()
}

fn image_object(image: &Image) -> Value {
    let mut object = Map::new();
    object.insert("@type".to_owned(), json!("ImageObject"));
    object.insert("url".to_owned(), json!(image.url));
    for (key, value) in [("caption", &image.caption), ("creditText", &image.credit)] {
        if let Some(value) = value {
            object.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(object)
}

fn quotation(quote: &Quote) -> Value {
    let mut object = Map::new();
    object.insert("@type".to_owned(), json!("Quotation"));
    object.insert("text".to_owned(), json!(quote.text));
    if let Some((name, kind)) =
        quote.speaker.as_ref().and_then(|speaker| Some((speaker.name.as_ref()?, speaker.kind)))
    {
        let mut speaker = Map::new();
        let kind = match kind {
            SpeakerKind::Person => Some("Person"),
            SpeakerKind::Organisation => Some("Organization"),
            _ => None,
        };
        speaker.extend(kind.map(|kind| ("@type".to_owned(), json!(kind))));
        speaker.insert("name".to_owned(), json!(name));
        object.insert("spokenByCharacter".to_owned(), Value::Object(speaker));
    }
    Value::Object(object)
}
