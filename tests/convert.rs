//! `copydesk convert`: records from one kind of file to another.

use std::fs;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::copydesk;

/// Records of some of the fixtures, and of a page that gives no article, as `extract` writes them.
fn records(folder: &Path) -> String {
    let pages = ["hotair.com/venezuela-soldiers", "harbourpost.example/schools-bus"]
        .map(|page| format!("{}/fixtures/{page}/page.html", env!("CARGO_MANIFEST_DIR")));
    let lines = pages.iter().enumerate().map(|(id, path)| format!("{{\"id\": {id}, \"path\": {path:?}}}\n"));
    let input: String = lines.chain(["{\"id\": \"x\", \"html\": \"<p>short\"}\n".to_owned()]).collect();
    let run = copydesk().args(["extract", "--input", "-"]).write_stdin(input).assert();
    let records = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(records.lines().count(), 3);
    fs::write(folder.join("records.jsonl"), &records).unwrap();
    records
}

fn convert(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    copydesk().current_dir(folder).arg("convert").args(arguments).assert()
}

fn told(run: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

#[test]
fn real_records_pass_through_every_exact_kind_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let records = records(folder);
    let chain = ["records.jsonl", "a.sqlite", "b.json.gz", "c.db", "d.jsonl.zst", "e.jsonl"];
    for pair in chain.windows(2) {
        let run = convert(folder, pair).success();
        assert_eq!(told(&run), format!("copydesk: 2 articles in {}; 1 pages without one\n", pair[1]));
    }
    assert_eq!(fs::read_to_string(folder.join("e.jsonl")).unwrap(), records);
    if cfg!(feature = "parquet") {
        convert(folder, &["c.db", "f.parquet"]).success();
        convert(folder, &["c.db", "f.parquet"]).code(2);
        let out = convert(folder, &["f.parquet", "-"]).success();
        assert_eq!(String::from_utf8_lossy(&out.get_output().stdout), records);
    }
    let out = convert(folder, &["c.db", "-"]).success();
    assert_eq!(String::from_utf8_lossy(&out.get_output().stdout), records);
    let run = convert(folder, &["e.jsonl", "f.md"]).success();
    assert_eq!(told(&run), "copydesk: 2 articles in f.md; 1 pages without one, left out there\n");
}

#[test]
fn the_folder_of_a_crawl_stands_for_its_articles() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let records = records(folder);
    fs::create_dir(folder.join("crawl")).unwrap();
    fs::write(folder.join("crawl/articles.jsonl"), &records).unwrap();
    convert(folder, &["crawl", "a.csv"]).success();
    assert_eq!(fs::read_to_string(folder.join("a.csv")).unwrap().matches("\narticle,").count(), 2);
}

#[test]
fn a_line_that_is_no_record_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let records = records(folder.path());
    let (first, rest) = records.split_once('\n').unwrap();
    let broken = format!("\u{feff}{first}\n\n{{\"status\": \"article\"}}\nnot json\n{rest}");
    fs::write(folder.path().join("broken.jsonl"), broken).unwrap();
    let run = convert(folder.path(), &["broken.jsonl", "a.sqlite"]).code(1);
    insta::assert_snapshot!(told(&run), @r"
    copydesk: broken.jsonl, line 3: expected a record as `copydesk extract` writes it: missing field `schema_version` at line 1 column 21
    copydesk: broken.jsonl, line 4: expected a record as `copydesk extract` writes it: expected ident at line 1 column 2
    copydesk: 2 articles in a.sqlite; 1 pages without one
    ");
}

#[test]
fn what_cannot_be_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let records = records(folder);
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut packed, records.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    fs::write(folder.join("cut.jsonl.gz"), &packed[..packed.len() / 2]).unwrap();
    fs::write(folder.join("there.csv"), "mine").unwrap();
    fs::write(folder.join("bytes.db"), [0, 159, 146, 150]).unwrap();
    for (arguments, expected) in [
        (["records.jsonl", "a.xml"], "a.xml: cannot tell what kind of file this is to be: known are .jsonl"),
        (["records.jsonl", "a.sqlite.gz"], "a.sqlite.gz: cannot tell what kind of file this is to be"),
        (["there.csv", "a.jsonl"], "there.csv: whole records are read from .jsonl and .json"),
        (["records.jsonl", "there.csv"], "there.csv exists already: name another file, or overwrite it with"),
        (["records.jsonl", "records.jsonl"], "records.jsonl is both IN and OUT: name another OUT"),
        (["missing.jsonl", "a.jsonl"], "cannot read missing.jsonl: No such file or directory"),
        (["missing.db", "a.jsonl"], "missing.db: SQLite refused"),
        (["bytes.db", "a.jsonl"], "bytes.db is no SQLite database of copydesk's"),
        (["records.jsonl", "no/such/folder.csv"], "cannot write to no/such/folder.csv"),
        (["cut.jsonl.gz", "a.jsonl"], "cannot read cut.jsonl.gz"),
    ] {
        let run = convert(folder, &arguments).code(2);
        assert!(told(&run).contains(expected), "{arguments:?}: {}", told(&run));
    }
    assert_eq!(fs::read_to_string(folder.join("there.csv")).unwrap(), "mine");
    assert!(!folder.join("a.jsonl").exists() && !folder.join("a.jsonl.partial").exists());
    convert(folder, &["records.jsonl", "there.csv", "--overwrite"]).success();
}

#[test]
fn json_can_have_other_tools_keys_and_nothing_else_can() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    records(folder);
    let run = convert(folder, &["records.jsonl", "news.json.gz", "--keys", "schemaorg"]).success();
    assert_eq!(told(&run), "copydesk: 2 articles in news.json.gz; 1 pages without one, left out there\n");
    let run = convert(folder, &["records.jsonl", "-", "--keys", "trafilatura"]).success();
    let lines = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert_eq!(lines.lines().filter(|line| line.contains("\"source-hostname\":")).count(), 2);
    let run = convert(folder, &["records.jsonl", "a.sqlite", "--keys", "newspaper"]).failure();
    let error =
        "copydesk: a.sqlite: only .jsonl and .json (also with .gz or .zst) are written under other keys\n";
    assert_eq!(told(&run), error);
    assert!(!folder.join("a.sqlite").exists());
    convert(folder, &["records.jsonl", "-", "--keys", "goose"]).failure().code(2);
    let page = format!("{}/fixtures/hotair.com/venezuela-soldiers/page.html", env!("CARGO_MANIFEST_DIR"));
    let extracted =
        copydesk().args(["extract", &page, "--keys", "schemaorg", "--format", "json"]).assert().success();
    let extracted = String::from_utf8(extracted.get_output().stdout.clone()).unwrap();
    assert!(extracted.contains("\"spokenByCharacter\""), "{extracted}");
    let run =
        copydesk().args(["extract", &page, "--keys", "schemaorg", "--format", "text"]).assert().failure();
    assert!(told(&run).contains("expected --format jsonl or json, got text"), "{}", told(&run));
}
