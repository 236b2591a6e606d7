//! Two records, field by field.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// One field that has another value than expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The key path, such as `quotes[2].speaker.name`; indices are those of the JSON, from 0.
    pub field: String,
    /// What was expected, as JSON; of a long text the words around the first that differs.
    pub expected: String,
    /// What was found, in the same form.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, expected, found } = self;
        write!(f, "{field}: expected {expected}, found {found}")
    }
}

/// Texts of more characters than this are shown around their first difference only.
const LONG_TEXT: usize = 100;
/// How many words are shown before and after the place where two texts part.
const WORDS_AROUND: (usize, usize) = (4, 6);
/// Offsets into the body: where the body differs they all do, and say nothing.
const OFFSETS: [&str; 5] = ["start", "end", "parts", "content", "blocks"];

/// Every field that differs, in the order of the field names; of a list the first item that does.
pub(super) fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut found_differences =
        Differences { list: Vec::new(), offsets: expected.get("body") == found.get("body") };
    found_differences.values("", expected, found);
    found_differences.list
}

struct Differences {
    list: Vec<Difference>,
    /// Whether offsets are compared too.
    offsets: bool,
}

impl Differences {
    fn values(&mut self, path: &str, expected: &Value, found: &Value) {
        match (expected, found) {
            (Value::Object(expected), Value::Object(found)) => self.objects(path, expected, found),
            (Value::Array(expected), Value::Array(found)) => self.arrays(path, expected, found),
            (Value::String(expected), Value::String(found)) if expected != found => {
                let (expected, found) = around_first_difference(expected, found);
                self.add(path, expected, found);
            }
            _ if expected != found => self.add(path, shown(expected), shown(found)),
            _ => {}
        }
    }

    fn objects(&mut self, path: &str, expected: &Map<String, Value>, found: &Map<String, Value>) {
        let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
        let offsets = self.offsets;
        for key in keys.into_iter().filter(|key| offsets || !OFFSETS.contains(&key.as_str())) {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match (expected.get(key), found.get(key)) {
                (Some(expected), Some(found)) => self.values(&path, expected, found),
                (expected, found) => {
                    let or_absent =
                        |value: Option<&Value>| value.map_or_else(|| "no such key".to_owned(), shown);
                    self.add(&path, or_absent(expected), or_absent(found));
                }
            }
        }
    }

    fn arrays(&mut self, path: &str, expected: &[Value], found: &[Value]) {
        let before = self.list.len();
        for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
            self.values(&format!("{path}[{index}]"), expected, found);
            if self.list.len() > before {
                break;
            }
        }
        if expected.len() != found.len() {
            self.add(path, format!("a list of {}", expected.len()), format!("a list of {}", found.len()));
            if self.list.len() == before + 1 {
                let index = expected.len().min(found.len());
                let or_absent = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), shown);
                self.add(
                    &format!("{path}[{index}]"),
                    or_absent(expected.get(index)),
                    or_absent(found.get(index)),
                );
            }
        }
    }

    fn add(&mut self, path: &str, expected: String, found: String) {
        self.list.push(Difference { field: path.to_owned(), expected, found });
    }
}

/// A value as JSON, cut if it is long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONG_TEXT) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or(&text)),
        None => text,
    }
}

/// Both texts as JSON strings; of long ones the words where they part, with some of their neighbours.
fn around_first_difference(expected: &str, found: &str) -> (String, String) {
    let is_short = |text: &str| text.chars().nth(LONG_TEXT).is_none();
    if is_short(expected) && is_short(found) {
        return (quoted(expected), quoted(found));
    }
    let (a, b) = (words(expected), words(found));
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    (quoted(&part(&a, same)), quoted(&part(&b, same)))
}

/// The words of a text, each with the white space after it, so that a lost paragraph break shows too.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let gap = rest.get(word..).unwrap_or_default();
        let end = word + gap.find(|c: char| !c.is_whitespace()).unwrap_or(gap.len());
        let (head, tail) = rest.split_at(end);
        words.push(head);
        rest = tail;
    }
    words
}

fn part(words: &[&str], at: usize) -> String {
    let (before, after) = WORDS_AROUND;
    let from = at.saturating_sub(before).min(words.len());
    let to = at.saturating_add(after).min(words.len());
    let head = if from > 0 { "… " } else { "" };
    let tail = if to < words.len() { " …" } else { "" };
    let shown: String = words.iter().skip(from).take(to - from).copied().collect();
    format!("{head}{}{tail}", if tail.is_empty() { &shown } else { shown.trim_end() })
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
