//! Very long texts. Few pages that were learned from have more than some thousand words, so what the trees say of the words
//! beyond is chance: the same paragraphs get less and less likely the further down they stand.

use std::collections::HashMap;

use super::line::Line;
use super::{log_odds, probability};
use crate::extract::survey::outline::Outline;

/// So many words from its first paragraph on a text is judged as it was learned.
const JUDGED_WORDS: f32 = 2500.0;
/// The least log odds of those words on average, for the rest to be taken for more of the same.
const SURE: f32 = 1.4;
/// The most log odds counted of any one paragraph.
const MOST: f32 = 4.0;
/// How many paragraphs tell how likely the trees find paragraphs at a place.
const NEAR: usize = 9;

/// The paragraphs that stand right in one container, by index.
#[derive(Default)]
struct Run {
    paragraphs: Vec<usize>,
    words: f32,
}

/// Makes what stands in a long run of paragraphs, and in what lies between them, as likely as if it stood further up.
pub fn level(outline: &Outline, lines: &[Line], probabilities: &mut [f32]) {
    for (around, run) in runs(outline, lines).into_iter().filter(|(_, run)| run.words > JUDGED_WORDS) {
        let odds = |index: &usize| probabilities.get(*index).map_or(0.0, |&own| log_odds(own, MOST));
        let own: Vec<f32> = run.paragraphs.iter().map(odds).collect();
        let judged = judged(&run, lines);
        let expected = mean(own.get(..judged).unwrap_or_default());
        if expected < SURE {
            continue;
        }
        let lifts: Vec<f32> = (0..own.len())
            .map(|at| {
                let from = at.saturating_sub(NEAR / 2);
                let near = own.get(from..own.len().min(from + NEAR)).unwrap_or_default();
                if at < judged { 0.0 } else { (expected - mean(near)).max(0.0) }
            })
            .collect();
        lift(outline, around, &run, &lifts, probabilities);
    }
}

/// Raises the blocks from each paragraph on up to the next by what the paragraph is raised by.
fn lift(outline: &Outline, around: usize, run: &Run, lifts: &[f32], probabilities: &mut [f32]) {
    let ends = run.paragraphs.iter().skip(1).chain(run.paragraphs.last());
    for ((&start, &end), &lift) in run.paragraphs.iter().zip(ends).zip(lifts).filter(|(_, lift)| **lift > 0.0)
    {
        for index in start..end.max(start + 1) {
            let inside =
                outline.blocks.get(index).is_some_and(|block| is_inside(outline, block.container, around));
            if let Some(own) = probabilities.get_mut(index).filter(|_| inside) {
                *own = probability(log_odds(*own, MOST) + lift);
            }
        }
    }
}

/// The runs of a page, by the container they stand in.
fn runs(outline: &Outline, lines: &[Line]) -> HashMap<usize, Run> {
    let mut runs: HashMap<usize, Run> = HashMap::new();
    for (index, (block, line)) in outline.blocks.iter().zip(lines).enumerate() {
        let around = outline.containers.get(block.container).map(|container| container.parent);
        if let Some(around) = around.filter(|_| line.prose && !block.hidden && block.cell.is_none()) {
            let run = runs.entry(around).or_default();
            run.paragraphs.push(index);
            run.words += line.words;
        }
    }
    runs
}

/// How many of a run's paragraphs lie within the words that are judged as they are.
fn judged(run: &Run, lines: &[Line]) -> usize {
    let mut words = 0.0;
    let within = |index: &&usize| {
        words += lines.get(**index).map_or(0.0, |line| line.words);
        words <= JUDGED_WORDS
    };
    run.paragraphs.iter().take_while(within).count()
}

/// Whether a container is another one or stands in it.
fn is_inside(outline: &Outline, mut container: usize, around: usize) -> bool {
    while container > around {
        match outline.containers.get(container) {
            Some(inner) if inner.parent < container => container = inner.parent,
            _ => return false,
        }
    }
    container == around
}

#[expect(clippy::cast_precision_loss, reason = "a page has far fewer paragraphs than 2^24")]
fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}
