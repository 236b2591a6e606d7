//! Cookies: kept where asked, for the host that set them and for no other.

use std::time::Duration;

use copydesk::fetch::{ExtraHeader, FetchOptions, Fetcher};

use crate::support::server::{Asked, Server, Step, answer, fetch, page};

/// A server without a robots.txt.
async fn server(script: impl Fn(&Asked) -> Vec<Step> + Send + Sync + 'static) -> Server {
    Server::start(move |asked| if asked.path == "/robots.txt" { answer(404, "", "") } else { script(asked) })
        .await
}

/// Sets cookies with the page at `/set`.
async fn setting(cookies: &'static [&'static str]) -> Server {
    server(move |asked| {
        let set: String = cookies.iter().map(|cookie| format!("set-cookie: {cookie}\r\n")).collect();
        if asked.path.ends_with("/set") { answer(200, &set, "set") } else { page("here") }
    })
    .await
}

fn keeping(server: &Server) -> Fetcher {
    Fetcher::new(FetchOptions { cookies: true, ..server.options() }).unwrap()
}

/// The cookies of the last request.
fn sent(server: &Server) -> Option<String> {
    let head = server.log().pop().unwrap().head;
    head.lines().find_map(|line| line.strip_prefix("cookie: ").map(str::to_owned))
}

/// The cookies sent for a URL after those were set.
async fn sent_after(set: &'static [&'static str], url: &str) -> Option<String> {
    let server = setting(set).await;
    let fetcher = keeping(&server);
    fetch(&fetcher, "http://news.example/a/set").await.unwrap();
    fetch(&fetcher, url).await.unwrap();
    sent(&server)
}

#[tokio::test(start_paused = true)]
async fn none_are_kept_unless_asked_for() {
    let server = setting(&["id=7"]).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    fetch(&fetcher, "http://news.example/set").await.unwrap();
    fetch(&fetcher, "http://news.example/next").await.unwrap();
    assert_eq!(sent(&server), None);
}

#[tokio::test(start_paused = true)]
async fn a_site_that_redirects_until_its_cookie_comes_back_can_be_read() {
    let script = |asked: &Asked| {
        if asked.head.contains("cookie: welcome=yes") {
            page("here")
        } else {
            answer(302, "location: /story\r\nset-cookie: welcome=yes; HttpOnly; Path=/\r\n", "")
        }
    };
    let server = server(script).await;
    let got = fetch(&keeping(&server), "http://news.example/story").await.unwrap();
    assert_eq!(got.attempts, 2);
    let without = fetch(&Fetcher::new(server.options()).unwrap(), "http://news.example/story").await;
    let none = without.unwrap_err().no_article("http://news.example/story");
    assert_eq!(none.reason.as_str(), "too-many-redirects");
}

#[tokio::test(start_paused = true)]
async fn a_site_that_sets_a_new_cookie_with_every_redirect_is_given_up() {
    let server =
        server(|asked| answer(302, &format!("location: /story\r\nset-cookie: n={}\r\n", asked.count), ""))
            .await;
    let none = fetch(&keeping(&server), "http://news.example/story").await.unwrap_err();
    assert_eq!(none.no_article("http://news.example/story").reason.as_str(), "too-many-redirects");
    assert_eq!(server.log().len(), 1 + 9, "robots.txt and as many as redirects are followed");
}

#[tokio::test(start_paused = true)]
async fn they_go_back_to_where_they_belong() {
    for (set, url, expected) in [
        (&["a=1; Path=/", "b=2"][..], "http://news.example/a/x", Some("b=2; a=1")),
        (&["a=1; Path=/", "b=2"], "http://news.example/abc", Some("a=1")),
        (&["a=1; Path=/a"], "http://news.example/a", Some("a=1")),
        (&["a=1; Path=/a"], "http://news.example/ab", None),
        (&["a=1; Path=/"], "http://www.news.example/", None),
        (&["a=1; Path=/; Domain=.example"], "http://news.example/", Some("a=1")),
        (&["a=1; Path=/; Domain=example"], "http://other.example/", None),
        (&["a=1; Path=/; Domain=other.example"], "http://news.example/", None),
        (&["a=1; Path=/; Domain=ews.example"], "http://news.example/", None),
        (&["a=1; Path=/; Secure"], "http://news.example/", None),
        (&["__Host-a=1; Path=/"], "http://news.example/", None),
        (&["a=1; Path=/; Max-Age=0"], "http://news.example/", None),
        (&["a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "http://news.example/", None),
        (
            &["a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=9"],
            "http://news.example/",
            Some("a=1"),
        ),
        (&["a=1; Path=/", "a=2; Path=/"], "http://news.example/", Some("a=2")),
        (&["a=1; Path=/", "a=; Path=/; Max-Age=-1"], "http://news.example/", None),
        (&["=1; Path=/", "nonsense", ";;;"], "http://news.example/", None),
    ] {
        assert_eq!(sent_after(set, url).await.as_deref(), expected, "{set:?} at {url}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_has_run_out_is_sent_no_more() {
    let server = setting(&["a=1; Path=/; Max-Age=60"]).await;
    let fetcher = keeping(&server);
    fetch(&fetcher, "http://news.example/set").await.unwrap();
    tokio::time::advance(Duration::from_secs(50)).await;
    fetch(&fetcher, "http://news.example/1").await.unwrap();
    assert_eq!(sent(&server).as_deref(), Some("a=1"));
    tokio::time::advance(Duration::from_secs(20)).await;
    fetch(&fetcher, "http://news.example/2").await.unwrap();
    assert_eq!(sent(&server), None);
}

#[tokio::test(start_paused = true)]
async fn the_users_own_cookie_is_the_one() {
    let server = setting(&["a=1; Path=/"]).await;
    let headers = vec![ExtraHeader::parse("news.example=Cookie: consent=yes").unwrap()];
    let fetcher = Fetcher::new(FetchOptions { cookies: true, headers, ..server.options() }).unwrap();
    fetch(&fetcher, "http://news.example/set").await.unwrap();
    fetch(&fetcher, "http://news.example/next").await.unwrap();
    assert_eq!(sent(&server).as_deref(), Some("consent=yes"));
}

#[tokio::test(start_paused = true)]
async fn a_host_cannot_fill_memory_with_them() {
    let server = server(|asked| {
        let set: String =
            (0..40).map(|n| format!("set-cookie: c{}-{n}=1; Path=/\r\n", asked.count)).collect();
        answer(200, &set, "set")
    })
    .await;
    let fetcher = keeping(&server);
    for _ in 0..3 {
        fetch(&fetcher, "http://news.example/set").await.unwrap();
    }
    assert_eq!(sent(&server).unwrap().split("; ").count(), 50);
}
