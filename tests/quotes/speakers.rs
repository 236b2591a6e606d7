//! `copydesk speakers`, as it is run.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::copydesk;

fn article(name: &str, mention: &str, text: &str) -> String {
    let speaker =
        json!({"name": name, "mention": mention, "start": 0, "end": 1, "kind": "person", "role": null});
    let quote = json!({
        "text": text, "start": 0, "end": 1, "kind": "direct", "parts": [], "attribution": 0, "confidence": 0.9,
        "speaker": speaker, "cue": null, "relayed_by": null
    });
    format!("{}\n", json!({"status": "article", "url": "https://a.example/", "quotes": [quote, quote]}))
}

fn table(input: String, args: &[&str]) -> (i32, Vec<Vec<String>>, String) {
    let output = copydesk().arg("speakers").args(args).arg("-").write_stdin(input).output().unwrap();
    let rows = String::from_utf8(output.stdout).unwrap();
    let rows = rows.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    (output.status.code().unwrap(), rows, String::from_utf8(output.stderr).unwrap())
}

#[test]
fn only_the_full_name_makes_one_person_of_two_articles() {
    let mut input = article("Ann Lee", "Lee", "We won.");
    input += &article("Ann Lee", "she", "We won again.");
    input += &article("Lee", "Lee", "No.");
    input += &article("Lee", "Lee", "No.");
    input += "{\"url\": \"https://a.example/\", \"status\": \"skipped\"}\n";
    let (code, rows, _) = table(input.clone(), &[]);
    assert_eq!(code, 0);
    assert_eq!(rows[0], ["name", "quotes", "words", "articles", "role"]);
    assert_eq!(rows[1][..4], ["Ann Lee", "4", "10", "2"]);
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(rows[2..].iter().all(|row| row[0] == "Lee" && row[3] == "1"));
    let (_, rows, _) = table(input.clone(), &["--format", "json"]);
    let first: Value = serde_json::from_str(&rows[0][0]).unwrap();
    assert_eq!((&first["name"], &first["articles"]), (&json!("Ann Lee"), &json!(2)));
    assert_eq!(table(input, &["--min-confidence", "0.95"]).1.len(), 1);
}

#[test]
fn a_line_that_is_no_article_is_named_and_costs_no_other() {
    let input = format!("{{}}\n\u{0}\n{}", article("Ann Lee", "Lee", "We won."));
    let (code, rows, told) = table(input, &[]);
    assert_eq!((code, rows.len()), (1, 2));
    assert!(told.contains("standard input, line 1:") && told.contains("standard input, line 2:"), "{told}");
}

#[test]
fn what_cannot_be_read_or_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for (path, expected) in
        [(folder.path().join("none"), "none"), (folder.path().to_owned(), "is a directory")]
    {
        let output = copydesk().arg("speakers").arg(path).assert().code(2).get_output().clone();
        assert!(String::from_utf8(output.stderr).unwrap().contains(expected));
    }
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["speakers", "-"])
        .stdin(Stdio::null())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["speakers", "-"])
        .stdin(Stdio::null())
        .stdout(writer)
        .output()
        .unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "a reader that has gone is no failure");
}
