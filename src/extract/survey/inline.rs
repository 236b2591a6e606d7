//! Links and emphasis inside a block, gathered while its text is.
//!
//! A kind inside itself says nothing new, so at most one mark of each kind is open, however deep the page nests.

use std::ops::Range;

use ego_tree::NodeId;

use crate::article::MarkKind;

/// A marked stretch of a block's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// What it is. All links are [`MarkKind::Link`] here.
    pub kind: MarkKind,
    /// Where, in bytes of the block's text.
    pub range: Range<usize>,
    /// Its element.
    pub node: NodeId,
}

/// The marks of the block so far, and those that are still open.
#[derive(Debug, Default)]
pub struct InlineBuilder {
    link: Slot,
    strong: Slot,
    emphasis: Slot,
    code: Slot,
    cite: Slot,
    closed: Vec<Inline>,
}

/// The open mark of one kind.
#[derive(Debug, Default)]
struct Slot {
    depth: usize,
    /// Where it began, and its element.
    open: Option<(usize, NodeId)>,
}

impl InlineBuilder {
    /// Whether the place is inside a link.
    pub fn in_link(&self) -> bool {
        self.link.depth > 0
    }

    /// An inline element opens where the block's text has that many bytes.
    pub fn open(&mut self, kind: MarkKind, node: NodeId, at: usize) {
        let slot = self.slot(kind);
        slot.depth += 1;
        if slot.depth == 1 {
            slot.open = Some((at, node));
        }
    }

    /// It closes.
    pub fn close(&mut self, kind: MarkKind, at: usize) {
        let slot = self.slot(kind);
        slot.depth = slot.depth.saturating_sub(1);
        if slot.depth == 0
            && let Some((start, node)) = slot.open.take()
            && start < at
        {
            self.closed.push(Inline { kind, range: start..at, node });
        }
    }

    /// The marks of a block of so many bytes, of which only those in `kept` stay. What is open goes on in the next one.
    pub fn take(&mut self, length: usize, kept: &Range<usize>) -> Vec<Inline> {
        let mut marks = std::mem::take(&mut self.closed);
        for kind in [MarkKind::Code, MarkKind::Cite, MarkKind::Emphasis, MarkKind::Strong, MarkKind::Link] {
            if let Some((start, node)) = &mut self.slot(kind).open {
                marks.push(Inline { kind, range: *start..length, node: *node });
                *start = 0;
            }
        }
        let cut = |at: usize| at.clamp(kept.start, kept.end) - kept.start;
        for mark in &mut marks {
            mark.range = cut(mark.range.start)..cut(mark.range.end);
        }
        marks.retain(|mark| !mark.range.is_empty());
        marks
    }

    fn slot(&mut self, kind: MarkKind) -> &mut Slot {
        match kind {
            MarkKind::Link | MarkKind::Footnote => &mut self.link,
            MarkKind::Strong => &mut self.strong,
            MarkKind::Emphasis => &mut self.emphasis,
            MarkKind::Code => &mut self.code,
            MarkKind::Cite => &mut self.cite,
        }
    }
}
