//! A paragraph as the model sees it: every word and mark a token, those inside quotations too.

use std::ops::Range;

use super::super::items::{self, Item};
use super::super::lexicon::{Classes, Lexicon};
use super::super::marks::Segment;
use super::hash;
use super::table::CueRates;

/// Where a token stands to the quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Outside = 0,
    Open = 1,
    Inside = 2,
    Close = 3,
    /// Inside single marks.
    Single = 4,
}

/// One word or mark.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub(crate) bytes: Range<usize>,
    /// Hash of the lower-case word.
    pub(crate) word: u64,
    pub(crate) suffix2: u64,
    pub(crate) suffix3: u64,
    /// How it is written.
    pub(crate) shape: u64,
    /// What kind of word it is, by the lexicon.
    pub(crate) code: u64,
    pub(crate) side: Side,
    /// Index of the quotation (among the paragraph's) it belongs to.
    pub(crate) segment: Option<usize>,
    /// How likely the word is a cue, 0 (never) to 5.
    pub(crate) cue: u8,
    /// Whether a sentence begins here.
    pub(crate) begins: bool,
    /// What the rules take the token for: 0 nothing, then source, cue, content; odd where a span begins.
    pub(crate) rule: u8,
    pub(crate) capital: bool,
    pub(crate) is_word: bool,
}

/// Reads a paragraph by its items, with the words inside its quotations; `segments` are its own, `first` is the index of
/// the first of them among the text's.
pub(crate) fn tokens(
    text: &str,
    items: &[Item],
    segments: &[Segment],
    first: usize,
    lexicon: &Lexicon,
    cues: &CueRates<'_>,
) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(items.len() * 3 / 2);
    let mut add = |items: &[Item], segment: Option<(usize, &Segment)>| {
        let mut phrase = (Classes::default(), 0_usize);
        for item in items {
            // The words after the first of a phrase count as what the phrase is.
            if item.length > 1 {
                phrase = (item.classes, item.length);
            }
            let classes = if phrase.1 > 0 { phrase.0 } else { item.classes };
            phrase.1 = phrase.1.saturating_sub(1);
            found.push(token(text, item, classes, segment, cues));
        }
    };
    let mut from = 0;
    for (at, item) in items.iter().enumerate() {
        let own = item.quote().and_then(|index| index.checked_sub(first));
        let Some((index, segment)) = own.and_then(|index| Some((index, segments.get(index)?))) else {
            continue;
        };
        add(items.get(from..at).unwrap_or_default(), None);
        add(&items::items(text, item.bytes.clone(), &[], 0, lexicon), Some((index, segment)));
        from = at + 1;
    }
    add(items.get(from..).unwrap_or_default(), None);
    mark_sentences(&mut found, text);
    found
}

fn token(
    text: &str,
    item: &Item,
    classes: Classes,
    segment: Option<(usize, &Segment)>,
    cues: &CueRates<'_>,
) -> Token {
    let word = text.get(item.bytes.clone()).unwrap_or_default();
    let spelling = hash::spelling(word);
    let capital = item.is_capital();
    let is_word = item.is_word();
    Token {
        bytes: item.bytes.clone(),
        word: spelling.word,
        suffix2: spelling.suffix2,
        suffix3: spelling.suffix3,
        shape: if is_word { shape(word) } else { spelling.word },
        code: code(word, classes, is_word, capital),
        side: segment.map_or(Side::Outside, |(_, segment)| side(item, segment)),
        segment: segment.filter(|(_, segment)| !segment.single).map(|(index, _)| index),
        cue: if is_word {
            cues.rate(spelling.word).max(u8::from(classes.any(Classes::CUE | Classes::SOURCE)))
        } else {
            0
        },
        begins: false,
        rule: 0,
        capital,
        is_word,
    }
}

fn side(item: &Item, segment: &Segment) -> Side {
    if segment.single {
        Side::Single
    } else if item.bytes.end <= segment.inner.start {
        Side::Open
    } else if item.bytes.start >= segment.inner.end {
        Side::Close
    } else {
        Side::Inside
    }
}

/// Upper, lower, digit, other: runs of one kind count once.
fn shape(word: &str) -> u64 {
    let mut shape = 0_u64;
    let mut last = 0;
    for character in word.chars() {
        let kind = if character.is_uppercase() {
            1
        } else if character.is_lowercase() {
            2
        } else if character.is_numeric() {
            3
        } else if character == '.' {
            4
        } else {
            5
        };
        if kind != last && shape < 1 << 40 {
            shape = shape * 8 + kind;
            last = kind;
        }
    }
    shape * 2 + u64::from(word.chars().nth(1).is_none())
}

/// The first of these a word is makes its code.
const CODES: [Classes; 30] = [
    Classes::SOURCE,
    Classes::TELL,
    Classes::SPEECH,
    Classes::QUOTING,
    Classes::HE,
    Classes::SHE,
    Classes::THAT,
    Classes::WHO,
    Classes::FIRST,
    Classes::NEGATION,
    Classes::BE,
    Classes::AUXILIARY,
    Classes::DETERMINER,
    Classes::OF,
    Classes::PREPOSITION,
    Classes::CONJUNCTION,
    Classes::IT,
    Classes::THEY,
    Classes::TIME,
    Classes::TITLE,
    Classes::NAMING,
    Classes::THOUGHT,
    Classes::STANCE,
    Classes::GROUP,
    Classes::PERSON,
    Classes::DOCUMENT,
    Classes::ORGANISATION,
    Classes::ADVERB,
    Classes::SCARE,
    Classes::VERB,
];

/// The codes (without the bit for the capital letter) of a negation and of "so-called": their places among [`CODES`].
pub(crate) const NEGATION: u64 = 10;
pub(crate) const SCARE: u64 = 29;

fn code(word: &str, classes: Classes, is_word: bool, capital: bool) -> u64 {
    if !is_word {
        return 100 + word.chars().next().map_or(0, mark_class);
    }
    let known = || CODES.iter().zip(1_u64..).find(|(class, _)| classes.any(**class)).map(|(_, code)| code);
    let known = if classes == Classes::default() { None } else { known() };
    let code = known.unwrap_or_else(|| {
        let lower = word.trim_end_matches('.');
        if word.starts_with(|c: char| c.is_numeric()) {
            40
        } else if lower.ends_with("ing") {
            41
        } else if lower.ends_with("ed") {
            42
        } else if lower.ends_with("ly") {
            43
        } else if lower.ends_with("'s") || lower.ends_with("’s") {
            44
        } else if lower.ends_with('s') {
            45
        } else {
            46
        }
    });
    code * 2 + u64::from(capital)
}

/// Marks that mean the same are one.
fn mark_class(mark: char) -> u64 {
    match mark {
        '"' | '“' | '”' | '„' | '«' | '»' | '`' => 1,
        '\'' | '‘' | '’' => 2,
        '—' | '–' | '―' | '-' => 3,
        '…' => 4,
        other => 16 + u64::from(other),
    }
}

fn mark_sentences(tokens: &mut [Token], text: &str) {
    let mut ended = true;
    for at in 0..tokens.len() {
        let Some((before, rest)) = tokens.split_at_mut_checked(at) else { return };
        let Some(token) = rest.first_mut() else { return };
        let shown = text.get(token.bytes.clone()).unwrap_or_default();
        let closes = matches!(token.side, Side::Close)
            || matches!(shown, ")" | "]" | "”" | "’" | "." | "!" | "?" | "…");
        if ended && !closes {
            let lower = token.is_word && !token.capital && shown.starts_with(char::is_lowercase);
            token.begins = before.is_empty() || !lower;
            ended = false;
        }
        if matches!(shown, "." | "!" | "?" | "…") {
            ended = true;
        }
    }
}

/// The tokens that touch `bytes`.
pub(crate) fn touching(tokens: &[Token], bytes: &Range<usize>) -> Range<usize> {
    let start = tokens.partition_point(|token| token.bytes.end <= bytes.start);
    let end = tokens.partition_point(|token| token.bytes.start < bytes.end);
    start..end.max(start)
}

/// The hull of some tokens.
pub(crate) fn hull(tokens: &[Token], range: Range<usize>) -> Option<Range<usize>> {
    let tokens = tokens.get(range)?;
    Some(tokens.first()?.bytes.start..tokens.last()?.bytes.end)
}
