//! What a crawl would fetch, found out by rehearsing it on a copy of its state: the same claims in the same order, with
//! robots.txt the only thing that is fetched.
//!
//! What pages, feeds and sitemaps would lead to is not known before they are read, so only what is known already is planned.

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::Timestamp;

use super::frontier::{Claim, Finish, Found, Limits, Rehearsal, Store as _, UrlKind, Verdict};
use super::{CrawlError, CrawlOptions, seeds_found, sort};
use crate::fetch::Fetcher;
use crate::outcome::{NoArticleStatus, Reason};
use crate::profile::Profiles;
use crate::sink::Lengths;

/// What would become of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The URL; as given, if it is none.
    pub url: String,
    /// What would be done with it.
    pub intent: Intent,
}

/// What would be done with a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// It would be fetched.
    Fetch,
    /// It was finished by an earlier run.
    Seen,
    /// It would not be fetched, for this reason: it would be left out, or go on waiting for a higher limit.
    Leave(Reason, String),
}

/// Tells what a run with these options would fetch, in the order it would. Writes nothing into the folder.
pub async fn plan(
    options: &CrawlOptions,
    fetcher: &Fetcher,
    profiles: &Profiles,
    mut tell: impl FnMut(Planned),
) -> Result<(), CrawlError> {
    #[cfg(feature = "postgres")]
    if options.sharing.is_some() {
        return Err(CrawlError::SharedPlan);
    }
    let mut rehearsal = Rehearsal::of(&options.output)?;
    let (seeds, bad) = sort(&options.seeds);
    for none in bad {
        tell(Planned { url: none.url, intent: Intent::Leave(none.reason, none.message) });
    }
    let mut untold = add(&mut rehearsal, &seeds_found(&seeds, profiles))?;
    let mut told = |planned: Planned, untold: &mut HashSet<String>| {
        untold.remove(&planned.url);
        tell(planned);
    };
    loop {
        let store = rehearsal.store();
        let limits = Limits { revisit: false, ..options.limits };
        let claims = store.claim_hosts(Timestamp::MAX, limits, options.hosts_at_once.max(1))?.claims;
        if claims.is_empty() {
            break;
        }
        let intents = join_all(claims.iter().map(|claim| intent(claim, options, fetcher, profiles))).await;
        for (claim, intent) in claims.into_iter().zip(intents) {
            told(Planned { url: claim.url.to_string(), intent: intent.clone() }, &mut untold);
            store.complete(claim, &finish(&intent))?;
        }
    }
    let mut kept = Vec::new();
    rehearsal.waiting(|url, depth, fetched| {
        kept.push(Planned { url: url.to_string(), intent: kept_back(options.limits, depth, fetched) });
    })?;
    for planned in kept {
        told(planned, &mut untold);
    }
    let mut seen: Vec<String> = untold.into_iter().collect();
    seen.sort_unstable();
    for url in seen {
        tell(Planned { url, intent: Intent::Seen });
    }
    Ok(())
}

/// Adds what a run would begin with; returns those that were known already.
fn add(rehearsal: &mut Rehearsal, found: &[Found]) -> Result<HashSet<String>, CrawlError> {
    let mut known = HashSet::new();
    for found in found {
        if rehearsal.store().add(std::slice::from_ref(found))? == 0 {
            known.insert(found.url.to_string());
        }
    }
    Ok(known)
}

/// What would be done with a URL whose turn it is.
async fn intent(claim: &Claim, options: &CrawlOptions, fetcher: &Fetcher, profiles: &Profiles) -> Intent {
    if let (Some(published), Some(since)) = (claim.published, options.since)
        && published.day() < since
    {
        return Intent::Leave(Reason::TooOld, super::reading::too_old(claim.url.as_url(), Some(published)));
    }
    if let Some(shape) = &claim.trap {
        return Intent::Leave(Reason::Trap, super::visit::trapped_by(&claim.url, shape));
    }
    let delay = profiles.find(claim.url.as_url()).and_then(|profile| profile.delay);
    match fetcher.may_fetch(&claim.url, delay).await {
        Ok(()) => Intent::Fetch,
        Err(error) => {
            let none = error.no_article(claim.url.as_str());
            Intent::Leave(none.reason, none.message)
        }
    }
}

/// What the copy is told, so that limits count what would have been fetched.
fn finish(intent: &Intent) -> Finish<'static> {
    let (verdict, attempts) = match intent {
        Intent::Leave(reason, _) => (Verdict::NoArticle(NoArticleStatus::Skipped, *reason), 0),
        Intent::Fetch | Intent::Seen => (Verdict::Article, 1),
    };
    Finish {
        kind: UrlKind::Page,
        verdict,
        attempts,
        found: &[],
        identities: &[],
        lengths: Lengths::default(),
        print: None,
        pace: None,
        error: None,
        archived: None,
        watched: None,
        relisted: &[],
    }
}

/// Which limit a URL waits for: the first of those that keep it back.
fn kept_back(limits: Limits, depth: u32, fetched: u64) -> Intent {
    let (reason, flag) = if limits.max_depth.is_some_and(|most| depth > most) {
        (Reason::TooDeep, "--max-depth")
    } else if limits.max_pages_per_host.is_some_and(|most| fetched >= most) {
        (Reason::HostLimit, "--max-pages-per-host")
    } else {
        (Reason::PageLimit, "--max-pages")
    };
    Intent::Leave(reason, format!("waits for a run with a higher {flag}"))
}
