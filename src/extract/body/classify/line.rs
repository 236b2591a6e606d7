//! What a block's own text looks like.

use super::number;
use crate::article::BlockKind;
use crate::extract::survey::hash;
use crate::extract::survey::outline::TextBlock;

/// Fewest words of a block of running text.
const PROSE_WORDS: usize = 12;
/// Most of a block of running text that may be links.
const PROSE_LINKS: f32 = 0.4;
/// From this many words on a block needs no end of a sentence to be running text.
const LONG: usize = 30;
/// Blocks of more words are not looked up word by word.
const SHORT: usize = 40;

/// One block, read once.
#[expect(clippy::struct_excessive_bools, reason = "independent observations, not states of one thing")]
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Words.
    pub words: f32,
    /// Characters, and those inside links.
    pub chars: f32,
    /// Characters inside links.
    pub link_chars: f32,
    /// Running text: enough words, few of them links, with the end of a sentence.
    pub prose: bool,
    /// 2 for the end of a sentence, 1 for a colon, 0 for neither.
    pub end: f32,
    /// Counts of single signs.
    pub commas: f32,
    /// Digits.
    pub digits: f32,
    /// Capitals.
    pub capitals: f32,
    /// `|`, `•` and the like.
    pub separators: f32,
    /// Line breaks.
    pub breaks: f32,
    /// Whether there are quotation marks.
    pub quotes: bool,
    /// Whether there is `@`, `©` or an address.
    pub address: bool,
    /// Whether the first letter is a small one.
    pub starts_small: bool,
    /// Hash of the whole text.
    pub text: u64,
    /// Hashes of the words of a short block.
    pub tokens: Vec<u64>,
}

impl Line {
    /// Reads a block.
    pub fn of(block: &TextBlock) -> Self {
        let mut line = Self {
            words: number(block.words),
            chars: number(block.chars),
            link_chars: number(block.link_chars),
            end: end(&block.text),
            text: hash::bytes(0, block.text.as_bytes()),
            starts_small: block.text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase),
            ..Self::default()
        };
        line.count_signs(&block.text);
        if block.words <= SHORT {
            hash::each_word(&block.text, |word| line.tokens.push(word));
        }
        let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Blockquote | BlockKind::ListItem);
        line.prose = kind
            && block.words >= PROSE_WORDS
            && line.links() < PROSE_LINKS
            && (line.end > 1.0 || block.words >= LONG || line.commas >= 2.0);
        line
    }

    fn count_signs(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let ends_with = |at: usize, sign: &[u8]| bytes.get(..=at).is_some_and(|begin| begin.ends_with(sign));
        let telling = text.char_indices().filter(|(_, c)| !c.is_ascii_lowercase() && *c != ' ');
        for (at, c) in telling {
            match c {
                '0'..='9' => self.digits += 1.0,
                'A'..='Z' => self.capitals += 1.0,
                ',' | '،' | '、' | '，' | '。' => self.commas += 1.0,
                '.' => self.address |= ends_with(at, b"www."),
                '/' => {
                    self.separators += 1.0;
                    self.address |= ends_with(at, b"://");
                }
                '|' | '•' | '·' | '»' | '›' | '→' => self.separators += 1.0,
                '"' | '“' | '”' | '„' | '«' | '「' => self.quotes = true,
                '@' | '©' => self.address = true,
                '\n' => self.breaks += 1.0,
                c if !c.is_ascii() && c.is_uppercase() => self.capitals += 1.0,
                _ => {}
            }
        }
    }

    /// Share of the characters inside links.
    pub fn links(&self) -> f32 {
        self.link_chars / self.chars.max(1.0)
    }
}

fn end(text: &str) -> f32 {
    let end = text.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', ' ']);
    match end.chars().next_back() {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | ';') => 2.0,
        Some(':' | '：') => 1.0,
        _ => 0.0,
    }
}
