//! An article's text as the page shows it: blocks, cut where quotes, speakers and cues begin and end.

use serde::Serialize;

use crate::article::{Article, Block, BlockKind, Quote, Span};

/// The most code points of a body that are shown; a browser takes long for more.
const LONGEST_BODY: usize = 100_000;

/// Text with the quotes in it marked.
#[derive(Debug, Serialize)]
pub(super) struct Marked<'a> {
    pub blocks: Vec<MarkedBlock>,
    /// Everybody who is quoted, in the order of the text.
    pub speakers: Vec<Named<'a>>,
    /// Whether the body goes on.
    pub cut: bool,
}

/// One block.
#[derive(Debug, Serialize)]
pub(super) struct MarkedBlock {
    kind: BlockKind,
    runs: Vec<Run>,
}

/// A stretch of text: as it is, or marked.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Run {
    Plain(String),
    /// The kind of mark, the text, and whose it is: a place in [`Marked::speakers`].
    Marked(Kind, String, Option<usize>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    /// Words of somebody.
    Quote,
    /// Words between marks that nobody is said to have said.
    Nobody,
    /// Where the text names who speaks.
    Speaker,
    /// The word that says that it was said.
    Cue,
}

/// Somebody who is quoted.
#[derive(Debug, Serialize)]
pub(super) struct Named<'a> {
    name: &'a str,
    role: Option<&'a str>,
    quotes: usize,
}

struct Mark {
    span: Span,
    kind: Kind,
    speaker: Option<usize>,
}

impl<'a> Marked<'a> {
    /// The text of an article. Marks and blocks that a broken record places outside of it are left out.
    pub fn of(article: &'a Article) -> Self {
        let mut speakers: Vec<Named<'_>> = Vec::new();
        let marks = marks(&article.quotes, &mut speakers);
        let points: Vec<char> = article.body.chars().take(LONGEST_BODY + 1).collect();
        let cut = points.len() > LONGEST_BODY;
        let points = points.get(..LONGEST_BODY).unwrap_or(&points);
        let whole = [Block {
            kind: BlockKind::Paragraph,
            start: 0,
            end: points.len(),
            level: None,
            number: None,
            marks: Vec::new(),
        }];
        let blocks = if article.blocks.is_empty() { &whole[..] } else { &article.blocks };
        let blocks = blocks.iter().filter_map(|block| {
            let runs = runs(points, block, &marks);
            (!runs.is_empty()).then_some(MarkedBlock { kind: block.kind, runs })
        });
        Self { blocks: blocks.collect(), speakers, cut }
    }
}

/// What a quote's speaker is called: by name, else as the text does.
fn named(quote: &Quote) -> Option<&str> {
    let speaker = quote.speaker.as_ref()?;
    speaker.name.as_deref().or(speaker.mention.as_deref())
}

/// Quotes, then speakers' mentions and cues where no quote is; in the order of the text, none over another.
fn marks<'a>(quotes: &'a [Quote], speakers: &mut Vec<Named<'a>>) -> Vec<Mark> {
    let (mut marks, mut lesser) = (Vec::new(), Vec::new());
    for quote in quotes {
        let speaker = named(quote).map(|name| {
            let role = quote.speaker.as_ref().and_then(|speaker| speaker.role.as_deref());
            let known = speakers.iter().position(|known| known.name == name);
            let place = known.unwrap_or_else(|| {
                speakers.push(Named { name, role, quotes: 0 });
                speakers.len() - 1
            });
            if let Some(known) = speakers.get_mut(place) {
                known.quotes += usize::from(quote.repeats.is_none());
                known.role = known.role.or(role);
            }
            place
        });
        let kind = if speaker.is_some() { Kind::Quote } else { Kind::Nobody };
        let whole = [Span { start: quote.start, end: quote.end }];
        let parts = if quote.parts.is_empty() { &whole[..] } else { &quote.parts };
        marks.extend(parts.iter().map(|span| Mark { span: *span, kind, speaker }));
        let place = quote.speaker.as_ref().and_then(|said| Some(Span { start: said.start?, end: said.end? }));
        lesser.extend(place.map(|span| Mark { span, kind: Kind::Speaker, speaker }));
        let cue = quote.cue.as_ref().map(|cue| Span { start: cue.start, end: cue.end });
        lesser.extend(cue.map(|span| Mark { span, kind: Kind::Cue, speaker: None }));
    }
    let mut marks = apart(marks);
    let free = |mark: &Mark| {
        let next = marks.partition_point(|quote| quote.span.end <= mark.span.start);
        marks.get(next).is_none_or(|quote| quote.span.start >= mark.span.end)
    };
    let lesser: Vec<Mark> = lesser.into_iter().filter(free).collect();
    marks.extend(lesser);
    apart(marks)
}

/// The marks in order, without those that begin inside another.
fn apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.retain(|mark| mark.span.start < mark.span.end);
    marks.sort_by_key(|mark| mark.span.start);
    let mut until = 0;
    marks.retain(|mark| {
        let free = mark.span.start >= until;
        until = if free { mark.span.end } else { until };
        free
    });
    marks
}

fn runs(points: &[char], block: &Block, marks: &[Mark]) -> Vec<Run> {
    let end = block.end.min(points.len());
    let text = |start: usize, end: usize| points.get(start..end).map(String::from_iter).unwrap_or_default();
    let (mut runs, mut at) = (Vec::new(), block.start);
    let first = marks.partition_point(|mark| mark.span.end <= block.start);
    for mark in marks.iter().skip(first).take_while(|mark| mark.span.start < end) {
        let (from, to) = (mark.span.start.max(at), mark.span.end.min(end));
        if at < from {
            runs.push(Run::Plain(text(at, from)));
        }
        if from < to {
            runs.push(Run::Marked(mark.kind, text(from, to), mark.speaker));
            at = to;
        }
    }
    if at < end {
        runs.push(Run::Plain(text(at, end)));
    }
    runs
}
