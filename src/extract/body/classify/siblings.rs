//! What stands in a row of its like stands or falls with it: the items of a list, and headings and lines between
//! paragraphs of one container.
//!
//! The trees judge each block for itself, so that of six equal items they may keep five. On the public golds this hardly
//! shows, either way; to a reader a list with a hole is worse than one word too many.

use std::collections::HashMap;

use crate::article::BlockKind;
use crate::extract::name;
use crate::extract::survey::outline::{Outline, TextBlock};

/// A list is kept whole if this share of its items is kept.
const KEPT_LIST: f32 = 0.5;
/// Blocks for each item of a plain list: where items hold headings, pictures and dates they are cards.
const PLAIN_ITEMS: f32 = 1.25;
/// The least chance of a heading between kept blocks to be kept.
const HEADING: f32 = 0.02;
/// The same of a line between kept blocks of which one is built like it.
const LINE: f32 = 0.1;
/// The most words of a line.
const LINE_WORDS: usize = 40;
/// The same of a line behind the last kept block, if that is built like it.
const LAST_LINE: f32 = 0.4;
/// From this share of links on a block is a link.
const IS_LINK: f64 = 0.5;
/// How many captions and hidden blocks at most lie between neighbours.
const BETWEEN: usize = 3;

/// Makes the blocks of such rows agree.
pub fn level(outline: &Outline, probabilities: &mut [f32], threshold: f32) {
    level_lists(outline, probabilities, threshold);
    fill_gaps(outline, probabilities, threshold);
    let verdicts: Vec<f32> = probabilities.to_vec();
    for index in 0..outline.blocks.len() {
        let row = Row { outline, probabilities: &verdicts, threshold };
        if row.completes(index)
            && let Some(own) = probabilities.get_mut(index)
        {
            *own = threshold;
        }
    }
}

/// The least chance of a block in a gap to be kept, and the same in a gap of so many words, which is a part of the text and no pull
/// quote, caption or byline; and the most blocks of a gap.
const GAP: f32 = 0.4;
const WIDE_GAP: f32 = 0.25;
const WIDE_GAP_WORDS: usize = 100;
const GAP_BLOCKS: usize = 10;

/// Fills gaps in running text: blocks that may well be of the article, between kept ones, in elements like theirs. Classes and ids
/// that tools generate differ from one paragraph to the next.
fn fill_gaps(outline: &Outline, probabilities: &mut [f32], threshold: f32) {
    let is_plain = |index: &usize| {
        outline.blocks.get(*index).is_some_and(|block| block.kind != BlockKind::Caption && !block.hidden)
    };
    let shown: Vec<usize> = (0..outline.blocks.len()).filter(is_plain).collect();
    let chance = |index: usize| probabilities.get(index).copied().unwrap_or_default();
    let mut filled = Vec::new();
    let mut last: Option<usize> = None;
    for (place, &index) in shown.iter().enumerate().filter(|(_, index)| chance(**index) >= threshold) {
        let gap = last.and_then(|last| shown.get(last + 1..place)).unwrap_or_default();
        let ends = last.and_then(|last| shown.get(last)).map(|last| (*last, index));
        last = Some(place);
        let Some(ends) = ends.filter(|_| (1..=GAP_BLOCKS).contains(&gap.len())) else { continue };
        let words: usize =
            gap.iter().filter_map(|&index| outline.blocks.get(index)).map(|block| block.words).sum();
        let floor = if words >= WIDE_GAP_WORDS && gap.len() > 1 { WIDE_GAP } else { GAP };
        let is_likely = gap.iter().all(|&index| chance(index) >= floor);
        if is_likely && gap.iter().all(|&index| fits_between(outline, index, ends)) {
            filled.extend_from_slice(gap);
        }
    }
    for index in filled {
        if let Some(own) = probabilities.get_mut(index) {
            *own = threshold;
        }
    }
}

/// Whether a block stands as either end of its gap does: an element of the same tag, beside it or in a container beside its.
fn fits_between(outline: &Outline, index: usize, ends: (usize, usize)) -> bool {
    let block = |index: usize| outline.blocks.get(index);
    // A line under an image may be its caption.
    let is_text = |own: &&TextBlock| {
        let is_line = own.after_image && own.words <= LINE_WORDS && own.kind != BlockKind::Heading
            || name::begins_as_byline(&own.text);
        own.cell.is_none() && own.link_density() <= IS_LINK && !is_line
    };
    let Some(own) = block(index).filter(is_text) else { return false };
    [ends.0, ends.1].into_iter().filter_map(block).any(|end| {
        let tag = |block: &TextBlock| outline.containers.get(block.container).map(|container| container.tag);
        let is_alike = matches!(own.kind, BlockKind::Heading | BlockKind::Blockquote) || tag(own) == tag(end);
        is_alike && is_beside(outline, own, end)
    })
}

/// A list while its items are counted.
#[derive(Default)]
struct List {
    items: Vec<usize>,
    containers: usize,
    last: Option<usize>,
    kept: usize,
}

/// Keeps all items of a list of which most are kept, but for links: those to other stories stand in lists as well.
#[expect(clippy::cast_precision_loss, reason = "a list has far fewer items than 2^24")]
fn level_lists(outline: &Outline, probabilities: &mut [f32], threshold: f32) {
    let mut lists: HashMap<usize, List> = HashMap::new();
    for (index, (block, &own)) in outline.blocks.iter().zip(probabilities.iter()).enumerate() {
        let is_item = block.kind == BlockKind::ListItem && block.cell.is_none() && !block.hidden;
        let Some(list) = block.list.filter(|_| is_item) else { continue };
        let list = lists.entry(list).or_default();
        list.items.push(index);
        list.containers += usize::from(list.last != Some(block.container));
        list.last = Some(block.container);
        list.kept += usize::from(own >= threshold);
    }
    let is_split = |list: &List| list.kept > 0 && list.kept < list.items.len();
    let is_plain = |list: &List| list.items.len() as f32 <= list.containers as f32 * PLAIN_ITEMS;
    for list in lists.into_values().filter(|list| is_split(list) && is_plain(list)) {
        if (list.kept as f32) < KEPT_LIST * list.items.len() as f32 {
            continue;
        }
        for index in list.items {
            let is_link = outline.blocks.get(index).is_none_or(|block| block.link_density() > IS_LINK);
            let Some(own) = probabilities.get_mut(index) else { continue };
            if !is_link {
                *own = own.max(threshold);
            }
        }
    }
}

/// A page's blocks, and what is said of them.
struct Row<'a> {
    outline: &'a Outline,
    probabilities: &'a [f32],
    threshold: f32,
}

impl Row<'_> {
    /// Whether a block that is left out stands between kept ones, or behind the last, as one of them.
    fn completes(&self, index: usize) -> bool {
        let Some(block) = self.outline.blocks.get(index) else { return false };
        let own = self.probabilities.get(index).copied().unwrap_or_default();
        let is_open = (HEADING..self.threshold).contains(&own);
        if !is_open || block.hidden || block.cell.is_some() || block.link_density() > IS_LINK {
            return false;
        }
        let Some(before) = self.kept(self.neighbour(index, -1)) else { return false };
        let is_like_before = is_like(self.outline, block, before);
        let Some(after) = self.kept(self.neighbour(index, 1)) else {
            return own >= LAST_LINE
                && block.words <= LINE_WORDS
                && is_like_before
                && block.kind != BlockKind::Heading;
        };
        let is_line = block.words <= LINE_WORDS;
        let between = is_beside(self.outline, before, block) && is_beside(self.outline, block, after);
        let is_alike = || is_like_before || is_like(self.outline, block, after);
        between && (block.kind == BlockKind::Heading || (own >= LINE && is_line && is_alike()))
    }

    /// The next block in a direction that is shown and no caption.
    fn neighbour(&self, mut index: usize, step: isize) -> Option<usize> {
        for _ in 0..=BETWEEN {
            index = index.checked_add_signed(step)?;
            let block = self.outline.blocks.get(index)?;
            if block.kind != BlockKind::Caption && !block.hidden {
                return Some(index);
            }
        }
        None
    }

    /// The block there, if it is kept.
    fn kept(&self, index: Option<usize>) -> Option<&TextBlock> {
        let index =
            index.filter(|&index| self.probabilities.get(index).is_some_and(|own| *own >= self.threshold))?;
        self.outline.blocks.get(index)
    }
}

/// Whether two blocks are of one kind, in elements of one tag and class that stand in one container, or in one element.
fn is_like(outline: &Outline, one: &TextBlock, other: &TextBlock) -> bool {
    let container = |block: &TextBlock| outline.containers.get(block.container);
    let (Some(own), Some(its)) = (container(one), container(other)) else { return false };
    let beside = one.container == other.container || own.parent == its.parent;
    beside && one.kind == other.kind && own.tag == its.tag && outline.words(own) == outline.words(its)
}

/// Whether two blocks stand in the same container, or in children or grandchildren of it.
fn is_beside(outline: &Outline, one: &TextBlock, other: &TextBlock) -> bool {
    let parent = |index: usize| outline.containers.get(index).map_or(0, |container| container.parent);
    let around = |block: &TextBlock| {
        let parent_of_block = parent(block.container);
        [parent_of_block, parent(parent_of_block)]
    };
    let others = around(other);
    around(one).iter().any(|container| others.contains(container))
}
