//! Addresses that look alike, and what is done about those that lead nowhere.

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{Claim, Finish, Found, Limits, Shape, Store as _, UrlKind, Verdict};
use copydesk::outcome::{NoArticleStatus, Reason};

use super::{TestStore, at, complete, found, open};

fn shape(path: &str) -> String {
    Shape::of(&CanonicalUrl::parse(&format!("https://a.test{path}")).unwrap()).to_string()
}

#[test]
fn a_shape_is_an_address_without_its_numbers_and_titles() {
    for (path, expected) in [
        ("/", "/"),
        ("/calendar/2026/1", "/calendar/#/#"),
        ("/calendar/2031/12", "/calendar/#/#"),
        ("/missing-17.html", "/missing-#.html"),
        ("/2026/11/22/council-votes-on-new-ferry", "/#/#/#/*"),
        ("/news/council-votes", "/news/council-votes"),
        ("/f/a.html;view=8f3a", "/f/a.html;view"),
        ("/item/5f2b8c9d0e1f2a3b4c5d", "/item/#"),
        ("/list?page=2&sort=new", "/list?page&sort"),
        ("/list?sort=old&page=31", "/list?page&sort"),
        ("/list?f1=a&f2=b", "/list?#"),
        ("/missing-e5ab23b.html", "/missing-#.html"),
        ("/search?flood", "/search?"),
        ("/%D0%BF%D1%80%D0%B8%D0%B2/7", "/%D0%BF%D1%80%D0%B8%D0%B2/#"),
    ] {
        assert_eq!(shape(path), expected, "{path}");
    }
}

const LIMITS: Limits = Limits {
    max_depth: None,
    max_pages: None,
    max_pages_per_host: None,
    trap_after: Some(3),
    revisit: false,
};

fn next(store: &mut TestStore) -> Option<Claim> {
    store.claim_hosts(at(0), LIMITS, 1).unwrap().claims.pop()
}

/// Finishes a claim as a page without an article that links to others.
fn barren(store: &mut TestStore, claim: Claim, links: &[&str]) {
    let found: Vec<Found> = links.iter().map(|link| found(link, 1)).collect();
    let verdict = Verdict::NoArticle(NoArticleStatus::Skipped, Reason::NotArticle);
    let lengths = store.lengths();
    let finish = Finish {
        kind: UrlKind::Page,
        verdict,
        attempts: 1,
        found: &found,
        identities: &[],
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

/// A store whose front page leads to so many days of a calendar.
fn calendar(folder: &std::path::Path, days: usize) -> TestStore {
    let mut store = open(folder);
    store.add(&[found("https://a.test/", 0)]).unwrap();
    let front = next(&mut store).unwrap();
    let days: Vec<String> = (1..=days).map(|day| format!("https://a.test/calendar/{day}")).collect();
    barren(&mut store, front, &days.iter().map(String::as_str).collect::<Vec<_>>());
    store
}

#[test]
fn pages_alike_that_lead_nowhere_are_a_trap_also_for_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = calendar(folder.path(), 9);
    for _ in 0..3 {
        let claim = next(&mut store).unwrap();
        assert_eq!(claim.trap, None, "{}", claim.url);
        barren(&mut store, claim, &[]);
    }
    let claim = next(&mut store).unwrap();
    assert_eq!(claim.trap.as_ref().map(ToString::to_string).as_deref(), Some("/calendar/#"));
    store.release(claim);
    drop(store);
    let mut store = open(folder.path());
    assert!(next(&mut store).unwrap().trap.is_some());
    let unlimited = store.claim_hosts(at(0), Limits::default(), 1).unwrap();
    assert!(unlimited.claims.is_empty(), "the host is taken");
}

/// Fetches days of the calendar until they are a trap; says how many it took.
fn days_until_trapped(store: &mut TestStore) -> usize {
    let mut fetched = 0;
    loop {
        let claim = next(store).unwrap();
        if claim.trap.is_some() {
            store.release(claim);
            return fetched;
        }
        barren(store, claim, &[]);
        fetched += 1;
    }
}

#[test]
fn an_article_grants_its_shape_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = calendar(folder.path(), 20);
    let first = next(&mut store).unwrap();
    complete(&mut store, first, &[]);
    assert_eq!(days_until_trapped(&mut store), 5, "twice three in all");
}

#[test]
fn an_article_grants_more_to_the_shape_that_led_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/", 0)]).unwrap();
    let front = next(&mut store).unwrap();
    barren(&mut store, front, &["https://a.test/day/1"]);
    let day = next(&mut store).unwrap();
    barren(&mut store, day, &["https://a.test/a-story"]);
    let tale = next(&mut store).unwrap();
    let others: Vec<Found> = (2..20).map(|n| found(&format!("https://a.test/day/{n}"), 2)).collect();
    complete(&mut store, tale, &others);
    assert_eq!(days_until_trapped(&mut store), 5, "twice three in all");
}

#[test]
fn what_sources_and_seeds_name_is_no_trap() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let days: Vec<Found> = (1..=9).map(|day| found(&format!("https://a.test/day/{day}"), 0)).collect();
    store.add(&days).unwrap();
    for _ in 0..9 {
        let claim = next(&mut store).unwrap();
        assert_eq!(claim.trap, None, "{}", claim.url);
        barren(&mut store, claim, &[]);
    }
}

#[test]
fn a_budget_of_a_host_keeps_its_pages_waiting_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let pages = ["https://a.test/1", "https://a.test/2", "https://a.test/3", "https://b.test/1"];
    store.add(&pages.map(|page| found(page, 0))).unwrap();
    let mut feed = found("https://a.test/feed", 0);
    feed.kind = UrlKind::Feed;
    store.add(&[feed]).unwrap();
    let limits = Limits { max_pages_per_host: Some(1), ..Limits::default() };
    let mut fetched = Vec::new();
    while let Some(claim) = store.claim_hosts(at(0), limits, 1).unwrap().claims.pop() {
        fetched.push(claim.url.to_string());
        let kind = claim.kind;
        let verdict = if kind == UrlKind::Feed { Verdict::SourceRead } else { Verdict::Article };
        let lengths = store.lengths();
        let finish = Finish {
            kind,
            verdict,
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
        };
        store.complete(claim, &finish).unwrap();
    }
    fetched.sort();
    assert_eq!(fetched, ["https://a.test/1", "https://a.test/feed", "https://b.test/1"]);
    let kept_back = store.kept_back(limits).unwrap();
    assert_eq!((kept_back.host_limit, kept_back.page_limit), (2, 0));
    drop(store);

    // The next run knows what was fetched, and a higher budget lets the rest go.
    let mut store = open(folder.path());
    assert!(store.claim_hosts(at(0), limits, 9).unwrap().claims.is_empty());
    drop(store);
    let more = Limits { max_pages_per_host: Some(2), ..Limits::default() };
    assert_eq!(open(folder.path()).claim_hosts(at(0), more, 9).unwrap().claims.len(), 1);
}
