//! What is different about a visit where its host is ours only for a term, and other hosts are other workers'.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use tokio::time::sleep_until;

use super::frontier::{Arrival, Claim, Found, Term, UrlKind};
use super::recorder::{Ending, Recognised, Report};
use super::visit::{Context, ended, is_ours};
use crate::canonical::{CanonicalUrl, HostKey};
use crate::fetch::{FetchError, Fetcher, RobotsCopy};
use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage};

/// Goes on with a host as whoever asked it before would.
pub(super) fn take_over(fetcher: &Fetcher, host: &HostKey, arrival: &Arrival) {
    fetcher.slow_down(host, arrival.strain);
    for copy in &arrival.robots {
        fetcher.take_robots(host, copy);
    }
}

/// The robots.txt of a host that just came to us, where it is news to those who ask it after us.
pub(super) fn robots_to_hand_on(fetcher: &Fetcher, claim: &Claim) -> Vec<RobotsCopy> {
    let Some(arrival) = &claim.arrival else { return Vec::new() };
    let is_known = |copy: &RobotsCopy| {
        let same = |known: &&RobotsCopy| known.scheme == copy.scheme;
        arrival.robots.iter().find(same).is_some_and(|known| copy.fresh_for <= known.fresh_for)
    };
    let copies = fetcher.robots_copies(&claim.url.host());
    copies.into_iter().filter(|copy| !is_known(copy)).collect()
}

/// A redirect to a host of the crawl that may be another worker's at the moment: the target is queued for whoever has it.
pub(super) fn moved(context: &Context, claim: &Claim, error: &FetchError) -> Option<Report> {
    let FetchError::OutOfScope { tried } = error else { return None };
    claim.term.as_ref().filter(|_| is_ours(context, claim, &tried.url))?;
    let url = CanonicalUrl::from_url((*tried.url).clone()).ok()?;
    let found =
        Found { url, kind: claim.kind, depth: claim.depth, published: claim.published, modified: None };
    let ending = match claim.kind {
        UrlKind::Page => {
            let none = NoArticle {
                url: claim.url.to_string(),
                id: None,
                status: NoArticleStatus::Skipped,
                stage: Stage::Fetch,
                reason: Reason::Moved,
                message: format!(
                    "{} redirects to {}, which is fetched in its own host's turn",
                    claim.url, tried.url
                ),
                http_status: None,
                retryable: false,
                attempts: tried.attempts,
            };
            Ending::Page { outcome: none.into(), recognised: Recognised::default() }
        }
        kind => Ending::Source { kind, listed: Ok(1) },
    };
    Some(Report { found: vec![found], ..ended(ending, tried.attempts) })
}

/// Does work until a term ends. That is looked at before every step, so that a process that was stopped for longer takes none
/// when it goes on.
pub(super) async fn within<T>(term: &Term, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    loop {
        let mut timer = pin!(sleep_until(term.end()));
        let step = poll_fn(|context| {
            if term.is_over() {
                return Poll::Ready(None);
            }
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            timer.as_mut().poll(context).map(|()| None)
        });
        let done = step.await;
        if done.is_some() || term.is_over() {
            return done;
        }
        // The term was made longer meanwhile.
    }
}
