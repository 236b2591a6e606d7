//! Who signs a block quotation or an embedded post: the short last line of a `<blockquote>` whose words are kept stays
//! with them.

use super::classify::Verdicts;
use crate::article::BlockKind;
use crate::extract::survey::outline::{Outline, Tag, TextBlock};

/// A signature has no more words.
const MOST_WORDS: usize = 25;
/// How far up the blockquote around a block is looked for.
const HIGHEST: usize = 16;

/// Gives signatures the verdict of the words above them.
pub fn complete(outline: &Outline, verdicts: &mut Verdicts) {
    for (at, pair) in outline.blocks.windows(2).enumerate() {
        let [words, line] = pair else { continue };
        let quoted = words.kind == BlockKind::Blockquote && line.kind == BlockKind::Blockquote;
        if !quoted || !is_signature(outline, line) || around(outline, words) != around(outline, line) {
            continue;
        }
        let above = verdicts.probabilities.get(at).copied().unwrap_or_default();
        if let Some(own) = verdicts.probabilities.get_mut(at + 1) {
            *own = own.max(above);
        }
    }
}

fn is_signature(outline: &Outline, line: &TextBlock) -> bool {
    let foot = outline.containers.get(line.container).is_some_and(|container| container.tag == Tag::Footer);
    line.words <= MOST_WORDS && (foot || line.text.starts_with(['—', '–', '―']))
}

/// The `<blockquote>` a block is in.
fn around(outline: &Outline, block: &TextBlock) -> Option<usize> {
    let mut index = block.container;
    for _ in 0..HIGHEST {
        let container = outline.containers.get(index)?;
        if container.tag == Tag::Blockquote {
            return Some(index);
        }
        index = container.parent;
    }
    None
}
