//! Regular expressions as profiles write them, with errors that fit on a line.

use regex::Regex;

use super::error::Fault;

/// Compiles a pattern. Matching takes time linear in the text, whatever the pattern; its compiled size is limited.
pub(super) fn compile(pattern: &str) -> Result<Regex, Fault> {
    Regex::new(pattern)
        .map_err(|error| Fault::Regex { pattern: pattern.to_owned(), why: in_words(pattern, &error) })
}

/// What is wrong with a pattern, as the rest of a sentence that begins with it.
fn in_words(pattern: &str, error: &regex::Error) -> String {
    // The error itself draws an arrow over several lines; the parser below it gives kind and place apart.
    let (what, place) = match regex_syntax::parse(pattern) {
        Err(regex_syntax::Error::Parse(error)) => (error.kind().to_string(), error.span().start),
        Err(regex_syntax::Error::Translate(error)) => (error.kind().to_string(), error.span().start),
        _ => return format!("cannot be used: {}", last_line(&error.to_string())),
    };
    let line = if place.line > 1 { format!("line {}, ", place.line) } else { String::new() };
    format!("is wrong at {line}character {}: {what}", place.column)
}

fn last_line(message: &str) -> String {
    message.lines().last().unwrap_or_default().trim().to_lowercase().trim_end_matches('.').to_owned()
}
