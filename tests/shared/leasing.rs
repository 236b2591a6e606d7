//! Several workers: who has a host, and what counts of what is written about it.

use copydesk::crawl::frontier::{Completed, Finish, Limits, Store as _, UrlHash, Verdict};
use copydesk::sink::Lengths;

use super::acts::skipped_finish;
use super::{at, claims, complete, found, schema, urls, worker};

/// Two workers of one crawl.
fn two() -> (tempfile::TempDir, super::TestStore, super::TestStore) {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    let at = |name: &str| {
        let folder = folder.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        worker(&folder, &schema)
    };
    let (one, other) = (at("one"), at("other"));
    (folder, one, other)
}

#[test]
fn a_host_has_one_worker_at_a_time() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0), found("https://a.test/2", 0), found("https://b.test/1", 0)])
        .unwrap();
    let ours = claims(&mut one, 0, 1);
    let theirs = claims(&mut other, 0, 9);
    assert_eq!(ours.len() + theirs.len(), 2, "two hosts");
    assert_ne!(ours[0].url.host(), theirs[0].url.host());
    for claim in ours {
        complete(&mut one, claim, &[]);
    }
    assert!(claims(&mut other, 0, 9).is_empty(), "the first still has its host, and waits for nobody");
}

#[test]
fn a_host_is_had_for_ten_urls_and_then_it_is_anybodys() {
    let (_folder, mut one, mut other) = two();
    let pages: Vec<_> = (0..12).map(|n| found(&format!("https://a.test/{n}"), 0)).collect();
    one.add(&pages).unwrap();
    for _ in 0..10 {
        let claim = claims(&mut one, 0, 1).remove(0);
        assert!(claims(&mut other, 1, 1).is_empty());
        complete(&mut one, claim, &[]);
    }
    assert_eq!(urls(&claims(&mut other, 2, 1)), ["https://a.test/10"]);
    assert!(claims(&mut one, 3, 1).is_empty());
}

#[test]
fn what_a_worker_finishes_after_its_term_counts_for_nothing() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0)]).unwrap();
    let late = claims(&mut one, 0, 1).remove(0);
    // A minute later, by the database's clock.
    other.pass(61.0);
    let again = claims(&mut other, 0, 1).remove(0);
    assert_eq!(again.url, late.url);
    let links = [found("https://a.test/from-the-late-one", 1)];
    let finish = Finish { found: &links, ..skipped_finish(one.lengths()) };
    assert!(matches!(one.complete(late, &finish).unwrap(), Completed::Lost));
    complete(&mut other, again, &[]);
    assert_eq!((other.tally().articles, other.tally().waiting), (1, 0));
    assert!(claims(&mut one, 9, 9).is_empty());
}

#[test]
fn what_a_worker_finishes_after_its_term_counts_if_nobody_else_had_the_host() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0)]).unwrap();
    let late = claims(&mut one, 0, 1).remove(0);
    other.pass(61.0);
    complete(&mut one, late, &[]);
    assert!(claims(&mut other, 0, 9).is_empty(), "it is finished");
}

#[test]
fn an_article_that_another_worker_stores_meanwhile_is_not_stored_again() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0), found("https://b.test/1", 0)]).unwrap();
    let (ours, theirs) = (claims(&mut one, 0, 1).remove(0), claims(&mut other, 0, 1).remove(0));
    let identity = [UrlHash::of(&ours.url)];
    let article = |lengths: Lengths| Finish {
        verdict: Verdict::Article,
        identities: &identity,
        ..skipped_finish(lengths)
    };
    let first = ours.url.to_string();
    assert!(matches!(one.complete(ours, &article(one.lengths())).unwrap(), Completed::Yes { .. }));
    let lengths = other.lengths();
    let Completed::StoredElsewhere { claim } = other.complete(theirs, &article(lengths)).unwrap() else {
        panic!("stored twice");
    };
    assert_eq!(other.stored_as(&identity).unwrap(), Some(first));
    assert!(matches!(other.complete(*claim, &skipped_finish(lengths)).unwrap(), Completed::Yes { .. }));
}

#[test]
fn an_idle_host_wakes_when_another_worker_finds_something_for_it() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0), found("https://b.test/1", 0)]).unwrap();
    let mut first = claims(&mut one, 0, 2);
    let last = first.pop().unwrap();
    complete(&mut one, first.pop().unwrap(), &[]);
    let none = other.claim_hosts(at(0), Limits::default(), 9).unwrap();
    assert!(none.claims.is_empty());
    assert!(none.next_due.is_some(), "whoever still fetches may find something");
    let link = if last.url.host().as_str() == "b.test" { "https://a.test/2" } else { "https://b.test/2" };
    complete(&mut one, last, &[found(link, 1)]);
    assert_eq!(urls(&claims(&mut other, 1, 9)), [link]);
    assert_eq!(one.claim_hosts(at(1), Limits::default(), 9).unwrap().claims.len(), 0);
}

#[test]
fn a_worker_that_leaves_gives_its_hosts_back() {
    let (_folder, mut one, mut other) = two();
    one.add(&[found("https://a.test/1", 0)]).unwrap();
    drop(claims(&mut one, 0, 1));
    assert!(claims(&mut other, 0, 1).is_empty());
    drop(one);
    assert_eq!(claims(&mut other, 1, 1).len(), 1);
}
