//! Blocks of a body, and the markup inside them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PageTime;

/// One block of the body: `body[start..end]` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What the block is.
    pub kind: BlockKind,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// A heading's level (1 to 6) or a list item's depth (1 for the outermost list); `null` for all others.
    pub level: Option<u8>,
    /// The number of an ordered list's item; `null` for all others. Paragraphs of one item have the same.
    pub number: Option<u32>,
    /// Links and emphasis inside the block: those around others first, none partly over another.
    pub marks: Vec<Mark>,
}

/// One entry of a live blog: `body[start..end]` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// When it was written, as far as the page says so in a form for machines.
    pub time: Option<PageTime>,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// The kinds of block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A subhead inside the article.
    Heading,
    /// A paragraph of a block quotation.
    Blockquote,
    /// One item of a list.
    ListItem,
    /// A table, its rows on lines and its cells parted by tabs.
    Table,
    /// Preformatted text, white space kept.
    Code,
    /// An image's or video's caption.
    Caption,
}

/// A stretch of a block with a meaning of its own: `body[start..end]` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Where a link or footnote reference leads, absolute; `null` for all others.
    pub href: Option<String>,
}

/// The kinds of mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MarkKind {
    /// A link.
    Link,
    /// A link to a footnote of the same page.
    Footnote,
    /// Strongly emphasised (`<strong>`, `<b>`).
    Strong,
    /// Emphasised (`<em>`, `<i>`).
    Emphasis,
    /// Code (`<code>`, `<kbd>`, `<samp>`, `<tt>`).
    Code,
    /// What the page names as a source (`<cite>`): whom a block quotation is by, or the title of a work.
    Cite,
}
