//! The authors: names of people taken from bylines and metadata, or else the agency.

use serde_json::Value;

use super::times::{around_headline, elsewhere};
use crate::article::Source;
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::name::{self, Names};
use crate::extract::source::json_ld::types;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::Mark;
use crate::extract::text;

const AUTHORS: Keys = Keys {
    json_ld: &[],
    microdata: &["author.name", "author", "creator"],
    meta: &[
        "author",
        "parsely-author",
        "article:author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "article:author_name",
        "cxenseparse:author",
        "citation_author",
        "dc.contributor",
        "authors",
        "og:author",
        "twitter:data1",
        "article.author",
        "author_name",
        "vr:author",
        "byline",
    ],
};

/// The most people one article has; a longer list is a masthead.
const MAX_AUTHORS: usize = 20;

/// The authors.
pub fn authors(
    sources: &Sources<'_>,
    site: Option<&str>,
    explanation: &mut Explanation,
) -> Settled<Vec<String>> {
    let mut found = sources.candidates(|rules| &rules.select.authors, AUTHORS, |texts| read(texts, site));
    let first_meta = found.iter().position(|candidate| candidate.origin.source != Source::Profile);
    let at = first_meta.unwrap_or(found.len());
    for (offset, candidate) in json_ld(sources, site).into_iter().enumerate() {
        found.insert(at + offset, candidate);
    }
    found.retain(|candidate| {
        // `twitter:data1` holds whatever `twitter:label1` says.
        candidate.origin.rule.as_deref() != Some("twitter:data1") || labelled_author(sources)
    });
    found.extend(shown(sources, site));
    let people = found.iter().position(|c| c.value.as_ref().is_some_and(|names| names.are_people));
    let winner = people.or_else(|| found.iter().position(|c| c.value.is_some()));
    let settled = candidate::chosen("authors", found, winner, explanation);
    Settled { value: settled.value.map(|names| names.all), origin: settled.origin }
}

fn labelled_author(sources: &Sources<'_>) -> bool {
    sources.meta("twitter:label1").iter().any(|label| {
        let label = label.to_lowercase();
        [
            "written by",
            "author",
            "by",
            "verfasst von",
            "geschrieben von",
            "écrit par",
            "escrito por",
            "scritto da",
        ]
        .iter()
        .any(|known| label == *known)
    })
}

fn read(texts: &[String], site: Option<&str>) -> Option<Names> {
    let mut names = Names::default();
    for text in texts {
        names.add(text, site);
    }
    names.into_option(MAX_AUTHORS)
}

/// JSON-LD authors, whose objects tell people from organisations.
fn json_ld(sources: &Sources<'_>, site: Option<&str>) -> Vec<Candidate<Names>> {
    let mut found = Vec::new();
    for key in ["author", "creator", "contributor"] {
        for (rule, value) in sources.json_ld.values(key) {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let mut names = Names::default();
            let mut raw = Vec::new();
            for value in values {
                let organisation = is_organisation(sources, value);
                for text in json_ld_names(sources, value) {
                    if organisation {
                        names.add_organisation(&text);
                    } else {
                        names.add(&text, site);
                    }
                    raw.push(text);
                }
            }
            let value = names.into_option(MAX_AUTHORS);
            found.push(Candidate::new(Source::JsonLd, rule, 0.95, &raw.join(" | "), value));
        }
    }
    found
}

fn is_organisation(sources: &Sources<'_>, value: &Value) -> bool {
    let node = sources.json_ld.resolve(value);
    node.is_some_and(|node| types(node).any(|kind| kind.ends_with("Organization")))
}

fn json_ld_names(sources: &Sources<'_>, value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![text::from_markup(name)],
        Value::Object(_) => {
            let Some(node) = sources.json_ld.resolve(value) else { return Vec::new() };
            let names = match node.get("name") {
                Some(Value::String(name)) => vec![text::from_markup(name)],
                Some(Value::Array(list)) => {
                    list.iter().filter_map(Value::as_str).map(text::from_markup).collect()
                }
                _ => Vec::new(),
            };
            let joined = ["givenName", "familyName"].iter().filter_map(|key| node.get(*key)?.as_str());
            if names.is_empty() { vec![joined.collect::<Vec<_>>().join(" ")] } else { names }
        }
        _ => Vec::new(),
    }
}

/// Authors in the visible page: links to an author's page, elements whose class says author or byline, and lines
/// around the headline that begin with "By".
fn shown(sources: &Sources<'_>, site: Option<&str>) -> Vec<Candidate<Names>> {
    let mut found = Vec::new();
    for (wanted, rule, confidence) in [
        (Mark::RelAuthor, "[rel=author]", 0.8),
        (Mark::AuthorClass, "[class~=author]", 0.7),
        (Mark::BylineClass, "[class~=byline]", 0.65),
    ] {
        let marked =
            sources.survey.marks.iter().filter(|(mark, element)| *mark == wanted && !elsewhere(*element));
        let mut names = Names::default();
        let mut raw = Vec::new();
        for (_, element) in marked {
            let shown = text::of(*element);
            // A box about the author holds a biography; its name stands in an element of its own.
            if shown.chars().count() <= 120 && name::looks_like_byline(&shown, wanted == Mark::BylineClass) {
                names.add_shown(&shown, site);
                raw.push(shown);
            }
        }
        if !raw.is_empty() {
            found.push(Sources::generic(rule, confidence, &raw.join(" | "), names.into_option(MAX_AUTHORS)));
        }
    }
    for line in around_headline(sources.survey).filter(|line| name::begins_as_byline(&line.text)) {
        let mut names = Names::default();
        names.add_shown(&line.text, site);
        let value = names.into_option(MAX_AUTHORS);
        found.push(Sources::generic("a line by the headline", 0.6, &line.text, value));
    }
    found
}
