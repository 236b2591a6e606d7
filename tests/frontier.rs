//! The frontier through its trait: order, exactly once, limits, snoozes, and what a kill or a power cut leaves.

mod claims;
mod damage;
mod migration;
mod model;
mod traps;
mod watching;

use std::path::Path;

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{
    Claim, Finish, Found, Limits, SqliteStore, Store as _, UrlHash, UrlKind, Verdict,
};
use copydesk::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage};
use copydesk::sink::{CrawlFiles, Lengths};
use jiff::Timestamp;

fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder, Timestamp::UNIX_EPOCH).unwrap()
}

fn found(url: &str, depth: u32) -> Found {
    Found {
        url: CanonicalUrl::parse(url).unwrap(),
        kind: UrlKind::Page,
        depth,
        published: None,
        modified: None,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// The next claims at a time, without limits.
fn claims(store: &mut SqliteStore, second: i64, most: usize) -> Vec<Claim> {
    store.claim_hosts(at(second), Limits::default(), most).unwrap().claims
}

fn urls(claims: &[Claim]) -> Vec<&str> {
    claims.iter().map(|claim| claim.url.as_str()).collect()
}

/// Finishes a claim as an article, without lines in the output.
fn complete(store: &mut SqliteStore, claim: Claim, found: &[Found]) {
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
    store.complete(claim, &finish).unwrap();
}

/// Finishes a claim as skipped, with its line in the output.
fn complete_with_line(store: &mut SqliteStore, files: &mut CrawlFiles, claim: Claim) -> Lengths {
    let lengths = files.write(&skipped(claim.url.as_str()), 1).unwrap();
    store.complete(claim, &skipped_finish(lengths)).unwrap();
    lengths
}

/// A page that was skipped, with the files that long.
fn skipped_finish(lengths: Lengths) -> Finish<'static> {
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

fn skipped(url: &str) -> Outcome {
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
