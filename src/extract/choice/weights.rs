//! The weights file: a section for each field, a line for each feature.
//!
//! ```text
//! copydesk field weights 1
//! [headline]
//! h1:is 1.52
//! …
//! [headline confidence]
//! 0.52 0.61
//! …
//! ```
//!
//! A field's `confidence` section says how often a choice of a probability was right on sites not learned from.

use std::collections::HashMap;
use std::str::FromStr;

use super::Row;

/// The weight of every feature of every field.
#[derive(Debug, Default)]
pub struct Weights {
    fields: HashMap<String, HashMap<String, f32>>,
    /// Of every field: probabilities and how often choices of such a one are right, both rising.
    confidences: HashMap<String, Vec<(f32, f32)>>,
}

/// Why a weights file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("field weights, line {line}: expected {expected}")]
pub struct WeightsError {
    line: usize,
    expected: &'static str,
}

impl Weights {
    /// How likely each candidate is the right one.
    pub fn probabilities(&self, field: &str, rows: &[Row]) -> Vec<f32> {
        let weights = self.fields.get(field);
        let score = |row: &Row| -> f32 {
            let weight = |name: &str| weights.and_then(|weights| weights.get(name)).copied().unwrap_or(0.0);
            row.features().iter().map(|(name, value)| weight(name) * value).sum()
        };
        shares(&rows.iter().map(score).collect::<Vec<_>>())
    }

    /// How often a choice of that probability is right: between the known points on the line that joins them, below the
    /// first on the one from nothing, above the last as there.
    pub fn confidence(&self, field: &str, probability: f32) -> f32 {
        let points = self.confidences.get(field).map_or(&[][..], Vec::as_slice);
        let above = points.partition_point(|(said, _)| *said < probability);
        match (above.checked_sub(1).and_then(|below| points.get(below)), points.get(above)) {
            (Some((low, rate)), Some((high, next))) => {
                rate + (next - rate) * (probability - low) / (high - low)
            }
            (Some((_, rate)), None) => *rate,
            (None, Some((said, rate))) => rate * probability / said,
            (None, None) => probability,
        }
    }
}

#[cfg(test)]
impl Weights {
    /// Whether a field's feature has a weight.
    pub fn know(&self, field: &str, feature: &str) -> bool {
        self.fields.get(field).is_some_and(|weights| weights.contains_key(feature))
    }
}

/// Scores as probabilities (softmax).
fn shares(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

impl FromStr for Weights {
    type Err = WeightsError;

    fn from_str(text: &str) -> Result<Self, WeightsError> {
        let mut weights = Self::default();
        let mut section: Option<&str> = None;
        for (index, line) in text.lines().enumerate() {
            let wrong = |expected| WeightsError { line: index + 1, expected };
            if index == 0 {
                if line != "copydesk field weights 1" {
                    return Err(wrong("`copydesk field weights 1`"));
                }
            } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = Some(name);
            } else {
                let parsed =
                    line.rsplit_once(' ').and_then(|(name, weight)| Some((name, weight.parse().ok()?)));
                let (name, weight) = parsed.ok_or_else(|| wrong("a feature and its weight"))?;
                let section = section.ok_or_else(|| wrong("`[field]`"))?;
                if let Some(field) = section.strip_suffix(" confidence") {
                    let said = name.parse().map_err(|_| wrong("a probability and a share"))?;
                    weights.confidences.entry(field.to_owned()).or_default().push((said, weight));
                } else {
                    let field = weights.fields.entry(section.to_owned()).or_default();
                    field.insert(name.to_owned(), weight);
                }
            }
        }
        Ok(weights)
    }
}
