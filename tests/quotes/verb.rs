//! `copydesk quotes`, as it is run.

use serde_json::{Value, json};

use crate::support::copydesk;

const TEXT: &str = "“We won,” said Ann Lee.";

fn lines(output: &[u8]) -> Vec<Value> {
    String::from_utf8_lossy(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn one_text_from_standard_input() {
    let output = copydesk().arg("quotes").write_stdin(TEXT).assert().success().get_output().clone();
    let line = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(
        line.starts_with(r#"{"id":null,"quotes":[{"text":"We won,","start":1,"end":8,"kind":"direct""#),
        "{line}"
    );
    let keys =
        ["\"id\":", "\"quotes\":", "\"attributions\":", "\"warnings\":"].map(|key| line.find(key).unwrap());
    assert!(keys.is_sorted());
    assert_eq!(lines(&output.stdout)[0]["quotes"][0]["speaker"]["name"], "Ann Lee");
}

#[test]
fn one_text_from_a_file_in_a_told_language() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("text.txt");
    std::fs::write(&file, "„Ja“, sagte sie.").unwrap();
    let output =
        copydesk().args(["quotes", "--language", "de-AT"]).arg(&file).assert().success().get_output().clone();
    assert_eq!(lines(&output.stdout)[0]["quotes"][0]["cue"]["text"], "sagte");
}

#[test]
fn a_batch_keeps_order_and_ids_and_a_bad_line_costs_no_other() {
    let mut input = Vec::new();
    for id in 0..200 {
        input.extend(serde_json::to_vec(&json!({"id": id, "text": TEXT, "extra": true})).unwrap());
        input.push(b'\n');
    }
    input.extend(b"{\"id\": \"half\", \"text\":\n");
    input.extend(b"{\"id\": \"no text\"}\n");
    input.extend(b"\xff\xfe\n");
    input.extend("{\"id\": \"last\", \"text\": \"„Ja“, sagte sie.\", \"language\": \"de\"}".bytes());
    let output =
        copydesk().args(["quotes", "--input", "-"]).write_stdin(input).assert().code(1).get_output().clone();
    let found = lines(&output.stdout);
    assert_eq!(found.len(), 204);
    for (id, line) in (0..200).zip(&found) {
        assert_eq!(line["id"], id);
        assert_eq!(line["quotes"][0]["speaker"]["name"], "Ann Lee");
    }
    for (number, line) in (201..).zip(&found[200..203]) {
        assert_eq!((&line["status"], &line["reason"]), (&json!("failed"), &json!("malformed-line")));
        let message = line["message"].as_str().unwrap();
        assert!(message.contains(&format!("standard input, line {number}:")), "{message}");
    }
    assert_eq!(found[201]["id"], "no text");
    assert_eq!(
        (&found[203]["id"], &found[203]["quotes"][0]["cue"]["text"]),
        (&json!("last"), &json!("sagte"))
    );
}

#[test]
fn what_cannot_be_read_is_named_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let cases = [
        (folder.path().join("missing.txt"), "missing.txt"),
        (folder.path().to_owned(), "is a directory"),
        (write("latin1.txt", b"caf\xe9"), "latin1.txt is not UTF-8 text"),
        (write("binary.bin", b"\x7fELF\x00\x01"), "binary.bin is not plain text"),
    ];
    for (path, expected) in cases {
        let output = copydesk().arg("quotes").arg(&path).assert().code(2).get_output().clone();
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(expected), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(output.stdout.is_empty());
    }
    copydesk().args(["quotes", "--input"]).arg(folder.path().join("none.jsonl")).assert().code(2);
}

#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["quotes", "--input", "-"])
        .stdin(std::process::Stdio::null())
        .stdout(full)
        .status()
        .unwrap();
    assert!(status.success(), "nothing to write, nothing to fail");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), TEXT).unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .arg("quotes")
        .arg(file.path())
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn one_text_as_table_indented_json_and_page() {
    let run = |args: &[&str]| {
        let output = copydesk()
            .args(["quotes", "--language", "en"])
            .args(args)
            .write_stdin("“We <won>,” said Ann\tLee. “Night Train” is a film.")
            .assert()
            .success();
        String::from_utf8(output.get_output().stdout.clone()).unwrap()
    };
    let table = run(&["--format", "tsv"]);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{table}");
    assert_eq!(&rows[1][..4], ["direct", "Ann Lee", "Ann Lee", "said"]);
    assert_eq!(rows[2][0], "unattributed");
    let json: Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
    assert_eq!(json["quotes"][0]["speaker"]["name"], "Ann Lee");
    let page = run(&["--format", "html"]);
    assert!(page.contains("We &lt;won&gt;,</a>"), "{page}");
    assert!(page.contains(r##"href="#speaker-0""##) && page.contains(r#"id="speaker-0""#), "{page}");
    assert!(!page.contains("http"), "the page loads nothing: {page}");
}

#[test]
fn what_is_not_sure_enough_is_nobodys() {
    let output = copydesk().args(["quotes", "--min-confidence", "1"]).write_stdin(TEXT).assert().success();
    let found = &lines(&output.get_output().stdout)[0];
    assert_eq!(found["attributions"], json!([]));
    assert_eq!(
        (&found["quotes"][0]["kind"], &found["quotes"][0]["speaker"]),
        (&json!("unattributed"), &json!(null))
    );
    copydesk().args(["quotes", "--min-confidence", "2"]).write_stdin(TEXT).assert().code(2);
}

/// The page is written to a file of its own, told on standard error, and handed to whatever opens files.
#[test]
#[cfg(target_os = "linux")]
fn open_hands_the_page_to_the_desktop() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let opener = folder.path().join("xdg-open");
    std::fs::write(&opener, format!("#!/bin/sh\ncp \"$1\" {}/opened.html\n", folder.path().display()))
        .unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let output = copydesk()
        .args(["quotes", "--open"])
        .env("PATH", path)
        .env("TMPDIR", folder.path())
        .write_stdin(TEXT)
        .assert()
        .success()
        .get_output()
        .clone();
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("the page is "));
    let page = std::fs::read_to_string(folder.path().join("opened.html")).unwrap();
    assert!(page.contains("Ann Lee") && page.contains("We won,"), "{page}");
}
