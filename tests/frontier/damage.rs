//! Files that are not as the last run left them.

use std::fs;
use std::path::Path;

use copydesk::crawl::frontier::{FILE_NAME, FrontierError, Limits, SqliteStore, Store as _};
use copydesk::sink::{ARTICLES, CrawlFiles, OUTCOMES};
use jiff::Timestamp;

use super::{claims, complete_with_line, found, open, skipped, skipped_finish, urls};

fn refusal(folder: &Path) -> String {
    let error = SqliteStore::open(folder, Timestamp::UNIX_EPOCH).unwrap_err();
    copydesk::outcome::one_line(&error).replace(&folder.display().to_string(), "DIR")
}

/// A crawl of four pages, three of them finished.
fn three_of_four(folder: &Path) {
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
fn a_second_crawl_in_the_same_folder_is_refused_until_the_first_ends() {
    let folder = tempfile::tempdir().unwrap();
    let first = open(folder.path());
    insta::assert_snapshot!(refusal(folder.path()), @"another crawl is running in DIR: wait for it to end, or choose another folder with -o");
    drop(first);
    open(folder.path());
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

#[test]
fn a_missing_output_file_is_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    fs::remove_file(folder.path().join(OUTCOMES)).unwrap();
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/outcomes.jsonl is gone, but crawl.db counts its records as written: put it back, choose another folder with -o, or delete crawl.db too and crawl anew");
}

#[test]
fn records_without_a_state_are_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(ARTICLES), "{}\n").unwrap();
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/articles.jsonl has records, but the folder has no crawl.db to go on from: choose another folder with -o, or move the file away");
    assert_eq!(fs::read(folder.path().join(ARTICLES)).unwrap(), b"{}\n");
}

#[test]
fn a_state_of_a_newer_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let database = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    drop(database);
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/crawl.db was written by a newer copydesk (state version 99, this one knows 7): use that one, or choose another folder with -o");
}

#[test]
fn the_file_of_another_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    fs::write(&path, "my notes, which are no database, and long enough to be one".repeat(50)).unwrap();
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/crawl.db is not the state of a crawl: choose another folder with -o");

    fs::remove_file(&path).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    drop(database);
    let before = fs::read(&path).unwrap();
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/crawl.db is not the state of a crawl: choose another folder with -o");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_truncated_state_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    three_of_four(folder.path());
    let path = folder.path().join(FILE_NAME);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    insta::assert_snapshot!(refusal(folder.path()), @"DIR/crawl.db is damaged: restore it, or move the folder away and crawl anew: database disk image is malformed");
}

/// Goes on with a crawl to its end: the outcomes' URLs, or why not.
fn finish(folder: &Path) -> Result<Vec<String>, FrontierError> {
    let mut store = SqliteStore::open(folder, Timestamp::UNIX_EPOCH)?;
    let mut files = CrawlFiles::open(folder, store.lengths()).unwrap();
    let far = Timestamp::MAX;
    while let Some(claim) = store.claim_hosts(far, Limits::default(), 1)?.claims.pop() {
        let lengths = files.write(&skipped(claim.url.as_str()), 1).unwrap();
        store.complete(claim, &skipped_finish(lengths))?;
    }
    let lines = fs::read_to_string(folder.join(OUTCOMES)).unwrap();
    let url = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["url"].to_string();
    let mut urls: Vec<String> = lines.lines().map(url).collect();
    urls.sort();
    Ok(urls)
}

#[test]
fn a_flipped_byte_is_refused_or_does_no_harm() {
    let original = tempfile::tempdir().unwrap();
    three_of_four(original.path());
    let whole = fs::read(original.path().join(FILE_NAME)).unwrap();
    let expected = [1, 2, 3, 4].map(|n| format!("\"https://a.test/{n}\""));
    let mut refused = 0;
    // Most of the file is empty; every byte that says something is tried.
    let told = whole.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(at, _)| at);
    for at in told.step_by(3) {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(original.path().join(OUTCOMES), folder.path().join(OUTCOMES)).unwrap();
        fs::write(folder.path().join(ARTICLES), "").unwrap();
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(folder.path().join(FILE_NAME), bytes).unwrap();
        match finish(folder.path()) {
            Ok(urls) => assert_eq!(urls, expected, "byte {at}"),
            Err(error) => {
                refused += 1;
                let told = error.to_string();
                let names_it = told.contains(FILE_NAME) && !told.contains('\n');
                assert!(names_it && told.contains(": "), "byte {at}: {told}");
            }
        }
    }
    assert!(refused > 50, "only {refused} refused");
}
