//! What stands between tokenizer and tree builder so that no input costs much more than its size.
//!
//! Some small inputs make the standard's tree construction quadratic (100,000 nested `<div>`) or let it multiply
//! nodes without end (`<font size=1><p>` repeated: every paragraph reopens all fonts before it). Start tags below
//! [`MAX_DEPTH`] are dropped with their end tags, and reading stops once there are far more nodes than tags, or more
//! tokens than [`MOST_TOKENS`]. These are bounds on work, not on time: the same page is always cut in the same place.
//! Real pages stay far from all three.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::LocalName;
use html5ever::interface::TreeSink as _;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, states::RawKind};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use scraper::Html;

use super::tree::{Bounded, Handle};

/// The deepest open element that still gets children.
const MAX_DEPTH: u32 = 512;
/// Nodes any document may have, plus so many for each of its tags.
const FREE_NODES: usize = 1000;
const NODES_PER_TAG: usize = 8;
/// The most tokens: tags, runs of text, comments, slips in the markup. None of a thousand news pages has more than
/// 10,000 tags.
const MOST_TOKENS: usize = 300_000;

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

/// Lets through to the tree builder what does no harm.
pub struct Guard {
    builder: TreeBuilder<Handle, Bounded>,
    tokens: Cell<usize>,
    tags: Cell<usize>,
    /// How many start tags of each name were dropped and wait for their end tag.
    dropped: RefCell<HashMap<LocalName, usize>>,
    full: Cell<bool>,
    /// Whether the last token was a tag, comment or document type after which markup goes on.
    settled: Cell<bool>,
    /// The element whose content is no markup, while it is the tokenizer's turn to read it.
    raw_text: RefCell<Option<LocalName>>,
}

impl Guard {
    /// A guard before an empty tree.
    pub fn new() -> Self {
        Self {
            builder: TreeBuilder::new(Bounded::new(), TreeBuilderOpts::default()),
            tokens: Cell::new(0),
            tags: Cell::new(0),
            dropped: RefCell::default(),
            full: Cell::new(false),
            settled: Cell::new(false),
            raw_text: RefCell::default(),
        }
    }

    /// How many tokens came so far.
    pub fn tokens(&self) -> usize {
        self.tokens.get()
    }

    /// Whether the rest of the text is not wanted.
    pub fn is_full(&self) -> bool {
        self.full.get()
    }

    /// Forgets what the last token was.
    pub fn unsettle(&self) {
        self.settled.set(false);
    }

    /// Whether a tag, comment or document type came last after which markup goes on.
    pub fn is_settled(&self) -> bool {
        self.settled.get()
    }

    /// Whether the content of a script or the like comes next.
    pub fn is_at_raw_text(&self) -> bool {
        self.raw_text.borrow().is_some()
    }

    /// The name of the element whose content comes next, if that is no markup.
    pub fn take_raw_text(&self) -> Option<LocalName> {
        self.raw_text.take()
    }

    /// Gives the tree the content of such an element.
    pub fn raw_text(&self, text: StrTendril) {
        self.tokens.set(self.tokens.get() + 1);
        if text.is_empty() || self.full.get() {
            return;
        }
        // As the tokenizer does (HTML standard, 13.2.3.5 and 13.2.5.4).
        let text = if memchr::memchr2(b'\r', 0, text.as_bytes()).is_some() {
            StrTendril::from(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}"))
        } else {
            text
        };
        // A tree builder that is inside such an element takes text and has nothing to answer.
        let _ = self.builder.process_token(Token::CharacterTokens(text), 0);
    }

    /// The document.
    pub fn finish(self) -> Html {
        self.builder.sink.finish()
    }

    fn passes(&self, tag: &Tag) -> bool {
        self.tags.set(self.tags.get() + 1);
        let mut dropped = self.dropped.borrow_mut();
        if tag.kind == TagKind::EndTag {
            if let Some(count) = dropped.get_mut(&tag.name).filter(|count| **count > 0) {
                *count -= 1;
                return false;
            }
            self.builder.sink.end_tag();
            return true;
        }
        if self.builder.sink.depth() >= MAX_DEPTH && !ALWAYS_FORWARDED.contains(&&*tag.name) {
            *dropped.entry(tag.name.clone()).or_default() += 1;
            return false;
        }
        true
    }

    fn tag(&self, tag: Tag, line: u64) -> TokenSinkResult<Handle> {
        if !self.passes(&tag) {
            return TokenSinkResult::Continue;
        }
        let too_many_nodes = self.builder.sink.nodes() > FREE_NODES + NODES_PER_TAG * self.tags.get();
        self.full.set(self.full.get() || too_many_nodes);
        let name = tag.name.clone();
        match self.builder.process_token(Token::TagToken(tag), line) {
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::Rawtext) => {
                *self.raw_text.borrow_mut() = Some(name);
                // The one answer that makes the tokenizer pause and leave its state at "data".
                TokenSinkResult::Script(self.builder.sink.document())
            }
            answer => answer,
        }
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        self.tokens.set(self.tokens.get() + 1);
        if self.tokens.get() > MOST_TOKENS {
            self.full.set(true);
        }
        match token {
            Token::ParseError(_) => {}
            Token::TagToken(_) | Token::CommentToken(_) | Token::DoctypeToken(_) => self.settled.set(true),
            _ => self.settled.set(false),
        }
        let answer = match token {
            Token::EOFToken => self.builder.process_token(token, line),
            _ if self.full.get() => TokenSinkResult::Continue,
            Token::TagToken(tag) => self.tag(tag, line),
            token => self.builder.process_token(token, line),
        };
        if matches!(answer, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext) {
            self.settled.set(false);
        }
        answer
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
