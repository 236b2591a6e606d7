//! A page's links, and the feeds it announces.

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::is_trap;
use super::robots_meta::RobotsMeta;
use crate::canonical::CanonicalUrl;
use crate::crawl::frontier::UrlKind;

/// Most links taken from one page.
const MOST_LINKS: usize = 5_000;

/// Where a page leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageLinks {
    /// Pages it links to, each once, in the page's order.
    pub pages: Vec<CanonicalUrl>,
    /// Feeds and sitemaps it announces.
    pub sources: Vec<(UrlKind, CanonicalUrl)>,
}

/// Reads the links of a document found at `final_url`. Links marked `rel=nofollow` are left out, all of them where
/// the page itself says so in `asks`; so are traps and files that are no pages.
#[must_use]
pub fn page_links(html: &Html, final_url: &Url, asks: RobotsMeta) -> PageLinks {
    let base = base(html, final_url);
    let mut links = PageLinks { sources: sources(html, &base), ..PageLinks::default() };
    if asks.nofollow {
        return links;
    }
    let Ok(anchors) = Selector::parse("a[href], area[href]") else { return links };
    let mut taken = HashSet::new();
    for anchor in html.select(&anchors) {
        if links.pages.len() >= MOST_LINKS {
            break;
        }
        if has_rel(anchor, "nofollow") {
            continue;
        }
        let Some(url) = anchor.attr("href").and_then(|href| CanonicalUrl::join(&base, href).ok()) else {
            continue;
        };
        if !is_trap(&url) && taken.insert(url.clone()) {
            links.pages.push(url);
        }
    }
    links
}

/// What relative links are relative to: the first `<base href>`, itself relative to the page.
fn base(html: &Html, final_url: &Url) -> Url {
    let Ok(selector) = Selector::parse("base[href]") else { return final_url.clone() };
    let href = html.select(&selector).next().and_then(|base| base.attr("href"));
    let base = href.and_then(|href| final_url.join(href.trim()).ok());
    base.filter(|base| matches!(base.scheme(), "http" | "https")).unwrap_or_else(|| final_url.clone())
}

/// `<link rel=alternate type=feed>` and `<link rel=sitemap>`, without feeds of comments.
fn sources(html: &Html, base: &Url) -> Vec<(UrlKind, CanonicalUrl)> {
    let Ok(selector) = Selector::parse("link[rel][href]") else { return Vec::new() };
    let mut sources = Vec::new();
    for link in html.select(&selector) {
        let Some(kind) = announced_kind(link) else { continue };
        let Ok(url) = CanonicalUrl::join(base, link.attr("href").unwrap_or_default()) else { continue };
        if !is_comments(link, &url) && !sources.contains(&(kind, url.clone())) {
            sources.push((kind, url));
        }
    }
    sources
}

fn announced_kind(link: ElementRef<'_>) -> Option<UrlKind> {
    if has_rel(link, "sitemap") {
        return Some(UrlKind::Sitemap);
    }
    let media = link.attr("type")?.split(';').next()?.trim().to_ascii_lowercase();
    let is_feed = matches!(
        media.as_str(),
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml"
    );
    (is_feed && has_rel(link, "alternate")).then_some(UrlKind::Feed)
}

/// Blogs announce a feed of the comments on each article beside that of the articles.
fn is_comments(link: ElementRef<'_>, url: &CanonicalUrl) -> bool {
    let title = link.attr("title").unwrap_or_default().to_ascii_lowercase();
    title.contains("comment") || url.as_url().path().split('/').any(|segment| segment == "comments")
}

fn has_rel(element: ElementRef<'_>, token: &str) -> bool {
    let rel = element.attr("rel").unwrap_or_default();
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(token))
}
