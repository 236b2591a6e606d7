//! State written by older versions.

use copydesk::CanonicalUrl;
use copydesk::crawl::frontier::{FILE_NAME, Limits, Store as _, UrlHash};
use rusqlite::Connection;

use super::{at, claims, found, open, urls};

/// The tables as version 1 made them.
const SCHEMA_1: &str = include_str!("schema_1.sql");

#[test]
fn a_state_of_version_1_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let old = Connection::open(folder.path().join(FILE_NAME)).unwrap();
    old.execute_batch(SCHEMA_1).unwrap();
    old.execute_batch(
        "INSERT INTO host (id, name) VALUES (1, 'a.test'), (2, 'b.test');
         INSERT INTO done (host, url, kind, depth, status, reason, attempts, articles_end, outcomes_end)
             VALUES (1, 'https://a.test/1', 0, 0, 'skipped', 'not-article', 1, 0, 0),
                    (1, 'https://a.test/2', 0, 0, 'skipped', 'robots', 0, 0, 0);
         INSERT INTO queue (host, priority, ordinal, url, kind, depth)
             VALUES (1, 0, 1, 'https://a.test/3', 0, 0), (2, 0, 2, 'https://b.test/1', 0, 0);
         PRAGMA application_id = 1131444548; PRAGMA user_version = 1;",
    )
    .unwrap();
    for url in ["https://a.test/3", "https://b.test/1"] {
        let hash = UrlHash::of(&CanonicalUrl::parse(url).unwrap());
        old.execute("INSERT INTO seen (hash) VALUES (?1)", [hash.as_bytes()]).unwrap();
    }
    drop(old);

    let mut store = open(folder.path());
    assert_eq!((store.tally().waiting, store.tally().finished()), (2, 2));
    assert_eq!(store.add(&[found("https://a.test/3", 0)]).unwrap(), 0, "it waits already");
    let one = Limits { max_pages_per_host: Some(1), ..Limits::default() };
    let given = store.claim_hosts(at(0), one, 9).unwrap().claims;
    assert_eq!(urls(&given), ["https://b.test/1"], "one page of a.test was fetched by the old version");
    drop((given, store));
    assert_eq!(claims(&mut open(folder.path()), 0, 9).len(), 2);
}
