//! The paragraphs of a text, read for the model.

use std::ops::Range;

use super::super::attribute::Statement;
use super::super::items::Item;
use super::super::lexicon::Lexicon;
use super::super::marks::Segment;
use super::super::paragraphs::Paragraph;
use super::crf::{OUTSIDE, Scores};
use super::features::{Setting, Surroundings};
use super::table::CueRates;
use super::tokens::{self, Side, Token};

/// How often the likeliest cue of a sentence must be one for the sentence to be read.
pub(crate) const READ: u8 = 3;
/// How often it must be one for the sentence to be learnt from. A tagger that learns from more sentences than it will read
/// is the better one on those: it has seen more of what is no speech.
pub(crate) const LEARNT: u8 = 2;

/// All that the rules know of a text.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a str,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) paragraphs: &'a [Paragraph],
    pub(crate) segments: &'a [Segment],
    /// By paragraph.
    pub(crate) items: &'a [Vec<Item>],
    /// What the rules found, by paragraph.
    pub(crate) statements: &'a [Vec<Statement>],
}

/// The rules' statements of one paragraph, by what they cover.
pub(crate) struct Said<'a> {
    /// Start, end and statement of each piece, by start.
    pieces: Vec<(usize, usize, &'a Statement)>,
}

/// How many pieces that begin before a place are looked at.
const PIECES_BACK: usize = 8;

impl<'a> Said<'a> {
    /// The statement that shares most of some bytes, if it shares more than half.
    pub(crate) fn sharing(&self, bytes: &Range<usize>) -> Option<&'a Statement> {
        let next = self.pieces.partition_point(|(start, _, _)| *start < bytes.end);
        let near = self.pieces.get(next.saturating_sub(PIECES_BACK)..next)?;
        let shared = |piece: &(usize, usize, &Statement)| {
            piece.1.min(bytes.end).saturating_sub(piece.0.max(bytes.start))
        };
        let most = near.iter().max_by_key(|piece| shared(piece))?;
        (shared(most) * 2 > bytes.len()).then_some(most.2)
    }
}

/// One paragraph.
#[derive(Clone)]
pub(crate) struct Passage {
    pub(crate) tokens: Vec<Token>,
    /// Indices of the tokens whose labels are asked for; the others take theirs from the one before, or have none.
    pub(crate) asked: Vec<usize>,
    pub(crate) setting: Setting,
    /// Index of its first quotation among all of the text.
    pub(crate) first_segment: usize,
    /// Number of its quotations.
    pub(crate) segments: usize,
}

/// A passage with its labels and how likely each label of each token is.
#[derive(Clone)]
pub(crate) struct Tagged {
    pub(crate) labels: Vec<usize>,
    /// Empty where nobody says anything.
    pub(crate) marginals: Vec<Scores>,
}

impl Tagged {
    /// A passage in which nobody says anything.
    pub(crate) fn nothing(tokens: usize) -> Self {
        Self { labels: vec![OUTSIDE; tokens], marginals: Vec::new() }
    }
}

impl<'a> Reading<'a> {
    /// Every paragraph as tokens. The tagger is asked about sentences with a quotation, with what the rules found, or with
    /// a word that is a cue at least that often, in the steps of [`CueRates::rate`]: [`READ`] or [`LEARNT`].
    pub(crate) fn passages(&self, cues: &CueRates<'_>, hint: u8) -> Vec<Passage> {
        let mut found: Vec<Passage> = Vec::with_capacity(self.paragraphs.len());
        let (mut first, mut before) = (0, 0);
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            let rest = self.segments.get(first..).unwrap_or_default();
            let own =
                rest.get(..rest.partition_point(|segment| segment.paragraph <= index)).unwrap_or_default();
            let mut tokens = if paragraph.skipped {
                Vec::new()
            } else {
                let items = self.items.get(index).map_or(&[][..], Vec::as_slice);
                tokens::tokens(self.text, items, own, first, self.lexicon, cues)
            };
            self.mark_rules(index, &mut tokens);
            let setting = Setting { index, before };
            before = match (own.last(), self.text.get(paragraph.bytes.clone())) {
                (Some(segment), _) if !segment.closed => 2,
                (_, Some(line)) if line.ends_with(':') => 1,
                (Some(segment), _) if segment.outer.end == paragraph.bytes.end => 3,
                _ => 0,
            };
            let asked = asked(&tokens, hint);
            found.push(Passage { tokens, asked, setting, first_segment: first, segments: own.len() });
            first += own.len();
        }
        found
    }

    fn mark_rules(&self, paragraph: usize, tokens: &mut [Token]) {
        let items = self.items.get(paragraph).map_or(&[][..], Vec::as_slice);
        for statement in self.statements.get(paragraph).into_iter().flatten() {
            for piece in &statement.content {
                mark(tokens, piece, 5);
            }
            for (mention, code) in [(&statement.speaker, 1), (&statement.relayed_by, 7)] {
                let span = mention
                    .as_ref()
                    .filter(|mention| mention.paragraph == paragraph)
                    .and_then(|mention| items.get(mention.items.clone()));
                if let Some((first, last)) = span.and_then(|items| Some((items.first()?, items.last()?))) {
                    mark(tokens, &(first.bytes.start..last.bytes.end), code);
                }
            }
            if let Some(cue) = &statement.cue {
                mark(tokens, cue, 3);
            }
        }
    }

    /// What the rules found in a paragraph.
    pub(crate) fn said(&self, paragraph: usize) -> Said<'a> {
        let statements = self.statements.get(paragraph).map_or(&[][..], Vec::as_slice);
        let pieces = statements.iter().flat_map(|statement| {
            statement.content.iter().map(move |piece| (piece.start, piece.end, statement))
        });
        let mut pieces: Vec<_> = pieces.collect();
        pieces.sort_by_key(|(start, end, _)| (*start, *end));
        Said { pieces }
    }

    /// The quotations of a passage.
    pub(crate) fn segments_of(&self, passage: &Passage) -> &'a [Segment] {
        self.segments.get(passage.first_segment..passage.first_segment + passage.segments).unwrap_or_default()
    }
}

/// Which tokens the tagger need not be asked about: the inner words of a quotation, which belong to whom its ends belong
/// to, and sentences in which nothing hints at speech.
fn asked(tokens: &[Token], hint: u8) -> Vec<usize> {
    let mut asked = Vec::with_capacity(tokens.len());
    let begins = |at: usize| tokens.get(at).is_some_and(|token| token.begins && token.side != Side::Inside);
    let mut start = 0;
    while start < tokens.len() {
        let end = (start + 1..tokens.len()).find(|at| begins(*at)).unwrap_or(tokens.len());
        let sentence = tokens.get(start..end).unwrap_or_default();
        if sentence.iter().any(|token| token.cue >= hint || token.rule > 0 || token.side != Side::Outside) {
            asked.extend((start..end).filter(|at| !is_inner(tokens, *at)));
        }
        start = end;
    }
    asked
}

/// Whether a token stands inside a quotation with another inner one on either side.
fn is_inner(tokens: &[Token], at: usize) -> bool {
    let segment = tokens.get(at).and_then(|token| token.segment);
    segment.is_some()
        && [at.wrapping_sub(1), at, at + 1].iter().all(|at| {
            tokens.get(*at).is_some_and(|token| token.side == Side::Inside && token.segment == segment)
        })
}

impl Passage {
    /// The labels of all tokens from those that were asked for.
    pub(crate) fn spread(&self, labels: &[usize], marginals: &[Scores]) -> Tagged {
        let nothing = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let mut found =
            Tagged { labels: vec![OUTSIDE; self.tokens.len()], marginals: vec![nothing; self.tokens.len()] };
        let mut next = self.asked.iter().zip(labels.iter().zip(marginals)).peekable();
        let mut last = None;
        for (at, (label, marginal)) in found.labels.iter_mut().zip(&mut found.marginals).enumerate() {
            if let Some((_, (own, scores))) = next.next_if(|(asked, _)| **asked == at) {
                (*label, *marginal) = (*own, *scores);
                last = Some((*own, scores));
            } else if let Some((before, scores)) = last.filter(|_| is_inner(&self.tokens, at)) {
                *label = if before == OUTSIDE { OUTSIDE } else { before + before % 2 };
                *marginal = *scores;
            }
        }
        found
    }

    /// What stands around each token.
    pub(crate) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings::new(&self.tokens, self.setting)
    }
}

fn mark(tokens: &mut [Token], bytes: &Range<usize>, code: u8) {
    let range = tokens::touching(tokens, bytes);
    for (step, token) in tokens.get_mut(range).unwrap_or_default().iter_mut().enumerate() {
        token.rule = code + u8::from(step > 0);
    }
}
