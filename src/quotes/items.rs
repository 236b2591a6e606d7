//! A paragraph as words, punctuation and whole quotations, cut into sentences.

use std::ops::Range;

use super::lexicon::{Classes, Lexicon};
use super::marks::Segment;

/// One word, one punctuation mark, or one quotation with its marks.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
    pub(super) kind: ItemKind,
    /// What the word is, or the phrase that begins here.
    pub(super) classes: Classes,
    /// Number of items of the phrase that begins here; 1 for a plain word.
    pub(super) length: usize,
    /// How many quotations of the paragraph stand before it.
    pub(super) quotes_before: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    Word {
        /// Begins with a capital letter.
        capital: bool,
        /// Ends with the genitive 's.
        genitive: bool,
    },
    Punctuation(char),
    /// Index of the segment.
    Quote(usize),
}

impl Item {
    fn word(bytes: Range<usize>, capital: bool, classes: Classes) -> Self {
        let kind = ItemKind::Word { capital, genitive: false };
        Self { bytes, kind, classes, length: 1, quotes_before: 0 }
    }

    pub(super) fn is(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self.kind, ItemKind::Punctuation(mark) if marks.contains(&mark))
    }

    pub(super) fn is_capital(&self) -> bool {
        matches!(self.kind, ItemKind::Word { capital: true, .. })
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, ItemKind::Word { .. })
    }

    pub(super) fn quote(&self) -> Option<usize> {
        match self.kind {
            ItemKind::Quote(segment) => Some(segment),
            _ => None,
        }
    }
}

/// The items of one paragraph; `segments` are the paragraph's own, `first` is the index of the first of them.
pub(super) fn items(
    text: &str,
    paragraph: Range<usize>,
    segments: &[Segment],
    first: usize,
    lexicon: &Lexicon,
) -> Vec<Item> {
    let mut found = Vec::with_capacity(paragraph.len() / 5);
    let mut at = paragraph.start;
    for (index, segment) in (first..).zip(segments) {
        words(text, at..segment.outer.start, lexicon, &mut found);
        found.push(Item {
            bytes: segment.outer.clone(),
            kind: ItemKind::Quote(index),
            classes: Classes::default(),
            length: 1,
            quotes_before: 0,
        });
        at = segment.outer.end;
    }
    words(text, at..paragraph.end, lexicon, &mut found);
    join_phrases(text, lexicon, &mut found);
    let mut quotes = 0;
    for item in &mut found {
        item.quotes_before = quotes;
        quotes += usize::from(item.quote().is_some());
    }
    found
}

fn words(text: &str, range: Range<usize>, lexicon: &Lexicon, found: &mut Vec<Item>) {
    let Some(stretch) = text.get(range.clone()) else { return };
    let mut lower = String::new();
    let mut at = 0;
    while let Some(character) = stretch.get(at..).and_then(|rest| rest.chars().next()) {
        let (mut start, mut end) = (at, at + character.len_utf8());
        at = end;
        if character.is_whitespace() {
            continue;
        }
        if !character.is_alphanumeric() {
            let bytes = range.start + start..range.start + end;
            let kind = ItemKind::Punctuation(character);
            found.push(Item { bytes, kind, classes: Classes::default(), length: 1, quotes_before: 0 });
            continue;
        }
        end = word_end(stretch, end);
        at = end;
        let word = stretch.get(start..end).unwrap_or_default();
        lower_case(word, &mut lower);
        let elided = elided(word, &lower, lexicon);
        if let Some((elision, length)) = elided {
            let bytes = range.start + start..range.start + start + length;
            found.push(Item::word(bytes, character.is_uppercase(), lexicon.classes(elision)));
            start += length;
            lower.drain(..elision.len());
        }
        let word = stretch.get(start..end).unwrap_or_default();
        let capital = word.starts_with(char::is_uppercase);
        if with_clitic(&lower, range.start + start..range.start + end, capital, lexicon, found) {
            continue;
        }
        let genitive = lower.ends_with("'s");
        let base = lower.strip_suffix("'s").unwrap_or(&lower);
        let mut classes = lexicon.classes(if genitive { base } else { &lower });
        if lower.ends_with("n't") {
            classes |= Classes::NEGATION | Classes::AUXILIARY;
        }
        // "Sen. Jane Doe, D-Wash., said".
        let joined = || {
            let last = lower.rsplit('-').next().filter(|last| last.len() < lower.len());
            last.is_some_and(|last| capital && lexicon.classes(last).any(Classes::ABBREVIATION))
        };
        if stretch.as_bytes().get(end) == Some(&b'.') && (dotted(word, classes) || joined()) {
            end += 1;
            at = end;
        }
        let kind = ItemKind::Word { capital, genitive };
        found.push(Item {
            bytes: range.start + start..range.start + end,
            kind,
            classes,
            length: 1,
            quotes_before: 0,
        });
    }
}

/// Where the word ends of which `at` is inside. Letters and digits make words, and some marks between two of them.
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = |at: usize| text.get(at..).unwrap_or_default().chars();
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        let Some(next) = rest(at).next() else { return at };
        let after = at + next.len_utf8();
        let joins = matches!(next, '\'' | '’' | '-' | '‐' | '‑' | '.' | '&')
            && rest(after).next().is_some_and(char::is_alphanumeric);
        if !joins && !next.is_alphanumeric() && !is_combining(next) {
            return at;
        }
        at = after;
    }
}

/// Makes `lower` the word in lower case, its apostrophes straight.
fn lower_case(word: &str, lower: &mut String) {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }
}

/// A verb and the pronoun joined to its end, as two items; `false` where there is none.
fn with_clitic(
    lower: &str,
    bytes: Range<usize>,
    capital: bool,
    lexicon: &Lexicon,
    found: &mut Vec<Item>,
) -> bool {
    let Some(clitic) = lexicon.clitic(lower) else { return false };
    let verb = bytes.end - clitic.len();
    let hyphens = 1 + clitic.rfind('-').unwrap_or_default();
    let verb_classes = lexicon.classes(lower.get(..lower.len() - clitic.len()).unwrap_or_default());
    let pronoun_classes = lexicon.classes(clitic.get(hyphens..).unwrap_or_default());
    found.push(Item::word(bytes.start..verb, capital, verb_classes));
    found.push(Item::word(verb + hyphens..bytes.end, false, pronoun_classes));
    true
}

/// The shortened word that `word` begins with, and how many of its bytes that takes. D'Angelo, O'Neill are names.
fn elided(word: &str, lower: &str, lexicon: &Lexicon) -> Option<(&'static str, usize)> {
    let elision = lexicon.elision(lower)?;
    let length = word.char_indices().nth(elision.chars().count()).map_or(word.len(), |(at, _)| at);
    let rest = word.get(length..)?;
    let name = word.starts_with(char::is_uppercase)
        && !word.starts_with('L')
        && rest.starts_with(char::is_uppercase);
    (!name && !rest.is_empty()).then_some((elision, length))
}

/// Whether a full stop after the word belongs to it: an initial, an abbreviation, "U.S.".
fn dotted(word: &str, classes: Classes) -> bool {
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase) && word != "I";
    let inner = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    initial || inner || (classes.any(Classes::ABBREVIATION) && word.starts_with(char::is_uppercase))
}

fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200c}' | '\u{200d}')
}

fn join_phrases(text: &str, lexicon: &Lexicon, items: &mut [Item]) {
    for index in 0..items.len() {
        let Some((first, rest)) = items.get_mut(index..).and_then(<[Item]>::split_first_mut) else { return };
        if !first.is(Classes::OPENS) {
            continue;
        }
        let word = text.get(first.bytes.clone()).unwrap_or_default();
        let lower = word.to_lowercase().replace('’', "'");
        let matching = lexicon.phrases(&lower).iter().find(|(words, _)| {
            rest.len() >= words.len()
                && words.iter().zip(rest.iter()).all(|(word, item)| {
                    text.get(item.bytes.clone()).is_some_and(|found| found.eq_ignore_ascii_case(word))
                })
        });
        if let Some((words, classes)) = matching {
            first.classes = *classes;
            first.length = words.len() + 1;
        }
    }
}

/// The sentences of a paragraph, as ranges of items. Quotations are whole, so a sentence holds them.
pub(super) fn sentences(text: &str, items: &[Item]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, item) in items.iter().enumerate() {
        let next = items.get(index + 1);
        let ends = match item.kind {
            ItemKind::Punctuation('.' | '!' | '?' | '…' | '。' | '！' | '？') => {
                next.is_none_or(|next| !next.is_word() || begins_sentence(text, next))
                    && !next.is_some_and(|next| next.is_mark(&['.', '!', '?', ')', ']', ',']))
            }
            ItemKind::Quote(_) => next.is_some_and(|next| {
                begins_sentence(text, next) && quote_ends_sentence(text, item, items, index)
            }),
            _ => false,
        };
        if ends {
            found.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < items.len() {
        found.push(start..items.len());
    }
    found
}

fn begins_sentence(text: &str, item: &Item) -> bool {
    item.quote().is_some()
        || item.is_capital()
        || text.get(item.bytes.clone()).is_some_and(|word| {
            word.starts_with(|c: char| c.is_numeric() || !c.is_lowercase() && c.is_alphabetic())
        })
        || item.is_mark(&['[', '(', '¿', '¡'])
}

/// Whether a quotation that is followed by a capital letter ends the sentence: it ends like one, and what follows is
/// not its own "Smith said".
fn quote_ends_sentence(text: &str, quote: &Item, items: &[Item], index: usize) -> bool {
    let inside = text.get(quote.bytes.clone()).unwrap_or_default();
    let mut ending =
        inside.chars().rev().skip_while(|c| !c.is_alphanumeric() && !".!?…,-—–。！？".contains(*c));
    match ending.next() {
        Some('.' | '…' | '。') => true,
        Some('!' | '?' | '！' | '？') => !cue_is_near(items, index + 1),
        Some(_) => {
            items.get(index + 1).is_some_and(|next| next.quote().is_some()) && !cue_is_near(items, index + 1)
        }
        None => false,
    }
}

/// Whether the clause that begins at `start` is a short one of speaker and cue.
fn cue_is_near(items: &[Item], start: usize) -> bool {
    let clause = items.get(start..).unwrap_or_default().iter().take(8);
    clause
        .take_while(|item| item.is_word() || item.is_mark(&['[', ']', '.']))
        .any(|item| item.is(Classes::SPEECH | Classes::TELL))
}
