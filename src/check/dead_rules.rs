//! Rules that matched on none of a profile's pages: misspelt, or left over from a layout that is gone.

use regex::Regex;
use scraper::ElementRef;

use super::Matched;
use super::page_check::Checked;
use super::report::{RuleWarning, Verdict};
use crate::extract::Explanation;
use crate::page::Page;
use crate::profile::{Profile, Rules, SelectRule, Take};

/// One rule of a profile, and where it stands.
pub(super) struct NamedRule<'a> {
    /// Such as `layout[1].strip.lines[2]`.
    pub key: String,
    pub rule: Rule<'a>,
    /// The layout it belongs to; `None`: today's.
    layout: Option<usize>,
}

/// A rule, by what it does.
pub(super) enum Rule<'a> {
    /// `[select]`: yields a field's text.
    Select(&'a SelectRule),
    /// `[strip] selectors`: drops an element.
    Element(&'a SelectRule),
    /// `[strip] lines`: drops a block.
    Line(&'a Regex),
    /// `[strip] tail`: drops a block and all after it.
    Tail(&'a Regex),
}

impl Rule<'_> {
    /// As written.
    pub fn text(&self) -> &str {
        match self {
            Self::Select(rule) | Self::Element(rule) => &rule.text,
            Self::Line(pattern) | Self::Tail(pattern) => pattern.as_str(),
        }
    }
}

/// For each rule of a profile, in order, whether it matched on a page, and which layout the page is of.
pub(super) struct RuleHits {
    rules: Vec<bool>,
    layout: Option<usize>,
}

/// How an explanation names the rules that leave out blocks.
const LINES: &str = "[strip] lines ";
const TAIL: &str = "[strip] tail ";

fn is_of_blocks(rule: &str) -> bool {
    rule.starts_with(LINES) || rule.starts_with(TAIL)
}

/// Which of the profile's rules match on the page, whether or not an earlier one makes them needless there.
pub(super) fn hits(profile: &Profile, page: &Page, explanation: &Explanation) -> RuleHits {
    let layout = explanation.layout;
    let left_out = |pattern: &Regex, own: &str| {
        explanation.stripped.iter().filter(|stripped| is_of_blocks(&stripped.rule)).any(|stripped| {
            // The text shown is cut, so a pattern for its end is found by its own name alone.
            stripped.rule == format!("{own}'{pattern}'") || pattern.is_match(&stripped.text)
        })
    };
    let matches = |rule: &Rule<'_>| match rule {
        Rule::Select(rule) => rule.select(&page.html).any(|element| yields_text(&rule.take, element)),
        Rule::Element(rule) => rule.select(&page.html).next().is_some(),
        Rule::Line(pattern) => left_out(pattern, LINES),
        Rule::Tail(pattern) => left_out(pattern, TAIL),
    };
    let rules = rules(profile).iter().map(|named| named.layout == layout && matches(&named.rule)).collect();
    RuleHits { rules, layout }
}

/// The same, each rule with its key.
pub(super) fn matched(profile: &Profile, page: &Page, explanation: &Explanation) -> Vec<Matched> {
    let hits = hits(profile, page, explanation).rules;
    let named = rules(profile).into_iter().zip(hits);
    named.map(|(rule, is_there)| Matched { key: rule.key, is_there }).collect()
}

fn yields_text(take: &Take, element: ElementRef<'_>) -> bool {
    match take {
        Take::Text => element.text().any(|text| !text.trim().is_empty()),
        Take::OwnText => {
            element.children().filter_map(|node| node.value().as_text()).any(|text| !text.trim().is_empty())
        }
        Take::Json(_) => !crate::extract::taken_of(element, take).is_empty(),
        Take::Attribute(name) => element.attr(name).is_some_and(|value| !value.trim().is_empty()),
    }
}

/// A warning for every rule that matched on none of the profile's pages, and every layout none of them is of.
///
/// Where a page could not be read there is none: it may be the one.
pub(super) fn warnings(profile: &Profile, checked: &[&Checked]) -> Vec<RuleWarning> {
    let warning = |key: String, message: String| RuleWarning { host: profile.host.clone(), key, message };
    if checked.is_empty() {
        let message = "the profile has no case and no fixture, so nothing proves it".to_owned();
        return vec![warning("case".to_owned(), message)];
    }
    let skipped = checked.iter().any(|checked| checked.report.verdict == Verdict::Skipped);
    let hits: Vec<&RuleHits> = checked.iter().filter_map(|checked| checked.hits.as_ref()).collect();
    if skipped || hits.len() < checked.len() {
        return Vec::new();
    }
    let on = match hits.len() {
        1 => "the only page".to_owned(),
        pages => format!("any of the {pages} pages"),
    };
    let unused = |layout: &Option<usize>| !hits.iter().any(|hits| hits.layout == *layout);
    let mut warnings: Vec<RuleWarning> = (0..profile.layouts.len())
        .filter(|layout| unused(&Some(*layout)))
        .map(|layout| warning(format!("layout[{}]", layout + 1), "no page is of its time".to_owned()))
        .collect();
    let all = rules(profile);
    for (index, named) in all.iter().enumerate() {
        let matched = hits.iter().any(|hits| hits.rules.get(index).copied().unwrap_or_default());
        let told_with_its_layout = named.layout.is_some() && unused(&named.layout);
        if !matched && !told_with_its_layout {
            let message = format!("`{}` matched nothing on {on}", named.rule.text());
            warnings.push(warning(named.key.clone(), message));
        } else if let Some(earlier) = matched.then(|| shadow(&all, index, &hits)).flatten() {
            let message = format!(
                "`{}` never decides: wherever it matches, so does {earlier} before it",
                named.rule.text()
            );
            warnings.push(warning(named.key.clone(), message));
        }
    }
    warnings
}

/// The key of an earlier rule for the same field that yields text on every page where this one does.
fn shadow<'a>(all: &'a [NamedRule<'_>], index: usize, hits: &[&RuleHits]) -> Option<&'a str> {
    let rule = all.get(index)?;
    let list = |named: &NamedRule<'_>| named.key.rsplit_once('[').map(|(list, _)| list.to_owned());
    let matches = |hits: &RuleHits, index: usize| hits.rules.get(index).copied().unwrap_or_default();
    let shadows = |(earlier, other): &(usize, &NamedRule<'_>)| {
        matches!(other.rule, Rule::Select(_))
            && list(other) == list(rule)
            && hits.iter().filter(|hits| matches(hits, index)).all(|hits| matches(hits, *earlier))
    };
    let mut before = all.iter().enumerate().take(index).filter(|_| matches!(rule.rule, Rule::Select(_)));
    before.find(shadows).map(|(_, other)| other.key.as_str())
}

/// Every rule of a profile: today's, then those of each layout.
pub(super) fn rules(profile: &Profile) -> Vec<NamedRule<'_>> {
    let mut named = Vec::new();
    add(&mut named, "", None, &profile.rules);
    for (index, layout) in profile.layouts.iter().enumerate() {
        add(&mut named, &format!("layout[{}].", index + 1), Some(index), &layout.rules);
    }
    named
}

fn add<'a>(named: &mut Vec<NamedRule<'a>>, within: &str, layout: Option<usize>, rules: &'a Rules) {
    let mut push = |key: &str, index: usize, rule: Rule<'a>| {
        named.push(NamedRule { key: format!("{within}{key}[{}]", index + 1), rule, layout });
    };
    for (field, select) in rules.select.fields() {
        for (index, rule) in select.iter().enumerate() {
            push(&format!("select.{field}"), index, Rule::Select(rule));
        }
    }
    for (index, rule) in rules.strip.selectors.iter().enumerate() {
        push("strip.selectors", index, Rule::Element(rule));
    }
    for (index, rule) in rules.strip.lines.iter().enumerate() {
        push("strip.lines", index, Rule::Line(rule));
    }
    for (index, rule) in rules.strip.tail.iter().enumerate() {
        push("strip.tail", index, Rule::Tail(rule));
    }
}
