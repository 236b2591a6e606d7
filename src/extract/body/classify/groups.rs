//! Blocks that are built alike: cards, menus and teasers repeat, and so do an article's paragraphs.

use super::containers::{Containers, Sums};
use super::line::Line;
use crate::extract::survey::hash::{self, Table};
use crate::extract::survey::outline::{Container, Outline};

/// Blocks that are built alike.
pub struct Groups {
    /// For each block the hash of the tags above it.
    pub paths: Vec<u64>,
    /// For each block the hash of tags and classes of its element and the parent.
    classes: Vec<u64>,
    by_path: Table<Sums>,
    by_class: Table<Sums>,
    /// How often each text occurs.
    pub texts: Table<usize>,
}

impl Groups {
    /// Groups the blocks of a page.
    pub fn of(outline: &Outline, lines: &[Line], containers: &Containers) -> Self {
        let signs = signs(outline);
        let mut groups = Self {
            paths: Vec::with_capacity(lines.len()),
            classes: Vec::with_capacity(lines.len()),
            by_path: Table::default(),
            by_class: Table::default(),
            texts: Table::default(),
        };
        for (block, line) in outline.blocks.iter().zip(lines) {
            let path = containers.places.get(block.container).map_or(0, |place| place.path);
            let class = signs.get(block.container).copied().unwrap_or(0);
            groups.paths.push(path);
            groups.classes.push(class);
            groups.by_path.entry(path).or_default().add(line);
            groups.by_class.entry(class).or_default().add(line);
            *groups.texts.entry(line.text).or_default() += 1;
        }
        groups
    }

    /// What the blocks hold that have the same tags above them as this one.
    pub fn path(&self, index: usize) -> Sums {
        self.paths.get(index).and_then(|path| self.by_path.get(path)).copied().unwrap_or_default()
    }

    /// What the blocks hold whose element and parent have this one's tags and classes.
    pub fn class(&self, index: usize) -> Sums {
        self.classes.get(index).and_then(|class| self.by_class.get(class)).copied().unwrap_or_default()
    }
}

/// For each container the hash of its tag and classes and its parent's.
fn signs(outline: &Outline) -> Vec<u64> {
    let own = |container: &Container| hash::bytes(container.tag as u64, &container.class.to_le_bytes());
    let own: Vec<u64> = outline.containers.iter().map(own).collect();
    let parent = |container: &Container| own.get(container.parent).copied().unwrap_or(0);
    let signed = outline.containers.iter().zip(&own);
    signed.map(|(container, own)| hash::bytes(parent(container), &own.to_le_bytes())).collect()
}
