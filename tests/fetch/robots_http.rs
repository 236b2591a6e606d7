//! robots.txt as it is had over HTTP: the case table, and for how long an answer is good.

use std::time::Duration;

use copydesk::HostKey;
use copydesk::fetch::{FetchError, FetchOptions, Fetcher};
use serde::Deserialize;
use tokio::time::advance;

use crate::support::case_table;
use crate::support::server::{Server, Step, answer, fetch, page, raw};

#[derive(Deserialize)]
struct Case {
    name: String,
    steps: Vec<CaseStep>,
    user_agent: String,
    url: String,
    allowed: bool,
}

#[derive(Clone, Deserialize)]
struct CaseStep {
    status: Option<u16>,
    error: Option<String>,
    #[serde(default)]
    body: String,
    location: Option<String>,
    content_type: Option<String>,
    #[serde(default)]
    truncated: bool,
    /// How old the answer is when the page is asked for.
    #[serde(default)]
    age_hours: u64,
    #[serde(default)]
    age_days: u64,
    /// Whose robots.txt this is, if not the page's.
    origin: Option<String>,
}

impl CaseStep {
    fn answer(&self) -> Vec<Step> {
        match (self.status, self.error.as_deref()) {
            (Some(_), _) if self.truncated => raw(format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{}",
                self.body.len() + 9,
                self.body
            )),
            (Some(status), _) => {
                let header = |name: &str, value: &Option<String>| {
                    value.as_ref().map_or(String::new(), |value| format!("{name}: {value}\r\n"))
                };
                let headers =
                    header("location", &self.location) + &header("content-type", &self.content_type);
                answer(status, &headers, &self.body)
            }
            (None, Some("timeout")) => vec![Step::Wait(Duration::from_hours(1))],
            (None, _) => vec![Step::Reset],
        }
    }
}

/// Plays a case: earlier steps are earlier visits where they are no redirects. Tells whether the page was fetched.
async fn play(case: &Case) -> bool {
    let steps = case.steps.clone();
    let server = Server::start(move |asked| {
        let is_robots = asked.path == "/robots.txt" || asked.path.starts_with("/r") || asked.path == "/x";
        if !is_robots {
            return page("a page");
        }
        let origin = format!("http://{}", asked.host);
        let at = match asked.path.strip_prefix("/r").and_then(|rest| rest.parse::<usize>().ok()) {
            Some(hop) => hop + 1,
            None if asked.path == "/x" || asked.host == "other.example" => 1,
            None if steps[0].location.is_some() => 0,
            None => asked.count - 1,
        };
        let step = &steps[at.min(steps.len() - 1)];
        match &step.origin {
            Some(theirs) if *theirs != origin => answer(404, "", ""),
            _ => step.answer(),
        }
    })
    .await;
    let mut options = FetchOptions { user_agent: case.user_agent.clone(), retries: 0, ..server.options() };
    if case.steps[0].error.as_deref() == Some("dns") {
        options.connect_to.clear();
    }
    let fetcher = Fetcher::new(options).unwrap();
    // The URL of a name that no resolver looks for is the one way to have no address on every machine.
    let url = if case.steps[0].error.as_deref() == Some("dns") {
        format!("http://{}.example/b", "n".repeat(64))
    } else {
        case.url.clone()
    };
    let mut result = fetch(&fetcher, &url).await;
    let age = case.steps.iter().map(|step| 24 * step.age_days + step.age_hours).max().unwrap_or_default();
    let visits = if case.steps[0].location.is_some() { 1 } else { case.steps.len() };
    if age > 0 || visits > 1 {
        // Past a day, a copy is not used without asking again.
        advance(Duration::from_hours(age.max(25))).await;
        result = fetch(&fetcher, &url).await;
        let asked = server.log().iter().filter(|asked| asked.path == "/robots.txt").count();
        assert_eq!(asked, 2, "{}", case.name);
    }
    let pages = server.log().iter().any(|asked| asked.path == "/a" || asked.path == "/b");
    assert!(pages || result.is_err(), "{}", case.name);
    result.is_ok()
}

#[tokio::test(start_paused = true)]
async fn every_case_of_the_table_holds() {
    let cases = case_table::<Case>("robots_http_cases.jsonl");
    assert_eq!(cases.len(), 27);
    for case in &cases {
        assert_eq!(play(case).await, case.allowed, "{}", case.name);
    }
}

#[tokio::test(start_paused = true)]
async fn a_disallowed_page_is_skipped_and_never_asked_for() {
    let server = Server::start(|_| page("User-agent: copydesk\nDisallow: /private/\n")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let url = "http://news.example/private/story";
    let none = fetch(&fetcher, url).await.unwrap_err().no_article(url);
    insta::assert_snapshot!(crate::support::json(&none), @r#"
    {
      "url": "http://news.example/private/story",
      "id": null,
      "status": "skipped",
      "stage": "robots",
      "reason": "robots",
      "message": "robots.txt disallows http://news.example/private/story (line 2)",
      "http_status": null,
      "retryable": false,
      "attempts": 0
    }
    "#);
    assert_eq!(server.paths(), ["news.example/robots.txt"]);
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_robots_txt_closes_the_host_for_a_while() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", 1..=3) => answer(503, "", ""),
        _ => page(""),
    })
    .await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let url = "http://news.example/story";
    insta::assert_snapshot!(crate::support::json(&fetch(&fetcher, url).await.unwrap_err().no_article(url)), @r#"
    {
      "url": "http://news.example/story",
      "id": null,
      "status": "failed",
      "stage": "robots",
      "reason": "robots-unreachable",
      "message": "http://news.example/story may not be fetched while its robots.txt cannot be read: try again later: http://news.example/robots.txt answered with status 503",
      "http_status": null,
      "retryable": true,
      "attempts": 0
    }
    "#);
    assert!(fetch(&fetcher, "http://news.example/other").await.is_err());
    assert_eq!(server.log().len(), 3, "asked and tried again twice, but not for each page");
    advance(Duration::from_mins(10)).await;
    fetch(&fetcher, url).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_robots_txt_with_a_wish_for_rest_is_asked_for_again_after_it() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.count) {
        ("/robots.txt", 1) => answer(503, "retry-after: 90\r\n", ""),
        _ => page(""),
    })
    .await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    for left in [90, 60] {
        let error = fetch(&fetcher, "http://news.example/").await.unwrap_err();
        let FetchError::RetryLater { after, .. } = error else { panic!("{error:?}") };
        assert!(after <= Duration::from_secs(left) && after > Duration::from_secs(left - 2), "{after:?}");
        advance(Duration::from_secs(30)).await;
    }
    advance(Duration::from_secs(31)).await;
    fetch(&fetcher, "http://news.example/").await.unwrap();
    assert_eq!(server.log().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn of_a_large_one_the_beginning_counts() {
    let body = format!("User-agent: *\nDisallow: /early\n{}", "# padding\n".repeat(1_000_000));
    let server = Server::start(move |_| page(&body)).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    assert!(matches!(
        fetch(&fetcher, "http://news.example/early").await,
        Err(FetchError::Robots { line: 2, .. })
    ));
    fetch(&fetcher, "http://news.example/late").await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn it_is_read_once_and_its_sitemaps_are_there_for_the_crawl() {
    let server = Server::start(|_| page("Sitemap: http://news.example/map.xml\n")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    fetch(&fetcher, "http://news.example/a").await.unwrap();
    let robots = fetcher.robots(&url::Url::parse("http://news.example/b").unwrap()).await.unwrap();
    assert_eq!(robots.sitemaps(), ["http://news.example/map.xml"]);
    fetch(&fetcher.clone(), "http://news.example/b").await.unwrap();
    assert_eq!(server.paths(), ["news.example/robots.txt", "news.example/a", "news.example/b"]);
}

#[tokio::test(start_paused = true)]
async fn opting_out_is_for_one_host() {
    let server = Server::start(|_| page("User-agent: *\nDisallow: /\n")).await;
    let options = FetchOptions {
        ignore_robots_for: HostKey::named("Mine.example").into_iter().collect(),
        ..server.options()
    };
    let fetcher = Fetcher::new(options).unwrap();
    fetch(&fetcher, "http://mine.example/a").await.unwrap();
    assert!(fetch(&fetcher, "http://mine.example:8080/a").await.is_err());
    assert!(fetch(&fetcher, "http://www.mine.example/a").await.is_err());
    let asked: Vec<String> =
        server.paths().into_iter().filter(|path| !path.ends_with("/robots.txt")).collect();
    assert_eq!(asked, ["mine.example/a"]);
}
