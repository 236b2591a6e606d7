//! Who could have said it: the noun phrases near a unit, and the sources the tagger found.

use std::ops::Range;

use super::super::items::{Item, ItemKind};
use super::super::lexicon::{Classes, Grammar};
use super::super::mentions::{DASHES, Form, Mention, Phrases};
use super::crf::{CONTENT, CUE, SOURCE};
use super::passage::{Passage, Reading, Tagged};
use super::support::{Doubt, count};
use super::tokens::{self, Side, Token};
use super::units::{self, Spans};

/// A possible speaker.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) mention: Mention,
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// Tokens of its passage.
    pub(crate) tokens: Range<usize>,
    /// How likely the tagger takes its likeliest word for a source.
    pub(crate) likely: f32,
    /// Whether the tagger's best labels make it a source.
    pub(crate) tagged: bool,
}

/// A passage with all that was found in it.
pub(crate) struct Scene {
    pub(crate) passage: Passage,
    pub(crate) tagged: Tagged,
    pub(crate) doubts: Vec<Doubt>,
    pub(crate) spans: Spans,
    pub(crate) candidates: Vec<Candidate>,
    /// Sentences that begin, where there are candidates.
    pub(crate) begun: Tally,
    /// Quotations that open, where there are candidates.
    pub(crate) opened: Tally,
}

/// How many tokens of some kind stand before each token, and before the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Vec<u32>);

impl Tally {
    fn of(tokens: &[Token], is: impl Fn(&Token) -> bool) -> Self {
        let mut count = 0;
        let counts = tokens.iter().map(|token| {
            count += u32::from(is(token));
            count
        });
        Self(std::iter::once(0).chain(counts).collect())
    }

    /// How many of them there are among some tokens.
    pub(crate) fn within(&self, tokens: &Range<usize>) -> u64 {
        let before =
            |at: usize| self.0.get(at.min(self.0.len().wrapping_sub(1))).copied().unwrap_or_default();
        before(tokens.end).saturating_sub(before(tokens.start)).into()
    }
}

impl Scene {
    /// Cuts a tagged passage into spans; [`find`] adds the candidates. Quotations said less likely than `floor` are
    /// nobody's.
    pub(crate) fn new(passage: Passage, tagged: Tagged, doubts: Vec<Doubt>, floor: f32) -> Self {
        let spans = units::spans(&passage.tokens, &tagged.labels, &doubts, floor);
        let (begun, opened) = Default::default();
        Self { passage, tagged, doubts, spans, candidates: Vec::new(), begun, opened }
    }

    /// How likely the words of a content were said by anybody.
    pub(crate) fn said(&self, range: &Range<usize>) -> f32 {
        let first = self.doubts.partition_point(|doubt| doubt.tokens.start < range.start);
        let rest = self.doubts.get(first..).unwrap_or_default();
        let quoted = rest.iter().take_while(|doubt| doubt.tokens.end <= range.end);
        let quoted = quoted.map(|doubt| doubt.said).fold(0.0, f32::max);
        let all: f32 = range.clone().map(|at| content(&self.tagged, at)).sum();
        quoted.max(all / count(range.len().max(1)))
    }
}

/// The phrases of a paragraph.
pub(crate) fn phrases<'a>(reading: &Reading<'a>, paragraph: usize) -> Phrases<'a> {
    let items = reading.items.get(paragraph).map_or(&[][..], Vec::as_slice);
    Phrases { items, paragraph, text: reading.text, grammar: Grammar::default(), english: true }
}

/// Finds the candidates of every paragraph in which anybody speaks, or whom a later one may mean.
pub(crate) fn find(reading: &Reading<'_>, scenes: &mut [Scene]) {
    let mut meant = vec![false; scenes.len()];
    for (paragraph, statements) in reading.statements.iter().enumerate() {
        let speakers = statements.iter().filter_map(|statement| statement.speaker.as_ref());
        for speaker in speakers.filter(|speaker| speaker.paragraph < paragraph) {
            if let Some(meant) = meant.get_mut(speaker.paragraph) {
                *meant = true;
            }
        }
    }
    for (paragraph, (scene, meant)) in scenes.iter_mut().zip(meant).enumerate() {
        if meant || !scene.spans.contents.is_empty() || !scene.spans.sources.is_empty() {
            scene.candidates = candidates(reading, paragraph, &scene.passage, &scene.tagged, &scene.spans);
            scene.begun = Tally::of(&scene.passage.tokens, |token| token.begins);
            scene.opened = Tally::of(&scene.passage.tokens, |token| token.side == Side::Open);
        }
    }
}

/// All candidates of a paragraph, in order.
fn candidates(
    reading: &Reading<'_>,
    paragraph: usize,
    passage: &Passage,
    tagged: &Tagged,
    spans: &Spans,
) -> Vec<Candidate> {
    let phrases = phrases(reading, paragraph);
    let mut found: Vec<Candidate> = Vec::new();
    let mut add = |mention: Mention, tagged_source: bool| {
        let Some(bytes) = bytes(phrases.items, mention.items.clone()) else { return };
        let range = tokens::touching(&passage.tokens, &bytes);
        let source = |at: usize| {
            tagged.marginals.get(at).map_or(0.0, |row| row.iter().skip(SOURCE).take(CUE - SOURCE).sum())
        };
        let likely = range.clone().map(source).fold(0.0, f32::max);
        found.push(Candidate { mention, bytes, tokens: range, likely, tagged: tagged_source });
    };
    for source in &spans.sources {
        if let Some(mention) =
            tokens::hull(&passage.tokens, source.clone()).and_then(|bytes| mention(&phrases, &bytes))
        {
            add(mention, true);
        }
    }
    for statement in reading.statements.get(paragraph).into_iter().flatten() {
        for mention in [&statement.speaker, &statement.relayed_by].into_iter().flatten() {
            if mention.paragraph == paragraph {
                add(mention.clone(), false);
            }
        }
    }
    let mut at = 0;
    while at < phrases.items.len() {
        let mention = phrases.starting_at(at, phrases.items.len());
        at = mention.as_ref().map_or(at + 1, |mention| mention.items.end.max(at + 1));
        if let Some(mention) = mention {
            add(mention, false);
        }
    }
    distinct(&found)
}

/// In order, without those that touch one that came first.
fn distinct(found: &[Candidate]) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|index| found.get(*index).map(|candidate| (candidate.bytes.start, *index)));
    let mut kept: Vec<(usize, Candidate)> = Vec::with_capacity(found.len());
    for index in order {
        let Some(candidate) = found.get(index) else { continue };
        match kept.last_mut() {
            Some((first, last)) if candidate.bytes.start < last.bytes.end => {
                if index < *first && !last.tagged {
                    (*first, *last) = (index, candidate.clone());
                }
            }
            _ => kept.push((index, candidate.clone())),
        }
    }
    kept.into_iter().map(|(_, candidate)| candidate).collect()
}

fn bytes(items: &[Item], range: Range<usize>) -> Option<Range<usize>> {
    let items = items.get(range)?;
    Some(items.first()?.bytes.start..items.last()?.bytes.end)
}

/// The mention that fills some bytes outside quotations.
fn mention(phrases: &Phrases<'_>, bytes: &Range<usize>) -> Option<Mention> {
    let start = phrases.items.partition_point(|item| item.bytes.end <= bytes.start);
    let mut end = phrases.items.partition_point(|item| item.bytes.start < bytes.end);
    while end > start
        && phrases
            .items
            .get(end - 1)
            .is_some_and(|item| item.is_mark(&[',']) || item.is_mark(DASHES) || item.is(Classes::WHO))
        && end - start > 1
    {
        end -= 1;
    }
    // "Obama, dedicating the museum": what somebody did is no part of the name.
    let insertion = (start + 1..end).find(|at| {
        phrases.items.get(*at).is_some_and(|item| item.is_mark(&[',']))
            && phrases.word(at + 1).ends_with("ing")
            && phrases
                .items
                .get(at + 2)
                .is_some_and(|item| item.is(Classes::DETERMINER | Classes::PREPOSITION))
    });
    let range = start..insertion.unwrap_or(end);
    let items = phrases.items.get(range.clone())?;
    if items.is_empty() || items.iter().any(|item| item.quote().is_some()) {
        return None;
    }
    let all = |form: Form| Mention {
        paragraph: phrases.paragraph,
        items: range.clone(),
        form,
        name: end..end,
        role: end..end,
    };
    let joined = items.windows(3).any(|three| match three {
        [before, link, after] => {
            before.is_capital()
                && after.is_capital()
                && link.is(Classes::CONJUNCTION)
                && link.bytes.len() <= 3
        }
        _ => false,
    });
    if joined {
        return Some(all(Form::Names));
    }
    let found = phrases.starting_at(start, end);
    Some(match found {
        Some(found) if found.items.end <= end => {
            let named = phrases.named_by_apposition(&found, end);
            named.unwrap_or(Mention { items: range, ..found })
        }
        Some(found) => found,
        None if items.iter().any(Item::is_word) => all(Form::Nominal),
        None => return None,
    })
}

/// What kind of speaker a mention is, for features.
pub(crate) fn form(mention: &Mention, items: &[Item]) -> u64 {
    let first = items.get(mention.items.start);
    let is = |classes| first.is_some_and(|item| item.is(classes));
    match mention.form {
        Form::Name => 1 + u64::from(mention.name.len() > 1) + 2 * u64::from(!mention.role.is_empty()),
        Form::Names => 5,
        Form::Pronoun if is(Classes::HE) => 6,
        Form::Pronoun if is(Classes::SHE) => 7,
        Form::Pronoun if is(Classes::THEY) => 8,
        Form::Pronoun => 9,
        Form::Nominal | Form::Answer => {
            let last = mention.items.end.checked_sub(1).and_then(|last| items.get(last));
            let known = last.is_some_and(|item| {
                item.is(Classes::PERSON | Classes::GROUP | Classes::DOCUMENT | Classes::ORGANISATION)
            });
            let genitive =
                last.is_some_and(|item| matches!(item.kind, ItemKind::Word { genitive: true, .. }));
            10 + u64::from(known) + 2 * u64::from(genitive)
        }
    }
}

/// How likely a token is part of any content.
pub(crate) fn content(tagged: &Tagged, at: usize) -> f32 {
    tagged.marginals.get(at).map_or(0.0, |row| row.iter().skip(CONTENT).sum())
}
