//! What each container of the page holds, and which ones hold the most running text.
//!
//! Running text gives its words to the containers around it, less with each step up, as in Arc90's Readability. No
//! container is chosen by that: how a block lies to the best ones is a feature like others.

use super::line::Line;
use crate::extract::survey::hash;
use crate::extract::survey::outline::{Outline, Tag};

/// What is left of a score one step up.
const DECAY: f32 = 0.8;
/// The most words a single paragraph counts for.
const CAP: f32 = 150.0;
/// What running text counts for in a container of comments or one that is not shown.
const BESIDE: f32 = 0.2;

/// Sums over a container with everything in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Words.
    pub words: f32,
    /// Characters.
    pub chars: f32,
    /// Characters inside links.
    pub link_chars: f32,
    /// Words of running text.
    pub prose_words: f32,
    /// Blocks of running text.
    pub prose: f32,
    /// Blocks.
    pub blocks: f32,
}

impl Sums {
    /// Takes a block in.
    pub fn add(&mut self, line: &Line) {
        self.words += line.words;
        self.chars += line.chars;
        self.link_chars += line.link_chars;
        self.blocks += 1.0;
        if line.prose {
            self.prose += 1.0;
            self.prose_words += line.words;
        }
    }

    fn merge(&mut self, other: Self) {
        self.words += other.words;
        self.chars += other.chars;
        self.link_chars += other.link_chars;
        self.prose_words += other.prose_words;
        self.prose += other.prose;
        self.blocks += other.blocks;
    }

    /// Share of the characters inside links.
    pub fn links(&self) -> f32 {
        self.link_chars / self.chars.max(1.0)
    }

    /// Share of words of running text.
    pub fn density(&self) -> f32 {
        self.prose_words / self.words.max(1.0)
    }
}

/// Steps up from a container to the nearest one of each sort; [`FAR`] where there is none.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    /// Something beside the article.
    pub noise: f32,
    /// Named as the article's text.
    pub body: f32,
    /// `<article>`.
    pub article: f32,
    /// `<aside>`, `<nav>`, `<footer>`, `<dialog>`, `<menu>`.
    pub aside: f32,
    /// `<header>`.
    pub header: f32,
    /// `<form>`.
    pub form: f32,
    /// `<figure>`.
    pub figure: f32,
    /// `<main>`.
    pub main: f32,
    /// A table.
    pub table: f32,
    /// Comments.
    pub comments: f32,
}

/// More steps than any page has.
pub const FAR: f32 = 1000.0;

/// One container.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// What it holds.
    pub sums: Sums,
    /// Paragraph words right in it or in its children without children of their own.
    pub dense: f32,
    /// Its score.
    pub score: f32,
    /// The best score around it, its own among them.
    pub score_most: f32,
    /// Steps from the root.
    pub depth: f32,
    /// Steps up to containers that mean something.
    pub steps: Steps,
    /// The nearest `<article>`.
    pub article: Option<usize>,
    /// Hash of the tags from the root down.
    pub path: u64,
    /// Steps up to the first container that holds the best one.
    pub up_to_best: f32,
    /// Steps from there down.
    pub down_to_best: f32,
    /// Steps up to the first container that holds the densest one.
    pub up_to_densest: f32,
    /// Steps from there down.
    pub down_to_densest: f32,
}

/// All containers of a page; the same numbers as in the outline.
pub struct Containers {
    /// One place for each.
    pub places: Vec<Place>,
    /// The one with the highest score.
    pub best: usize,
    /// The one with the most paragraph words right in it.
    pub densest: usize,
}

impl Containers {
    /// Goes over the containers up, then down. Linear.
    #[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
    pub fn of(outline: &Outline, lines: &[Line]) -> Self {
        let mut places = down(outline);
        let mut leaf = vec![true; places.len()];
        for (index, container) in outline.containers.iter().enumerate() {
            if container.parent != index {
                leaf[container.parent] = false;
            }
        }
        for (block, line) in outline.blocks.iter().zip(lines) {
            let place = &mut places[block.container];
            place.sums.add(line);
            if line.prose {
                let beside = block.hidden || place.steps.comments < FAR || place.steps.aside < FAR;
                place.score += line.words.min(CAP) * if beside { BESIDE } else { 1.0 };
                place.dense += line.words;
            }
        }
        for index in (1..places.len()).rev() {
            let (parent, place) = (outline.containers[index].parent, places[index]);
            if parent != index {
                places[parent].sums.merge(place.sums);
                places[parent].score += place.score * if leaf[index] { 1.0 } else { DECAY };
                places[parent].dense += if leaf[index] { place.dense } else { 0.0 };
            }
        }
        let best =
            most(&places, |index| if leaf[index] { places[index].score * 0.9 } else { places[index].score });
        let densest = most(&places, |index| if leaf[index] { 0.0 } else { places[index].dense });
        for index in 0..places.len() {
            let parent = outline.containers[index].parent;
            places[index].score_most = places[index].score.max(places[parent].score_most);
        }
        relate(outline, &mut places, best, |place, up, down| {
            (place.up_to_best, place.down_to_best) = (up, down);
        });
        relate(outline, &mut places, densest, |place, up, down| {
            (place.up_to_densest, place.down_to_densest) = (up, down);
        });
        Self { places, best, densest }
    }
}

/// The first index of the highest value.
fn most(places: &[Place], value: impl Fn(usize) -> f32) -> usize {
    (0..places.len()).rev().max_by(|&a, &b| value(a).total_cmp(&value(b))).unwrap_or(0)
}

/// What only depends on the elements above.
#[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
fn down(outline: &Outline) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(outline.containers.len());
    for (index, container) in outline.containers.iter().enumerate() {
        let above = (container.parent != index).then(|| places[container.parent]);
        let step =
            |is: bool, above: Option<f32>| if is { 0.0 } else { above.map_or(FAR, |n| (n + 1.0).min(FAR)) };
        let steps = above.map(|above| above.steps);
        let (tag, role) = (container.tag, container.role);
        let aside = matches!(tag, Tag::Aside | Tag::Nav | Tag::Footer | Tag::Dialog | Tag::Menu);
        places.push(Place {
            sums: Sums::default(),
            dense: 0.0,
            score: 0.0,
            score_most: 0.0,
            depth: above.map_or(0.0, |above| above.depth + 1.0),
            steps: Steps {
                noise: step(role.noise, steps.map(|s| s.noise)),
                body: step(role.body, steps.map(|s| s.body)),
                article: step(tag == Tag::Article, steps.map(|s| s.article)),
                aside: step(aside, steps.map(|s| s.aside)),
                header: step(tag == Tag::Header, steps.map(|s| s.header)),
                form: step(tag == Tag::Form, steps.map(|s| s.form)),
                figure: step(tag == Tag::Figure, steps.map(|s| s.figure)),
                main: step(tag == Tag::Main, steps.map(|s| s.main)),
                table: step(tag == Tag::Table, steps.map(|s| s.table)),
                comments: step(role.comments, steps.map(|s| s.comments)),
            },
            article: if tag == Tag::Article { Some(index) } else { above.and_then(|above| above.article) },
            path: hash::bytes(above.map_or(0, |above| above.path), &[tag as u8]),
            up_to_best: 0.0,
            down_to_best: 0.0,
            up_to_densest: 0.0,
            down_to_densest: 0.0,
        });
    }
    places
}

/// Tells every container its steps up to the first one that holds `target`, and from there down to it.
#[expect(clippy::indexing_slicing, reason = "the outline numbers its containers, parents first")]
fn relate(outline: &Outline, places: &mut [Place], target: usize, set: impl Fn(&mut Place, f32, f32)) {
    let mut holds = vec![false; places.len()];
    let mut up = target;
    while let Some(held) = holds.get_mut(up).filter(|held| !**held) {
        *held = true;
        up = outline.containers[up].parent;
    }
    let mut found: Vec<(f32, f32)> = Vec::with_capacity(places.len());
    for index in 0..places.len() {
        let parent = outline.containers[index].parent;
        let steps = if holds[index] {
            (0.0, (places[target].depth - places[index].depth).max(0.0))
        } else if parent == index {
            (FAR, FAR)
        } else {
            (found[parent].0 + 1.0, found[parent].1)
        };
        found.push(steps);
        set(&mut places[index], steps.0, steps.1);
    }
}
