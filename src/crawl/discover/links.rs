//! A page's links, and the feeds it announces.

use std::collections::HashSet;

use html5ever::local_name;
use scraper::Html;
use scraper::node::Element;
use url::Url;

use super::elements::{attribute, elements};
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

/// Reads the links of a document found at `final_url`, and where it sends its readers itself. Links marked `rel=nofollow` are left out, all of them where
/// the page itself says so in `asks`; so are traps and files that are no pages.
#[must_use]
pub fn page_links(html: &Html, final_url: &Url, asks: RobotsMeta) -> PageLinks {
    let pointers = Pointers::of(html);
    let base = pointers.base(final_url);
    let mut links = PageLinks { sources: sources(&pointers.links, &base), ..PageLinks::default() };
    if asks.nofollow {
        return links;
    }
    let (mut heard, mut taken) = (HashSet::new(), HashSet::new());
    let followed = pointers.anchors.iter().filter(|anchor| !has_rel(anchor, "nofollow"));
    let hrefs = followed.filter_map(|anchor| attribute(anchor, &local_name!("href")));
    // Pages give most of their links more than once, and in the same words.
    for href in pointers.refresh.into_iter().chain(hrefs).filter(|href| heard.insert(*href)) {
        if links.pages.len() >= MOST_LINKS {
            break;
        }
        let Ok(url) = CanonicalUrl::join(&base, href) else { continue };
        if !is_trap(&url) && taken.insert(url.clone()) {
            links.pages.push(url);
        }
    }
    links
}

/// The elements that say where a page leads, by kind, each in the document's order.
#[derive(Default)]
struct Pointers<'a> {
    /// The first `<base href>`.
    base: Option<&'a str>,
    /// Where the first `<meta http-equiv=refresh>` that leads elsewhere sends the reader.
    refresh: Option<&'a str>,
    /// Those of `<link rel href>`.
    links: Vec<&'a Element>,
    /// Those of `<a href>` and `<area href>`.
    anchors: Vec<&'a Element>,
}

impl<'a> Pointers<'a> {
    fn of(html: &'a Html) -> Self {
        let mut pointers = Self::default();
        for element in elements(html) {
            if element.name.local == local_name!("meta") {
                pointers.refresh = pointers.refresh.or_else(|| refresh(element));
            }
            let Some(href) = attribute(element, &local_name!("href")) else { continue };
            match element.name.local {
                local_name!("a") | local_name!("area") => pointers.anchors.push(element),
                local_name!("link") if attribute(element, &local_name!("rel")).is_some() => {
                    pointers.links.push(element);
                }
                local_name!("base") => pointers.base = pointers.base.or(Some(href)),
                _ => {}
            }
        }
        pointers
    }

    /// What relative links are relative to: the first `<base href>`, itself relative to the page.
    fn base(&self, final_url: &Url) -> Url {
        let base = self.base.and_then(|href| final_url.join(href.trim()).ok());
        base.filter(|base| matches!(base.scheme(), "http" | "https")).unwrap_or_else(|| final_url.clone())
    }
}

/// Where a `<meta http-equiv=refresh>` leads, as browsers read it (HTML, 4.2.5.3).
fn refresh(meta: &Element) -> Option<&str> {
    attribute(meta, &local_name!("http-equiv")).filter(|kind| kind.trim().eq_ignore_ascii_case("refresh"))?;
    let content = attribute(meta, &local_name!("content"))?.trim();
    let rest = content.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() == content.len() || !rest.starts_with([';', ',', ' ', '\t', '\n', '\r']) {
        return None;
    }
    let rest = rest.trim_start().trim_start_matches([';', ',']).trim_start();
    let url = match rest.split_at_checked(3) {
        Some((name, value)) if name.eq_ignore_ascii_case("url") => {
            value.trim_start().strip_prefix('=').map_or(rest, str::trim_start)
        }
        _ => rest,
    };
    let quote = url.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let url = quote.and_then(|quote| url.split(quote).nth(1)).unwrap_or(url).trim();
    (!url.is_empty()).then_some(url)
}

/// `<link rel=alternate type=feed>` and `<link rel=sitemap>`, without feeds of comments.
fn sources(links: &[&Element], base: &Url) -> Vec<(UrlKind, CanonicalUrl)> {
    let mut sources = Vec::new();
    for link in links {
        let Some(kind) = announced_kind(link) else { continue };
        let href = attribute(link, &local_name!("href")).unwrap_or_default();
        let Ok(url) = CanonicalUrl::join(base, href) else { continue };
        if !is_comments(link, &url) && !sources.contains(&(kind, url.clone())) {
            sources.push((kind, url));
        }
    }
    sources
}

fn announced_kind(link: &Element) -> Option<UrlKind> {
    if has_rel(link, "sitemap") {
        return Some(UrlKind::Sitemap);
    }
    let media = attribute(link, &local_name!("type"))?.split(';').next()?.trim().to_ascii_lowercase();
    let is_feed = matches!(
        media.as_str(),
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml"
    );
    (is_feed && has_rel(link, "alternate")).then_some(UrlKind::Feed)
}

/// Blogs announce a feed of the comments on each article beside that of the articles.
fn is_comments(link: &Element, url: &CanonicalUrl) -> bool {
    let title = attribute(link, &local_name!("title")).unwrap_or_default().to_ascii_lowercase();
    title.contains("comment") || url.as_url().path().split('/').any(|segment| segment == "comments")
}

fn has_rel(element: &Element, token: &str) -> bool {
    let rel = attribute(element, &local_name!("rel")).unwrap_or_default();
    rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(token))
}
