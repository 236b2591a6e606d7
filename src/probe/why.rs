//! Why a selector matches nothing: the compound that fails, the part of it that does, and what comes nearest.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};
use serde::Serialize;

use super::compounds::{alternatives, compounds, simples};
use super::element_name;

/// Where a selector that matches nothing fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The alternative of a comma-separated list.
    pub selector: String,
    /// The longest beginning of it that matches something; empty if not even its first compound does.
    pub matched: String,
    /// How many elements that beginning matches.
    pub count: usize,
    /// The compound after it, which matches nothing there.
    pub failed: String,
    /// The part of that compound that no element there has, if leaving it out helps.
    pub culprit: Option<String>,
    /// The element that would match without the culprit.
    pub nearest: Option<String>,
    /// A name on the page that is spelt almost like the culprit.
    pub similar: Option<String>,
}

/// Explains every alternative of a selector that matches nothing.
#[must_use]
pub fn misses(html: &Html, css: &str) -> Vec<Miss> {
    alternatives(css).into_iter().filter_map(|alternative| miss(html, alternative)).collect()
}

fn miss(html: &Html, alternative: &str) -> Option<Miss> {
    let parts = compounds(alternative);
    let mut matched = String::new();
    let mut count = 0;
    for (combinator, compound) in parts {
        let longer = joined(&matched, combinator, compound);
        let found = matches(html, &longer);
        if found.is_empty() {
            let (culprit, nearest) = culprit(html, &matched, combinator, compound);
            let similar = similar(html, culprit.as_deref().unwrap_or(compound));
            let (selector, failed) = (alternative.to_owned(), compound.to_owned());
            return Some(Miss { selector, matched, count, failed, culprit, nearest, similar });
        }
        count = found.len();
        matched = longer;
    }
    None
}

fn joined(before: &str, combinator: &str, compound: &str) -> String {
    match combinator {
        "" => compound.to_owned(),
        " " => format!("{before} {compound}"),
        _ => format!("{before} {combinator} {compound}"),
    }
}

fn matches<'a>(html: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css).map_or_else(|_| Vec::new(), |selector| html.select(&selector).collect())
}

/// The simple selector without which the compound matches, and what it matches then.
fn culprit(html: &Html, before: &str, combinator: &str, compound: &str) -> (Option<String>, Option<String>) {
    let parts = simples(compound);
    for left_out in 0..parts.len() {
        let kept: String =
            parts.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, part)| *part).collect();
        let looser = if kept.is_empty() { "*" } else { &kept };
        let found = matches(html, &joined(before, combinator, looser));
        // Without its only part a compound says nothing, so what it matches then is near by place alone.
        if let (Some(first), false) = (found.first(), kept.is_empty()) {
            return (parts.get(left_out).map(|part| (*part).to_owned()), Some(element_name(*first)));
        }
    }
    // It may be there, but not where the combinator says.
    let elsewhere = matches(html, compound);
    (None, elsewhere.first().map(|element| element_name(*element)))
}

/// The most edits between a name and another for the one to be a slip of the other.
const MOST_EDITS: usize = 3;

/// The class or id on the page that is spelt most like the given one.
fn similar(html: &Html, part: &str) -> Option<String> {
    let (mark, name) = part.split_at_checked(1).filter(|(mark, _)| matches!(*mark, "." | "#"))?;
    let elements = html.tree.nodes().filter_map(ElementRef::wrap);
    let names: BTreeSet<&str> = if mark == "." {
        elements.flat_map(|element| element.value().classes()).collect()
    } else {
        elements.filter_map(|element| element.value().id()).collect()
    };
    let near =
        names.into_iter().filter(|other| other.len().abs_diff(name.len()) <= MOST_EDITS && other.len() < 100);
    let edits = near
        .map(|other| (edits(name, other), other))
        .filter(|(edits, other)| (1..=MOST_EDITS).contains(edits) && edits * 3 <= other.chars().count());
    edits.min().map(|(_, other)| format!("{mark}{other}"))
}

/// The fewest insertions, deletions and changes of one character between two names.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            left = (corner + usize::from(a != *b)).min(left + 1).min(above + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
