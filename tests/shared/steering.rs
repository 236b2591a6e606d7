//! `copydesk crawl status|add|pause|resume|drain --frontier`.

use copydesk::crawl::frontier::shared::{Address, Control, Mode};
use copydesk::crawl::frontier::{Limits, Store as _};

use super::{at, claims, complete, found, open, schema, urls};
use crate::support::copydesk;
use crate::support::postgres::server;

fn control(schema: &str) -> Control {
    Control::find(&Address::parse(&server().address(schema)).unwrap()).unwrap()
}

/// What the program says, on standard output and error.
fn said(schema: &str, verb: &[&str]) -> String {
    let mut command = copydesk();
    command.arg("crawl").args(verb).args(["--frontier", &server().address(schema)]);
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&text));
    String::from_utf8(text).unwrap()
}

#[test]
fn a_paused_crawl_waits_and_a_drained_one_ends() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    let mut store = open(folder.path());
    store.add(&[found("https://a.test/1", 0), found("https://a.test/2", 0)]).unwrap();
    let claim = claims(&mut store, 0, 1).remove(0);
    drop(store);
    drop(claim);

    assert!(said(&schema, &["pause"]).contains(": paused"));
    let mut store = open(folder.path());
    let waits = store.claim_hosts(at(1), Limits::default(), 9).unwrap();
    assert!(waits.claims.is_empty());
    assert!(waits.next_due.is_some(), "it is to look again");
    drop(store);

    assert!(said(&schema, &["resume"]).contains(": running"));
    let mut store = open(folder.path());
    let claim = claims(&mut store, 2, 1).remove(0);
    control(&schema).set_mode(Mode::Draining).unwrap();
    // What is being fetched is finished all the same.
    complete(&mut store, claim, &[]);
    drop(store);
    let mut command = copydesk();
    command.args(["crawl", "--frontier", &server().address(&schema), "-o"]).arg(folder.path());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("is being drained: `copydesk crawl resume --frontier`"), "{text}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn seeds_added_from_anywhere_reach_the_workers_with_their_scope() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    let mut store = open(folder.path());
    let told = said(&schema, &["add", "https://new.test/", "https://other.test/a"]);
    assert!(told.contains(": 2 new, 0 known"), "{told}");
    let taken = store.claim_hosts(at(0), Limits::default(), 9).unwrap();
    assert_eq!(taken.claims.len(), 2);
    let mut seeds: Vec<_> = taken.seeds.iter().map(|seed| seed.as_str().to_owned()).collect();
    seeds.sort();
    assert_eq!(seeds, ["https://new.test/", "https://other.test/a"]);
    assert!(said(&schema, &["add", "https://new.test/"]).contains(": 0 new, 1 known"));
}

#[test]
fn adding_begins_a_crawl_and_looking_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    let mut command = copydesk();
    command.args(["crawl", "status", "--frontier", &server().address(&schema)]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("holds no crawl"));
    said(&schema, &["add", "https://a.test/"]);
    let mut store = open(folder.path());
    assert_eq!(urls(&claims(&mut store, 0, 9)), ["https://a.test/"]);
}

#[test]
fn the_status_tells_of_hosts_and_workers() {
    let folder = tempfile::tempdir().unwrap();
    let schema = schema(folder.path());
    let mut store = open(folder.path());
    store
        .add(&[found("https://a.test/1", 0), found("https://a.test/2", 0), found("https://b.test/1", 0)])
        .unwrap();
    let claim = claims(&mut store, 0, 1).remove(0);
    let finished = claim.url.clone();
    complete(&mut store, claim, &[]);
    let told = said(&schema, &["status"]);
    assert!(told.contains("running; 1 articles, 0 without, 2 waiting"), "{told}");
    let label = folder.path().canonicalize().unwrap().display().to_string();
    assert!(told.contains(&format!("{label}: 1 finished")), "{told}");
    let fetched = said(&schema, &["status", "--format", "json"]);
    let line = fetched.lines().find(|line| line.contains(&format!("\"{}\"", finished.host()))).unwrap();
    assert!(line.contains("\"fetched\":1"), "{line}");
}
