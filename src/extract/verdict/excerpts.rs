//! Archives, tags, authors' pages and blogs' front pages: the beginnings of many stories, each under its linked title.
//!
//! They may have as much running text as an article, and call themselves one; but the text is that of cards built alike.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::{BlockKind, MarkKind};
use crate::extract::source::Sources;
use crate::extract::survey::outline::TextBlock;
use crate::extract::text::count_words;

/// Fewest stories of such a page.
const FEWEST: usize = 5;
/// Fewest words of a title, and of a piece of text that counts.
const TITLE_WORDS: usize = 3;
const PIECE_WORDS: usize = 8;
/// The most words of one story's beginning. What is longer is a story.
const LONGEST: usize = 150;
/// Of ten words of the body so many must be those of beginnings.
const SHARE: usize = 8;

/// How many stories' beginnings the body is made of, if it is.
pub fn of(sources: &Sources<'_>, body: &str) -> Option<usize> {
    let outline = &sources.survey.outline;
    let titles: Vec<&TextBlock> =
        outline.blocks.iter().filter(|block| is_title(sources, block)).take(MOST_TITLES).collect();
    if titles.len() < FEWEST {
        return None;
    }
    // For each container the children with titles in them, and how many.
    let mut inside: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for title in titles {
        let mut child = title.container;
        while let Some(parent) = outline.containers.get(child).map(|container| container.parent) {
            if parent == child {
                break;
            }
            *inside.entry(parent).or_default().entry(child).or_default() += 1;
            child = parent;
        }
    }
    let single = |children: &BTreeMap<usize, usize>| children.values().filter(|&&titles| titles == 1).count();
    let cards = inside.into_values().max_by_key(single)?;
    let mut words: HashMap<usize, usize> =
        cards.into_iter().filter(|&(_, titles)| titles == 1).map(|(card, _)| (card, 0)).collect();
    if words.len() < FEWEST {
        return None;
    }
    let kept: HashSet<&str> = body.split("\n\n").collect();
    let counts = |block: &&TextBlock| block.words >= PIECE_WORDS && kept.contains(block.text.as_str());
    for block in outline.blocks.iter().filter(counts) {
        let mut above = block.container;
        while !words.contains_key(&above) {
            match outline.containers.get(above) {
                Some(container) if container.parent != above => above = container.parent,
                _ => break,
            }
        }
        if let Some(words) = words.get_mut(&above) {
            *words += block.words;
        }
    }
    let all: usize = words.values().sum();
    let short = words.values().all(|&words| words <= LONGEST);
    (short && all * 10 >= count_words(body) * SHARE).then_some(words.len())
}

/// Most titles looked at; lists of more are no longer for reading.
const MOST_TITLES: usize = 200;

/// Whether a heading is a link to another page of the site.
fn is_title(sources: &Sources<'_>, block: &TextBlock) -> bool {
    let site = sources.page.final_url.host_str();
    let leads_on = || {
        let link = block.marks.iter().find(|mark| mark.kind == MarkKind::Link)?;
        let href = sources.page.html.tree.get(link.node)?.value().as_element()?.attr("href")?;
        let url = sources.page.final_url.join(href.trim()).ok()?;
        Some(url.host_str() == site && url.path() != sources.page.final_url.path())
    };
    block.kind == BlockKind::Heading
        && block.words >= TITLE_WORDS
        && block.link_density() > 0.8
        && leads_on().unwrap_or(false)
}
