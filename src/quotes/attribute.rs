//! Cues, speakers and quotations of one paragraph → statements.

use std::ops::Range;

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
}

impl Statement {
    /// One quotation and whoever said it.
    fn bare(
        content: Range<usize>,
        speaker: Option<Mention>,
        cue: Option<Range<usize>>,
        confidence: f32,
    ) -> Self {
        Self { content: Vec::from([content]), cue, speaker, relayed_by: None, confidence, interrupted: false }
    }
}

/// Who speaks at the beginning of the next paragraph.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    speaker: Mention,
    cue: Option<Range<usize>>,
    /// By a colon.
    announced: bool,
}

impl Lead {
    fn statement(&self, content: Range<usize>) -> Statement {
        let confidence = if self.announced { 0.85 } else { 0.4 };
        Statement::bare(content, Some(self.speaker.clone()), self.cue.clone(), confidence)
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
/// How many statements back may hold a quotation of the sentence at hand.
const REACH: usize = 12;

impl ParagraphView<'_> {
    /// All statements of the paragraph, in reading order. `lead` is who was announced, or spoke last, at the end of the
    /// paragraph before.
    pub(super) fn statements(&self, lead: Option<&Lead>) -> Vec<Statement> {
        let mut found: Vec<Statement> = Vec::new();
        for range in items::sentences(self.text, self.phrases.items) {
            let sentence =
                Sentence { text: self.text, phrases: self.phrases, start: range.start, end: range.end };
            let first = found.len();
            self.sentence(&sentence, &mut found);
            self.leftovers(&sentence, first, lead, &mut found);
        }
        found
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
            return Some(Lead { speaker: report.speaker?, cue, announced: true });
        }
        let said = statements.last()?;
        let ends = said.content.last().is_some_and(|piece| piece.end == last.bytes.end);
        let whole = items.iter().any(|item| item.quote().is_some() && item.bytes.end == last.bytes.end);
        let speaker = said.speaker.clone().filter(|_| ends && whole)?;
        Some(Lead { speaker, cue: None, announced: false })
    }

    fn sentence(&self, sentence: &Sentence<'_>, found: &mut Vec<Statement>) {
        let reports = sentence.reports();
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
                speaker: report.speaker.clone(),
                relayed_by: report.relayed_by.clone(),
                confidence: confidence(report, &stated),
                interrupted: stated.interrupted,
            });
        }
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
        lead: Option<&Lead>,
        found: &mut Vec<Statement>,
    ) {
        for index in sentence.start..sentence.end {
            let Some((item, segment)) = sentence.at(index).and_then(|item| Some((item, item.quote()?)))
            else {
                continue;
            };
            let covers = |statement: &Statement| {
                statement
                    .content
                    .iter()
                    .any(|piece| piece.start <= item.bytes.start && item.bytes.end <= piece.end)
            };
            if found.iter().rev().take(REACH).any(covers) {
                continue;
            }
            if let Some(labelled) = self.labelled(sentence, index) {
                found.push(labelled);
                continue;
            }
            let words = self.text.get(item.bytes.clone()).map_or(0, |words| words.split_whitespace().count());
            let long = words > SCARE_WORDS;
            if index == sentence.start
                && long
                && let Some(last) = found.last_mut()
            {
                // “…,” Smith said. “…”: the speaker goes on.
                last.content.push(item.bytes.clone());
                continue;
            }
            if let Some(lead) = lead.filter(|lead| index == 0 && (long || lead.announced)) {
                found.push(lead.statement(item.bytes.clone()));
                continue;
            }
            let single = self.segments.get(segment).is_some_and(|segment| segment.single);
            let cued = found.len() > first;
            if single || ((!long || follows_scare(sentence, index)) && !cued) {
                continue;
            }
            let spoke = found.last().and_then(|statement| statement.speaker.clone());
            let speaker = spoke.or_else(|| subject(sentence, index));
            let confidence = if speaker.is_some() { 0.45 } else { 0.3 };
            found.push(Statement::bare(item.bytes.clone(), speaker, None, confidence));
        }
    }

    /// `Smith: “…”` and `“…” — Smith`: mark and name say who speaks.
    fn labelled(&self, sentence: &Sentence<'_>, quote: usize) -> Option<Statement> {
        let item = sentence.at(quote)?;
        let before =
            quote.checked_sub(1).filter(|mark| sentence.at(*mark).is_some_and(|item| item.is_mark(&[':'])));
        if let Some(mark) = before {
            let speaker = sentence.phrases.ending_at(sentence.start, mark)?;
            let cue = sentence.at(mark).map(|item| item.bytes.clone());
            let whole = speaker.items.start == sentence.start && speaker.form != Form::Nominal;
            return whole.then(|| Statement::bare(item.bytes.clone(), Some(speaker), cue, 0.85));
        }
        let mark = sentence.at(quote + 1).filter(|item| quote == sentence.start && item.is_mark(DASHES))?;
        let speaker = sentence.phrases.starting_at(quote + 2, sentence.end)?;
        let rest = sentence.at(speaker.items.end);
        let whole = rest.is_none_or(|item| item.is_mark(&['.', ',']) || item.quote().is_some());
        (whole && speaker.form == Form::Name)
            .then(|| Statement::bare(item.bytes.clone(), Some(speaker), Some(mark.bytes.clone()), 0.85))
    }
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

/// What a report's content is, by items.
struct Stated {
    pieces: Vec<Range<usize>>,
    /// Where the next report's content may begin.
    until: usize,
    quoted: bool,
    interrupted: bool,
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

fn is_quote(item: &Item) -> bool {
    item.quote().is_some()
}

/// Where a report's content stands: before it, or after.
fn stated(sentence: &Sentence<'_>, report: &Report, next: Option<&Report>, from: usize) -> Option<Stated> {
    before(sentence, report, next, from).or_else(|| after(sentence, report, next))
}

/// “…,” Smith said [, “…”].
fn before(sentence: &Sentence<'_>, report: &Report, next: Option<&Report>, from: usize) -> Option<Stated> {
    let clause = &report.clause;
    let last = clause.start.checked_sub(1).filter(|last| *last >= from)?;
    let last_item = sentence.at(last)?;
    let ends = last_item.is_mark(&[',', '—', '–', '―', '-', '?', '!', '…']) || is_quote(last_item);
    let quoted = sentence.any(from..clause.start, is_quote);
    let is_source = report.classes.any(Classes::SOURCE);
    if !(ends || is_source)
        || !report
            .classes
            .any(Classes::SPEECH | Classes::TELL | Classes::SOURCE | Classes::THOUGHT | Classes::QUOTING)
        || (report.classes.any(Classes::QUOTING) && !quoted)
    {
        return None;
    }
    let start = skip_conjunction(sentence, from);
    let first_is_quote = sentence.at(start).is_some_and(is_quote);
    let quote_is_last =
        is_quote(last_item) || last.checked_sub(1).and_then(|index| sentence.at(index)).is_some_and(is_quote);
    let rest_is_short =
        is_tail(sentence, clause.end, next.map_or(sentence.end, |next| next.clause.start.max(clause.end)));
    let taken = if quoted {
        (first_is_quote && quote_is_last) || rest_is_short
    } else {
        rest_is_short && last > start + 1
    };
    if !taken || report.speaker.is_none() {
        return None;
    }
    let mut until = clause.end;
    let mut interrupted = false;
    let mut second = None;
    if quoted && let Some(quote) = continuation(sentence, clause.end, next) {
        interrupted = first_is_quote;
        until = quote.end;
        second = Some(quote);
    }
    let pieces = std::iter::once(start..clause.start).chain(second).collect();
    Some(Stated { pieces, until, quoted, interrupted })
}

/// The quotation that goes on after the cue: `, “…`.
fn continuation(sentence: &Sentence<'_>, from: usize, next: Option<&Report>) -> Option<Range<usize>> {
    let ceiling = next.map_or(sentence.end, |next| next.clause.start.max(from));
    let quote = (from..ceiling).find(|index| sentence.at(*index).is_some_and(is_quote))?;
    let joined = quote == from
        || quote
            .checked_sub(1)
            .and_then(|index| sentence.at(index))
            .is_some_and(|item| item.is_mark(&[',', ':', '—', '–', '―', '-', ';']));
    joined.then_some(quote..quote + 1)
}

fn skip_conjunction(sentence: &Sentence<'_>, from: usize) -> usize {
    let mut start = from;
    while sentence.at(start).is_some_and(|item| item.is_mark(&[',', ';', ':', '—', '–', '―', '-', ')', '.']))
    {
        start += 1;
    }
    let followed_by_quote = sentence.at(start + 1).is_some_and(is_quote);
    if followed_by_quote && sentence.at(start).is_some_and(|item| item.is(Classes::CONJUNCTION)) {
        start + 1
    } else {
        start
    }
}

/// Whether what follows a cue only says when, where and to whom: nothing that could be its content.
fn is_tail(sentence: &Sentence<'_>, from: usize, end: usize) -> bool {
    let Some(first) = sentence.at(from).filter(|_| from < end) else { return true };
    if first.is_mark(&[',', '.', ';', '?', '!', '—', '–', '―', '-', '…', ')']) {
        return true;
    }
    let opens = first.is(Classes::PREPOSITION | Classes::TIME | Classes::ADVERB | Classes::CONJUNCTION);
    let clause =
        sentence.any(from..end.min(from + 12), |item| item.is(Classes::THAT) && !item.is(Classes::WHO));
    opens && !clause
}

/// Smith said (that) ….
fn after(sentence: &Sentence<'_>, report: &Report, next: Option<&Report>) -> Option<Stated> {
    let start = content_start(sentence, report)?;
    let end = content_end(sentence, start, next);
    if start >= end {
        return None;
    }
    let quoted = sentence.any(start..end, is_quote);
    if report.classes.any(Classes::QUOTING) && !sentence.at(start).is_some_and(is_quote) {
        return None;
    }
    if !quoted && !opens_clause(sentence, start, report) {
        return None;
    }
    if report.speaker.is_none() && !quoted {
        return None;
    }
    let direct = sentence.at(start).is_some_and(is_quote) && ends_statement(sentence, start, end);
    let pieces = vec![if direct { start..start + 1 } else { start..end }];
    let until = if direct { start + 1 } else { end };
    Some(Stated { pieces, until, quoted, interrupted: false })
}

/// Whether a quotation right after the cue is the whole content: nothing, or a new clause, follows it.
fn ends_statement(sentence: &Sentence<'_>, quote: usize, end: usize) -> bool {
    quote + 1 >= end
        || sentence.at(quote + 1).is_some_and(|item| {
            item.is_mark(&['.', ',', ';', '—', '–', '―', '-', ')', '?', '!'])
                || item.is(Classes::CONJUNCTION | Classes::TIME)
        })
}

/// Where the content after a cue begins: past the person spoken to, "in a statement", "on Monday".
fn content_start(sentence: &Sentence<'_>, report: &Report) -> Option<usize> {
    let mut start = report.clause.end;
    if report.classes.any(Classes::SOURCE) {
        let comma = sentence.at(start).is_some_and(|item| item.is_mark(&[',']));
        return (comma && report.clause.start <= sentence.start + 1).then_some(start + 1);
    }
    if report.classes.any(Classes::TELL)
        && !sentence
            .at(start)
            .is_some_and(|item| item.is(Classes::THAT) || is_quote(item) || item.is_mark(&[',', ':']))
    {
        start = match sentence.phrases.starting_at(start, sentence.end) {
            Some(addressee) => addressee.items.end,
            None => {
                start
                    + usize::from(
                        sentence.at(start).is_some_and(|item| item.is(Classes::FIRST) || item.is_word()),
                    )
            }
        };
    }
    let first = sentence.at(start)?;
    if first.is_mark(&[',', ':']) {
        let next = sentence.at(start + 1)?;
        if first.is_mark(&[':']) || is_quote(next) || next.is(Classes::THAT) {
            return Some(start + 1);
        }
    }
    if first.is(Classes::PREPOSITION | Classes::TIME | Classes::ADVERB) || first.is_mark(&[',']) {
        let reach = sentence.end.min(start + 24);
        let opening = (start..reach).find(|index| {
            sentence.at(*index).is_some_and(|item| {
                is_quote(item)
                    || item.is_mark(&[':'])
                    || (item.is(Classes::THAT) && sentence.at(index + 1).is_some_and(|_| *index > start))
            })
        });
        if let Some(opening) = opening {
            return Some(
                opening + usize::from(sentence.at(opening).is_some_and(|item| item.is_mark(&[':']))),
            );
        }
        let mut index = start;
        while sentence
            .at(index)
            .is_some_and(|item| item.is(Classes::TIME | Classes::ADVERB) && !item.is(Classes::PRONOUN))
        {
            index += 1;
        }
        return Some(index);
    }
    Some(start)
}

/// Whether words without quotation marks after a cue are its content.
fn opens_clause(sentence: &Sentence<'_>, start: usize, report: &Report) -> bool {
    let Some(first) = sentence.at(start).filter(|item| item.is_word()) else { return false };
    if first.is(Classes::THAT) {
        return true;
    }
    if report.classes.any(Classes::SOURCE)
        || sentence.at(start.wrapping_sub(1)).is_some_and(|item| item.is_mark(&[':']))
    {
        return true;
    }
    if !report.close
        && report.classes.any(Classes::STANCE | Classes::NAMING)
        && !report.classes.any(Classes::SPEECH)
    {
        return report.speaker.is_some();
    }
    if report.classes.any(Classes::NAMING | Classes::STANCE) {
        return !first.is(Classes::PREPOSITION) || sentence.word(start) == "to";
    }
    first.is(Classes::DETERMINER | Classes::PRONOUN | Classes::FIRST | Classes::WHO)
        || first.is_capital()
        || matches!(sentence.word(start), "to" | "it" | "there" | "if")
        || !first.is(Classes::PREPOSITION
            | Classes::CONJUNCTION
            | Classes::ADVERB
            | Classes::TIME
            | Classes::AUXILIARY)
}

/// Where the content after a cue ends: at the sentence's end, or before the next report of its own.
fn content_end(sentence: &Sentence<'_>, start: usize, next: Option<&Report>) -> usize {
    let Some(next) = next else { return sentence.end };
    if next.clause.start <= start {
        return sentence.end;
    }
    let link = next.clause.start - 1;
    let item = sentence.at(link);
    let conjunction = item.is_some_and(|item| item.is(Classes::CONJUNCTION) && !item.is(Classes::THAT));
    let comma = item.is_some_and(|item| item.is_mark(&[',', ';']));
    let same_speaker = !next.close || next.classes.any(Classes::SOURCE);
    if (comma || conjunction) && (same_speaker || next.close) { link } else { sentence.end }
}
