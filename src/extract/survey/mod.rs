//! One pass over the tree that collects everything the fields are decided by.
//!
//! Nothing after it walks the whole document again: metadata stands in lists, visible candidates (headings,
//! bylines, times) are marked, and the text lies in an [`Outline`] of blocks and containers. Only a profile's CSS
//! selectors look at the tree themselves.

pub mod class_words;
pub mod inline;
pub mod outline;

use std::collections::HashSet;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Node};
use url::Url;

use self::outline::{Outline, OutlineBuilder};
use super::text::{BLOCK_LEVEL, UNREAD};
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
        walk(page.html.tree.root(), stripped, &mut outline, |element| survey.meet(element));
        survey.outline = outline.finish();
        survey
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

    fn meet(&mut self, element: ElementRef<'a>) {
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
            _ => self.mark(element),
        }
        if let Some(names) = value.attr("itemprop") {
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

    fn mark(&mut self, element: ElementRef<'a>) {
        let value = element.value();
        match value.name() {
            "h1" => self.marks.push((Mark::H1, element)),
            "time" => self.marks.push((Mark::Time, element)),
            _ => {}
        }
        for (name, text) in value.attrs() {
            match name {
                "rel" if text.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("author")) => {
                    self.marks.push((Mark::RelAuthor, element));
                }
                "class" | "id" | "data-testid" => {
                    self.marks.extend(mark_of(text).map(|mark| (mark, element)));
                }
                _ => {}
            }
        }
    }
}

/// What a class attribute or id marks its element as.
fn mark_of(names: &str) -> Option<Mark> {
    names.split_ascii_whitespace().find_map(|name| {
        let words: Vec<String> = class_words::words(name).collect();
        let is = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
        if is(&[
            "comment",
            "comments",
            "related",
            "footer",
            "copyright",
            "share",
            "avatar",
            "image",
            "img",
            "bio",
        ]) {
            None
        } else if is(&["headline", "title"]) && is(&["article", "entry", "post", "story", "news", "page"]) {
            Some(Mark::HeadlineClass)
        } else if is(&["author", "authors", "autor", "auteur", "autore", "autoren"]) {
            Some(Mark::AuthorClass)
        } else if is(&["byline", "bylines", "writer", "contributor", "reporter", "journalist", "firma"]) {
            Some(Mark::BylineClass)
        } else if is(&[
            "date",
            "dateline",
            "datetime",
            "published",
            "pubdate",
            "timestamp",
            "datum",
            "fecha",
            "data",
        ]) || (is(&["time", "posted", "publish"]) && words.len() <= 3)
        {
            Some(Mark::DateClass)
        } else {
            None
        }
    })
}

/// Walks a subtree without recursion, telling the outline what opens and closes. Elements in `skip` and those that
/// hold no text stay out of the outline; `meet` sees every element.
pub fn walk<'a>(
    root: NodeRef<'a, Node>,
    skip: &HashSet<NodeId>,
    outline: &mut OutlineBuilder,
    mut meet: impl FnMut(ElementRef<'a>),
) {
    let mut unread: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                if let Some(element) = ElementRef::wrap(node) {
                    meet(element);
                }
                if unread.is_none() && (skip.contains(&node.id()) || open(node, outline)) {
                    unread = Some(node.id());
                }
            }
            Edge::Close(node) if unread.is_some() => unread = unread.filter(|&id| id != node.id()),
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    let name = element.name();
                    if name != "br" && name != "hr" {
                        outline.close(name, BLOCK_LEVEL.contains(&name));
                    }
                }
            }
        }
    }
}

/// Whether what the node holds is no text of the page.
fn open(node: NodeRef<'_, Node>, outline: &mut OutlineBuilder) -> bool {
    match node.value() {
        Node::Text(text) => outline.text(text),
        Node::Element(element) => match element.name() {
            "br" => outline.line_break(),
            "hr" => outline.flush(),
            name if UNREAD.contains(&name) => return true,
            name => outline.open(node.id(), element, BLOCK_LEVEL.contains(&name)),
        },
        _ => {}
    }
    false
}
