//! Finds a date in running text by its parts: numbers, month names and what stands between them.

use jiff::civil::{Date, DateTime};

use super::clock::{time_after, zone};
use super::{DayOrder, months};
use crate::article::PageTime;

/// A part of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A run of ASCII digits: its value and length.
    Number(i32, usize),
    /// A run of letters, lower case.
    Word(String),
    /// A sign other than white space.
    Sign(char),
}

/// How much of a text is looked at; dates stand near the start of what holds them.
const MAX_CHARS: usize = 300;

/// A date found in a text.
pub struct Found {
    /// The date, with the time of day and zone that follow it.
    pub time: PageTime,
    /// The words before it, since the date before, in lower case.
    pub before: String,
}

/// The first date in a text.
pub fn find(text: &str, order: DayOrder) -> Option<PageTime> {
    let parts = parts(text);
    (0..parts.len()).find_map(|at| Some(date_at(&parts, at, order)?.0))
}

/// All dates in a text, in order.
pub fn find_all(text: &str, order: DayOrder) -> Vec<Found> {
    let parts = parts(text);
    let (mut found, mut begin, mut at) = (Vec::new(), 0, 0);
    while at < parts.len() {
        match date_at(&parts, at, order) {
            Some((time, used)) => {
                let before = parts.get(begin..at).unwrap_or_default();
                found.push(Found { time, before: words(before) });
                at += used.max(1);
                begin = at;
            }
            None => at += 1,
        }
    }
    found
}

/// The words of parts, parted by spaces.
fn words(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Word(word) => {
                text.push_str(word);
                text.push(' ');
            }
            Part::Sign(':') => text.push_str(": "),
            Part::Sign('©') => text.push_str("© "),
            _ => {}
        }
    }
    text
}

/// The date at a place, and how many parts it and its time of day take.
fn date_at(parts: &[Part], at: usize, order: DayOrder) -> Option<(PageTime, usize)> {
    let rest = parts.get(at..)?;
    let (date, used) = date(rest, order).or_else(|| short_date(parts, at, order))?;
    let after = rest.get(used..)?;
    let Some((time, clock)) = time_after(after) else { return Some((PageTime::Day(date), used)) };
    let moment = DateTime::from_parts(date, time);
    let time = match zone(after.get(clock..)?) {
        Some(offset) => PageTime::Zoned(moment, offset),
        None => PageTime::Local(moment),
    };
    Some((time, used + clock))
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut chars = text.chars().take(MAX_CHARS).peekable();
    while let Some(&c) = chars.peek() {
        if digit(c).is_some() {
            let digits: String =
                std::iter::from_fn(|| chars.next_if(|&c| digit(c).is_some()).and_then(digit)).collect();
            parts.push(Part::Number(digits.parse().unwrap_or(i32::MAX), digits.len()));
        } else if is_date_ideograph(c) {
            chars.next();
            parts.push(Part::Word(c.to_string()));
        } else if is_letter(c) {
            let wanted = |c: &char| is_letter(*c) && !is_date_ideograph(*c);
            let word: String =
                std::iter::from_fn(|| chars.next_if(wanted)).flat_map(char::to_lowercase).collect();
            parts.push(Part::Word(word));
        } else {
            chars.next();
            if !c.is_whitespace() {
                parts.push(Part::Sign(c));
            }
        }
    }
    parts
}

/// The ASCII digit a digit of the scripts dates are written in stands for.
fn digit(c: char) -> Option<char> {
    const ZEROS: &[u32] = &[0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];
    let value =
        ZEROS.iter().find_map(|zero| (u32::from(c)).checked_sub(*zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Letters and the marks that belong to them (vowels of Indic scripts and Thai).
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c,
            '\u{900}'..='\u{94d}' | '\u{981}'..='\u{9cd}' | '\u{a01}'..='\u{a4d}' | '\u{a81}'..='\u{acd}'
            | '\u{b82}'..='\u{bcd}' | '\u{c00}'..='\u{c4d}' | '\u{d00}'..='\u{d4d}' | '\u{e31}'..='\u{e4e}'
            | '\u{300}'..='\u{36f}')
}

fn is_date_ideograph(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '년' | '월' | '일' | '時' | '时' | '시' | '分' | '분')
}

/// A date at the beginning of the parts, and how many of them it takes.
fn date(parts: &[Part], order: DayOrder) -> Option<(Date, usize)> {
    use Part::{Number, Sign, Word};
    match parts {
        [Number(year, 4), Word(y), Number(month, 1..=2), Word(m), Number(day, 1..=2), ..]
            if matches!(y.as_str(), "年" | "년") && matches!(m.as_str(), "月" | "월") =>
        {
            Some((build(*year, *month, *day)?, 6.min(parts.len())))
        }
        [Number(year, 4), Sign(a), Number(month, 1..=2), Sign(b), Number(day, 1..=2), ..]
            if a == b && matches!(a, '-' | '/' | '.') =>
        {
            Some((build(*year, *month, *day)?, 5))
        }
        [Number(first, 1..=2), Sign(a), Number(second, 1..=2), Sign(b), Number(year, 4), ..]
            if a == b && matches!(a, '-' | '/' | '.') =>
        {
            let month_first = order == DayOrder::MonthFirst && *a != '.';
            let (day, month) = if month_first { (*second, *first) } else { (*first, *second) };
            Some((build(*year, month, day).or_else(|| build(*year, day, month))?, 5))
        }
        // Vietnamese: ngày 25 tháng 2 năm 2019.
        [Number(day, 1..=2), Word(m), Number(month, 1..=2), Word(y), Number(year, 4), ..]
            if m == "tháng" && y == "năm" =>
        {
            Some((build(*year, *month, *day)?, 5))
        }
        // 13 Tháng 5, 2024.
        [Number(day, 1..=2), Word(m), Number(month, 1..=2), Sign(','), Number(year, 4), ..]
            if m == "tháng" =>
        {
            Some((build(*year, *month, *day)?, 5))
        }
        [Number(day, 1..=2), ..] => day_month_year(*day, parts),
        // Lithuanian and Latvian: 2019 m. vasario 25 d., 2019. gada 25. februārī.
        [Number(year, 4), Word(m), Sign('.'), Word(name), Number(day, 1..=2), ..] if m == "m" => {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 5))
        }
        [Number(year, 4), Sign('.'), Word(gada), Number(day, 1..=2), Sign('.'), Word(name), ..]
            if gada == "gada" =>
        {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 6))
        }
        [Number(year, 4), Word(name), Number(day, 1..=2), ..] => {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 3))
        }
        [Number(year, 4), Sign('.' | ','), Word(name), Number(day, 1..=2), ..] => {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 4))
        }
        // Hungarian: 2024. máj. 13.
        [Number(year, 4), Sign('.'), Word(name), Sign('.'), Number(day, 1..=2), ..] => {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 5))
        }
        // Basque: 2024ko maiatzaren 13a.
        [Number(year, 4), Word(ko), Word(name), Number(day, 1..=2), ..] if ko == "ko" => {
            Some((build(*year, i32::from(months::number(name)?), *day)?, 4))
        }
        [Word(name), ..] => month_day_year(i32::from(months::number(name)?), parts),
        _ => None,
    }
}

/// `25.04.24`, `5.4.24`: the day first, as wherever dots part the numbers. Not in a longer row of numbers, as phones have.
fn short_date(parts: &[Part], at: usize, order: DayOrder) -> Option<(Date, usize)> {
    use Part::{Number, Sign};
    const USED: usize = 5;
    if let Some(date) = slashed(parts.get(at..)?, order) {
        return Some((date, USED));
    }
    let [Number(day, 1..=2), Sign('.'), Number(month, 1..=2), Sign('.'), Number(year, 2), rest @ ..] =
        parts.get(at..)?
    else {
        return None;
    };
    // "WordPress 5.4.12" has a version.
    let after_word =
        || at.checked_sub(1).is_some_and(|before| matches!(parts.get(before), Some(Part::Word(_))));
    if (parts.get(at), parts.get(at + 2)) != (Some(&Number(*day, 2)), Some(&Number(*month, 2)))
        && after_word()
    {
        return None;
    }
    let goes_on = matches!(rest, [Sign('.' | '-' | '/'), Number(..), ..]);
    let went_on = at >= 2 && matches!(parts.get(at - 2..at), Some([Number(..), Sign('.' | '-' | '/')]));
    let year = match *year {
        year @ 90.. => 1900 + year,
        year @ ..50 => 2000 + year,
        // A birthday: there were no pages yet.
        _ => return None,
    };
    Some((build(year, *month, *day)?, USED)).filter(|_| !goes_on && !went_on)
}

/// `3/09/15 8:00am`: with a time of day behind it, since three numbers may be anything.
fn slashed(parts: &[Part], order: DayOrder) -> Option<Date> {
    use Part::{Number, Sign};
    let [
        Number(first, 1..=2),
        Sign('/'),
        Number(second, 1..=2),
        Sign('/'),
        Number(year @ ..50, 2),
        rest @ ..,
    ] = parts
    else {
        return None;
    };
    time_after(rest)?;
    let (day, month) = if order == DayOrder::MonthFirst { (*second, *first) } else { (*first, *second) };
    build(2000 + year, month, day).or_else(|| build(2000 + year, day, month))
}

/// `25. Februar 2019`, `25 de febrero de 2019`, `25th of February, 2019`, `25-Feb-2019`.
fn day_month_year(day: i32, parts: &[Part]) -> Option<(Date, usize)> {
    let mut at = skip(
        parts,
        1,
        &["st", "nd", "rd", "th", "de", "of", "er", "η", "d", "del", "as", "dne", "ta", "lá"],
        &['.', 'º', '-', '–', '/', ' ', '\'', '’'],
    );
    let (month, end) = month_at(parts, at)?;
    at = skip(parts, end, &["de", "of", "del", "г"], &['.', ',', '-', '–', '/', '\'']);
    match parts.get(at)? {
        Part::Number(year, 4) => Some((build(*year, i32::from(month), day)?, at + 1)),
        _ => None,
    }
}

/// The month named there, and where its name ends. Thai abbreviations have two letters with full stops; Arabic pages name a
/// month twice, for readers east and west: `13 مايو/ أيار 2024`.
fn month_at(parts: &[Part], at: usize) -> Option<(i8, usize)> {
    let Part::Word(name) = parts.get(at)? else { return None };
    if let [Part::Sign('.'), Part::Word(second), ..] = parts.get(at + 1..)?
        && let Some(month) = months::number(&format!("{name}.{second}"))
    {
        return Some((month, at + 3));
    }
    let month = months::number(name).or_else(|| {
        let Part::Word(second) = parts.get(at + 1)? else { return None };
        months::number(&format!("{name}_{second}"))
    })?;
    let end = at + 1 + usize::from(months::number(name).is_none());
    match parts.get(end..)? {
        [Part::Sign('/' | '-' | '–'), Part::Word(again), ..] if months::number(again).is_some() => {
            Some((month, end + 2))
        }
        _ => Some((month, end)),
    }
}

/// `February 25, 2019`, `Feb. 25th 2019`.
fn month_day_year(month: i32, parts: &[Part]) -> Option<(Date, usize)> {
    let mut at = skip(parts, 1, &[], &['.', ',', '-', '/']);
    let Part::Number(day, 1..=2) = parts.get(at)? else { return None };
    let between = ["st", "nd", "rd", "th", "de", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    at = skip(parts, at + 1, &between, &['.', ',', '-', '/']);
    match parts.get(at)? {
        Part::Number(year, 4) => Some((build(*year, month, *day)?, at + 1)),
        _ => None,
    }
}

/// The first index from `at` on (three further at most) that is none of these words and signs.
fn skip(parts: &[Part], at: usize, words: &[&str], signs: &[char]) -> usize {
    let unwanted = |part: &&Part| match part {
        Part::Word(word) => words.contains(&word.as_str()),
        Part::Sign(sign) => signs.contains(sign),
        Part::Number(..) => false,
    };
    at + parts.iter().skip(at).take(3).take_while(unwanted).count()
}

fn build(year: i32, month: i32, day: i32) -> Option<Date> {
    // Thai dates count from the Buddha's death, 543 years earlier.
    let year = if (2400..2700).contains(&year) { year - 543 } else { year };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
