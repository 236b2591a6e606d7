//! A conditional logit: one weight a feature, scores made probabilities over one page's candidates, log likelihood of
//! the right ones with an L2 penalty, climbed by Adam (Kingma & Ba 2015) over all pages at once. No chance involved.

use std::collections::BTreeMap;

/// The weight of each feature.
pub type Weights = BTreeMap<&'static str, f64>;

/// A page as numbers: each candidate's features by index, which candidates are right, how much the page counts.
type Page = (Vec<Vec<(usize, f64)>>, Vec<f64>, f64);

/// One page.
pub struct Lesson<'a> {
    /// Its candidates' features.
    pub rows: Vec<&'a [(&'static str, f32)]>,
    /// How right each candidate is.
    pub right: &'a [f64],
    /// How much the page counts.
    pub weight: f64,
}

const STEPS: i32 = 600;
const RATE: f64 = 0.05;

/// Learns the weights. Pages none of whose candidates is right teach nothing.
pub fn learn(lessons: &[Lesson<'_>], lambda: f64) -> Weights {
    let mut names: Vec<&'static str> = lessons
        .iter()
        .flat_map(|lesson| &lesson.rows)
        .flat_map(|row| row.iter().map(|(name, _)| *name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let index = |name: &str| names.binary_search(&name).unwrap_or(0);
    let pages: Vec<Page> = lessons
        .iter()
        .filter_map(|lesson| {
            let best = lesson.right.iter().copied().fold(0.0, f64::max);
            if best < 0.5 {
                return None;
            }
            let right = lesson.right.iter().map(|right| f64::from(u8::from(*right >= best - 1e-9))).collect();
            let rows = lesson.rows.iter();
            let rows =
                rows.map(|row| row.iter().map(|(name, value)| (index(name), f64::from(*value))).collect());
            Some((rows.collect(), right, lesson.weight * best))
        })
        .collect();
    let mut weights = vec![0.0; names.len()];
    let (mut first, mut second) = (vec![0.0; names.len()], vec![0.0; names.len()]);
    for step in 1..=STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -lambda * weight).collect();
        for (rows, right, weight) in &pages {
            climb(rows, right, *weight, &weights, &mut slope);
        }
        for at in 0..weights.len() {
            first[at] = 0.9 * first[at] + 0.1 * slope[at];
            second[at] = 0.999 * second[at] + 0.001 * slope[at] * slope[at];
            let (m, v) = (first[at] / (1.0 - 0.9_f64.powi(step)), second[at] / (1.0 - 0.999_f64.powi(step)));
            weights[at] += RATE * m / (v.sqrt() + 1e-8);
        }
    }
    names.into_iter().zip(weights).collect()
}

fn climb(rows: &[Vec<(usize, f64)>], right: &[f64], weight: f64, weights: &[f64], slope: &mut [f64]) {
    let score = |row: &Vec<(usize, f64)>| row.iter().map(|(at, value)| weights[*at] * value).sum::<f64>();
    let p = shares(&rows.iter().map(score).collect::<Vec<_>>());
    let held: f64 = p.iter().zip(right).map(|(p, right)| p * right).sum::<f64>().max(1e-12);
    for ((row, p), right) in rows.iter().zip(&p).zip(right) {
        let pull = weight * (p * right / held - p);
        for (at, value) in row {
            slope[*at] += pull * value;
        }
    }
}

/// The candidates' probabilities.
pub fn probabilities(rows: &[&[(&'static str, f32)]], weights: &Weights) -> Vec<f64> {
    let weight = |name: &str| weights.get(name).copied().unwrap_or(0.0);
    let score = |row: &&[(&'static str, f32)]| {
        row.iter().map(|(name, value)| weight(name) * f64::from(*value)).sum::<f64>()
    };
    shares(&rows.iter().map(score).collect::<Vec<_>>())
}

fn shares(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}
