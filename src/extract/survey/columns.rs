//! Lists whose items are the page's columns, so that the article in one of them is no item.

use super::outline::{Outline, Tag, TextBlock};
use crate::article::BlockKind;

/// Fewest blocks and words of an item that is a column.
const BLOCKS: usize = 4;
const WORDS: usize = 150;

/// Takes the blocks of such items out of their lists: an item of several paragraphs that has more words than all others together, in
/// a list that is not numbered.
pub fn unlist(outline: &mut Outline) {
    let items = innermost_items(outline);
    let mut counts = vec![(0_usize, 0_usize); outline.containers.len()];
    let mut lists = vec![0_usize; outline.containers.len()];
    let in_item = |block: &&TextBlock| {
        let tag = outline.containers.get(block.container).map(|container| container.tag);
        block.kind == BlockKind::ListItem && tag != Some(Tag::Item)
    };
    for block in outline.blocks.iter().filter(in_item) {
        let Some(item) = items.get(block.container).copied().flatten() else { continue };
        if let Some((blocks, words)) = counts.get_mut(item) {
            (*blocks, *words) = (*blocks + 1, *words + block.words);
        }
        let list = outline.containers.get(item).map_or(0, |item| item.parent);
        if let Some(words) = lists.get_mut(list) {
            *words += block.words;
        }
    }
    let is_column = |item: usize| {
        let list = outline.containers.get(item).map_or(0, |item| item.parent);
        let all = lists.get(list).copied().unwrap_or_default();
        counts
            .get(item)
            .is_some_and(|(blocks, words)| *blocks >= BLOCKS && *words >= WORDS && words * 2 > all)
    };
    let columns: Vec<bool> = (0..outline.containers.len()).map(is_column).collect();
    for block in
        outline.blocks.iter_mut().filter(|block| block.kind == BlockKind::ListItem && block.number.is_none())
    {
        let item = items.get(block.container).copied().flatten();
        if item.is_some_and(|item| columns.get(item).copied().unwrap_or(false)) {
            (block.kind, block.level, block.list) = (BlockKind::Paragraph, None, None);
        }
    }
}

/// For each container the innermost item of a list that it is or stands in.
fn innermost_items(outline: &Outline) -> Vec<Option<usize>> {
    let mut items: Vec<Option<usize>> = Vec::with_capacity(outline.containers.len());
    for (index, container) in outline.containers.iter().enumerate() {
        let around = items.get(container.parent).copied().flatten();
        items.push(if container.tag == Tag::Item { Some(index) } else { around });
    }
    items
}
