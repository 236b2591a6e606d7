//! Text → tokens, a little at a time, so that what is made to hurt is noticed in time.
//!
//! Shortcuts around html5ever's tokenizer: tags and comments without peculiarities ([`plain_tag`]) and text, with the usual
//! character references ([`references`](super::references)), go to the tree as they are, the content of scripts and styles in
//! one piece ([`raw_text`]), and tags with too many attributes are cut off ([`long_tag`](super::long_tag)). The tokenizer gets
//! the rest: from where it is known to be between two tokens, up to where it is so again.

use std::borrow::Cow;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink as _, Tokenizer, TokenizerOpts};
use memchr::{memchr, memchr2, memrchr};

use super::guard::Guard;
use super::long_tag::LongTag;
use super::plain_tag::{self, COMMENT, COMMENT_END, Names};
use super::raw_text;
use super::references::{Place, decoded};

/// How many bytes are fed at most between two looks at what came of them. No tag fed whole has enough attributes to hurt.
const PIECE: usize = 4096;

/// Feeds a text to the tree behind the guard and gives the guard back. Stops early once the guard has had enough.
pub fn feed(text: &str, guard: Guard) -> Guard {
    let text = &*with_newlines(text);
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let mut feed = Feed {
        shared: StrTendril::from_slice(text),
        text,
        tokenizer: Tokenizer::new(guard, options),
        input: BufferQueue::default(),
        names: Names::default(),
        at: 0,
        between: true,
    };
    feed.run();
    feed.tokenizer.end();
    feed.tokenizer.sink
}

struct Feed<'a> {
    text: &'a str,
    /// The text once more, in the form whose parts cost no copying.
    shared: StrTendril,
    tokenizer: Tokenizer<Guard>,
    input: BufferQueue,
    names: Names,
    /// Bytes fed so far.
    at: usize,
    /// Whether the tokenizer is in its data state and holds nothing back.
    between: bool,
}

/// A text with the newlines that HTML has (HTML standard, 13.2.3.5).
fn with_newlines(text: &str) -> Cow<'_, str> {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

impl Feed<'_> {
    fn run(&mut self) {
        let mut before = 0;
        let mut silent: Option<LongTag> = None;
        while self.at < self.text.len() && !self.tokenizer.sink.is_full() {
            let (begin, heard) = (self.at, self.tokenizer.sink.tokens());
            if !self.plain() {
                self.piece();
            }
            silent = if self.tokenizer.sink.tokens() == heard {
                self.silence(silent, before, begin)
            } else {
                None
            };
            before = begin;
        }
    }

    /// The piece from `begin` on gave no token. What it goes on with began in it or in the one from `before` on.
    fn silence(&mut self, tag: Option<LongTag>, before: usize, begin: usize) -> Option<LongTag> {
        let seen = |from: usize| self.text.as_bytes().get(from..self.at).unwrap_or_default();
        let tag = if let Some(mut tag) = tag {
            tag.go_on(seen(begin));
            tag
        } else {
            LongTag::begun_in(seen(before))
        };
        let Some(exit) = tag.exit(self.text.as_bytes().get(self.at..).unwrap_or_default()) else {
            return Some(tag);
        };
        self.input.push_back(StrTendril::from_slice(exit.end));
        self.pump();
        self.at += exit.skip;
        None
    }

    /// Takes the text up to the next tag, or that tag, if the tokenizer need not see it.
    fn plain(&mut self) -> bool {
        if !self.between {
            return false;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if length > 0 {
            self.between = self.plain_text(rest.get(..length).unwrap_or_default());
            self.at += length;
            return true;
        }
        let part = |from, to| part(&self.shared, self.at + from, self.at + to);
        if let Some(length) = plain_tag::comment(rest) {
            let content = part(COMMENT.len(), length - COMMENT_END.len());
            let _ = self.tokenizer.sink.process_token(Token::CommentToken(content), 1);
            self.at += length;
            return true;
        }
        let Some((tag, length)) = plain_tag::read(rest, &mut self.names, part) else { return false };
        // None of these tags makes the tokenizer read on in another way.
        let _ = self.tokenizer.sink.process_token(Token::TagToken(tag), 1);
        self.at += length;
        true
    }

    /// Takes a text without tags; tells whether the tokenizer is between two tokens after it.
    fn plain_text(&self, text: &str) -> bool {
        let whole = part(&self.shared, self.at, self.at + text.len());
        if memchr2(b'&', 0, text.as_bytes()).is_none() {
            let _ = self.tokenizer.sink.process_token(Token::CharacterTokens(whole), 1);
            return true;
        }
        let decoded = memchr(0, text.as_bytes()).is_none().then(|| decoded(text, Place::Text)).flatten();
        if let Some(decoded) = decoded {
            let decoded = StrTendril::from_slice(&decoded);
            let _ = self.tokenizer.sink.process_token(Token::CharacterTokens(decoded), 1);
            return true;
        }
        self.input.push_back(whole);
        self.pump();
        // A character reference is held back until a byte comes that is none of it, be it behind a semicolon.
        let last = memrchr(b'&', text.as_bytes()).and_then(|at| text.as_bytes().get(at + 1..));
        let Some(after) = last else { return true };
        let end = after.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#');
        end.and_then(|end| after.get(end..)).is_some_and(|rest| rest != b";")
    }

    /// Feeds a piece that ends with a `>`, or one of [`PIECE`] bytes, or as much of it as comes before the content of a
    /// script or the like, and that content.
    ///
    /// A tag, comment or document type ends with nothing but a `>`: if one of them is the last that is heard, the tokenizer
    /// is between two tokens.
    fn piece(&mut self) {
        let end = self.text.ceil_char_boundary(self.at.saturating_add(PIECE));
        let piece = self.text.as_bytes().get(self.at..end).unwrap_or_default();
        let end = memchr(b'>', piece).map_or(end, |at| self.at + at + 1);
        self.input.push_back(part(&self.shared, self.at, end));
        self.at = end;
        self.tokenizer.sink.unsettle();
        self.pump();
        self.between = self.tokenizer.sink.is_settled();
        if let Some(name) = self.tokenizer.sink.take_raw_text() {
            while let Some(unread) = self.input.pop_front() {
                self.at = self.at.saturating_sub(unread.len());
            }
            let rest = self.text.get(self.at..).unwrap_or_default();
            let end = self.at + raw_text::length(rest, &name);
            self.tokenizer.sink.raw_text(part(&self.shared, self.at, end));
            self.at = end;
            self.between = true;
        }
    }

    /// Lets the tokenizer read until it has read all or come to raw text.
    fn pump(&self) {
        // It also stops for finished scripts, which we don't run, and for declared encodings, which are settled.
        while !matches!(self.tokenizer.feed(&self.input), TokenizerResult::Done) {
            if self.tokenizer.sink.is_at_raw_text() {
                break;
            }
        }
    }
}

/// A part of the text, without copying it.
fn part(shared: &StrTendril, from: usize, to: usize) -> StrTendril {
    let (Ok(from), Ok(length)) = (u32::try_from(from), u32::try_from(to.saturating_sub(from))) else {
        return StrTendril::new();
    };
    shared.try_subtendril(from, length).unwrap_or_default()
}
