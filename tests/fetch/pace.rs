//! When a host is asked, as it sees it.

use std::time::Duration;

use copydesk::CanonicalUrl;
use copydesk::fetch::{FetchError, FetchOptions, FetchRequest, Fetcher};
use futures_util::future::join_all;
use tokio::time::advance;

use crate::support::clock::{STEP, in_virtual_time};
use crate::support::server::{Server, Step, answer, fetch, page, redirect};

/// A pause as seen on a clock that moves in steps.
fn about(seen: Duration, meant: Duration) -> bool {
    seen >= meant && seen <= meant + 3 * STEP
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[tokio::test(start_paused = true)]
async fn every_request_keeps_its_distance() {
    // robots.txt with a redirect of its own, a page with a redirect, a page with a retry.
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", _) => redirect("/robots"),
        ("/old", _) => redirect("/new"),
        ("/flaky", 1) => answer(503, "", ""),
        _ => page(""),
    })
    .await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    for path in ["old", "flaky"] {
        fetch(&fetcher, &format!("http://news.example/{path}")).await.unwrap();
    }
    let asked: Vec<String> = server.log().iter().map(|asked| asked.path.clone()).collect();
    assert_eq!(asked, ["/robots.txt", "/robots", "/old", "/new", "/flaky", "/flaky"]);
    let gaps = server.gaps();
    assert!(gaps[..4].iter().all(|&gap| about(gap, seconds(1.0))), "{gaps:?}");
    // The first pause before a retry is a random part of two seconds, the delay at least.
    assert!(gaps[4] >= seconds(1.0) && gaps[4] <= seconds(2.1), "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn a_slow_host_is_asked_one_thing_at_a_time() {
    let server = Server::start(|_| [vec![Step::Wait(Duration::from_secs(3))], page("")].concat()).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let urls: Vec<CanonicalUrl> =
        (0..5).map(|number| CanonicalUrl::parse(&format!("http://news.example/{number}")).unwrap()).collect();
    let waiting =
        urls.iter().map(|url| fetcher.fetch(FetchRequest { url, may_visit: &|_| true, delay: None }));
    let got = in_virtual_time(join_all(waiting)).await;
    assert!(got.iter().all(Result::is_ok));
    // First come, first served; robots.txt once.
    let asked: Vec<String> = server.log().iter().map(|asked| asked.path.clone()).collect();
    assert_eq!(asked, ["/robots.txt", "/0", "/1", "/2", "/3", "/4"]);
    assert!(server.log().iter().all(|asked| !asked.overlaps));
    // The pause is counted from the answer.
    assert!(server.gaps().iter().all(|&gap| about(gap, seconds(4.0))), "{:?}", server.gaps());
}

#[tokio::test(start_paused = true)]
async fn hosts_do_not_wait_for_each_other() {
    let server = Server::start(|_| page("")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let urls: Vec<CanonicalUrl> = (0..20)
        .map(|number| CanonicalUrl::parse(&format!("http://site{number}.example/")).unwrap())
        .collect();
    let waiting =
        urls.iter().map(|url| fetcher.fetch(FetchRequest { url, may_visit: &|_| true, delay: None }));
    in_virtual_time(join_all(waiting)).await;
    assert_eq!(server.log().len(), 40);
    assert!(server.log().iter().all(|asked| asked.at <= seconds(1.2)), "{:?}", server.log());
}

#[tokio::test(start_paused = true)]
async fn the_slowest_wish_wins() {
    for (crawl_delay, profile, expected) in
        [(None, None, 1.0), (Some("5"), None, 5.0), (Some("0.1"), None, 1.0), (Some("5"), Some(7), 7.0)]
    {
        let robots =
            crawl_delay.map_or(String::new(), |delay| format!("User-agent: *\nCrawl-delay: {delay}\n"));
        let server = Server::start(move |_| page(&robots)).await;
        let fetcher = Fetcher::new(server.options()).unwrap();
        for path in ["a", "b"] {
            let url = CanonicalUrl::parse(&format!("http://news.example/{path}")).unwrap();
            let delay = profile.map(Duration::from_secs);
            let request = FetchRequest { url: &url, may_visit: &|_| true, delay };
            in_virtual_time(fetcher.fetch(request)).await.unwrap();
        }
        let gaps = server.gaps();
        assert!(
            gaps.iter().all(|&gap| about(gap, seconds(expected))),
            "{crawl_delay:?} {profile:?}: {gaps:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_crawl_delay_longer_than_our_patience_is_kept_by_leaving() {
    let server = Server::start(|_| page("User-agent: *\nCrawl-delay: 120\n")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let error = fetch(&fetcher, "http://news.example/a").await.unwrap_err();
    let FetchError::RetryLater { after, .. } = &error else { panic!("{error:?}") };
    assert!(*after > seconds(119.0) && *after <= seconds(120.0), "{after:?}");
    let none = error.no_article("http://news.example/a");
    assert_eq!((none.reason.as_str(), none.retryable, none.attempts), ("retry-later", true, 0));
    // Later means later.
    advance(*after).await;
    fetch(&fetcher, "http://news.example/a").await.unwrap();
    assert!(about(server.gaps()[0], seconds(120.0)), "{:?}", server.gaps());
}

#[tokio::test(start_paused = true)]
async fn our_own_delay_is_always_sat_out() {
    let server = Server::start(|_| page("")).await;
    let options = FetchOptions { delay: Duration::from_mins(2), ..server.options() };
    fetch(&Fetcher::new(options).unwrap(), "http://news.example/").await.unwrap();
    assert!(about(server.gaps()[0], seconds(120.0)), "{:?}", server.gaps());
}

#[tokio::test(start_paused = true)]
async fn retry_after_holds_the_whole_host() {
    let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:49:47 GMT\r\n";
    for header in ["retry-after: 10\r\n", date] {
        let server = Server::start(move |asked| match (asked.path.as_str(), asked.count) {
            ("/busy", 1) => answer(429, header, ""),
            _ => page(""),
        })
        .await;
        let fetcher = Fetcher::new(server.options()).unwrap();
        let urls = ["http://news.example/busy", "http://news.example/other", "http://else.example/"];
        let urls = urls.map(|url| CanonicalUrl::parse(url).unwrap());
        let waiting =
            urls.iter().map(|url| fetcher.fetch(FetchRequest { url, may_visit: &|_| true, delay: None }));
        let got = in_virtual_time(join_all(waiting)).await;
        assert!(got.iter().all(Result::is_ok), "{got:?}");
        assert_eq!(got[0].as_ref().unwrap().attempts, 2);
        let log = server.log();
        let refused = log.iter().find(|asked| asked.path == "/busy").unwrap().at;
        let after = |asked: &&_| -> bool {
            let asked: &crate::support::server::Asked = asked;
            asked.host == "news.example" && asked.at > refused
        };
        let held: Vec<Duration> =
            log.iter().filter(after).map(|asked| asked.at.saturating_sub(refused)).collect();
        assert_eq!(held.len(), 2);
        assert!(about(held[0], seconds(10.0)), "{held:?}");
        let elsewhere = log.iter().find(|asked| asked.host == "else.example" && asked.path == "/").unwrap();
        assert!(elsewhere.at < seconds(2.0));
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_longer_than_our_patience_ends_the_fetch() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/busy", 1) => answer(503, "retry-after: 3600\r\n", ""),
        _ => page(""),
    })
    .await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let error = fetch(&fetcher, "http://news.example/busy").await.unwrap_err();
    insta::assert_snapshot!(crate::support::json(&error.no_article("http://news.example/busy")), @r#"
    {
      "url": "http://news.example/busy",
      "id": null,
      "status": "failed",
      "stage": "fetch",
      "reason": "retry-later",
      "message": "the host of http://news.example/busy wants no request for another 3600 s: try again then",
      "http_status": 503,
      "retryable": true,
      "attempts": 1
    }
    "#);
    // Nobody else asks the host either, until it wants to be asked.
    let error = fetch(&fetcher, "http://news.example/other").await.unwrap_err();
    assert!(matches!(error, FetchError::RetryLater { after, .. } if after > seconds(3590.0)), "{error:?}");
    assert_eq!(server.log().len(), 2);
    advance(Duration::from_mins(59)).await;
    fetch(&fetcher, "http://news.example/busy").await.unwrap();
    assert!(about(server.gaps()[1], seconds(3600.0)), "{:?}", server.gaps());
}

#[tokio::test(start_paused = true)]
async fn a_fetch_that_was_dropped_still_counts() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/slow" => vec![Step::Wait(Duration::from_secs(5))],
        _ => page(""),
    })
    .await;
    let fetcher = Fetcher::new(FetchOptions { delay: Duration::from_secs(4), ..server.options() }).unwrap();
    let dropped = tokio::time::timeout(Duration::from_secs(5), async {
        let url = CanonicalUrl::parse("http://news.example/slow").unwrap();
        fetcher.fetch(FetchRequest { url: &url, may_visit: &|_| true, delay: None }).await.map(drop)
    });
    assert!(in_virtual_time(dropped).await.is_err());
    fetch(&fetcher, "http://news.example/next").await.unwrap();
    let gaps = server.gaps();
    assert_eq!(gaps.len(), 2);
    assert!(gaps.iter().all(|&gap| about(gap, seconds(4.0))), "{gaps:?}");
}

/// The gaps a host sees between pages that are asked for one after another.
async fn gaps_of(server: &Server, options: FetchOptions, pages: usize) -> Vec<Duration> {
    let fetcher = Fetcher::new(options).unwrap();
    for page in 0..pages {
        // Whether it succeeds does not matter here.
        let _ = fetch(&fetcher, &format!("http://news.example/{page}")).await;
    }
    server.gaps()
}

#[tokio::test(start_paused = true)]
async fn a_host_that_refuses_is_asked_more_slowly_and_then_bit_by_bit_as_before() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/2" | "/3" | "/4" => answer(503, "", ""),
        _ => page(""),
    })
    .await;
    let options = FetchOptions { retries: 0, ..server.options() };
    let gaps = gaps_of(&server, options, 40).await;
    // robots.txt, 0, 1 and 2; each refusal doubles what the pause has grown by.
    for (gap, meant) in gaps.iter().zip([1.0, 1.0, 1.0, 2.0, 3.0, 5.0]) {
        assert!(about(*gap, seconds(meant)), "{gaps:?}");
    }
    let after = &gaps[5..];
    assert!(after.windows(2).all(|pair| pair[1] <= pair[0] + STEP), "it never slows again: {gaps:?}");
    assert!(after[5] > seconds(2.5), "it recovers gradually: {gaps:?}");
    assert!(about(after[34], seconds(1.0)), "and wholly: {gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn a_host_whose_answers_come_ever_later_is_asked_more_slowly() {
    let slow = |asked: &crate::support::server::Asked| {
        let number: u64 = asked.path.trim_start_matches('/').parse().unwrap_or(0);
        // Quick, then slower by 100 ms each time, then quick again.
        let late = if number < 30 { number.saturating_sub(10) * 100 } else { 0 };
        [vec![Step::Wait(Duration::from_millis(late))], page("")].concat()
    };
    let server = Server::start(slow).await;
    let gaps = gaps_of(&server, server.options(), 60).await;
    // gaps[n] runs from page n - 1 to page n, and holds the answer that was waited for.
    let pause = |n: usize| gaps[n].saturating_sub(Duration::from_millis((n as u64).saturating_sub(11) * 100));
    assert!(about(pause(10), seconds(1.0)), "{gaps:?}");
    assert!(pause(29) > seconds(1.8), "{gaps:?}");
    assert!(gaps[33] > seconds(1.3) && about(gaps[59], seconds(1.0)), "{gaps:?}");
    // A host that was slow from the first is not taken for one that labours.
    let server = Server::start(|_| [vec![Step::Wait(Duration::from_secs(2))], page("")].concat()).await;
    let gaps = gaps_of(&server, server.options(), 20).await;
    assert!(gaps.iter().all(|&gap| about(gap, seconds(3.0))), "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn hosts_of_one_address_share_a_pace_where_that_is_asked_for() {
    let server = Server::start(|_| page("")).await;
    let options = FetchOptions { per_address: true, ..server.options() };
    let fetcher = Fetcher::new(options).unwrap();
    let urls: Vec<CanonicalUrl> =
        (0..4).map(|number| CanonicalUrl::parse(&format!("http://site{number}.example/")).unwrap()).collect();
    let waiting =
        urls.iter().map(|url| fetcher.fetch(FetchRequest { url, may_visit: &|_| true, delay: None }));
    let got = in_virtual_time(join_all(waiting)).await;
    assert!(got.iter().all(Result::is_ok), "{got:?}");
    let gaps = server.gaps();
    assert_eq!(gaps.len(), 7);
    assert!(gaps.iter().all(|&gap| about(gap, seconds(1.0))), "{gaps:?}");
}
