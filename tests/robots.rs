//! robots.txt: the case table, and the verb. What its fetching means is in `fetch::robots_http`.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use copydesk::fetch::robots::{MAX_SIZE, Robots};
use proptest::prelude::*;
use serde::Deserialize;
use url::Url;

use crate::support::{case_table, copydesk};

#[derive(Deserialize)]
struct Case {
    name: String,
    robots: Option<String>,
    robots_b64: Option<String>,
    robots_parts: Option<Vec<(String, usize)>>,
    user_agent: String,
    url: String,
    allowed: bool,
}

impl Case {
    fn file(&self) -> Vec<u8> {
        match (&self.robots, &self.robots_b64, &self.robots_parts) {
            (Some(text), None, None) => text.as_bytes().to_vec(),
            (None, Some(text), None) => BASE64_STANDARD.decode(text).unwrap(),
            (None, None, Some(parts)) => {
                parts.iter().flat_map(|(text, count)| text.repeat(*count).into_bytes()).collect()
            }
            _ => panic!("{}: not one robots.txt", self.name),
        }
    }
}

/// No exceptions, not even of the cases marked `google_only`, which a crawler may judge otherwise.
#[test]
fn every_case_of_the_table_holds() {
    let cases = case_table::<Case>("robots_cases.jsonl");
    assert_eq!(cases.len(), 171);
    let base = Url::parse("http://news.example/").unwrap();
    for case in &cases {
        let verdict = Robots::parse(&case.file()).allows(&case.user_agent, &base.join(&case.url).unwrap());
        assert_eq!(verdict.allowed, case.allowed, "{}: {verdict:?}", case.name);
    }
}

/// The same through the program, as a batch.
#[test]
fn the_verb_agrees_with_the_table() {
    let cases = case_table::<Case>("robots_cases.jsonl");
    let lines = cases.iter().map(|case| {
        let file = BASE64_STANDARD.encode(case.file());
        let line = serde_json::json!({
            "id": case.name, "robots_base64": file, "user_agent": case.user_agent, "url": case.url
        });
        format!("{line}\n")
    });
    let run =
        copydesk().args(["robots", "--input", "-"]).write_stdin(lines.collect::<String>()).assert().code(0);
    let output = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let answers: Vec<serde_json::Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(&answers) {
        assert_eq!(
            (answer["id"].as_str(), answer["allowed"].as_bool()),
            (Some(&*case.name), Some(case.allowed))
        );
    }
}

#[test]
fn the_deciding_line_is_named() {
    let robots =
        Robots::parse(b"# us\r\nUser-agent: *\r\nDisallow: /a\r\nAllow: /a/b\r\n\r\nDisallow: /a/b/*.pdf$");
    let line = |path: &str| {
        let verdict =
            robots.allows("Copydesk", &Url::parse("http://news.example").unwrap().join(path).unwrap());
        (verdict.allowed, verdict.line, verdict.rule)
    };
    assert_eq!(line("/a/c"), (false, Some(3), Some("Disallow: /a".to_owned())));
    assert_eq!(line("/a/b/c"), (true, Some(4), Some("Allow: /a/b".to_owned())));
    assert_eq!(line("/a/b/c.pdf"), (false, Some(6), Some("Disallow: /a/b/*.pdf$".to_owned())));
    assert_eq!(line("/c"), (true, None, None));
}

#[test]
fn special_characters_can_be_meant_literally() {
    let robots = Robots::parse(b"User-agent: *\nDisallow: /file-%2A.html\nDisallow: /foo-%24");
    let allowed = |path: &str| {
        robots.allows("Copydesk", &Url::parse("http://news.example").unwrap().join(path).unwrap()).allowed
    };
    assert!(!allowed("/file-*.html"));
    assert!(!allowed("/file-%2a.html"));
    assert!(allowed("/file-a.html"));
    assert!(!allowed("/foo-$"));
    assert!(allowed("/foo-"));
}

#[test]
fn crawl_delays_belong_to_the_agents_named_before() {
    let robots = Robots::parse(
        b"User-agent: bingbot\nCrawl-delay: 10\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /x\n\
          User-agent: Odd\nCrawl-delay: soon\nUser-agent: Odder\nCrawl-delay: -1\nUser-agent: Slow\nCrawl-delay: 1e300\n",
    );
    assert_eq!(robots.crawl_delay("BingBot"), Some(Duration::from_secs(10)));
    assert_eq!(robots.crawl_delay("Copydesk"), Some(Duration::from_millis(2500)));
    assert_eq!(robots.crawl_delay("Odd"), None);
    assert_eq!(robots.crawl_delay("Slow"), Some(Duration::from_hours(24)));
}

#[test]
fn sitemaps_are_for_everyone() {
    let robots = Robots::parse(
        b"Sitemap: https://news.example/a.xml\nUser-agent: x\nDisallow: /\nsite-map:/b.xml # relative\n",
    );
    assert_eq!(robots.sitemaps(), ["https://news.example/a.xml", "/b.xml"]);
}

#[test]
fn a_line_across_the_size_limit_is_not_half_a_rule() {
    let mut file = b"User-agent: *\nDisallow: /early\n".to_vec();
    file.resize(MAX_SIZE - "\nDisallow: /".len(), b'#');
    file.extend_from_slice(b"\nDisallow: /late\n");
    let robots = Robots::parse(&file);
    let allowed = |path: &str| {
        robots.allows("Copydesk", &Url::parse("http://news.example").unwrap().join(path).unwrap()).allowed
    };
    assert!(!allowed("/early"));
    assert!(allowed("/late") && allowed("/other"));
}

#[test]
fn a_line_is_read_as_far_as_googles_parser_reads_it() {
    let begin = "Disallow: /x";
    let file = |kept: usize| format!("User-agent: *\n{begin}{}$\n", "a".repeat(kept - begin.len()));
    let allowed = |kept: usize| {
        let url = Url::parse(&format!("http://news.example/x{}b", "a".repeat(kept - begin.len()))).unwrap();
        Robots::parse(file(kept).as_bytes()).allows("Copydesk", &url).allowed
    };
    // What is read of the second line ends before the `$`.
    assert!(allowed(16_662));
    assert!(!allowed(16_663));
}

#[test]
fn any_text_has_the_path_that_googles_parser_finds_in_it() {
    for (url, path) in [
        ("", "/"),
        ("news.example", "/"),
        ("news.example/a", "/a"),
        ("news.example/a?b#c", "/a?b"),
        ("a?b", "/?b"),
        ("a#b/c", "/"),
        ("//a/b", "/b"),
        ("/a//b", "/a//b"),
        ("a/b?c=http://d/e", "/b?c=http://d/e"),
        ("http://news.example;x", "/;x"),
        ("http://news.example", "/"),
    ] {
        let line = |rule: String| {
            let robots = format!("User-agent: *\nDisallow: {rule}");
            serde_json::json!({ "id": 1, "robots": robots, "user_agent": "X", "url": url }).to_string()
        };
        let run = copydesk().args(["robots", "--input", "-"]).write_stdin(line(format!("{path}$"))).assert();
        let told = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert_eq!(told, "{\"id\":1,\"allowed\":false,\"line\":2}\n", "{url}");
    }
}

#[test]
fn the_verb_judges_by_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("robots.txt");
    std::fs::write(&file, "User-agent: *\nCrawl-delay: 5\nDisallow: /private/\n").unwrap();
    let run = copydesk()
        .args(["robots", "https://news.example/a", "/private/b", "--file"])
        .arg(&file)
        .assert()
        .code(0);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stdout), @"
    allowed     https://news.example/a  (no rule applies, crawl delay 5 s)
    disallowed  /private/b  (line 3: Disallow: /private/, crawl delay 5 s)
    ");
    let run = copydesk().args(["robots", "/a", "--file", "/absent/robots.txt"]).assert().code(2);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stderr), @"copydesk: cannot read /absent/robots.txt: No such file or directory (os error 2)");
}

#[test]
fn a_bad_batch_line_costs_no_other() {
    let batch = concat!(
        "{\"id\": 1, \"robots\": \"User-agent: *\\nDisallow: /a\", \"user_agent\": \"X/1.0\", \"url\": \"/a\"}\n",
        "{\"id\": 2, \"user_agent\": \"X\", \"url\": \"/a\"}\n",
        "{\"id\": 3, \"robots_base64\": \"*\", \"user_agent\": \"X\", \"url\": \"/a\"}\n",
        "{\"id\": 4, \"robots\": \"\", \"user_agent\": \"X\", \"url\": \"http://[\"}\n",
        "\n",
        "{\"id\": 6, \"robots_base64\": \"\", \"user_agent\": \"X\", \"url\": \"http://a/\"}\n",
    );
    let run = copydesk().args(["robots", "--input", "-"]).write_stdin(batch).assert().code(1);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stdout), @r#"
    {"id":1,"allowed":false,"line":2}
    {"url":"/a","id":2,"status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 2: expected {\"id\", \"robots\" or \"robots_base64\", \"user_agent\", \"url\"}, all strings: it has both `robots` and `robots_base64`, or neither","http_status":null,"retryable":false,"attempts":0}
    {"url":"/a","id":3,"status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 3: expected {\"id\", \"robots\" or \"robots_base64\", \"user_agent\", \"url\"}, all strings: `robots_base64` is not base64: Invalid symbol 42, offset 0.","http_status":null,"retryable":false,"attempts":0}
    {"url":"http://[","id":4,"status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 4: expected {\"id\", \"robots\" or \"robots_base64\", \"user_agent\", \"url\"}, all strings: `http://[` is not a URL: expected one like https://example.com/story, or a path: invalid IPv6 address","http_status":null,"retryable":false,"attempts":0}
    {"url":"","id":null,"status":"failed","stage":"input","reason":"malformed-line","message":"standard input, line 5: expected {\"id\", \"robots\" or \"robots_base64\", \"user_agent\", \"url\"}, all strings: EOF while parsing a value at line 2 column 0","http_status":null,"retryable":false,"attempts":0}
    {"id":6,"allowed":true,"line":null}
    "#);
}

proptest! {
    #[test]
    fn no_file_breaks_it(file in proptest::collection::vec(any::<u8>(), 0..400), path in ".{0,30}") {
        let mut url = Url::parse("http://news.example/").unwrap();
        url.set_path(&path);
        let robots = Robots::parse(&file);
        let _ = (robots.allows("Copydesk", &url), robots.crawl_delay("Copydesk"), robots.sitemaps());
    }

    /// The matcher agrees with the plainest reading of `*` and `$`.
    #[test]
    fn patterns_match_as_regular_expressions_do(pattern in "/[ab*]{0,8}\\$?", path in "/[ab]{0,8}") {
        let url = Url::parse("http://news.example/").unwrap().join(&path).unwrap();
        let (body, end) = pattern.strip_suffix('$').map_or((&*pattern, ""), |body| (body, "$"));
        let expected = regex::Regex::new(&format!("^{}{end}", body.replace('*', ".*"))).unwrap().is_match(&path);
        let robots = Robots::parse(format!("User-agent: *\nDisallow: {pattern}\n").as_bytes());
        prop_assert_eq!(!robots.allows("Copydesk", &url).allowed, expected);
    }
}
