//! The captions that stand in the article, for those who want them in the body.
//!
//! The judge of blocks has learned to leave captions out, so their place decides: a caption belongs to the article if
//! the first container around it that holds text of the body is reached in a few steps, past nothing that is named
//! after other things, and if it stands among the body's blocks or right before them.

use std::collections::HashSet;

use crate::article::BlockKind;
use crate::extract::survey::outline::{Outline, TextBlock};

/// Most containers between a caption and one that holds text of the body.
const STEPS: usize = 6;
/// How many blocks before the body's first one a caption may stand: byline, date, share links lie between.
const BEFORE: usize = 12;
/// Most of a caption that may be links; more is a teaser.
const LINKS: f64 = 0.5;

/// The blocks of these indices, which rise, and the captions among them.
pub fn with(outline: &Outline, kept: Vec<usize>) -> Vec<usize> {
    let (Some(&first), Some(&last)) = (kept.first(), kept.last()) else { return kept };
    let holds = holding(outline, &kept);
    let mut texts = HashSet::new();
    let mut all = kept;
    for index in first.saturating_sub(BEFORE)..=last.saturating_add(1) {
        let Some(block) = outline.blocks.get(index) else { continue };
        if block.kind == BlockKind::Caption
            && block.link_density() < LINKS
            && !block.hidden
            && lies_in_body(outline, &holds, block)
            && texts.insert(block.text.as_str())
        {
            all.push(index);
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// For each container whether it holds one of these blocks.
fn holding(outline: &Outline, kept: &[usize]) -> Vec<bool> {
    let mut holds = vec![false; outline.containers.len()];
    for block in kept.iter().filter_map(|&index| outline.blocks.get(index)) {
        let mut container = block.container;
        while let Some(held) = holds.get_mut(container).filter(|held| !**held) {
            *held = true;
            container = outline.containers.get(container).map_or(0, |container| container.parent);
        }
    }
    holds
}

fn lies_in_body(outline: &Outline, holds: &[bool], block: &TextBlock) -> bool {
    let mut container = block.container;
    for _ in 0..=STEPS {
        if holds.get(container).copied().unwrap_or(false) {
            return true;
        }
        let Some(here) = outline.containers.get(container) else { return false };
        if here.role.comments || (here.role.noise && !here.role.caption) || here.parent == container {
            return false;
        }
        container = here.parent;
    }
    false
}
