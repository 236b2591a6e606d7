//! The texts that may be the headline, made out of the voices.

use super::sites::{Sites, separators};
use super::voices::{Place, Voice};

/// A text that may be the headline.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The text, in the typography of the first voice that has it.
    pub text: String,
    /// Index of that voice.
    pub voice: usize,
    /// The text by which readings are told apart, see [`typed`].
    pub key: String,
    /// How it is made.
    pub cut: Cut,
}

/// How a reading is made out of its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// As it stands.
    Whole,
    /// Without the site's name.
    Site,
    /// A part of a heading.
    Part,
    /// Without its last part.
    Last,
    /// Only its first part.
    Head,
    /// Without its first part.
    First,
}

/// Most readings weighed.
const MOST: usize = 40;

/// All readings, each once; whole texts come before cut ones, and headings before metadata.
pub fn of(voices: &[Voice], sites: &Sites) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    let mut add = |text: &str, voice: usize, cut: Cut| {
        let text = text.trim();
        let key = typed(text);
        let known = readings.iter().any(|reading| reading.key == key);
        if !known && readings.len() < MOST && key.chars().any(char::is_alphanumeric) {
            readings.push(Reading { text: text.to_owned(), voice, key, cut });
        }
    };
    for (index, voice) in voices.iter().enumerate() {
        add(&voice.text, index, Cut::Whole);
    }
    for (index, voice) in voices.iter().enumerate() {
        add(&sites.without(&voice.text), index, Cut::Site);
        for part in &voice.parts {
            add(part, index, Cut::Part);
        }
    }
    // What a heading shows whole is not cut: "Port de Brest : le chenal nord sera dragué" is no site and its headline.
    let headings = voices.iter().filter(|voice| voice.place == Place::H1);
    let whole: Vec<String> =
        headings.flat_map(|voice| pieces(&voice.text)).map(|(piece, _)| typed(piece)).collect();
    for (index, voice) in voices.iter().enumerate().filter(|(_, voice)| voice.place != Place::Class) {
        for (text, cut) in pieces(&voice.text).filter(|(text, _)| !whole.contains(&typed(text))) {
            add(text, index, cut);
        }
    }
    readings
}

/// A text without its last part, only its first, without its first.
pub fn pieces(text: &str) -> impl Iterator<Item = (&str, Cut)> {
    let ends = |at: Option<(usize, &str)>| at.and_then(|(at, _)| text.get(..at));
    let last = separators(text).filter_map(|sep| Some((text.rfind(sep)?, sep))).max_by_key(|(at, _)| *at);
    let first = separators(text).filter_map(|sep| Some((text.find(sep)?, sep))).min_by_key(|(at, _)| *at);
    let after = first.and_then(|(at, separator)| text.get(at + separator.len()..));
    [(ends(last), Cut::Last), (ends(first), Cut::Head), (after, Cut::First)]
        .into_iter()
        .filter_map(|(piece, cut)| Some((piece?.trim(), cut)))
        .filter(|(piece, _)| !piece.is_empty())
}

/// A text with plain quotation marks and dashes: what editors and scripts change without meaning to.
pub fn typed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʼ' | '′' => out.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            '\u{ad}' | '\u{200b}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
