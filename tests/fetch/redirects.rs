//! Redirects are new requests: what may not be asked for directly may not be asked for by a detour.

use copydesk::CanonicalUrl;
use copydesk::fetch::{ExtraHeader, FetchOptions, FetchRequest, Fetcher};

use crate::support::clock::in_virtual_time;
use crate::support::server::{Asked, Server, Step, answer, fetch, page, redirect};

/// A server without a robots.txt.
async fn server(script: impl Fn(&Asked) -> Vec<Step> + Send + Sync + 'static) -> Server {
    Server::start(move |asked| if asked.path == "/robots.txt" { answer(404, "", "") } else { script(asked) })
        .await
}

/// The reason and message of a fetch that fails.
async fn failure(server: &Server, url: &str) -> String {
    let fetcher = Fetcher::new(server.options()).unwrap();
    let none = fetch(&fetcher, url).await.unwrap_err().no_article(url);
    assert!(!none.retryable);
    format!("{} {:?} {}", none.reason, none.status, none.message)
}

#[tokio::test(start_paused = true)]
async fn every_kind_is_followed() {
    let server = server(|asked| match asked.path.as_str() {
        "/a/301" => answer(301, "location: 302?x\r\n", "moved"),
        "/a/302?x" => answer(302, "location: /303#part\r\n", ""),
        "/303" => answer(303, "location: //other.example/307\r\n", ""),
        "/307" => answer(307, "location: http://other.example:80/308\r\n", ""),
        "/308" => answer(308, "location: ./page\r\n", ""),
        _ => page("here"),
    })
    .await;
    let got = fetch(&Fetcher::new(server.options()).unwrap(), "http://news.example/a/301").await.unwrap();
    assert_eq!((got.final_url.as_str(), got.attempts), ("http://other.example/page", 6));
    assert_eq!(
        server.paths(),
        [
            "news.example/robots.txt",
            "news.example/a/301",
            "news.example/a/302?x",
            "news.example/303",
            "other.example/robots.txt",
            "other.example/307",
            "other.example/308",
            "other.example/page"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn loops_and_long_chains_end() {
    let server = server(|asked| match asked.path.as_str() {
        "/a" => redirect("/b#1"),
        "/b" => redirect("/a#2"),
        "/self" => redirect("/self"),
        path => redirect(&format!("{path}x")),
    })
    .await;
    let told = "too-many-redirects Failed redirects lead back to http://news.example";
    assert_eq!(failure(&server, "http://news.example/a").await, format!("{told}/a"));
    assert_eq!(failure(&server, "http://news.example/self").await, format!("{told}/self"));
    assert_eq!(
        failure(&server, "http://news.example/x").await,
        "too-many-redirects Failed more than 8 redirects in a row up to http://news.example/xxxxxxxxxx, the limit set \
         by --max-redirects"
    );
    let options = FetchOptions { max_redirects: 0, ..server.options() };
    assert!(fetch(&Fetcher::new(options).unwrap(), "http://news.example/a").await.is_err());
    assert_eq!(server.paths().last().unwrap(), "news.example/a");
}

#[tokio::test(start_paused = true)]
async fn they_lead_nowhere_off_the_web() {
    for target in ["file:///etc/hostname", "ftp://news.example/a", "javascript:alert(1)", "data:text/html,x"]
    {
        let server = server(move |_| redirect(target)).await;
        assert_eq!(
            failure(&server, "http://news.example/a").await,
            format!(
                "unsupported-scheme Failed {target} is not on the web: only http and https URLs can be fetched"
            )
        );
    }
    let server = server(|_| redirect("http://[nonsense/")).await;
    assert_eq!(
        failure(&server, "http://news.example/a").await,
        "malformed-response Failed http://news.example/a redirects to `http://[nonsense/`, which is not a URL"
    );
}

#[tokio::test(start_paused = true)]
async fn they_lead_to_no_private_address() {
    // The canary answers, and must never be asked.
    let canary = Server::on("127.0.0.2", None, |_| page("secret")).await;
    let target = format!("http://{}/", canary.address);
    let server = {
        let target = target.clone();
        server(move |asked| match asked.path.as_str() {
            "/canary" => redirect(&target),
            _ => redirect("http://169.254.169.254/latest/meta-data/"),
        })
        .await
    };
    let mut options = server.options();
    options.connect_to[0].host = Some("news.example".to_owned());
    options.allow_addresses = vec!["127.0.0.1/32".parse().unwrap()];
    let fetcher = Fetcher::new(options).unwrap();
    for (path, address, kind) in
        [("canary", "127.0.0.2", "a loopback address"), ("cloud", "169.254.169.254", "a link-local address")]
    {
        let none = fetch(&fetcher, &format!("http://news.example/{path}")).await.unwrap_err().no_article("");
        assert_eq!((none.reason.as_str(), none.retryable), ("address-refused", false));
        let told =
            format!("leads to {address}, {kind}: allow it with --allow-address {address} if that is meant");
        assert!(none.message.ends_with(&told), "{}", none.message);
    }
    assert!(canary.log().is_empty());
}

#[tokio::test(start_paused = true)]
async fn they_lead_past_no_robots_txt() {
    let server = Server::start(|asked| match (asked.host.as_str(), asked.path.as_str()) {
        ("strict.example", "/robots.txt") => page("User-agent: *\nDisallow: /private/\n"),
        (_, "/robots.txt") => answer(404, "", ""),
        _ => redirect("http://strict.example/private/leak.html"),
    })
    .await;
    let told = failure(&server, "http://news.example/a").await;
    assert_eq!(told, "robots Skipped robots.txt disallows http://strict.example/private/leak.html (line 2)");
    assert_eq!(server.paths().last().unwrap(), "strict.example/robots.txt");
}

#[tokio::test(start_paused = true)]
async fn they_lead_out_of_no_scope() {
    let server = server(|_| redirect("http://else.example/")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let url = CanonicalUrl::parse("http://news.example/a").unwrap();
    let may_visit = |url: &url::Url| url.host_str() == Some("news.example");
    let request = FetchRequest { url: &url, may_visit: &may_visit, delay: None };
    let none = in_virtual_time(fetcher.fetch(request)).await.unwrap_err().no_article("http://news.example/a");
    insta::assert_snapshot!(crate::support::json(&none), @r#"
    {
      "url": "http://news.example/a",
      "id": null,
      "status": "skipped",
      "stage": "scope",
      "reason": "out-of-scope",
      "message": "the redirect to http://else.example/ leaves the crawl's scope",
      "http_status": null,
      "retryable": false,
      "attempts": 1
    }
    "#);
    assert!(server.log().iter().all(|asked| asked.host == "news.example"));
}

#[tokio::test(start_paused = true)]
async fn a_header_for_one_host_goes_to_no_other() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/old" => redirect("http://else.example/new"),
        _ => page(""),
    })
    .await;
    let headers = ["News.example=Cookie: consent=yes", "*=Accept-Language: en"];
    let headers = headers.map(|text| ExtraHeader::parse(text).unwrap()).to_vec();
    let fetcher = Fetcher::new(FetchOptions { headers, ..server.options() }).unwrap();
    fetch(&fetcher, "http://news.example/old").await.unwrap();
    let sent = |header: &str| -> Vec<String> {
        let with = server.log().into_iter().filter(|asked| asked.head.to_lowercase().contains(header));
        with.map(|asked| format!("{}{}", asked.host, asked.path)).collect()
    };
    assert_eq!(sent("cookie: consent=yes"), ["news.example/robots.txt", "news.example/old"]);
    assert_eq!(sent("accept-language: en").len(), 4);
}
