//! The weights file: a section for each field, a line for each feature.
//!
//! ```text
//! copydesk field weights 1
//! [headline]
//! h1:is 1.52
//! …
//! ```

use std::collections::HashMap;
use std::str::FromStr;

use super::Row;

/// The weight of every feature of every field.
#[derive(Debug, Default)]
pub struct Weights {
    fields: HashMap<String, HashMap<String, f32>>,
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
        let mut field = None;
        for (index, line) in text.lines().enumerate() {
            let wrong = |expected| WeightsError { line: index + 1, expected };
            if index == 0 {
                if line != "copydesk field weights 1" {
                    return Err(wrong("`copydesk field weights 1`"));
                }
            } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                field = Some(weights.fields.entry(name.to_owned()).or_default());
            } else {
                let parsed =
                    line.rsplit_once(' ').and_then(|(name, weight)| Some((name, weight.parse().ok()?)));
                let (name, weight) = parsed.ok_or_else(|| wrong("a feature and its weight"))?;
                let field = field.as_mut().ok_or_else(|| wrong("`[field]`"))?;
                field.insert(name.to_owned(), weight);
            }
        }
        Ok(weights)
    }
}
