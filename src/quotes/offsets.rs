//! Bytes → code points, for many offsets in one walk over the text.

/// Code point numbers of byte offsets; built once per text.
pub(super) struct CodePoints {
    /// For every block of [`STEP`] bytes, how many code points start before it.
    before: Vec<usize>,
    /// Whether each byte offset is its own code point number.
    ascii: bool,
}

/// Bytes per entry of the index: a lookup counts at most this many.
const STEP: usize = 64;

impl CodePoints {
    /// Indexes `text` in one pass.
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new(), ascii: true };
        }
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += starts(chunk);
        }
        before.push(count);
        Self { before, ascii: false }
    }

    /// How many code points of `text` start before `byte`.
    pub(super) fn at(&self, text: &str, byte: usize) -> usize {
        if self.ascii {
            return byte;
        }
        let block = byte / STEP;
        let rest = text.as_bytes().get(block * STEP..byte).unwrap_or_default();
        self.before.get(block).copied().unwrap_or_default() + starts(rest)
    }
}

/// How many code points start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
