//! Which keys of a record are columns of which table, in every database, and what a record is known by there.
//!
//! What is no column stays together as JSON in the column `rest`, so that a record comes back whole, key for key.

use serde_json::Value;

use crate::outcome::Outcome;

/// A key of a record, or of an object inside it, as a column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The column's name.
    pub name: &'static str,
    /// The way to the value, key by key.
    path: &'static [&'static str],
    /// How its values are stored.
    pub kind: Kind,
}

/// How a value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Real,
    /// A truth value.
    Flag,
    /// A text or a number, whichever it is.
    Any,
    /// A list, as JSON.
    List,
}

/// A table of records, or of the elements of one of their lists.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, besides the key and `rest`.
    pub columns: &'static [Column],
}

macro_rules! columns {
    ($($name:ident: $kind:ident = $($key:literal).+),+ $(,)?) => {
        &[$(Column { name: stringify!($name), path: &[$($key),+], kind: Kind::$kind }),+]
    };
}

/// Records of articles.
pub const ARTICLES: Table = Table {
    name: "articles",
    columns: columns![
        id: Any = "id",
        url: Text = "url",
        final_url: Text = "final_url",
        canonical_url: Text = "canonical_url",
        domain: Text = "domain",
        site_name: Text = "site_name",
        fetched_at: Text = "fetched_at",
        headline: Text = "headline",
        description: Text = "description",
        authors: List = "authors",
        section: Text = "section",
        keywords: List = "keywords",
        date_published: Text = "date_published",
        date_modified: Text = "date_modified",
        language: Text = "language",
        image: Text = "image",
        is_accessible_for_free: Flag = "is_accessible_for_free",
        confidence: Real = "confidence",
        revision: Integer = "revision",
        duplicate_of: Text = "duplicate_of",
        profile: Text = "extractor"."profile",
        body: Text = "body",
    ],
};

/// Records of pages without an article.
pub const NO_ARTICLES: Table = Table {
    name: "no_articles",
    columns: columns![
        id: Any = "id",
        url: Text = "url",
        status: Text = "status",
        stage: Text = "stage",
        reason: Text = "reason",
        message: Text = "message",
        http_status: Integer = "http_status",
        retryable: Flag = "retryable",
        attempts: Integer = "attempts",
    ],
};

/// The lists of an article that are tables, named as in the record.
pub const LISTS: &[Table] = &[
    Table {
        name: "blocks",
        columns: columns![
            kind: Text = "kind",
            start: Integer = "start",
            end: Integer = "end",
            level: Integer = "level",
        ],
    },
    Table {
        name: "quotes",
        columns: columns![
            text: Text = "text",
            kind: Text = "kind",
            speaker: Text = "speaker"."name",
            speaker_kind: Text = "speaker"."kind",
            mention: Text = "speaker"."mention",
            role: Text = "speaker"."role",
            cue: Text = "cue"."text",
            relayed_by: Text = "relayed_by"."name",
            confidence: Real = "confidence",
            start: Integer = "start",
            end: Integer = "end",
            attribution: Integer = "attribution",
            repeats: Integer = "repeats",
        ],
    },
    Table {
        name: "attributions",
        columns: columns![
            kind: Text = "kind",
            speaker: Text = "speaker"."name",
            speaker_kind: Text = "speaker"."kind",
            mention: Text = "speaker"."mention",
            role: Text = "speaker"."role",
            cue: Text = "cue"."text",
            relayed_by: Text = "relayed_by"."name",
            confidence: Real = "confidence",
            content: List = "content",
            quotes: List = "quotes",
        ],
    },
    Table {
        name: "speakers",
        columns: columns![
            name: Text = "name",
            kind: Text = "kind",
            role: Text = "role",
            quotes: Integer = "quotes",
            words: Integer = "words",
        ],
    },
];

impl Column {
    /// Takes the value out of a record; `null` where there is none.
    pub fn take(&self, record: &mut Value) -> Value {
        self.parent(record).and_then(|(parent, key)| parent.remove(key)).unwrap_or_default()
    }

    /// Puts a value back where [`take`](Self::take) found it, unless the record has kept it. An object that was absent stays
    /// so.
    pub fn put(&self, record: &mut Value, value: Value) {
        if let Some((parent, key)) = self.parent(record) {
            parent.entry(key).or_insert(value);
        }
    }

    /// The object that holds the value, if there is one, and the value's key.
    fn parent<'a>(
        &self,
        record: &'a mut Value,
    ) -> Option<(&'a mut serde_json::Map<String, Value>, &'static str)> {
        let (key, way) = self.path.split_last()?;
        let parent = way.iter().try_fold(record, |value, key| value.get_mut(key))?;
        Some((parent.as_object_mut()?, key))
    }
}

/// An outcome as JSON, by way of text, since a float of 32 bits has no exact neighbour of 64.
pub fn record(outcome: &Outcome) -> Result<Value, serde_json::Error> {
    serde_json::from_str(&serde_json::to_string(outcome)?)
}

/// Takes a list out of a record.
pub fn take_list(record: &mut Value, name: &str) -> Value {
    record.as_object_mut().and_then(|record| record.remove(name)).unwrap_or_default()
}

/// What a record is known by: its page, the revision, and the `id` of its batch.
pub fn key(record: &Value) -> String {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let page = text("canonical_url").or_else(|| text("url")).unwrap_or_default();
    let number = |key: &str| record.get(key).and_then(Value::as_u64).unwrap_or_default();
    match record.get("id").filter(|id| !id.is_null()) {
        Some(id) => format!("{page} {} {id}", number("revision")),
        None => format!("{page} {}", number("revision")),
    }
}

/// A column's name as both databases take any.
pub fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}
