//! Who said what: quotes, attributions, speakers and cues.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A stretch of text in Unicode code points, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Words between quotation marks, without the marks.
///
/// A quote interrupted by its cue is one quote: `parts` lists its pieces, `start` and `end` run from the first to
/// the last and `text` joins them with a space. Any other quote has no `parts`, and `text` is `body[start..end]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// The quoted words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Whole statement, words inside a paraphrase, or nobody's.
    pub kind: QuoteKind,
    /// The pieces of an interrupted quote, else empty.
    pub parts: Vec<Span>,
    /// Index into the record's `attributions`; `null` for an unattributed quote.
    pub attribution: Option<usize>,
    /// How sure we are of kind and speaker, 0 to 1.
    #[serde(serialize_with = "super::two_decimals")]
    pub confidence: f32,
    /// Who said it.
    pub speaker: Option<Speaker>,
    /// The word that says that it was said.
    pub cue: Option<Cue>,
    /// Who passes the words on: in "Gomez said his father told him", the father speaks, Gomez relays.
    pub relayed_by: Option<Speaker>,
    /// Index into the record's `quotes` of the one whose words these are again, as in a pull quote; `null` for all others.
    /// Summaries leave repeats out.
    #[serde(default)]
    pub repeats: Option<usize>,
}

/// The kinds of quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// A whole statement.
    Direct,
    /// Quoted words inside a paraphrase.
    Mixed,
    /// Scare quotes, titles, words nobody in the text is said to have said.
    Unattributed,
}

/// One statement the article gives to somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution {
    /// Quoted, partly quoted or not quoted.
    pub kind: AttributionKind,
    /// How sure we are of content and speaker, 0 to 1.
    #[serde(serialize_with = "super::two_decimals")]
    pub confidence: f32,
    /// Who said it; `null` where the text does not tell.
    pub speaker: Option<Speaker>,
    /// The word that says that it was said.
    pub cue: Option<Cue>,
    /// What was said, in one or more pieces, quotation marks included.
    pub content: Vec<Span>,
    /// Indices into the record's `quotes`.
    pub quotes: Vec<usize>,
    /// Who passes the words on.
    pub relayed_by: Option<Speaker>,
}

/// The kinds of attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributionKind {
    /// The speaker's own words, between marks.
    Direct,
    /// A paraphrase with quoted words in it.
    Mixed,
    /// A paraphrase.
    Indirect,
}

/// Who said something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// The fullest name the article gives for the speaker, so that "he" gets one; `null` where it gives none.
    pub name: Option<String>,
    /// The words that name the speaker here: "he", "his father", "Gomez"; `null` where markup alone tells.
    pub mention: Option<String>,
    /// First code point of the mention.
    pub start: Option<usize>,
    /// One past the mention's last code point.
    pub end: Option<usize>,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// Title or office, as printed.
    pub role: Option<String>,
}

/// One speaker with a name, over the whole article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpeakerSummary {
    /// The fullest name the article gives.
    pub name: String,
    /// What the speaker is.
    pub kind: SpeakerKind,
    /// The first title or office the article gives them, as printed.
    pub role: Option<String>,
    /// How many quotes are theirs, repeats left out; 0 for whoever is only paraphrased.
    pub quotes: usize,
    /// The words in those quotes, counted as what white space parts.
    pub words: usize,
}

/// What a speaker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerKind {
    /// A named person.
    Person,
    /// A company, party, ministry, newspaper.
    Organisation,
    /// Several people: "nine National Guard soldiers".
    Group,
    /// A report, a letter, a ruling.
    Document,
    /// Somebody without a name: "his father", "an official", an unresolved "he".
    Unnamed,
}

/// The word or words that say that something was said: "said", "according to", ":".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// The words as printed.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}
