//! What rules for one field do on one page, and why they do nothing.
//!
//! [`probe`] puts the rules where the page's profile has those of the field, extracts the page, and tells of each rule what
//! it matches, of each place the field is looked for what it gives, and of a rule that gives nothing the [`Reason`].

mod compounds;
mod why;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::ElementRef;
use serde::Serialize;

pub use self::why::{Miss, misses};
use crate::article::Source;
use crate::extract::{self, Explanation, Options};
use crate::page::Page;
use crate::profile::{Profile, Rules, Select, SelectRule, Take};

/// What rules do on a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Probe {
    /// The record's key, or `strip`.
    pub field: String,
    /// Each rule, in order.
    pub rules: Vec<Probed>,
    /// What the field is looked for in, in order: the rules, then metadata and the generic extractor.
    pub order: Vec<Place>,
    /// What becomes of the page if it is no article.
    pub no_article: Option<String>,
}

/// One place a field is looked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Place {
    /// The kind of source.
    pub source: Source,
    /// The rule: selector, key path, meta tag's name.
    pub rule: String,
    /// What it gives, at most 120 characters.
    pub text: String,
    /// Whether that is a value for the field.
    pub usable: bool,
    /// Whether it is the one the record has.
    pub wins: bool,
}

/// What one rule does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Probed {
    /// The selector, as written.
    pub rule: String,
    /// How many elements it matches.
    pub count: usize,
    /// The first of them.
    pub samples: Vec<Sample>,
    /// Why it gives nothing; `None` if it gives something.
    pub empty: Option<Reason>,
}

/// One matched element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// Its name, id and classes, as a selector would have them.
    pub element: String,
    /// Its text or the attribute's value, at most 120 characters.
    pub text: String,
}

/// Why a rule gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// It matches no element.
    NoMatch {
        /// For each alternative, where it fails.
        misses: Vec<Miss>,
    },
    /// It looks at an element's siblings, which are too many on this page: it is not tried there.
    Refused,
    /// The elements it matches have no text.
    NoText,
    /// The elements it matches have no such attribute, or an empty one.
    NoAttribute {
        /// The attribute.
        attribute: String,
        /// Those they do have.
        there: Vec<String>,
    },
    /// The JSON in the elements it matches lacks a key of its path, or is no JSON.
    NoKey {
        /// The first key that is not there.
        key: String,
        /// Those that are.
        there: Vec<String>,
    },
    /// What it matches is left out by a rule or by the generic extractor.
    Stripped {
        /// By which rules, each once.
        by: Vec<String>,
    },
    /// There is text, but no value for the field in it, such as no date.
    Unusable,
}

/// Why a field cannot be probed.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// There is no such field.
    #[error("`{field}` is no field of a profile: there are {}", names().join(", "))]
    UnknownField {
        /// What was given.
        field: String,
    },
}

/// Elements shown of each rule.
const SAMPLES: usize = 3;
/// The name under which `[strip] selectors` are probed.
const STRIP: &str = "strip";

/// The fields that rules can be tried for.
fn names() -> Vec<&'static str> {
    let select = Select::default();
    select.fields().map(|(name, _)| name).chain(std::iter::once(STRIP)).collect()
}

/// Tries rules for a field on a page, in place of those that the page's profile has for it. Without rules, the
/// profile's own are tried.
pub fn probe(
    page: &Page,
    profile: Option<&Profile>,
    field: &str,
    rules: &[SelectRule],
) -> Result<Probe, ProbeError> {
    if !names().contains(&field) {
        return Err(ProbeError::UnknownField { field: field.to_owned() });
    }
    let mut profile = profile.cloned().unwrap_or_default();
    if !rules.is_empty() {
        set(&mut profile.rules, field, rules);
        for layout in &mut profile.layouts {
            set(&mut layout.rules, field, rules);
        }
    }
    let (article, explanation) = extract::explain(page, Some(&profile), Options::default());
    let in_use = profile.rules_of(explanation.layout);
    let order = order(field, &explanation);
    let probed = get(in_use, field).iter().map(|rule| probed(page, in_use, field, rule, &order));
    Ok(Probe {
        field: field.to_owned(),
        rules: probed.collect(),
        no_article: article.err().map(|error| crate::outcome::one_line(&error)),
        order,
    })
}

fn get<'a>(rules: &'a Rules, field: &str) -> &'a [SelectRule] {
    if field == STRIP {
        return &rules.strip.selectors;
    }
    rules.select.fields().find(|(name, _)| *name == field).map_or(&[], |(_, rules)| rules)
}

fn set(rules: &mut Rules, field: &str, new: &[SelectRule]) {
    if field == STRIP {
        rules.strip.selectors = new.to_vec();
    } else if let Some(old) = rules.select.field_mut(field) {
        *old = new.to_vec();
    }
}

fn order(field: &str, explanation: &Explanation) -> Vec<Place> {
    let trail = explanation.fields.iter().find(|trail| trail.field == field);
    let tried = trail
        .into_iter()
        .flat_map(|trail| trail.tried.iter().enumerate().map(|(i, tried)| (trail.winner == Some(i), tried)));
    tried
        .map(|(wins, tried)| Place {
            source: tried.source,
            rule: tried.rule.clone(),
            text: tried.text.clone(),
            usable: tried.usable,
            wins,
        })
        .collect()
}

fn probed(page: &Page, rules: &Rules, field: &str, rule: &SelectRule, order: &[Place]) -> Probed {
    let matches: Vec<ElementRef<'_>> = rule.select(&page.html).collect();
    let value = |element: ElementRef<'_>| extract::taken_of(element, &rule.take);
    let samples = matches
        .iter()
        .take(SAMPLES)
        .map(|element| Sample { element: element_name(*element), text: extract::excerpt(&value(*element)) });
    let usable =
        order.iter().any(|place| place.source == Source::Profile && place.rule == rule.text && place.usable);
    let empty = if rule.is_refused(&page.html) {
        Some(Reason::Refused)
    } else if matches.is_empty() {
        Some(Reason::NoMatch { misses: misses(&page.html, rule.css()) })
    } else if usable || field == STRIP {
        None
    } else if matches.iter().all(|element| value(*element).is_empty()) {
        Some(no_value(rule, &matches))
    } else {
        // A rule after the winner is not tried, so nothing is wrong with it.
        let later = order.iter().any(|place| place.wins && place.source == Source::Profile);
        (!later).then(|| stripped(page, rules, field, &matches))
    };
    Probed { rule: rule.text.clone(), count: matches.len(), samples: samples.collect(), empty }
}

fn no_value(rule: &SelectRule, matches: &[ElementRef<'_>]) -> Reason {
    match &rule.take {
        Take::Text | Take::OwnText => Reason::NoText,
        Take::Json(path) => {
            let missing = matches.first().and_then(|element| extract::missing_key(*element, path));
            missing.map_or(Reason::NoText, |(key, there)| Reason::NoKey { key: key.to_owned(), there })
        }
        Take::Attribute(attribute) => {
            let first = matches.first().into_iter().flat_map(|element| element.value().attrs());
            Reason::NoAttribute {
                attribute: attribute.clone(),
                there: first.map(|(name, _)| name.to_owned()).collect(),
            }
        }
    }
}

/// Which rules leave out what was matched; if none, it is no value.
fn stripped(page: &Page, rules: &Rules, field: &str, matches: &[ElementRef<'_>]) -> Reason {
    if field != "body" {
        return Reason::Unusable;
    }
    let mut by: Vec<String> = Vec::new();
    for rule in &rules.strip.selectors {
        let dropped: HashSet<NodeId> = rule.select(&page.html).map(|element| element.id()).collect();
        let is_in = |element: &ElementRef<'_>| {
            dropped.contains(&element.id()) || element.ancestors().any(|above| dropped.contains(&above.id()))
        };
        if matches.iter().any(is_in) {
            by.push(format!("[strip] selectors '{}'", rule.text));
        }
    }
    let texts: Vec<String> =
        matches.iter().flat_map(ElementRef::text).map(|text| text.trim().to_owned()).collect();
    let lists = [("lines", &rules.strip.lines), ("tail", &rules.strip.tail)];
    for (list, pattern) in
        lists.into_iter().flat_map(|(list, patterns)| patterns.iter().map(move |pattern| (list, pattern)))
    {
        if texts.iter().any(|text| pattern.is_match(text)) {
            by.push(format!("[strip] {list} '{pattern}'"));
        }
    }
    if by.is_empty() {
        by.push(
            "the generic extractor: captions, the headline itself, lines that stand beside articles"
                .to_owned(),
        );
    }
    Reason::Stripped { by }
}

/// An element's name, id and classes, as a selector would have them; at most five classes.
fn element_name(element: ElementRef<'_>) -> String {
    let value = element.value();
    let mut name = value.name().to_owned();
    if let Some(id) = value.id() {
        name.push('#');
        name.push_str(id);
    }
    for class in value.classes().take(5) {
        name.push('.');
        name.push_str(class);
    }
    name
}
