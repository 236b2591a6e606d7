//! What can be told of a profile without a page: rules said twice, selectors that count elements, patterns that can match
//! no text they are given.

use std::collections::HashSet;

use regex_syntax::hir::{Hir, HirKind, Look};

use super::dead_rules::{NamedRule, Rule, rules};
use super::report::RuleWarning;
use crate::profile::Profile;

/// Every such rule of a profile.
pub(super) fn warnings(profile: &Profile) -> Vec<RuleWarning> {
    let warning =
        |key: &str, message: String| RuleWarning { host: profile.host.clone(), key: key.to_owned(), message };
    let mut found = Vec::new();
    let mut known: HashSet<(String, &str)> = HashSet::new();
    let all = rules(profile);
    for NamedRule { key, rule, .. } in &all {
        let text = rule.text();
        let list =
            key.split_once('[').map_or(key.as_str(), |_| key.rsplit_once('[').map_or("", |(list, _)| list));
        if !known.insert((list.to_owned(), text)) {
            found.push(warning(key, format!("`{text}` stands in this list before")));
        }
        match rule {
            Rule::Select(_) | Rule::Element(_) if counts(text) => {
                let message = format!(
                    "`{text}` only counts elements: name one by what it is, or the next redesign moves it"
                );
                found.push(warning(key, message));
            }
            Rule::Line(_) | Rule::Tail(_) => {
                found.extend(
                    never(text, Given::Block)
                        .map(|why| warning(key, format!("`{text}` can match no block: {why}"))),
                );
            }
            _ => {}
        }
    }
    for (index, pattern) in profile.urls.article.iter().enumerate() {
        let key = format!("urls.article[{}]", index + 1);
        let text = pattern.as_str();
        found.extend(
            never(text, Given::Path).map(|why| warning(&key, format!("`{text}` can match no path: {why}"))),
        );
    }
    found
}

/// Whether a selector finds its elements by position only: `:nth-child(3)`, or a chain of bare elements.
fn counts(css: &str) -> bool {
    let css = css.split("::attr(").next().unwrap_or_default();
    let landmarks = ["article", "main", "time", "h1"];
    let named = css.contains(['.', '#', '[']) || css.split([' ', '>']).any(|part| landmarks.contains(&part));
    let steps = css.split('>').count();
    css.contains(":nth-") || (!named && steps > 2)
}

/// What a pattern is held against.
#[derive(Clone, Copy, PartialEq)]
enum Given {
    /// A block of the body: one line, single spaces.
    Block,
    /// The path of a URL.
    Path,
}

/// Why a pattern can match nothing it is given, if so.
fn never(pattern: &str, given: Given) -> Option<&'static str> {
    let hir = regex_syntax::parse(pattern).ok()?;
    if hir.properties().minimum_len().is_none() || is_contradiction(&hir) {
        return Some("it contradicts itself");
    }
    let begins = pattern.strip_prefix('^');
    match given {
        Given::Path if begins.is_some_and(|rest| rest.starts_with("http")) => {
            Some("a path begins with `/`, behind scheme and host")
        }
        Given::Block if needs(&hir, &|text| text.contains("  ") || text.contains(['\n', '\t'])) => {
            Some("white space there is always a single space")
        }
        Given::Block if begins.is_some_and(|rest| rest.starts_with(' ')) => {
            Some("a block begins without a space")
        }
        _ => None,
    }
}

/// Whether something must stand before the beginning or behind the end of the text.
fn is_contradiction(hir: &Hir) -> bool {
    let HirKind::Concat(parts) = hir.kind() else { return false };
    let holds = |part: &Hir| part.properties().minimum_len().is_some_and(|length| length > 0);
    let is = |part: &Hir, look| matches!(part.kind(), HirKind::Look(found) if *found == look);
    parts.iter().enumerate().any(|(at, part)| {
        is(part, Look::Start) && parts.iter().take(at).any(holds)
            || is(part, Look::End) && parts.iter().skip(at + 1).any(holds)
    })
}

/// Whether a literal that every match must have is of that kind.
fn needs(hir: &Hir, is_of: &impl Fn(&str) -> bool) -> bool {
    let literal = |hir: &Hir| match hir.kind() {
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(is_of),
        _ => false,
    };
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().any(literal),
        _ => literal(hir),
    }
}
