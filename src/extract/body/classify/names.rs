//! Class words and words of short blocks, and the small learned tables that score them.

#[cfg(feature = "training")]
use scraper::node::Element;

use super::row::Row;
#[cfg(feature = "training")]
use crate::extract::survey::class_words;
use crate::extract::survey::hash;
use crate::extract::survey::outline::{Outline, TextBlock};

/// Scores of words by their hashes: above zero for words that stand in or around articles' text.
pub type Table = hash::Table<f32>;

/// The learned tables.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Class words of any element around a block.
    pub around: Table,
    /// Class words of a block's own element and its parents.
    pub own: Table,
    /// Words of short blocks.
    pub words: Table,
}

/// Blocks of more words are not scored by their words.
const SHORT: usize = 16;

/// The words [`class_words::Reader::read`] tells the hashes of, for those who look for what to put into a table.
#[cfg(feature = "training")]
pub fn of_element(element: &Element, mut meet: impl FnMut(&str)) {
    for (name, value) in element.attrs() {
        match name {
            "class" | "id" | "data-testid" | "data-component" => {
                value.split_ascii_whitespace().for_each(|class| of_class(class, &mut meet));
            }
            "role" | "itemprop" => {
                value.split_ascii_whitespace().for_each(|word| meet(&format!("{name}={word}")));
            }
            _ => {}
        }
    }
}

#[cfg(feature = "training")]
fn of_class(class: &str, meet: &mut impl FnMut(&str)) {
    let mut last = String::new();
    for word in class_words::words(class) {
        meet(&word);
        if !last.is_empty() {
            meet(&format!("{last}+{word}"));
        }
        last = word;
    }
}

#[derive(Clone, Copy, Default)]
struct Found {
    low: f32,
    high: f32,
    sum: f32,
    /// Sum of this element alone, 0 for no known word.
    here: f32,
    here_low: f32,
    nearest: f32,
    own: f32,
}

/// What the class words around each place of a page say.
pub struct Scores<'a> {
    outline: &'a Outline,
    tables: &'a Tables,
    found: Vec<Found>,
}

impl<'a> Scores<'a> {
    /// Goes over the containers once.
    #[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
    pub fn of(outline: &'a Outline, tables: &'a Tables) -> Self {
        let mut found: Vec<Found> = Vec::with_capacity(outline.containers.len());
        for (index, container) in outline.containers.iter().enumerate() {
            let parent = container.parent;
            let above = if parent == index { Found::default() } else { found[parent] };
            let mut here = Found::default();
            let mut known = 0.0_f32;
            let mut own_known = 0.0_f32;
            for name in outline.words(container) {
                if let Some(&score) = tables.around.get(name) {
                    known += 1.0;
                    here.low = here.low.min(score);
                    here.high = here.high.max(score);
                    here.here += score;
                }
                if let Some(&score) = tables.own.get(name) {
                    own_known += 1.0;
                    here.own += score;
                }
            }
            here.here_low = here.low;
            here.here /= known.max(1.0);
            here.own /= own_known.max(1.0);
            here.nearest = if known > 0.0 { here.here } else { above.nearest };
            here.low = here.low.min(above.low);
            here.high = here.high.max(above.high);
            here.sum = above.sum + here.here;
            found.push(here);
        }
        Self { outline, tables, found }
    }

    /// Fills in a row's features that hang on the tables. `tokens` are the hashes of the block's words, if it is short.
    pub fn fill(&self, row: &mut Row, block: &TextBlock, tokens: &[u64]) {
        around(row, &self.found, self.outline, block.container);
        inside(row, tokens, &self.tables.words);
    }
}

#[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
fn around(row: &mut Row, found: &[Found], outline: &Outline, container: usize) {
    let Some(here) = found.get(container) else { return };
    (row.class_low, row.class_high, row.class_sum) = (here.low, here.high, here.sum);
    row.class_nearest = here.nearest;
    let mut at = container;
    for level in 0..4 {
        row.class_near += found[at].here;
        row.class_near_low = row.class_near_low.min(found[at].here_low);
        match level {
            0 => row.own_0 = found[at].own,
            1 => row.own_1 = found[at].own,
            2 => row.own_2 = found[at].own,
            _ => {}
        }
        let parent = outline.containers[at].parent;
        if parent == at {
            break;
        }
        at = parent;
    }
    row.own_low = row.own_0.min(row.own_1).min(row.own_2);
}

fn inside(row: &mut Row, words: &[u64], table: &Table) {
    if words.is_empty() || words.len() > SHORT {
        return;
    }
    let mut known = 0.0_f32;
    for (index, word) in words.iter().enumerate() {
        let Some(&score) = table.get(word) else { continue };
        known += 1.0;
        row.word_sum += score;
        row.word_low = row.word_low.min(score);
        row.word_high = row.word_high.max(score);
        if index == 0 {
            row.word_first = score;
        }
    }
    row.word_mean = row.word_sum / known.max(1.0);
}
