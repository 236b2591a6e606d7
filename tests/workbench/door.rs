//! Who is let in.

use std::net::TcpStream;

use super::served::serve_oxbow;

const PATHS: [&str; 6] =
    ["GET /", "GET /assets/app.js", "GET /page/0", "GET /api/contents", "GET /nothing", "POST /api/save"];

#[test]
fn the_token_opens_once_and_nothing_opens_without() {
    let served = serve_oxbow(|_| {});
    let host = ("Host", served.host.as_str());
    for path in PATHS {
        assert_eq!(served.send(path, &[host], "").status, 403, "{path} without a cookie");
        let guessed =
            format!("copydesk-{}=0123456789abcdef0123456789abcdef", served.host.split_once(':').unwrap().1);
        assert_eq!(
            served.send(path, &[host, ("Cookie", &guessed)], "").status,
            403,
            "{path} with a guessed one"
        );
    }
    let wrong = "0".repeat(served.token.len());
    assert_eq!(served.send(&format!("GET /?token={wrong}"), &[host], "").status, 403);
    let visitor = served.enter();
    let again = served.send(&format!("GET /?token={}", served.token), &[host], "");
    assert_eq!((again.status, again.header("set-cookie")), (403, None), "the token was good once");
    assert_eq!(visitor.get("/").status, 200);
    assert_eq!(visitor.get("/nothing").status, 404);
}

#[test]
fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let served = serve_oxbow(|_| {});
    let answer = served.send(&format!("GET /?token={}", served.token), &[("Host", &served.host)], "");
    let cookie = answer.header("set-cookie").unwrap();
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains(&served.token), "the token itself is no cookie");
}

#[test]
fn a_name_that_leads_here_is_not_answered() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let port = served.host.split_once(':').unwrap().1.to_owned();
    for host in
        ["evil.example", &format!("evil.example:{port}"), &format!("localhost:{port}"), "127.0.0.1", ""]
    {
        for path in PATHS {
            let answer = served.send(path, &[("Host", host), ("Cookie", &visitor.cookie)], "");
            assert_eq!(answer.status, 403, "{path} at {host:?}");
        }
        let answer = served.send(&format!("GET /?token={}", served.token), &[("Host", host)], "");
        assert_eq!(answer.status, 403, "the token at {host:?}");
    }
}

#[test]
fn another_site_cannot_ask_with_the_browser_s_cookie() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let own = format!("http://{}", served.host);
    let (host, cookie) = (("Host", served.host.as_str()), ("Cookie", visitor.cookie.as_str()));
    let (json, question) =
        (("Content-Type", "application/json"), r#"{"toml":"","field":"body","selector":"p"}"#);
    let status = |more: &[(&str, &str)]| {
        let headers: Vec<_> = [host, cookie].iter().chain(more).copied().collect();
        served.send("POST /api/choose", &headers, question).status
    };
    assert_eq!(status(&[json, ("Origin", &own)]), 200);
    assert_eq!(status(&[json]), 403, "nobody says where it is from");
    for origin in ["null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1"] {
        assert_eq!(status(&[json, ("Origin", origin)]), 403, "{origin}");
    }
    assert_eq!(status(&[json, ("Origin", &own), ("Sec-Fetch-Site", "cross-site")]), 403);
    // What a form can send without asking first.
    assert_eq!(status(&[("Content-Type", "text/plain"), ("Origin", &own)]), 403);
    let framed = served.send("GET /page/0", &[host, cookie, ("Sec-Fetch-Site", "cross-site")], "");
    assert_eq!(framed.status, 403);
}

/// All of 127.0.0.0/8 is this machine there.
#[cfg(target_os = "linux")]
#[test]
fn it_listens_on_one_address() {
    let served = serve_oxbow(|_| {});
    let port = served.host.strip_prefix("127.0.0.1:").unwrap();
    assert!(TcpStream::connect(format!("127.0.0.2:{port}")).is_err());
}

#[test]
fn every_answer_says_what_it_may_do() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    for path in ["/", "/assets/app.js", "/page/0", "/api/contents", "/nothing"] {
        let answer = visitor.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{path}: {policy}");
        assert!(
            !policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    let page = visitor.get("/");
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    let frame = visitor.get("/page/0");
    let policy = frame.header("content-security-policy").unwrap();
    assert!(policy.ends_with("; sandbox allow-scripts"), "{policy}");
    assert!(!policy.contains("connect-src") && !policy.contains("img-src"), "nothing is loaded: {policy}");
    let nonce = policy.split_once("script-src 'nonce-").unwrap().1.split_once('\'').unwrap().0;
    assert_eq!(frame.body.matches(&format!("<script nonce=\"{nonce}\">")).count(), 1);
    assert!(!visitor.get("/page/0").body.contains(nonce), "a new one each time");
}

#[test]
fn our_own_files_load_nothing_from_elsewhere() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let index = visitor.get("/").body;
    assert!(
        !index.contains("<script>") && !index.contains("style=") && !index.contains("onclick"),
        "{index}"
    );
    for name in ["app.js", "editor.js", "element.js", "picker.js", "record.js", "style.css"] {
        let file = visitor.get(&format!("/assets/{name}"));
        assert_eq!(file.status, 200, "{name}");
        for outside in ["http://", "https://", "innerHTML", "eval(", "@import"] {
            assert!(!file.body.contains(outside), "{name} has {outside}");
        }
    }
}
