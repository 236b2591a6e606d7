//! One URL's way: fetch, read, write down.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::Semaphore;
use url::Url;

use super::clock::Clock;
use super::frontier::{Claim, Found, Paced, Revisit, Shape, UrlKind, Version};
use super::further;
use super::outage::Outages;
use super::reading::{self, Known};
use super::recorder::{Closed, Ending, Recognised, Recorder, Rendered, Report};
use super::scope::{Bounds, same_site};
use super::taping;
use super::tenancy::{moved, robots_to_hand_on, take_over, within};
use crate::archive::{Digest, Packed};
use crate::canonical::{CanonicalUrl, HostKey};
use crate::drift::Observer;
use crate::extract::{self, Further};
use crate::fetch::{Again, FetchError, FetchRequest, Fetched, Fetcher, Tape};
use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};
use crate::profile::{Profile, Profiles};

/// How often a URL is put off because its host asks for it; then it fails.
const MOST_SNOOZES: u32 = 3;

/// How long a host may ask to be left alone before the URL that it says so of fails, and before the run ends without asking for
/// the host's others, which wait for a later one.
pub(super) const PATIENCE: Duration = Duration::from_hours(1);

/// How long a host's word to be left alone holds at most: it may be a slip, and nobody waits a year.
const LONGEST_REST: Duration = Duration::from_hours(24);

/// Most URLs of a host in a row, where it may be asked again at once: others wait meanwhile.
const STAY: u32 = 16;

/// What every visit needs.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the run")]
pub(super) struct Context {
    pub fetcher: Fetcher,
    pub profiles: Arc<Profiles>,
    pub bounds: Bounds,
    pub since: Option<Date>,
    /// Our name as robots.txt and robots meta tags know it.
    pub agent: String,
    pub respect_ai_optout: bool,
    pub extraction: extract::Options,
    pub explain: bool,
    pub observer: Observer,
    /// Whether what is fetched is archived.
    pub archives: bool,
    /// Whether what is fetched is asked again later.
    pub revisits: bool,
    pub clock: Clock,
    /// Which hosts are down.
    pub outages: Outages,
    /// Whether visits stay with their hosts: no slot is free for another, and the run is not to end.
    pub stays: AtomicBool,
    /// One permit per core: more pages parsed at once would only take memory.
    pub readers: Arc<Semaphore>,
}

enum Seen {
    Done(Box<Report>),
    /// The host asks us to come back after that, for that reason.
    Later(Duration, String),
    /// The host is not ours any more.
    TooLate,
}

/// Fetches and reads a URL and has the outcome written down; and then the next ones of its host, where it may be asked
/// again at once.
pub(super) async fn visit(context: Arc<Context>, recorder: Recorder, claim: Claim) -> Result<(), Closed> {
    let mut next = Some(claim);
    let mut more = STAY;
    while let Some(claim) = next {
        more -= 1;
        next = visit_one(&context, &recorder, claim, more > 0).await?;
    }
    Ok(())
}

/// Fetches and reads one URL and has the outcome written down. The next one of its host is claimed, if there is one and the
/// visit stays.
async fn visit_one(
    context: &Arc<Context>,
    recorder: &Recorder,
    claim: Claim,
    stays: bool,
) -> Result<Option<Claim>, Closed> {
    let tape = context.archives.then(Tape::default);
    let through = tape.as_ref().map_or_else(|| context.fetcher.clone(), |tape| context.fetcher.taped(tape));
    if let Some(arrival) = &claim.arrival {
        take_over(&context.fetcher, &claim.url.host(), arrival);
    }
    let mut seen = match &claim.term {
        None => look(context, &through, &claim).await,
        Some(term) => {
            let look = Box::pin(look(context, &through, &claim));
            within(term, look).await.unwrap_or(Seen::TooLate)
        }
    };
    let rendered = match &mut seen {
        Seen::Done(report) => report.rendered.take(),
        Seen::Later(..) | Seen::TooLate => None,
    };
    let packed = match tape {
        Some(tape) => pack(context, &tape, &claim, rendered).await,
        None => Vec::new(),
    };
    match seen {
        Seen::Done(mut report) => {
            report.pace = paced(context, &claim);
            report.robots = robots_to_hand_on(&context.fetcher, &claim);
            report.packed = packed;
            let stays = stays && context.stays.load(Ordering::Relaxed);
            recorder.finish(claim, report, stays.then(|| context.clock.now())).await
        }
        Seen::Later(after, why) => {
            recorder.snooze(claim, context.clock.in_time(after), why, packed).await.map(|()| None)
        }
        Seen::TooLate => recorder.release(claim, packed).await.map(|()| None),
    }
}

/// What was recorded, compressed for the archive.
async fn pack(context: &Context, tape: &Tape, claim: &Claim, rendered: Option<Rendered>) -> Vec<Packed> {
    let recorded = tape.take();
    let version = claim.revisit.as_ref().and_then(|revisit| revisit.watched.version.clone());
    // As in `read`.
    let _permit = Arc::clone(&context.readers).acquire_owned().await.ok();
    // A panic there would be our mistake; the crawl goes on without the records.
    tokio::task::spawn_blocking(move || taping::pack(&recorded, version.as_ref(), rendered.as_ref()))
        .await
        .unwrap_or_default()
}

/// How the URL's host is paced now that it was asked. A host that is to be left alone is not claimed for that long, so
/// that nobody waits for it meanwhile; if that is longer than we are patient, the run ends before (but where hosts are shared
/// with other workers: there its URLs fail instead).
fn paced(context: &Context, claim: &Claim) -> Option<Paced> {
    let pace = context.fetcher.pace_of(&HostKey::of(claim.url.as_url()))?;
    let rest = match pace.ready_in {
        rest if rest <= PATIENCE => rest,
        rest if claim.term.is_none() => rest.min(LONGEST_REST),
        _ => Duration::ZERO,
    };
    Some(Paced { pause: pace.pause, next_allowed: context.clock.in_time(rest), strain: pace.strain })
}

async fn look(context: &Arc<Context>, through: &Fetcher, claim: &Claim) -> Seen {
    let unasked =
        if claim.revisit.is_none() { too_old(context, claim).or_else(|| trapped(claim)) } else { None };
    if let Some(report) = unasked {
        return Seen::Done(Box::new(report));
    }
    let profile = context.profiles.find(claim.url.as_url());
    let may_visit = |url: &Url| may_visit(context, claim, url);
    let request = FetchRequest {
        url: &claim.url,
        may_visit: &may_visit,
        delay: profile.and_then(|profile| profile.delay),
    };
    let answer = match &claim.revisit {
        Some(revisit) => ask_again(through, request, revisit).await,
        None => through.fetch(request).await.map(|fetched| Again::Answer(Box::new(fetched))),
    };
    let failure = answer.as_ref().err();
    if let Some(rest) = context.outages.note(claim.url.host(), failure)
        && claim.revisit.is_none()
        && claim.term.is_none()
    {
        return Seen::Later(rest, failure.map(|error| one_line(error)).unwrap_or_default());
    }
    let mut report = match answer {
        Ok(Again::Answer(fetched)) => read_or_render(context, through, claim, request, *fetched).await,
        Ok(Again::Unchanged { attempts }) => ended(Ending::Unchanged { not_modified: true }, attempts),
        Err(ref error @ FetchError::RetryLater { after, status, .. }) if is_patient(claim, after, status) => {
            return Seen::Later(after.min(LONGEST_REST), one_line(error));
        }
        Err(error) => moved(context, claim, &error).unwrap_or_else(|| not_fetched(claim, &error)),
    };
    if is_first_look(claim, &report) {
        report.found.extend(host_sources(context, through, claim, profile).await);
    }
    Seen::Done(Box::new(report))
}

/// Whether the host is looked at for the first time: also by a seed that gives an answer after it could not be had.
fn is_first_look(claim: &Claim, report: &Report) -> bool {
    let late = claim.revisit.as_ref().is_some_and(|revisit| revisit.gave_nothing());
    claim.new_host || (late && claim.depth == 0 && report.version.is_some())
}

/// Asks for what was fetched before, but only if it has changed, where the server can tell.
async fn ask_again(
    through: &Fetcher,
    request: FetchRequest<'_>,
    revisit: &Revisit,
) -> Result<Again, FetchError> {
    match &revisit.watched.version {
        Some(version) => through.fetch_if_changed(request, &version.validators).await,
        None => through.fetch(request).await.map(|fetched| Again::Answer(Box::new(fetched))),
    }
}

/// Whether a URL is put off for so long. One that was fetched before may wait for as long as its host likes, and so may one that
/// was not asked for at all because the host said so of another (there is no `status` then).
fn is_patient(claim: &Claim, after: Duration, status: Option<u16>) -> bool {
    let unasked = status.is_none() && claim.term.is_none();
    claim.revisit.is_some() || unasked || (claim.snoozes < MOST_SNOOZES && after <= PATIENCE)
}

/// A page that its feed dates before `since` need not be fetched.
fn too_old(context: &Context, claim: &Claim) -> Option<Report> {
    let (published, since) = (claim.published?, context.since?);
    if published.day() >= since {
        return None;
    }
    Some(unasked(claim, Reason::TooOld, reading::too_old(claim.url.as_url(), Some(published))))
}

/// A page of a kind that never led to an article is not fetched either.
fn trapped(claim: &Claim) -> Option<Report> {
    let shape = claim.trap.as_ref()?;
    Some(unasked(claim, Reason::Trap, trapped_by(&claim.url, shape)))
}

/// The message of a page whose kind never led to an article.
pub(super) fn trapped_by(url: &CanonicalUrl, shape: &Shape) -> String {
    format!(
        "{url}: pages with addresses like {shape} gave no article and led to none, again and again; see --trap-after"
    )
}

/// The report on a page that was left out without a request.
fn unasked(claim: &Claim, reason: Reason, message: String) -> Report {
    let none = NoArticle {
        url: claim.url.to_string(),
        id: None,
        status: NoArticleStatus::Skipped,
        stage: Stage::Scope,
        reason,
        message,
        http_status: None,
        retryable: false,
        attempts: 0,
    };
    ended(Ending::Page { outcome: none.into(), recognised: Recognised::default() }, 0)
}

/// Redirects may lead anywhere in scope; those of a source, which a profile may place elsewhere, also on its host. Where
/// other hosts are other workers', they may not lead there.
fn may_visit(context: &Context, claim: &Claim, url: &Url) -> bool {
    (claim.term.is_none() || HostKey::of(url) == claim.url.host()) && is_ours(context, claim, url)
}

/// Whether a URL that another leads to is of the crawl.
pub(super) fn is_ours(context: &Context, claim: &Claim, url: &Url) -> bool {
    context.bounds.allow(url)
        || (claim.kind != UrlKind::Page && url.host_str() == claim.url.as_url().host_str())
}

/// Reads a page, and if there is nothing in it but scripts, what a browser makes of it.
async fn read_or_render(
    context: &Arc<Context>,
    through: &Fetcher,
    claim: &Claim,
    request: FetchRequest<'_>,
    fetched: Fetched,
) -> Report {
    let again = through.renders().then(|| fetched.clone());
    let report = read(context, through, claim, fetched).await;
    let Some(fetched) = again.filter(|_| report.bare) else { return report };
    match through.render(request, fetched).await {
        Ok(page) => {
            let (url, at, document) = (page.final_url.clone(), page.fetched_at, page.body.clone());
            let rendered = context.archives.then_some(Rendered { url, at, document });
            // The version is that of the answer itself, since that is what the server can say of whether it changed.
            Report { version: report.version, rendered, ..read(context, through, claim, page).await }
        }
        Err(error) => not_fetched(claim, &error),
    }
}

async fn read(context: &Arc<Context>, through: &Fetcher, claim: &Claim, fetched: Fetched) -> Report {
    let known = Known::from(claim);
    let attempts = fetched.attempts;
    let before = claim.revisit.as_ref().and_then(|revisit| revisit.watched.version.as_ref());
    let before = before.map(|version| version.digest);
    let reading = on_a_reader(context, move |reader| {
        let version = reader.revisits.then(|| version(&fetched));
        if version.as_ref().is_some_and(|version| before == Some(version.digest)) {
            let report = ended(Ending::Unchanged { not_modified: false }, attempts);
            return (Report { version, ..report }, Further::default());
        }
        let (report, further) = reading::read(reader, &known, &fetched);
        (Report { version, ..report }, further)
    });
    match reading.await {
        Ok((report, further)) => further::joined(context, through, claim, report, further).await,
        Err(_) => broken(claim, attempts),
    }
}

/// What the answer is recognised by when it is asked for again.
fn version(fetched: &Fetched) -> Version {
    Version { validators: fetched.validators.clone(), digest: Digest::of(&fetched.body), archived: None }
}

/// Reads a page where that holds up nobody; an error is a panic's.
pub(super) async fn on_a_reader<T: Send + 'static>(
    context: &Arc<Context>,
    read: impl FnOnce(&Context) -> T + Send + 'static,
) -> Result<T, tokio::task::JoinError> {
    // The semaphore is never closed; without a permit, reading would merely be less orderly.
    let _permit = Arc::clone(&context.readers).acquire_owned().await.ok();
    let reader = Arc::clone(context);
    tokio::task::spawn_blocking(move || read(&reader)).await
}

/// Reading the page ended in a panic: our mistake, and no reason to lose the rest of the crawl.
fn broken(claim: &Claim, attempts: u32) -> Report {
    let none = NoArticle::broken_off(claim.url.as_str(), Some(200), attempts);
    let ending = match claim.kind {
        UrlKind::Page => Ending::Page { outcome: none.into(), recognised: Recognised::default() },
        kind => Ending::Source { kind, listed: Err(none.message) },
    };
    ended(ending, attempts)
}

fn not_fetched(claim: &Claim, error: &FetchError) -> Report {
    let none = error.no_article(claim.url.as_str());
    let attempts = none.attempts;
    match claim.kind {
        UrlKind::Page => {
            ended(Ending::Page { outcome: none.into(), recognised: Recognised::default() }, attempts)
        }
        kind => ended(Ending::Source { kind, listed: Err(one_line(error)) }, attempts),
    }
}

pub(super) fn ended(ending: Ending, attempts: u32) -> Report {
    Report {
        ending,
        attempts,
        found: Vec::new(),
        explanation: None,
        pace: None,
        robots: Vec::new(),
        packed: Vec::new(),
        rendered: None,
        bare: false,
        version: None,
    }
}

/// The feeds and sitemaps of a host not met before: its profile's, and those its robots.txt names.
async fn host_sources(
    context: &Context,
    fetcher: &Fetcher,
    claim: &Claim,
    profile: Option<&Profile>,
) -> Vec<Found> {
    let mut found = profile.map(|profile| profile_sources(profile, claim.depth)).unwrap_or_default();
    // The page's own fetch has just read robots.txt; where it could not, it names no sitemaps either.
    let Ok(robots) = fetcher.robots(claim.url.as_url()).await else { return found };
    let named = robots.sitemaps().iter();
    let sitemaps = named.filter_map(|text| CanonicalUrl::join(claim.url.as_url(), text).ok());
    let ours = |url: &CanonicalUrl| {
        context.bounds.allow(url.as_url()) || same_site(url.as_url(), claim.url.as_url())
    };
    found.extend(sitemaps.filter(ours).map(|url| source(url, UrlKind::Sitemap, claim.depth)));
    found
}

/// The feeds and sitemaps a profile names. They are taken at its word, wherever they are.
pub(super) fn profile_sources(profile: &Profile, depth: u32) -> Vec<Found> {
    let feeds = profile.urls.feeds.iter().map(|url| (url, UrlKind::Feed));
    let sitemaps = profile.urls.sitemaps.iter().map(|url| (url, UrlKind::Sitemap));
    let sources = feeds.chain(sitemaps);
    sources
        .filter_map(|(url, kind)| Some(source(CanonicalUrl::from_url(url.clone()).ok()?, kind, depth)))
        .collect()
}

fn source(url: CanonicalUrl, kind: UrlKind, depth: u32) -> Found {
    Found { url, kind, depth, published: None, modified: None }
}
