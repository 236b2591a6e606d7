//! Values a field may take, in the order they are tried.

use crate::article::{Origin, Source};

use super::explanation::{Explanation, Tried};

/// One value a field may take.
#[derive(Clone, Debug)]
pub struct Candidate<T> {
    /// Where it comes from.
    pub origin: Origin,
    /// What the source says, as it says it.
    pub raw: String,
    /// The value; `None` if what the source says is no value for the field.
    pub value: Option<T>,
}

/// A settled field: its value and where that came from.
#[derive(Clone, Debug)]
pub struct Settled<T> {
    /// The value.
    pub value: Option<T>,
    /// Its source; `None` without a value.
    pub origin: Option<Origin>,
}

impl<T> Candidate<T> {
    /// A candidate.
    pub fn new(source: Source, rule: String, confidence: f32, raw: &str, value: Option<T>) -> Self {
        Self { origin: Origin { source, rule: Some(rule), confidence }, raw: raw.to_owned(), value }
    }
}

/// Settles a field by its first candidate with a value.
pub fn first<T>(
    field: &'static str,
    candidates: Vec<Candidate<T>>,
    explanation: &mut Explanation,
) -> Settled<T> {
    let winner = candidates.iter().position(|candidate| candidate.value.is_some());
    chosen(field, candidates, winner, explanation)
}

/// Settles a field by the candidate of that index.
pub fn chosen<T>(
    field: &'static str,
    candidates: Vec<Candidate<T>>,
    winner: Option<usize>,
    explanation: &mut Explanation,
) -> Settled<T> {
    let mut settled = Settled { value: None, origin: None };
    let mut tried = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.into_iter().enumerate() {
        tried.push(Tried {
            source: candidate.origin.source,
            rule: candidate.origin.rule.clone().unwrap_or_default(),
            text: candidate.raw,
            usable: candidate.value.is_some(),
        });
        if Some(index) == winner && candidate.value.is_some() {
            settled = Settled { value: candidate.value, origin: Some(candidate.origin) };
        }
    }
    explanation.settle(field, tried, winner);
    settled
}
