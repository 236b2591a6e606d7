//! What is so of a frontier that one process has to itself.

use copydesk::crawl::frontier::Store as _;

use super::{at, claims, complete, found, open};

#[test]
fn hosts_that_never_waited_do_not_starve_one_that_did() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let busy: Vec<_> = (0..5).map(|n| found(&format!("https://busy.test/{n}"), 0)).collect();
    store.add(&busy).unwrap();
    store.add(&[found("https://late.test/", 0)]).unwrap();
    let mut first = claims(&mut store, 10, 2);
    store.snooze(first.remove(1), at(20), "busy").unwrap();
    complete(&mut store, first.remove(0), &[]);
    // Both are due now; the busy host was due long before, but has had its turn.
    let claim = claims(&mut store, 20, 1).remove(0);
    let host = claim.url.host();
    complete(&mut store, claim, &[]);
    assert_ne!(claims(&mut store, 20, 1)[0].url.host(), host);
}

#[test]
fn a_resumed_crawl_asks_no_known_host_before_it_may() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).add(&[found("https://a.test/1", 0)]).unwrap();
    let mut store = copydesk::crawl::frontier::SqliteStore::open(folder.path(), at(50)).unwrap();
    assert!(claims(&mut store, 49, 1).is_empty());
    assert_eq!(claims(&mut store, 50, 1).len(), 1);
}
