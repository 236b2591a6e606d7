//! Page and profile → record.

mod api;
mod bodies;
mod bylines;
mod cli;
mod dates;
mod fields;
mod generic;
mod headlines;
mod hidden;
mod layouts;
mod live;
mod metadata;
mod noise;
mod other_stories;
mod pictures;
mod properties;
mod records;
mod scripted;
mod stripped;
mod structure;
mod together;
mod verdicts;

use copydesk::extract::{self, Explanation, ExtractError};
use copydesk::page::PageSource;
use copydesk::{Article, Page, Profile};
use url::Url;

/// A page at that address, from HTML.
fn page(url: &str, html: &str) -> Page {
    let url = Url::parse(url).unwrap();
    let source = PageSource {
        url: &url,
        final_url: &url,
        bytes: html.as_bytes(),
        content_type: Some("text/html"),
        fetched_at: None,
    };
    Page::parse(&source).unwrap()
}

/// The address of pages where it doesn't matter.
const URL: &str = "https://example.com/news/story";

fn extract_at(url: &str, html: &str) -> Result<Article, ExtractError> {
    extract::extract(&page(url, html), None)
}

fn article(html: &str) -> Article {
    extract_at(URL, html).unwrap()
}

fn article_with(html: &str, profile: &str) -> Article {
    explained_with(html, profile).0.unwrap()
}

fn explained_with(html: &str, profile: &str) -> (Result<Article, ExtractError>, Explanation) {
    let profile = Profile::parse("example.com.toml".as_ref(), profile.as_bytes()).unwrap();
    extract::explain(&page(URL, html), Some(&profile), extract::Options::default())
}

/// A sentence long enough to count as running text, told from others by its number.
fn sentence(number: usize) -> String {
    format!(
        "Paragraph {number} tells the reader, in a sentence of some length, what happened at the harbour on that day."
    )
}

/// So many paragraphs of running text.
fn paragraphs(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| format!("<p>{}</p>", sentence(number))).collect::<Vec<_>>().concat()
}
