//! Captions that only their place and setting tell: a line in the middle, under an image.

use super::block::TextBlock;
use crate::article::BlockKind;

/// The most words of such a line.
const WORDS: usize = 40;
/// Fewest words of a line of text, and how many may be set in the middle without an image.
const TEXT_WORDS: usize = 8;
const MOST_OTHERS: usize = 1;
/// From this share of links on a block is a link.
const IS_LINK: f64 = 0.5;

/// Calls such lines captions, but for pages that set most of their text in the middle.
pub fn as_captions(blocks: &mut [TextBlock]) {
    let words = |centred: bool| {
        let text =
            blocks.iter().filter(|block| block.kind == BlockKind::Paragraph && block.centred == centred);
        text.map(|block| block.words).sum::<usize>()
    };
    let is_caption = |block: &TextBlock| {
        block.kind == BlockKind::Paragraph
            && block.centred
            && block.after_image
            && block.words <= WORDS
            && block.cell.is_none()
            && block.link_density() < IS_LINK
            && !block.text.starts_with(['"', '“', '„', '«', '»', '‘', '「', '『'])
    };
    // A page that sets other lines like that says nothing by it.
    let others = blocks.iter().filter(|block| {
        block.kind == BlockKind::Paragraph && block.centred && !block.after_image && block.words >= TEXT_WORDS
    });
    if !blocks.iter().any(is_caption) || words(true) > words(false) || others.count() > MOST_OTHERS {
        return;
    }
    for block in blocks.iter_mut().filter(|block| is_caption(block)) {
        block.kind = BlockKind::Caption;
    }
}
