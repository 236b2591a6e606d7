//! From what is said of single blocks to the blocks of the body.

use std::collections::{HashMap, HashSet};

use memchr::memmem;

use super::captions;
use super::classify::Verdicts;
use super::noise::{self, Repeated};
use crate::article::{BlockKind, Source};
use crate::extract::explanation::Explanation;
use crate::extract::survey::outline::{Outline, Tag, TextBlock};

/// A block of so many words that stands on the page twice is a copy for another width, or a placeholder.
const REPEATABLE_WORDS: usize = 15;
/// A block of so many words holds a text that the page broke into paragraphs nowhere, or elsewhere.
const UNBROKEN_WORDS: usize = 200;
/// How many blocks before an unbroken text may be its beginning, shown as a preview.
const PREVIEW_BLOCKS: usize = 32;
/// The most words of a line that announces links.
const LABEL_WORDS: usize = 10;
/// From this share of links on a block is a link.
const IS_LINK: f64 = 0.5;
/// Blocks less likely than this to be of the article are not worth an explanation.
const WORTH_TELLING: f32 = 0.05;

/// The blocks that belong to the article, in order.
pub fn choose<'a>(
    outline: &'a Outline,
    verdicts: &Verdicts,
    headline: Option<&str>,
    with_captions: bool,
    explanation: &mut Explanation,
) -> Vec<&'a TextBlock> {
    let mut kept = Vec::new();
    let mut texts: HashMap<&str, usize> = HashMap::new();
    let mut copies = Vec::new();
    let repeated = Repeated::of(&outline.blocks);
    for (index, (block, &probability)) in outline.blocks.iter().zip(&verdicts.probabilities).enumerate() {
        if probability < verdicts.threshold {
            if probability >= WORTH_TELLING {
                let rule = format!("belongs to the article with a chance of {:.0} %", probability * 100.0);
                explanation.strip(Source::Generic, rule, block);
            }
        } else if let Some(reason) = unwanted(outline, block, headline, &repeated) {
            explanation.strip(Source::Generic, reason, block);
        } else if block.words < REPEATABLE_WORDS {
            kept.push(index);
        } else if let Some(&first) = texts.get(block.text.as_str()) {
            explanation.strip(Source::Generic, "the same text once more", block);
            copies.push((first, index));
        } else {
            texts.insert(&block.text, index);
            kept.push(index);
        }
    }
    drop_labels(outline, &mut kept, explanation);
    keep_code(outline, verdicts, &mut kept);
    drop_beside_copies(outline, &copies, &mut kept, explanation);
    drop_previews(outline, &mut kept, explanation);
    drop_hidden_ends(outline, &mut kept, explanation);
    cut_edges(outline, &mut kept, explanation);
    if with_captions {
        kept = captions::with(outline, kept);
    }
    kept.into_iter().filter_map(|index| outline.blocks.get(index)).collect()
}

/// Keeps code that stands between blocks of the article: no page shows it beside articles, but few that were learned from have
/// any.
fn keep_code(outline: &Outline, verdicts: &Verdicts, kept: &mut Vec<usize>) {
    let (Some(&first), Some(&last)) = (kept.first(), kept.last()) else { return };
    let code = (first..last).filter(|index| {
        let likely =
            verdicts.probabilities.get(*index).is_some_and(|probability| *probability >= WORTH_TELLING);
        let is_code = |block: &TextBlock| block.kind == BlockKind::Code && !block.hidden;
        likely && outline.blocks.get(*index).is_some_and(is_code)
    });
    kept.extend(code);
    kept.sort_unstable();
    kept.dedup();
}

/// Drops the short blocks beside copies of long ones that are copies of what stands beside these: headings, items of lists.
fn drop_beside_copies(
    outline: &Outline,
    copies: &[(usize, usize)],
    kept: &mut Vec<usize>,
    explanation: &mut Explanation,
) {
    let mut beside: HashSet<usize> = copies.iter().map(|(_, copy)| *copy).collect();
    for &pair in copies {
        reach(outline, pair, |index| index.checked_sub(1), &mut beside);
        reach(outline, pair, |index| index.checked_add(1), &mut beside);
    }
    kept.retain(|index| {
        let is_copy = beside.contains(index);
        if let Some(block) = outline.blocks.get(*index).filter(|_| is_copy) {
            explanation.strip(Source::Generic, "the same text once more, beside others", block);
        }
        !is_copy
    });
}

/// Goes on from a block and its copy for as long as their neighbours are equal, and to no copy that is known.
fn reach(
    outline: &Outline,
    (mut first, mut copy): (usize, usize),
    next: impl Fn(usize) -> Option<usize>,
    copied: &mut HashSet<usize>,
) {
    let text = |index: usize| outline.blocks.get(index).map(|block| block.text.as_str());
    while let (Some(before), Some(after)) = (next(first), next(copy)) {
        let same = text(before).is_some() && text(before) == text(after);
        if !same || copied.contains(&before) || !copied.insert(after) {
            return;
        }
        (first, copy) = (before, after);
    }
}

/// Drops the blocks whose text stands once more in an unbroken text behind them: what was shown before the reader paid or
/// opened the rest.
fn drop_previews(outline: &Outline, kept: &mut Vec<usize>, explanation: &mut Explanation) {
    let mut previews = HashSet::new();
    for (place, &index) in kept.iter().enumerate() {
        let Some(whole) = outline.blocks.get(index).filter(|block| block.words >= UNBROKEN_WORDS) else {
            continue;
        };
        for &before in kept.iter().take(place).rev().take(PREVIEW_BLOCKS) {
            let Some(block) = outline.blocks.get(before) else { continue };
            let shorter = block.words >= REPEATABLE_WORDS && block.words < whole.words;
            if shorter && memmem::find(whole.text.as_bytes(), block.text.as_bytes()).is_some() {
                explanation.strip(Source::Generic, "the same text once more", block);
                previews.insert(before);
            }
        }
    }
    kept.retain(|index| !previews.contains(index));
}

/// Why a block is no part of the body, however much it belongs to the article.
fn unwanted(
    outline: &Outline,
    block: &TextBlock,
    headline: Option<&str>,
    repeated: &Repeated<'_>,
) -> Option<&'static str> {
    let tag = outline.containers.get(block.container).map(|container| container.tag);
    if block.kind == BlockKind::Caption || tag == Some(Tag::Figure) {
        Some("captions are no part of the body")
    } else if headline == Some(block.text.as_str()) {
        Some("the headline is no part of the body")
    } else if noise::is_noise(block, repeated) {
        Some("a line that stands beside articles, not in them")
    } else {
        None
    }
}

/// Drops what stands before the first sentence or follows the last without belonging to the text.
fn cut_edges(outline: &Outline, kept: &mut Vec<usize>, explanation: &mut Explanation) {
    let blocks: Vec<&TextBlock> = kept.iter().filter_map(|&index| outline.blocks.get(index)).collect();
    let left = noise::cut(&blocks);
    for block in blocks.iter().skip(left) {
        explanation.strip(Source::Generic, "behind the end of the article", block);
    }
    kept.truncate(left);
    let blocks = blocks.get(..left).unwrap_or_default();
    let mut places = 0..left;
    kept.retain(|_| {
        let Some(place) = places.next().filter(|&place| noise::is_edge(blocks, place)) else { return true };
        if let Some(block) = blocks.get(place) {
            explanation.strip(Source::Generic, "a byline, a date or a sign of the end", block);
        }
        false
    });
}

/// The most words of what is not shown before the first block that is, or behind the last.
const HIDDEN_WORDS: usize = 40;
/// The kept words that are shown of which such lines may be left out.
const SHOWN_WORDS: usize = 60;

/// Drops a few lines at either end that the page does not show: what a click on a button opens, or nothing. More than that is the
/// rest of the text.
fn drop_hidden_ends(outline: &Outline, kept: &mut Vec<usize>, explanation: &mut Explanation) {
    let block = |index: &usize| outline.blocks.get(*index);
    let is_shown = |index: &usize| block(index).is_some_and(|block| !block.hidden);
    let words = |some: &[usize]| some.iter().filter_map(block).map(|block| block.words).sum::<usize>();
    let first = kept.iter().position(is_shown).unwrap_or_default();
    let end = kept.iter().rposition(is_shown).map_or(kept.len(), |last| last + 1);
    if words(kept.get(first..end).unwrap_or_default()) < SHOWN_WORDS {
        return;
    }
    // A first paragraph may be faded in.
    let mut ends = vec![(end..kept.len(), HIDDEN_WORDS), (0..first, HIDDEN_WORDS / 3)];
    ends.retain(|(range, most)| {
        let part = kept.get(range.clone()).unwrap_or_default();
        !part.is_empty() && words(part) <= *most
    });
    for (range, _) in ends {
        for block in kept.drain(range).filter_map(|index| outline.blocks.get(index)) {
            explanation.strip(Source::Generic, "at the end of the article, and not shown", block);
        }
    }
}

/// Drops lines that announce links which are left out: "You may also like:".
fn drop_labels(outline: &Outline, kept: &mut Vec<usize>, explanation: &mut Explanation) {
    let all: HashSet<usize> = kept.iter().copied().collect();
    let lists: HashSet<usize> = kept.iter().filter_map(|&index| outline.blocks.get(index)?.list).collect();
    kept.retain(|&index| {
        let (Some(block), Some(next)) = (outline.blocks.get(index), outline.blocks.get(index + 1)) else {
            return true;
        };
        let is_label = block.words <= LABEL_WORDS && block.text.ends_with(':') && block.cell.is_none();
        let announced = is_label && next.link_density() > IS_LINK && !next.hidden;
        // Of some lists an item is kept.
        let is_out = !all.contains(&(index + 1)) && !next.list.is_some_and(|list| lists.contains(&list));
        let dangles = announced && is_out;
        if dangles {
            explanation.strip(Source::Generic, "announces links that are left out", block);
        }
        !dangles
    });
}
