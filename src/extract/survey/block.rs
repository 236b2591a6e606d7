//! A block of text: what stands between the borders of block-level elements.

use std::borrow::Cow;

use ego_tree::NodeId;

use super::inline::Inline;
use crate::article::BlockKind;
use crate::extract::text::{collapsed, count_printed, count_words};

/// Text between the borders of block-level elements, and what was seen on the way.
#[derive(Debug)]
pub struct TextBlock {
    /// What it is by its element.
    pub kind: BlockKind,
    /// A heading's level or a list item's depth.
    pub level: Option<u8>,
    /// The text, white space collapsed (kept in code); `\n` for a single `<br>`.
    pub text: String,
    /// The first and the last text node it is made of; `None` if it comes from no element.
    pub ends: Option<(NodeId, NodeId)>,
    /// Its words, see [`count_words`].
    pub words: usize,
    /// Characters inside links.
    pub link_chars: usize,
    /// All characters.
    pub chars: usize,
    /// Index of the innermost container.
    pub container: usize,
    /// Number of the outermost list around it.
    pub list: Option<usize>,
    /// The table cell around it.
    pub cell: Option<Cell>,
    /// Whether the page says it is not shown (`hidden`, `display: none`).
    pub hidden: bool,
    /// The number of an ordered list's item.
    pub number: Option<u32>,
    /// Links and emphasis, inner ones before those around them.
    pub marks: Vec<Inline>,
    /// Whether an image stands before it, without any other text between.
    pub after_image: bool,
    /// Whether it is set in the middle of its column.
    pub centred: bool,
    /// Where one inline element ends and the next begins with a new word, without a space between them.
    pub seams: Vec<usize>,
}

/// A table cell by numbers that are unique on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The table.
    pub table: usize,
    /// The row.
    pub row: usize,
    /// The cell.
    pub place: usize,
    /// Its column, from 0, counted as the table shows it.
    pub column: usize,
}

impl TextBlock {
    /// A paragraph that comes from no element; `None` for nothing but white space.
    pub fn plain(text: &str) -> Option<Self> {
        let text = collapsed(text);
        (!text.is_empty()).then(|| Self {
            kind: BlockKind::Paragraph,
            level: None,
            words: count_words(&text),
            link_chars: 0,
            chars: count_printed(&text),
            text,
            ends: None,
            container: 0,
            list: None,
            cell: None,
            hidden: false,
            number: None,
            marks: Vec::new(),
            after_image: false,
            centred: false,
            seams: Vec::new(),
        })
    }

    /// The text with something between what stands in different elements and is only parted by how they are shown: a name
    /// and a date.
    pub fn parted(&self, by: &str) -> Cow<'_, str> {
        let mut out = String::new();
        let mut rest = 0;
        for &seam in &self.seams {
            let Some(piece) = self.text.get(rest..seam) else { continue };
            out.push_str(piece);
            out.push_str(by);
            rest = seam;
        }
        match self.text.get(rest..) {
            Some(last) if rest > 0 => Cow::Owned(out + last),
            _ => Cow::Borrowed(&self.text),
        }
    }

    /// Share of the characters that are inside links, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a page has far fewer characters than 2^52")]
    pub fn link_density(&self) -> f64 {
        self.link_chars as f64 / self.chars.max(1) as f64
    }
}
