//! What of a page is kept and what is stripped, as ranges of its numbered texts, each with the reason.

use std::collections::HashMap;

use scraper::ElementRef;
use serde::Serialize;

use super::inert::Inert;
use super::sheet::Parsed;
use crate::article::Source;
use crate::extract::{Explanation, Place};
use crate::profile::{Profile, Rules, SelectRule};

/// A stretch of the page's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Mark {
    /// What became of it.
    state: State,
    /// The first text of it.
    first: usize,
    /// The last.
    last: usize,
    /// The reason's place among the reasons.
    why: usize,
    /// Where it stands in the body, in code points, if it is kept.
    body: Option<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Kept,
    Stripped,
}

/// Where a field of the record is from, if a rule of the profile found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Found {
    field: &'static str,
    rule: String,
    /// The elements it matches.
    elements: Vec<usize>,
}

/// All of it for one page, and why.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Marking {
    marks: Vec<Mark>,
    reasons: Vec<String>,
    /// Why any other text is not in the body.
    left: String,
    found: Vec<Found>,
}

/// The most elements told of one rule.
pub(super) const MOST_ELEMENTS: usize = 500;

impl Marking {
    /// Reads an explanation of the page by the profile.
    pub fn of(parsed: &Parsed, profile: &Profile, explanation: &Explanation) -> Self {
        let mut marks = Self::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        let inert = parsed.inert();
        let kept = format!("in the body {}", winner(explanation, "body").unwrap_or_default());
        for block in &explanation.kept {
            let body = Some((block.start, block.end));
            marks.add(inert, &mut known, State::Kept, block.place, &kept, body);
        }
        for stripped in &explanation.stripped {
            let Some(place) = stripped.place else { continue };
            let why = format!("stripped by {}: {}", source(stripped.source), stripped.rule);
            marks.add(inert, &mut known, State::Stripped, place, &why, None);
        }
        marks.left = left(explanation);
        marks.found = found(parsed, profile.rules_of(explanation.layout), explanation);
        marks
    }

    fn add(
        &mut self,
        inert: &Inert,
        known: &mut HashMap<String, usize>,
        state: State,
        place: Place,
        why: &str,
        body: Option<(usize, usize)>,
    ) {
        let Some((first, last)) = inert.texts_at(place) else { return };
        let why = *known.entry(why.to_owned()).or_insert_with(|| {
            self.reasons.push(why.to_owned());
            self.reasons.len() - 1
        });
        self.marks.push(Mark { state, first, last, why, body });
    }
}

/// What is neither kept nor worth a word of its own.
fn left(explanation: &Explanation) -> String {
    let trail = explanation.fields.iter().find(|trail| trail.field == "body");
    let won = trail.and_then(|trail| trail.tried.get(trail.winner?));
    match won {
        Some(won) if won.source == Source::Profile => {
            format!("outside of what the profile takes for the body: {}", won.rule)
        }
        _ => "not of the article: the generic extractor gives it a chance below 5 %".to_owned(),
    }
}

/// Who gave a field, in words.
fn winner(explanation: &Explanation, field: &str) -> Option<String> {
    let trail = explanation.fields.iter().find(|trail| trail.field == field)?;
    let won = trail.tried.get(trail.winner?)?;
    let rule = if won.rule.is_empty() { String::new() } else { format!(": {}", won.rule) };
    Some(format!("by {}{rule}", source(won.source)))
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Profile => "the profile",
        Source::JsonLd => "JSON-LD",
        Source::Microdata => "microdata",
        Source::Meta => "a meta tag",
        Source::Generic => "the generic extractor",
        Source::Feed => "the feed",
        Source::Url => "the address",
    }
}

/// The elements of every field that a rule of the profile gave.
fn found(parsed: &Parsed, rules: &Rules, explanation: &Explanation) -> Vec<Found> {
    let mut found = Vec::new();
    for (field, rules) in rules.select.fields() {
        let trail = explanation.fields.iter().find(|trail| trail.field == field);
        let won = trail.and_then(|trail| trail.tried.get(trail.winner?));
        let won = won.filter(|won| won.source == Source::Profile);
        let rule = won.and_then(|won| rules.iter().find(|rule| rule.text == won.rule));
        if let Some(rule) = rule {
            found.push(Found { field, rule: rule.text.clone(), elements: elements(parsed, rule) });
        }
    }
    found
}

/// The numbers of the elements a rule matches, those that are shown.
pub(super) fn elements(parsed: &Parsed, rule: &SelectRule) -> Vec<usize> {
    let matched = rule.select(&parsed.page.html).map(|element: ElementRef<'_>| element.id());
    matched.filter_map(|id| parsed.inert().number_of(id)).take(MOST_ELEMENTS).collect()
}
