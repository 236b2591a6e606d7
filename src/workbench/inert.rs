//! A page of somebody else's as HTML that can do nothing.
//!
//! The page is not cleaned but built anew from our own tree, and what is written knows two elements, `div` and `span`, and
//! a handful of attributes of our own. Whatever was a script, a style sheet, an address, a form or a frame in the page has
//! no way of being said here. `div` and `span` also nest as they are written, so that the browser's tree is ours.

use std::collections::HashMap;
use std::fmt::Write as _;

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use crate::extract::{Place, excerpt};
use crate::page::Page;

/// A page's elements and texts, numbered in the order of the document, and the HTML that has these numbers: an element's
/// as `data-n`, a text's as `data-x`.
#[derive(Debug, Default)]
pub(super) struct Inert {
    /// The content of a `body` element.
    pub html: String,
    /// Whether the page goes on where the HTML ends.
    pub is_cut: bool,
    elements: Vec<NodeId>,
    /// For each element its number, and the numbers of the texts in it.
    numbers: HashMap<NodeId, Numbers>,
    texts: HashMap<NodeId, usize>,
}

#[derive(Clone, Copy, Debug)]
struct Numbers {
    own: usize,
    first_text: usize,
    /// One behind the last.
    end_text: usize,
}

/// The most elements and texts that are shown. A page of more would keep the browser busy for seconds.
const MOST_NODES: usize = 40_000;
/// The most bytes of HTML.
const MOST_BYTES: usize = 6 << 20;

/// Elements that are left out with all that is in them.
const UNSEEN: &[&str] = &[
    "area", "base", "datalist", "head", "link", "map", "math", "meta", "noembed", "noframes", "noscript",
    "param", "rp", "script", "source", "style", "svg", "template", "title", "track",
];
/// Elements in whose stead a few words of ours are shown.
const REPLACED: &[(&str, &str)] = &[
    ("applet", "applet"),
    ("audio", "audio"),
    ("canvas", "drawing"),
    ("embed", "embedded"),
    ("frame", "frame"),
    ("iframe", "frame"),
    ("img", "image"),
    ("input", "field"),
    ("object", "embedded"),
    ("select", "list"),
    ("textarea", "field"),
    ("video", "video"),
];
/// Elements that stand in a line of text.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rt", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Other elements that our style sheet shows as what they are.
const STYLED: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "button",
    "caption",
    "dd",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

impl Inert {
    /// Builds the HTML of a page.
    pub fn of(page: &Page) -> Self {
        let mut inert = Self::default();
        let mut unseen: Option<NodeId> = None;
        for edge in page.html.tree.root().traverse() {
            match edge {
                Edge::Open(node) if unseen.is_none() => {
                    if inert.is_full() {
                        inert.is_cut = true;
                        unseen = Some(node.id());
                    } else if !inert.open(node) {
                        unseen = Some(node.id());
                    }
                }
                Edge::Open(_) => {}
                Edge::Close(node) if unseen.is_some() => unseen = unseen.filter(|&id| id != node.id()),
                Edge::Close(node) => inert.close(node),
            }
        }
        inert
    }

    fn is_full(&self) -> bool {
        self.elements.len() + self.texts.len() >= MOST_NODES || self.html.len() >= MOST_BYTES
    }

    /// Writes a text or the start of an element; whether what is in it is to be written too.
    fn open(&mut self, node: NodeRef<'_, Node>) -> bool {
        match node.value() {
            Node::Document | Node::Fragment => true,
            Node::Text(text) => {
                self.text(node.id(), text);
                true
            }
            Node::Element(element) if !UNSEEN.contains(&element.name()) => {
                let number = self.elements.len();
                self.elements.push(node.id());
                let first_text = self.texts.len();
                let numbers = Numbers { own: number, first_text, end_text: first_text };
                self.numbers.insert(node.id(), numbers);
                self.element(number, element)
            }
            _ => false,
        }
    }

    fn text(&mut self, id: NodeId, text: &str) {
        if text.trim().is_empty() {
            self.html.push(' ');
            return;
        }
        let _ = write!(self.html, "<span data-x=\"{}\">", self.texts.len());
        self.texts.insert(id, self.texts.len());
        // No text is so long that a browser would stop at it, but for the one somebody makes.
        escape(&mut self.html, text.get(..floor(text, MOST_BYTES)).unwrap_or_default());
        self.html.push_str("</span>");
    }

    fn element(&mut self, number: usize, element: &Element) -> bool {
        let name = element.name();
        let tag = tag(element);
        let _ = write!(self.html, "<{tag} data-n=\"{number}\" data-c=\"");
        escape(&mut self.html, &described(element));
        self.html.push('"');
        let replaced = REPLACED.iter().find(|(replaced, _)| *replaced == name);
        if let Some((_, what)) = replaced {
            let alt = ["alt", "title", "placeholder", "aria-label"].iter().find_map(|key| element.attr(key));
            let _ = write!(self.html, " data-t=\"replaced\" data-alt=\"{what}");
            if let Some(alt) = alt.map(str::trim).filter(|alt| !alt.is_empty()) {
                self.html.push_str(": ");
                escape(&mut self.html, &excerpt(alt));
            }
            self.html.push('"');
        } else if INLINE.contains(&name) || STYLED.contains(&name) {
            // One of our own words, not the page's.
            let _ = write!(self.html, " data-t=\"{name}\"");
        }
        if let Some(level @ ("1" | "2" | "3" | "4" | "5" | "6")) = name.strip_prefix('h') {
            let _ = write!(self.html, " role=\"heading\" aria-level=\"{level}\"");
        }
        if is_hidden(element) {
            self.html.push_str(" data-hidden");
        }
        self.html.push('>');
        if replaced.is_some() {
            let _ = write!(self.html, "</{tag}>");
        }
        replaced.is_none()
    }

    fn close(&mut self, node: NodeRef<'_, Node>) {
        let Node::Element(element) = node.value() else { return };
        if let Some(numbers) = self.numbers.get_mut(&node.id()) {
            numbers.end_text = self.texts.len();
            let _ = write!(self.html, "</{}>", tag(element));
        }
    }

    /// The element of that number.
    pub fn element_of(&self, number: usize) -> Option<NodeId> {
        self.elements.get(number).copied()
    }

    /// An element's number; `None` if it is not shown.
    pub fn number_of(&self, element: NodeId) -> Option<usize> {
        self.numbers.get(&element).map(|numbers| numbers.own)
    }

    /// The numbers of the first and the last text at a place; `None` if none is shown.
    pub fn texts_at(&self, place: Place) -> Option<(usize, usize)> {
        match place {
            Place::Element(element) => {
                let numbers = self.numbers.get(&element)?;
                (numbers.end_text > numbers.first_text).then(|| (numbers.first_text, numbers.end_text - 1))
            }
            Place::Texts(first, last) => {
                let first = *self.texts.get(&first)?;
                Some((first, self.texts.get(&last).copied().unwrap_or(first)))
            }
        }
    }
}

fn tag(element: &Element) -> &'static str {
    if INLINE.contains(&element.name()) { "span" } else { "div" }
}

/// In the page's order.
fn classes(element: &Element) -> impl Iterator<Item = &str> {
    element.attr("class").unwrap_or_default().split_ascii_whitespace()
}

/// The most bytes of an element's description.
const MOST_DESCRIBED: usize = 90;

/// An element's tag, id and classes as a selector would have them.
pub(super) fn described(element: &Element) -> String {
    let mut text = element.name().to_owned();
    let id = element.id().map(|id| format!("#{id}"));
    for part in id.into_iter().chain(classes(element).map(|class| format!(".{class}"))) {
        if text.len() + part.len() > MOST_DESCRIBED {
            text.push('…');
            break;
        }
        text.push_str(&part);
    }
    text.truncate(floor(&text, 2 * MOST_DESCRIBED));
    text
}

/// Whether the page says that it is not shown at once.
fn is_hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default();
    let style: String = style.chars().take(200).filter(|c| !c.is_whitespace()).collect();
    element.attr("hidden").is_some() || style.to_ascii_lowercase().contains("display:none")
}

/// The greatest place up to `most` where the text may be cut.
fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}
