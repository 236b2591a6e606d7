//! A text's paragraphs, as byte ranges.

use std::ops::Range;

use crate::article::{Block, BlockKind, MarkKind};

/// One paragraph without its line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// What the block around it is; a paragraph where no blocks are known.
    pub(super) kind: BlockKind,
    /// Whether its sentences are not read: code, and words whose place alone tells who said them.
    pub(super) skipped: bool,
    /// Where the bold words end that it begins with; its start where there are none.
    pub(super) bold_until: usize,
    /// Bytes of what its markup names as the source (`<cite>`).
    pub(super) cite: Option<Range<usize>>,
}

/// The lines of `text` that hold anything but white space, in order. Program code (by `blocks`) is marked skipped.
pub(super) fn paragraphs(text: &str, blocks: &[Block]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut blocks = blocks.iter().peekable();
    let (mut byte, mut point) = (0, 0);
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let (start, first) = (byte, point);
        byte += line.len();
        if blocks.peek().is_some() {
            point += line.chars().count();
        }
        while blocks.next_if(|block| block.end <= first).is_some() {}
        let trimmed = line.trim_end();
        if trimmed.is_empty() {
            continue;
        }
        let block = blocks.peek().filter(|block| block.start <= first);
        let kind = block.map_or(BlockKind::Paragraph, |block| block.kind);
        let mut paragraph = Paragraph {
            bytes: start..start + trimmed.len(),
            kind,
            skipped: kind == BlockKind::Code,
            bold_until: start,
            cite: None,
        };
        for mark in block.map_or(&[][..], |block| &block.marks) {
            let bytes = |point: usize| start + byte_of(trimmed, point.saturating_sub(first));
            match mark.kind {
                MarkKind::Strong if mark.start == first => paragraph.bold_until = bytes(mark.end),
                MarkKind::Cite if mark.start >= first && mark.start < point => {
                    paragraph.cite = Some(bytes(mark.start)..bytes(mark.end));
                }
                _ => {}
            }
        }
        found.push(paragraph);
    }
    found
}

/// Where the code point of that number begins; the length where there are fewer.
fn byte_of(line: &str, point: usize) -> usize {
    line.char_indices().nth(point).map_or(line.len(), |(at, _)| at)
}
