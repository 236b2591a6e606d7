//! What is tried again, how often, and when.

use std::time::Duration;

use copydesk::fetch::{FetchOptions, Fetcher, retry_after};

use crate::support::server::{Server, Step, answer, fetch, page, raw};

/// A server whose page works only from the given request on, and a fetcher with that many retries.
async fn flaky(failure: Vec<Step>, works_from: usize, retries: u32) -> (Server, Fetcher) {
    let server = Server::start(move |asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", _) => answer(404, "", ""),
        (_, count) if count >= works_from => page("at last"),
        _ => failure.clone(),
    })
    .await;
    let fetcher = Fetcher::new(FetchOptions { retries, ..server.options() }).unwrap();
    (server, fetcher)
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_tried_again() {
    let reset = vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhell".to_vec()), Step::Reset];
    let failures = [429, 500, 502, 503, 504].map(|status| answer(status, "", "")).into_iter();
    for failure in failures.chain([raw(""), reset, vec![Step::Wait(Duration::from_mins(1))]]) {
        let (server, fetcher) = flaky(failure.clone(), 2, 2).await;
        let got = fetch(&fetcher, "http://news.example/story").await;
        assert_eq!(got.unwrap_or_else(|error| panic!("{failure:?}: {error}")).attempts, 2);
        assert_eq!(server.log().len(), 3);
    }
}

#[tokio::test(start_paused = true)]
async fn what_will_not_pass_is_not() {
    let failures = [400, 401, 403, 404, 410, 451, 501].map(|status| answer(status, "", "")).into_iter();
    for failure in failures.chain([raw("nonsense\r\n\r\n")]) {
        let (server, fetcher) = flaky(failure, 2, 2).await;
        let error = fetch(&fetcher, "http://news.example/story").await.unwrap_err();
        assert_eq!(error.no_article("").attempts, 1);
        assert_eq!(server.log().len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_and_are_limited() {
    let (server, fetcher) = flaky(answer(500, "", ""), usize::MAX, 8).await;
    let error = fetch(&fetcher, "http://news.example/story").await.unwrap_err();
    assert_eq!((error.no_article("").attempts, server.log().len()), (9, 10));
    let limits = [2, 4, 8, 16, 32, 60, 60, 60].map(Duration::from_secs);
    let gaps = server.gaps();
    for (gap, limit) in gaps[1..].iter().zip(limits) {
        assert!((Duration::from_secs(1)..=limit + Duration::from_millis(100)).contains(gap), "{gaps:?}");
    }
    // Eight random parts of 242 seconds in all: less than 24 would be one chance in millions.
    assert!(gaps[1..].iter().sum::<Duration>() > Duration::from_secs(24), "{gaps:?}");
}

#[tokio::test(start_paused = true)]
async fn timeouts_are_tried_again_only_once() {
    let (server, fetcher) = flaky(vec![Step::Wait(Duration::from_mins(1))], usize::MAX, 8).await;
    let error = fetch(&fetcher, "http://news.example/story").await.unwrap_err();
    assert_eq!((error.no_article("").attempts, server.log().len()), (2, 3));
}

#[tokio::test(start_paused = true)]
async fn no_retries_means_none() {
    let (server, fetcher) = flaky(answer(503, "", ""), 2, 0).await;
    fetch(&fetcher, "http://news.example/story").await.unwrap_err();
    assert_eq!(server.log().len(), 2);
}

#[test]
fn the_rest_a_server_asks_for_is_believed_up_to_a_day() {
    let day = 24 * 60 * 60;
    for (value, expected) in [
        ("0", Some(0)),
        ("7200", Some(7200)),
        ("86401", Some(day)),
        ("18446744073709551615", Some(day)),
        ("99999999999999999999", Some(day)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(day)),
        ("-5", None),
        ("soon", None),
        ("", None),
    ] {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert(reqwest::header::RETRY_AFTER, value.parse().unwrap());
        assert_eq!(retry_after(&headers), expected.map(Duration::from_secs), "{value:?}");
    }
}
