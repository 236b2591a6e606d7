//! The names of `--format`, shared by the verbs that write records.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use copydesk::sink::Format;

/// Accepts the formats' names.
pub fn parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .map(|name| Format::ALL.iter().copied().find(|format| format.as_str() == name).unwrap_or_default())
}
