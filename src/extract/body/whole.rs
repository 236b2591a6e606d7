//! What a profile strips counts only after the generic extractor has judged the page as it stands.
//!
//! It tells blocks by what stands around them, and learned to on whole pages: without a box beside it, the second article
//! of a page looks like the first one.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;

use crate::extract::explanation::{Explanation, Place};
use crate::extract::survey::outline::{Outline, TextBlock};

/// Of a page without what is stripped, the blocks that were chosen of the whole page; one may have lost a part of its text.
pub fn remaining<'a>(whole: &Outline, chosen: &[&TextBlock], left: &'a Outline) -> Vec<&'a TextBlock> {
    let ends: HashSet<NodeId> = chosen.iter().flat_map(|block| nodes(block)).collect();
    // Where both ends of a block are stripped, what is left of it stands in the same element.
    let mut texts: HashMap<NodeId, Vec<&str>> = HashMap::new();
    for block in chosen {
        if let Some(container) = whole.containers.get(block.container) {
            texts.entry(container.node).or_default().push(&block.text);
        }
    }
    let is_part = |block: &TextBlock| {
        let container = left.containers.get(block.container);
        let texts = container.and_then(|container| texts.get(&container.node));
        texts.is_some_and(|texts| texts.iter().any(|text| text.contains(&block.text)))
    };
    let blocks = left.blocks.iter();
    blocks.filter(|block| nodes(block).any(|node| ends.contains(&node)) || is_part(block)).collect()
}

/// Tells of what was left out of the whole page without what is stripped anyway, of which that has been told.
pub fn tell(judged: Explanation, left: &Outline, explanation: &mut Explanation) {
    let there: HashSet<NodeId> = left.blocks.iter().flat_map(nodes).collect();
    let told = judged.stripped.into_iter().filter(|stripped| match stripped.place {
        Some(Place::Texts(first, last)) => there.contains(&first) || there.contains(&last),
        _ => true,
    });
    explanation.stripped.extend(told);
}

fn nodes(block: &TextBlock) -> impl Iterator<Item = NodeId> {
    block.ends.into_iter().flat_map(|(first, last)| [first, last])
}
