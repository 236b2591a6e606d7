//! Plain text → quotes and attributions. No HTML, no input or output.

use crate::article::{Attribution, Block, Quote, Warning};

/// What is known about a text besides its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// BCP 47 tag, where known; else the language is guessed from the text.
    pub language: Option<&'a str>,
    /// The text's blocks, where known; else paragraphs are what lies between line breaks.
    pub blocks: &'a [Block],
}

/// Who said what in one text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotation {
    /// Words between quotation marks, in reading order.
    pub quotes: Vec<Quote>,
    /// All statements given to somebody, in reading order.
    pub attributions: Vec<Attribution>,
    /// Unbalanced marks and the like.
    pub warnings: Vec<Warning>,
}

/// Finds the quotes and attributions of a text; all offsets are code points into `text`.
#[must_use]
pub fn annotate(_text: &str, _context: &Context<'_>) -> Annotation {
    Annotation::default()
}
