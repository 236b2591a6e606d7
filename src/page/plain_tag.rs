//! Tags as nearly all are written, read without html5ever's tokenizer.
//!
//! That one takes tags a character at a time through the standard's states, which was most of what a page cost. A tag is
//! plain if none of the states for mistakes or content that is no markup has a say in it (HTML standard, 13.2.5.6 to
//! 13.2.5.40): ASCII names, spaces between attributes, values whose end is plain to see. What is not plain goes to html5ever; `tests/page.rs` and the fuzz target hold both ways against each other.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::{memchr, memchr2, memmem};

use super::references::{Place, decoded};

/// Names as html5ever has them. Making one looks its letters up in tables of all names, known and met; a page has few
/// different ones, so that nearly all are found here by a glance.
pub struct Names {
    seen: Vec<Option<Name>>,
}

#[derive(Clone)]
struct Name {
    local: LocalName,
    switches: bool,
}

/// Places for names, a power of two; two names of one place turn each other out.
const PLACES: usize = 256;

impl Default for Names {
    fn default() -> Self {
        Self { seen: vec![None; PLACES] }
    }
}

impl Names {
    fn of(&mut self, name: &str) -> Name {
        let Some(place) = self.seen.get_mut(place(name.as_bytes())) else { return Name::new(name) };
        match place {
            Some(known) if &*known.local == name => known.clone(),
            _ => place.insert(Name::new(name)).clone(),
        }
    }
}

impl Name {
    fn new(name: &str) -> Self {
        let local = local_name(name);
        let switches = SWITCHING.contains(&&*local);
        Self { local, switches }
    }
}

fn place(name: &[u8]) -> usize {
    let at = |at: usize| name.get(at).copied().map_or(0, usize::from);
    let sum = at(0) + 5 * at(name.len() / 2) + 13 * at(name.len().wrapping_sub(1)) + 29 * name.len();
    sum % PLACES
}

/// Tags whose content is not all markup: the tokenizer must know of them.
const SWITCHING: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
];

/// More attributes than this are html5ever's, and the guard's against it.
const MOST: usize = 64;

/// The tag at the start of `text`, and how many bytes it has, if it is a plain one. `part` makes a value of a range of
/// them.
pub fn read(
    text: &str,
    names: &mut Names,
    part: impl Fn(usize, usize) -> StrTendril,
) -> Option<(Tag, usize)> {
    let mut tag = Reader { bytes: text.as_bytes(), at: 1 };
    let kind = if tag.skip(b'/') { TagKind::EndTag } else { TagKind::StartTag };
    if !tag.now()?.is_ascii_alphabetic() {
        return None;
    }
    let from = tag.at;
    tag.skip_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
    let name = names.of(text.get(from..tag.at)?);
    if kind == TagKind::StartTag && name.switches {
        return None;
    }
    let mut attrs: Vec<Attribute> = Vec::new();
    loop {
        let spaces = tag.skip_spaces();
        match tag.now()? {
            b'>' => break,
            b'/' if tag.next() == Some(b'>') && kind == TagKind::StartTag => break,
            _ if !spaces || kind == TagKind::EndTag || attrs.len() == MOST => return None,
            _ => {}
        }
        let attribute = tag.attribute(text, names, &part)?;
        if attrs.iter().any(|other| other.name.local == attribute.name.local) {
            return None;
        }
        attrs.push(attribute);
    }
    let self_closing = tag.skip(b'/');
    tag.skip(b'>');
    let name = name.local;
    Some((Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }, tag.at))
}

/// A place in a tag.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn now(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&self) -> Option<u8> {
        self.bytes.get(self.at + 1).copied()
    }

    fn skip(&mut self, wanted: u8) -> bool {
        let there = self.now() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
    }

    /// Whether there were any.
    fn skip_spaces(&mut self) -> bool {
        let from = self.at;
        self.skip_while(is_space);
        self.at > from
    }

    fn attribute(
        &mut self,
        text: &str,
        names: &mut Names,
        part: &impl Fn(usize, usize) -> StrTendril,
    ) -> Option<Attribute> {
        let from = self.at;
        self.skip_while(|byte| {
            byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'=' | b'>' | b'/')
        });
        let name = text.get(from..self.at).filter(|name| !name.is_empty())?;
        let name = QualName::new(None, ns!(), names.of(name).local);
        let after = self.at;
        self.skip_spaces();
        let value = if self.skip(b'=') {
            self.skip_spaces();
            self.value(text, part)?
        } else {
            // The spaces part it from the next one.
            self.at = after;
            StrTendril::new()
        };
        Some(Attribute { name, value })
    }

    fn value(&mut self, text: &str, part: &impl Fn(usize, usize) -> StrTendril) -> Option<StrTendril> {
        let quote = self.now().filter(|byte| matches!(byte, b'"' | b'\''));
        self.at += usize::from(quote.is_some());
        let from = self.at;
        if let Some(quote) = quote {
            self.at += memchr(quote, self.bytes.get(from..)?)?;
        } else {
            self.skip_while(|byte| {
                !is_space(byte) && !matches!(byte, b'>' | b'"' | b'\'' | b'<' | b'=' | b'`')
            });
            if self.at == from || !self.now().is_some_and(|byte| is_space(byte) || byte == b'>') {
                return None;
            }
        }
        let end = self.at;
        let value = text.get(from..end)?;
        self.at += usize::from(quote.is_some());
        match memchr2(b'&', 0, value.as_bytes()) {
            None => Some(part(from, end)),
            Some(_) if memchr(0, value.as_bytes()).is_some() => None,
            Some(_) => decoded(value, Place::Attribute).map(|value| StrTendril::from_slice(&value)),
        }
    }
}

/// What parts attributes; there is no carriage return here any more.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c')
}

fn local_name(name: &str) -> LocalName {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        LocalName::from(name.to_ascii_lowercase())
    } else {
        LocalName::from(name)
    }
}

/// How many bytes a comment at the start of `text` has, if it is a plain one: `<!-- … -->`, ended by nothing else (HTML
/// standard, 13.2.5.43 to 13.2.5.52).
pub fn comment(text: &str) -> Option<usize> {
    let content = text.strip_prefix(COMMENT)?;
    let near = content.as_bytes().get(..content.len().min(LONGEST_COMMENT))?;
    let length = memmem::find(near, COMMENT_END.as_bytes())?;
    let content = content.get(..length)?;
    let strange = content.starts_with('>')
        || content.starts_with("->")
        || memchr(0, content.as_bytes()).is_some()
        || memmem::find(content.as_bytes(), b"--!>").is_some();
    (!strange).then_some(COMMENT.len() + length + COMMENT_END.len())
}

/// What comments begin and end with.
pub const COMMENT: &str = "<!--";
pub const COMMENT_END: &str = "-->";
/// How far a comment's end is looked for, in bytes: what is no plain comment may be there again and again.
const LONGEST_COMMENT: usize = 4096;
