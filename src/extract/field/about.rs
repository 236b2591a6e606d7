//! Description, section and keywords.

use crate::article::Source;
use crate::extract::candidate::{self, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};

const DESCRIPTION: Keys = Keys {
    json_ld: &["description"],
    microdata: &["description"],
    meta: &["og:description", "description", "twitter:description", "dc.description", "dcterms.abstract"],
};
const SECTION: Keys = Keys {
    json_ld: &["articleSection"],
    microdata: &["articleSection"],
    meta: &[
        "article:section",
        "parsely-section",
        "section",
        "dc.subject",
        "og:section",
        "cxenseparse:section",
    ],
};
const KEYWORDS: Keys = Keys {
    json_ld: &["keywords", "keywords.name"],
    microdata: &["keywords"],
    meta: &["news_keywords", "keywords", "article:tag", "parsely-tags", "og:article:tag", "sailthru.tags"],
};
/// The most keywords kept; longer lists are stuffing.
const MAX_KEYWORDS: usize = 50;

/// The standfirst or summary.
pub fn description(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let mut found = sources.candidates(|rules| &rules.select.description, DESCRIPTION, longest);
    // An item's description may as well be a picture's caption, or the whole article.
    found.sort_by_key(|candidate| candidate.origin.source == Source::Microdata);
    candidate::first("description", found, explanation)
}

/// The section or category.
pub fn section(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let found = sources.candidates(
        |rules| &rules.select.section,
        SECTION,
        |texts| texts.iter().find(|text| text.chars().count() <= 80 && !text.starts_with("http")).cloned(),
    );
    candidate::first("section", found, explanation)
}

/// Keywords in the page's order.
pub fn keywords(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<Vec<String>> {
    let found = sources.candidates(|rules| &rules.select.keywords, KEYWORDS, split_keywords);
    candidate::first("keywords", found, explanation)
}

fn longest(texts: &[String]) -> Option<String> {
    texts.iter().filter(|text| text.chars().count() > 1).max_by_key(|text| text.len()).cloned()
}

fn split_keywords(texts: &[String]) -> Option<Vec<String>> {
    let mut keywords: Vec<String> = Vec::new();
    for text in texts {
        let separator = if text.contains(';') && !text.contains(',') { ';' } else { ',' };
        // Several elements or list entries are one keyword each, unless they are lists themselves.
        for word in text.split([separator, '،', '、', '，']).map(str::trim).filter(|word| !word.is_empty())
        {
            if keywords.len() < MAX_KEYWORDS && !keywords.iter().any(|known| known == word) {
                keywords.push(word.to_owned());
            }
        }
    }
    (!keywords.is_empty()).then_some(keywords)
}
