//! `copydesk demo`, end to end. One run in real time (its waits are what it shows) serves most of these tests.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::copydesk;

const LEAD: &str = "https://hotair.com/archives/2019/02/25/rather-than-backing-guaido-hundreds-of-venezuelan-soldiers-defect-and-flee-the-country/";

/// How much earlier than its pause a request may seem to come: what the first one took to reach the server.
const JITTER_MS: u64 = 300;

/// What the one run left behind.
struct Run {
    stdout: String,
    stderr: String,
    articles: Vec<Value>,
    outcomes: Vec<Value>,
    requests: Vec<Value>,
    _folder: TempDir,
}

fn demo() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let output =
            copydesk().args(["demo", "--log", "requests.jsonl"]).current_dir(&folder).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{stderr}");
        Run {
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr,
            articles: json_lines(&folder.path().join("output/demo/articles.jsonl")),
            outcomes: json_lines(&folder.path().join("output/demo/outcomes.jsonl")),
            requests: json_lines(&folder.path().join("requests.jsonl")),
            _folder: folder,
        }
    })
}

fn json_lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn prints_a_summary_no_wider_than_a_terminal() {
    let run = demo();
    insta::assert_snapshot!("summary", run.stdout);
    for line in run.stdout.lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
    assert!(!run.stdout.contains('\u{1b}'), "colours without a terminal");
    // The sets of gold quotes beside the sites are no site.
    let folders = std::fs::read_dir(fixtures()).unwrap();
    let sites = folders.filter(|folder| folder.as_ref().unwrap().file_name() != "quotes").count();
    assert!(run.stderr.starts_with(&format!("{sites} sites are served on 127.0.0.1:")), "{}", run.stderr);
}

#[test]
fn brings_home_the_whole_record_of_the_hotair_article() {
    let record = demo().articles.iter().find(|record| record["url"] == LEAD).unwrap();
    let mut record = record.clone();
    record["fetched_at"] = "(when)".into();
    record["extractor"]["profile_version"] = "(hash)".into();
    insta::assert_snapshot!("hotair", serde_json::to_string_pretty(&record).unwrap());
}

#[test]
fn brings_home_every_article_of_every_site_once() {
    let mut expected = BTreeSet::new();
    for page in page_tomls() {
        expected.insert(page["url"].as_str().unwrap().to_owned());
    }
    let address = |article: &Value| {
        article["canonical_url"].as_str().or(article["final_url"].as_str()).unwrap().to_owned()
    };
    let found: Vec<String> = demo().articles.iter().map(address).collect();
    assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected);
    assert_eq!(found.len(), expected.len(), "an article is there twice: {found:#?}");
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Every `page.toml` of the repository's fixtures.
fn page_tomls() -> Vec<toml::Table> {
    let sites = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path());
    let slugs = sites.flat_map(|site| std::fs::read_dir(site).unwrap()).map(|entry| entry.unwrap().path());
    let pages = slugs.map(|slug| slug.join("page.toml")).filter(|page| page.exists());
    pages.map(|page| std::fs::read_to_string(page).unwrap().parse().unwrap()).collect()
}

#[test]
fn every_record_follows_the_schema() {
    let schema = copydesk().arg("schema").output().unwrap().stdout;
    let validator = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    for record in &demo().articles {
        let errors: Vec<_> = validator.iter_errors(record).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", record["url"]);
    }
}

#[test]
fn every_page_leaves_as_exactly_one_outcome() {
    let run = demo();
    let urls: BTreeSet<&str> = run.outcomes.iter().map(|outcome| outcome["url"].as_str().unwrap()).collect();
    assert_eq!(urls.len(), run.outcomes.len());
    let articles = run.outcomes.iter().filter(|outcome| outcome["status"] == "article").count();
    assert_eq!(articles, run.articles.len());
    let reasons: BTreeSet<&str> =
        run.outcomes.iter().filter_map(|outcome| outcome["reason"].as_str()).collect();
    for shown in ["duplicate", "http-status", "not-article", "not-html", "robots"] {
        assert!(reasons.contains(shown), "the newsroom shows no `{shown}`: {reasons:?}");
    }
}

/// The requests each host got: milliseconds and path.
fn requests_by_host() -> BTreeMap<&'static str, Vec<(u64, &'static str)>> {
    let mut hosts = BTreeMap::<_, Vec<_>>::new();
    for request in &demo().requests {
        let request_of = (request["ms"].as_u64().unwrap(), request["path"].as_str().unwrap());
        hosts.entry(request["host"].as_str().unwrap()).or_default().push(request_of);
    }
    hosts
}

/// The pause each host asks for; hotair.com's robots.txt has `Crawl-delay: 1.5`.
fn pause_ms(host: &str) -> u64 {
    if host == "hotair.com" { 1500 } else { 1000 }
}

#[test]
fn asks_every_host_for_robots_txt_first_and_then_keeps_its_pace() {
    for (host, requests) in requests_by_host() {
        assert_eq!(requests[0].1, "/robots.txt", "{host}");
        assert_eq!(requests.iter().filter(|(_, path)| *path == "/robots.txt").count(), 1, "{host}");
        for pair in requests.windows(2) {
            let gap = pair[1].0 - pair[0].0;
            assert!(gap + JITTER_MS >= pause_ms(host), "{host}: {gap} ms between {pair:?}");
        }
    }
}

#[test]
fn needs_less_than_twenty_seconds_of_waiting() {
    for (host, requests) in requests_by_host() {
        let waits = (requests.len() as u64 - 1) * pause_ms(host);
        assert!(waits <= 16_000, "{host}: {} requests take {waits} ms: {requests:#?}", requests.len());
    }
}

#[test]
fn never_asks_for_what_robots_txt_disallows() {
    let disallowed = [
        "/account/",
        "/admin/",
        "/author/",
        "/galerias/",
        "/konto/",
        "/newsletter/",
        "/search",
        "/staff/",
        "/tag/",
        "/vip/",
    ];
    for request in &demo().requests {
        let path = request["path"].as_str().unwrap();
        assert!(!disallowed.iter().any(|start| path.starts_with(start)), "{request}");
    }
    let outcomes = demo().outcomes.iter();
    let skipped = outcomes
        .filter(|outcome| outcome["reason"] == "robots")
        .map(|outcome| outcome["url"].as_str().unwrap());
    let skipped: Vec<&str> = skipped.collect();
    assert!(skipped.iter().any(|url| url.starts_with("https://hotair.com/vip/")), "{skipped:?}");
}

#[test]
fn refuses_a_folder_that_holds_anything_else() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("articles.jsonl"), "precious\n").unwrap();
    let output = copydesk().args(["demo", "-o"]).arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    let expected = format!(
        "copydesk: {} holds something other than a demo: name another folder with -o\n",
        folder.path().display()
    );
    assert_eq!(stderr, expected);
    assert_eq!(std::fs::read_to_string(folder.path().join("articles.jsonl")).unwrap(), "precious\n");
}

#[test]
fn says_which_address_is_taken() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let output = copydesk()
        .args(["demo", "--port", &address.port().to_string()])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with(&format!("copydesk: cannot listen on {address}: ")), "{stderr}");
    assert_eq!(stderr.lines().count(), 1);
}

/// A serving demo, ended when the test ends.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn serves_every_host_on_one_port_and_prints_how_to_crawl_it() {
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["demo", "--serve"])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut serving = Serving(child);
    let mut command = String::new();
    BufReader::new(serving.0.stdout.take().unwrap()).read_line(&mut command).unwrap();
    let address = command.split("'*:").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    insta::assert_snapshot!("serve", command.replace(&address, "127.0.0.1:PORT"));
    let pem = std::fs::read_to_string(folder.path().join("output/demo/newsroom-ca.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));

    for (host, path, status, text) in [
        ("hotair.com", "/", "200 OK", "<title>HotAir"),
        ("hotair.com", "/nowhere", "404 Not Found", "That page is gone"),
        ("harbourpost.example:8080", "/", "200 OK", "<title>The Harbour Post"),
        (
            "harbourpost.example",
            "/2026/11/crane-saved",
            "301 Moved Permanently",
            "/2026/11/harbour-crane-to-stay",
        ),
        ("elsewhere.example", "/", "404 Not Found", "Nothing here."),
    ] {
        let answer = get(&address, host, path);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{host}{path}: {answer}");
        assert!(answer.contains(text), "{host}{path}: {answer}");
    }
}

fn get(address: &str, host: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
