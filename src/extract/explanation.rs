//! Why a record is as it is: every candidate of every field, and everything that was stripped.

use ego_tree::NodeId;

use super::survey::outline::TextBlock;
use crate::article::Source;
use crate::quotes::{Annotation, Reason};

/// The whole story of one extraction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The index of the profile's layout whose rules were used; `None`: today's, or there is no profile.
    pub layout: Option<usize>,
    /// One trail for each field, in the record's order.
    pub fields: Vec<FieldTrail>,
    /// Elements and blocks left out of the body, in document order for each kind of rule.
    pub stripped: Vec<Stripped>,
    /// The blocks that are in the body, in its order; none if it is from the metadata.
    pub kept: Vec<Kept>,
    /// Every attribution's speaker, in the order of the text.
    pub speakers: Vec<Spoken>,
}

/// The candidates of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTrail {
    /// The record's key.
    pub field: &'static str,
    /// What was tried, in order.
    pub tried: Vec<Tried>,
    /// Index of the one that won.
    pub winner: Option<usize>,
}

/// One candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The kind of source.
    pub source: Source,
    /// The rule: selector, key path, meta tag's name.
    pub rule: String,
    /// What it gave, at most 120 characters.
    pub text: String,
    /// Whether that is a value for the field.
    pub usable: bool,
}

/// Something left out of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The kind of source the rule belongs to.
    pub source: Source,
    /// The rule: `[strip] lines '^Advertisement$'`, or the generic extractor's own words.
    pub rule: String,
    /// What was left out, at most 120 characters.
    pub text: String,
    /// Where it stands on the page; `None` if it comes from no element.
    pub place: Option<Place>,
}

/// A block of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where it stands on the page.
    pub place: Place,
    /// Where it begins in the body, in code points.
    pub start: usize,
    /// Where it ends there. Cells of one table have the table's place.
    pub end: usize,
}

/// A place on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An element with all that is in it.
    Element(NodeId),
    /// The text nodes from the first to the last, both included.
    Texts(NodeId, NodeId),
}

impl Place {
    pub(super) fn of(block: &TextBlock) -> Option<Self> {
        block.ends.map(|(first, last)| Self::Texts(first, last))
    }
}

/// Why something was given to somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Spoken {
    /// The speaker: the name, else the words that name him; empty where the text names nobody.
    pub speaker: String,
    /// What told the speaker, and where the name is from.
    pub reason: Reason,
    /// How sure it is, 0 to 1.
    pub confidence: f32,
    /// The words, at most 120 characters: the first quote's, else those of the cue.
    pub words: String,
}

/// How many characters of a text an explanation shows.
pub const EXCERPT: usize = 120;

impl Explanation {
    pub(super) fn settle(&mut self, field: &'static str, mut tried: Vec<Tried>, winner: Option<usize>) {
        for one in &mut tried {
            one.text = excerpt(&one.text);
        }
        self.fields.push(FieldTrail { field, tried, winner });
    }

    /// Keeps why everything that was said was given to whom.
    pub(super) fn say(&mut self, annotation: &Annotation) {
        let all = annotation.attributions.iter().zip(&annotation.reasons);
        self.speakers = all
            .map(|(said, reason)| {
                let speaker = said.speaker.as_ref();
                let named = speaker.and_then(|speaker| speaker.name.as_ref().or(speaker.mention.as_ref()));
                let quote = said.quotes.first().and_then(|index| annotation.quotes.get(*index));
                let cue = said.cue.as_ref().map(|cue| cue.text.as_str());
                Spoken {
                    speaker: named.cloned().unwrap_or_default(),
                    reason: *reason,
                    confidence: said.confidence,
                    words: excerpt(quote.map(|quote| quote.text.as_str()).or(cue).unwrap_or_default()),
                }
            })
            .collect();
    }

    /// Keeps that a block was left out.
    pub(super) fn strip(&mut self, source: Source, rule: impl Into<String>, block: &TextBlock) {
        let (rule, text, place) = (rule.into(), excerpt(&block.text), Place::of(block));
        self.stripped.push(Stripped { source, rule, text, place });
    }

    /// Keeps that an element was left out.
    pub(super) fn strip_element(&mut self, rule: String, element: NodeId, text: &str) {
        let place = Some(Place::Element(element));
        self.stripped.push(Stripped { source: Source::Profile, rule, text: excerpt(text), place });
    }

    /// Keeps which blocks the body is made of, each with its place there.
    pub(super) fn keep(&mut self, blocks: &[&TextBlock], spans: &[(usize, usize)]) {
        let placed = blocks.iter().zip(spans);
        let kept =
            placed.filter_map(|(block, &(start, end))| Some(Kept { place: Place::of(block)?, start, end }));
        self.kept = kept.collect();
    }

    /// Whether a rule of the profile gave the body.
    pub(super) fn body_by_profile(&self) -> bool {
        self.trail("body").is_some_and(|trail| {
            trail
                .winner
                .and_then(|winner| trail.tried.get(winner))
                .is_some_and(|won| won.source == Source::Profile)
        })
    }

    /// What was tried for a field.
    pub(super) fn trail(&self, field: &str) -> Option<&FieldTrail> {
        self.fields.iter().find(|trail| trail.field == field)
    }
}

/// The first 120 characters of a text, on one line.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let mut out: String = text.chars().take(EXCERPT).map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.chars().nth(EXCERPT).is_some() {
        out.push('…');
    }
    out
}
