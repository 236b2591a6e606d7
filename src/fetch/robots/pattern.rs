//! The path of a rule, and whether it matches.
//!
//! Both sides are first brought into one form (RFC 9309, 2.2.2): escapes of unreserved characters are resolved,
//! other escapes get capital digits, and what may not stand raw in a URL is escaped. `%2A` and `%24` in a rule are
//! the characters themselves, and match them escaped or raw (2.2.3).

use std::fmt;

use url::Url;

/// A compiled rule path.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// In the common form, special characters still special.
    text: Vec<u8>,
    /// Literal pieces between the `*`s.
    pieces: Vec<Vec<u8>>,
    /// Whether it ends in `$`.
    whole: bool,
}

/// The part of a URL that rules are about, path and query, in the common form.
#[derive(Debug)]
pub(super) struct Target(Vec<u8>);

impl Target {
    pub(super) fn of(url: &Url) -> Self {
        let mut text = common_form(url.path().as_bytes());
        if let Some(query) = url.query() {
            text.push(b'?');
            text.extend(common_form(query.as_bytes()));
        }
        Self(literal(&text))
    }

    pub(super) fn is_robots_txt(&self) -> bool {
        self.0 == b"/robots.txt"
    }
}

impl Pattern {
    pub(super) fn compile(path: &[u8]) -> Self {
        let text = common_form(path);
        let (body, whole) = text.strip_suffix(b"$").map_or((text.as_slice(), false), |body| (body, true));
        let pieces = body.split(|&byte| byte == b'*').map(literal).collect();
        Self { text, pieces, whole }
    }

    /// How specific it is: its length in octets.
    pub(super) fn priority(&self) -> usize {
        self.text.len()
    }

    /// Whether it matches from the start of the path. An empty rule matches nothing.
    ///
    /// Each piece is taken where it first occurs after the one before, which is never worse than a later place.
    pub(super) fn matches(&self, target: &Target) -> bool {
        let Some((first, others)) = self.pieces.split_first() else { return false };
        let Some(mut rest) = target.0.strip_prefix(first.as_slice()) else { return false };
        if self.text.is_empty() {
            return false;
        }
        let Some((last, middle)) = others.split_last() else { return !self.whole || rest.is_empty() };
        for piece in middle {
            match after(rest, piece) {
                Some(remaining) => rest = remaining,
                None => return false,
            }
        }
        if self.whole { rest.ends_with(last) } else { after(rest, last).is_some() }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.text))
    }
}

/// What follows the first occurrence of a piece.
fn after<'a>(text: &'a [u8], piece: &[u8]) -> Option<&'a [u8]> {
    if piece.is_empty() {
        return Some(text);
    }
    let at = text.windows(piece.len()).position(|part| part == piece)?;
    text.get(at + piece.len()..)
}

/// The form in which a rule and a URL that mean the same are the same octets.
fn common_form(text: &[u8]) -> Vec<u8> {
    let mut form = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match escape(byte, tail) {
            Some(octet) => {
                rest = tail.get(2..).unwrap_or_default();
                if is_unreserved(octet) { form.push(octet) } else { push_escaped(&mut form, octet) }
            }
            None if is_unreserved(byte) || b"%:/?#[]@!$&()*+,;=".contains(&byte) => form.push(byte),
            None => push_escaped(&mut form, byte),
        }
    }
    form
}

/// Text of the common form with nothing special in it.
fn literal(text: &[u8]) -> Vec<u8> {
    let mut form = Vec::with_capacity(text.len());
    for &byte in text {
        if matches!(byte, b'*' | b'$') { push_escaped(&mut form, byte) } else { form.push(byte) }
    }
    form
}

/// The octet that `%` and the two characters after it stand for.
fn escape(byte: u8, tail: &[u8]) -> Option<u8> {
    let digits = tail.get(..2).filter(|digits| byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit))?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// RFC 3986, 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

fn push_escaped(form: &mut Vec<u8>, octet: u8) {
    form.push(b'%');
    for digit in [octet >> 4, octet & 15] {
        form.extend(char::from_digit(digit.into(), 16).map(|digit| digit.to_ascii_uppercase() as u8));
    }
}
