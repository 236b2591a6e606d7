//! From what the trees say of single blocks to what is kept.

use std::collections::HashMap;

use crate::extract::survey::outline::{Cell, Outline};

/// What the model says about a page's blocks.
#[derive(Debug)]
pub struct Verdicts {
    /// For each block the probability that it belongs to the article.
    pub probabilities: Vec<f32>,
    /// The probability from which on blocks are kept.
    pub threshold: f32,
}

/// The most words the average cell of a table of facts and figures has.
const CELL_WORDS: usize = 25;
/// Where nothing reaches the threshold, blocks within this share of the likeliest one are kept.
const NEAR_BEST: f32 = 0.5;

impl Verdicts {
    /// Levels a table's cells, which make sense together only, and lowers the threshold where nothing reaches it: a
    /// doubtful body with a low confidence is worth more than none.
    pub fn of(outline: &Outline, mut probabilities: Vec<f32>, threshold: f32) -> Self {
        level_tables(outline, &mut probabilities);
        let most = probabilities.iter().copied().fold(0.0, f32::max);
        Self { probabilities, threshold: if most < threshold { most * NEAR_BEST } else { threshold } }
    }
}

/// A table while its cells are counted.
#[derive(Default)]
struct Table {
    last: Option<Cell>,
    rows: usize,
    cells: usize,
    words: usize,
    weighted: f32,
}

impl Table {
    /// Whether it is a table of facts and figures, not the layout of a page.
    fn has_facts(&self) -> bool {
        self.rows > 1 && self.cells > self.rows && self.words <= CELL_WORDS * self.cells
    }
}

/// Gives all cells of a table the root of the mean probability of its words: the public golds disagree on tables, one
/// keeps three in four and the other none, and we would rather keep a table the text speaks of.
#[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^24")]
fn level_tables(outline: &Outline, probabilities: &mut [f32]) {
    let mut tables: HashMap<usize, Table> = HashMap::new();
    for (block, &mut probability) in outline.blocks.iter().zip(probabilities.iter_mut()) {
        let Some(cell) = block.cell else { continue };
        let table = tables.entry(cell.table).or_default();
        table.rows += usize::from(table.last.is_none_or(|last| last.row != cell.row));
        table.cells += usize::from(table.last != Some(cell));
        table.last = Some(cell);
        table.words += block.words.max(1);
        table.weighted += block.words.max(1) as f32 * probability;
    }
    for (block, probability) in outline.blocks.iter().zip(probabilities) {
        let table = block.cell.and_then(|cell| tables.get(&cell.table)).filter(|table| table.has_facts());
        if let Some(table) = table {
            *probability = (table.weighted / table.words as f32).sqrt();
        }
    }
}
