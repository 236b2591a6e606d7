//! `--watch`, in virtual time: what is asked again and when, what is written then, and what is not.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use copydesk::Profiles;
use copydesk::crawl::{CrawlOptions, Revisiting, Summary};
use copydesk::fetch::{FetchOptions, Fetcher};
use serde_json::{Value, json};

use super::{Unwatched, options_for, records};
use crate::support::clock::in_virtual_time;
use crate::support::server::{Asked, Server, Step, answer};

pub(super) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Asks again after 10 s at the earliest and 80 s at the latest, for so long.
pub(super) fn watching(stop_after: u64) -> Revisiting {
    Revisiting {
        least: seconds(10),
        most: seconds(80),
        articles: seconds(3_600),
        stop_after: Some(seconds(stop_after)),
    }
}

pub(super) async fn watch(server: &Server, options: CrawlOptions) -> Summary {
    let fetch = FetchOptions { delay: seconds(1), retries: 0, ..server.options() };
    let fetcher = Fetcher::new(fetch).unwrap();
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let profiles = Arc::new(Profiles::default());
    let run = copydesk::crawl::run(options, fetcher, profiles, Arc::new(Unwatched), stopped);
    in_virtual_time(run).await.unwrap()
}

/// A crawl of the paper's feed that goes on for so long.
pub(super) fn feed(folder: &Path, stop_after: u64) -> CrawlOptions {
    CrawlOptions {
        revisit: Some(watching(stop_after)),
        ..options_for(folder, "http://paper.test/feed".to_owned())
    }
}

pub(super) fn rss(paths: &[&str]) -> String {
    let items = paths.iter().map(|path| format!("<item><link>http://paper.test{path}</link></item>"));
    format!("<rss version='2.0'><channel><title>Paper</title>{}</channel></rss>", items.collect::<String>())
}

pub(super) fn story(headline: &str, last: &str) -> String {
    let paragraphs = (1..=4).map(|number| {
        format!(
            "<p>Paragraph {number} tells what happened at the harbour that day, who was there to see it, and why the \
             council had put off its decision for so long.</p>"
        )
    });
    format!(
        "<!doctype html><html lang=en><head><title>{headline}</title><meta property='og:type' content='article'></head>\
         <body><article><h1>{headline}</h1>{}<p>{last}</p></article></body></html>",
        paragraphs.collect::<String>()
    )
}

pub(super) fn html(body: &str) -> Vec<Step> {
    answer(200, "content-type: text/html\r\n", body)
}

pub(super) fn xml(body: &str) -> Vec<Step> {
    answer(200, "content-type: application/xml\r\n", body)
}

/// An answer of that version, or word that it is still the same.
fn versioned(asked: &Asked, version: &str, body: &str) -> Vec<Step> {
    let tag = format!("\"{version}\"");
    if asked.head.to_ascii_lowercase().contains(&format!("if-none-match: {tag}")) {
        return answer(304, "", "");
    }
    answer(200, &format!("content-type: text/html\r\netag: {tag}\r\n"), body)
}

/// How often a path was asked for.
pub(super) fn times(server: &Server, path: &str) -> usize {
    server.log().iter().filter(|asked| asked.path == path).count()
}

/// The pauses between the requests for a path, in seconds.
fn pauses(server: &Server, path: &str) -> Vec<u64> {
    let times: Vec<Duration> =
        server.log().iter().filter(|asked| asked.path == path).map(|asked| asked.at).collect();
    times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]).as_secs()).collect()
}

#[tokio::test(start_paused = true)]
async fn what_is_new_is_fetched_and_what_changed_is_written_as_a_revision() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/feed", 1 | 2) => xml(&rss(&["/a", "/b"])),
        ("/feed", _) => xml(&rss(&["/new", "/a", "/b"])),
        ("/a", 1) => html(&story("The quay is closed", "It opens on Monday.")),
        ("/a", _) => html(&story("The quay is open again", "It opened on Sunday, a day early.")),
        ("/b" | "/new", _) => html(&story(&asked.path, "Nothing more is known.")),
        _ => answer(404, "", ""),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let summary = watch(&server, feed(folder.path(), 240)).await;
    let articles = records(folder.path(), "articles.jsonl");
    let told: Vec<Value> = articles
        .iter()
        .map(|article| json!([article["url"], article["revision"], article["changed"], article["headline"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["http://paper.test/a", 1, [], "The quay is closed"]),
            json!(["http://paper.test/b", 1, [], "/b"]),
            json!([
                "http://paper.test/a",
                2,
                ["headline", "body", "blocks", "attributions"],
                "The quay is open again"
            ]),
            json!(["http://paper.test/new", 1, [], "/new"]),
        ]
    );
    assert_eq!(articles[0]["similarity"], Value::Null);
    let similarity = articles[2]["similarity"].as_f64().unwrap();
    assert!((0.9..1.0).contains(&similarity), "{similarity}");

    // A revision is no outcome of its own: its URL has ended long ago.
    assert_eq!(records(folder.path(), "outcomes.jsonl").len(), 3);
    assert_eq!((summary.articles, summary.revisions, summary.entered, summary.waiting), (3, 1, 3, 0));
    assert!(!summary.interrupted, "its own time was up");
    let again = server.log().len() as u64 - 5; // but for robots.txt, the feed and three articles
    assert_eq!(summary.run.revisits, again);
    assert_eq!(summary.run.unchanged, again - 2, "all but one visit of the feed and one of /a");
    assert_eq!((summary.run.not_modified, summary.run.revisits_failed), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_unchanged_by_its_servers_word_is_not_sent_again() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/feed" => versioned(asked, "f", &rss(&["/a"])),
        "/a" => versioned(asked, "a", &story("The quay is closed", "It opens on Monday.")),
        _ => answer(404, "", ""),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let options = CrawlOptions { archive: Some(1_000_000), ..feed(folder.path(), 360) };
    let summary = watch(&server, options).await;
    assert!(summary.run.revisits >= 4, "{:?}", summary.run);
    assert_eq!(summary.run.not_modified, summary.run.revisits);
    assert_eq!(records(folder.path(), "articles.jsonl").len(), 1);

    // In the archive they are records that refer to the first answer.
    let heads = super::archive::heads(folder.path());
    let of_a = |kind: &str| {
        let kind = format!("WARC-Type: {kind}");
        let is_that =
            |head: &&String| head.contains(&kind) && head.contains("WARC-Target-URI: http://paper.test/a");
        heads.iter().filter(is_that).cloned().collect::<Vec<_>>()
    };
    let (first, again) = (of_a("response"), of_a("revisit"));
    assert_eq!((first.len(), again.len()), (1, times(&server, "/a") - 1));
    let date = super::archive::field(&first[0], "WARC-Date").unwrap();
    for revisit in &again {
        assert!(
            revisit.contains("revisit/server-not-modified") && revisit.contains("HTTP/1.1 304"),
            "{revisit}"
        );
        assert_eq!(super::archive::field(revisit, "WARC-Refers-To-Date"), Some(date));
    }
}

#[tokio::test(start_paused = true)]
async fn a_source_is_asked_the_more_often_the_more_it_has_to_say() {
    let server = Server::start(|asked| match asked.path.as_str() {
        // Something new every time.
        "/feed" if asked.host == "busy.test" => xml(&rss(&[]).replace(
            "</channel>",
            &format!("<item><link>http://busy.test/{}</link></item></channel>", asked.count),
        )),
        "/feed" => xml(&rss(&[])),
        "/broken" => answer(500, "", ""),
        "/robots.txt" => answer(404, "", ""),
        _ => html("<p>no article"),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let seeds = ["busy.test/feed", "quiet.test/feed", "broken.test/broken"];
    let options = CrawlOptions {
        seeds: seeds.map(|seed| format!("http://{seed}")).to_vec(),
        ..feed(folder.path(), 400)
    };
    let summary = watch(&server, options).await;
    let of = |host: &str, path: &str| {
        let times: Vec<Duration> = server
            .log()
            .iter()
            .filter(|asked| asked.host == host && asked.path == path)
            .map(|asked| asked.at)
            .collect();
        times.windows(2).map(|pair| pair[1].saturating_sub(pair[0]).as_secs_f64()).collect::<Vec<_>>()
    };
    // On a busy machine the clock runs on while something is written, so pauses may seem longer than they are.
    let at_least =
        |pauses: &[f64], least: &[f64]| pauses.iter().zip(least).all(|(pause, least)| pause >= least);
    let (busy, quiet) = (of("busy.test", "/feed"), of("quiet.test", "/feed"));
    // Half as long after news, never less than 10 s; half as long again after none, and twice after a failure, up to 80 s.
    assert!(at_least(&busy, &[40.0, 20.0, 10.0, 10.0, 10.0]), "{busy:?}");
    assert!(quiet.len() >= 3 && at_least(&quiet, &[40.0, 60.0, 80.0, 80.0]), "{quiet:?}");
    assert!(busy.len() > 2 * quiet.len(), "{busy:?} and {quiet:?}");
    let broken = of("broken.test", "/broken");
    assert!(broken.len() >= 2 && at_least(&broken, &[40.0, 80.0, 80.0]), "{broken:?}");
    assert_eq!(summary.run.revisits_failed, broken.len() as u64);
    assert_eq!(summary.failed, 1, "it failed once as what entered");
}

#[tokio::test(start_paused = true)]
async fn articles_are_asked_ever_less_often_until_they_are_old() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/feed" => xml(&rss(&["/young", "/old", "/gone"])),
        "/old" => {
            let dated = "<meta property='article:published_time' content='2019-02-25T10:01:00Z'>";
            html(&story("Old", "That is all.").replace("<title>", &format!("{dated}<title>")))
        }
        "/gone" if asked.count > 1 => answer(410, "", ""),
        "/robots.txt" => answer(404, "", ""),
        path => html(&story(path, "Nothing more is known.")),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let revisit = Revisiting { articles: seconds(100), ..watching(400) };
    watch(&server, CrawlOptions { revisit: Some(revisit), ..feed(folder.path(), 400) }).await;
    assert_eq!(times(&server, "/old"), 1, "published years ago");
    assert_eq!(times(&server, "/gone"), 2, "the server says it is gone for good");
    // After 10, 10, 20, 40 and 80 s, the last when it is not yet 100 s old; on a busy machine later, and then less often.
    let young = pauses(&server, "/young");
    assert!((2..=5).contains(&young.len()) && young.iter().all(|&pause| pause >= 10), "{young:?}");
    assert!(times(&server, "/feed") >= 4, "the feed goes on");
}

#[tokio::test(start_paused = true)]
async fn a_seed_without_feeds_is_watched_itself_and_earlier_runs_are_taken_up() {
    static VISITS: AtomicUsize = AtomicUsize::new(0);
    let server = Server::start(|asked| match asked.path.as_str() {
        "/" if VISITS.fetch_add(1, Ordering::Relaxed) < 2 => html("<h1>Paper</h1><a href=/a>A</a>"),
        "/" => html("<h1>Paper</h1><a href=/a>A</a><a href=/b>B</a>"),
        "/robots.txt" => answer(404, "", ""),
        path => html(&story(path, "Nothing more is known.")),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let plain = options_for(folder.path(), "http://paper.test/".to_owned());
    let first = watch(&server, plain.clone()).await;
    assert_eq!((first.articles, first.run.revisits, first.run.seen_before), (1, 0, 0));

    // Without --watch, a second run does nothing, and says what it left out.
    let second = watch(&server, plain.clone()).await;
    assert_eq!((second.articles, second.run.seen_before, second.run.before), (1, 1, 2));
    assert_eq!(times(&server, "/"), 1);

    let third = watch(&server, CrawlOptions { revisit: Some(watching(200)), ..plain }).await;
    assert_eq!((third.articles, third.entered), (2, 3), "the link to /b was found on a later visit");
    assert!(times(&server, "/") >= 3);
    assert_eq!(
        times(&server, "/b"),
        1 + usize::try_from(third.run.revisits).unwrap() - (times(&server, "/") - 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_feeds_word_that_an_article_changed_is_followed_at_once() {
    let start = jiff::Timestamp::now();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/feed" => {
            let published = start - jiff::SignedDuration::from_mins(30);
            // From the third visit on, at 100 s, the feed says that the article was changed a minute after the first.
            let updated = if asked.count < 3 { published } else { start + jiff::SignedDuration::from_mins(1) };
            xml(&format!(
                "<feed xmlns='http://www.w3.org/2005/Atom'><title>Paper</title><id>p</id><updated>{updated}</updated>\
                 <entry><id>a</id><title>A</title><link href='http://paper.test/a'/><published>{published}</published>\
                 <updated>{updated}</updated></entry></feed>"
            ))
        }
        "/a" => html(&story("The quay is closed", "It opens on Monday.")),
        _ => answer(404, "", ""),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    // By itself, an article of half an hour is asked again in half an hour.
    let revisit = Revisiting { most: seconds(3_600), ..watching(200) };
    watch(&server, CrawlOptions { revisit: Some(revisit), ..feed(folder.path(), 200) }).await;
    assert!(times(&server, "/feed") >= 3);
    assert_eq!(times(&server, "/a"), 2, "once more, and not again for the same change");
}
