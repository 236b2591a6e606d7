//! Parts of the page that are none of the article once it has some text elsewhere: comments, other stories, picture galleries,
//! panels, the articles after this one on a page without an end.
//!
//! To the trees each of these is one sign among many, so that under a short article a long forum outweighs it.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use super::{Clues, log_odds, probability};
use crate::extract::body::noise;
use crate::extract::survey::hash::{self, Table};
use crate::extract::survey::outline::{Container, Outline, Tag, TextBlock};

/// The kept words of running text outside such parts that are enough for an article.
const ENOUGH: usize = 60;
/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 12;
/// From this share of links on a block is a link.
const IS_LINK: f64 = 0.5;
/// The most log odds counted of any one block.
const MOST: f32 = 6.0;
/// By how much the log odds of what is in such a part are lowered. Galleries are lowered only if they hold less than
/// the rest: some sites show their articles in what they call a slider.
const COMMENTS: f32 = 4.0;
const STORIES: f32 = 0.8;
const GALLERIES: f32 = 4.0;
const PANELS: f32 = 2.0;
const NEXT_ARTICLES: f32 = 6.0;
const GRAPHICS: f32 = 6.0;
const NUMBERED_SLIDES: f32 = 8.0;
const ANNOUNCED: f32 = 6.0;
/// Words of classes and ids that name a gallery.
const GALLERY_WORDS: &[&str] =
    &["gallery", "galleria", "slideshow", "carousel", "slider", "slick", "slides", "swiper"];

/// Words of classes and ids that name a panel beside the article or an offer in it.
const PANEL_WORDS: &[&str] = &["newsletter", "sidebar", "signup", "subscribe"];

/// Words of classes and ids that name a drawing whose labels are elements: charts by ai2html and by Highcharts.
const GRAPHIC_WORDS: &[&str] = &["artboard", "highcharts"];

/// Bits of what the words of classes and ids name.
const GALLERY: u8 = 1;
const PANEL: u8 = 2;
const GRAPHIC: u8 = 4;

static KINDS: LazyLock<Table<u8>> = LazyLock::new(|| {
    let of = |words: &'static [&'static str], kind| words.iter().map(move |word| (hash::word(word), kind));
    of(GALLERY_WORDS, GALLERY).chain(of(PANEL_WORDS, PANEL)).chain(of(GRAPHIC_WORDS, GRAPHIC)).collect()
});

/// What the words of a container name.
fn kinds(outline: &Outline, container: &Container) -> u8 {
    outline.words(container).iter().filter_map(|word| KINDS.get(word)).fold(0, |all, kind| all | kind)
}

/// Lowers what is in such parts.
pub fn level(outline: &Outline, clues: Clues<'_>, probabilities: &mut [f32], threshold: f32) {
    let wraps = wrappers(outline);
    let is_part = |index: usize, container: &Container| {
        let is_whole = matches!(container.tag, Tag::Html | Tag::Body | Tag::Main | Tag::Article);
        !is_whole && !wraps.get(index).copied().unwrap_or(false)
    };
    let kinds: Vec<u8> = outline.containers.iter().map(|container| kinds(outline, container)).collect();
    let is_named = |index: usize, container: &Container, kind: u8| {
        kinds.get(index).is_some_and(|kinds| kinds & kind != 0) && is_part(index, container)
    };
    let lines = lines(outline);
    let is_story = |index: usize, container: &Container| {
        // A list of links alone may as well be the article's own.
        let is_link = container.tag == Tag::Item && lines.get(index).is_some_and(|lines| *lines < 2);
        outline.stories.contains(&container.node) && !is_link
    };
    let next = next_articles(outline, clues);
    let comments = |index: usize, container: &Container| is_part(index, container) && container.role.comments;
    let (slides, announced) = (slides(outline), announced(outline));
    let parts = [
        (within(outline, |index, container| is_named(index, container, GRAPHIC)), GRAPHICS, 0),
        (within(outline, |index, _| slides.contains(&index)), NUMBERED_SLIDES, 0),
        (within(outline, |index, _| announced.contains(&index)), ANNOUNCED, 1),
        (within(outline, comments), COMMENTS, 0),
        (within(outline, is_story), STORIES, 0),
        (within(outline, |index, container| is_named(index, container, GALLERY)), GALLERIES, 1),
        (within(outline, |index, container| is_named(index, container, PANEL)), PANELS, 0),
        (within(outline, |index, _| next.contains(&index)), NEXT_ARTICLES, 0),
    ];
    for (inside, by, share) in parts.iter().filter(|(inside, ..)| inside.iter().any(|is_inside| *is_inside)) {
        let (kept, outside) = kept_words(outline, inside, probabilities, threshold);
        if outside >= ENOUGH && outside >= kept * share {
            lower(outline, inside, *by, probabilities);
        }
    }
}

/// Fewest pictures of a gallery that is told by their numbers, and how many it must have in all: steps and marks are out of six or
/// ten; and most blocks of one.
const SLIDES: usize = 5;
const LARGE: u32 = 15;
const SLIDE_BLOCKS: usize = 12;

/// The containers of pictures that are numbered "1/50", "2/50" …
fn slides(outline: &Outline) -> HashSet<usize> {
    let mut by_total: BTreeMap<u32, BTreeMap<u32, usize>> = BTreeMap::new();
    for block in &outline.blocks {
        if let Some((number, total)) = numbered(&block.text) {
            let around = outline.containers.get(block.container).map_or(0, |container| container.parent);
            by_total.entry(total).or_default().insert(number, around);
        }
    }
    by_total.retain(|total, slides| *total >= LARGE && slides.len() >= SLIDES);
    if by_total.is_empty() {
        return HashSet::new();
    }
    let lines = lines(outline);
    let all = by_total.into_values().flat_map(BTreeMap::into_values);
    all.filter(|index| lines.get(*index).is_some_and(|lines| *lines <= SLIDE_BLOCKS)).collect()
}

/// The two numbers of "3/50" at the beginning of a text.
fn numbered(text: &str) -> Option<(u32, u32)> {
    let first = text.split(' ').next()?;
    let (number, total) = first.split_once('/')?;
    let (number, total) = (number.parse().ok()?, total.parse().ok()?);
    (1..=total).contains(&number).then_some((number, total))
}

/// The containers that begin with a line which announces other texts.
fn announced(outline: &Outline) -> HashSet<usize> {
    let may_be_label =
        |block: &TextBlock| block.words <= LABEL_WORDS && !block.hidden && block.link_density() < IS_LINK;
    let labels = outline.blocks.iter().enumerate().filter(|(_, block)| may_be_label(block));
    let mut found = HashSet::new();
    for (at, label) in labels {
        let around = outline.containers.get(label.container).map_or(0, |container| container.parent);
        let tag = outline.containers.get(around).map(|container| container.tag);
        let is_whole = matches!(tag, None | Some(Tag::Html | Tag::Body | Tag::Main | Tag::Article));
        // The line stands before all else, so that only the one before it has to be looked at: a container's blocks follow each
        // other, and the containers in it have higher numbers.
        let before = at.checked_sub(1).and_then(|before| outline.blocks.get(before));
        if !is_whole && before.is_none_or(|before| before.container < around) && noise::is_label(label) {
            found.insert(around);
        }
    }
    found
}

/// The most words of a line that announces other texts.
const LABEL_WORDS: usize = 8;

/// For each container whether the page's `<main>` or large heading is in it: "content-sidebar-wrap", "comments-open".
fn wrappers(outline: &Outline) -> Vec<bool> {
    let mut wraps: Vec<bool> =
        outline.containers.iter().map(|container| matches!(container.tag, Tag::Main | Tag::H1)).collect();
    for (index, container) in outline.containers.iter().enumerate().rev() {
        let own = wraps.get(index).copied().unwrap_or(false);
        if let Some(around) = wraps.get_mut(container.parent).filter(|_| own) {
            *around = true;
        }
    }
    wraps
}

/// For each container how many blocks it holds.
fn lines(outline: &Outline) -> Vec<usize> {
    let mut lines = vec![0; outline.containers.len()];
    for block in &outline.blocks {
        if let Some(own) = lines.get_mut(block.container) {
            *own += 1;
        }
    }
    for (index, container) in outline.containers.iter().enumerate().rev() {
        let own = lines.get(index).copied().unwrap_or(0);
        if let Some(around) = lines.get_mut(container.parent).filter(|_| container.parent != index) {
            *around += own;
        }
    }
    lines
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

/// The kept words of running text inside such parts, and outside them.
fn kept_words(outline: &Outline, inside: &[bool], probabilities: &[f32], threshold: f32) -> (usize, usize) {
    let (mut kept, mut outside) = (0, 0);
    let blocks = outline.blocks.iter().zip(probabilities);
    for (block, _) in blocks.filter(|(block, own)| **own >= threshold && block.words >= PROSE_WORDS) {
        let is_inside = inside.get(block.container).copied().unwrap_or(false);
        *(if is_inside { &mut kept } else { &mut outside }) += block.words;
    }
    (kept, outside)
}

fn lower(outline: &Outline, inside: &[bool], by: f32, probabilities: &mut [f32]) {
    for (block, own) in outline.blocks.iter().zip(probabilities) {
        if inside.get(block.container).copied().unwrap_or(false) {
            *own = probability(log_odds(*own, MOST) - by);
        }
    }
}

/// The `<article>` elements behind the one with the page's headline and beside it, that hold running text as it does: what comes
/// when a reader scrolls on. A live blog's entries have the headline above them, not among them.
fn next_articles(outline: &Outline, clues: Clues<'_>) -> Vec<usize> {
    let articles = articles(outline);
    let around = |block: &TextBlock| articles.get(block.container).copied().flatten();
    let shows_headline = |block: &&TextBlock| clues.headline.is_some_and(|headline| headline == block.text);
    let Some(own) = outline.blocks.iter().find(shows_headline).and_then(around) else { return Vec::new() };
    let mut words = BTreeMap::new();
    let is_prose = |block: &&TextBlock| block.words >= PROSE_WORDS && block.link_density() < IS_LINK;
    for block in outline.blocks.iter().filter(is_prose) {
        if let Some(article) = around(block) {
            *words.entry(article).or_insert(0) += block.words;
        }
    }
    let parent = |index: usize| outline.containers.get(index).map(|container| container.parent);
    let has_text = |index: &usize| words.get(index).is_some_and(|words| *words >= ENOUGH);
    let is_next = |index: &usize| *index > own && parent(*index) == parent(own);
    if !has_text(&own) {
        return Vec::new();
    }
    words.keys().copied().filter(|index| is_next(index) && has_text(index)).collect()
}

/// For each container the innermost `<article>` that it is or stands in.
fn articles(outline: &Outline) -> Vec<Option<usize>> {
    let mut articles: Vec<Option<usize>> = Vec::with_capacity(outline.containers.len());
    for (index, container) in outline.containers.iter().enumerate() {
        let around = articles.get(container.parent).copied().flatten();
        articles.push(if container.tag == Tag::Article { Some(index) } else { around });
    }
    articles
}
