//! Names of companies, offices and publications, which are no people.

use super::words::{COLLECTIVE_WORDS, ORGANISATION_WORDS};
use super::{bare, is_address, is_collective, squeezed};

/// The legal form behind a company's name: it owns the site, and writes nothing.
const COMPANY_FORMS: &[&str] = &[
    "sp. z o.o.",
    "s.r.o.",
    "s.p.a.",
    "s.r.l.",
    "gmbh",
    "ag",
    "kg",
    "inc",
    "inc.",
    "llc",
    "ltd",
    "ltd.",
    "limited",
    "pty ltd",
    "ооо",
];

/// Whether a text is more Chinese characters in a row than a name or an office has: both, or a sentence.
pub(super) fn is_chinese_phrase(name: &str) -> bool {
    name.chars().count() > LONGEST_CHINESE && name.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

/// The most characters of an office, a paper or a school.
const LONGEST_CHINESE: usize = 10;

/// Whether a name, in lower case, ends in a company's legal form.
pub(super) fn is_company(lower: &str) -> bool {
    COMPANY_FORMS.iter().any(|form| {
        lower.strip_suffix(form).is_some_and(|rest| rest.ends_with([' ', ',']) && rest.trim().len() > 1)
    })
}

/// Whether a name is an organisation's, `site` being the publication's own.
pub(super) fn is_organisation(name: &str, site: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    site.is_some_and(|site| squeezed(site) == squeezed(name) || is_branch(name, site))
        || is_address(name)
        || is_collective(&words)
        // "Example-Redaktion" is one word.
        || words.iter().filter_map(|word| word.split_once('-')).any(|(_, end)| COLLECTIVE_WORDS.contains(&end))
        || words.iter().any(|word| ORGANISATION_WORDS.contains(bare(word)))
}

/// Whether a name is the site's own letters and a place or desk: "XYZ Nord" at xyz.example.
pub(super) fn is_branch(name: &str, site: &str) -> bool {
    let letters = site.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_uppercase();
    let branch = name.strip_prefix(letters.as_str()).filter(|_| letters.chars().count() >= 3);
    branch.is_some_and(|branch| branch.starts_with(char::is_whitespace))
}
