//! The page's own address and the publication's name.

use crate::article::Source;
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};
use crate::profile::Profile;

const SITE_NAME: Keys = Keys {
    json_ld: &["publisher.name", "isPartOf.name", "sourceOrganization.name"],
    microdata: &["publisher.name"],
    meta: &[
        "og:site_name",
        "application-name",
        "cre",
        "dc.publisher",
        "al:android:app_name",
        "apple-mobile-web-app-title",
    ],
};

/// The publication's name.
pub fn name(
    sources: &Sources<'_>,
    profile: Option<&Profile>,
    explanation: &mut Explanation,
) -> Settled<String> {
    let mut found: Vec<Candidate<String>> = profile
        .into_iter()
        .map(|profile| {
            Candidate::new(Source::Profile, "name".to_owned(), 1.0, &profile.name, Some(profile.name.clone()))
        })
        .collect();
    let metadata = sources.candidates(
        |_| &[],
        SITE_NAME,
        |texts| texts.iter().find(|text| text.chars().count() <= 80 && !text.starts_with("http")).cloned(),
    );
    // The site's own name for itself before the company that publishes it.
    let (site, company): (Vec<_>, Vec<_>) = metadata
        .into_iter()
        .partition(|candidate| candidate.origin.rule.as_deref().is_some_and(|rule| rule == "og:site_name"));
    found.extend(site);
    found.extend(company);
    candidate::first("site_name", found, explanation)
}

/// The address the page names as its own, absolute.
pub fn canonical_url(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let survey = sources.survey;
    let canonical =
        survey.links.iter().filter(|(rel, _)| rel.split_ascii_whitespace().any(|one| one == "canonical"));
    let mut found: Vec<Candidate<String>> = canonical
        .map(|(_, href)| {
            Candidate::new(Source::Meta, "link[rel=canonical]".to_owned(), 0.95, href, survey.absolute(href))
        })
        .collect();
    for text in sources.meta("og:url") {
        found.push(Candidate::new(Source::Meta, "og:url".to_owned(), 0.85, &text, survey.absolute(&text)));
    }
    candidate::first("canonical_url", found, explanation)
}
