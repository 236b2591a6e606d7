//! Quotation marks → quoted segments.
//!
//! One pass per paragraph over its marks. A mark is judged by its character and its neighbours; what is inside an
//! open quotation belongs to it, whatever marks it holds. Typography after the Unicode Standard, chapter 6.2
//! ("Language-Based Usage of Quotation Marks").

use std::ops::Range;

use super::paragraphs::Paragraph;

/// Words between two marks of one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Index of the paragraph.
    pub(super) paragraph: usize,
    /// Bytes, marks included.
    pub(super) outer: Range<usize>,
    /// Bytes of the words: without marks and the space beside them.
    pub(super) inner: Range<usize>,
    /// Whether the closing mark was there.
    pub(super) closed: bool,
    /// Whether it goes on in the next segment: left open at the paragraph's end and re-opened in the next.
    pub(super) continues: bool,
    /// Whether its marks are single ones.
    pub(super) single: bool,
}

/// What a mark can do where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

/// Marks that can close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// Curly, low and straight double marks, and pairs of single ones that stand for them, freely mixed.
    Double,
    /// « ».
    Guillemet,
    /// ‹ ›.
    SingleGuillemet,
    /// 「 」.
    Corner,
    /// 『 』.
    WhiteCorner,
    /// ‘ ’ ‚ and '.
    Single,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    start: usize,
    end: usize,
    side: Side,
    family: Family,
    character: char,
}

/// How many marks after a single opening one may be looked at for the closing one.
const SINGLE_REACH: usize = 40;

/// Where single marks are nearly all there are, and there are so many, they are the text's quotation marks.
const FEWEST_SINGLES: usize = 3;

/// All quoted segments of the text, in order.
pub(super) fn segments(text: &str, paragraphs: &[Paragraph]) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    let mut left_open: Option<usize> = None;
    for (index, paragraph) in paragraphs.iter().enumerate().filter(|(_, paragraph)| !paragraph.skipped) {
        let marks = marks(text, paragraph.bytes.clone());
        let first = found.len();
        pair(text, index, paragraph, &marks, &mut found);
        if let Some(open) = left_open.take() {
            let lead =
                found.get(first).and_then(|segment| text.get(paragraph.bytes.start..segment.outer.start));
            let reopened = lead.is_some_and(|lead| lead.trim().is_empty());
            if let Some(segment) = found.get_mut(open) {
                segment.continues = reopened;
            }
        }
        if found.len() > first && found.last().is_some_and(|segment| !segment.closed) {
            left_open = Some(found.len() - 1);
        }
    }
    let singles = found.iter().filter(|segment| segment.single).count();
    if singles >= FEWEST_SINGLES && singles * 10 > found.len() * 9 {
        for segment in &mut found {
            segment.single = false;
        }
    }
    found
}

/// The segments that lie wholly inside these bytes.
pub(super) fn inside(segments: &[Segment], bytes: &Range<usize>) -> Range<usize> {
    let first = segments.partition_point(|segment| segment.outer.start < bytes.start);
    first..segments.partition_point(|segment| segment.outer.end <= bytes.end).max(first)
}

fn pair(text: &str, paragraph_index: usize, paragraph: &Paragraph, marks: &[Mark], found: &mut Vec<Segment>) {
    let mut at = 0;
    while let Some(open) = marks.get(at) {
        at += 1;
        if open.side == Side::Close {
            continue;
        }
        let rest = marks.get(at..).unwrap_or_default();
        let closing = if open.family == Family::Single {
            match single_closing(text, rest) {
                Some(closing) => Some(closing),
                None => continue,
            }
        } else {
            closing(*open, rest)
        };
        let end = match closing {
            Some(Closing::Mark(index)) => {
                at += index + 1;
                rest.get(index).map_or(paragraph.bytes.end, |mark| mark.end)
            }
            Some(Closing::Before(index)) => {
                at += index;
                rest.get(index).map_or(paragraph.bytes.end, |mark| mark.start)
            }
            None => {
                at = marks.len();
                paragraph.bytes.end
            }
        };
        let closed = matches!(closing, Some(Closing::Mark(_)));
        let width =
            if closed { rest.get(at_closing(closing)).map_or(0, |mark| mark.end - mark.start) } else { 0 };
        let inner = trimmed(text, open.end..end - width);
        if text.get(inner.clone()).is_some_and(|inner| inner.chars().any(char::is_alphanumeric)) {
            found.push(Segment {
                paragraph: paragraph_index,
                outer: open.start..inner.end.max(end - trailing_space(text, open.end..end)),
                inner,
                closed,
                continues: false,
                single: open.family == Family::Single,
            });
        }
    }
}

fn at_closing(closing: Option<Closing>) -> usize {
    match closing {
        Some(Closing::Mark(index) | Closing::Before(index)) => index,
        None => usize::MAX,
    }
}

fn trailing_space(text: &str, range: Range<usize>) -> usize {
    text.get(range).map_or(0, |inside| inside.len() - inside.trim_end().len())
}

/// Where a quotation ends.
#[derive(Clone, Copy)]
enum Closing {
    /// At this mark.
    Mark(usize),
    /// Before this mark, which opens the next one: the closing mark was forgotten.
    Before(usize),
}

/// The mark that closes `open`, with marks of other families passed over and nested ones skipped.
fn closing(open: Mark, rest: &[Mark]) -> Option<Closing> {
    let balanced = nests(open, rest);
    let mut depth = 0_usize;
    for (index, mark) in rest.iter().enumerate().filter(|(_, mark)| mark.family == open.family) {
        match mark.side {
            Side::Open if balanced => depth += 1,
            Side::Open if open.character != '„' => return Some(Closing::Before(index)),
            Side::Open | Side::Close | Side::Either if depth == 0 => return Some(Closing::Mark(index)),
            Side::Open => {}
            Side::Close | Side::Either => depth -= 1,
        }
    }
    None
}

/// Whether a second opening mark before the closing one nests: the next two one-way marks after it both close.
fn nests(open: Mark, rest: &[Mark]) -> bool {
    let mut same = rest.iter().filter(|mark| mark.family == open.family).map(|mark| mark.side);
    matches!(
        (same.next(), same.next(), same.next()),
        (Some(Side::Open), Some(Side::Close | Side::Either), Some(Side::Close))
    )
}

/// The single mark that closes a quotation: the first that stands after punctuation, else the first that is no
/// possible genitive ("the soldiers’ letters"), else the first.
fn single_closing(text: &str, rest: &[Mark]) -> Option<Closing> {
    let mut fallback = None;
    for (index, mark) in rest.iter().enumerate().take(SINGLE_REACH) {
        if mark.family != Family::Single {
            continue;
        }
        if mark.side == Side::Open {
            break;
        }
        let before = text.get(..mark.start).and_then(|before| before.chars().next_back());
        let genitive = matches!(before, Some('s' | 'S'))
            && text.get(mark.end..).is_some_and(|after| {
                after.strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_alphanumeric))
            });
        if !genitive {
            return Some(Closing::Mark(index));
        }
        fallback = fallback.or(Some(Closing::Mark(index)));
    }
    fallback
}

fn marks(text: &str, paragraph: Range<usize>) -> Vec<Mark> {
    let Some(line) = text.get(paragraph.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = line.bytes().skip(from).position(may_begin_quote).map(|step| from + step) {
        let (passed, rest) = line.split_at_checked(at).unwrap_or((line, ""));
        let Some(character) = rest.chars().next() else { break };
        from = at + character.len_utf8();
        if !can_quote(character) {
            continue;
        }
        let mut behind = rest.chars().skip(1).peekable();
        let doubled = matches!(character, '\'' | '`' | '’' | '‘')
            && behind.next_if(|next| *next == character).is_some();
        let width = character.len_utf8() * (1 + usize::from(doubled));
        from = at + width;
        let after = behind.next();
        let mut passed = passed.chars().rev();
        let before = passed.next();
        let second = passed.next();
        let previous = (passed.next(), second);
        let start = paragraph.start + at;
        if let Some((family, side)) = judge(character, doubled, Beside { before, previous, after })
            && !is_elision(character, doubled, line.get(at + width..).unwrap_or_default())
        {
            found.push(Mark { start, end: start + width, side, family, character });
        }
    }
    found
}

/// Whether a character that begins with this byte can be one that [`can_quote`]; the other bytes of characters do not.
fn may_begin_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | 0xc2 | 0xe2 | 0xe3 | 0xef)
}

/// Whether a character can be a quotation mark at all: most cannot, and nothing beside them is looked at.
fn can_quote(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '«' | '»' | '‘'..='‟' | '‹' | '›' | '「'..='』' | '＂'
    )
}

/// What stands around a mark: the three characters before it, and the one after.
#[derive(Clone, Copy)]
struct Beside {
    before: Option<char>,
    /// Third and second last before the mark.
    previous: (Option<char>, Option<char>),
    after: Option<char>,
}

fn judge(character: char, doubled: bool, beside: Beside) -> Option<(Family, Side)> {
    let free_left = beside.before.is_none_or(|c| c.is_whitespace() || "([{—–-/…'‘\"“„«¿¡".contains(c));
    let free_right =
        beside.after.is_none_or(|c| c.is_whitespace() || ")]}.,;:!?—–-/…'’\"”»。，、！？".contains(c));
    let by_space = match (free_left, free_right) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ => Side::Either,
    };
    Some(match character {
        _ if doubled => (
            Family::Double,
            match character {
                '`' | '‘' => Side::Open,
                '’' => Side::Close,
                _ if is_measure(beside) => return None,
                _ => by_space,
            },
        ),
        '“' => (Family::Double, if !free_left && free_right { Side::Close } else { Side::Open }),
        '”' => (Family::Double, if free_left && !free_right { Side::Either } else { Side::Close }),
        '„' | '‟' => (Family::Double, Side::Open),
        '"' | '＂' if is_measure(beside) => return None,
        '"' | '＂' => (Family::Double, by_space),
        '«' => (Family::Guillemet, if !free_left && free_right { Side::Close } else { Side::Open }),
        '»' => (Family::Guillemet, if free_left && !free_right { Side::Either } else { Side::Close }),
        '‹' => (Family::SingleGuillemet, Side::Open),
        '›' => (Family::SingleGuillemet, Side::Close),
        '「' => (Family::Corner, Side::Open),
        '」' => (Family::Corner, Side::Close),
        '『' => (Family::WhiteCorner, Side::Open),
        '』' => (Family::WhiteCorner, Side::Close),
        '‘' | '‚' if free_left || character == '‚' => (Family::Single, Side::Open),
        '\'' if free_left && !free_right => (Family::Single, Side::Open),
        '’' | '‘' | '\'' if !free_left && free_right => (Family::Single, Side::Close),
        _ => return None,
    })
}

/// Feet and inches: `6'3"`, a `27" screen`.
fn is_measure(beside: Beside) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let foot = |c: Option<char>| matches!(c, Some('\'' | '’' | '′'));
    digit(beside.before) && (foot(beside.previous.1) || (digit(beside.previous.1) && foot(beside.previous.0)))
}

/// Words that begin with an apostrophe: '90s, 'em, 'n', 'til.
fn is_elision(character: char, doubled: bool, after: &str) -> bool {
    const ELIDED: [&str; 12] =
        ["em", "n", "til", "tis", "twas", "cause", "round", "bout", "ere", "s", "t", "neath"];
    if doubled || !matches!(character, '\'' | '’' | '‘') {
        return false;
    }
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let decade = word.strip_suffix('s').is_some_and(|digits| digits.len() == 2)
        && word.bytes().take(2).all(|byte| byte.is_ascii_digit());
    decade || ELIDED.contains(&word)
}

/// `range` without white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(inside) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}
