//! What programs see of a crawl while it runs: structured logs, numbers for Prometheus.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::program::{busy, crawl};
use super::site::{Site, article, front, missing};

fn paper() -> Site {
    Site::start(1, |page| match page {
        "H0/" => front(&["/a", "/gone", "/later"]),
        "H0/a" => article(page, "", ""),
        "H0/later" => busy("3000"),
        _ => missing(),
    })
}

#[test]
fn with_log_format_json_every_line_is_an_event() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let mut command = crawl(folder.path());
    let flags = ["--log-format", "json", "--max-depth", "1", "--max-pages", "3", "-o", "out", "--explain"];
    let assert = command.args(flags).args([&site.url(0, "/"), "no url"]).assert().code(1).stdout("");
    let text = site.plain(&String::from_utf8(assert.get_output().stderr.clone()).unwrap());
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<String> = events
        .iter()
        .map(|event| {
            let time = event["time"].as_str().unwrap();
            assert!(time.parse::<jiff::Timestamp>().is_ok(), "{time}");
            ["level", "event", "url", "status", "reason", "http_status"]
                .map(|key| event[key].to_string().replace('"', ""))
                .join(" ")
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    warn page no url failed malformed-url null
    info page H0/ skipped not-article 200
    info explained H0/a null null null
    info page H0/a article null null
    warn page H0/gone failed http-status 404
    info summary null null null null
    ");
    let summary = events.last().unwrap();
    assert_eq!(
        (&summary["articles"], &summary["entered"], &summary["waiting"]),
        (&1.into(), &5.into(), &1.into())
    );

    let mut refused = crawl(folder.path());
    let refused =
        refused.args(["--log-format", "json", "-o", "/dev/null/out", &site.url(0, "/")]).assert().code(2);
    let line: Value = serde_json::from_slice(&refused.get_output().stderr).unwrap();
    assert_eq!((&line["level"], &line["event"]), (&"error".into(), &"error".into()));
    assert!(line["message"].as_str().unwrap().contains("cannot write to /dev/null/out"), "{line}");
}

/// A crawl that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_running_crawl_tells_its_numbers_to_prometheus() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let mut crawling = crawl(folder.path());
    crawling.args(["--metrics", "0", "-o", "out", &site.url(0, "/")]);
    // The story that is put off keeps the crawl running.
    let mut crawling = Running(
        Command::new(crawling.get_program())
            .args(crawling.get_args())
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut told = String::new();
    BufReader::new(crawling.0.stderr.take().unwrap()).read_line(&mut told).unwrap();
    let address = told.trim().strip_prefix("copydesk: numbers for Prometheus at http://").unwrap();
    let address = address.strip_suffix("/metrics").unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let deadline = Instant::now() + Duration::from_secs(30);
    let numbers = loop {
        let numbers = get(address, "/metrics");
        if numbers.contains("copydesk_pages_total{outcome=\"http-status\"} 1") {
            break numbers;
        }
        assert!(Instant::now() < deadline, "{numbers}");
        std::thread::yield_now();
    };
    assert!(numbers.starts_with("HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4"), "{numbers}");
    for line in [
        "# TYPE copydesk_pages_total counter",
        "copydesk_pages_total{outcome=\"article\"} 1",
        "copydesk_pages_failed_total 1",
        "copydesk_pages_waiting 1",
        "copydesk_sources_total{outcome=\"read\"} 0",
    ] {
        assert!(numbers.lines().any(|told| told == line), "{line} is missing in {numbers}");
    }
    let number = |name: &str| -> f64 {
        let line = numbers.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().parse().unwrap()
    };
    assert!(number("copydesk_requests_total ") >= 4.0 && number("copydesk_body_bytes_total ") > 100.0);
    assert!(number("copydesk_answer_seconds{quantile=\"0.99\"} ") > 0.0);
    assert!(number("copydesk_answer_seconds_count ") >= 4.0);
    assert!(get(address, "/other").starts_with("HTTP/1.1 404"));
}

#[test]
fn numbers_are_for_this_machine_unless_told_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let refused = crawl(folder.path()).args(["--metrics", "nowhere", "https://a.test/"]).assert().code(2);
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert!(told.contains("`nowhere` is not an address: expected PORT"), "{told}");
}

#[test]
fn a_watching_crawl_says_what_each_visit_gave_and_streams_revisions() {
    let visits = AtomicUsize::new(0);
    let site = Site::start(1, move |page| match page {
        "H0/" => front(&["/a"]),
        "H0/a" => article(&format!("Edition {}", visits.fetch_add(1, Ordering::Relaxed)), "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut command = crawl(folder.path());
    command.args(["--log-format", "json", "--format", "jsonl", "--report", "run.json", "-o", "out"]);
    command.args(["--watch", "--watch-min", "20ms", "--watch-max", "40ms", "--watch-for", "2s"]);
    let assert = command.arg(site.url(0, "/")).assert().success();
    let lines = |bytes: &[u8]| -> Vec<Value> {
        String::from_utf8_lossy(bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let streamed = lines(&assert.get_output().stdout);
    assert!(streamed.len() > 2, "{streamed:?}");
    assert_eq!(streamed, super::records(&folder.path().join("out"), "articles.jsonl"));
    let events = lines(&assert.get_output().stderr);
    let of = |kind: &str, gave: &str| {
        events.iter().filter(|event| event["event"] == kind && event["gave"] == gave).collect::<Vec<_>>()
    };
    let revised = of("revisit", "revision");
    assert_eq!(revised.len(), streamed.len() - 1);
    assert_eq!((&revised[0]["revision"], &revised[0]["kind"]), (&2.into(), &"page".into()));
    assert!(revised[0]["similarity"].as_f64().is_some() && revised[0]["again_in"].as_f64() >= Some(0.02));
    let unchanged = of("revisit", "unchanged");
    assert!(!unchanged.is_empty() && unchanged[0]["not_modified"] == false, "{unchanged:?}");
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path().join("run.json")).unwrap()).unwrap();
    assert_eq!(report["revisions"], revised.len());
    assert_eq!(report["revisits"], revised.len() + unchanged.len());
    assert_eq!((&report["articles"], &report["entered"]), (&1.into(), &2.into()));
}

#[test]
fn pauses_that_make_no_sense_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (flags, told) in [
        (
            &["--watch", "--watch-min", "2h", "--watch-max", "1h"][..],
            "--watch-min (7200s) is longer than --watch-max",
        ),
        (&["--watch", "--watch-min", "0s"], "--watch-min must be longer than 0s"),
        (&["--watch-for", "1h"], "--watch-for says how long to --watch"),
        (&["--watch", "--dry-run"], "cannot be used with"),
    ] {
        let refused = crawl(folder.path()).args(flags).arg("https://a.test/").assert().code(2);
        let text = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
        assert!(text.contains(told), "{text}");
    }
}
