//! Statements and segments → the record's quotes and attributions, in code points.

use std::collections::HashMap;
use std::ops::Range;

use super::Annotation;
use super::attribute::Statement;
use super::items::Item;
use super::lexicon::Classes;
use super::marks::{self, Segment};
use super::mentions::{Form, Mention};
use super::names::{Gender, Known, Names, bare, gender_of_titles, is_organisation};
use super::offsets::CodePoints;
use super::reason::{Naming, Reason};
use super::summary::summary;
use crate::article::{Attribution, AttributionKind, Cue, Quote, QuoteKind, Span};
use crate::article::{Speaker, SpeakerKind, Warning};

/// How sure we are that a quotation without cue or speaker is nobody's.
const UNATTRIBUTED: f32 = 0.6;

/// Articles that say that somebody is known already.
fn definite(code: &str) -> &'static [&'static str] {
    match code {
        "en" => &["the"],
        "de" => &["der", "die", "dem", "den"],
        "fr" | "es" => &["le", "el", "la"],
        "it" => &["il", "lo", "la"],
        "pt" => &["o", "a"],
        "nl" => &["de", "het"],
        _ => &[],
    }
}

/// The most words of a role that somebody is called by, its article left out; and the most warnings of one text.
const LONGEST_ROLE: usize = 3;
const MOST_WARNINGS: usize = 20;

/// All that was read of one text.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    pub(super) segments: &'a [Segment],
    /// By paragraph.
    pub(super) items: &'a [Vec<Item>],
    pub(super) names: &'a Names<'a>,
    /// For each pull quote the segment it repeats.
    pub(super) repeats: &'a HashMap<usize, usize>,
    /// The paragraph a talk begins with, if there is one.
    pub(super) asked_from: Option<usize>,
    /// The text's language.
    pub(super) code: &'a str,
}

/// What pronouns are resolved by: who spoke last, and where.
#[derive(Default)]
struct LastSpeaker {
    paragraph: usize,
    /// Where the words end that name it.
    until: usize,
    known: Option<Known>,
}

impl LastSpeaker {
    /// The words of whoever spoke last go on until that paragraph.
    fn goes_on(&mut self, paragraph: Option<usize>) {
        if let Some(paragraph) =
            paragraph.filter(|paragraph| *paragraph > self.paragraph && self.known.is_some())
        {
            (self.paragraph, self.until) = (paragraph, 0);
        }
    }
}

impl Reading<'_> {
    pub(super) fn annotation(&self, statements: &[Statement]) -> Annotation {
        let points = CodePoints::new(self.text);
        let mut last = LastSpeaker::default();
        let mut annotation = Annotation::default();
        let mut owner: Vec<Option<usize>> = vec![None; self.segments.len()];
        for (index, statement) in statements.iter().enumerate() {
            for segment in self.covered(statement) {
                if let Some(owner) = owner.get_mut(segment) {
                    *owner = Some(index);
                }
            }
            let speaker = statement.speaker.as_ref().map(|mention| self.speaker(mention, &mut last, &points));
            if speaker.as_ref().is_some_and(|(speaker, _)| speaker.name.is_some()) {
                last.goes_on(self.paragraph_of(statement));
            }
            let naming = speaker.as_ref().map_or(Naming::Unknown, |(_, naming)| *naming);
            annotation.reasons.push(Reason { basis: statement.basis, naming });
            let relayed_by = statement
                .relayed_by
                .as_ref()
                .map(|mention| self.speaker(mention, &mut LastSpeaker::default(), &points).0);
            annotation.attributions.push(Attribution {
                kind: self.kind(statement),
                confidence: statement.confidence,
                speaker: speaker.map(|(speaker, _)| speaker),
                cue: statement.cue.clone().map(|cue| self.cue(cue, &points)),
                content: in_order(&statement.content).map(|piece| self.span(piece, &points)).collect(),
                quotes: Vec::new(),
                relayed_by,
            });
        }
        for (pull, original) in self.repeats {
            if owner.get(*pull).copied().flatten().is_none() {
                let by = owner.get(*original).copied().flatten();
                owner.iter_mut().skip(*pull).take(1).for_each(|owner| *owner = by);
            }
        }
        self.quotes(statements, &owner, &mut annotation, &points);
        annotation.speakers = summary(&annotation.quotes, &annotation.attributions);
        annotation.warnings = self.warnings(&points);
        annotation
    }

    /// The paragraph in which a statement ends.
    fn paragraph_of(&self, statement: &Statement) -> Option<usize> {
        let end = statement.content.iter().map(|piece| piece.end).max()?;
        let next =
            self.items.partition_point(|items| items.first().is_some_and(|item| item.bytes.start < end));
        next.checked_sub(1)
    }

    /// The segments inside a statement's content.
    fn covered(&self, statement: &Statement) -> impl Iterator<Item = usize> {
        statement.content.iter().flat_map(|piece| marks::inside(self.segments, piece))
    }

    fn kind(&self, statement: &Statement) -> AttributionKind {
        if self.covered(statement).next().is_none() {
            return AttributionKind::Indirect;
        }
        let is_segment = |piece: &Range<usize>| {
            marks::inside(self.segments, piece)
                .next()
                .is_some_and(|index| self.segments.get(index).is_some_and(|segment| segment.outer == *piece))
        };
        if statement.content.iter().all(is_segment) && self.is_whole(statement) {
            AttributionKind::Direct
        } else {
            AttributionKind::Mixed
        }
    }

    /// Whether quoted words that are all of the content are a statement, not a fragment: they begin with a capital
    /// letter or end like a sentence, or no word but a cue stands with them.
    fn is_whole(&self, statement: &Statement) -> bool {
        let Some(first) = statement.content.first().and_then(|piece| self.text.get(piece.clone())) else {
            return false;
        };
        let words = first.trim_start_matches(|c: char| !c.is_alphanumeric());
        !words.starts_with(char::is_lowercase)
            || statement
                .cue
                .as_ref()
                .is_some_and(|cue| statement.content.first().is_some_and(|piece| piece.start < cue.start))
    }

    fn quotes(
        &self,
        statements: &[Statement],
        owner: &[Option<usize>],
        annotation: &mut Annotation,
        points: &CodePoints,
    ) {
        let mut index = 0;
        let mut places: Vec<usize> = Vec::with_capacity(self.segments.len());
        while let Some(segment) = self.segments.get(index) {
            let mut parts = vec![segment.inner.clone()];
            let mut last = index;
            while let Some(next) =
                self.segments.get(last + 1).filter(|_| self.is_same_quote(last, statements, owner))
            {
                parts.push(next.inner.clone());
                last += 1;
            }
            let attribution = owner.get(index).copied().flatten();
            let own = self.repeats.get(&index).is_none_or(|_| {
                attribution
                    .and_then(|by| statements.get(by))
                    .is_some_and(|by| self.covered(by).any(|own| own == index))
            });
            if let Some(attribution) =
                attribution.filter(|_| own).and_then(|by| annotation.attributions.get_mut(by))
            {
                attribution.quotes.push(annotation.quotes.len());
            }
            let by = attribution.and_then(|index| annotation.attributions.get(index));
            let spans: Vec<Span> = parts.iter().map(|part| self.span(part.clone(), points)).collect();
            let texts: Vec<&str> = parts.iter().filter_map(|part| self.text.get(part.clone())).collect();
            annotation.quotes.push(Quote {
                text: texts.join(" "),
                start: spans.first().map_or(0, |span| span.start),
                end: spans.last().map_or(0, |span| span.end),
                kind: match by.map(|by| by.kind) {
                    Some(AttributionKind::Direct) => QuoteKind::Direct,
                    Some(_) => QuoteKind::Mixed,
                    None => QuoteKind::Unattributed,
                },
                parts: if spans.len() > 1 { spans } else { Vec::new() },
                attribution,
                confidence: by.map_or(UNATTRIBUTED, |by| by.confidence),
                speaker: by.and_then(|by| by.speaker.clone()),
                cue: by.and_then(|by| by.cue.clone()),
                relayed_by: by.and_then(|by| by.relayed_by.clone()),
                repeats: None,
            });
            places.resize(last + 1, annotation.quotes.len() - 1);
            index = last + 1;
        }
        for (pull, original) in self.repeats {
            let quote = places.get(*pull).and_then(|place| annotation.quotes.get_mut(*place));
            if let (Some(quote), Some(original)) = (quote, places.get(*original)) {
                quote.repeats = Some(*original);
            }
        }
    }

    /// Whether the segment after `index` is the same quote: it continues over the paragraph, or only the cue parts them.
    fn is_same_quote(&self, index: usize, statements: &[Statement], owner: &[Option<usize>]) -> bool {
        let (Some(segment), Some(next)) = (self.segments.get(index), self.segments.get(index + 1)) else {
            return false;
        };
        let (here, there) = (owner.get(index).copied().flatten(), owner.get(index + 1).copied().flatten());
        if segment.continues {
            return here == there;
        }
        let Some(statement) = here.filter(|_| here == there).and_then(|owner| statements.get(owner)) else {
            return false;
        };
        let cue_between = statement
            .cue
            .as_ref()
            .is_some_and(|cue| segment.outer.end <= cue.start && cue.end <= next.outer.start);
        statement.interrupted
            && cue_between
            && statement.content.first().is_some_and(|piece| *piece == segment.outer)
            && statement.content.get(1).is_some_and(|piece| *piece == next.outer)
    }

    fn speaker(&self, mention: &Mention, last: &mut LastSpeaker, points: &CodePoints) -> (Speaker, Naming) {
        let paragraph = mention.paragraph;
        let items = self.items.get(paragraph).map_or(&[][..], Vec::as_slice);
        let bytes = bytes(items, mention.items.clone());
        let (known, naming) =
            self.known(mention, items, last).map_or((None, Naming::Unknown), |(known, naming)| {
                let here = naming == Naming::Fuller
                    && self.text_of(items, &mention.name) == Some(known.name.as_str());
                (Some(known), if here { Naming::Printed } else { naming })
            });
        if known.is_some() && naming != Naming::Role {
            let until = bytes.as_ref().map_or(0, |bytes| bytes.end);
            *last = LastSpeaker { paragraph, until, known: known.clone() };
        }
        let span = bytes.clone().map(|bytes| self.span(bytes, points));
        let speaker = Speaker {
            name: known.as_ref().map(|known| known.name.clone()),
            mention: bytes.and_then(|bytes| self.text.get(bytes)).map(str::to_owned),
            start: span.map(|span| span.start),
            end: span.map(|span| span.end),
            kind: speaker_kind(mention, items, known.as_ref()),
            role: self::bytes(items, mention.role.clone())
                .and_then(|role| self.text.get(role))
                .map(|role| role.trim_matches(|c: char| c.is_whitespace() || "[]".contains(c)).to_owned())
                .filter(|role| !role.is_empty()),
        };
        (speaker, naming)
    }

    fn text_of(&self, items: &[Item], range: &Range<usize>) -> Option<&str> {
        bytes(items, range.clone()).and_then(|bytes| self.text.get(bytes))
    }

    fn known(&self, mention: &Mention, items: &[Item], last: &LastSpeaker) -> Option<(Known, Naming)> {
        match mention.form {
            Form::Name => {
                let name = items.get(mention.name.clone())?;
                let words: Vec<&str> = name
                    .iter()
                    .filter(|item| item.is_word() || item.is_mark(&['&']))
                    .filter_map(|item| bare(self.text, item))
                    .collect();
                let title =
                    items.get(mention.role.clone()).and_then(|role| gender_of_titles(self.text, role));
                self.names.fullest(&words, title).map(|known| (known, Naming::Fuller))
            }
            Form::Pronoun => {
                let item = items.get(mention.items.start)?;
                let gender = if item.is(Classes::HE) {
                    Gender::Man
                } else if item.is(Classes::SHE) {
                    Gender::Woman
                } else {
                    return None;
                };
                let spoke = last.known.as_ref().filter(|known| {
                    mention.paragraph <= last.paragraph + 1
                        && !known.organisation
                        && known.gender.is_none_or(|other| other == gender)
                });
                let paragraph = mention.paragraph;
                // "Boateng agreed. “I was tired,” he said": the subject of a sentence before is whom it is about.
                let begin = items.first().map_or(item.bytes.start, |first| first.bytes.start);
                let since = if last.paragraph == paragraph { last.until.max(begin) } else { begin };
                let subject = self.names.subject(self.text, since..item.bytes.start, gender);
                let nearest =
                    subject.clone().or_else(|| self.names.nearest(paragraph, item.bytes.start, gender));
                let clear = |known: &Known| {
                    known.gender.is_some() || !self.names.names_another(paragraph, item.bytes.start, known)
                };
                match spoke {
                    Some(known) if last.paragraph == paragraph && subject.is_none() => {
                        Some((known.clone(), Naming::SpokeLast))
                    }
                    Some(known) if nearest.is_none() => {
                        clear(known).then(|| (known.clone(), Naming::SpokeLast))
                    }
                    _ => nearest.map(|known| (known, Naming::Nearest)),
                }
            }
            Form::Answer => {
                self.names.only_person_before(self.asked_from?).map(|known| (known, Naming::Asked))
            }
            Form::Nominal => self.by_role(mention, items).map(|known| (known, Naming::Role)),
            Form::Names => None,
        }
    }

    /// Whom "the researcher" means, where one person in the text is called so.
    fn by_role(&self, mention: &Mention, items: &[Item]) -> Option<Known> {
        let all = items.get(mention.items.clone())?;
        let (first, rest) = all.split_first()?;
        let article = self.text.get(first.bytes.clone())?.to_lowercase();
        let definite = definite(self.code).contains(&article.as_str());
        // "the 49ers coach", "the former chancellor".
        let one = rest.last().filter(|_| definite && rest.len() <= LONGEST_ROLE)?;
        let several = one.is(Classes::GROUP) && matches!(article.as_str(), "die" | "the" | "de");
        let person = one.is(Classes::PERSON | Classes::TITLE) && !several;
        let role = self.text.get(one.bytes.clone()).filter(|_| person)?;
        self.names.by_role(role, first.bytes.start)
    }

    fn cue(&self, bytes: Range<usize>, points: &CodePoints) -> Cue {
        let text = self.text.get(bytes.clone()).unwrap_or_default().to_owned();
        let span = self.span(bytes, points);
        Cue { text, start: span.start, end: span.end }
    }

    fn span(&self, bytes: Range<usize>, points: &CodePoints) -> Span {
        Span { start: points.at(self.text, bytes.start), end: points.at(self.text, bytes.end) }
    }

    fn warnings(&self, points: &CodePoints) -> Vec<Warning> {
        let open = self.segments.iter().filter(|segment| !segment.closed && !segment.continues);
        open.take(MOST_WARNINGS)
            .map(|segment| Warning {
                code: "unbalanced-quote".to_owned(),
                field: Some("quotes".to_owned()),
                message: format!(
                    "the quotation mark at {} is never closed; the quote was ended at {}",
                    points.at(self.text, segment.outer.start),
                    points.at(self.text, segment.outer.end)
                ),
            })
            .collect()
    }
}

fn bytes(items: &[Item], range: Range<usize>) -> Option<Range<usize>> {
    let items = items.get(range)?;
    Some(items.first()?.bytes.start..items.last()?.bytes.end)
}

fn speaker_kind(mention: &Mention, items: &[Item], known: Option<&Known>) -> SpeakerKind {
    let all = items.get(mention.items.clone()).unwrap_or_default();
    let any = |classes| all.iter().any(|item| item.is(classes));
    let name = items.get(mention.name.clone()).unwrap_or_default();
    match mention.form {
        Form::Names => SpeakerKind::Group,
        Form::Pronoun if any(Classes::THEY) => SpeakerKind::Group,
        Form::Pronoun | Form::Answer | Form::Nominal if known.is_some() => SpeakerKind::Person,
        Form::Name if is_organisation(name) || known.is_some_and(|known| known.organisation) => {
            SpeakerKind::Organisation
        }
        Form::Name => SpeakerKind::Person,
        Form::Nominal if any(Classes::GROUP) => SpeakerKind::Group,
        Form::Nominal if any(Classes::DOCUMENT) => SpeakerKind::Document,
        Form::Nominal if any(Classes::ORGANISATION) && !any(Classes::PERSON) => SpeakerKind::Organisation,
        Form::Pronoun | Form::Nominal | Form::Answer => SpeakerKind::Unnamed,
    }
}

/// The pieces of a content by their place in the text; a cue may have found the later one first.
fn in_order(content: &[Range<usize>]) -> impl Iterator<Item = Range<usize>> {
    let mut pieces = content.to_vec();
    pieces.sort_by_key(|piece| piece.start);
    pieces.into_iter()
}
