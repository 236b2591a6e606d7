//! The measure: word-bag F1 of a page.

use std::collections::HashMap;

/// Precision, recall and F1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Share of the prediction's words that are in the gold.
    pub precision: f64,
    /// Share of the gold's words that are predicted.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Compares bags of lower-cased words.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
pub fn score(gold: &str, predicted: &str) -> Score {
    let (want, wanted) = bag(gold);
    let (got, given) = bag(predicted);
    if wanted == 0 {
        let all = f64::from(u8::from(given == 0));
        return Score { precision: all, recall: all, f1: all };
    }
    let both: usize =
        want.iter().map(|(word, count)| got.get(word).map_or(0, |found| *found.min(count))).sum();
    if both == 0 {
        return Score::default();
    }
    let (precision, recall) = (both as f64 / given as f64, both as f64 / wanted as f64);
    Score { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
}

/// Means over pages.
#[expect(clippy::cast_precision_loss, reason = "small counts")]
pub fn mean(scores: &[Score]) -> Score {
    let sum = |of: fn(&Score) -> f64| scores.iter().map(of).sum::<f64>() / scores.len().max(1) as f64;
    Score { precision: sum(|s| s.precision), recall: sum(|s| s.recall), f1: sum(|s| s.f1) }
}

fn bag(text: &str) -> (HashMap<String, usize>, usize) {
    let text = text.to_lowercase();
    let mut bag: HashMap<String, usize> = HashMap::new();
    let mut count = 0;
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
        *bag.entry(word.to_owned()).or_default() += 1;
        count += 1;
    }
    (bag, count)
}
