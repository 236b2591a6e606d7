//! What operators ask of a crawl: reservations respected, a report for programs, where its hosts stand.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use assert_cmd::assert::Assert;
use copydesk::crawl::CrawlOptions;
use serde_json::{Value, json};

use super::program::{self, busy};
use super::site::{Answer, Site, article, front, missing};
use super::{crawl, options, outcomes, records};
use crate::report::page::Page;
use crate::support::copydesk;

/// Four stories: one reserved by its page, two by their headers, one by none.
fn reserving() -> Site {
    Site::start(1, |page| match page {
        "H0/" => front(&["/meta", "/robots", "/tdm", "/free"]),
        "H0/meta" => article(page, "<meta name=robots content='noai, noimageai'>", ""),
        "H0/robots" => with_header("X-Robots-Tag", "otherbot: noai", article(page, "", "")),
        "H0/tdm" => with_header("TDM-Reservation", "1", article(page, "", "")),
        "H0/free" => with_header("TDM-Reservation", "0", article(page, "", "")),
        _ => missing(),
    })
}

fn with_header(name: &'static str, value: &str, mut answer: Answer) -> Answer {
    answer.headers.push((name, value.to_owned()));
    answer
}

#[test]
fn reservations_by_page_or_header_are_told_and_respected_where_asked() {
    let site = reserving();
    let folder = tempfile::tempdir().unwrap();
    crawl(options(&folder.path().join("told"), &site));
    let mut told: Vec<String> = records(&folder.path().join("told"), "articles.jsonl")
        .iter()
        .map(|article| site.plain(&format!("{} {}", article["final_url"], article["reservations"])))
        .collect();
    told.sort();
    insta::assert_snapshot!(told.join("\n"), @r#"
    "H0/free" []
    "H0/meta" [{"content":"noai, noimageai","name":"robots"}]
    "H0/robots" [{"content":"otherbot: noai","name":"x-robots-tag"}]
    "H0/tdm" [{"content":"1","name":"tdm-reservation"}]
    "#);

    let respected = folder.path().join("respected");
    crawl(CrawlOptions { respect_ai_optout: true, ..options(&respected, &site) });
    insta::assert_snapshot!(outcomes(&respected, &site), @r"
    H0/ skipped not-article 1
    H0/free article - 1
    H0/meta skipped ai-opt-out 1
    H0/robots skipped ai-opt-out 1
    H0/tdm skipped ai-opt-out 1
    ");
}

#[test]
fn a_run_is_reported_to_people() {
    let site = Site::start(2, |page| match page {
        "H0/" => front(&["/a", "/gone", "/b"]),
        "H0/a" | "H0/b" => article(page, "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut command = program::crawl(folder.path());
    command.args(["-o", "out", "--report", "out/report.json", &site.url(0, "/"), &site.url(1, "/gone")]);
    std::fs::create_dir(folder.path().join("out")).unwrap();
    command.assert().code(1);
    let made = copydesk().current_dir(folder.path()).args(["report", "out"]).assert().success();
    let told = String::from_utf8(made.get_output().stderr.clone()).unwrap();
    assert_eq!(told, "copydesk: 2 articles in out/report.html, 2 to read; there was no drift.json\n");
    let page = Page::read(&folder.path().join("out/report.html"));
    assert_eq!(page.rows("outcomes"), ["article||2|40 %", "http-status||2|40 %", "not-article||1|20 %"]);
    let hosts: Vec<String> = page.rows("hosts").iter().map(|row| site.plain(row)).collect();
    assert_eq!(hosts.len(), 2);
    assert!(hosts[0].ends_with("||2|1|1|0|0.0 s|H0/gone answered with status 404"), "{hosts:?}");
    assert!(hosts[1].ends_with("||0|0|1|0|0.0 s|H1/gone answered with status 404"), "{hosts:?}");
    let when = &page.texts("#pace p")[0];
    assert!(when.starts_with("5 pages from 20"), "{when}");
    let run = &page.texts("header > p:not(.aside)")[0];
    assert!(run.starts_with("The last run took ") && run.contains("; 7 requests; "), "{run}");
}

#[test]
fn a_run_is_reported_to_programs() {
    let site = Site::start(1, |page| match page {
        "H0/" => front(&["/a", "/gone"]),
        "H0/a" => article(page, "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let report_of = |output: &str, file: &str| {
        let mut command = copydesk();
        command.current_dir(folder.path()).args(["crawl", "--delay", "0s", "--retries", "0", "--no-profile"]);
        command.args(["--allow-address", "127.0.0.0/8", "-o", output, "--report", file, &site.url(0, "/")]);
        command
    };
    let report = |file: &str| report_of("out", file);
    report("report.json").assert().code(1).stdout("");
    let text = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["articles"], 1);
    assert_eq!(told["no_article"], json!({"http-status": 1, "not-article": 1}));
    assert_eq!((&told["entered"], &told["waiting"], &told["failed"]), (&3.into(), &0.into(), &1.into()));
    assert_eq!(told["requests"], 4, "robots.txt and three pages");
    assert!(told["bytes"].as_u64().unwrap() > 1000);
    let latency = |share: &str| told["latency_ms"][share].as_u64().unwrap();
    assert!(1 <= latency("p50") && latency("p50") <= latency("p90") && latency("p90") <= latency("p99"));
    let host = &told["hosts"][0];
    assert_eq!((&host["fetched"], &host["waiting"]), (&3.into(), &0.into()));
    assert!(host["last_error"].as_str().unwrap().contains("404"), "{host}");

    // Articles may be streamed to the place where the report goes.
    let again = report("-").args(["--format", "jsonl"]).assert().code(1);
    let told: Value = serde_json::from_slice(&again.get_output().stdout).unwrap();
    assert_eq!((&told["requests"], &told["finished_before"]), (&0.into(), &3.into()));

    // An earlier report stays until there is a new one, and the crawl's own folder is made for it.
    std::fs::write(folder.path().join("file"), "").unwrap();
    report_of("file", "report.json").assert().code(2);
    assert_eq!(std::fs::read_to_string(folder.path().join("report.json")).unwrap(), text);
    report_of("new", "new/report.json").assert().code(1);
    assert!(folder.path().join("new/report.json").exists());

    let refused = report("no/such/folder").assert().code(2).stdout("");
    let told = String::from_utf8_lossy(&refused.get_output().stderr).into_owned();
    assert_eq!(told, "copydesk: cannot write to no/such/folder: No such file or directory (os error 2)\n");
}

#[test]
fn the_status_of_a_crawl_tells_what_each_host_is_up_to() {
    let site = Site::start(2, |page| match page {
        "H0/" => front(&["/a", "/gone"]),
        "H0/a" => article(page, "", ""),
        "H1/" => front(&["/b", "/c"]),
        "H0/gone" => busy("3000"),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let seeds = [site.url(0, "/"), site.url(1, "/")];
    let mut crawling = program::crawl(folder.path());
    crawling.args(["--max-pages-per-host", "3", "--max-depth", "1", "-o", "out"]).args(seeds);
    // The story that is put off for most of an hour would keep the crawl waiting.
    let crawling = Running(
        Command::new(crawling.get_program())
            .args(crawling.get_args())
            .current_dir(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let look = |format: &str| {
        let mut status = copydesk();
        status.current_dir(folder.path()).args(["crawl", "status", "out", "--format", format]);
        let output = status.output().unwrap();
        site.plain(&String::from_utf8(output.stdout).unwrap().replace("127.0.0", "http://127.0.0"))
    };
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    let told = loop {
        let told = look("json");
        let lines: Vec<serde_json::Value> =
            told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let host = |name: &str| lines.iter().find(|line| line["host"] == name).cloned();
        if let (Some(zero), Some(one)) = (host("H0"), host("H1"))
            && zero["rests_for"].as_f64() > Some(2000.0)
            && one["fetched"] == 3
        {
            break (zero, one);
        }
        assert!(std::time::Instant::now() < deadline, "{told}");
        std::thread::yield_now();
    };
    drop(crawling);
    let (zero, one) = told;
    assert_eq!((&zero["waiting"], &zero["fetched"]), (&1.into(), &2.into()));
    let error = zero["last_error"].as_str().unwrap();
    assert!(error.contains("wants no request for another 3000 s"), "{error}");
    assert_eq!((&one["waiting"], &one["rests_for"]), (&0.into(), &0.0.into()));
    assert!(one["last_error"].as_str().unwrap().contains("404"), "{one}");
    assert!(
        look("tsv").starts_with(
            "waiting\twatched\tnext in\tfetched\tpause\trests for\thost\tlast error\n1\t0\t-\t2\t"
        )
    );

    let assert = copydesk().args(["crawl", "status"]).arg(folder.path()).assert().code(2).stdout("");
    insta::assert_snapshot!(told_of(&assert, folder.path()), @"copydesk: DIR holds no crawl: it has no crawl.db");
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn told_of(assert: &Assert, folder: &Path) -> String {
    let text = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    text.replace(&folder.display().to_string(), "DIR")
}
