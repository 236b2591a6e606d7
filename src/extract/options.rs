//! What a caller may choose about an extraction.

/// How a page is read; the default is what most want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// How sure the generic extractor must be of a block.
    pub operating_point: OperatingPoint,
    /// Whether captions become blocks of `body`. Without it they stand in `images` only.
    pub captions: bool,
    /// Whether quotes and who said them are looked for, which is a third of what a page costs. Without it `quotes`,
    /// `attributions` and `speakers` stay empty.
    pub quotes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { operating_point: OperatingPoint::default(), captions: false, quotes: true }
    }
}

/// How sure the generic extractor must be of a block to keep it. A profile's rules are not affected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OperatingPoint {
    /// Only what surely belongs to the article: less junk, but a doubtful list or last paragraph may be missing.
    Precision,
    /// The best of both.
    #[default]
    Balanced,
    /// All that may belong to the article: nothing missing, but some junk.
    Recall,
}

impl OperatingPoint {
    /// The probability from which on a block is kept, where `balanced` is the one the model was tuned for. On pages of
    /// sites the model has not seen, either of the others costs up to one point of F1.
    pub(super) fn threshold(self, balanced: f32) -> f32 {
        match self {
            Self::Precision => 1.0 - (1.0 - balanced) * 0.5,
            Self::Balanced => balanced,
            Self::Recall => balanced * 0.4,
        }
    }
}
