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
/// The most words of any one block in such a table. Cells with more hold a page's text, and the table its layout.
const BLOCK_WORDS: usize = 80;
/// Where nothing reaches the threshold, blocks within this share of the likeliest one are kept.
const NEAR_BEST: f32 = 0.5;

impl Verdicts {
    /// Levels a table's cells, which make sense together only, quiets the side columns of a page laid out by a table,
    /// and lowers the threshold where nothing reaches it: a
    /// doubtful body with a low confidence is worth more than none.
    pub fn of(outline: &Outline, mut probabilities: Vec<f32>, threshold: f32) -> Self {
        level_tables(outline, &mut probabilities);
        quiet_side_columns(outline, &mut probabilities);
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
    blocks: usize,
    longest: usize,
    words: usize,
    weighted: f32,
}

impl Table {
    /// Whether it is a table of facts and figures, not the layout of a page: its cells are short, and most hold one
    /// block where a layout's hold a menu or a story.
    fn has_facts(&self) -> bool {
        let grid = self.rows > 1 && self.cells > self.rows;
        grid && self.words <= CELL_WORDS * self.cells
            && self.longest <= BLOCK_WORDS
            && self.blocks * 2 <= self.cells * 3
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
        table.blocks += 1;
        table.longest = table.longest.max(block.words);
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

/// Fewest words of a block that counts as running text here; small advertisements and notices have fewer.
const PROSE_WORDS: usize = 20;
/// How many times the running text of all other cells a layout's main cell has.
const MAIN_CELL: usize = 2;
/// What is left of a probability beside the main cell: too little to be kept.
const SIDE_COLUMN: f32 = 0.4;

/// Lowers what stands beside the main cell of a table that lays out a page, as pages before 2005 did: the golds hold
/// hardly any, so the trees know its menus and boxes only as cells.
fn quiet_side_columns(outline: &Outline, probabilities: &mut [f32]) {
    // By table: running text by cell, and all of it.
    let mut tables: HashMap<usize, (HashMap<usize, usize>, usize)> = HashMap::new();
    for block in &outline.blocks {
        let Some(cell) = block.cell else { continue };
        let prose = block.words >= PROSE_WORDS && block.link_density() < 0.4;
        let words = if prose { block.words } else { 0 };
        let (cells, all) = tables.entry(cell.table).or_default();
        *cells.entry(cell.place).or_default() += words;
        *all += words;
    }
    let main_cells: HashMap<usize, usize> = tables
        .into_iter()
        .filter_map(|(table, (cells, all))| {
            let (main, words) = cells.into_iter().max_by_key(|&(cell, words)| (words, cell))?;
            (words > BLOCK_WORDS && words >= MAIN_CELL * (all - words)).then_some((table, main))
        })
        .collect();
    for (block, probability) in outline.blocks.iter().zip(probabilities) {
        if let Some(cell) = block.cell
            && main_cells.get(&cell.table).is_some_and(|&main| main != cell.place)
        {
            *probability *= SIDE_COLUMN;
        }
    }
}
