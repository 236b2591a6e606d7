//! Chooses among the candidates of a field by learned weights.
//!
//! A field whose sources disagree is settled by a conditional logit (`McFadden` 1974): every candidate has a [`Row`] of
//! named features, a weighted sum makes its score, and the scores of one page's candidates become probabilities that
//! sum to one. "The page says nothing" can be a candidate too. How often winners of such a probability were right on
//! sites not learned from is the field's confidence.
//!
//! The weights (`weights.txt`, one line a feature) are made by `cargo run --release -p xtask -- train-fields`, which
//! documents the public data they come from and prints figures for pages of other sites than it was trained on. The
//! same code computes the features there and here.

mod weights;

use std::sync::LazyLock;

pub use self::weights::Weights;
use crate::article::Source;

/// The features of one candidate: names and values, absent ones zero.
#[derive(Clone, Debug, Default)]
pub struct Row(Vec<(&'static str, f32)>);

impl Row {
    /// A feature that holds or doesn't.
    pub fn set(&mut self, name: &'static str, holds: bool) {
        if holds {
            self.0.push((name, 1.0));
        }
    }

    /// A feature with a value.
    pub fn put(&mut self, name: &'static str, value: f32) {
        self.0.push((name, value));
    }

    /// Whether a feature holds.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, value)| *known == name && *value != 0.0)
    }

    /// The features.
    #[must_use]
    pub fn features(&self) -> &[(&'static str, f32)] {
        &self.0
    }
}

/// The weights of every field that is chosen.
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    include_str!("weights.txt").parse().expect("weights.txt is what train-fields wrote")
});

/// How likely each candidate of a field is the right one; the probabilities sum to 1.
pub fn probabilities(field: &str, rows: &[Row]) -> Vec<f32> {
    WEIGHTS.probabilities(field, rows)
}

/// A field's confidence in a choice of that probability, to two decimals; only a profile's rule is certain.
pub fn confidence(field: &str, probability: f32) -> f32 {
    (WEIGHTS.confidence(field, probability).min(Source::MOST_CERTAIN) * 100.0).round() / 100.0
}

/// The index of the likeliest candidate, the first of equals.
pub fn likeliest(probabilities: &[f32]) -> Option<usize> {
    // `max_by` takes the last of equals.
    let order = probabilities.iter().enumerate().rev();
    order.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(index, _)| index)
}

/// Whether a field's feature has a weight.
#[cfg(test)]
pub fn knows(field: &str, feature: &str) -> bool {
    WEIGHTS.know(field, feature)
}
