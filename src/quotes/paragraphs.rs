//! A text's paragraphs, as byte ranges.

use std::ops::Range;

use crate::article::{Block, BlockKind};

/// One paragraph without its line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    /// Whether nothing in it is prose: code.
    pub(super) skipped: bool,
}

/// The lines of `text` that hold anything but white space, in order. Program code (by `blocks`) is marked skipped.
pub(super) fn paragraphs(text: &str, blocks: &[Block]) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut code = blocks.iter().filter(|block| block.kind == BlockKind::Code).peekable();
    let (mut byte, mut point) = (0, 0);
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let (start, first) = (byte, point);
        byte += line.len();
        point += line.chars().count();
        while code.next_if(|block| block.end <= first).is_some() {}
        let trimmed = line.trim_end();
        if !trimmed.is_empty() {
            let skipped = code.peek().is_some_and(|block| block.start <= first);
            found.push(Paragraph { bytes: start..start + trimmed.len(), skipped });
        }
    }
    found
}
