//! Long runs of text built alike, such as a live blog's entries, which stand or fall together.
//!
//! The judge of blocks knows few pages of a hundred entries, and weighs each block by its share of the page; so on the
//! longest pages it loses heart half-way. Where it has kept running text in many sibling containers built alike, the text
//! of that shape in the others belongs to the article as well.

use std::collections::{HashMap, HashSet};

use super::classify::Verdicts;
use super::generic::is_prose;
use crate::extract::survey::outline::{Outline, Tag, TextBlock};

/// So many containers of one shape with kept text are no accident.
const ENOUGH: usize = 20;

/// What is less likely than this stays out whatever it looks like.
const HOPELESS: f32 = 0.03;

/// Where a block hangs: the container two steps up, and the tags between.
type Shape = (usize, Tag, Tag);

/// Raises the running text of such a shape to the threshold.
pub fn complete(outline: &Outline, verdicts: &mut Verdicts) {
    let threshold = verdicts.threshold;
    let mut kept: HashMap<Shape, HashSet<usize>> = HashMap::new();
    for (block, &probability) in outline.blocks.iter().zip(&verdicts.probabilities) {
        if probability >= threshold && is_prose(block) {
            let entry = outline.containers.get(block.container).map_or(0, |container| container.parent);
            kept.entry(shape(outline, block)).or_default().insert(entry);
        }
    }
    kept.retain(|_, entries| entries.len() >= ENOUGH);
    if kept.is_empty() {
        return;
    }
    for (block, probability) in outline.blocks.iter().zip(&mut verdicts.probabilities) {
        let doubtful = (HOPELESS..threshold).contains(probability);
        if doubtful && is_prose(block) && !block.hidden && kept.contains_key(&shape(outline, block)) {
            *probability = threshold;
        }
    }
}

fn shape(outline: &Outline, block: &TextBlock) -> Shape {
    let at = |index: usize| outline.containers.get(index).map_or((0, Tag::Other), |c| (c.parent, c.tag));
    let (parent, own) = at(block.container);
    let (above, tag) = at(parent);
    (above, tag, own)
}
