//! The names a site goes by, and titles without them.

use std::sync::LazyLock;

use crate::extract::sought::Sought;
use crate::extract::source::Sources;

/// What stands between headline and site name in a title.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", " < ", " ‹ ", " › ", " ~ ",
    " ⋆ ", "｜", "ㅣ", " : ", " // ", " |", "| ",
];

/// Names of a site.
pub struct Sites {
    /// Letters and digits only, lower case, no spaces.
    names: Vec<String>,
    /// The host's own label (`example` of `www.example.co.uk`).
    label: String,
}

/// Shortest label that is looked for inside a name, and name that is looked for inside a label.
const TELLING: usize = 4;

impl Sites {
    /// The names of the page's site; `site` is the settled one.
    pub fn of(sources: &Sources<'_>, site: Option<&str>) -> Self {
        let host = sources.page.final_url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let labels: Vec<&str> = host.split('.').collect();
        let label = labels.iter().rev().skip(1).find(|label| label.len() > 3).or(labels.first());
        let label = squeezed(label.copied().unwrap_or_default());
        let mut names: Vec<String> = site.into_iter().chain([host, label.as_str()]).map(squeezed).collect();
        for key in ["og:site_name", "application-name", "apple-mobile-web-app-title"] {
            names.extend(sources.meta(key).iter().map(|name| squeezed(name)));
        }
        names.extend(
            sources
                .json_ld
                .texts("publisher.name")
                .into_iter()
                .flat_map(|(_, texts)| texts)
                .map(|n| squeezed(&n)),
        );
        names.retain(|name| name.len() > 1);
        names.sort();
        names.dedup();
        Self { names, label }
    }

    /// Whether a text is one of the names.
    pub fn are(&self, text: &str) -> bool {
        let text = squeezed(text);
        !text.is_empty() && self.names.contains(&text)
    }

    /// Whether a part of a title is probably the site's name: one of the names, or one and the host share most.
    pub fn resemble(&self, part: &str) -> bool {
        let part = squeezed(part);
        let inside = |long: &str, short: &str| short.chars().count() >= TELLING && long.contains(short);
        self.names.contains(&part)
            || inside(&part, &self.label)
            || inside(&self.label, &part)
            || self.names.iter().any(|name| inside(&part, name) && part.len() < name.len() * 3)
    }

    /// The text without parts at its end or beginning that name the site.
    pub fn without(&self, text: &str) -> String {
        let mut text = text.trim();
        loop {
            let before = text.len();
            for separator in separators(text) {
                if let Some((head, tail)) = text.rsplit_once(separator)
                    && self.resemble(tail)
                    && !head.trim().is_empty()
                {
                    text = head.trim_end();
                }
                if let Some((head, tail)) = text.split_once(separator)
                    && self.are(head)
                    && !tail.trim().is_empty()
                {
                    text = tail.trim_start();
                }
            }
            if text.len() == before {
                return text.to_owned();
            }
        }
    }
}

/// Those separators that a text has.
pub fn separators(text: &str) -> impl Iterator<Item = &'static str> {
    Sought::within(&SEPARATORS_SOUGHT, text)
}

static SEPARATORS_SOUGHT: LazyLock<Vec<Sought>> = LazyLock::new(|| Sought::all(SEPARATORS));

/// Letters and digits only, lower case.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
