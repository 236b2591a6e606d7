//! The names a site goes by, and titles without them.

use std::sync::LazyLock;

use scraper::ElementRef;

use crate::extract::sought::Sought;
use crate::extract::source::Sources;
use crate::extract::survey::Mark;
use crate::extract::text;

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
        let mut own = labels.iter().rev().skip(1);
        let label = own.find(|label| label.len() > 3 && !PLATFORMS.contains(label)).or(labels.first());
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
        names.extend(home_headings(sources));
        names.retain(|name| name.len() > 1);
        names.sort();
        names.dedup();
        Self { names, label }
    }

    /// Whether a text is one of the names.
    pub fn are(&self, text: &str) -> bool {
        // "www.example.com" is the host, whose name is kept without its first label.
        let text = squeezed(text.trim_start().strip_prefix("www.").unwrap_or(text));
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

    /// The text without the site's name before a separator, and without what old `WordPress` puts there.
    fn without_first<'t>(&self, text: &'t str, separator: &str) -> &'t str {
        match text.split_once(separator) {
            Some((head, tail))
                if !tail.trim().is_empty() && (self.are(head) || head.trim() == "Blog Archive") =>
            {
                tail.trim_start()
            }
            _ => text,
        }
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
                text = self.without_first(text, separator);
            }
            text = self.without_first(text, ": ");
            if text.len() == before {
                return text.to_owned();
            }
        }
    }
}

/// The large headings that are nothing but a link to the site's front page.
fn home_headings(sources: &Sources<'_>) -> Vec<String> {
    let survey = sources.survey;
    let root = sources.page.final_url.join("/").ok();
    let is_home = |link: &ElementRef<'_>| {
        let url = link.attr("href").and_then(|href| survey.absolute(href));
        url.is_some() && url == root.as_ref().map(ToString::to_string)
    };
    let headings = survey.marks.iter().filter(|(mark, _)| *mark == Mark::H1).take(MOST_HEADINGS);
    headings
        .filter_map(|(_, heading)| {
            let link =
                heading.descendent_elements().find(|inner| inner.value().name() == "a").filter(is_home)?;
            let name = squeezed(&text::of(link));
            (name == squeezed(&text::of(*heading))).then_some(name)
        })
        .collect()
}

/// Most of them looked at.
const MOST_HEADINGS: usize = 4;

/// Hosts of other people's sites: the name is before theirs.
const PLATFORMS: &[&str] = &[
    "blogspot",
    "github",
    "ghost",
    "hatenablog",
    "livejournal",
    "medium",
    "netlify",
    "over-blog",
    "substack",
    "tumblr",
    "typepad",
    "vercel",
    "webflow",
    "weebly",
    "wixsite",
    "wordpress",
];

/// Those separators that a text has.
pub fn separators(text: &str) -> impl Iterator<Item = &'static str> {
    Sought::within(&SEPARATORS_SOUGHT, text)
}

static SEPARATORS_SOUGHT: LazyLock<Vec<Sought>> = LazyLock::new(|| Sought::all(SEPARATORS));

/// Letters and digits only, lower case.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
