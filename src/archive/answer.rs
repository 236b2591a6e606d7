//! An archived answer, taken apart: status, headers, and the body without its transfer and content encodings.

use std::borrow::Cow;

use super::fields::Fields;
use crate::coding;

/// An answer as it is in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub fields: Fields,
    /// Its body as stored.
    pub stored: &'a [u8],
}

/// An answer's body, decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body<'a> {
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Whether something is missing: an encoding breaks off, or the body is longer than was asked for.
    pub cut: bool,
}

impl<'a> Answer<'a> {
    /// Takes a message of HTTP apart; `None` where it is none.
    #[must_use]
    pub fn parse(message: &'a [u8]) -> Option<Self> {
        let line_end = memchr::memchr(b'\n', message)?;
        let (line, rest) = message.split_at(line_end + 1);
        let line = std::str::from_utf8(line).ok()?;
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|version| version.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        let (head, stored) = rest.split_at(head_length(rest));
        Some(Self { status, fields: Fields::parse(head), stored })
    }

    /// The body, at most so many bytes of it. Archives keep headers that no longer fit a body that was stored decoded, so
    /// an encoding that the bytes don't have is taken as undone.
    #[must_use]
    pub fn body(&self, most: usize) -> Body<'a> {
        let mut body = Body { bytes: Cow::Borrowed(self.stored), cut: false };
        if self.codings("Transfer-Encoding").iter().any(|name| name == "chunked") {
            body = unchunked(self.stored).unwrap_or(body);
        }
        for coding in self.codings("Content-Encoding").iter().rev() {
            let unpacked = coding::unpack(coding, &body.bytes, most);
            let unpacked = unpacked.filter(|got| got.broken.is_none() || !got.bytes.is_empty());
            if let Some(unpacked) = unpacked {
                let cut = body.cut || unpacked.broken.is_some();
                body = Body { bytes: Cow::Owned(unpacked.bytes), cut };
            }
        }
        if body.bytes.len() > most {
            body.cut = true;
            body.bytes = Cow::Owned(body.bytes.get(..most).unwrap_or_default().to_vec());
        }
        body
    }

    /// The codings a header names.
    fn codings(&self, header: &str) -> Vec<String> {
        let named = self.fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case(header));
        coding::named(named.map(|(_, value)| value))
    }
}

/// How long the headers are, with the blank line after them.
fn head_length(rest: &[u8]) -> usize {
    let mut length = 0;
    for line in rest.split_inclusive(|&byte| byte == b'\n') {
        length += line.len();
        if line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
            break;
        }
    }
    length
}

/// A chunked body put together; `None` where it is not chunked at all.
fn unchunked(stored: &[u8]) -> Option<Body<'static>> {
    let mut bytes = Vec::new();
    let mut rest = stored;
    loop {
        let Some((length, after)) = chunk_length(rest) else {
            return (!bytes.is_empty()).then_some(Body { bytes: Cow::Owned(bytes), cut: true });
        };
        if length == 0 {
            return Some(Body { bytes: Cow::Owned(bytes), cut: false });
        }
        let Some((chunk, after)) = after.split_at_checked(length) else {
            bytes.extend_from_slice(after);
            return Some(Body { bytes: Cow::Owned(bytes), cut: true });
        };
        bytes.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
    }
}

/// A chunk's length, and what comes after its line.
fn chunk_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (line, rest) = bytes.split_at(memchr::memchr(b'\n', bytes)? + 1);
    let digits = line.split(|byte| matches!(byte, b';' | b'\r' | b'\n')).next()?;
    let digits = std::str::from_utf8(digits).ok()?.trim();
    // Sixteen digits are more than any body has.
    let plain =
        !digits.is_empty() && digits.len() <= 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    Some((usize::from_str_radix(digits, 16).ok().filter(|_| plain)?, rest))
}
