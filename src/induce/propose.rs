//! Selectors for an element that somebody points at, the most stable first.

use scraper::{ElementRef, Html};
use serde::Serialize;

use super::fields::in_element;
use super::hashes::Hashes;
use super::names::worth;
use super::tokens::{Token, tokens};
use crate::profile::SelectRule;

/// A selector that matches the element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// As a profile writes it.
    pub selector: String,
    /// What it leans on.
    pub stability: Stability,
}

/// What a selector leans on, which says how long it will hold; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stability {
    /// A name that says what the element is for: `itemprop`, a class such as `story-body`, `data-testid`.
    Meaning,
    /// A name or an element that a person chose, though it does not say what for.
    Name,
    /// Its place in an element that has such a name.
    Context,
    /// A name that a build or a counter made, and will make anew.
    Made,
    /// Its place among its neighbours alone.
    Position,
}

impl Stability {
    /// What it leans on, in words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Meaning => "a name that says what it is",
            Self::Name => "a name",
            Self::Context => "its place in a named element",
            Self::Made => "a name that may change with the site's next build",
            Self::Position => "its place alone",
        }
    }
}

/// The most selectors proposed for one element.
const MOST: usize = 12;
/// How far up a name is looked for.
const LEVELS: usize = 8;
/// The most nodes beside an element of which it is named by its number.
const MOST_SIBLINGS: usize = 200;
/// Tokens up to this rank say what an element is for.
const TELLING: u8 = 3;
/// Attributes that may hold a field's value.
const VALUES: &[&str] = &["datetime", "content"];

/// Proposes selectors for an element of `page`; each of them matches it. There is always one.
#[must_use]
pub fn propose(element: ElementRef<'_>, page: &Html) -> Vec<Proposal> {
    propose_without(&Hashes::of(page), element)
}

/// The same where the page's hashes are known.
pub(super) fn propose_without(hashes: &Hashes, element: ElementRef<'_>) -> Vec<Proposal> {
    let mut found: Vec<(Stability, u8, String)> = Vec::new();
    let name = element.value().name();
    let own = tokens(element.value(), hashes);
    for token in &own {
        found.push((token.stability(), token.rank, in_element(name, &token.css)));
    }
    if element.attr("rel").is_some_and(|rel| rel.split_whitespace().any(|word| word == "author")) {
        found.push((Stability::Meaning, 1, "[rel~='author']".to_owned()));
    }
    within(element, &own, hashes, &mut found);
    found.extend(made(element, hashes).map(|css| (Stability::Made, 0, css)));
    found.extend(path(element, hashes).map(|css| (Stability::Position, 0, css)));
    found.extend(numbered(element, hashes).map(|css| (Stability::Position, 1, css)));
    found.sort_by(|a, b| (a.0, a.1, a.2.len(), &a.2).cmp(&(b.0, b.1, b.2.len(), &b.2)));
    let mut proposals: Vec<Proposal> = Vec::new();
    for (stability, _, css) in found {
        let is_new = proposals.iter().all(|known| known.selector != css);
        if is_new && matches(&css, element) {
            let values =
                VALUES.iter().filter(|value| element.attr(value).is_some_and(|text| !text.is_empty()));
            for value in values {
                proposals.push(Proposal { selector: format!("{css}::attr({value})"), stability });
            }
            proposals.push(Proposal { selector: css, stability });
        }
    }
    proposals.truncate(MOST);
    proposals
}

impl Token {
    /// What a selector of this name leans on.
    pub fn stability(&self) -> Stability {
        if self.rank <= TELLING { Stability::Meaning } else { Stability::Name }
    }
}

fn matches(css: &str, element: ElementRef<'_>) -> bool {
    SelectRule::parse(css).is_ok_and(|rule| rule.selector.matches(&element))
}

/// The element within the nearest elements around it that have a telling name.
fn within(element: ElementRef<'_>, own: &[Token], hashes: &Hashes, found: &mut Vec<(Stability, u8, String)>) {
    let name = element.value().name();
    let last = own.first().map_or_else(|| name.to_owned(), |token| in_element(name, &token.css));
    let above = element.ancestors().filter_map(ElementRef::wrap).take(LEVELS);
    let mut contexts = 0;
    for (level, above) in above.enumerate() {
        let names = tokens(above.value(), hashes);
        let best = names.into_iter().find(|token| token.rank <= TELLING || is_landmark(&token.css));
        let Some(context) = best.filter(|context| !last.contains(&context.css)) else { continue };
        found.push((Stability::Context, context.rank + 1, format!("{} {last}", context.css)));
        if level == 0 {
            found.push((Stability::Context, context.rank, format!("{} > {last}", context.css)));
        }
        contexts += 1;
        if contexts == 2 {
            break;
        }
    }
}

fn is_landmark(css: &str) -> bool {
    matches!(css, "article" | "main")
}

/// The element with those of its classes that no person would know again.
fn made(element: ElementRef<'_>, hashes: &Hashes) -> Option<String> {
    let classes = element.value().classes().filter(|class| worth(class).is_none() || hashes.contains(class));
    let quotable = classes.filter(|class| !class.contains(['\'', '\\', '\n'])).take(3);
    let quoted: Vec<String> = quotable.map(|class| format!("[class~='{class}']")).collect();
    (!quoted.is_empty()).then(|| format!("{}{}", element.value().name(), quoted.concat()))
}

/// The elements around it by their tags, from the nearest one that can be named.
fn path(element: ElementRef<'_>, hashes: &Hashes) -> Option<String> {
    let mut steps = vec![element.value().name().to_owned()];
    for above in element.ancestors().filter_map(ElementRef::wrap).take(LEVELS) {
        let name = above.value().name();
        let named = tokens(above.value(), hashes).into_iter().next();
        let done = named.is_some() || name == "body";
        steps.push(named.map_or_else(|| name.to_owned(), |token| token.css));
        if done {
            break;
        }
    }
    steps.reverse();
    (steps.len() > 1).then(|| steps.join(" > "))
}

/// Its number among its siblings of the same tag. Not where there are very many: nobody would name one of them so, and an
/// engine that counts them anew for each takes the square of their number.
fn numbered(element: ElementRef<'_>, hashes: &Hashes) -> Option<String> {
    let name = element.value().name();
    let siblings = element.parent()?.children().take(MOST_SIBLINGS + 1).filter_map(ElementRef::wrap);
    let same = siblings.filter(|sibling| sibling.value().name() == name).enumerate();
    let (number, _) = same.into_iter().find(|(_, sibling)| sibling.id() == element.id())?;
    let is_long = element.parent()?.children().nth(MOST_SIBLINGS).is_some();
    let whole = path(element, hashes)?;
    let (around, _) = whole.rsplit_once(" > ")?;
    (!is_long).then(|| format!("{around} > {name}:nth-of-type({})", number + 1))
}
