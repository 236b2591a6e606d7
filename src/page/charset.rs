//! Which encoding a page's bytes are in, and the decoding.
//!
//! In order: byte order mark, `Content-Type` header, `<meta>` (the prescan of the WHATWG HTML standard, 13.2.3.2),
//! detector. A claim is taken only if the bytes bear it out, because servers and templates lie:
//!
//! * bytes that are valid UTF-8 throughout, with at least one multi-byte sequence, are UTF-8, whatever legacy
//!   encoding is claimed: text in such an encoding is practically never valid UTF-8 by chance;
//! * a claim of UTF-16 is passed over if there is no zero byte, which every letter of a tag has in it;
//! * a claim of UTF-8 is passed over if the bytes hold more broken sequences than multi-byte characters.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use url::Url;

/// How far `<meta charset>` is looked for. The standard asks for 1024 bytes; real pages put it later.
const PRESCAN: usize = 16 * 1024;

/// Decodes a page; malformed sequences become U+FFFD. Also gives the encoding's name.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, url: &Url) -> (Cow<'a, str>, &'static str) {
    let valid = std::str::from_utf8(bytes).ok();
    let encoding = choose(bytes, valid, content_type, url);
    if let Some(text) = valid.filter(|_| encoding == UTF_8) {
        // As it stands: the usual page is looked through once.
        return (Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)), UTF_8.name());
    }
    let (text, used, _) = encoding.decode(bytes);
    (text, used.name())
}

/// `valid` is the bytes as text, if they are UTF-8.
fn choose(bytes: &[u8], valid: Option<&str>, content_type: Option<&str>, url: &Url) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let utf_8 = Utf8Evidence::of(bytes, valid);
    let header = content_type.and_then(charset_parameter);
    let claims = header.into_iter().chain(utf_16(bytes)).chain(prescan(bytes));
    for claim in claims {
        let wide = claim == UTF_16LE || claim == UTF_16BE;
        if wide && !bytes.get(..PRESCAN).unwrap_or(bytes).contains(&0) {
            continue;
        }
        if claim != UTF_8 && !wide && utf_8.proves() {
            return UTF_8;
        }
        if claim != UTF_8 || !utf_8.disproves() {
            return claim;
        }
    }
    if utf_8.proves() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // ASCII tells it nothing.
    detector.feed(if valid.is_none() { bytes } else { b"" }, true);
    let host = url.host_str().unwrap_or_default();
    let tld = host.rsplit('.').next().filter(|tld| tld.bytes().all(|byte| byte.is_ascii_lowercase()));
    detector.guess(tld.map(str::as_bytes).filter(|tld| !tld.is_empty()), Utf8Detection::Allow)
}

/// UTF-16 without a byte order mark, told by how `<` and white space look in it.
pub fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] => Some(UTF_16BE),
        [b'<' | b'\n' | b'\r' | b' ', 0, next, 0, ..] if *next != 0 => Some(UTF_16LE),
        [0, b'<' | b'\n' | b'\r' | b' ', 0, next, ..] if *next != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding a `Content-Type` value names.
fn charset_parameter(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset")?;
    let value = content_type.get(at + "charset".len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| matches!(c, ';' | '"' | '\'' | ',') || c.is_ascii_whitespace());
    Encoding::for_label(value.get(..end.unwrap_or(value.len()))?.as_bytes())
}

/// How much the bytes look like UTF-8.
struct Utf8Evidence {
    /// Multi-byte characters.
    characters: usize,
    /// Sequences that are not UTF-8.
    broken: usize,
}

impl Utf8Evidence {
    fn of(bytes: &[u8], valid: Option<&str>) -> Self {
        let mut evidence = Self { characters: 0, broken: 0 };
        if let Some(text) = valid {
            // How many does not matter where nothing is broken.
            evidence.characters = usize::from(!text.is_ascii());
            return evidence;
        }
        for chunk in bytes.utf8_chunks() {
            evidence.characters += chunk.valid().bytes().filter(|&byte| byte >= 0xc0).count();
            evidence.broken += usize::from(!chunk.invalid().is_empty());
        }
        evidence
    }

    fn proves(&self) -> bool {
        self.broken == 0 && self.characters > 0
    }

    fn disproves(&self) -> bool {
        self.broken > self.characters
    }
}

/// The encoding a `<meta>` element names: "prescan a byte stream to determine its encoding".
fn prescan(bytes: &[u8]) -> Option<&'static Encoding> {
    let mut rest = bytes.get(..PRESCAN).unwrap_or(bytes);
    while let Some(at) = rest.iter().position(|&byte| byte == b'<') {
        rest = rest.get(at..)?;
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            let end = comment.windows(3).position(|three| three == b"-->")?;
            rest = comment.get(end..)?;
        } else if is_meta(rest) {
            let mut attributes = Attributes { rest: rest.get(5..)? };
            if let Some(encoding) = meta_encoding(&mut attributes) {
                return Some(encoding);
            }
            rest = attributes.rest;
        } else {
            rest = rest.get(1..)?;
        }
    }
    None
}

fn is_meta(tag: &[u8]) -> bool {
    tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"<meta"))
        && tag.get(5).is_some_and(|&next| next.is_ascii_whitespace() || next == b'/')
}

fn meta_encoding(attributes: &mut Attributes<'_>) -> Option<&'static Encoding> {
    let (mut pragma, mut direct, mut in_content) = (false, None, None);
    for (name, value) in attributes {
        match name.as_str() {
            "http-equiv" => pragma |= value.eq_ignore_ascii_case("content-type"),
            "content" => in_content = in_content.or_else(|| charset_parameter(&value)),
            "charset" => direct = direct.or_else(|| Encoding::for_label(value.as_bytes())),
            _ => {}
        }
    }
    let named = direct.or(in_content.filter(|_| pragma))?;
    // Bytes in which the prescan found ASCII cannot be UTF-16 (WHATWG, same section).
    Some(match named {
        named if named == UTF_16LE || named == UTF_16BE => UTF_8,
        named if named == X_USER_DEFINED => WINDOWS_1252,
        named => named,
    })
}

/// The attributes of one tag, up to its `>`: "get an attribute" of the prescan.
struct Attributes<'a> {
    rest: &'a [u8],
}

impl Attributes<'_> {
    fn next_byte(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn skip(&mut self, unwanted: impl Fn(u8) -> bool) {
        let count = self.rest.iter().take_while(|&&byte| unwanted(byte)).count();
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> String {
        let count = self.rest.iter().take_while(|&&byte| wanted(byte)).count();
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or_default();
        self.rest = rest;
        String::from_utf8_lossy(taken).into_owned()
    }
}

impl Iterator for Attributes<'_> {
    type Item = (String, String);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip(|byte| byte.is_ascii_whitespace() || byte == b'/');
        if self.next_byte()? == b'>' {
            return None;
        }
        let name = self.take(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/'));
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.next_byte() != Some(b'=') {
            return Some((name.to_ascii_lowercase(), String::new()));
        }
        self.skip(|byte| byte == b'=' || byte.is_ascii_whitespace());
        let value = match self.next_byte() {
            Some(quote @ (b'"' | b'\'')) => {
                self.rest = self.rest.get(1..).unwrap_or_default();
                let value = self.take(|byte| byte != quote);
                self.rest = self.rest.get(1..).unwrap_or_default();
                value
            }
            _ => self.take(|byte| !byte.is_ascii_whitespace() && byte != b'>'),
        };
        Some((name.to_ascii_lowercase(), value))
    }
}
