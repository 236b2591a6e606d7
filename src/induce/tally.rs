//! How much of each element's text is part of a given article text.

use std::collections::{HashMap, HashSet};

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;

use super::hashes::Hashes;
use super::tokens::{Token, tokens};
use crate::page::Page;

/// Words of an element, or of all elements of one name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// All of them.
    pub all: usize,
    /// Those that stand in the article.
    pub kept: usize,
}

impl Words {
    fn add(&mut self, other: Self) {
        self.all += other.all;
        self.kept += other.kept;
    }

    /// The F1 of these words as the article, which has `whole` words.
    #[expect(clippy::cast_precision_loss, reason = "a page has far fewer words than 2^52")]
    pub fn fitness(self, whole: usize) -> f64 {
        2.0 * self.kept as f64 / (self.all + whole).max(1) as f64
    }
}

/// The words of every element of a page, and of everything that goes by one name.
#[derive(Debug, Default)]
pub struct Tally {
    /// Of each element with text.
    pub elements: HashMap<NodeId, Words>,
    /// Of the outermost elements each token names, together.
    pub tokens: HashMap<Token, Words>,
    /// Of the page.
    pub whole: Words,
    /// Which of its classes no name is taken from.
    pub hashes: Hashes,
}

/// Elements that part words but no blocks.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];
/// Elements whose text nobody reads.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "textarea", "button",
    "head", "title",
];

/// The blocks of a text, squeezed, each cell and line of them too.
pub fn keys(body: &str) -> HashSet<String> {
    let blocks = body.split("\n\n");
    let parts = blocks.flat_map(|block| std::iter::once(block).chain(block.split(['\n', '\t'])));
    parts.map(squeezed).filter(|key| !key.is_empty()).collect()
}

/// A text without white space and invisible characters: what the same text is known by.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether an element holds text that a reader sees.
pub fn is_read(element: &Element) -> bool {
    !UNREAD.contains(&element.name())
}

/// Counts every element's words, told apart by whether their block is one of the article's.
pub fn tally(page: &Page, article: &HashSet<String>) -> Tally {
    let mut counting = Counting { article, order: Vec::new(), own: HashMap::new(), run: Vec::new() };
    let mut unread: Option<NodeId> = None;
    for edge in page.html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if unread.is_none() => match node.value() {
                Node::Element(element) => {
                    counting.open(node, element);
                    unread = (!is_read(element)).then(|| node.id());
                }
                Node::Text(text) => counting.text(node, text),
                _ => {}
            },
            Edge::Open(_) => {}
            Edge::Close(node) if unread.is_some() => unread = unread.filter(|&id| id != node.id()),
            Edge::Close(node) => {
                if let Node::Element(element) = node.value()
                    && !INLINE.contains(&element.name())
                {
                    counting.end_block();
                }
            }
        }
    }
    counting.end_block();
    let Counting { order, own, .. } = counting;
    let mut tally =
        Tally { elements: summed(page, &order, own), hashes: Hashes::of(&page.html), ..Tally::default() };
    tally.whole = tally.elements.get(&page.html.root_element().id()).copied().unwrap_or_default();
    tally.tokens = by_token(page, &tally.elements, &tally.hashes);
    tally
}

/// The count so far.
struct Counting<'a> {
    article: &'a HashSet<String>,
    /// Elements in document order.
    order: Vec<NodeId>,
    own: HashMap<NodeId, Words>,
    /// The texts of the block that is open, and the elements they stand in; `None` is a line break.
    run: Vec<Option<(NodeId, String)>>,
}

impl Counting<'_> {
    fn open(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        self.order.push(node.id());
        if element.name() == "br" {
            self.run.push(None);
        } else if !INLINE.contains(&element.name()) {
            self.end_block();
        }
    }

    fn text(&mut self, node: NodeRef<'_, Node>, text: &str) {
        if let Some(parent) = node.parent().filter(|_| !text.trim().is_empty()) {
            self.run.push(Some((parent.id(), text.to_owned())));
        }
    }

    fn end_block(&mut self) {
        let run = std::mem::take(&mut self.run);
        let is_kept = |lines: &[Option<(NodeId, String)>]| {
            let text: String = lines.iter().flatten().map(|(_, text)| squeezed(text)).collect();
            self.article.contains(&text)
        };
        let whole = is_kept(&run);
        for line in run.split(Option::is_none) {
            let kept = whole || is_kept(line);
            for (parent, text) in line.iter().flatten() {
                let all = text.split_whitespace().count();
                self.own.entry(*parent).or_default().add(Words { all, kept: if kept { all } else { 0 } });
            }
        }
    }
}

/// Each element's words with those of all elements in it.
fn summed(page: &Page, order: &[NodeId], mut words: HashMap<NodeId, Words>) -> HashMap<NodeId, Words> {
    for id in order.iter().rev() {
        let parent = page.html.tree.get(*id).and_then(|node| node.parent()).map(|parent| parent.id());
        if let (Some(own), Some(parent)) = (words.get(id).copied(), parent) {
            words.entry(parent).or_default().add(own);
        }
    }
    words
}

/// The words of the outermost elements each token names.
fn by_token(page: &Page, elements: &HashMap<NodeId, Words>, hashes: &Hashes) -> HashMap<Token, Words> {
    let mut found: HashMap<Token, Words> = HashMap::new();
    let mut open: HashMap<Token, usize> = HashMap::new();
    let mut path: Vec<Vec<Token>> = Vec::new();
    for edge in page.html.tree.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        let (Node::Element(element), Some(words)) = (node.value(), elements.get(&node.id())) else {
            continue;
        };
        if !opens {
            for token in path.pop().unwrap_or_default() {
                open.entry(token).and_modify(|depth| *depth = depth.saturating_sub(1));
            }
            continue;
        }
        let names = tokens(element, hashes);
        for token in &names {
            let depth = open.entry(token.clone()).or_default();
            *depth += 1;
            if *depth == 1 {
                found.entry(token.clone()).or_default().add(*words);
            }
        }
        path.push(names);
    }
    found
}
