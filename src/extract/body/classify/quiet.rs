//! Parts of the page that are none of the article once it has some text elsewhere: comments, other stories, picture galleries,
//! the articles after this one on a page without an end.
//!
//! To the trees each of these is one sign among many, so that under a short article a long forum outweighs it.

use super::{Clues, log_odds, probability};
use crate::extract::survey::hash;
use crate::extract::survey::outline::{Container, Outline, Tag};

/// The kept words of running text outside such parts that are enough for an article.
const ENOUGH: usize = 60;
/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 12;
/// The most log odds counted of any one block.
const MOST: f32 = 6.0;
/// By how much the log odds of what is in such a part are lowered.
const COMMENTS: f32 = 4.0;
const STORIES: f32 = 1.2;
const GALLERIES: f32 = 2.0;
const NEXT_ARTICLES: f32 = 6.0;
/// Words of classes and ids that name a gallery.
const GALLERY_WORDS: &[&str] =
    &["gallery", "galleria", "slideshow", "carousel", "slider", "slick", "slides", "swiper"];

/// Lowers what is in such parts.
pub fn level(outline: &Outline, clues: Clues<'_>, probabilities: &mut [f32], threshold: f32) {
    let galleries: Vec<u64> = GALLERY_WORDS.iter().map(|word| hash::word(word)).collect();
    let is_part =
        |container: &Container| !matches!(container.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article);
    let is_gallery = |container: &Container| {
        is_part(container) && outline.words(container).iter().any(|word| galleries.contains(word))
    };
    let next = next_articles(outline, clues);
    for (inside, by) in [
        (within(outline, |_, container| is_part(container) && container.role.comments), COMMENTS),
        (within(outline, |_, container| outline.stories.contains(&container.node)), STORIES),
        (within(outline, |_, container| is_gallery(container)), GALLERIES),
        (within(outline, |index, _| next.contains(&index)), NEXT_ARTICLES),
    ] {
        if inside.iter().any(|is_inside| *is_inside) {
            lower(outline, &inside, by, probabilities, threshold);
        }
    }
}

/// For each container whether it is one of those, or in one.
fn within(outline: &Outline, is_one: impl Fn(usize, &Container) -> bool) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(outline.containers.len());
    for (index, container) in outline.containers.iter().enumerate() {
        let around = inside.get(container.parent).copied().unwrap_or(false);
        inside.push(around || is_one(index, container));
    }
    inside
}

fn lower(outline: &Outline, inside: &[bool], by: f32, probabilities: &mut [f32], threshold: f32) {
    let is_inside = |container: usize| inside.get(container).copied().unwrap_or(false);
    let blocks = || outline.blocks.iter();
    let outside = blocks().zip(probabilities.iter()).filter(|(block, own)| {
        **own >= threshold && block.words >= PROSE_WORDS && !is_inside(block.container)
    });
    if outside.map(|(block, _)| block.words).sum::<usize>() < ENOUGH {
        return;
    }
    for (_, own) in blocks().zip(probabilities).filter(|(block, _)| is_inside(block.container)) {
        *own = probability(log_odds(*own, MOST) - by);
    }
}

/// The `<article>` elements beside, and built like, the one with the page's headline, if they all hold running text: what
/// comes when a reader scrolls on. A live blog's entries have the headline above them, not among them.
fn next_articles(outline: &Outline, clues: Clues<'_>) -> Vec<usize> {
    let article_around = |mut index: usize| loop {
        let container = outline.containers.get(index)?;
        if container.tag == Tag::Article {
            return Some(index);
        }
        if container.parent >= index {
            return None;
        }
        index = container.parent;
    };
    let shows_headline = |text: &str| clues.headline.is_some_and(|headline| headline == text);
    let Some(first) = outline.blocks.iter().find(|block| shows_headline(&block.text)) else {
        return Vec::new();
    };
    let Some(own) = article_around(first.container) else { return Vec::new() };
    let Some(article) = outline.containers.get(own) else { return Vec::new() };
    let mut words = std::collections::BTreeMap::new();
    for block in
        outline.blocks.iter().filter(|block| block.words >= PROSE_WORDS && block.link_density() < 0.5)
    {
        if let Some(around) = article_around(block.container) {
            *words.entry(around).or_insert(0) += block.words;
        }
    }
    let has_text = |index: &usize| words.get(index).is_some_and(|words| *words >= ENOUGH);
    if !has_text(&own) {
        return Vec::new();
    }
    let is_next = |index: &usize| {
        let container = outline.containers.get(*index);
        *index > own && container.is_some_and(|next| next.parent == article.parent)
    };
    words.keys().copied().filter(|index| is_next(index) && has_text(index)).collect()
}
