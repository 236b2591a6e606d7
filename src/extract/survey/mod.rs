//! One pass over the tree that collects everything the fields are decided by.
//!
//! Nothing after it walks the whole document again: metadata stands in lists, visible candidates (headings,
//! bylines, times) are marked, and the text lies in an [`Outline`] of blocks and containers. Only a profile's CSS
//! selectors look at the tree themselves.

pub mod aside;
pub mod block;
mod builder;
mod centred;
pub mod class_meaning;
pub mod class_words;
mod columns;
pub mod grid;
pub mod hash;
pub mod inline;
pub mod outline;
mod stories;
pub mod tag;

use std::collections::HashSet;
use std::sync::LazyLock;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Node};
use url::Url;

use self::class_words::Words;
use self::hash::Nodes;
use self::outline::{Outline, OutlineBuilder};
use self::stories::Within;
use self::tag::{Flow, Tag};
use crate::extract::sought::WordSet;
use crate::page::Page;

/// What one pass over a page finds.
#[derive(Default)]
pub struct Survey<'a> {
    /// `<html lang>`.
    pub lang: Option<&'a str>,
    /// What relative addresses are resolved by: `<base href>` or the page's own address.
    pub base: Option<Url>,
    /// `<title>`, the first one outside SVG.
    pub title: Option<String>,
    /// `<meta>` with a name and content, in order.
    pub metas: Vec<Meta<'a>>,
    /// `<link>`, as (`rel`, `href`).
    pub links: Vec<(&'a str, &'a str)>,
    /// The text of `application/ld+json` scripts.
    pub json_ld: Vec<String>,
    /// Elements with an `itemprop`, with the names of it.
    pub properties: Vec<(&'a str, ElementRef<'a>)>,
    /// Visible elements that may hold a field.
    pub marks: Vec<(Mark, ElementRef<'a>)>,
    /// Images with an address.
    pub images: Vec<ElementRef<'a>>,
    /// Fields for a password.
    pub passwords: usize,
    /// Videos, and frames that play one.
    pub videos: usize,
    /// The text.
    pub outline: Outline,
}

/// A `<meta>` element.
pub struct Meta<'a> {
    /// `property`, `name` or `itemprop`, lower case.
    pub name: String,
    /// `content`.
    pub content: &'a str,
}

/// What the addresses of frames hold that play a video.
const PLAYERS: &[&str] = &["youtube", "vimeo", "dailymotion", "brightcove", "jwplayer", "/video", "player"];

/// Visible elements that may hold a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `<h1>`.
    H1,
    /// `<time>`.
    Time,
    /// `rel="author"`.
    RelAuthor,
    /// A link to an author's page.
    AuthorLink,
    /// A class that names the author.
    AuthorClass,
    /// A class that names the whole byline, author, role and date in one.
    BylineClass,
    /// A class that names the date.
    DateClass,
    /// A class that names the headline.
    HeadlineClass,
}

impl<'a> Survey<'a> {
    /// Surveys a page.
    ///
    /// Elements in `stripped` stay out of the outline; metadata is read in them all the same.
    pub fn of(page: &'a Page, stripped: &HashSet<NodeId>) -> Self {
        let mut survey = Self { base: Some(page.final_url.clone()), ..Self::default() };
        let mut outline = OutlineBuilder::default();
        walk(page.html.tree.root(), stripped, &mut outline, |element, words| {
            survey.meet(element, words);
        });
        survey.outline = outline.finish();
        survey.outline.stories = survey.stories();
        let mut within = Within::of(&survey.outline.stories);
        // What is dated there may be of the article's very day, and says nothing about it either way.
        let of_story = |mark: Mark| matches!(mark, Mark::Time | Mark::DateClass);
        survey.marks.retain(|(mark, element)| !(of_story(*mark) && within.holds(*element)));
        survey
    }

    /// The elements that hold other stories.
    fn stories(&self) -> Nodes {
        let metas = self.metas.iter().filter(|meta| meta.name == "og:title").map(|meta| meta.content);
        let titles: Vec<&str> = metas.chain(self.title.as_deref()).collect();
        let authors =
            self.marks.iter().filter(|(mark, _)| matches!(mark, Mark::AuthorLink | Mark::RelAuthor));
        stories::of(&self.outline, &titles, &authors.map(|(_, element)| element.id()).collect())
    }

    /// Resolves an address found on the page.
    pub fn absolute(&self, reference: &str) -> Option<String> {
        let reference = reference.trim();
        let url = match &self.base {
            Some(base) => base.join(reference),
            None => Url::parse(reference),
        };
        url.ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from)
    }

    fn meet(&mut self, element: ElementRef<'a>, words: &Words) {
        let value = element.value();
        match value.name() {
            "html" => self.lang = self.lang.or_else(|| value.attr("lang").or_else(|| value.attr("xml:lang"))),
            "base" => self.meet_base(value),
            "meta" => self.meet_meta(value),
            "link" => {
                if let (Some(rel), Some(href)) = (value.attr("rel"), value.attr("href")) {
                    self.links.push((rel, href));
                }
            }
            "title" => {
                let in_svg =
                    element.parent().and_then(ElementRef::wrap).is_some_and(|p| p.value().name() == "svg");
                if self.title.is_none() && !in_svg {
                    self.title = Some(super::text::of(element)).filter(|title| !title.is_empty());
                }
            }
            "script" => {
                let kind = value.attr("type").unwrap_or_default();
                if kind.to_ascii_lowercase().contains("ld+json") {
                    self.json_ld.push(element.text().collect());
                }
            }
            "img" => self.images.push(element),
            "input" => self.passwords += usize::from(value.attr("type") == Some("password")),
            "video" => self.videos += 1,
            "iframe" => {
                let plays = |src: &str| PLAYERS.iter().any(|player| src.contains(player));
                self.videos += usize::from(value.attr("src").is_some_and(plays));
            }
            _ => self.mark(element, words),
        }
        if words.has_property
            && let Some(names) = value.attr("itemprop")
        {
            self.properties.push((names, element));
        }
    }

    fn meet_base(&mut self, value: &Element) {
        if let Some(base) = value.attr("href").and_then(|href| self.base.as_ref()?.join(href.trim()).ok()) {
            self.base = Some(base);
        }
    }

    fn meet_meta(&mut self, value: &'a Element) {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| value.attr(key));
        if let (Some(name), Some(content)) = (name, value.attr("content")) {
            self.metas.push(Meta { name: name.trim().to_ascii_lowercase(), content });
        }
    }

    fn mark(&mut self, element: ElementRef<'a>, words: &Words) {
        let by_name = match element.value().name() {
            "h1" => Some(Mark::H1),
            "time" => Some(Mark::Time),
            _ => None,
        };
        let by_rel = words.rel_author.then_some(Mark::RelAuthor);
        // Looked for by its letters: `Element::attr` makes a name of them first, which costs more.
        let href = || element.value().attrs().find(|(name, _)| *name == "href").map(|(_, href)| href);
        let href = (element.value().name() == "a").then(href).flatten();
        let by_href = href.is_some_and(leads_to_author).then_some(Mark::AuthorLink);
        let marks = [by_name, by_rel, by_href].into_iter().chain(words.marks).flatten();
        self.marks.extend(marks.map(|mark| (mark, element)));
    }
}

/// Whether an address is that of an author's page, by a part of its path.
fn leads_to_author(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.rsplit('/').skip(usize::from(path.ends_with('/')) + 1);
    parts.any(|part| AUTHOR_PARTS.contains(part))
}

/// Parts of the paths of authors' pages.
static AUTHOR_PARTS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::of([
        "author",
        "authors",
        "autor",
        "autoren",
        "autores",
        "auteur",
        "auteurs",
        "autore",
        "autori",
        "autorzy",
        "by",
        "columnist",
        "columnists",
        "contributor",
        "contributors",
        "journalist",
        "journalists",
        "journaliste",
        "people",
        "person",
        "profile",
        "redakteur",
        "reporter",
        "reporters",
        "staff",
        "team",
        "users",
        "writer",
        "writers",
        "yazar",
        "yazarlar",
        "skribent",
        "penulis",
    ])
});

/// Walks a subtree without recursion, telling the outline what opens and closes. Elements in `skip` and those that
/// hold no text stay out of the outline; `meet` sees every element.
pub fn walk<'a>(
    root: NodeRef<'a, Node>,
    skip: &HashSet<NodeId>,
    outline: &mut OutlineBuilder,
    mut meet: impl FnMut(ElementRef<'a>, &Words),
) {
    let mut unread: Option<NodeId> = None;
    // The open elements that are lines of their own against their tags.
    let mut lines: Vec<NodeId> = Vec::new();
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let flow = aside::flow(node, element);
                    let skipped = unread.is_some() || !skip.is_empty() && skip.contains(&node.id());
                    let asides = aside::Asides::at(node);
                    let (words, opened) = outline.open(node.id(), element, flow, skipped, &asides);
                    if opened != flow {
                        lines.push(node.id());
                    }
                    if let Some(element) = ElementRef::wrap(node) {
                        meet(element, &words);
                    }
                    let left_out = flow == Flow::Unread || words.unseen && !matches!(opened, Flow::Block(_));
                    if unread.is_none() && (skipped || left_out) {
                        unread = Some(node.id());
                    }
                }
                Node::Text(text) if unread.is_none() => outline.text(node.id(), text),
                _ => {}
            },
            Edge::Close(node) if unread.is_some() => unread = unread.filter(|&id| id != node.id()),
            Edge::Close(node) => {
                if lines.last() == Some(&node.id()) {
                    lines.pop();
                    outline.close(Flow::Block(Tag::Figcaption));
                } else if let Node::Element(element) = node.value() {
                    outline.close(Flow::of(element.name()));
                }
            }
        }
    }
}
