//! `--watch`, in virtual time: what could not be had at first is asked for until it can.

use copydesk::crawl::frontier::FILE_NAME;
use copydesk::crawl::{CrawlOptions, Limits};
use serde_json::{Value, json};

use super::revisits::{feed, html, rss, story, times, watch, watching, xml};
use super::{options_for, records};
use crate::support::server::{Server, answer};

/// The articles' addresses, revisions and changes.
fn told(folder: &std::path::Path) -> Vec<Value> {
    let articles = records(folder, "articles.jsonl");
    articles.iter().map(|article| json!([article["url"], article["revision"], article["changed"]])).collect()
}

#[tokio::test(start_paused = true)]
async fn a_page_that_failed_for_a_reason_that_passes_is_fetched_once_it_can_be() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/feed", _) => xml(&rss(&["/a", "/b", "/missing", "/list", "/copy"])),
        ("/a" | "/list", 1..=2) | ("/copy", 1) => answer(503, "", ""),
        ("/list", _) => html("<h1>Paper</h1><p>no article"),
        ("/copy", _) => html(&story("/b", "x").replace("<title>", "<link rel=canonical href=/b><title>")),
        ("/a" | "/b", _) => html(&story(&asked.path, "Nothing more is known.")),
        _ => answer(404, "", ""),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let summary = watch(&server, feed(folder.path(), 400)).await;
    // Each article once, whether it was had at once or late, and none twice.
    assert_eq!(
        told(folder.path()),
        [json!(["http://paper.test/b", 1, []]), json!(["http://paper.test/a", 1, []])]
    );
    // What entered has ended once; that it came later is counted apart.
    assert_eq!((summary.entered, summary.articles, summary.failed, summary.revisions), (5, 1, 4, 1));
    assert_eq!(records(folder.path(), "outcomes.jsonl").len(), 5);
    assert_eq!(times(&server, "/missing"), 1, "a page that is not there does not come back");
    assert_eq!(times(&server, "/list"), 3, "a page that turns out to be no article is left alone");
    assert!(times(&server, "/a") > 3, "the article is watched like all others");
}

#[tokio::test(start_paused = true)]
async fn a_site_that_is_down_at_the_start_is_crawled_once_it_is_up() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", 1) => answer(503, "", ""),
        ("/robots.txt", _) => answer(200, "content-type: text/plain\r\n", "Sitemap: /map.xml\n"),
        ("/map.xml", _) => xml("<urlset><url><loc>http://paper.test/b</loc></url></urlset>"),
        ("/", _) => html("<h1>Paper</h1><a href=/a>A</a>"),
        (path, _) => html(&story(path, "Nothing more is known.")),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let plain = options_for(folder.path(), "http://paper.test/".to_owned());
    let first = watch(&server, plain.clone()).await;
    assert_eq!((first.articles, first.failed, times(&server, "/")), (0, 1, 0));

    // A run that did not watch is taken up, too.
    watch(&server, CrawlOptions { revisit: Some(watching(60)), ..plain }).await;
    let mut articles = told(folder.path());
    articles.sort_by_key(ToString::to_string);
    assert_eq!(
        articles,
        [json!(["http://paper.test/a", 1, []]), json!(["http://paper.test/b", 1, []])],
        "by its link and by the sitemap that robots.txt names"
    );
}

#[tokio::test(start_paused = true)]
async fn what_waits_is_not_given_up_because_robots_txt_cannot_be_had_for_once() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", 2) => answer(503, "", ""),
        ("/", _) => html(&(1..=9).map(|n| format!("<a href=/{n}>Story {n}</a>")).collect::<String>()),
        ("/robots.txt", _) => answer(404, "", ""),
        (path, _) => html(&story(path, "Nothing more is known.")),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let plain = options_for(folder.path(), "http://paper.test/".to_owned());
    let first = watch(
        &server,
        CrawlOptions { limits: Limits { max_pages: Some(1), ..Limits::default() }, ..plain.clone() },
    )
    .await;
    assert_eq!(first.waiting, 9);
    // One page says what is wrong; the others wait for a later run, and this one ends.
    let second = watch(&server, plain.clone()).await;
    assert_eq!((second.failed, second.waiting, second.articles), (1, 8, 0));
    // An hour later.
    let state = rusqlite::Connection::open(folder.path().join(FILE_NAME)).unwrap();
    state.execute("UPDATE host SET next_allowed = 0", []).unwrap();
    drop(state);
    let third = watch(&server, plain).await;
    assert_eq!((third.failed, third.waiting, third.articles), (1, 0, 8));
}
