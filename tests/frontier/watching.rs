//! What is watched: when it is claimed, what goes before what, and what a lost line does to it.

use std::time::Duration;

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{
    Claim, Finish, Limits, Relisted, SqliteStore, Store as _, UrlHash, UrlKind, Verdict, Watched,
};
use copydesk::sink::Lengths;
use jiff::Timestamp;

use super::{at, complete, found, open, skipped_finish, urls};

const ON: Limits =
    Limits { max_depth: None, max_pages: None, max_pages_per_host: None, trap_after: None, revisit: true };

fn due(second: i64, pause: u64, ages: bool) -> Watched {
    Watched {
        ages,
        due: at(second),
        pause: Duration::from_secs(pause),
        changed: at(0),
        checked: at(0),
        version: None,
    }
}

/// The only claim there is at a time.
fn claim(store: &mut SqliteStore, second: i64) -> Claim {
    let mut claims = store.claim_hosts(at(second), ON, 9).unwrap().claims;
    assert_eq!(claims.len(), 1, "{:?}", urls(&claims));
    claims.remove(0)
}

fn next_due(store: &mut SqliteStore, second: i64) -> Option<i64> {
    let claims = store.claim_hosts(at(second), ON, 9).unwrap();
    assert!(claims.claims.is_empty(), "{:?}", urls(&claims.claims));
    claims.next_due.map(Timestamp::as_second)
}

fn finished(verdict: Verdict, watched: Option<&Watched>) -> Finish<'_> {
    Finish { verdict, watched, ..skipped_finish(Lengths::default()) }
}

#[test]
fn what_is_watched_is_claimed_when_it_is_due_and_not_counted_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 1)]).unwrap();
    let first = claim(&mut store, 0);
    assert!(first.revisit.is_none());
    store.complete(first, &finished(Verdict::Article, Some(&due(100, 50, true)))).unwrap();
    assert_eq!(next_due(&mut store, 10), Some(100));
    assert_eq!(
        store.claim_hosts(at(200), Limits::default(), 9).unwrap().next_due,
        None,
        "a run that does not watch has nothing to do"
    );
    drop(store);

    let mut store = open(folder.path());
    assert_eq!(next_due(&mut store, 20), Some(100));
    let again = claim(&mut store, 100);
    let known = again.revisit.as_deref().unwrap();
    assert_eq!((known.watched.pause, known.line), (Duration::from_secs(50), Some((0, 0))));
    assert_eq!(store.claim_hosts(at(100), ON, 9).unwrap().claims.len(), 0, "one URL of a host at a time");
    let before = store.tally().clone();
    store.complete(again, &finished(Verdict::Revisited, Some(&due(300, 200, true)))).unwrap();
    assert_eq!(store.tally(), &before);
    assert_eq!(next_due(&mut store, 110), Some(300));
    let status = copydesk::crawl::status(folder.path()).unwrap();
    assert_eq!((status[0].waiting, status[0].watched, status[0].next_visit), (0, 1, Some(at(300))));

    // Nobody asks for it any more.
    let last = claim(&mut store, 300);
    store.complete(last, &finished(Verdict::Revisited, None)).unwrap();
    assert_eq!(next_due(&mut store, 1_000), None);
}

#[test]
fn new_pages_wake_a_host_that_sleeps_and_go_before_articles_that_are_not_late() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/article", 1)]).unwrap();
    let first = claim(&mut store, 0);
    store.complete(first, &finished(Verdict::Article, Some(&due(100, 50, true)))).unwrap();
    store.add(&[found("https://a.test/seed", 0)]).unwrap();
    let seed = claim(&mut store, 0);
    assert_eq!(next_due(&mut store, 1), None, "its host is taken");
    store.complete(seed, &finished(Verdict::Article, Some(&due(120, 60, false)))).unwrap();
    assert_eq!(next_due(&mut store, 10), Some(100));
    store.add(&[1, 2, 3, 4].map(|n| found(&format!("https://a.test/new-{n}"), 1))).unwrap();

    let mut order = Vec::new();
    for second in [20, 110, 152, 153, 154, 155] {
        let claim = claim(&mut store, second);
        order.push(claim.url.as_url().path().to_owned());
        match claim.revisit {
            None => complete(&mut store, claim, &[]),
            Some(_) => {
                store.complete(claim, &finished(Verdict::Revisited, Some(&due(9_999, 50, true)))).unwrap();
            }
        }
    }
    // At 110 the article is due, but something new waits; later the seed is due and the article is late, and they take turns
    // with what is new.
    assert_eq!(order, ["/new-1", "/new-2", "/seed", "/new-3", "/article", "/new-4"]);
}

#[test]
fn a_watched_url_that_is_put_off_waits_that_long() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 1)]).unwrap();
    let first = claim(&mut store, 0);
    store.complete(first, &finished(Verdict::Article, Some(&due(100, 50, true)))).unwrap();
    let again = claim(&mut store, 100);
    store.snooze(again, at(500), "status 503").unwrap();
    assert_eq!(next_due(&mut store, 110), Some(500));
    drop(store);
    assert_eq!(next_due(&mut open(folder.path()), 120), Some(500));
}

#[test]
fn sources_and_seeds_of_earlier_runs_are_taken_up_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/", 0), found("https://a.test/page", 1)]).unwrap();
    for _ in 0..2 {
        let page = claim(&mut store, 0);
        complete(&mut store, page, &[]);
    }
    assert_eq!(next_due(&mut store, 0), None);
    let pause = Duration::from_secs(40);
    store.watch_sources(at(60), pause).unwrap();
    let seed = claim(&mut store, 60);
    assert_eq!((seed.url.as_str(), seed.depth), ("https://a.test/", 0));
    store.complete(seed, &finished(Verdict::Revisited, None)).unwrap();
    store.watch_sources(at(70), pause).unwrap();
    assert_eq!(next_due(&mut store, 80), None, "what was gone over is not gone over again");
}

#[test]
fn what_a_source_lists_as_changed_is_due_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let (known, old) = (found("https://a.test/known", 1), found("https://b.test/old", 1));
    store.add(&[known.clone(), old.clone(), found("https://c.test/feed", 0)]).unwrap();
    let mut claims = store.claim_hosts(at(0), ON, 9).unwrap().claims;
    let (feed, page) = (claims.pop().unwrap(), claims.pop().unwrap());
    complete(&mut store, page, &[]); // while nobody watched
    store.complete(claims.pop().unwrap(), &finished(Verdict::Article, Some(&due(900, 50, true)))).unwrap();
    let watched = Watched { checked: at(30), ..due(500, 40, false) };
    let relisted = [(&known, Some(20)), (&old, None)].map(|(found, modified)| Relisted {
        found,
        changed: at(10),
        modified: modified.map(at),
    });
    let read =
        Finish { kind: UrlKind::Feed, relisted: &relisted, ..finished(Verdict::SourceRead, Some(&watched)) };
    store.complete(feed, &read).unwrap();
    let mut claims = store.claim_hosts(at(30), ON, 9).unwrap().claims;
    claims.sort_by_key(|claim| claim.url.to_string());
    assert_eq!(urls(&claims), ["https://a.test/known", "https://b.test/old"]);
}

#[test]
fn a_revision_whose_line_is_lost_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let url = CanonicalUrl::parse("https://a.test/1").unwrap();
    let identities = [UrlHash::of(&url)];
    let path = folder.path().join("articles.jsonl");
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 1)]).unwrap();
    for (second, verdict, lengths) in [
        (0, Verdict::Article, Lengths { articles: 10, outcomes: 0 }),
        (100, Verdict::Revised, Lengths { articles: 20, outcomes: 0 }),
    ] {
        std::fs::write(&path, "{ line  }\n".repeat(usize::try_from(lengths.articles / 10).unwrap())).unwrap();
        let watched = due(second + 100, 100, true);
        let finish = Finish { lengths, identities: &identities, ..finished(verdict, Some(&watched)) };
        let claim = claim(&mut store, second);
        store.complete(claim, &finish).unwrap();
    }
    assert_eq!((store.tally().articles, store.tally().revisions), (1, 1));
    drop(store);

    std::fs::write(&path, "{ line  }\n{ li").unwrap();
    let mut store = open(folder.path());
    assert_eq!((store.rewound(), store.tally().articles, store.tally().revisions), (1, 1, 0));
    let again = claim(&mut store, 1);
    assert_eq!(again.revisit.as_ref().unwrap().line, Some((0, 10)), "the first revision is the last again");
    let stored = store.stored_as(&identities).unwrap();
    assert_eq!(stored.as_deref(), Some("https://a.test/1"));
    store.release(again);
    drop(store);

    // Without the first line either, the page is new again.
    std::fs::write(&path, "").unwrap();
    let mut store = open(folder.path());
    let first = claim(&mut store, 1);
    assert!(first.revisit.is_none());
    assert_eq!((store.tally().articles, store.tally().waiting), (0, 1));
}
