//! Which URL comes when.

use copydesk::crawl::frontier::{Limits, Store as _, UrlKind};

use super::{LATE, at, claims, complete, found, open, second_of, urls};

#[test]
fn a_url_enters_once_however_often_it_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    assert_eq!(store.add(&[found("https://a.test/1", 0), found("https://a.test/1", 3)]).unwrap(), 1);
    let claim = claims(&mut store, 0, 9).remove(0);
    complete(&mut store, claim, &[found("https://a.test/1", 1), found("https://a.test/2", 1)]);
    assert_eq!(store.tally().waiting, 1);
    assert_eq!(store.tally().articles, 1);
    assert_eq!(urls(&claims(&mut store, 0, 9)), ["https://a.test/2"]);
}

#[test]
fn one_url_of_a_host_is_out_at_a_time_and_hosts_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let all = ["https://a.test/1", "https://a.test/2", "https://b.test/1", "https://b.test/2"];
    store.add(&all.map(|url| found(url, 0))).unwrap();

    let first = claims(&mut store, 0, 9);
    assert_eq!(urls(&first), ["https://a.test/1", "https://b.test/1"]);
    assert!(claims(&mut store, 0, 9).is_empty(), "both hosts are taken");

    for claim in first {
        complete(&mut store, claim, &[]);
    }
    assert_eq!(urls(&claims(&mut store, 0, 1)), ["https://a.test/2"]);
    assert_eq!(urls(&claims(&mut store, 0, 1)), ["https://b.test/2"]);
}

#[test]
fn sources_come_first_then_near_pages_and_among_those_the_newest() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let dated = |url, date: &str| {
        let mut dated = found(url, 1);
        dated.published = Some(date.parse().unwrap());
        dated
    };
    let mut feed = found("https://a.test/feed", 1);
    feed.kind = UrlKind::Feed;
    store
        .add(&[
            found("https://a.test/deep", 2),
            found("https://a.test/undated", 1),
            dated("https://a.test/old", "2001-01-01"),
            dated("https://a.test/new", "2026-01-01"),
            feed,
            found("https://a.test/", 0),
        ])
        .unwrap();
    let mut order = Vec::new();
    while let Some(claim) = claims(&mut store, 0, 1).pop() {
        order.push(claim.url.as_url().path().to_owned());
        complete(&mut store, claim, &[]);
    }
    assert_eq!(order, ["/feed", "/", "/new", "/old", "/undated", "/deep"]);
}

#[test]
fn a_date_that_a_feed_tells_later_still_reaches_the_url() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 1)]).unwrap();
    let mut dated = found("https://a.test/1", 1);
    dated.published = Some("2026-11-22".parse().unwrap());
    assert_eq!(store.add(&[dated.clone()]).unwrap(), 0);
    assert_eq!(claims(&mut store, 0, 1)[0].published, dated.published);
}

#[test]
fn a_snoozed_host_is_left_alone_until_its_time_even_by_the_next_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 0), found("https://a.test/2", 0)]).unwrap();
    let claim = claims(&mut store, 100, 1).remove(0);
    store.snooze(claim, at(160), "busy").unwrap();
    let early = 159 - LATE;
    let given = store.claim_hosts(at(early), Limits::default(), 9).unwrap();
    assert!(given.claims.is_empty());
    let due = given.next_due.map(second_of).unwrap();
    assert!((160 - LATE..=160).contains(&due), "{due}");
    drop(store);

    let mut store = open(folder.path());
    assert!(claims(&mut store, early, 9).is_empty());
    let again = claims(&mut store, 160, 9);
    assert_eq!(urls(&again), ["https://a.test/1"]);
    assert_eq!(again[0].snoozes, 1);
}

#[test]
fn limits_keep_urls_waiting_and_a_higher_limit_lets_them_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/", 0), found("https://a.test/1", 1)]).unwrap();
    let shallow = Limits { max_depth: Some(0), ..Limits::default() };
    let claim = store.claim_hosts(at(0), shallow, 9).unwrap().claims.remove(0);
    complete(&mut store, claim, &[found("https://b.test/2", 2)]);
    assert!(store.claim_hosts(at(0), shallow, 9).unwrap().claims.is_empty());
    assert_eq!(store.kept_back(shallow).unwrap().too_deep, 2);
    assert_eq!(store.tally().waiting, 2);
    drop(store);

    let mut store = open(folder.path());
    let few = Limits { max_pages: Some(2), ..Limits::default() };
    let claimed = store.claim_hosts(at(0), few, 9).unwrap().claims;
    assert_eq!(claimed.len(), 1, "one page was fetched before, one is left");
    for claim in claimed {
        store.release(claim);
    }
    assert_eq!(claims(&mut store, 0, 9).len(), 2);
}

#[test]
fn a_source_at_the_deepest_level_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let mut sitemap = found("https://a.test/sitemap.xml", 0);
    sitemap.kind = UrlKind::Sitemap;
    store.add(&[sitemap]).unwrap();
    let limits = |max_depth| Limits { max_depth: Some(max_depth), ..Limits::default() };
    assert!(store.claim_hosts(at(0), limits(0), 1).unwrap().claims.is_empty());
    drop(store);
    assert_eq!(open(folder.path()).claim_hosts(at(0), limits(1), 1).unwrap().claims.len(), 1);
}

#[test]
fn links_sorted_into_the_tables_are_claimed_in_turn_and_not_added_again() {
    /// More than are kept in memory.
    const LINKS: usize = 70_000;
    let folder = tempfile::tempdir().unwrap();
    let url = |n: usize| format!("https://host{}.test/{}", n % 7, n / 7);
    let mut store = open(folder.path());
    store.add(&[found(&url(0), 0)]).unwrap();
    let first = claims(&mut store, 0, 1).remove(0);
    // The first page is being fetched while the links are sorted in, and another is finished before.
    store.add(&[found(&url(1), 0)]).unwrap();
    let second = claims(&mut store, 0, 1).remove(0);
    complete(&mut store, second, &[]);
    let all: Vec<_> = (0..LINKS).map(|n| found(&url(n), 1)).collect();
    assert_eq!(store.add(&all).unwrap(), LINKS as u64 - 2);
    assert_eq!(store.add(&all).unwrap(), 0, "all are known");
    complete(&mut store, first, &[]);
    store.add(&[found("https://host3.test/late-but-near", 0)]).unwrap();

    for reopened in [false, true] {
        if reopened {
            drop(store);
            store = open(folder.path());
            assert_eq!(store.add(&all).unwrap(), 0, "all are still known");
        }
        let tally = store.tally();
        assert_eq!((tally.waiting, tally.articles), (LINKS as u64 - 1, 2));
        let mut next = claims(&mut store, 0, 9);
        next.sort_by(|a, b| a.url.as_str().cmp(b.url.as_str()));
        let expected = [7, 8, 2].map(url).into_iter().chain(["https://host3.test/late-but-near".to_owned()]);
        assert_eq!(urls(&next), expected.chain([4, 5, 6].map(url)).collect::<Vec<_>>());
        for claim in next {
            store.release(claim);
        }
    }
    assert_eq!(
        store.kept_back(Limits { max_depth: Some(0), ..Limits::default() }).unwrap().too_deep,
        LINKS as u64 - 2
    );

    // The reopened store sorts in for the first time, and what is new is told from what is known in another way from then on.
    let more: Vec<_> = (0..LINKS).map(|n| found(&format!("https://late.test/{n}"), 1)).collect();
    let later = [found("https://late.test/new", 1)];
    assert_eq!(store.add(&more).unwrap(), LINKS as u64);
    assert_eq!((store.add(&more).unwrap(), store.new_among(&all).unwrap()), (0, 0));
    assert_eq!((store.new_among(&later).unwrap(), store.add(&later).unwrap()), (1, 1));
}
