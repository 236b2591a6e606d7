//! One field's old and new value.

use std::fmt;

use copydesk::article::similarity;
use serde::Serialize;
use serde_json::Value;

/// Longest value shown to people, in characters.
const SHOWN: usize = 60;

/// A field that changed.
#[derive(Serialize)]
pub struct Change<'a> {
    old: Value,
    new: &'a Value,
    /// Of texts: which share of their words both have, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    similarity: Option<f64>,
}

impl<'a> Change<'a> {
    pub fn of(old: Value, new: &'a Value) -> Self {
        let similarity = old.as_str().zip(new.as_str()).map(|(old, new)| similarity(old, new));
        Self { old, new, similarity }
    }
}

impl fmt::Display for Change<'_> {
    /// Short values as they are, texts and lists by their sizes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", shown(&self.old), shown(self.new))?;
        match self.similarity {
            Some(alike) => write!(f, " ({:.0} % of words alike)", alike * 100.0),
            None => Ok(()),
        }
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if text.chars().count() > SHOWN => {
            format!("{} words", text.split_whitespace().count())
        }
        Value::Array(values) if value.to_string().chars().count() > SHOWN => {
            format!("{} of them", values.len())
        }
        Value::Object(_) if value.to_string().chars().count() > SHOWN => "{…}".to_owned(),
        short => short.to_string(),
    }
}
