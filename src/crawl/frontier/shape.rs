//! What addresses look like once all that numbers their pages is taken out: `/calendar/2026/1` and
//! `/calendar/2031/12` both become `/calendar/#/#`.
//!
//! Pages made without end (calendars, session ids, error pages that answer 200 and link to more of their kind) differ
//! in numbers, so they share a shape, and a shape that never gave an article can be left alone.

use std::fmt;

use sha2::{Digest as _, Sha256};
use url::Url;

use crate::canonical::CanonicalUrl;

/// Path segments with that many hyphens are titles of articles, each of its own.
const TITLE_HYPHENS: usize = 3;

/// A shape: path and names of query parameters, without what numbers or names the single page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Shape(String);

impl Shape {
    /// The shape of a URL. The host is not part of it.
    #[must_use]
    pub fn of(url: &CanonicalUrl) -> Self {
        let url = url.as_url();
        let segments: Vec<String> = url.path().split('/').map(segment).collect();
        let mut shape = segments.join("/");
        let keys = keys(url);
        if !keys.is_empty() {
            shape.push('?');
            shape.push_str(&keys.join("&"));
        }
        Self(shape)
    }

    /// A number that stands for the shape in the store: the first 64 bits of its SHA-256.
    pub(super) fn number(&self) -> i64 {
        let digest = Sha256::digest(&self.0);
        digest.iter().take(8).fold(0, |number, &byte| (number << 8) | i64::from(byte))
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names of the query's parameters, in alphabetical order, each once; a query that is no list of parameters
/// counts as one without a name.
fn keys(url: &Url) -> Vec<String> {
    let mut keys: Vec<String> = url
        .query()
        .into_iter()
        .flat_map(|query| query.split('&'))
        .map(|pair| pair.split_once('=').map_or_else(String::new, |(key, _)| numbers_out(key)))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A path segment: a title becomes `*`, and in all else every number and identifier becomes `#`. Parameters of the
/// segment (`;view=1`) keep their names alone.
fn segment(segment: &str) -> String {
    let mut parts = segment.split(';');
    let name = parts.next().unwrap_or_default();
    let mut shape =
        if name.matches('-').count() >= TITLE_HYPHENS { "*".to_owned() } else { numbers_out(name) };
    for parameter in parts {
        shape.push(';');
        shape.push_str(&numbers_out(parameter.split('=').next().unwrap_or_default()));
    }
    shape
}

/// The text with `#` for each word that holds a digit (`17`, `e5ab23b`); the digits of a percent-encoded letter
/// (`%D0`) are none.
fn numbers_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut encoded = 0;
    for c in text.chars() {
        if encoded > 0 {
            encoded -= 1;
            out.push(c);
        } else if c.is_alphanumeric() {
            word.push(c);
        } else {
            end_word(&mut out, &mut word);
            out.push(c);
            encoded = if c == '%' { 2 } else { 0 };
        }
    }
    end_word(&mut out, &mut word);
    out
}

fn end_word(out: &mut String, word: &mut String) {
    let numbers = word.contains(|c: char| c.is_ascii_digit());
    out.push_str(if numbers { "#" } else { word });
    word.clear();
}
