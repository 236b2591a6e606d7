//! What a cue reports: the stretch before it, after it, or both.

use std::ops::Range;

use super::clause::{clause_after_comma, opens_infinitive, opens_main_clause, past_circumstances};
use super::cues::{Report, Sentence};
use super::items::Item;
use super::lexicon::Classes;

/// What a report's content is, by items.
pub(super) struct Stated {
    pub(super) pieces: Vec<Range<usize>>,
    /// Where the next report's content may begin.
    pub(super) until: usize,
    /// Whether there are quotations in it.
    pub(super) quoted: bool,
    /// Whether a quotation goes on after the cue in the same sentence.
    pub(super) interrupted: bool,
}

fn is_quote(item: &Item) -> bool {
    item.quote().is_some()
}

/// Where a report's content stands: before it, or after.
pub(super) fn stated(
    sentence: &Sentence<'_>,
    report: &Report,
    next: Option<&Report>,
    from: usize,
) -> Option<Stated> {
    if colon_before_quote(sentence, report.clause.end).is_some() {
        return after(sentence, report, next);
    }
    before(sentence, report, next, from).or_else(|| after(sentence, report, next))
}

/// “…,” Smith said [, “…”].
fn before(sentence: &Sentence<'_>, report: &Report, next: Option<&Report>, from: usize) -> Option<Stated> {
    let clause = &report.clause;
    let last = clause.start.checked_sub(1).filter(|last| *last >= from)?;
    let last_item = sentence.at(last)?;
    let ends = last_item.is_mark(&[',', '—', '–', '―', '-', '?', '!', '…']) || is_quote(last_item);
    let quoted = sentence.has_quote(from..clause.start);
    let is_source = report.classes.any(Classes::SOURCE);
    if !(ends || is_source)
        || !report
            .classes
            .any(Classes::SPEECH | Classes::TELL | Classes::SOURCE | Classes::THOUGHT | Classes::QUOTING)
        || (report.classes.any(Classes::QUOTING) && !quoted && !is_source)
    {
        return None;
    }
    let start = skip_conjunction(sentence, from);
    let first_is_quote = sentence.at(start).is_some_and(is_quote);
    let quote_is_last =
        is_quote(last_item) || last.checked_sub(1).and_then(|index| sentence.at(index)).is_some_and(is_quote);
    let rest_is_short =
        is_tail(sentence, clause.end, next.map_or(sentence.end, |next| next.clause.start.max(clause.end)));
    let fronted = !sentence.phrases.english
        && !quoted
        && sentence.at(start).is_some_and(|item| item.is(Classes::CONJUNCTION | Classes::WHO));
    let inverted = !sentence.phrases.english
        && report.speaker.as_ref().is_some_and(|speaker| speaker.items.start >= report.cue.end);
    let taken = if inverted && !fronted && (quoted || last > start + 1) {
        // "…, sagte der Minister der Zeitung": whatever follows, the statement stands before.
        true
    } else if fronted {
        // "Als er ankam, rechnete er mit Regen."
        false
    } else if quoted {
        (first_is_quote && quote_is_last) || rest_is_short
    } else {
        rest_is_short && last > start + 1
    };
    let foreign = !sentence.phrases.english;
    if foreign && !first_is_quote && is_quote(last_item) && sentence.is_addressed(last) {
        // "Gegenüber dem „Kurier“ sagte Huber, …": whom it was said to.
        return None;
    }
    let dropped = quoted && first_is_quote && foreign;
    // "Verletzt wurde laut Polizei niemand": the source stands in the middle.
    let amid = foreign && is_source && from == sentence.start && last > start;
    let taken = taken || amid;
    if !taken || (report.speaker.is_none() && !dropped) {
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
    // "…, so Huber vor Gericht": an insertion goes on behind its second comma only.
    let open = amid && !report.classes.any(Classes::QUOTING);
    if !quoted && let Some(rest) = rest_after_insertion(sentence, clause.end, next, open) {
        until = rest.end;
        second = Some(rest);
    }
    let quoted = quoted || second.clone().is_some_and(|second| sentence.has_quote(second));
    let pieces = std::iter::once(start..clause.start).chain(second).collect();
    Some(Stated { pieces, until, quoted, interrupted })
}

/// "Man werde, sagte sie, das prüfen": what goes on after the insertion, which commas part from it but for sources;
/// English does so between quotations only.
fn rest_after_insertion(
    sentence: &Sentence<'_>,
    from: usize,
    next: Option<&Report>,
    amid: bool,
) -> Option<Range<usize>> {
    let comma = sentence.at(from).is_some_and(|item| item.is_mark(&[',']));
    let start = from + usize::from(comma);
    let goes_on = sentence.at(start).is_some_and(|item| item.is_word() || is_quote(item));
    (goes_on && (comma || amid) && next.is_none() && !sentence.phrases.english).then_some(start..sentence.end)
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
    let start = content_start(sentence, report, next)?;
    let end = content_end(sentence, start, next);
    if start >= end {
        return None;
    }
    let quoted = sentence.has_quote(start..end);
    if report.classes.any(Classes::QUOTING) && !sentence.at(start).is_some_and(is_quote) {
        return None;
    }
    if !quoted && !opens_clause(sentence, start, report) {
        return None;
    }
    let start = if quoted || !report.classes.any(Classes::WEAK) {
        start
    } else {
        weak_content(sentence, report, start)?
    };
    if start >= end || (!quoted && is_denied(sentence, report.cue.end, start)) {
        return None;
    }
    let that = sentence.at(start).is_some_and(|item| item.is(Classes::THAT));
    if report.speaker.is_none() && !quoted && !(that && sentence.phrases.grammar.dropped_subject) {
        return None;
    }
    let direct = sentence.at(start).is_some_and(is_quote) && ends_statement(sentence, start, end);
    let speech = Classes::SPEECH | Classes::TELL | Classes::QUOTING | Classes::SOURCE;
    if sentence.at(start).is_some_and(is_quote) && !report.classes.any(speech) && is_work(sentence, start) {
        return None;
    }
    let pieces = vec![if direct { start..start + 1 } else { start..end }];
    let until = if direct { start + 1 } else { end };
    Some(Stated { pieces, until, quoted, interrupted: false })
}

/// Where the content of a weak verb begins: the clause after a comma or colon right behind it or its prefix, or the object
/// before the prefix at the sentence's end.
fn weak_content(sentence: &Sentence<'_>, report: &Report, start: usize) -> Option<usize> {
    let cue = report.cue.end;
    // "…, an denen es Flicken gibt, …" ends a clause that a conjunction or a relative pronoun opens.
    let opening = (sentence.start..report.clause.start)
        .rev()
        .find(|index| sentence.at(*index).is_some_and(|item| item.is_mark(&[','])));
    let opening = opening.map_or(sentence.start, |comma| comma + 1);
    let dependent = (opening > sentence.start || opening < report.clause.start)
        && sentence.at(opening).is_some_and(|item| {
            item.is(Classes::CONJUNCTION | Classes::THAT | Classes::WHO)
                || (opening > sentence.start && item.is(Classes::PREPOSITION | Classes::DETERMINER))
        });
    let thought = report.classes.any(Classes::THOUGHT) && !dependent;
    if sentence.at(start).is_some_and(|item| item.is(Classes::THAT)) {
        return Some(start);
    }
    let part = (cue..sentence.end)
        .find(|index| sentence.at(*index).is_some_and(|item| !item.is_word() && !item.is_mark(&['-'])))
        .unwrap_or(sentence.end);
    let reflexive = sentence.at(cue).is_some_and(|item| item.is(Classes::REFLEXIVE | Classes::IT));
    let last = part.checked_sub(1).filter(|last| *last >= cue).and_then(|last| sentence.at(last));
    let prefixed = last.is_some_and(|item| item.is(Classes::PREFIX) && !item.is_capital());
    let clause = sentence.at(part).is_some_and(|item| item.is_mark(&[',', ':'])) && part + 1 < sentence.end;
    match (prefixed, clause) {
        (true, true) => Some(part + 1),
        (true, false) => (!reflexive).then_some(start),
        // "Er glaubt, das sei möglich."
        (false, true) => (part <= start.max(cue) && !reflexive && thought).then_some(part + 1),
        (false, false) => None,
    }
}

/// "äußerte er sich nicht": a negation between a verb and its content, where verbs stand before their negation.
fn is_denied(sentence: &Sentence<'_>, cue: usize, start: usize) -> bool {
    sentence.phrases.grammar.capital_nouns
        && sentence.any(cue..start + 1, |item| {
            item.is(Classes::NEGATION) && !item.is_capital() && !item.is(Classes::DETERMINER)
        })
}

/// Whether a quotation is the title of a work: all its words begin with capital letters ("showed “Night Train”").
fn is_work(sentence: &Sentence<'_>, quote: usize) -> bool {
    const LONGEST: usize = 6;
    let mut words = sentence
        .word(quote)
        .split_whitespace()
        .map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    words.clone().count() <= LONGEST && words.all(capital)
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
fn content_start(sentence: &Sentence<'_>, report: &Report, next: Option<&Report>) -> Option<usize> {
    let mut start = report.clause.end;
    if let Some(colon) = colon_before_quote(sentence, start) {
        return Some(colon + 1);
    }
    if report.classes.any(Classes::SOURCE) {
        let comma = sentence.at(start).is_some_and(|item| item.is_mark(&[',']));
        if !comma && !sentence.phrases.english && report.clause.start == sentence.start {
            // German: "Laut Polizei wurde …"
            return Some(start);
        }
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
    if let Some(clause) = clause_after_comma(sentence, start, report) {
        return Some(clause);
    }
    let first = sentence.at(start)?;
    if first.is_mark(&[',', ':']) {
        let next = sentence.at(start + 1)?;
        // German: "Huber sagte, die Bank schließe."
        let bare = sentence.phrases.grammar.capital_nouns && next.is_word() && !next.is(Classes::WHO);
        if first.is_mark(&[':']) || is_quote(next) || next.is(Classes::THAT) || bare {
            return Some(start + 1);
        }
    }
    let parted = first.is(Classes::PREPOSITION | Classes::TIME | Classes::ADVERB) || first.is_mark(&[',']);
    Some(if parted { past_circumstances(sentence, start, next) } else { start })
}

/// The colon before a quotation, where only a few words part it from the cue: "antwortete sie knapp: „Nein.“"
fn colon_before_quote(sentence: &Sentence<'_>, start: usize) -> Option<usize> {
    const REACH: usize = 12;
    let colon = (start..sentence.end.min(start + REACH))
        .take_while(|index| !sentence.at(*index).is_some_and(is_quote))
        .find(|index| sentence.at(*index).is_some_and(|item| item.is_mark(&[':'])))?;
    (!sentence.phrases.english && sentence.at(colon + 1).is_some_and(is_quote)).then_some(colon)
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
    let parted = sentence.at(start.wrapping_sub(1)).is_some_and(|item| item.is_mark(&[',']));
    if parted && sentence.phrases.grammar.capital_nouns {
        let as_clause = sentence.at(sentence.start).is_some_and(|item| item.is(Classes::AS))
            && report.clause.start <= sentence.start + 2
            && report.clause.end + 1 == start;
        if as_clause || opens_infinitive(sentence, start) || opens_main_clause(sentence, start) {
            // "Wie die Polizei mitteilte, sei er fort."
            return true;
        }
    }
    if sentence.phrases.grammar.capital_nouns && parted && first.is(Classes::AS | Classes::CONJUNCTION) {
        // "Sie schilderte, wie er Kartons verlud."
        return true;
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
    let mut link = next.clause.start - 1;
    while !sentence.phrases.english
        && link > start + 1
        && sentence.at(link).is_some_and(|item| item.is(Classes::CONJUNCTION | Classes::THAT))
        && sentence
            .at(link - 1)
            .is_some_and(|item| item.is_mark(&[',', ';']) || item.is(Classes::CONJUNCTION))
    {
        // ", tandis que son entourage reconnaît".
        link -= 1;
    }
    let item = sentence.at(link);
    let conjunction = item.is_some_and(|item| item.is(Classes::CONJUNCTION) && !item.is(Classes::THAT));
    let comma = item.is_some_and(|item| item.is_mark(&[',', ';']));
    let same_speaker = !next.close || next.classes.any(Classes::SOURCE);
    if (comma || conjunction) && (same_speaker || next.close) { link } else { sentence.end }
}
