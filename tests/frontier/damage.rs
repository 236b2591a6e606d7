//! Files that are not as the last run left them.

use std::fs;
use std::path::Path;

use copydesk::crawl::frontier::{FILE_NAME, FrontierError, Limits, SqliteStore, Store as _};
use copydesk::sink::{ARTICLES, CrawlFiles, OUTCOMES};
use jiff::Timestamp;

use super::lines::three_of_four;
use super::{open, skipped, skipped_finish};

fn refusal(folder: &Path) -> String {
    let error = SqliteStore::open(folder, Timestamp::UNIX_EPOCH).unwrap_err();
    copydesk::outcome::one_line(&error).replace(&folder.display().to_string(), "DIR")
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
    // Most of the file is empty. Of the bytes that say something a prime share is tried, so that no column is left out.
    let told = whole.iter().enumerate().filter(|(_, byte)| **byte != 0).map(|(at, _)| at);
    for at in told.step_by(11) {
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
