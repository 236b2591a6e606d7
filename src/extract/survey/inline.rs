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

/// What has opened and closed since the last text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Border {
    /// Nothing, or something opened.
    #[default]
    None,
    /// An element closed.
    Closed,
    /// One closed, and the next one opened.
    Between,
}

impl Border {
    /// An inline element opens.
    pub fn open(&mut self) {
        if *self == Self::Closed {
            *self = Self::Between;
        }
    }

    /// It closes.
    pub fn close(&mut self) {
        if *self == Self::None {
            *self = Self::Closed;
        }
    }

    /// Whether the text after it begins another word than that before it ends with: browsers show them apart only by their
    /// style. A capital within a word, as in `McDonald`, and one of a word in small capitals are none.
    pub fn parts(self, before: &str, after: &str) -> bool {
        let Some((last, first)) = before.chars().next_back().zip(after.chars().next()) else { return false };
        match self {
            Self::None => false,
            Self::Closed => last.is_lowercase() && first.is_uppercase(),
            Self::Between => last.is_alphanumeric() && (first.is_uppercase() || first.is_numeric()),
        }
    }
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

/// A heading without the sign that links to it: "The cost¶", `The cost[edit]`.
pub fn without_anchor<'t>(text: &'t str, marks: &mut Vec<Inline>) -> &'t str {
    const SIGNS: &[&str] = &["¶", "#", "§", "🔗", "[edit]", "edit"];
    let is_anchor = |mark: &Inline| {
        let sign = text.get(mark.range.clone()).unwrap_or_default();
        mark.kind == MarkKind::Link && mark.range.end == text.len() && SIGNS.contains(&sign.trim())
    };
    let Some(start) = marks.iter().find(|mark| is_anchor(mark)).map(|mark| mark.range.start) else {
        return text;
    };
    match text.get(..start).map(str::trim_end) {
        Some(heading) if !heading.is_empty() => {
            marks.retain(|mark| mark.range.end <= heading.len());
            heading
        }
        _ => text,
    }
}
