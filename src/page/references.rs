//! Character references as nearly all are written, read without html5ever's tokenizer.
//!
//! That one reads them a character at a time, and looks every beginning of a name up; attributes that hold data for scripts
//! are full of them. What it makes of what is no plain reference (HTML standard, 13.2.5.72 to 13.2.5.80) is left to it;
//! `tests/page.rs` and the fuzz target hold both ways against each other.

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;

/// Where a reference stands: names without a semicolon mean less in an attribute, since addresses are full of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The text between two tags, or up to the end.
    Text,
    /// The value of an attribute, up to its end.
    Attribute,
}

/// A whole text with its references as the characters they stand for; `None` where one of them is not plain.
pub fn decoded(text: &str, place: Place) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at_checked(at)?;
        out.push_str(before);
        let length = reference(from, place, &mut out)?;
        rest = from.get(length..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// Reads the reference a text begins with, or the `&` that is none, and says how many bytes it has.
fn reference(from: &str, place: Place, out: &mut String) -> Option<usize> {
    let after = from.get(1..)?;
    match after.bytes().next() {
        Some(b'#') => numbered(after, out),
        Some(byte) if byte.is_ascii_alphanumeric() => named(from, place, out),
        _ => {
            out.push('&');
            Some(1)
        }
    }
}

/// `&#8211;`, `&#x2013;`, but for the numbers that mean another character than their own.
fn numbered(after: &str, out: &mut String) -> Option<usize> {
    let number = after.get(1..)?;
    let (radix, digits) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, number),
    };
    let length = digits.bytes().take(MOST_DIGITS).position(|byte| byte == b';')?;
    let digits = digits.get(..length).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let value = u32::from_str_radix(digits, radix).ok()?;
    out.push(char::from_u32(value).filter(|_| matches!(value, 0x20..0x7f | 0xa0..))?);
    Some("&#;".len() + usize::from(radix == 16) + length)
}

/// Digits of the highest number, and one more; and letters of the longest name that needs no semicolon.
const MOST_DIGITS: usize = 8;
const LONGEST_BARE: usize = 6;

/// `&ndash;`, and the few names that need no semicolon.
fn named(from: &str, place: Place, out: &mut String) -> Option<usize> {
    let after = from.get(1..)?;
    let length = after.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(after.len());
    let next = after.as_bytes().get(length);
    let (name, used) = if next == Some(&b';') {
        (after.get(..=length)?, length + 2)
    } else {
        (after.get(..length)?, length + 1)
    };
    match characters(name) {
        Some(characters) if name.ends_with(';') || place == Place::Text || next != Some(&b'=') => {
            out.extend(characters);
        }
        None if name.ends_with(';') => return None,
        // A name that goes on, or is that of a parameter, is none in an attribute.
        _ if place == Place::Attribute => out.push_str(from.get(..used)?),
        _ if (1..=length.min(LONGEST_BARE))
            .any(|end| name.get(..end).is_some_and(|name| characters(name).is_some())) =>
        {
            return None;
        }
        _ => out.push_str(from.get(..used)?),
    }
    Some(used)
}

/// The one or two characters of a name. The table has beginnings of names too, which stand for nothing.
fn characters(name: &str) -> Option<impl Iterator<Item = char>> {
    let (first, second) = *NAMED_ENTITIES.get(name)?;
    let first = char::from_u32(first).filter(|first| *first != '\0')?;
    Some(std::iter::once(first).chain(char::from_u32(second).filter(|second| *second != '\0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_references_are_read_and_others_left_to_the_tokenizer() {
        for (text, in_text, in_attribute) in [
            ("a &amp; b &#8211; &#x2013;", Some("a & b – –"), Some("a & b – –")),
            ("R & D&", Some("R & D&"), Some("R & D&")),
            // Without a semicolon: a name in text, a parameter's name in an address.
            ("?a=1&copy=2", Some("?a=1©=2"), Some("?a=1&copy=2")),
            ("1 &lt 2", Some("1 < 2"), Some("1 < 2")),
            ("&copyright", None, Some("&copyright")),
            ("&x=1", Some("&x=1"), Some("&x=1")),
            ("&acE;", Some("∾\u{333}"), Some("∾\u{333}")),
            // No name, and numbers that stand for other characters or none.
            ("&notit;", None, None),
            ("&#128;", None, None),
            ("&#0;", None, None),
            ("&#xd800;", None, None),
            ("&#;", None, None),
            ("&#65", None, None),
        ] {
            assert_eq!(decoded(text, Place::Text).as_deref(), in_text, "{text}");
            assert_eq!(decoded(text, Place::Attribute).as_deref(), in_attribute, "{text}");
        }
    }
}
