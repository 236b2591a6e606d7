//! The further pages of an article, fetched like any others and joined into the record of the first.
//!
//! They enter the crawl by no other way while they are parts of an article: links to them are dropped from what was found,
//! so that the one record is their one outcome. A page that entered on its own account keeps its own outcome.

use std::sync::Arc;

use super::frontier::{Claim, UrlKind};
use super::reading::{self, Known};
use super::recorder::{Ending, Report};
use super::visit::{Context, on_a_reader};
use crate::article::Article;
use crate::canonical::{CanonicalUrl, HostKey};
use crate::extract::{Further, Joining};
use crate::fetch::{FetchRequest, Fetcher};
use crate::outcome::{Outcome, one_line};

/// The report with the whole article, where that goes on on other pages.
pub(super) async fn joined(
    context: &Arc<Context>,
    through: &Fetcher,
    claim: &Claim,
    mut report: Report,
    further: Further,
) -> Report {
    let profile = context.profiles.find(claim.url.as_url()).filter(|_| further != Further::default());
    let Ending::Page { outcome: Outcome::Article(article), recognised } = &mut report.ending else {
        return report;
    };
    let Some(profile) = profile else { return report };
    let mut joining = Joining::new((**article).clone(), further, profile, context.extraction);
    while let Some(url) = joining.wanted().cloned() {
        joining.take(match CanonicalUrl::from_url(url) {
            Ok(url) => read(context, through, claim, url).await,
            Err(error) => Err(one_line(&error)),
        });
    }
    let whole = joining.finish();
    *recognised = reading::recognised(&Known::from(claim), &whole);
    report.found.retain(|found| found.kind != UrlKind::Page || !is_part(&whole, &found.url));
    **article = whole;
    report
}

fn is_part(article: &Article, url: &CanonicalUrl) -> bool {
    article.pages.iter().any(|page| CanonicalUrl::parse(page).is_ok_and(|page| page == *url))
}

async fn read(
    context: &Arc<Context>,
    through: &Fetcher,
    claim: &Claim,
    url: CanonicalUrl,
) -> Result<(Article, Further), String> {
    let profile = context.profiles.find(url.as_url());
    let request = FetchRequest {
        url: &url,
        may_visit: &|url| {
            context.bounds.allow(url) && (claim.term.is_none() || HostKey::of(url) == claim.url.host())
        },
        delay: profile.and_then(|profile| profile.delay),
    };
    if !context.bounds.allow(url.as_url()) {
        return Err("it lies outside the crawl's scope".to_owned());
    }
    if claim.term.is_some() && url.host() != claim.url.host() {
        return Err("it is on another host, which may be another worker's at the moment".to_owned());
    }
    let fetched = through.fetch(request).await.map_err(|error| one_line(&error))?;
    let known = Known { url, ..Known::from(claim) };
    let read = on_a_reader(context, move |reader| reading::read_further(reader, &known, &fetched)).await;
    match read {
        Ok(read) => read.map_err(|none| none.message),
        Err(_) => Err("reading it broke off".to_owned()),
    }
}
