//! The names of `--format` and `--keys`, shared by the verbs that write records.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use copydesk::sink::{Format, Keys};

/// Accepts the formats' names.
pub fn parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.as_str()))
        .map(|name| Format::ALL.iter().copied().find(|format| format.as_str() == name).unwrap_or_default())
}

/// Accepts the names of keys.
pub fn keys_parser() -> impl TypedValueParser<Value = Keys> {
    PossibleValuesParser::new(Keys::ALL.iter().map(|keys| keys.as_str()))
        .map(|name| Keys::ALL.iter().copied().find(|keys| keys.as_str() == name).unwrap_or_default())
}
