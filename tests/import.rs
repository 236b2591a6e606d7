//! Site configurations of FiveFilters → profiles.

mod command;
mod engine;
mod equivalence;
mod refused;
mod vocabulary;

use copydesk::Page;
use copydesk::page::PageSource;
use url::Url;

/// A page from HTML, parsed as every page is.
fn page(html: &[u8]) -> Page {
    let url = Url::parse("https://example.com/story").unwrap();
    let source = PageSource { url: &url, final_url: &url, bytes: html, content_type: None, fetched_at: None };
    Page::parse(&source).unwrap()
}
