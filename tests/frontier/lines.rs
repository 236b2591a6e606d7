//! Output files that hold more or less than is counted.

use std::fs;
use std::path::Path;

use copydesk::crawl::frontier::Store as _;
use copydesk::sink::{CrawlFiles, OUTCOMES};

use super::{claims, complete_with_line, found, open, urls};

/// A crawl of four pages, three of them finished.
pub fn three_of_four(folder: &Path) {
    let mut store = open(folder);
    let mut files = CrawlFiles::open(folder, store.lengths()).unwrap();
    let pages: Vec<_> = (1..=4).map(|n| found(&format!("https://a.test/{n}"), 0)).collect();
    store.add(&pages).unwrap();
    for _ in 0..3 {
        let claim = claims(&mut store, 0, 1).remove(0);
        complete_with_line(&mut store, &mut files, claim);
    }
}

#[test]
fn a_torn_line_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    let whole = fs::read(folder.path().join(OUTCOMES)).unwrap();
    let mut torn = whole.clone();
    torn.extend(br#"{"url":"https://a.test/4","#);
    fs::write(folder.path().join(OUTCOMES), torn).unwrap();

    let mut store = open(folder.path());
    CrawlFiles::open(folder.path(), store.lengths()).unwrap();
    assert_eq!(store.rewound(), 0);
    assert_eq!(fs::read(folder.path().join(OUTCOMES)).unwrap(), whole);
    assert_eq!(urls(&claims(&mut store, 0, 9)), ["https://a.test/4"]);
}

#[test]
fn urls_whose_lines_are_lost_are_queued_again() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    let path = folder.path().join(OUTCOMES);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 3]).unwrap();

    let mut store = open(folder.path());
    let mut files = CrawlFiles::open(folder.path(), store.lengths()).unwrap();
    assert_eq!(store.rewound(), 1);
    assert_eq!(store.tally().waiting, 2);
    while let Some(claim) = claims(&mut store, 0, 1).pop() {
        complete_with_line(&mut store, &mut files, claim);
    }
    let lines = fs::read_to_string(&path).unwrap();
    let mut seen: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["url"].to_string())
        .collect();
    seen.sort();
    assert_eq!(seen, [1, 2, 3, 4].map(|n| format!("\"https://a.test/{n}\"")));
}

#[test]
fn zeros_left_by_a_power_cut_are_no_lines() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    let path = folder.path().join(OUTCOMES);
    let mut bytes = fs::read(&path).unwrap();
    let first_line = 1 + bytes.iter().position(|&byte| byte == b'\n').unwrap();
    bytes[first_line..].fill(0);
    fs::write(&path, bytes).unwrap();
    let store = open(folder.path());
    assert_eq!(store.rewound(), 2);
    assert_eq!(store.lengths().outcomes, first_line as u64);
}

#[test]
fn a_seed_that_is_no_url_is_written_again_when_its_line_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    let mut store = open(folder.path());
    let mut files = CrawlFiles::open(folder.path(), store.lengths()).unwrap();
    let lengths = files.write(&super::skipped("no url"), 0).unwrap();
    let verdict = copydesk::crawl::frontier::Verdict::NoArticle(
        copydesk::outcome::NoArticleStatus::Failed,
        copydesk::outcome::Reason::MalformedUrl,
    );
    assert!(store.reject("no url", verdict, lengths).unwrap());
    assert!(!store.reject("no url", verdict, lengths).unwrap());
    drop((store, files));
    let path = folder.path().join(OUTCOMES);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert!(!open(folder.path()).is_rejected("no url").unwrap());
}
