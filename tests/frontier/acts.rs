//! What tests do with a store of whichever kind.

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{Claim, Completed, Finish, Found, Limits, Store, UrlHash, UrlKind, Verdict};
use copydesk::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage};
use copydesk::sink::{CrawlFiles, Lengths};
use jiff::Timestamp;

pub fn found(url: &str, depth: u32) -> Found {
    Found {
        url: CanonicalUrl::parse(url).unwrap(),
        kind: UrlKind::Page,
        depth,
        published: None,
        modified: None,
    }
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The nearest second.
pub fn second_of(time: Timestamp) -> i64 {
    (time.as_millisecond() + 500) / 1000
}

/// The next claims at a time, without limits.
pub fn claims(store: &mut impl Store, second: i64, most: usize) -> Vec<Claim> {
    store.claim_hosts(at(second), Limits::default(), most).unwrap().claims
}

pub fn urls(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.url.as_str()).collect()
}

/// Finishes a claim as an article, without lines in the output.
pub fn complete(store: &mut impl Store, claim: Claim, found: &[Found]) {
    let lengths = store.lengths();
    let identities = [UrlHash::of(&claim.url)];
    let verdict = Verdict::Article;
    let finish = Finish {
        kind: UrlKind::Page,
        verdict,
        attempts: 1,
        found,
        identities: &identities,
        lengths,
        pace: None,
        error: None,
        archived: None,
        print: None,
        watched: None,
        relisted: &[],
    };
    assert!(matches!(store.complete(claim, &finish).unwrap(), Completed::Yes { .. }));
}

/// Finishes a claim as skipped, with its line in the output.
pub fn complete_with_line(store: &mut impl Store, files: &mut CrawlFiles, claim: Claim) -> Lengths {
    let lengths = files.write(&skipped(claim.url.as_str()), 1).unwrap();
    store.complete(claim, &skipped_finish(lengths)).unwrap();
    lengths
}

/// A page that was skipped, with the files that long.
pub fn skipped_finish(lengths: Lengths) -> Finish<'static> {
    Finish {
        kind: UrlKind::Page,
        verdict: Verdict::NoArticle(NoArticleStatus::Skipped, Reason::NotArticle),
        attempts: 1,
        found: &[],
        identities: &[],
        lengths,
        pace: None,
        error: None,
        archived: None,
        print: None,
        watched: None,
        relisted: &[],
    }
}

pub fn skipped(url: &str) -> Outcome {
    Outcome::from(NoArticle {
        url: url.to_owned(),
        id: None,
        status: NoArticleStatus::Skipped,
        stage: Stage::Extract,
        reason: Reason::NotArticle,
        message: "a listing".to_owned(),
        http_status: Some(200),
        retryable: false,
        attempts: 1,
    })
}
