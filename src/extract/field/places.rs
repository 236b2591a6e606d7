//! Where on a page the article's own lines stand, and where other stories', comments' and the site's do.

use scraper::ElementRef;

use crate::extract::survey::Survey;
use crate::extract::survey::class_meaning::{BESIDE_BIT, ELSEWHERE_BIT};
use crate::extract::survey::class_words;
use crate::extract::survey::class_words::meaning_of;
use crate::extract::survey::outline::{Container, Outline, Tag, TextBlock};
use crate::page::Page;

/// Short lines just before and after the page's headline, up to the first paragraph: where byline and date stand on pages
/// that mark neither.
pub fn around_headline<'a>(survey: &'a Survey<'_>) -> impl Iterator<Item = &'a TextBlock> {
    let outline = &survey.outline;
    let at = heading(survey);
    let from = at.map_or(outline.blocks.len(), |at| at.saturating_sub(LINES_BEFORE));
    let short = |block: &&TextBlock| {
        block.words <= LINE_WORDS && !block.hidden && !stands_apart(outline, block.container)
    };
    let before = outline.blocks.get(from..at.unwrap_or(from)).unwrap_or_default();
    let after = outline.blocks.get(at.map_or(from, |at| at + 1)..).unwrap_or_default();
    let after = after.iter().take(LINES_AFTER).take_while(|block| block.words <= PARAGRAPH_WORDS);
    after.chain(before.iter().rev()).filter(short)
}

/// Which block is the page's headline: the first visible `<h1>`; but sites write their own name as one too, so that a heading
/// of some words that the title has as well comes before others.
fn heading(survey: &Survey<'_>) -> Option<usize> {
    let outline = &survey.outline;
    let tag_of = |block: &TextBlock| outline.containers.get(block.container).map(|container| container.tag);
    let metas = survey.metas.iter().filter(|meta| meta.name == "og:title").map(|meta| meta.content);
    let titles: Vec<&str> = metas.chain(survey.title.as_deref()).collect();
    let long = |block: &TextBlock| block.words >= 3;
    let told = |block: &TextBlock| long(block) && titles.iter().any(|title| shares_half(&block.text, title));
    // Other stories' headings are links.
    let whole = |block: &TextBlock| {
        block.link_chars == 0 && long(block) && titles.iter().any(|title| title.contains(&block.text))
    };
    let first = |tags: &[Tag], wanted: &dyn Fn(&TextBlock) -> bool| {
        let is_heading = |block: &TextBlock| tag_of(block).is_some_and(|tag| tags.contains(&tag));
        outline.blocks.iter().position(|block| !block.hidden && is_heading(block) && wanted(block))
    };
    let lesser = &[Tag::H2, Tag::H3];
    first(&[Tag::H1], &told)
        .or_else(|| first(lesser, &whole))
        .or_else(|| first(&[Tag::H1], &long))
        .or_else(|| first(lesser, &told))
        .or_else(|| first(&[Tag::H1], &|_| true))
        .or_else(|| outline.blocks.iter().position(|block| begins_title(block, &titles)))
}

/// Whether a title begins with a block's text, as it does with the headline of a page without any heading.
fn begins_title(block: &TextBlock, titles: &[&str]) -> bool {
    block.text.chars().count() >= SHORTEST_HEADLINE
        && !block.hidden
        && block.link_chars == 0
        && titles.iter().any(|title| title.trim_start().starts_with(&block.text))
}

/// Shortest text, in characters, that such a headline is.
const SHORTEST_HEADLINE: usize = 8;

/// Whether half of the first text's words stand in the second.
pub fn shares_half(one: &str, other: &str) -> bool {
    let words: Vec<&str> = one.split_whitespace().collect();
    words.iter().filter(|word| other.contains(**word)).count() * 2 >= words.len()
}

/// How many blocks before and after the headline are looked at, and how long a line and a paragraph are.
const LINES_BEFORE: usize = 4;
const LINES_AFTER: usize = 12;
const LINE_WORDS: usize = 16;
const PARAGRAPH_WORDS: usize = 40;

/// Where an element stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// In the article, as far as one can tell.
    Here,
    /// Beside it: in an `<aside>`, a side bar, a widget, where sites put a box about the author too.
    Beside,
    /// Among other stories, comments or the site's own lines.
    Elsewhere,
}

/// Where an element stands, by what is around it.
pub fn stand(outline: &Outline, element: ElementRef<'_>) -> Stand {
    within_stories(outline, element.ancestors().filter_map(ElementRef::wrap))
}

/// The same as [`stand_within`], but that other stories are known by what they are made of, too.
fn within_stories<'a>(outline: &Outline, around: impl Iterator<Item = ElementRef<'a>> + Clone) -> Stand {
    if around.clone().any(|above| outline.stories.contains(&above.id())) {
        return Stand::Elsewhere;
    }
    stand_within(around)
}

/// Where something stands by the elements around it, innermost first. A footer is that of the article it is in: who wrote
/// it, and when, may well stand there (HTML standard, 4.3.9).
fn stand_within<'a>(around: impl Iterator<Item = ElementRef<'a>>) -> Stand {
    let mut stand = Stand::Here;
    let mut in_footer = false;
    for above in around {
        let value = above.value();
        match value.name() {
            "body" | "html" | "main" => break,
            "nav" => return Stand::Elsewhere,
            "footer" => in_footer = true,
            "article" if in_footer => (in_footer, stand) = (false, Stand::Beside),
            "aside" => stand = Stand::Beside,
            _ => {}
        }
        let names = value.attrs().filter(|(name, _)| matches!(*name, "class" | "id"));
        let names = names.flat_map(|(_, names)| names.split_ascii_whitespace());
        let names = names.filter(|name| !name.starts_with("elementor") && !is_own_footer(name));
        let meaning = names.fold(0, |all, name| all | meaning_of(name));
        if meaning & ELSEWHERE_BIT != 0 {
            return Stand::Elsewhere;
        }
        if meaning & BESIDE_BIT != 0 {
            stand = Stand::Beside;
        }
    }
    if in_footer { Stand::Elsewhere } else { stand }
}

/// Whether a class names the foot of an article: `post-footer`, `entry-footer`.
fn is_own_footer(name: &str) -> bool {
    let own = ["post", "entry", "article", "asset", "story", "node", "single"];
    name.ends_with("footer") && class_words::has_word(name, &own)
}

/// Whether an element stands where other stories, comments or the site's own lines stand, or beside the article.
pub fn elsewhere(element: ElementRef<'_>) -> bool {
    stand_within(element.ancestors().filter_map(ElementRef::wrap)) > Stand::Here
}

/// Where a container of the outline stands.
pub fn stand_of_block(page: &Page, outline: &Outline, container: usize) -> Stand {
    let node = outline.containers.get(container).and_then(|container| page.html.tree.get(container.node));
    let around = node.into_iter().flat_map(|node| std::iter::once(node).chain(node.ancestors()));
    within_stories(outline, around.filter_map(ElementRef::wrap))
}

/// Whether a container, or one around it, is set apart from the article by its tag, or holds comments or other stories.
fn stands_apart(outline: &Outline, container: usize) -> bool {
    up_from(outline, container).any(|here| {
        matches!(here.tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Dialog)
            || here.role.comments
            || outline.stories.contains(&here.node)
    })
}

/// The containers from one up to the page's body.
fn up_from(outline: &Outline, container: usize) -> impl Iterator<Item = &Container> {
    let mut next = Some(container);
    std::iter::from_fn(move || {
        let index = next?;
        let here = outline.containers.get(index).filter(|here| here.tag != Tag::Body)?;
        next = (here.parent != index).then_some(here.parent);
        Some(here)
    })
}

/// Whether a container, or one around it, is navigation, a list of other stories, comments or the like.
pub fn is_noise(outline: &Outline, container: usize) -> bool {
    up_from(outline, container).any(|here| here.role.noise && here.tag != Tag::Header || here.role.comments)
}
