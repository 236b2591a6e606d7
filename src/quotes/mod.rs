//! Plain text → quotes and attributions. No HTML, no input or output.
//!
//! ```text
//! text ─ paragraphs ─ marks ─→ quoted segments ─ structure (talks, block quotations: who speaks by layout alone)
//!            └ items (words, punctuation, whole quotations; sentences) ─ names
//!                 └ cues (with mentions before and after them) ─ attribute ─→ statements
//!                                              continued, record ─→ quotes, attributions
//! ```
//!
//! All inner offsets are bytes; `record` turns them into code points once, at the end. Every step reads the text a
//! fixed number of times, so the whole is linear in its length.

mod asides;
mod attribute;
mod bracket;
mod clause;
mod content;
mod continued;
mod cues;
mod dateline;
mod enclosed;
mod english;
mod inversion;
mod items;
mod language;
mod lexicon;
mod marks;
mod mentions;
mod model;
mod name_roles;
mod name_runs;
mod names;
mod offsets;
mod paragraphs;
mod reason;
mod record;
mod relay;
mod sources;
mod structure;
mod summary;
mod unspaced;

#[cfg(feature = "training")]
pub use model::training;

pub use attribute::Basis;
pub use reason::{Naming, Reason};
pub use summary::summary;

use crate::article::{Attribution, Block, Quote, SpeakerSummary, Warning};
use attribute::{ParagraphView, Statement};
use items::Item;
use lexicon::Lexicon;
use marks::Segment;
use mentions::Phrases;
use names::Names;
use paragraphs::Paragraph;
use structure::Told;

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
    /// Everybody with a name among them, the most quoted first.
    pub speakers: Vec<SpeakerSummary>,
    /// Why each attribution has its speaker.
    pub reasons: Vec<Reason>,
    /// Unbalanced marks and the like.
    pub warnings: Vec<Warning>,
}

/// Finds the quotes and attributions of a text; all offsets are code points into `text`.
#[must_use]
pub fn annotate(text: &str, context: &Context<'_>) -> Annotation {
    let code = language::code(context.language, text);
    let mut read = Read::new(text, &code, Lexicon::of(&code), context.blocks);
    if code == "en"
        && let Some(statements) = model::statements(&read.reading(text))
    {
        read.statements = statements;
        read.correct(text);
    }
    read.tell(text);
    let mut names = Names::default();
    for (paragraph, items) in read.items.iter().enumerate().filter(|_| !read.lexicon.grammar.unspaced) {
        if read.labelled.binary_search(&paragraph).is_err() {
            names.read(text, paragraph, items, read.lexicon.grammar.capital_nouns);
        }
    }
    let mut statements = continued::join(&read.segments, read.statements.into_iter().flatten().collect());
    let repeats = structure::repeats(text, &read.paragraphs, &read.segments);
    structure::without_repeats(&mut statements, &read.segments, &repeats);
    with_units(text, &mut statements);
    // What nobody says, by no word, and without quotation marks is of no use to a reader.
    statements.retain(|statement| {
        let quoted =
            || statement.content.iter().any(|piece| !marks::inside(&read.segments, piece).is_empty());
        statement.speaker.is_some() || statement.cue.is_some() || quoted()
    });
    let asked_from = read.labelled.first().copied();
    record::Reading {
        text,
        segments: &read.segments,
        items: &read.items,
        names: &names,
        repeats: &repeats,
        asked_from,
        code: &code,
    }
    .annotation(&statements)
}

/// Whether the embedded weights of the model fit the features this build asks; if not, they must be trained again.
#[must_use]
pub fn model_fits() -> bool {
    let read = Read::new(model::KNOWN_TEXT, "en", Lexicon::of("en"), &[]);
    model::fits(&read.reading(model::KNOWN_TEXT))
}

/// Takes the sign behind a number into what was said: "Sales fell 3.5%, the company said."
fn with_units(text: &str, statements: &mut [Statement]) {
    for piece in statements.iter_mut().flat_map(|statement| &mut statement.content) {
        if let Some(sign) = text.get(piece.end..).and_then(|rest| rest.chars().next()) {
            piece.end += if matches!(sign, '%' | '°' | '€' | '‰') { sign.len_utf8() } else { 0 };
        }
    }
}

/// A text as the rules read it.
struct Read {
    lexicon: &'static Lexicon,
    paragraphs: Vec<Paragraph>,
    segments: Vec<Segment>,
    /// By paragraph.
    items: Vec<Vec<Item>>,
    /// By paragraph.
    statements: Vec<Vec<Statement>>,
    /// What the layout tells.
    told: Vec<Told>,
    /// Paragraphs that begin with the label of a turn, in order.
    labelled: Vec<usize>,
}

impl Read {
    fn new(text: &str, code: &str, lexicon: &'static Lexicon, blocks: &[Block]) -> Self {
        let mut paragraphs = paragraphs::paragraphs(text, blocks);
        let segments = asides::cut(text, &paragraphs, marks::segments(text, &paragraphs), lexicon);
        let (segments, told) = structure::read(text, &mut paragraphs, segments, lexicon);
        if told.is_empty() {
            dateline::skip(text, &mut paragraphs);
        }
        let mut items = Vec::with_capacity(paragraphs.len());
        let mut statements = Vec::with_capacity(paragraphs.len());
        let (mut first, mut lead) = (0, None);
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let rest = segments.get(first..).unwrap_or_default();
            let own =
                rest.get(..rest.partition_point(|segment| segment.paragraph <= index)).unwrap_or_default();
            if lexicon.grammar.unspaced {
                let (own_items, said) = unspaced::paragraph(text, index, &paragraph.bytes, own, lexicon);
                items.push(own_items);
                statements.push(said);
            } else {
                let own_items = items::items(text, paragraph.bytes.clone(), own, first, lexicon);
                let (grammar, english) = (lexicon.grammar, code == "en");
                let phrases = Phrases { items: &own_items, paragraph: index, text, grammar, english };
                let view = ParagraphView { text, phrases, segments: &segments };
                let said = if paragraph.skipped { Vec::new() } else { view.statements(lead.as_ref()) };
                lead = view.lead(&said);
                statements.push(said);
                items.push(own_items);
            }
            first += own.len();
        }
        let labels = told.iter().filter(|told| told.basis == Basis::Label).map(|told| told.paragraph);
        let labelled = labels.collect();
        Self { lexicon, paragraphs, segments, items, statements, told, labelled }
    }

    /// Corrects what the model makes of an English text.
    fn correct(&mut self, text: &str) {
        let paragraphs = self.items.iter().zip(&mut self.statements).enumerate();
        for (paragraph, (items, statements)) in paragraphs {
            let (grammar, english) = (self.lexicon.grammar, true);
            let phrases = Phrases { items, paragraph, text, grammar, english };
            english::correct(text, phrases, &self.segments, statements);
        }
    }

    /// Adds the statements that the layout tells to those of their paragraphs, which hold no others.
    fn tell(&mut self, text: &str) {
        for told in &self.told {
            let items = self.items.get(told.paragraph).map_or(&[][..], Vec::as_slice);
            let statement = told.statement(text, items, self.lexicon);
            if let Some(own) =
                told.pieces.first().and_then(|(paragraph, _)| self.statements.get_mut(*paragraph))
            {
                own.push(statement);
            }
        }
    }

    fn reading<'a>(&'a self, text: &'a str) -> model::Reading<'a> {
        model::Reading {
            text,
            lexicon: self.lexicon,
            paragraphs: &self.paragraphs,
            segments: &self.segments,
            items: &self.items,
            statements: &self.statements,
        }
    }
}
