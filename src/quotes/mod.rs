//! Plain text → quotes and attributions. No HTML, no input or output.
//!
//! ```text
//! text ─ paragraphs ─ marks ─→ quoted segments
//!            └ items (words, punctuation, whole quotations; sentences) ─ names
//!                 └ cues (with mentions before and after them) ─ attribute ─→ statements
//!                                                             record ─→ quotes, attributions
//! ```
//!
//! All inner offsets are bytes; `record` turns them into code points once, at the end. Every step reads the text a
//! fixed number of times, so the whole is linear in its length.

mod attribute;
mod cues;
mod items;
mod language;
mod lexicon;
mod marks;
mod mentions;
mod names;
mod offsets;
mod paragraphs;
mod record;
mod unspaced;

use crate::article::{Attribution, Block, Quote, Warning};
use attribute::ParagraphView;
use lexicon::Lexicon;
use mentions::Phrases;
use names::Names;

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
pub fn annotate(text: &str, context: &Context<'_>) -> Annotation {
    let code = language::code(context.language, text);
    let lexicon = Lexicon::of(&code);
    let paragraphs = paragraphs::paragraphs(text, context.blocks);
    let segments = marks::segments(text, &paragraphs);
    let unspaced = matches!(code.as_str(), "zh" | "ja");
    let mut items = Vec::with_capacity(paragraphs.len());
    let mut statements = Vec::new();
    let mut first = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let rest = segments.get(first..).unwrap_or_default();
        let own = rest.get(..rest.partition_point(|segment| segment.paragraph <= index)).unwrap_or_default();
        if unspaced {
            let (own_items, own_statements) =
                unspaced::paragraph(text, index, &paragraph.bytes, own, lexicon);
            items.push(own_items);
            statements.push(own_statements);
        } else {
            items.push(items::items(text, paragraph.bytes.clone(), own, first, lexicon));
        }
        first += own.len();
    }
    let mut names = Names::default();
    let mut lead = None;
    for (paragraph, items) in items.iter().enumerate().filter(|_| !unspaced) {
        names.read(text, paragraph, items);
        let phrases = Phrases { items, paragraph, text, capital_nouns: code == "de", english: code == "en" };
        let skipped = paragraphs.get(paragraph).is_some_and(|paragraph| paragraph.skipped);
        let view = ParagraphView { text, phrases, segments: &segments };
        let said = if skipped { Vec::new() } else { view.statements(lead.as_ref()) };
        lead = view.lead(&said);
        statements.push(said);
    }
    record::Reading { text, segments: &segments, items: &items, names: &names }.annotation(statements)
}
