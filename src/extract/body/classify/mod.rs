//! A learned judge of blocks: how likely each block of a page belongs to the article.
//!
//! Every block is judged for itself by gradient-boosted trees over the features listed in [`row`]: its text
//! ([`mod@line`]), the containers around it ([`containers`]), the blocks built like it
//! ([`groups`]), its place ([`order`]), and the
//! words of classes and short lines ([`names`]). Then blocks are looked at together: [`long`] sees to texts longer than those
//! learned from, [`quiet`] to parts that are none of the article, [`siblings`] to lists and headings, [`verdicts`] to tables and
//! pages without anything likely. No region is cut out beforehand, so a body in several containers is
//! found, and a related-stories box inside the body is not.
//!
//! The weights (`weights.txt`) are made by `cargo run --release -p xtask -- train-body`, which documents the public
//! data they come from and prints figures for pages of other sites than it was trained on. The file holds numbers and
//! single words only. The same code computes the features there and here.

mod containers;
mod forest;
mod groups;
mod line;
mod long;
mod model;
mod names;
mod order;
mod quiet;
mod row;
mod sheet;
mod siblings;
mod verdicts;

use std::sync::LazyLock;

pub use self::line::Line;
pub use self::model::Model;
pub use self::sheet::{Clues, Sheet};
pub use self::verdicts::Verdicts;
use crate::extract::OperatingPoint;
use crate::extract::survey::outline::Outline;

#[cfg(feature = "training")]
pub use self::forest::{CHECKED_EVERY, SURE};
#[cfg(feature = "training")]
pub use self::names::{Table, Tables, of_element as class_words_of};
#[cfg(feature = "training")]
pub use self::row::NAMES;
pub use self::row::Row;
#[cfg(feature = "training")]
pub use self::sheet::scored;
#[cfg(feature = "training")]
pub use super::super::survey::hash::word as hash_of;

/// How many rows are judged together.
const ROWS_AT_ONCE: usize = 256;

/// Judges the blocks of a page.
pub fn judge(outline: &Outline, clues: Clues<'_>, point: OperatingPoint) -> Verdicts {
    let model = &*MODEL;
    let lines: Vec<Line> = outline.blocks.iter().map(Line::of).collect();
    let sheet = Sheet::of(outline, &lines, clues);
    let mut rows = sheet.rows(&model.tables);
    let mut probabilities = Vec::with_capacity(lines.len());
    // A row is long; a page's rows are never all there at once.
    let mut some: Vec<Row> = Vec::with_capacity(ROWS_AT_ONCE);
    loop {
        some.clear();
        some.extend(rows.by_ref().take(ROWS_AT_ONCE));
        if some.is_empty() {
            break;
        }
        probabilities.extend(model.probabilities(&some));
    }
    levelled(outline, &lines, clues, probabilities, point.threshold(model.threshold))
}

/// From what the trees say of single blocks to what is made of it.
fn levelled(
    outline: &Outline,
    lines: &[Line],
    clues: Clues<'_>,
    mut probabilities: Vec<f32>,
    threshold: f32,
) -> Verdicts {
    long::level(outline, lines, &mut probabilities);
    quiet::level(outline, clues, &mut probabilities, threshold);
    siblings::level(outline, &mut probabilities, threshold);
    Verdicts::of(outline, probabilities, threshold)
}

/// The same for who has the probabilities only.
#[cfg(feature = "training")]
pub fn verdicts(outline: &Outline, clues: Clues<'_>, probabilities: Vec<f32>, threshold: f32) -> Verdicts {
    let lines: Vec<Line> = outline.blocks.iter().map(Line::of).collect();
    levelled(outline, &lines, clues, probabilities, threshold)
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    include_str!("weights.txt").parse().expect("weights.txt is what train-body wrote")
});

/// The logarithm of the odds, at most so far from even.
fn log_odds(probability: f32, most: f32) -> f32 {
    let probability = probability.clamp(1e-4, 1.0 - 1e-4);
    (probability / (1.0 - probability)).ln().clamp(-most, most)
}

/// What odds with this logarithm are.
fn probability(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// A count as a feature.
#[expect(clippy::cast_precision_loss, reason = "above 2^24 a feature's last digits tell nothing")]
fn number(count: usize) -> f32 {
    count as f32
}
