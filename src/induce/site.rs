//! The pages a draft is learned from, each read without a profile.

use serde_json::Value;

use super::tally::{Tally, keys, tally};
use crate::article::Article;
use crate::extract::{self, Explanation, Options};
use crate::page::Page;

/// One page and what the generic extractor makes of it.
pub struct Lesson<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its record without a profile.
    pub article: Article,
    /// Where each field was looked for.
    pub explanation: Explanation,
    /// How much of each element is in its body.
    pub tally: Tally,
    /// The text of the article as the page's JSON-LD has it, if it does.
    pub told_body: Option<String>,
}

impl<'a> Lesson<'a> {
    /// Reads a page. The error says why it is no article.
    pub fn of(page: &'a Page) -> Result<Self, extract::ExtractError> {
        let (article, explanation) = extract::explain(page, None, Options::default());
        let article = article?;
        let tally = tally(page, &keys(&article.body));
        Ok(Self { page, explanation, tally, told_body: told_body(page), article })
    }
}

/// Candidates for a rule that are tried on pages of ordinary size.
const MOST_TRIED: usize = 6;
/// Nodes that are read for one rule, all pages and candidates together.
const MOST_READ: usize = 200_000;

/// How many candidates for a rule may be tried on the pages: fewer on pages of very many nodes, so that what a draft costs
/// is bounded.
pub fn affordable(lessons: &[Lesson<'_>]) -> usize {
    within_budget(lessons.iter().map(|lesson| lesson.page), MOST_TRIED)
}

/// The same for any pages, and at most so many.
pub fn within_budget<'a>(pages: impl Iterator<Item = &'a Page>, most: usize) -> usize {
    let nodes: usize = pages.map(|page| page.html.tree.nodes().count()).sum();
    (MOST_READ / nodes.max(1)).clamp(1, most)
}

/// Words a JSON-LD `articleBody` must have to be more than a teaser.
const WHOLE_BODY: usize = 100;

/// The longest `articleBody` of the page's JSON-LD.
fn told_body(page: &Page) -> Option<String> {
    let scripts = page.html.tree.nodes().filter_map(scraper::ElementRef::wrap);
    let scripts = scripts.filter(|element| {
        element.value().name() == "script"
            && element.value().attr("type").is_some_and(|kind| kind.contains("ld+json"))
    });
    let mut found: Option<String> = None;
    for script in scripts {
        let text: String = script.text().collect();
        let Ok(root) = serde_json::from_str::<Value>(&text) else { continue };
        let mut open = vec![root];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(object) => {
                    for (key, value) in object {
                        match value {
                            Value::String(text) if key == "articleBody" => {
                                found = Some(text)
                                    .filter(|text| Some(text.len()) > found.as_ref().map(String::len))
                                    .or(found);
                            }
                            value => open.push(value),
                        }
                    }
                }
                _ => {}
            }
        }
    }
    found.filter(|text| text.split_whitespace().count() >= WHOLE_BODY)
}
