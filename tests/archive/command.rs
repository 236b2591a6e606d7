//! `copydesk extract` on web archives.

use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use super::{Packing, gzip, pack, page, record, response, three};
use crate::support::copydesk;

fn extract(folder: &Path, arguments: &[&str]) -> Output {
    copydesk().arg("extract").args(arguments).current_dir(folder).output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    String::from_utf8_lossy(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What a crawl's archive may hold: pages, and all that comes with them.
fn mixed() -> Vec<Vec<u8>> {
    let moved = b"HTTP/1.1 301 Moved\r\nLocation: /one\r\n\r\n";
    let robots = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\n";
    vec![
        record("warcinfo", "", "Content-Type: application/warc-fields\r\n", b"software: other/1\r\n"),
        record("request", "https://a.test/one", "", b"GET /one HTTP/1.1\r\n\r\n"),
        response("https://a.test/one", "Content-Encoding: gzip\r\n", &gzip(page("one").as_bytes())),
        record("response", "https://a.test/old", "", moved),
        record("response", "https://a.test/robots.txt", "", robots),
        record("revisit", "https://a.test/copy", "", b"HTTP/1.1 200 OK\r\n\r\n"),
        response("https://a.test/two", "", page("two").as_bytes()),
    ]
}

#[test]
fn each_answer_is_a_line_and_pages_are_articles() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.warc.gz"), pack(&mixed(), Packing::Records)).unwrap();
    let output = extract(folder.path(), &["a.warc.gz"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let summary: Vec<String> = lines(&output)
        .iter()
        .map(|line| {
            let what = line["headline"].as_str().or(line["reason"].as_str()).unwrap();
            format!("{} {what} {}", line["url"].as_str().unwrap(), line["fetched_at"])
        })
        .collect();
    assert_eq!(
        summary,
        [
            "https://a.test/one one \"2026-11-22T08:00:00Z\"",
            "https://a.test/old http-status null",
            "https://a.test/robots.txt not-html null",
            "https://a.test/two two \"2026-11-22T08:00:00Z\"",
        ]
    );
    assert!(told(&output).contains("2 of 4 pages gave no article"), "{}", told(&output));
    assert!(
        told(&output).contains(
            "4 answers in web archives; left out: 1 repetitions of answers, 2 requests and other records"
        ),
        "{}",
        told(&output)
    );
}

#[test]
fn a_broken_record_is_a_failed_line_that_names_file_and_offset() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = pack(&three(), Packing::Records);
    let (one, two) = (gzip(&three()[0]).len(), gzip(&three()[1]).len());
    archive[one + two / 2] ^= 0xff;
    fs::write(folder.path().join("a.warc.gz"), &archive[..archive.len() - 30]).unwrap();
    let output = extract(folder.path(), &["a.warc.gz"]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!((lines.len(), lines[0]["headline"].as_str()), (3, Some("one")));
    for (line, offset) in [(&lines[1], one), (&lines[2], one + two)] {
        assert_eq!(
            (line["status"].as_str(), line["reason"].as_str()),
            (Some("failed"), Some("malformed-archive"))
        );
        let message = line["message"].as_str().unwrap();
        assert!(
            message.starts_with("a.warc.gz: ") && message.contains(&format!("at byte {offset}")),
            "{message}"
        );
    }
}

#[test]
fn archives_come_through_pipes_and_among_other_inputs() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.warc"), pack(&three(), Packing::Plain)).unwrap();
    fs::write(folder.path().join("page.html"), page("four")).unwrap();
    let archive = pack(&three(), Packing::Records);
    let mut command = copydesk();
    let output = command.args(["extract", "a.warc", "page.html", "-"]).current_dir(folder.path());
    let output = output.write_stdin(archive).output().unwrap();
    let headlines: Vec<String> =
        lines(&output).iter().map(|line| line["headline"].as_str().unwrap().to_owned()).collect();
    assert_eq!(headlines, ["one", "two", "three", "four", "one", "two", "three"]);
}

#[test]
fn the_beginning_of_a_page_is_an_article_with_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let block = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", page("one").as_bytes()].concat();
    let cut = record("response", "https://a.test/one", "WARC-Truncated: length\r\n", &block);
    fs::write(folder.path().join("a.warc"), cut).unwrap();
    let lines = lines(&extract(folder.path(), &["a.warc"]));
    let codes: Vec<&str> =
        lines[0]["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"truncated"), "{codes:?}");
}

#[test]
fn an_archive_has_no_one_address() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.warc"), pack(&three(), Packing::Plain)).unwrap();
    let output = extract(folder.path(), &["a.warc", "--url", "https://a.test/"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("a.warc is a web archive"), "{}", told(&output));
}

#[test]
fn lines_of_a_batch_name_archives_or_pages_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let archive = folder.path().join("a.warc.gz");
    fs::write(&archive, pack(&mixed(), Packing::Records)).unwrap();
    fs::write(folder.path().join("page.html"), page("four")).unwrap();
    let batch = r#"{"id": 1, "url": "https://a.test/two", "path": "a.warc.gz"}
{"id": "all", "path": "a.warc.gz"}
{"id": 3, "url": "https://a.test/absent", "path": "a.warc.gz"}
{"id": 4, "url": "https://a.test/old", "path": "a.warc.gz"}
{"id": 5, "url": "https://a.test/four", "path": "page.html"}
"#;
    fs::write(folder.path().join("batch.jsonl"), batch).unwrap();
    let output = extract(folder.path(), &["--input", "batch.jsonl"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let summary: Vec<String> = lines(&output)
        .iter()
        .map(|line| {
            let what = line["headline"].as_str().or(line["reason"].as_str()).unwrap();
            format!("{} {what} {}", line["id"], line["url"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        summary,
        [
            "1 two https://a.test/two",
            "\"all\" one https://a.test/one",
            "\"all\" http-status https://a.test/old",
            "\"all\" not-html https://a.test/robots.txt",
            "\"all\" two https://a.test/two",
            "3 unreadable-file https://a.test/absent",
            "4 http-status https://a.test/old",
            "5 four https://a.test/four",
        ]
    );
    let message = lines(&output)[5]["message"].as_str().unwrap().to_owned();
    assert_eq!(message, "batch.jsonl, line 3: a.warc.gz holds no answer of https://a.test/absent");
}
