//! Staying with a host, and writing down many things at once.

use std::time::Duration;

use copydesk::crawl::frontier::{Claim, Finish, Limits, Paced, SqliteStore, Store as _};

use super::{at, claims, complete, found, open, skipped_finish, urls};

/// The next URL of `a.test`.
fn next(store: &mut SqliteStore, second: i64, limits: Limits) -> Option<Claim> {
    store.claim_next(&found("https://a.test/", 0).url.host(), at(second), limits).unwrap()
}

#[test]
fn whoever_stays_with_a_host_gets_its_next_url_before_its_turn_but_not_before_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let all = ["https://a.test/1", "https://a.test/2", "https://a.test/3", "https://b.test/1"];
    store.add(&all.map(|url| found(url, 0))).unwrap();
    let none = Limits::default();

    let first = claims(&mut store, 0, 1).remove(0);
    assert!(next(&mut store, 0, none).is_none(), "a URL of it is out");
    complete(&mut store, first, &[]);
    assert!(next(&mut store, 0, Limits { max_pages: Some(1), ..none }).is_none());
    let second = next(&mut store, 0, none).unwrap();
    assert_eq!(second.url.as_str(), "https://a.test/2");
    assert_eq!(urls(&claims(&mut store, 0, 9)), ["https://b.test/1"], "others take their turns");

    let pace = Paced { pause: Duration::from_secs(5), next_allowed: at(5), strain: Duration::ZERO };
    store.complete(second, &Finish { pace: Some(pace), ..skipped_finish(store.lengths()) }).unwrap();
    assert!(next(&mut store, 4, none).is_none());
    let third = next(&mut store, 5, none).unwrap();
    complete(&mut store, third, &[]);
    assert!(next(&mut store, 5, none).is_none(), "nothing waits");
    store.add(&[found("https://a.test/4", 0)]).unwrap();
    assert_eq!(urls(&claims(&mut store, 5, 9)), ["https://a.test/4"]);
}

#[test]
fn what_is_gathered_stays_together_or_not_at_all() {
    for settled in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        store.add(&["https://a.test/", "https://b.test/"].map(|url| found(url, 0))).unwrap();
        let both = claims(&mut store, 0, 9);
        store.gather().unwrap();
        for claim in both {
            complete(&mut store, claim, &[found("https://c.test/", 1)]);
        }
        assert_eq!(urls(&claims(&mut store, 0, 9)), ["https://c.test/"], "what is found can be had at once");
        if settled {
            store.settle().unwrap();
        }
        drop(store);
        let store = open(folder.path());
        let counts = if settled { (2, 1) } else { (0, 2) };
        assert_eq!((store.tally().articles, store.tally().waiting), counts);
    }
}
