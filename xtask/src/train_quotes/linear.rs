//! Trains a linear score whose exponentials are shares of probability: one right choice among several.

use std::collections::HashMap;

use super::random::Random;

/// Choices by their features, and which are right (one at least).
pub struct Group {
    pub choices: Vec<Vec<u64>>,
    pub right: Vec<bool>,
}

/// Weights by feature.
pub struct Linear {
    pub weights: HashMap<u64, f32>,
}

const EPOCHS: usize = 12;
const RATE: f32 = 0.08;

struct Slot {
    weight: f32,
    square: f32,
    touched: u32,
}

impl Linear {
    /// Stochastic gradient with steps by coordinate and an L1 penalty, over the features seen `rarest` times or more.
    pub fn train<'a>(groups: impl Iterator<Item = &'a Group>, lasso: f32, rarest: u32, seed: u64) -> Self {
        let groups: Vec<&Group> = groups.collect();
        let mut counts = HashMap::<u64, u32>::new();
        for feature in groups.iter().flat_map(|group| &group.choices).flatten() {
            *counts.entry(*feature).or_default() += 1;
        }
        let mut slots: HashMap<u64, Slot> = counts
            .into_iter()
            .filter(|(_, count)| *count >= rarest)
            .map(|(feature, _)| (feature, Slot { weight: 0.0, square: 0.0, touched: 0 }))
            .collect();
        let mut order: Vec<usize> = (0..groups.len()).collect();
        let mut random = Random::new(seed);
        let mut step = 0;
        for epoch in 0..EPOCHS {
            random.shuffle(&mut order);
            let rate = RATE * (1.0 - 0.8 * epoch as f32 / EPOCHS as f32);
            for index in &order {
                step += 1;
                learn(&mut slots, groups[*index], rate, lasso, step);
            }
        }
        let weights = slots.into_iter().filter(|(_, slot)| slot.weight != 0.0);
        Self { weights: weights.map(|(feature, slot)| (feature, slot.weight)).collect() }
    }

    /// The sum of the features' weights.
    pub fn score(&self, features: &[u64]) -> f32 {
        features.iter().filter_map(|feature| self.weights.get(feature)).sum()
    }
}

fn learn(slots: &mut HashMap<u64, Slot>, group: &Group, rate: f32, lasso: f32, step: u32) {
    let mut scores = Vec::with_capacity(group.choices.len());
    for features in &group.choices {
        let mut sum = 0.0;
        for feature in features {
            let Some(slot) = slots.get_mut(feature) else { continue };
            let cut = (step - slot.touched) as f32 * lasso * rate / (slot.square.sqrt() + 1e-4);
            slot.weight = slot.weight.signum() * (slot.weight.abs() - cut).max(0.0);
            slot.touched = step;
            sum += slot.weight;
        }
        scores.push(sum);
    }
    let all = shares(&scores, |_| true);
    let right = shares(&scores, |index| group.right[index]);
    for ((features, all), right) in group.choices.iter().zip(all).zip(right) {
        let slope = right - all;
        if slope.abs() < 1e-3 {
            continue;
        }
        for feature in features {
            let Some(slot) = slots.get_mut(feature) else { continue };
            slot.square += slope * slope;
            slot.weight += rate * slope / (slot.square.sqrt() + 1e-4);
        }
    }
}

/// Shares of probability among the choices that count.
fn shares(scores: &[f32], counts: impl Fn(usize) -> bool) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let raised: Vec<f32> = scores
        .iter()
        .enumerate()
        .map(|(index, score)| if counts(index) { (score - most).max(-60.0).exp() } else { 0.0 })
        .collect();
    let sum: f32 = raised.iter().sum();
    raised.into_iter().map(|share| share / sum.max(f32::MIN_POSITIVE)).collect()
}
