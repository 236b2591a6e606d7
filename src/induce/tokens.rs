//! What an element can be named by in a selector: itself, its id, its classes, the attributes that say what it is.

use scraper::node::Element;

use super::hashes::Hashes;
use super::names::{Worth, is_builders, may_be_hash, stem, worth};

/// One way to name an element, and how good it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// Lower is better: what says most and stays longest.
    pub rank: u8,
    /// As CSS.
    pub css: String,
}

/// Attributes whose value says what an element is, beside `itemprop`.
const SAYING: &[&str] = &[
    "data-testid",
    "data-test",
    "data-component",
    "data-component-name",
    "data-type",
    "data-role",
    "data-qa",
    "data-name",
    "data-block",
    "data-key",
    "data-element",
    "data-module",
    "data-area",
];
/// Elements that say what they are by their own name.
const TELLING_ELEMENTS: &[&str] = &["article", "main", "time", "h1", "aside", "nav", "footer"];
/// Elements so common that a class alone is named.
const MOST_TOKENS: usize = 12;

/// Every way to name an element of a page with such hashes, best first.
pub fn tokens(element: &Element, hashes: &Hashes) -> Vec<Token> {
    let mut found = Vec::new();
    let mut add = |rank, css: String| found.push(Token { rank, css });
    if let Some(name) =
        element.attr("itemprop").filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        add(0, format!("[itemprop='{name}']"));
    }
    let built = element.classes().any(is_builders);
    let is_hash = |class: &str| hashes.contains(class) || (built && may_be_hash(class));
    for class in element.classes().filter(|class| !is_hash(class)) {
        match (worth(class), stem(class)) {
            (Some(Worth::Telling), _) => add(1, format!(".{class}")),
            (Some(Worth::Plain), _) => add(4, format!(".{class}")),
            (None, Some(stem)) => add(3, format!("[class*='{stem}']")),
            (None, None) => {}
        }
    }
    for name in SAYING {
        if let Some(value) = element.attr(name).filter(|value| worth(value).is_some()) {
            add(2, format!("[{name}='{value}']"));
        }
    }
    if let Some(id) = element.id().filter(|id| worth(id).is_some()) {
        add(2, format!("#{id}"));
    }
    if TELLING_ELEMENTS.contains(&element.name()) {
        add(5, element.name().to_owned());
    }
    found.sort();
    found.dedup();
    found.truncate(MOST_TOKENS);
    found
}
