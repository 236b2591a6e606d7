//! `copydesk diff`: what changed between two files of records.

use std::path::Path;

use serde_json::Value;

use crate::support::copydesk;

const OLD: &str = r#"{"url":"https://a.test/1","id":null,"status":"article","fetched_at":"2026-01-01","headline":"Old","body":"one two three four","authors":["A"]}
{"url":"https://a.test/2","id":null,"status":"article","headline":"Same","body":"text"}
{"url":"https://a.test/3","id":null,"status":"article","headline":"Lost","body":"text"}
{"url":"https://a.test/4","id":null,"status":"article","headline":"Gone","body":"text"}
"#;

const NEW: &str = r#"{"url":"https://a.test/1","id":null,"status":"article","fetched_at":"2026-02-02","headline":"New","body":"one two three five","authors":["A"]}
{"url":"https://a.test/5","id":null,"status":"article","headline":"Fresh","body":"text"}
not json
{"url":"https://a.test/2","id":null,"status":"article","headline":"Same","body":"text"}
{"url":"https://a.test/3","id":null,"status":"failed","reason":"no-body","message":"the page shows nothing"}
"#;

fn diff(folder: &Path, arguments: &[&str]) -> (String, String) {
    std::fs::write(folder.join("old.jsonl"), OLD).unwrap();
    let run = copydesk()
        .current_dir(folder)
        .args(["diff", "old.jsonl", "-"])
        .args(arguments)
        .write_stdin(NEW)
        .assert()
        .code(1);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&run.get_output().stdout), text(&run.get_output().stderr))
}

#[test]
fn what_changed_came_and_went_is_told_and_a_bad_line_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (out, told) = diff(folder.path(), &[]);
    insta::assert_snapshot!(out, @r#"
    changed  https://a.test/1
        body: "one two three four" -> "one two three five" (75 % of words alike)
        headline: "Old" -> "New" (0 % of words alike)
    added    https://a.test/5
    changed  https://a.test/3
        reason: null -> "no-body"
        status: "article" -> "failed" (0 % of words alike)
    removed  https://a.test/4
    "#);
    insta::assert_snapshot!(told, @r#"
    copydesk: standard input, line 3: expected a record: {"url", "status"}: expected ident at line 1 column 2
    copydesk: 2 changed (body 1, headline 1, reason 1, status 1), 1 added, 1 removed, 1 the same
    "#);
}

#[test]
fn programs_get_both_values_and_one_field_can_be_looked_at_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (out, told) = diff(folder.path(), &["--format", "json", "--only", "headline"]);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let changes: Vec<&str> = lines.iter().map(|line| line["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["changed", "added", "removed"]);
    let fields = serde_json::json!({"headline": {"old": "Old", "new": "New", "similarity": 0.0}});
    assert_eq!(lines[0]["fields"], fields);
    assert!(told.ends_with("1 changed (headline 1), 1 added, 1 removed, 2 the same\n"), "{told}");
}

#[test]
fn a_file_compared_with_itself_differs_in_nothing_and_a_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), OLD).unwrap();
    let mut same = copydesk();
    let same =
        same.current_dir(folder.path()).args(["diff", "a.jsonl", "a.jsonl"]).assert().success().stdout("");
    assert_eq!(same.get_output().stderr, b"copydesk: 0 changed, 0 added, 0 removed, 4 the same\n");
    let mut missing = copydesk();
    let missing = missing.current_dir(folder.path()).args(["diff", "b.jsonl", "a.jsonl"]).assert().code(2);
    insta::assert_snapshot!(String::from_utf8_lossy(&missing.get_output().stderr), @"copydesk: cannot open b.jsonl: No such file or directory (os error 2)");
}

#[test]
fn revisions_of_one_article_are_records_of_their_own_and_a_misspelt_field_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let article = |revision: u8, headline: &str| {
        format!(
            "{{\"url\":\"https://a.test/1\",\"id\":null,\"status\":\"article\",\"revision\":{revision},\"headline\":\"{headline}\"}}\n"
        )
    };
    std::fs::write(folder.path().join("a.jsonl"), article(1, "Old") + &article(2, "New")).unwrap();
    let diff = |more: &[&str]| {
        copydesk().current_dir(folder.path()).args(["diff", "a.jsonl", "a.jsonl"]).args(more).assert()
    };
    let told = String::from_utf8(diff(&[]).code(0).get_output().stderr.clone()).unwrap();
    assert!(told.contains("2 the same"), "{told}");
    let told = String::from_utf8(diff(&["--only", "headlin"]).code(2).get_output().stderr.clone()).unwrap();
    assert!(told.contains("--only headlin: no field of a record"), "{told}");
    diff(&["--only", "headline"]).code(0);
}

#[test]
fn a_file_of_another_kind_is_told_once_and_not_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("good.jsonl", OLD.as_bytes());
    write("packed", b"\x1f\x8b\x08\n\n\n");
    write("array.json", b"\n [\n{}\n,\n{}\n]");
    let told = |arguments: &[&str]| {
        let run = copydesk().current_dir(folder.path()).args(arguments).assert().code(2);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    for (arguments, kind) in [
        (["diff", "packed", "good.jsonl"].as_slice(), "packed is packed with gzip"),
        (&["diff", "good.jsonl", "array.json"], "array.json is a JSON array"),
        (&["speakers", "array.json"], "array.json is a JSON array"),
        (&["extract", "--input", "packed"], "packed is packed with gzip"),
    ] {
        let told = told(arguments);
        assert!(told.contains(kind) && told.contains("copydesk convert"), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
