//! What XPath's string functions say about an attribute, as attribute selectors.

use super::ast::{Axis, Expr, Path, Test};

/// White space as XPath and CSS have it.
const SPACES: [char; 5] = [' ', '\t', '\n', '\r', '\x0c'];

/// Attributes of HTML whose values selectors compare without regard to case unless told otherwise; XPath always regards it.
const CASELESS: &[&str] = &[
    "accept",
    "accept-charset",
    "align",
    "alink",
    "axis",
    "bgcolor",
    "charset",
    "checked",
    "clear",
    "codetype",
    "color",
    "compact",
    "declare",
    "defer",
    "dir",
    "direction",
    "disabled",
    "enctype",
    "face",
    "frame",
    "hreflang",
    "http-equiv",
    "lang",
    "language",
    "link",
    "media",
    "method",
    "multiple",
    "nohref",
    "noresize",
    "noshade",
    "nowrap",
    "readonly",
    "rel",
    "rev",
    "rules",
    "scope",
    "scrolling",
    "selected",
    "shape",
    "target",
    "text",
    "type",
    "valign",
    "valuetype",
    "vlink",
];

/// A string of the context node that a function looks at.
enum Subject<'a> {
    /// `@x`
    Attribute(&'a str),
    /// `normalize-space(@x)`
    Normalized(&'a str),
    /// `concat(' ', @x, ' ')`, by which one asks for a word
    Padded(&'a str),
    /// `concat(' ', normalize-space(@x), ' ')`
    PaddedNormalized(&'a str),
}

/// `contains(subject, needle)` as alternatives.
pub fn contains(subject: &Expr, needle: &str) -> Result<Vec<String>, String> {
    let (head, tail) = (needle.starts_with(' '), needle.ends_with(' '));
    let word = needle.strip_prefix(' ').unwrap_or(needle);
    let word = word.strip_suffix(' ').unwrap_or(word);
    let spaced = word.contains(SPACES);
    if word.is_empty() {
        return Err("looks for an empty text or a space, which CSS cannot".to_owned());
    }
    match Subject::of(subject)? {
        Subject::Attribute(name) => Ok(vec![attribute(name, "*=", needle)]),
        Subject::Padded(name) => {
            let inner = attribute(name, "*=", needle);
            Ok(match (head, tail) {
                (false, false) => vec![inner],
                (true, false) => vec![attribute(name, "^=", word), inner],
                (false, true) => vec![attribute(name, "$=", word), inner],
                (true, true) => vec![
                    attribute(name, "=", word),
                    attribute(name, "^=", &format!("{word} ")),
                    attribute(name, "$=", &format!(" {word}")),
                    inner,
                ],
            })
        }
        Subject::PaddedNormalized(name) if head && tail && !spaced => Ok(vec![has_word(name, word)]),
        Subject::Normalized(name) | Subject::PaddedNormalized(name) if !needle.contains(SPACES) => {
            Ok(vec![attribute(name, "*=", needle)])
        }
        _ => Err("asks for words side by side, or for how one begins, which CSS cannot".to_owned()),
    }
}

/// `starts-with(subject, beginning)`.
pub fn starts_with(subject: &Expr, beginning: &str) -> Result<Vec<String>, String> {
    match Subject::of(subject)? {
        Subject::Attribute(name) if !beginning.is_empty() => Ok(vec![attribute(name, "^=", beginning)]),
        _ => Err("asks how a text begins after its spaces were tidied, which CSS cannot".to_owned()),
    }
}

impl<'a> Subject<'a> {
    fn of(expr: &'a Expr) -> Result<Self, String> {
        match expr {
            Expr::Path(path) => Ok(Self::Attribute(own_attribute(path)?)),
            Expr::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
                ("string", [inner]) => Self::of(inner),
                ("normalize-space", [inner]) => match Self::of(inner)? {
                    Self::Attribute(name) | Self::Normalized(name) => Ok(Self::Normalized(name)),
                    _ => Err(not_by("normalize-space")),
                },
                ("concat", [Expr::Literal(before), inner, Expr::Literal(after)])
                    if before == " " && after == " " =>
                {
                    match Self::of(inner)? {
                        Self::Attribute(name) => Ok(Self::Padded(name)),
                        Self::Normalized(name) => Ok(Self::PaddedNormalized(name)),
                        _ => Err(not_by("concat")),
                    }
                }
                (function, _) => Err(not_by(function)),
            },
            _ => Err("compares something CSS cannot".to_owned()),
        }
    }
}

fn not_by(function: &str) -> String {
    format!("selects by what `{function}()` makes of a text, which CSS cannot")
}

/// The name of an attribute of the context node itself.
fn own_attribute(path: &Path) -> Result<&str, String> {
    let own = path.steps.iter().position(|step| step.axis != Axis::SelfNode).unwrap_or(path.steps.len());
    match path.steps.get(own..).unwrap_or_default() {
        [step] if step.axis == Axis::Attribute && !path.absolute => match &step.test {
            Test::Name(name) => lower_case(name).map(|()| name.as_str()),
            _ => Err("selects by any attribute's value, which CSS cannot".to_owned()),
        },
        [.., step] if step.axis == Axis::Attribute => {
            Err("selects by the first of another element's attributes, which CSS cannot".to_owned())
        }
        _ => Err("selects by text, which CSS cannot".to_owned()),
    }
}

/// Names that can match: in a page's tree they are all lower case, and without a prefix.
pub fn lower_case(name: &str) -> Result<(), String> {
    if name.contains(':') {
        return Err(format!("names `{name}`: a page's names have no prefix"));
    }
    if name.chars().any(char::is_uppercase) {
        return Err(format!("never matches: it names `{name}`, and a page's names are lower case"));
    }
    Ok(())
}

/// `[name]`.
pub fn has(name: &str) -> String {
    format!("[{}]", escaped(name))
}

/// `[name*='value']`, `.value` or `#value` where that is the same.
pub fn attribute(name: &str, operator: &str, value: &str) -> String {
    if name == "id" && operator == "=" && is_identifier(value) {
        return format!("#{value}");
    }
    let case = if CASELESS.contains(&name) { " s" } else { "" };
    format!("[{}{operator}{}{case}]", escaped(name), quoted(value))
}

/// Whether one of the words of an attribute is this.
pub fn has_word(name: &str, word: &str) -> String {
    if name == "class" && is_identifier(word) { format!(".{word}") } else { attribute(name, "~=", word) }
}

/// A name that CSS takes as it is.
fn is_identifier(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

fn escaped(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    name.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{c}") }).collect()
}

fn quoted(value: &str) -> String {
    let mut out = String::from("'");
    for c in value.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                out.extend(c.escape_unicode().filter(|c| !matches!(c, 'u' | '{' | '}')).chain([' ']));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}
