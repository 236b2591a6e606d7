//! An element that was clicked, and the selectors there are for it on all pages of the site.

use scraper::ElementRef;
use serde::Serialize;

use super::desk::Pages;
use super::inert::described;
use super::marks::elements;
use crate::extract::{excerpt, taken_of};
use crate::induce::{Stability, propose};
use crate::profile::{SelectRule, Take};

/// The element.
#[derive(Debug, Serialize)]
pub(super) struct Clicked {
    /// Its tag, id and classes.
    element: String,
    /// The beginning of its text.
    text: String,
    /// What it probably is: a field's name, or `strip`.
    likely: &'static str,
    /// The selectors, the most stable first.
    candidates: Vec<Candidate>,
    /// The elements around it, from the nearest on.
    around: Vec<Around>,
}

#[derive(Debug, Serialize)]
struct Candidate {
    selector: String,
    stability: Stability,
    /// How many elements it matches on each page of the site, in the pages' order.
    counts: Vec<Count>,
    /// Those on the page that was clicked.
    elements: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Count {
    page: usize,
    elements: usize,
}

#[derive(Debug, Serialize)]
struct Around {
    number: usize,
    element: String,
}

/// How many of the elements around one are told.
const MOST_AROUND: usize = 12;
/// From this many words on a text is a body's rather than a line's.
const BODY_WORDS: usize = 60;

/// The selectors for the element of that number on a page; the error says what is not there.
pub(super) fn candidates(pages: &mut Pages, page: usize, number: usize) -> Result<Clicked, String> {
    let sheet = pages.sheets.get_mut(page).ok_or("there is no such page")?;
    let site = sheet.site;
    let parsed = sheet.last()?;
    let element = parsed.inert().element_of(number).and_then(|id| parsed.page.html.tree.get(id));
    let element = element.and_then(ElementRef::wrap).ok_or("there is no such element")?;
    let text = taken_of(element, &Take::Text);
    let likely = likely(element, &text);
    let around = element.ancestors().filter_map(ElementRef::wrap).filter_map(|above| {
        let number = parsed.inert().number_of(above.id())?;
        Some(Around { number, element: described(above.value()) })
    });
    let around = around.take(MOST_AROUND).collect();
    let (described, text) = (described(element.value()), excerpt(&text));
    let mut found: Vec<(SelectRule, Candidate)> = Vec::new();
    for proposal in propose(element, &parsed.page.html) {
        let Ok(rule) = SelectRule::parse(&proposal.selector) else { continue };
        let (selector, stability) = (proposal.selector, proposal.stability);
        let elements = elements(parsed, &rule);
        found.push((rule, Candidate { selector, stability, counts: Vec::new(), elements }));
    }
    for (id, sheet) in pages.of_site(site) {
        let Ok(parsed) = sheet.last() else { continue };
        for (rule, candidate) in &mut found {
            let elements = rule.select(&parsed.page.html).count();
            candidate.counts.push(Count { page: id, elements });
        }
    }
    let candidates = found.into_iter().map(|(_, candidate)| candidate).collect();
    Ok(Clicked { element: described, text, likely, candidates, around })
}

/// What an element is by its tag, its names and its length.
fn likely(element: ElementRef<'_>, text: &str) -> &'static str {
    let value = element.value();
    let names = value.classes().chain(value.id()).chain(value.attr("itemprop")).chain(value.attr("rel"));
    let names = names.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| names.contains(word));
    match value.name() {
        "h1" => "headline",
        "time" if says(&["modif", "updat"]) => "date_modified",
        "time" => "date_published",
        "img" | "picture" => "image",
        "nav" | "aside" | "footer" | "button" => "strip",
        _ if text.split_whitespace().count() >= BODY_WORDS => "body",
        _ if says(&["headline"]) => "headline",
        _ if says(&["author", "byline", "autor"]) => "authors",
        _ if says(&["publish", "dateline", "timestamp"]) => "date_published",
        _ if says(&["standfirst", "dek", "subtitle", "summary", "lead"]) => "description",
        "p" => "body",
        _ => "strip",
    }
}
