//! Which keys of a record are columns of which table, and how values pass between JSON and `SQLite`.
//!
//! What is no column stays together as JSON in the column `rest`, so that a record comes back whole, key for key.

use rusqlite::types::{Value as Cell, ValueRef};
use serde_json::{Number, Value};

/// A key of a record, or of an object inside it, as a column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The column's name.
    pub name: &'static str,
    /// The way to the value, key by key.
    path: &'static [&'static str],
    kind: Kind,
}

/// How a value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    Real,
    /// A truth value, as 0 or 1.
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
    /// The column in a table's definition.
    pub fn definition(&self) -> String {
        let kind = match self.kind {
            Kind::Text | Kind::List => "TEXT",
            Kind::Integer | Kind::Flag => "INTEGER",
            Kind::Real => "REAL",
            // Whatever is put there stays as it is.
            Kind::Any => "",
        };
        format!("\"{}\" {kind}", self.name).trim_end().to_owned()
    }

    /// Takes the value out of a record.
    pub fn take(&self, record: &mut Value) -> Cell {
        let value = self.parent(record).and_then(|(parent, key)| parent.remove(key)).unwrap_or_default();
        match value {
            Value::Null => Cell::Null,
            Value::Bool(flag) => Cell::Integer(flag.into()),
            Value::String(text) => Cell::Text(text),
            Value::Number(number) => match (self.kind, number.as_i64()) {
                (Kind::Real, _) | (_, None) => number.as_f64().map_or(Cell::Null, Cell::Real),
                (_, Some(number)) => Cell::Integer(number),
            },
            list @ (Value::Array(_) | Value::Object(_)) => Cell::Text(list.to_string()),
        }
    }

    /// Puts a value back where [`take`](Self::take) found it. An object that was absent stays so.
    pub fn put(&self, record: &mut Value, cell: ValueRef<'_>) -> Result<(), serde_json::Error> {
        let value = match cell {
            ValueRef::Integer(number) if self.kind == Kind::Flag => Value::Bool(number != 0),
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => Number::from_f64(number).map_or(Value::Null, Value::Number),
            ValueRef::Text(bytes) if self.kind == Kind::List => serde_json::from_slice(bytes)?,
            ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into(),
            ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        };
        if let Some((parent, key)) = self.parent(record) {
            parent.insert(key.to_owned(), value);
        }
        Ok(())
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
