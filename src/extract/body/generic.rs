//! The body of a page nobody wrote rules for: score containers, choose one region, then decide block by block.
//!
//! First version, after the idea of readability: paragraphs of running text give their words to the containers
//! around them; the smallest container that holds most of them is the region; inside it a block stays unless its
//! container or its own shape (links only, noise) speaks against it. Everything is decided from the outline's
//! features, so that a learned classifier can take the place of the rules below.

use ego_tree::NodeId;

use super::{Body, Signs, assemble, noise, strip};
use crate::article::{BlockKind, Origin, Source};
use crate::extract::explanation::Explanation;
use crate::extract::source::Sources;
use crate::extract::survey::outline::{Outline, Tag, TextBlock};

/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 12;
/// Most of a block of running text that may be links.
const PROSE_LINKS: f64 = 0.4;
/// Share of the running text the region must hold.
const REGION_SHARE: f64 = 0.75;
/// The same for a region the page itself names as the article's text.
const NAMED_SHARE: f64 = 0.4;
/// The most a single block counts for.
const BLOCK_CAP: usize = 150;

/// Finds the body by the page's shape alone.
pub fn find(sources: &Sources<'_>, headline: Option<&str>, explanation: &mut Explanation) -> Option<Body> {
    let outline = &sources.survey.outline;
    let scores = Scores::best(outline);
    let region = scores.region(outline)?;
    let chosen = choose(outline, &scores, region, headline, explanation);
    let chosen = match sources.rules {
        Some(rules) => strip::strip(chosen, &rules.strip, explanation),
        None => chosen,
    };
    let text = assemble::join(chosen.iter().copied());
    if text.body.is_empty() {
        return None;
    }
    let prose = chosen.iter().filter(|block| is_prose(block));
    let linked = outline.blocks.iter().filter(|block| block.link_density() > 0.5).map(|block| block.words);
    let signs = Signs {
        prose_words: prose.clone().map(|block| block.words).sum(),
        prose_blocks: prose.count(),
        words: chosen.iter().map(|block| block.words).sum(),
        linked_words: linked.sum(),
    };
    let origin = Origin {
        source: Source::Generic,
        rule: None,
        confidence: confidence(signs, scores.total(), &scores, region),
    };
    let root: Option<NodeId> = outline.containers.get(region).map(|container| container.node);
    Some(Body { text, origin, roots: root.into_iter().collect(), signs })
}

/// How much running text each container holds, and which containers are something else.
struct Scores {
    words: Vec<usize>,
    noise: Vec<bool>,
    prose: Vec<bool>,
    /// Whether names and `hidden` are believed.
    believe: bool,
}

impl Scores {
    /// Names and `hidden` are believed unless they would leave little of the page's running text: whole articles stand
    /// in containers named after widgets, or hidden until a script shows them.
    fn best(outline: &Outline) -> Self {
        let by_name = Self::of(outline, true);
        let by_tag = Self::of(outline, false);
        if by_name.total() * 5 < by_tag.total() * 2 { by_tag } else { by_name }
    }

    fn of(outline: &Outline, believe: bool) -> Self {
        let count = outline.containers.len();
        let mut all = vec![0; count];
        for block in outline.blocks.iter().filter(|block| is_prose(block)) {
            if let Some(words) = all.get_mut(block.container) {
                *words += block.words.min(BLOCK_CAP);
            }
        }
        sum_up(outline, &mut all);
        let noise = noise_containers(outline, &all, believe);
        let mut words = vec![0; count];
        let mut prose = Vec::with_capacity(outline.blocks.len());
        for block in &outline.blocks {
            let is_prose =
                is_prose(block) && !(believe && block.hidden) && noise.get(block.container) == Some(&false);
            prose.push(is_prose);
            if let Some(words) = words.get_mut(block.container).filter(|_| is_prose) {
                *words += block.words.min(BLOCK_CAP);
            }
        }
        sum_up(outline, &mut words);
        Self { words, noise, prose, believe }
    }

    fn total(&self) -> usize {
        self.words.first().copied().unwrap_or(0)
    }

    /// The smallest container that holds most of the running text, or of it inside the article the headline is in.
    #[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^52")]
    fn region(&self, outline: &Outline) -> Option<usize> {
        let total = self.total();
        if total == 0 {
            return (!outline.containers.is_empty()).then_some(0);
        }
        let mut best = 0;
        for (index, container) in outline.containers.iter().enumerate() {
            let words = self.words.get(index).copied().unwrap_or(0) as f64;
            let needed = if container.role.body { NAMED_SHARE } else { REGION_SHARE };
            // Later containers lie deeper, or beside ones that hold too little.
            if words >= needed * total as f64 && within(outline, index, best) {
                best = index;
            }
        }
        // A paragraph or item is never the region: its neighbours belong to it.
        while let Some(container) = outline.containers.get(best)
            && !may_be_region(container.tag)
            && container.parent != best
        {
            best = container.parent;
        }
        Some(best)
    }
}

fn may_be_region(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Article
            | Tag::Body
            | Tag::Div
            | Tag::Main
            | Tag::Section
            | Tag::Cell
            | Tag::Form
            | Tag::Html
            | Tag::Other
    )
}

/// Adds what each container holds to the ones around it; parents stand before their children.
fn sum_up(outline: &Outline, words: &mut [usize]) {
    for (index, container) in outline.containers.iter().enumerate().rev() {
        let own = words.get(index).copied().unwrap_or(0);
        if container.parent != index
            && let Some(parent) = words.get_mut(container.parent)
        {
            *parent += own;
        }
    }
}

/// Which containers are, or lie in, something other than the article. A name alone is not believed of a container
/// that holds most of the page's running text, unless it names comments.
fn noise_containers(outline: &Outline, all: &[usize], believe: bool) -> Vec<bool> {
    let total = all.first().copied().unwrap_or(0);
    let mut noise: Vec<bool> = Vec::with_capacity(outline.containers.len());
    for (index, container) in outline.containers.iter().enumerate() {
        let inherited = container.parent != index && noise.get(container.parent) == Some(&true);
        let outer = matches!(container.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article);
        let most = all.get(index).is_some_and(|words| words * 2 > total);
        let apart = if believe { container.role.noise } else { is_noise_tag(container.tag) };
        let named = !outer && (apart && !most || container.role.comments);
        noise.push(inherited || named);
    }
    noise
}

fn is_noise_tag(tag: Tag) -> bool {
    matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Dialog | Tag::Menu)
}

fn within(outline: &Outline, mut inner: usize, outer: usize) -> bool {
    while inner > outer {
        match outline.containers.get(inner) {
            Some(container) if container.parent != inner => inner = container.parent,
            _ => return false,
        }
    }
    inner == outer
}

fn is_prose(block: &TextBlock) -> bool {
    let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::ListItem);
    kind && block.words >= PROSE_WORDS
        && block.link_density() < PROSE_LINKS
        && (ends_sentence(&block.text) || block.words >= 30)
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', ' ']);
    end.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔', ';'])
}

/// The blocks of the region that belong to the article.
fn choose<'a>(
    outline: &'a Outline,
    scores: &Scores,
    region: usize,
    headline: Option<&str>,
    explanation: &mut Explanation,
) -> Vec<&'a TextBlock> {
    let inside: Vec<(usize, &TextBlock)> = outline
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| within(outline, block.container, region))
        .collect();
    let prose = |(index, _): &(usize, &TextBlock)| scores.prose.get(*index) == Some(&true);
    let first = inside.iter().position(prose).unwrap_or(0);
    let last = inside.iter().rposition(prose).unwrap_or(inside.len().saturating_sub(1));
    let mut kept = Vec::new();
    for (place, (index, block)) in inside.iter().enumerate() {
        let Some(reason) = unwanted(outline, scores, block, headline) else {
            if place >= first && (place <= last || follows(block)) {
                kept.push((*index, *block));
            } else {
                explanation.strip(
                    Source::Generic,
                    "before the first or after the last paragraph",
                    &block.text,
                );
            }
            continue;
        };
        explanation.strip(Source::Generic, reason, &block.text);
    }
    without_dangling(kept)
}

/// Why a block of the region is no part of the article.
fn unwanted(
    outline: &Outline,
    scores: &Scores,
    block: &TextBlock,
    headline: Option<&str>,
) -> Option<&'static str> {
    let tag = outline.containers.get(block.container).map(|container| container.tag);
    if block.hidden && scores.believe {
        Some("hidden")
    } else if scores.noise.get(block.container) == Some(&true) {
        Some("in a container of something other than the article")
    } else if block.kind == BlockKind::Caption || tag == Some(Tag::Figure) {
        Some("captions are no part of the body")
    } else if tag == Some(Tag::H1) || headline == Some(block.text.as_str()) {
        Some("the headline is no part of the body")
    } else if noise::is_noise(&block.text) {
        Some("a line that stands beside articles, not in them")
    } else if block.link_density() > 0.8 && (block.words < 25 || block.kind == BlockKind::ListItem) {
        Some("nothing but links")
    } else {
        None
    }
}

/// Whether a block may still belong to the article after its last paragraph.
fn follows(block: &TextBlock) -> bool {
    matches!(block.kind, BlockKind::ListItem | BlockKind::Blockquote | BlockKind::Code)
        && block.link_density() < 0.3
        || block.cell.is_some() && block.link_density() < 0.3
}

/// Without subheads that nothing follows.
fn without_dangling(mut kept: Vec<(usize, &TextBlock)>) -> Vec<&TextBlock> {
    while kept.last().is_some_and(|(_, block)| block.kind == BlockKind::Heading) {
        kept.pop();
    }
    kept.into_iter().map(|(_, block)| block).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^24")]
fn confidence(signs: Signs, total: usize, scores: &Scores, region: usize) -> f32 {
    let share = scores.words.get(region).copied().unwrap_or(0) as f32 / total.max(1) as f32;
    let enough = (signs.prose_words as f32 / 150.0).min(1.0);
    let confidence = 0.35 + 0.35 * enough + 0.25 * share;
    (confidence * 100.0).round() / 100.0
}
