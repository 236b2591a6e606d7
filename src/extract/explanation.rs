//! Why a record is as it is: every candidate of every field, and everything that was stripped.

use crate::article::Source;

/// The whole story of one extraction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// One trail for each field, in the record's order.
    pub fields: Vec<FieldTrail>,
    /// Elements and blocks left out of the body, in document order for each kind of rule.
    pub stripped: Vec<Stripped>,
}

/// The candidates of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTrail {
    /// The record's key.
    pub field: &'static str,
    /// What was tried, in order.
    pub tried: Vec<Tried>,
    /// Index of the one that won.
    pub winner: Option<usize>,
}

/// One candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The kind of source.
    pub source: Source,
    /// The rule: selector, key path, meta tag's name.
    pub rule: String,
    /// What it gave, at most 120 characters.
    pub text: String,
    /// Whether that is a value for the field.
    pub usable: bool,
}

/// Something left out of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The kind of source the rule belongs to.
    pub source: Source,
    /// The rule: `[strip] lines '^Advertisement$'`, or the generic extractor's own words.
    pub rule: String,
    /// What was left out, at most 120 characters.
    pub text: String,
}

/// How many characters of a text an explanation shows.
pub const EXCERPT: usize = 120;

impl Explanation {
    pub(super) fn settle(&mut self, field: &'static str, mut tried: Vec<Tried>, winner: Option<usize>) {
        for one in &mut tried {
            one.text = excerpt(&one.text);
        }
        self.fields.push(FieldTrail { field, tried, winner });
    }

    pub(super) fn strip(&mut self, source: Source, rule: impl Into<String>, text: &str) {
        self.stripped.push(Stripped { source, rule: rule.into(), text: excerpt(text) });
    }

    /// Whether a profile's rules for the field gave nothing though there were some.
    pub(super) fn trail(&self, field: &str) -> Option<&FieldTrail> {
        self.fields.iter().find(|trail| trail.field == field)
    }
}

fn excerpt(text: &str) -> String {
    let mut out: String = text.chars().take(EXCERPT).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.chars().nth(EXCERPT).is_some() {
        out.push('…');
    }
    out
}
