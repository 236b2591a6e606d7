//! `copydesk extract` as its user sees it.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::paragraphs;
use crate::support::copydesk;

fn html(headline: &str) -> String {
    format!(
        "<html lang=en><title>{headline}</title><article><h1>{headline}</h1>{}</article>",
        paragraphs(1..6)
    )
}

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    /// The output's lines as JSON.
    fn records(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Runs `copydesk extract --no-profile` in that folder.
fn run(dir: &Path, args: &[&str], stdin: &str) -> Run {
    let mut command = copydesk();
    let output = command
        .current_dir(dir)
        .args(["extract", "--no-profile"])
        .args(args)
        .write_stdin(stdin)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_file_standard_input_and_a_packed_file_give_the_same_record() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("page.html"), html("Harbour")).unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(html("Harbour").as_bytes()).unwrap();
    fs::write(dir.path().join("page.html.gz"), packed.finish().unwrap()).unwrap();
    let url = ["--url", "https://example.com/harbour"];
    let file = run(dir.path(), &["page.html", url[0], url[1]], "");
    assert_eq!((file.code, file.stderr.as_str()), (0, ""));
    assert_eq!(file.records()[0]["url"], "https://example.com/harbour");
    assert_eq!(file.records()[0]["headline"], "Harbour");
    assert_eq!(run(dir.path(), &["-", url[0], url[1]], &html("Harbour")).stdout, file.stdout);
    assert_eq!(run(dir.path(), &["page.html.gz", url[0], url[1]], "").stdout, file.stdout);
}

#[test]
fn without_url_a_page_names_itself_or_is_its_file() {
    let dir = TempDir::new().unwrap();
    let named = format!("<link rel=canonical href=https://example.com/own>{}", html("Own"));
    fs::write(dir.path().join("named.html"), named).unwrap();
    fs::write(dir.path().join("nameless.html"), html("Nameless")).unwrap();
    let records = run(dir.path(), &["named.html", "nameless.html", "-"], &html("Piped")).records();
    assert_eq!(records[0]["url"], "https://example.com/own");
    assert_eq!(records[0]["domain"], "example.com");
    let file = records[1]["url"].as_str().unwrap();
    assert!(file.starts_with("file:///") && file.ends_with("/nameless.html"), "{file}");
    assert_eq!(records[2]["url"], "about:blank");
}

#[test]
fn a_batch_keeps_order_and_ids_and_turns_bad_lines_into_failed_records() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("page.html"), html("From a file")).unwrap();
    let lines = [
        json!({"id": 7, "url": "https://example.com/1", "path": "page.html"}).to_string(),
        "{\"id\": \"b\", \"url\": \"https://example.com/2\"".to_owned(),
        String::new(),
        json!({"id": "c", "url": "https://example.com/3", "html": html("Inline"), "more": []}).to_string(),
        json!({"id": "d", "url": "https://example.com/4"}).to_string(),
        json!({"id": "e", "url": "ftp://example.com/5", "html": "<p>x"}).to_string(),
        json!({"id": "f", "url": "https://example.com/6", "path": "missing.html"}).to_string(),
        json!({"id": [1], "url": "https://example.com/7", "html": "<p>x"}).to_string(),
    ];
    fs::write(dir.path().join("batch.jsonl"), lines.join("\n")).unwrap();
    let run = run(dir.path(), &["--input", "batch.jsonl"], "");
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "copydesk: 6 of 8 pages gave no article\n");
    let records = run.records();
    let seen: Vec<_> = records
        .iter()
        .map(|r| (r["id"].clone(), r["status"].as_str().unwrap(), r["reason"].clone()))
        .collect();
    assert_eq!(
        seen,
        [
            (json!(7), "article", Value::Null),
            (Value::Null, "failed", json!("malformed-line")),
            (Value::Null, "failed", json!("malformed-line")),
            (json!("c"), "article", Value::Null),
            (json!("d"), "failed", json!("malformed-line")),
            (json!("e"), "failed", json!("unsupported-scheme")),
            (json!("f"), "failed", json!("unreadable-file")),
            (Value::Null, "failed", json!("malformed-line")),
        ]
    );
    for (index, line) in [(1, 2), (2, 3), (4, 5), (5, 6), (6, 7), (7, 8)] {
        let message = records[index]["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("batch.jsonl, line {line}: ")), "{message}");
    }
    assert_eq!(records[7]["url"], "https://example.com/7");
}

#[test]
fn a_batch_of_many_pages_keeps_its_order() {
    let dir = TempDir::new().unwrap();
    let lines: Vec<String> = (0..200)
        .map(|n| {
            json!({"id": n, "url": "https://example.com/s", "html": html(&format!("Story {n}"))}).to_string()
        })
        .collect();
    let run = run(dir.path(), &["--input", "-"], &lines.join("\n"));
    assert_eq!(run.code, 0);
    for (n, record) in run.records().iter().enumerate() {
        assert_eq!(
            (record["id"].clone(), record["headline"].clone()),
            (json!(n), json!(format!("Story {n}")))
        );
    }
}

#[test]
fn bad_inputs_fail_by_name_and_cost_no_other_input() {
    let dir = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(dir.path().join(name), bytes).unwrap();
    write("good.html", html("Good").as_bytes());
    write("report.pdf", b"%PDF-1.4 ...");
    write("zero.html", b"");
    write("blank.html", b" \n ");
    fs::create_dir(dir.path().join("folder")).unwrap();
    let inputs = [
        ("missing.html", "unreadable-file"),
        ("folder", "unreadable-file"),
        ("report.pdf", "not-html"),
        ("zero.html", "empty-page"),
        ("blank.html", "empty-page"),
        ("http://exa mple/", "malformed-url"),
        ("file:///etc/passwd", "unsupported-scheme"),
        ("ftp://example.com/a", "unsupported-scheme"),
        ("http://nosuchhost.invalid/", "dns"),
    ];
    let mut args: Vec<&str> = inputs.iter().map(|(input, _)| *input).collect();
    args.push("good.html");
    let run = run(dir.path(), &args, "");
    assert_eq!(run.code, 1, "{}", run.stderr);
    let records = run.records();
    assert_eq!(records.len(), args.len());
    let messages: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(messages.len(), inputs.len());
    for (index, (input, reason)) in inputs.iter().enumerate() {
        assert_eq!(records[index]["reason"], *reason, "{input}");
        assert!(
            messages[index].starts_with("copydesk: ") && messages[index].contains(input),
            "{}",
            messages[index]
        );
    }
    assert_eq!(records[inputs.len()]["headline"], "Good");
}

#[test]
fn text_and_markdown_leave_failures_to_standard_error() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("good.html"), html("Good")).unwrap();
    for (format, begin) in [("text", "Good\n"), ("markdown", "# Good\n")] {
        let run = run(dir.path(), &["missing.html", "good.html", "--format", format], "");
        assert_eq!(run.code, 1);
        assert!(run.stdout.starts_with(begin), "{}", run.stdout);
        assert!(run.stderr.starts_with("copydesk: missing.html: cannot be read: "), "{}", run.stderr);
    }
    let array: Value =
        serde_json::from_str(&run(dir.path(), &["good.html", "--format", "json"], "").stdout).unwrap();
    assert_eq!(array[0]["headline"], "Good");
}

#[test]
fn explain_tells_on_standard_error_and_keeps_the_record() {
    let dir = TempDir::new().unwrap();
    fs::write(
        dir.path().join("good.html"),
        html("Good").replace("</article>", "<p>Advertisement</p></article>"),
    )
    .unwrap();
    let run = run(dir.path(), &["good.html", "--explain", "--url", "https://example.com/a"], "");
    assert_eq!(run.records()[0]["headline"], "Good");
    for line in ["good.html (no profile)", "  * generic h1: Good", "    meta title: Good", "Advertisement"] {
        assert!(run.stderr.contains(line), "{line} in {}", run.stderr);
    }
}

#[test]
fn flags_shift_the_operating_point_and_take_captions_in() {
    let dir = TempDir::new().unwrap();
    let figure = "<figure><img src=a.jpg><figcaption>The old crane.</figcaption></figure></h1>";
    fs::write(dir.path().join("page.html"), html("Good").replace("</h1>", &format!("</h1>{figure}")))
        .unwrap();
    let body = |flags: &[&str]| {
        let run = run(dir.path(), &[&["page.html"], flags].concat(), "");
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.records()[0]["body"].as_str().unwrap().to_owned()
    };
    assert!(!body(&[]).contains("crane"));
    assert!(body(&["--captions"]).contains("crane"));
    assert!(body(&["--precision"]).len() <= body(&["--recall"]).len());
    assert_eq!(run(dir.path(), &["page.html", "--precision", "--recall"], "").code, 2);
}

#[test]
fn quotes_are_left_out_on_demand() {
    let dir = TempDir::new().unwrap();
    let said = "<p>“Nobody slept,” said Mayor Ann Field, who spent the night on the bridge.</p></article>";
    fs::write(dir.path().join("page.html"), html("Good").replace("</article>", said)).unwrap();
    let record = |flags: &[&str]| run(dir.path(), &[&["page.html"], flags].concat(), "").records()[0].clone();
    let (whole, bare) = (record(&[]), record(&["--no-quotes"]));
    assert_eq!(bare["body"], whole["body"]);
    for key in ["quotes", "attributions", "speakers"] {
        assert_ne!(whole[key], serde_json::json!([]), "{key}");
        assert_eq!(bare[key], serde_json::json!([]), "{key}");
    }
}

#[test]
fn wrong_usage_ends_with_2_before_anything_is_read() {
    let dir = TempDir::new().unwrap();
    for args in [
        &[][..],
        &["a.html", "b.html", "--url", "https://example.com/"],
        &["a.html", "--url", "example"],
        &["https://example.com/", "--url", "https://example.com/"],
        &["a.html", "--input", "b"],
        &["--input", "missing.jsonl"],
        &["a.html", "--format", "yaml"],
        &["-", "-"],
    ] {
        let run = run(dir.path(), args, "");
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}: {}", run.stderr);
        assert!(!run.stderr.is_empty());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_2_and_a_closed_pipe_quietly() {
    use std::process::{Command, Stdio};
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("good.html"), html("Good")).unwrap();
    let start = |stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        command
            .current_dir(&dir)
            .args(["extract", "--no-profile", "good.html"])
            .stdout(stdout)
            .stderr(Stdio::piped());
        command.output().unwrap()
    };
    let full = start(fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into());
    assert_eq!(full.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&full.stderr).starts_with("copydesk: cannot write to standard output: "));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let closed = start(writer.into());
    assert_eq!((closed.status.code(), closed.stderr.len()), (Some(0), 0));
}
