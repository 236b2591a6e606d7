//! Reading what was fetched: page, feed or sitemap → what became of it and where it leads. Synchronous, so that
//! no parsed page crosses an `.await`.

use jiff::civil::Date;
use scraper::Node;
use scraper::node::Element;
use url::Url;

use super::discover::{
    DiscoverError, Listed, RobotsMeta, page_links, read_feed, read_sitemap, reserved_by_headers, source_kind,
};
use super::fingerprint::Fingerprint;
use super::frontier::{Claim, Found, UrlHash, UrlKind};
use super::recorder::{Ending, Recognised, Report};
use super::scope::same_site;
use super::visit::Context;
use crate::article::{Article, Origin, PageTime, Source};
use crate::canonical::CanonicalUrl;
use crate::extract::{self, Explanation, Further};
use crate::fetch::Fetched;
use crate::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage, one_line};
use crate::page::{Page, PageError, PageSource};
use crate::profile::Profile;

/// Most indexes of sitemaps inside each other.
const MOST_NESTING: u32 = 3;

/// How far to trust a feed's date for the page it lists.
const FEED_CONFIDENCE: f32 = 0.9;

/// What the crawl already knows about the URL.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub url: CanonicalUrl,
    pub kind: UrlKind,
    pub depth: u32,
    pub published: Option<PageTime>,
}

impl From<&Claim> for Known {
    fn from(claim: &Claim) -> Self {
        Self { url: claim.url.clone(), kind: claim.kind, depth: claim.depth, published: claim.published }
    }
}

/// Reads one answer. The article may go on elsewhere.
pub(super) fn read(context: &Context, known: &Known, fetched: &Fetched) -> (Report, Further) {
    let found_out = match known.kind {
        // A seed may turn out to be a feed or sitemap; a link that leads to one is just no page.
        UrlKind::Page if known.depth == 0 => source_kind(&fetched.body).unwrap_or(UrlKind::Page),
        kind => kind,
    };
    match found_out {
        UrlKind::Page => read_page(context, known, fetched),
        UrlKind::Feed | UrlKind::Sitemap => {
            (read_source(context, known, found_out, fetched), Further::default())
        }
    }
}

/// Reads a further page of an article: its own text, and where that goes on.
pub(super) fn read_further(
    context: &Context,
    known: &Known,
    fetched: &Fetched,
) -> Result<(Article, Further), NoArticle> {
    let page = parsed(context, known, fetched)
        .map_err(|error| error.no_article(known.url.as_str(), Some(200), fetched.attempts))?;
    let profile = context.profiles.find(&page.final_url);
    let (article, _) = extract::explain(&page, profile, context.extraction);
    let article =
        article.map_err(|error| error.no_article(known.url.as_str(), Some(200), fetched.attempts))?;
    Ok((article, profile.map(|profile| extract::further(&page, profile)).unwrap_or_default()))
}

/// What an article that was joined is recognised by.
pub(super) fn recognised(known: &Known, article: &Article) -> Recognised {
    Recognised { identities: identities(known, article), print: Fingerprint::of(article) }
}

fn parsed(context: &Context, known: &Known, fetched: &Fetched) -> Result<Page, PageError> {
    let fetched_at = format!("{:.0}", fetched.fetched_at);
    let replacements = context.profiles.find(&fetched.final_url).map_or(&[][..], |profile| &profile.replace);
    let source = PageSource {
        url: known.url.as_url(),
        final_url: &fetched.final_url,
        bytes: &fetched.body,
        content_type: fetched.content_type.as_deref(),
        fetched_at: Some(&fetched_at),
    };
    Page::parse_replaced(&source, replacements)
}

fn read_source(context: &Context, known: &Known, kind: UrlKind, fetched: &Fetched) -> Report {
    let (mut found, listed) = match listed(kind, fetched) {
        Ok((pages, sitemaps)) => {
            let count = pages.len() + sitemaps.len();
            let mut found = found_pages(context, known, &pages);
            if known.depth < MOST_NESTING {
                found.extend(found_sitemaps(context, known, &sitemaps));
            }
            (found, Ok(count as u64))
        }
        Err(error) => (Vec::new(), Err(format!("{}: {}", fetched.final_url, one_line(&error)))),
    };
    found.shrink_to_fit();
    Report {
        ending: Ending::Source { kind, listed },
        attempts: fetched.attempts,
        found,
        explanation: None,
        pace: None,
        robots: Vec::new(),
        packed: Vec::new(),
        rendered: None,
        bare: false,
        version: None,
    }
}

fn listed(kind: UrlKind, fetched: &Fetched) -> Result<(Vec<Listed>, Vec<Listed>), DiscoverError> {
    if kind == UrlKind::Feed {
        return Ok((read_feed(&fetched.body, &fetched.final_url)?, Vec::new()));
    }
    let sitemap = read_sitemap(&fetched.body, &fetched.final_url)?;
    Ok((sitemap.pages, sitemap.sitemaps))
}

/// The listed pages that belong to the crawl. Those last changed, and so published, before `since` don't enter:
/// a sitemap may list decades of them. Those dated enter, and leave as too old without being fetched.
fn found_pages(context: &Context, known: &Known, pages: &[Listed]) -> Vec<Found> {
    let pages = pages.iter().filter(|page| {
        context.bounds.allow(page.url.as_url())
            && !super::discover::is_trap(&page.url)
            && (page.published.is_some() || !is_before(page.modified, context.since))
    });
    pages
        .map(|page| Found {
            url: page.url.clone(),
            kind: UrlKind::Page,
            depth: known.depth.saturating_add(1),
            published: page.published,
            modified: page.modified,
        })
        .collect()
}

fn found_sitemaps(context: &Context, known: &Known, sitemaps: &[Listed]) -> Vec<Found> {
    let sitemaps = sitemaps.iter().filter(|sitemap| {
        context.bounds.allow(sitemap.url.as_url()) && !is_before(sitemap.modified, context.since)
    });
    sitemaps
        .map(|sitemap| Found {
            url: sitemap.url.clone(),
            kind: UrlKind::Sitemap,
            depth: known.depth.saturating_add(1),
            published: None,
            modified: sitemap.modified,
        })
        .collect()
}

fn is_before(time: Option<PageTime>, since: Option<Date>) -> bool {
    matches!((time, since), (Some(time), Some(since)) if time.day() < since)
}

fn read_page(context: &Context, known: &Known, fetched: &Fetched) -> (Report, Further) {
    let page = match parsed(context, known, fetched) {
        Ok(page) => page,
        Err(error) => {
            let none = error.no_article(known.url.as_str(), Some(200), fetched.attempts);
            let report = report(none.into(), Recognised::default(), fetched.attempts, Vec::new());
            return (report, Further::default());
        }
    };
    let asks = RobotsMeta::read(&page.html, &fetched.robots_tags, &context.agent);
    let found = links(context, known, &page, asks);
    let (outcome, explanation) = match article(context, known, fetched, &page, asks) {
        Ok((article, explanation)) => (Outcome::from(article), explanation),
        Err(none) => (Outcome::from(none), None),
    };
    let (recognised, further) = match &outcome {
        Outcome::Article(article) => {
            let profile = context.profiles.find(&page.final_url);
            let further = profile.map(|profile| extract::further(&page, profile)).unwrap_or_default();
            (recognised(known, article), further)
        }
        Outcome::NoArticle(_) => (Recognised::default(), Further::default()),
    };
    let bare = context.fetcher.renders() && is_bare(&outcome, &page);
    (Report { explanation, bare, ..report(outcome, recognised, fetched.attempts, found) }, further)
}

fn report(outcome: Outcome, recognised: Recognised, attempts: u32, found: Vec<Found>) -> Report {
    let ending = Ending::Page { outcome, recognised };
    Report {
        ending,
        attempts,
        found,
        explanation: None,
        pace: None,
        robots: Vec::new(),
        packed: Vec::new(),
        rendered: None,
        bare: false,
        version: None,
    }
}

/// Whether a page that gives no article has scripts that may put one there: hardly any text besides them.
fn is_bare(outcome: &Outcome, page: &Page) -> bool {
    /// Characters of text: less than a front page's menu.
    const HARDLY: usize = 250;
    let lacks = |none: &NoArticle| matches!(none.reason, Reason::NoBody | Reason::NotArticle);
    if !matches!(outcome, Outcome::NoArticle(none) if lacks(none)) {
        return false;
    }
    let (mut scripts, mut characters) = (false, 0);
    for node in page.html.tree.nodes() {
        let above = node.parent().and_then(|parent| parent.value().as_element()).map(Element::name);
        match node.value() {
            Node::Element(element) => scripts |= element.name() == "script",
            Node::Text(text)
                if !matches!(above, Some("script" | "style" | "noscript" | "title" | "template")) =>
            {
                characters += text.split_whitespace().map(|word| word.chars().count()).sum::<usize>();
            }
            _ => {}
        }
    }
    scripts && characters < HARDLY
}

/// The page's links that belong to the crawl, and, of a seed or a front page, the feeds it announces: those of
/// other pages are of one author or tag, or of comments.
fn links(context: &Context, known: &Known, page: &Page, asks: RobotsMeta) -> Vec<Found> {
    let links = page_links(&page.html, &page.final_url, asks);
    let mut found = Vec::new();
    let mut add = |url: CanonicalUrl, kind, depth| {
        if context.bounds.allow(url.as_url()) {
            found.push(Found { url, kind, depth, published: None, modified: None });
        }
    };
    if known.depth == 0 || page.final_url.path() == "/" {
        for (kind, url) in links.sources {
            add(url, kind, known.depth);
        }
    }
    if context.bounds.follow_links() {
        for url in links.pages {
            add(url, UrlKind::Page, known.depth.saturating_add(1));
        }
    }
    found
}

/// The page's article, dated by the feed where the page gives no date; or why there is none.
fn article(
    context: &Context,
    known: &Known,
    fetched: &Fetched,
    page: &Page,
    asks: RobotsMeta,
) -> Result<(Article, Option<Explanation>), NoArticle> {
    let skipped = |reason, message| skipped(known, fetched, reason, message);
    if asks.forbids_storing(fetched.fetched_at) {
        let directive = if asks.noindex { "noindex" } else { "unavailable_after" };
        let message = format!("{} asks not to be stored ({directive})", page.final_url);
        return Err(skipped(Reason::Noindex, message));
    }
    let profile = context.profiles.find(&page.final_url);
    if known.depth > 0 && !may_be_article(profile, &page.final_url) {
        let message = format!("{} matches none of the profile's `urls.article`", page.final_url);
        return Err(skipped(Reason::NotArticle, message));
    }
    let (extracted, explanation) = extract::explain(page, profile, context.extraction);
    let mut article =
        extracted.map_err(|error| error.no_article(known.url.as_str(), Some(200), fetched.attempts))?;
    for reservation in reserved_by_headers(&fetched.robots_tags, &fetched.tdm_headers) {
        if !article.reservations.contains(&reservation) {
            article.reservations.push(reservation);
        }
    }
    if let Some(reserved) = article.reservations.first().filter(|_| context.respect_ai_optout) {
        let message = format!("{} is reserved ({}: {})", page.final_url, reserved.name, reserved.content);
        return Err(skipped(Reason::AiOptOut, message));
    }
    date_by_feed(&mut article, known.published);
    if is_before(article.date_published, context.since) {
        return Err(skipped(Reason::TooOld, too_old(&page.final_url, article.date_published)));
    }
    if let Some(profile) = profile {
        context.observer.see(&mut article, profile, &explanation);
    }
    Ok((article, context.explain.then_some(explanation)))
}

fn date_by_feed(article: &mut Article, published: Option<PageTime>) {
    if article.date_published.is_none() && published.is_some() {
        article.date_published = published;
        article.provenance.date_published =
            Some(Origin { source: Source::Feed, rule: None, confidence: FEED_CONFIDENCE });
    }
}

/// The message of a page published before `--since`.
pub(super) fn too_old(url: &Url, published: Option<PageTime>) -> String {
    let published = published.map(|time| time.to_string()).unwrap_or_default();
    format!("{url} was published on {published}, before --since")
}

fn may_be_article(profile: Option<&Profile>, url: &Url) -> bool {
    let paths = profile.map_or(&[][..], |profile| &profile.urls.article);
    paths.is_empty() || paths.iter().any(|path| path.is_match(url.path()))
}

/// What the article is recognised by under another address: where it was found, and what it says is its own address.
fn identities(known: &Known, article: &Article) -> Vec<UrlHash> {
    let mut urls = vec![known.url.clone()];
    let answered = CanonicalUrl::parse(&article.final_url).ok();
    let own = article.canonical_url.as_deref().and_then(|url| CanonicalUrl::parse(url).ok());
    if let Some(answered) = answered {
        urls.extend(own.filter(|own| is_plausible(own, answered.as_url())));
        urls.push(answered);
    }
    let mut hashes: Vec<UrlHash> = urls.iter().map(UrlHash::of).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Another site's address is a claim we cannot check; and whole sites name their front page on every page by
/// mistake, which would leave one article of them all.
fn is_plausible(own: &CanonicalUrl, answered: &Url) -> bool {
    let own = own.as_url();
    same_site(own, answered) && (own.path() != "/" || own.query().is_some() || answered.path() == "/")
}

/// A page that was read, and rightly gives no article.
fn skipped(known: &Known, fetched: &Fetched, reason: Reason, message: String) -> NoArticle {
    NoArticle {
        url: known.url.to_string(),
        id: None,
        status: NoArticleStatus::Skipped,
        stage: Stage::Extract,
        reason,
        message,
        http_status: Some(200),
        retryable: false,
        attempts: fetched.attempts,
    }
}
