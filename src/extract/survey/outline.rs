//! The page's text as blocks, each in its place in the tree of containers.

use std::ops::Range;

use ego_tree::NodeId;

pub use super::block::{Cell, TextBlock};
pub use super::builder::OutlineBuilder;
use super::class_words::Role;
use super::hash::Nodes;
pub use super::tag::Tag;

/// All blocks of a page, or of a part of it, in document order.
#[derive(Debug, Default)]
pub struct Outline {
    /// The blocks.
    pub blocks: Vec<TextBlock>,
    /// The block-level elements; each one's parent stands before it. The first is the walk's root.
    pub containers: Vec<Container>,
    /// The elements that hold other stories.
    pub stories: Nodes,
    /// Hashes of class words, those of one container after those of another.
    pub(super) words: Vec<u64>,
}

impl Outline {
    /// The hashes of a container's words, each once: see [`Reader::read`](super::class_words::Reader::read).
    pub fn words(&self, container: &Container) -> &[u64] {
        self.words.get(container.words.clone()).unwrap_or_default()
    }
}

/// One block-level element.
#[derive(Debug)]
pub struct Container {
    /// Index of the nearest block-level element around it; itself for the first.
    pub parent: usize,
    /// The element.
    pub node: NodeId,
    /// Its tag.
    pub tag: Tag,
    /// What its tag, classes, id and ARIA role say it is.
    pub role: Role,
    /// Hash of its list of classes as it is written, 0 for none: elements built alike have the same.
    pub class: u64,
    /// Where its class words stand in the outline's list.
    pub(super) words: Range<usize>,
}
