//! Class words and words of short blocks, and the small learned tables that score them.

use std::collections::HashMap;

use scraper::node::Element;

use super::hash;
use super::row::Row;
use crate::extract::survey::class_words;
use crate::extract::survey::outline::Outline;

/// Scores of words by their hashes: above zero for words that stand in or around articles' text.
pub type Table = HashMap<u64, f32>;

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

/// The words of the class, id, role and `itemprop` attributes, and neighbouring words of a class joined by `+`.
pub fn of_element(element: &Element, mut meet: impl FnMut(&str)) {
    for (name, value) in element.attrs() {
        match name {
            "class" | "id" | "data-testid" | "data-component" => {
                value
                    .split_ascii_whitespace()
                    .take(MOST_CLASSES)
                    .for_each(|class| of_class(class, &mut meet));
            }
            "role" | "itemprop" => {
                value
                    .split_ascii_whitespace()
                    .take(MOST_CLASSES)
                    .for_each(|word| meet(&format!("{name}={word}")));
            }
            _ => {}
        }
    }
}

/// Real elements have far fewer classes.
const MOST_CLASSES: usize = 64;

fn of_class(class: &str, meet: &mut impl FnMut(&str)) {
    let mut last = String::new();
    for word in class_words::words(class).take(MOST_CLASSES) {
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

/// Fills in the features that hang on the tables. `classes` are the hashes of each container's words.
#[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
pub fn score(
    rows: &mut [Row],
    parents: &[u32],
    classes: &[Vec<u64>],
    blocks: &[(u32, Vec<u64>)],
    tables: &Tables,
) {
    let mut found: Vec<Found> = Vec::with_capacity(parents.len());
    for (index, (&parent, names)) in parents.iter().zip(classes).enumerate() {
        let above = if parent as usize == index { Found::default() } else { found[parent as usize] };
        let mut here = Found::default();
        let mut known = 0.0_f32;
        let mut own_known = 0.0_f32;
        for name in names {
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
    for (row, (container, words)) in rows.iter_mut().zip(blocks) {
        around(row, &found, parents, *container as usize);
        inside(row, words, &tables.words);
    }
}

#[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
fn around(row: &mut Row, found: &[Found], parents: &[u32], container: usize) {
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
        if parents[at] as usize == at {
            break;
        }
        at = parents[at] as usize;
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

/// The parent of each container.
#[expect(clippy::cast_possible_truncation, reason = "a page of 20 MB has fewer elements than 2^32")]
pub fn parents(outline: &Outline) -> Vec<u32> {
    outline.containers.iter().map(|container| container.parent as u32).collect()
}

/// The hashes of what [`of_element`] meets.
pub fn hashes(element: &Element) -> Vec<u64> {
    let mut names = Vec::new();
    of_element(element, |name| {
        let hash = hash::word(name);
        if names.len() < MOST_CLASSES && !names.contains(&hash) {
            names.push(hash);
        }
    });
    names
}
