//! Selectors as profiles write them: CSS, and at the end `::attr(name)` for an attribute's value, `::text` for the text
//! directly in an element, or `::json(path)` for what the JSON in it says there.
//!
//! The selector parser's own messages name no cause a profile's author could act on ("please report this to the
//! developer"), so they are put into words here.

use scraper::Selector;
use scraper::error::SelectorErrorKind;

use super::error::Fault;
use super::rules::{SelectRule, Take};

/// What ends a selector whose matches give an attribute.
const ATTR: &str = "::attr(";

/// What ends a selector whose matches give their own text alone.
const TEXT: &str = "::text";

/// What ends a selector whose matches hold JSON.
const JSON: &str = "::json(";

/// The pseudo-classes the selector engine knows.
const PSEUDO_CLASSES: &[&str] = &[
    "empty",
    "first-child",
    "first-of-type",
    "has",
    "is",
    "last-child",
    "last-of-type",
    "not",
    "nth-child",
    "nth-last-child",
    "nth-last-of-type",
    "nth-of-type",
    "only-child",
    "only-of-type",
    "root",
    "scope",
    "where",
];

/// The parser's error by its name, in words.
const REASONS: &[(&str, &str)] = &[
    ("EmptySelector", "names nothing where an element, class, id or attribute is expected"),
    ("DanglingCombinator", "begins or ends with `>`, `+`, `~` or a space that joins nothing"),
    ("NonCompoundSelector", "has a combinator where only one element may be named"),
    ("NoQualifiedNameInAttributeSelector", "has `[ ]` without an attribute's name"),
    (
        "UnexpectedTokenInAttributeSelector",
        "has something after the attribute's value that does not belong there",
    ),
    ("ExpectedBarInAttr", "has an attribute's name that is none"),
    ("BadValueInAttr", "has an attribute's value that needs quotes"),
    ("InvalidQualNameInAttr", "has an attribute's name that is none"),
    ("ExplicitNamespaceUnexpectedToken", "has something after `|` that is no element's name"),
    ("ExpectedNamespace", "uses a namespace prefix: there are none"),
    ("NoIdentForPseudo", "has a `:` without a name after it"),
    (
        "UnsupportedPseudoClassOrElement",
        "uses a pseudo-class that is not supported, or with a wrong argument",
    ),
    ("UnexpectedIdent", "uses a pseudo-class that is not supported, or with a wrong argument"),
    (
        "ClassNeedsIdent",
        "has a `.` without a class name after it (one that begins with a digit needs `[class~='…']`)",
    ),
];

impl SelectRule {
    /// Compiles a selector as a profile writes it.
    ///
    /// `::attr(name)`, `::text` or `::json(path)` may stand once, at the end, and then goes for every part of a
    /// comma-separated list.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |why: String| Fault::Selector { selector: text.to_owned(), why };
        let (css, take) = parts(text).map_err(|why| fault(why.to_owned()))?;
        if css.trim().is_empty() {
            return Err(fault("names no element".to_owned()));
        }
        if nests_has(css) {
            return Err(fault("has `:has()` within `:has()`, which never matches".to_owned()));
        }
        let selector = Selector::parse(css).map_err(|error| fault(in_words(css, &error)))?;
        let looks_at_siblings = super::costly::looks_at_siblings(css);
        Ok(Self { text: text.to_owned(), selector, take, looks_at_siblings })
    }

    /// The selector as written, without what ends it.
    #[must_use]
    pub fn css(&self) -> &str {
        parts(&self.text).map_or(self.text.as_str(), |(css, _)| css)
    }
}

/// The selector and what its end says to take.
fn parts(text: &str) -> Result<(&str, Take), &'static str> {
    let argument = |rest: &'_ str| rest.trim_end().strip_suffix(')').map(str::trim).map(str::to_owned);
    if let Some((css, rest)) = text.split_once(ATTR) {
        let name = argument(rest).filter(|name| is_attribute(name));
        let name = name.ok_or("has an `::attr(…)` that is not one attribute's name at the very end")?;
        return Ok((css, Take::Attribute(name.to_ascii_lowercase())));
    }
    if let Some((css, rest)) = text.split_once(JSON) {
        let path = argument(rest).filter(|path| path.split('.').all(|key| !key.is_empty()));
        let path = path.ok_or("has a `::json(…)` that is not keys joined by dots at the very end")?;
        return Ok((css, Take::Json(path.split('.').map(str::to_owned).collect())));
    }
    Ok(text.trim_end().strip_suffix(TEXT).map_or((text, Take::Text), |css| (css, Take::OwnText)))
}

/// Whether `:has()` stands in the brackets of another one. The parser lets that pass inside `:is()` and `:not()`, and then
/// it matches nothing.
fn nests_has(css: &str) -> bool {
    let (mut quote, mut open, mut word) = (None, Vec::new(), String::new());
    let mut chars = css.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (_, '\\') => drop(chars.next()),
            (Some(mark), c) => quote = (c != mark).then_some(mark),
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => {
                let is_has = word.ends_with(":has");
                if is_has && open.contains(&true) {
                    return true;
                }
                open.push(is_has);
            }
            (None, ')') => drop(open.pop()),
            (None, c) => {
                word.push(c.to_ascii_lowercase());
                continue;
            }
        }
        word.clear();
    }
    false
}

fn is_attribute(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// What is wrong with a selector, as the rest of a sentence that begins with it.
fn in_words(css: &str, error: &SelectorErrorKind) -> String {
    if let Some(name) = unknown_pseudo(css) {
        return match name.as_str() {
            "contains" | "-abx-contains" | "has-text" => format!(
                "uses `:{name}`: CSS cannot select by text; drop such a block by `strip.lines` or `strip.tail`"
            ),
            "text" => "uses `:text`: for the text directly in an element end it with `::text`".to_owned(),
            "json" => format!("uses `:{name}`: for a value in JSON end it with `::json(path)`"),
            "attr" => format!("uses `:{name}`: for an attribute's value end it with `::attr(name)`"),
            _ => format!("uses `:{name}`, which is not supported: there are :{}", PSEUDO_CLASSES.join(" :")),
        };
    }
    match error {
        SelectorErrorKind::UnexpectedToken => "has a character where none of its kind may stand".to_owned(),
        SelectorErrorKind::EndOfLine => "ends too early: a bracket, a quote or a name is missing".to_owned(),
        SelectorErrorKind::TooManyNestedBlocks => "is nested too deeply".to_owned(),
        SelectorErrorKind::ExpectedColonOnPseudoElement
        | SelectorErrorKind::ExpectedIdentityOnPseudoElement => {
            "has a `:` without a name after it".to_owned()
        }
        SelectorErrorKind::InvalidAtRule
        | SelectorErrorKind::InvalidAtRuleBody
        | SelectorErrorKind::QualRuleInvalid => "is not a selector".to_owned(),
        SelectorErrorKind::UnexpectedSelectorParseError(kind) => {
            let kind = format!("{kind:?}");
            let name = kind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            let reason = REASONS.iter().find(|(of, _)| *of == name).map(|(_, reason)| *reason);
            reason.unwrap_or("is not a CSS selector").to_owned()
        }
    }
}

/// The first pseudo-class or pseudo-element of the selector that the engine does not know.
fn unknown_pseudo(css: &str) -> Option<String> {
    let mut quote = None;
    let mut brackets = 0_u32;
    let mut chars = css.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (_, '\\') => drop(chars.next()),
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => brackets += 1,
            (None, ']') => brackets = brackets.saturating_sub(1),
            (None, ':') if brackets == 0 => {
                let mut name = String::new();
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '-' || *c == ':') {
                    name.push(c.to_ascii_lowercase());
                }
                let name = name.trim_start_matches(':');
                if !name.is_empty() && !PSEUDO_CLASSES.contains(&name) {
                    return Some(name.to_owned());
                }
            }
            _ => {}
        }
    }
    None
}
