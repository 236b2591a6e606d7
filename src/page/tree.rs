//! Text → document, with a guard before html5ever's tree builder.
//!
//! Some small inputs make the standard's tree construction quadratic (100,000 nested `<div>`) or let it multiply
//! nodes without end (`<font size=1><p>` repeated: every paragraph reopens all fonts before it). The guard sits
//! between tokenizer and tree builder: start tags below [`MAX_DEPTH`] are dropped with their end tags, and feeding
//! stops once there are far more nodes than tags. Real pages stay far from both.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};

/// The deepest open element that still gets children.
const MAX_DEPTH: u32 = 512;
/// Nodes any document may have, plus so many for each of its tags.
const FREE_NODES: usize = 1000;
const NODES_PER_TAG: usize = 8;
/// How many bytes are fed between two looks at the number of nodes.
const FEED: usize = 64 * 1024;

/// Elements whose start tag must reach the tree builder because it switches the tokenizer, or because they
/// hold nothing and so deepen nothing.
const ALWAYS_FORWARDED: &[&str] = &[
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "iframe",
    "img",
    "input",
    "link",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "param",
    "plaintext",
    "script",
    "source",
    "style",
    "textarea",
    "title",
    "track",
    "wbr",
    "xmp",
];

/// Parses a document.
pub fn parse(text: &str) -> Html {
    let sink = Bounded::new(HtmlTreeSink::new(Html::new_document()));
    let guard = Guard {
        builder: TreeBuilder::new(sink, TreeBuilderOpts::default()),
        tags: Cell::new(0),
        dropped: RefCell::default(),
        full: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    for piece in pieces(text) {
        input.push_back(StrTendril::from_slice(piece));
        // The tokenizer stops for finished scripts, which we don't run, and for declared encodings, which are settled.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        if tokenizer.sink.full.get() {
            break;
        }
    }
    while input.pop_front().is_some() {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// The text in pieces of about [`FEED`] bytes, cut between characters.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.floor_char_boundary(FEED);
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

struct Guard {
    builder: TreeBuilder<NodeId, Bounded>,
    tags: Cell<usize>,
    /// How many start tags of each name were dropped and wait for their end tag.
    dropped: RefCell<HashMap<LocalName, usize>>,
    full: Cell<bool>,
}

impl Guard {
    fn passes(&self, tag: &Tag) -> bool {
        self.tags.set(self.tags.get() + 1);
        let mut dropped = self.dropped.borrow_mut();
        if tag.kind == TagKind::EndTag {
            if let Some(count) = dropped.get_mut(&tag.name).filter(|count| **count > 0) {
                *count -= 1;
                return false;
            }
            // The tree builder tells of some elements it closes, not of all. The next element it places sets the
            // depth right again, so that a stray end tag gains at most one level.
            let depth = &self.builder.sink.depth;
            depth.set(depth.get().saturating_sub(1));
            return true;
        }
        let too_deep = self.builder.sink.depth.get() >= MAX_DEPTH;
        if too_deep && !ALWAYS_FORWARDED.contains(&&*tag.name) {
            *dropped.entry(tag.name.clone()).or_default() += 1;
            return false;
        }
        true
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if self.full.get() && !matches!(token, Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        if let Token::TagToken(tag) = &token {
            if !self.passes(tag) {
                return TokenSinkResult::Continue;
            }
            let nodes = self.builder.sink.nodes.get();
            self.full.set(nodes > FREE_NODES + NODES_PER_TAG * self.tags.get());
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// scraper's own sink, which besides counts elements and knows how deep the open one is.
struct Bounded {
    inner: HtmlTreeSink,
    nodes: Cell<usize>,
    /// Depth of the element opened last, less what was closed since.
    depth: Cell<u32>,
    depths: RefCell<HashMap<NodeId, u32>>,
}

impl Bounded {
    fn new(inner: HtmlTreeSink) -> Self {
        Self { inner, nodes: Cell::new(0), depth: Cell::new(0), depths: RefCell::default() }
    }

    fn depth_of(&self, node: NodeId) -> u32 {
        self.depths.borrow().get(&node).copied().unwrap_or(0)
    }

    fn placed(&self, parent_depth: u32, child: &NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(child) = child {
            self.depths.borrow_mut().insert(*child, parent_depth + 1);
            self.depth.set(parent_depth + 1);
        }
    }
}

impl TreeSink for Bounded {
    type Handle = NodeId;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.nodes.set(self.nodes.get() + 1);
        self.inner.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, text: StrTendril) -> NodeId {
        self.inner.create_pi(target, text)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.placed(self.depth_of(*parent), &child);
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.placed(self.depth_of(*previous), &child);
        self.inner.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn pop(&self, node: &NodeId) {
        self.depth.set(self.depth_of(*node).saturating_sub(1));
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.placed(self.depth_of(*sibling).saturating_sub(1), &child);
        self.inner.append_before_sibling(sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
}
