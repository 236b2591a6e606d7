//! The body of a page nobody wrote rules for: every block for itself, by [`classify`], whatever container it is in.

use std::collections::HashSet;

use ego_tree::NodeId;

use super::choose::choose;
use super::classify::{self, Clues, Verdicts};
use super::marks::Links;
use super::noise::ends_sentence;
use super::{Body, Signs, assemble, contents, entries, feeds, signed, strip, whole};
use crate::article::{BlockKind, Origin, Source};
use crate::extract::Options;
use crate::extract::explanation::Explanation;
use crate::extract::source::Sources;
use crate::extract::survey::Survey;
use crate::extract::survey::outline::{Outline, TextBlock};

/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 12;
/// Most of a block of running text that may be links.
const PROSE_LINKS: f64 = 0.4;
/// Share of the body's words that the element counted as its place holds.
const ROOT_SHARE: f64 = 0.9;

/// Finds the body by the page's shape alone. What a profile strips is left out of what was chosen.
pub fn find(
    sources: &Sources<'_>,
    stripped: &HashSet<NodeId>,
    headline: Option<&str>,
    options: Options,
    explanation: &mut Explanation,
) -> Option<Body> {
    let outline = &sources.survey.outline;
    let chosen = if stripped.is_empty() {
        chosen(outline, sources, headline, options, explanation)
    } else {
        let page = Survey::of(sources.page, &HashSet::new()).outline;
        let mut judged = Explanation::default();
        let (chosen, confidence) = chosen(&page, sources, headline, options, &mut judged);
        whole::tell(judged, outline, explanation);
        (whole::remaining(&page, &chosen, outline), confidence)
    };
    let (chosen, confidence) = chosen;
    let chosen = match sources.rules {
        Some(rules) => strip::strip(chosen, &rules.strip, explanation),
        None => chosen,
    };
    let text = assemble::join(chosen.iter().copied(), Links::of(sources));
    if text.body.is_empty() {
        return None;
    }
    explanation.keep(&chosen, &text.spans);
    let prose = chosen.iter().filter(|block| is_prose(block));
    let linked = outline.blocks.iter().filter(|block| block.link_density() > 0.5).map(|block| block.words);
    let signs = Signs {
        prose_words: prose.clone().map(|block| words_as_in_english(block)).sum(),
        prose_blocks: prose.count(),
        words: chosen.iter().map(|block| words_as_in_english(block)).sum(),
        linked_words: linked.sum(),
    };
    let origin = Origin { source: Source::Generic, rule: None, confidence };
    let entries = entries::entries(sources, &chosen, &text.spans);
    Some(Body { text, origin, roots: root(outline, &chosen).into_iter().collect(), entries, signs })
}

/// The blocks of the article, and how sure they are.
fn chosen<'a>(
    outline: &'a Outline,
    sources: &Sources<'_>,
    headline: Option<&str>,
    options: Options,
    explanation: &mut Explanation,
) -> (Vec<&'a TextBlock>, f32) {
    let clues = clues(sources, headline);
    let mut verdicts = classify::judge(outline, clues.as_clues(), options.operating_point);
    feeds::complete(outline, &mut verdicts);
    signed::complete(outline, &mut verdicts);
    contents::leave_out(outline, &sources.page.html, &mut verdicts);
    let chosen = choose(outline, &verdicts, headline, options.captions, explanation);
    (chosen, confidence(outline, &verdicts))
}

/// What the page's metadata says about its text.
pub struct Known {
    headline: Option<String>,
    description: Option<String>,
}

impl Known {
    /// The same, to be looked at.
    pub fn as_clues(&self) -> Clues<'_> {
        Clues { headline: self.headline.as_deref(), description: self.description.as_deref() }
    }
}

/// Gathers what the metadata says about the text.
pub fn clues(sources: &Sources<'_>, headline: Option<&str>) -> Known {
    let first = |name| sources.meta(name).into_iter().next();
    Known {
        headline: headline.map(str::to_owned).or_else(|| sources.survey.title.clone()),
        description: first("og:description").or_else(|| first("description")),
    }
}

/// The body of the blocks that are likely enough.
#[cfg(feature = "training")]
pub fn joined(outline: &Outline, probabilities: &[f32], threshold: f32, headline: Option<&str>) -> String {
    let clues = Clues { headline, description: None };
    let mut verdicts = classify::verdicts(outline, clues, probabilities.to_vec(), threshold);
    feeds::complete(outline, &mut verdicts);
    signed::complete(outline, &mut verdicts);
    let chosen = choose(outline, &verdicts, headline, false, &mut Explanation::default());
    assemble::join(chosen.into_iter(), Links::none()).body
}

/// A block's words, as many as its text would have in English: one of Korean holds what English says in two.
fn words_as_in_english(block: &TextBlock) -> usize {
    let is_korean = block.text.chars().take(KOREAN_WITHIN).any(|c| ('가'..='힣').contains(&c));
    if is_korean { block.words * 2 } else { block.words }
}

/// In how many characters Korean is looked for.
const KOREAN_WITHIN: usize = 8;

/// Whether a block is running text.
pub fn is_prose(block: &TextBlock) -> bool {
    let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::ListItem);
    kind && block.words >= PROSE_WORDS
        && block.link_density() < PROSE_LINKS
        && (ends_sentence(&block.text) || block.words >= 30)
}

/// The innermost element that holds most of the body: what lies in it lies in the article.
#[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^52")]
fn root(outline: &Outline, chosen: &[&TextBlock]) -> Option<NodeId> {
    let mut words = vec![0_usize; outline.containers.len()];
    for block in chosen {
        if let Some(sum) = words.get_mut(block.container) {
            *sum += block.words;
        }
    }
    for (index, container) in outline.containers.iter().enumerate().rev() {
        let own = words.get(index).copied().unwrap_or(0);
        if let Some(sum) = words.get_mut(container.parent).filter(|_| container.parent != index) {
            *sum += own;
        }
    }
    let needed = words.first().copied().unwrap_or(0) as f64 * ROOT_SHARE;
    // Only one container of each depth can hold so much, and deeper ones stand later.
    let innermost = words.iter().rposition(|&words| words as f64 >= needed)?;
    outline.containers.get(innermost).map(|container| container.node)
}

/// The confidence in the body of those blocks.
#[cfg(feature = "training")]
pub fn trust(outline: &Outline, probabilities: &[f32], threshold: f32) -> f32 {
    confidence(outline, &Verdicts::of(outline, probabilities.to_vec(), threshold))
}

/// The F1 to be expected: what is kept and belongs there, against what is kept wrongly and what is missed.
#[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^24")]
fn confidence(outline: &Outline, verdicts: &Verdicts) -> f32 {
    let (mut right, mut wrong, mut missed) = (0.0_f32, 0.0_f32, 0.0_f32);
    for (block, &probability) in outline.blocks.iter().zip(&verdicts.probabilities) {
        let words = block.words as f32;
        if probability >= verdicts.threshold {
            right += words * probability;
            wrong += words * (1.0 - probability);
        } else {
            missed += words * probability;
        }
    }
    let expected = 2.0 * right / (2.0 * right + wrong + missed).max(1.0);
    (expected * 100.0).round() / 100.0
}
