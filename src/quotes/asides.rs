//! Speaker and cue inside the marks: « On part, explique Jean Morel, et on ne revient pas. » and «Я думал, — сказал он. —
//! А мне…»; and speech that only a dash opens: — No me fío —dice Ana—. Ya veremos.
//!
//! Both become pieces of one quotation, with the aside between them outside, where the rules for interrupted quotations
//! find it. Only a cue of the lexicon makes an aside, since people quote others when they speak.

use std::ops::Range;

use super::lexicon::{Classes, Lexicon};
use super::marks::Segment;
use super::paragraphs::Paragraph;

/// No aside is longer, in bytes.
const LONGEST: usize = 160;
/// How many words stand before the cue of an aside: "a ensuite".
const LEAD: usize = 3;
/// How many asides one quotation is cut at.
const MOST: usize = 8;
const DASHES: [char; 3] = ['—', '–', '―'];

/// The segments with their asides cut out, and the speech of paragraphs that begin with a dash, in order.
pub(super) fn cut(
    text: &str,
    paragraphs: &[Paragraph],
    segments: Vec<Segment>,
    lexicon: &Lexicon,
) -> Vec<Segment> {
    if !(lexicon.grammar.asides || lexicon.grammar.dashes) {
        return segments;
    }
    let mut found = Vec::with_capacity(segments.len());
    let mut segments = segments.into_iter().peekable();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let spoken = segments.peek().is_none_or(|segment| segment.paragraph != index);
        if lexicon.grammar.dashes && spoken && !paragraph.skipped {
            found.extend(speech(text, index, paragraph, lexicon));
        }
        while let Some(segment) = segments.next_if(|segment| segment.paragraph == index) {
            if lexicon.grammar.asides {
                pieces(text, &segment, lexicon, &mut found);
            } else {
                found.push(segment);
            }
        }
    }
    found
}

/// A segment, in pieces where asides part it.
fn pieces(text: &str, segment: &Segment, lexicon: &Lexicon, found: &mut Vec<Segment>) {
    let mut rest = segment.clone();
    for _ in 0..MOST {
        let Some(aside) = aside(text, rest.inner.clone(), lexicon) else { break };
        let first = trimmed(text, rest.inner.start..aside.start);
        let next = trimmed(text, aside.end..rest.inner.end);
        let ends = !holds_words(text, &next);
        found.push(Segment {
            outer: rest.outer.start..first.end,
            inner: first,
            closed: true,
            continues: !ends || segment.continues,
            ..segment.clone()
        });
        if ends {
            return;
        }
        rest = Segment { outer: next.start..segment.outer.end, inner: next, ..segment.clone() };
    }
    found.push(rest);
}

/// The speech of a paragraph that begins with a dash, if there is an aside in it.
fn speech(text: &str, index: usize, paragraph: &Paragraph, lexicon: &Lexicon) -> Vec<Segment> {
    let mut found = Vec::new();
    let Some(line) = text.get(paragraph.bytes.clone()) else { return found };
    let Some(words) = line.strip_prefix(DASHES) else { return found };
    let start = paragraph.bytes.end - words.trim_start().len();
    let inner = start..paragraph.bytes.end;
    if holds_words(text, &inner) && aside(text, inner.clone(), lexicon).is_some() {
        let whole = Segment {
            paragraph: index,
            outer: inner.clone(),
            inner,
            closed: true,
            continues: false,
            single: false,
        };
        pieces(text, &whole, lexicon, &mut found);
    }
    found
}

/// The first aside of a stretch, from the mark that opens it past the one that closes it.
fn aside(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Option<Range<usize>> {
    let stretch = text.get(range.clone())?;
    for (at, mark) in stretch.char_indices().filter(|(at, c)| *c == ',' || is_dash(stretch, *at, *c)) {
        let after = at + mark.len_utf8();
        let rest = stretch.get(after..)?;
        if !begins_aside(rest, lexicon) {
            continue;
        }
        let before = stretch.get(..at)?;
        if !before.contains(char::is_alphanumeric) {
            continue;
        }
        let dashed = mark != ',' || rest.trim_start().starts_with(DASHES);
        let Some(end) = end_of_aside(rest, dashed, lexicon) else { continue };
        return Some(range.start + at..range.start + after + end);
    }
    None
}

/// Whether a cue, perhaps after an auxiliary, and then a speaker follow.
fn begins_aside(rest: &str, lexicon: &Lexicon) -> bool {
    let near = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
    let rest = rest.get(..near.unwrap_or_default()).unwrap_or_default();
    let rest = rest.trim_start().trim_start_matches(DASHES);
    let mut lower = String::new();
    for word in rest.split_whitespace().take(LEAD) {
        lower.clear();
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if word.starts_with(char::is_uppercase) {
            return false;
        }
        lower.extend(word.chars().map(|c| if c == '’' { '\'' } else { c }));
        let base = match lexicon.clitic(&lower) {
            Some(clitic) => lower.strip_suffix(clitic).unwrap_or(&lower),
            None => &lower,
        };
        let verb = lexicon.elision(base).and_then(|elision| base.strip_prefix(elision)).unwrap_or(base);
        let classes = lexicon.classes(verb);
        if classes.any(Classes::SPEECH | Classes::TELL | Classes::QUOTING) {
            return true;
        }
        if !classes.any(Classes::AUXILIARY | Classes::REFLEXIVE | Classes::ADVERB) {
            return false;
        }
    }
    false
}

/// Whether a mark is a dash: a hyphen is one between spaces, as Italian agencies write.
fn is_dash(text: &str, at: usize, mark: char) -> bool {
    let spaced = || {
        text.get(..at).is_some_and(|before| before.ends_with(' '))
            && text.get(at + 1..).is_some_and(|after| after.starts_with(' '))
    };
    DASHES.contains(&mark) || mark == '-' && spaced()
}

/// Bytes of the aside that `rest` begins with, the mark after it included; to the end where nothing follows.
fn end_of_aside(rest: &str, dashed: bool, lexicon: &Lexicon) -> Option<usize> {
    let lead = rest.len() - rest.trim_start().trim_start_matches(DASHES).len();
    let body = rest.get(lead..)?;
    for (at, mark) in body.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        let closes = if dashed { is_dash(body, at, mark) } else { matches!(mark, ',' | '.') };
        // A full stop in "Dr. Huber" does not end it.
        let stops =
            mark != '.' || body.get(at + 1..).is_some_and(|next| next.is_empty() || next.starts_with(' '));
        if !(closes && stops) || mark == ',' && is_apposition(body.get(at + 1..)?, lexicon) {
            continue;
        }
        let tail = body.get(at..)?;
        let marks =
            tail.trim_start_matches(|c: char| matches!(c, '.' | ',' | ' ' | '-') || DASHES.contains(&c));
        return Some(lead + at + (tail.len() - marks.len()));
    }
    (body.len() <= LONGEST).then_some(rest.len())
}

/// Whether what stands behind a speaker and a comma says who that is: « explique Luc Morel, maire de Dreux. », « Luc Morel,
/// 34 ans, », « assure le ministre, Luc Morel. ».
fn is_apposition(rest: &str, lexicon: &Lexicon) -> bool {
    let near = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last();
    let rest = rest.get(..near.unwrap_or_default()).unwrap_or_default();
    let Some(end) = rest.find([',', '.']) else { return false };
    let mut words = rest.get(..end).unwrap_or_default().split_whitespace().peekable();
    let Some(first) = words.peek().copied() else { return false };
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let class = |word: &str| {
        let lower = word.to_lowercase();
        let bare = lexicon.elision(&lower).and_then(|elision| lower.strip_prefix(elision)).unwrap_or(&lower);
        lexicon.classes(bare)
    };
    if first.starts_with(char::is_uppercase) {
        // A name, and nothing but it.
        return words.all(|word| word.starts_with(char::is_uppercase) || class(word).any(Classes::PARTICLE));
    }
    let mut nouns = words.filter(|word| !class(word).any(Classes::DETERMINER));
    nouns.next().is_some_and(|noun| class(noun).any(Classes::PERSON | Classes::TITLE))
}

fn holds_words(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some_and(|words| words.contains(char::is_alphanumeric))
}

/// `range` without white space, commas and dashes at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inside) = text.get(range.clone()) else { return range.start..range.start };
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | '-') || DASHES.contains(&c);
    let start = range.start + (inside.len() - inside.trim_start_matches(loose).len());
    start..start + inside.trim_matches(loose).len()
}
