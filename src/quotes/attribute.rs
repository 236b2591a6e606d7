//! Cues, speakers and quotations of one paragraph → statements.

use std::ops::Range;

use super::content::{Stated, stated};
use super::cues::{Report, Sentence};
use super::items::{self, Item};
use super::lexicon::Classes;
use super::marks::Segment;
use super::mentions::{DASHES, Form, Mention, Phrases};

/// Something somebody said, by the paragraph's items.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// Bytes of what was said, marks included, in pieces.
    pub(super) content: Vec<Range<usize>>,
    /// Bytes of the cue.
    pub(super) cue: Option<Range<usize>>,
    pub(super) speaker: Option<Mention>,
    pub(super) relayed_by: Option<Mention>,
    /// How sure we are, 0 to 1.
    pub(super) confidence: f32,
    /// Whether the quotation goes on after the cue in the same sentence.
    pub(super) interrupted: bool,
    /// What the speaker was told by.
    pub(super) basis: Basis,
}

/// What a speaker is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The subject beside the cue: "said Smith".
    Cue,
    /// A subject of the sentence away from the cue, or of the sentence before: "Smith came home, saying …".
    Distant,
    /// The sentence that ends with a colon before the words.
    Colon,
    /// A label before the words: "Smith: …", "Q: …".
    Label,
    /// A name after a dash under the words, or marked as their source.
    Signature,
    /// Whoever spoke before, as nobody else is told to.
    Continued,
    /// The subject of a sentence without a cue.
    Subject,
    /// Verbs that only reported speech has; whoever spoke before.
    Mood,
    /// The weights of the trained model, out of all that are named near.
    Model,
}

impl Statement {
    /// One quotation and whoever said it.
    fn bare(
        content: Range<usize>,
        speaker: Option<Mention>,
        cue: Option<Range<usize>>,
        (confidence, basis): (f32, Basis),
    ) -> Self {
        let content = Vec::from([content]);
        Self { content, cue, speaker, relayed_by: None, confidence, interrupted: false, basis }
    }
}

/// Who speaks at the beginning of the next paragraph.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    speaker: Mention,
    cue: Option<Range<usize>>,
    /// By a colon.
    announced: bool,
    /// Whether the paragraph before ends with that speaker's words, so that a bare quotation goes on with them. Else it
    /// is only who a verb without a subject means.
    speaking: bool,
}

impl Lead {
    fn statement(&self, content: Range<usize>) -> Statement {
        let told = if self.announced { (0.85, Basis::Colon) } else { (0.4, Basis::Continued) };
        Statement::bare(content, Some(self.speaker.clone()), self.cue.clone(), told)
    }
}

/// One paragraph on its way.
pub(super) struct ParagraphView<'a> {
    pub(super) text: &'a str,
    pub(super) phrases: Phrases<'a>,
    pub(super) segments: &'a [Segment],
}

/// Quotations of up to this many words that no cue reaches are titles and scare quotes.
const SCARE_WORDS: usize = 3;
/// How many items before a sentence's subject are passed over.
const LONGEST_OPENING: usize = 24;

impl ParagraphView<'_> {
    /// All statements of the paragraph, in reading order. `lead` is who was announced, or spoke last, at the end of the
    /// paragraph before.
    pub(super) fn statements(&self, lead: Option<&Lead>) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        let mut topic = lead.map(|lead| lead.speaker.clone());
        // Whom the sentence before is about, where nobody speaks.
        let mut about: Option<Mention> = None;
        let mut opening = false;
        for range in items::sentences(self.text, self.phrases.items) {
            let sentence =
                Sentence { text: self.text, phrases: self.phrases, start: range.start, end: range.end };
            let first = found.len();
            self.sentence(&sentence, topic.as_ref(), &mut found);
            self.leftovers(&sentence, first, (lead, about.as_ref()), topic.as_ref(), &mut found);
            if found.len() == first {
                found.extend(self.reported(&sentence, topic.as_ref()));
            }
            let spoke = found.get(first..).unwrap_or_default().last().and_then(|said| said.speaker.clone());
            let named = || {
                let subject = sentence.subject_from(sentence.start, sentence.end)?;
                (self.phrases.grammar.dropped_subject && subject.form == Form::Name).then_some(subject)
            };
            topic = spoke.or_else(named).or(topic);
            about = self.person(&sentence);
            if let Some(open) =
                found.last_mut().filter(|last| opening && last.speaker.is_none() && last.cue.is_none())
            {
                // “…” Huber was in good spirits: whom the sentence after a lonely quotation is about.
                open.speaker.clone_from(&about);
            }
            opening = range.start == 0 && found.len() == 1;
        }
        found
    }

    /// The person a sentence without quotations is about: its subject, by name. Other languages' sentences open with too
    /// much else.
    fn person(&self, sentence: &Sentence<'_>) -> Option<Mention> {
        if !self.phrases.grammar.capital_nouns || sentence.has_quote(sentence.start..sentence.end) {
            return None;
        }
        let subject = sentence.subject_from(sentence.start, sentence.end)?;
        let given = |item: &Item| item.is(Classes::MAN | Classes::WOMAN);
        let named = subject.form == Form::Name && sentence.any(subject.name.clone(), given);
        let pointed = matches!(sentence.word(subject.items.start), "er" | "Er");
        (named || pointed && subject.form == Form::Pronoun).then_some(subject)
    }

    /// Who speaks in the next paragraph, if that is a bare quotation: whoever a colon announces, or went on speaking.
    pub(super) fn lead(&self, statements: &[Statement]) -> Option<Lead> {
        let items = self.phrases.items;
        let last = items.last()?;
        if last.is_mark(&[':']) {
            let range = items::sentences(self.text, items).pop()?;
            let sentence =
                Sentence { text: self.text, phrases: self.phrases, start: range.start, end: range.end };
            let report = sentence.reports().pop()?;
            let cue = items.get(report.cue).and_then(span);
            return Some(Lead { speaker: report.speaker?, cue, announced: true, speaking: true });
        }
        let said = statements.last()?;
        let ends = said.content.last().is_some_and(|piece| piece.end == last.bytes.end);
        let whole = items.iter().any(|item| item.quote().is_some() && item.bytes.end == last.bytes.end);
        let speaking = ends && whole;
        let speaker = said.speaker.clone().filter(|_| speaking || self.phrases.grammar.dropped_subject)?;
        Some(Lead { speaker, cue: None, announced: false, speaking })
    }

    fn sentence(&self, sentence: &Sentence<'_>, topic: Option<&Mention>, found: &mut Vec<Statement>) {
        let reports = sentence.reports();
        let first = found.len();
        let mut from = sentence.start;
        for (index, report) in reports.iter().enumerate() {
            if report.clause.start < from {
                continue;
            }
            let next = reports.get(index + 1);
            let stated = stated(sentence, report, next, from);
            let Some(stated) = stated else { continue };
            from = stated.until;
            let content: Vec<Range<usize>> =
                stated.pieces.iter().filter_map(|piece| self.bytes(sentence, piece.clone())).collect();
            if content.is_empty() {
                continue;
            }
            let cue = self.phrases.items.get(report.cue.clone()).and_then(span);
            found.push(Statement {
                content,
                cue,
                speaker: report.speaker.clone().or_else(|| {
                    self.dropped(report, &stated, topic, found.get(first..).unwrap_or_default().last())
                }),
                relayed_by: report.relayed_by.clone(),
                confidence: confidence(report, &stated),
                interrupted: stated.interrupted,
                basis: if report.close { Basis::Cue } else { Basis::Distant },
            });
        }
    }

    /// Whom the text speaks of, where a verb names nobody: “…”, ha aggiunto. Además, indicó que ….
    fn dropped(
        &self,
        report: &Report,
        stated: &Stated,
        topic: Option<&Mention>,
        last: Option<&Statement>,
    ) -> Option<Mention> {
        let silent = !stated.quoted && !self.phrases.grammar.dropped_subject;
        if self.phrases.english || silent || report.classes.any(Classes::HEARSAY) {
            return None;
        }
        last.and_then(|last| last.speaker.clone()).or_else(|| topic.cloned())
    }

    /// A sentence without a cue whose verb tells that it is somebody's: "Man habe keine Wahl gehabt." Whoever spoke
    /// last goes on.
    fn reported(&self, sentence: &Sentence<'_>, topic: Option<&Mention>) -> Option<Statement> {
        let told = |item: &Item| item.is(Classes::REPORTED) && !item.is_capital();
        if !sentence.any(sentence.start..sentence.end, told) {
            return None;
        }
        let speaker = topic.cloned()?;
        let content = self.bytes(sentence, sentence.start..sentence.end)?;
        Some(Statement::bare(content, Some(speaker), None, (0.5, Basis::Mood)))
    }

    /// Items → bytes, without punctuation at the ends that belongs to the sentence.
    fn bytes(&self, sentence: &Sentence<'_>, piece: Range<usize>) -> Option<Range<usize>> {
        let mut piece = piece;
        while piece.start < piece.end
            && sentence
                .at(piece.start)
                .is_some_and(|item| item.is_mark(&[',', ':', '.', ';', '—', '–', '―', '-', '…']))
        {
            piece.start += 1;
        }
        while piece.start < piece.end
            && sentence
                .at(piece.end - 1)
                .is_some_and(|item| item.is_mark(&[',', ':', '.', ';', '—', '–', '―', '-', '?', '!']))
        {
            piece.end -= 1;
        }
        self.phrases.items.get(piece).and_then(span)
    }

    /// Quotations of the sentence that no statement covers yet.
    fn leftovers(
        &self,
        sentence: &Sentence<'_>,
        first: usize,
        (lead, about): (Option<&Lead>, Option<&Mention>),
        topic: Option<&Mention>,
        found: &mut Vec<Statement>,
    ) {
        let here = found.get(first..).unwrap_or_default();
        let mut stated: Vec<_> =
            here.iter().flat_map(|statement| statement.content.iter().cloned()).collect();
        stated.sort_by_key(|piece| piece.start);
        let mut stated = stated.into_iter().peekable();
        let mut stated_until = 0;
        for index in sentence.start..sentence.end {
            let Some((item, segment)) = sentence.at(index).and_then(|item| Some((item, item.quote()?)))
            else {
                continue;
            };
            while let Some(piece) = stated.next_if(|piece| piece.start <= item.bytes.start) {
                stated_until = stated_until.max(piece.end);
            }
            let names = |said: &Statement| {
                said.speaker.as_ref().is_some_and(|speaker| {
                    speaker.paragraph == self.phrases.paragraph && speaker.items.contains(&index)
                })
            };
            if item.bytes.end <= stated_until || found.get(first..).unwrap_or_default().iter().any(names) {
                continue;
            }
            if let Some(labelled) = labelled(sentence, index).or_else(|| announced(sentence, index)) {
                found.push(labelled);
                continue;
            }
            let words = self.text.get(item.bytes.clone()).map_or(0, |words| words.split_whitespace().count());
            let long = words > SCARE_WORDS;
            if index == sentence.start
                && (long || self.is_sentence(segment))
                && let Some(last) = found.last_mut()
            {
                // “…,” Smith said. “…”: the speaker goes on.
                last.content.push(item.bytes.clone());
                continue;
            }
            if let Some(lead) = lead.filter(|lead| index == 0 && lead.speaking && (long || lead.announced)) {
                found.push(lead.statement(item.bytes.clone()));
                continue;
            }
            let single = self.segments.get(segment).is_some_and(|segment| segment.single);
            let cued = found.len() > first && self.phrases.english;
            if single || follows_scare(sentence, index) || !(long || cued) {
                continue;
            }
            if let Some(reported) = self.reported(sentence, topic) {
                stated_until = reported.content.last().map_or(stated_until, |piece| piece.end);
                found.push(reported);
                continue;
            }
            let spoke = found.last().and_then(|statement| statement.speaker.clone());
            let speaker = if self.phrases.english {
                spoke.or_else(|| subject(sentence, index))
            } else {
                sentence.subject_from(sentence.start, index).or(spoke).or_else(|| about.cloned())
            };
            let confidence = if speaker.is_some() { 0.45 } else { 0.3 };
            found.push(Statement::bare(item.bytes.clone(), speaker, None, (confidence, Basis::Subject)));
        }
    }

    /// Whether the quoted words are a sentence, or the beginning of one that goes on in the next paragraph.
    fn is_sentence(&self, segment: usize) -> bool {
        self.segments.get(segment).is_some_and(|segment| {
            let words = self.text.get(segment.inner.clone()).unwrap_or_default();
            words.starts_with(char::is_uppercase)
                && (!segment.closed || words.ends_with(['.', '!', '?', '…']))
        })
    }
}

/// `Smith: “…”` and `“…” — Smith`: mark and name say who speaks.
fn labelled(sentence: &Sentence<'_>, quote: usize) -> Option<Statement> {
    let item = sentence.at(quote)?;
    let before =
        quote.checked_sub(1).filter(|mark| sentence.at(*mark).is_some_and(|item| item.is_mark(&[':'])));
    if let Some(mark) = before {
        let speaker = sentence.phrases.ending_at(sentence.start, mark)?;
        let cue = sentence.at(mark).map(|item| item.bytes.clone());
        let whole = speaker.items.start == sentence.start && speaker.form != Form::Nominal;
        return whole.then(|| Statement::bare(item.bytes.clone(), Some(speaker), cue, (0.85, Basis::Label)));
    }
    let mark = sentence.at(quote + 1).filter(|item| quote == sentence.start && item.is_mark(DASHES))?;
    let speaker = sentence.phrases.starting_at(quote + 2, sentence.end)?;
    let rest = sentence.at(speaker.items.end);
    let whole = rest.is_none_or(|item| item.is_mark(&['.', ',']) || item.quote().is_some());
    (whole && speaker.form == Form::Name).then(|| {
        Statement::bare(item.bytes.clone(), Some(speaker), Some(mark.bytes.clone()), (0.85, Basis::Signature))
    })
}

/// `His wife laughs: “…”`, whatever the verb; English is left to its cues.
fn announced(sentence: &Sentence<'_>, quote: usize) -> Option<Statement> {
    if sentence.phrases.english || !sentence.phrases.grammar.known {
        return None;
    }
    let item = sentence.at(quote)?;
    let (speaker, cue) = sentence.announced(quote)?;
    let cue = sentence.phrases.items.get(cue).and_then(span);
    Some(Statement::bare(item.bytes.clone(), Some(speaker), cue, (0.7, Basis::Colon)))
}

/// Whether "so-called" or the like stands before the item.
fn follows_scare(sentence: &Sentence<'_>, index: usize) -> bool {
    index.checked_sub(1).and_then(|index| sentence.at(index)).is_some_and(|item| item.is(Classes::SCARE))
}

/// The first noun phrase of a sentence.
fn subject(sentence: &Sentence<'_>, before: usize) -> Option<Mention> {
    (sentence.start..before)
        .take(LONGEST_OPENING)
        .filter_map(|index| sentence.phrases.starting_at(index, before))
        .find(|mention| {
            // "However, …"
            mention.items.len() > 1
                || !sentence.at(mention.items.end).is_some_and(|item| item.is_mark(&[',']))
        })
        .filter(|mention| mention.form != Form::Nominal)
}

fn span(items: &[Item]) -> Option<Range<usize>> {
    Some(items.first()?.bytes.start..items.last()?.bytes.end)
}

fn confidence(report: &Report, stated: &Stated) -> f32 {
    let base: f32 = if stated.quoted { 0.9 } else { 0.75 };
    let speaker = if report.speaker.is_none() {
        -0.3
    } else if report.close {
        0.05
    } else {
        -0.2
    };
    let relay = if report.relayed_by.is_some() { -0.1 } else { 0.0 };
    (base + speaker + relay).clamp(0.05, 0.97)
}
