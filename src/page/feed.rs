//! Text → tokens, a little at a time, so that what is made to hurt is noticed in time.
//!
//! Two shortcuts around html5ever's tokenizer: the content of scripts and styles goes to the tree in one piece
//! ([`raw_text`]), and tags with too many attributes are cut off ([`long_tag`](super::long_tag)).

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};

use super::guard::Guard;
use super::long_tag::LongTag;
use super::raw_text;

/// How many bytes are fed between two looks at what came of them. No tag fed whole has enough attributes to hurt.
const PIECE: usize = 4096;

/// Feeds a text to the tree behind the guard and gives the guard back. Stops early once the guard has had enough.
pub fn feed(text: &str, guard: Guard) -> Guard {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let mut feed = Feed {
        shared: StrTendril::from_slice(text),
        text,
        tokenizer: Tokenizer::new(guard, options),
        input: BufferQueue::default(),
        at: 0,
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
    /// Bytes fed so far.
    at: usize,
}

impl Feed<'_> {
    fn run(&mut self) {
        let mut before = 0;
        let mut silent: Option<LongTag> = None;
        while self.at < self.text.len() && !self.tokenizer.sink.is_full() {
            let (begin, heard) = (self.at, self.tokenizer.sink.tokens());
            self.piece();
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

    /// Feeds a piece, or as much of it as comes before the content of a script or the like, and that content.
    fn piece(&mut self) {
        let end = self.text.ceil_char_boundary(self.at.saturating_add(PIECE));
        self.input.push_back(self.part(self.at, end));
        self.at = end;
        self.pump();
        if let Some(name) = self.tokenizer.sink.take_raw_text() {
            while let Some(unread) = self.input.pop_front() {
                self.at = self.at.saturating_sub(unread.len());
            }
            let rest = self.text.get(self.at..).unwrap_or_default();
            let end = self.at + raw_text::length(rest, &name);
            self.tokenizer.sink.raw_text(self.part(self.at, end));
            self.at = end;
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

    fn part(&self, from: usize, to: usize) -> StrTendril {
        let (Ok(from), Ok(length)) = (u32::try_from(from), u32::try_from(to.saturating_sub(from))) else {
            return StrTendril::new();
        };
        self.shared.try_subtendril(from, length).unwrap_or_default()
    }
}
