//! A hand-written case against a record.

use super::difference::Difference;
use super::report::Fault;
use crate::article::{Article, PageTime, Speaker};
use crate::profile::Case;

/// What of a case is not so.
pub(super) fn faults(case: &Case, article: &Article) -> Vec<Fault> {
    let mut faults = Vec::new();
    let body = one_space(&article.body);
    for phrase in &case.contains {
        if !body.contains(&one_space(phrase)) {
            faults.push(Fault::Missing { phrase: phrase.clone() });
        }
    }
    let places = places(article, body);
    for phrase in &case.lacks {
        let looked_for = one_space(phrase);
        if let Some((field, _)) = places.iter().find(|(_, text)| text.contains(&looked_for)) {
            faults.push(Fault::Unwanted { phrase: phrase.clone(), field: (*field).to_owned() });
        }
    }
    let mut differs = |field: &str, expected: String, found: String| {
        faults.push(Fault::Differs(Difference { field: field.to_owned(), expected, found }));
    };
    if let Some(headline) = &case.headline
        && article.headline.as_ref() != Some(headline)
    {
        differs("headline", shown(Some(headline)), shown(article.headline.as_ref()));
    }
    if let Some(authors) = &case.authors
        && article.authors != *authors
    {
        differs("authors", format!("{authors:?}"), format!("{:?}", article.authors));
    }
    if let Some(date) = case.date_published
        && !is_same_time(date, article.date_published)
    {
        let found = article.date_published.map_or_else(|| "null".to_owned(), |found| found.to_string());
        differs("date_published", date.to_string(), found);
    }
    faults
}

/// Where a phrase that must be lacking is looked for.
fn places(article: &Article, body: String) -> Vec<(&'static str, String)> {
    let mut places = vec![("body", body)];
    places.extend(article.headline.iter().map(|headline| ("headline", one_space(headline))));
    places.extend(article.authors.iter().map(|author| ("authors", one_space(author))));
    let speakers = article.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
    let names = speakers.flat_map(|Speaker { name, mention, .. }| name.iter().chain(mention));
    places.extend(names.map(|name| ("quotes' speakers", one_space(name))));
    places
}

fn one_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shown(text: Option<&String>) -> String {
    text.map_or_else(|| "null".to_owned(), |text| format!("{text:?}"))
}

/// A day alone leaves the time of day open; anything more precise must be the same in full.
fn is_same_time(expected: PageTime, found: Option<PageTime>) -> bool {
    match expected {
        PageTime::Day(day) => found.is_some_and(|found| found.day() == day),
        _ => found == Some(expected),
    }
}
