//! What arrives, and how what does not arrive whole is told.

use std::io::Write as _;
use std::time::Duration;

use copydesk::fetch::{FetchError, FetchOptions, Fetcher};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::server::{Server, Step, answer, fetch, page, raw};

/// What becomes of an answer, in short; one request only.
async fn outcome(options: impl FnOnce(&mut FetchOptions), steps: Vec<Step>) -> String {
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        _ => steps.clone(),
    })
    .await;
    let mut chosen = FetchOptions { retries: 0, ..server.options() };
    options(&mut chosen);
    match fetch(&Fetcher::new(chosen).unwrap(), "http://news.example/story").await {
        Ok(got) => format!("{:?}", String::from_utf8_lossy(&got.body)),
        Err(error) => {
            let none = error.no_article("http://news.example/story");
            assert_eq!((none.attempts, server.log().len()), (1, 2), "{error}");
            format!("{} ({:?}, {}): {}", none.reason, none.http_status, none.retryable, none.message)
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_comes_with_what_is_needed_of_its_headers() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        _ => answer(
            200,
            "content-type: text/html; charset=windows-1251\r\nx-robots-tag: noindex\r\nX-Robots-Tag: bot: nofollow\r\n",
            "hello",
        ),
    })
    .await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    let got = fetch(&fetcher, "http://news.example/story?a=1#top").await.unwrap();
    assert_eq!(got.final_url.as_str(), "http://news.example/story?a=1");
    assert_eq!(got.content_type.as_deref(), Some("text/html; charset=windows-1251"));
    assert_eq!(got.robots_tags, ["noindex", "bot: nofollow"]);
    assert_eq!((got.body.as_ref(), got.attempts), (b"hello".as_slice(), 1));

    let asked = &server.log()[1];
    assert_eq!((asked.host.as_str(), asked.path.as_str()), ("news.example", "/story?a=1"));
    let agent = format!("user-agent: {}", FetchOptions::default().user_agent);
    assert!(asked.head.lines().any(|line| line == agent), "{}", asked.head);
    assert!(!asked.head.contains("cookie") && !asked.head.contains("referer"), "{}", asked.head);
}

fn gzip(bytes: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    bytes.for_each(|bytes| encoder.write_all(&bytes).unwrap());
    encoder.finish().unwrap()
}

/// "hello, compressed world" as the reference implementations of Brotli (RFC 7932), zlib (RFC 1950, which HTTP calls
/// `deflate`) and Zstandard (RFC 8878) write it.
const COMPRESSED: &[(&str, &[u8])] = &[
    ("br", b"\x1b\x16\x00\xf8\x25\x41\xc8\xca\x72\x90\x4d\x80\xc9\x12\x2e\xea\x48\x4e\x3f\xe8\x1d"),
    (
        "deflate",
        b"\x78\x9c\xcb\x48\xcd\xc9\xc9\xd7\x51\x48\xce\xcf\x2d\x28\x4a\x2d\x2e\x4e\x4d\x51\x28\xcf\x2f\xca\x49\
          \x01\x00\x68\xb2\x08\xde",
    ),
    ("zstd", b"\x28\xb5\x2f\xfd\x20\x17\xb9\x00\x00hello, compressed world"),
];

#[tokio::test(start_paused = true)]
async fn a_compressed_page_is_decompressed() {
    let body = gzip(std::iter::once(b"hello".to_vec()));
    assert_eq!(outcome(|_| {}, answer(200, "content-encoding: gzip\r\n", body)).await, "\"hello\"");
    for (encoding, body) in COMPRESSED {
        let headers = format!("content-encoding: {encoding}\r\n");
        let got = outcome(|_| {}, answer(200, &headers, body)).await;
        assert_eq!(got, "\"hello, compressed world\"", "{encoding}");
    }
}

/// What browsers unpack too: other names, several members, padding, one coding in another, zlib's inside alone.
#[tokio::test(start_paused = true)]
async fn a_page_compressed_as_servers_do_it_is_decompressed() {
    let once = |text: &[u8]| gzip(std::iter::once(text.to_vec()));
    let members = [once(b"hello, "), once(b"compressed "), once(b"world")].concat();
    let whole = once(b"hello, compressed world");
    let padded = [whole.clone(), vec![0; 7]].concat();
    let bare = COMPRESSED[1].1[2..COMPRESSED[1].1.len() - 4].to_vec();
    let cases = [
        ("gzip", members),
        ("gzip", padded),
        ("x-gzip", whole.clone()),
        ("GZip", whole.clone()),
        ("gzip, gzip", once(&whole)),
        ("gzip\r\ncontent-encoding: gzip", once(&whole)),
        ("gzip, identity", whole),
        ("deflate", bare),
    ];
    for (coding, body) in cases {
        let got = outcome(|_| {}, answer(200, &format!("content-encoding: {coding}\r\n"), body)).await;
        assert_eq!(got, "\"hello, compressed world\"", "{coding}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_cannot_be_decompressed_whole_is_none() {
    let whole = gzip(std::iter::once(vec![b'a'; 5_000]));
    let torn = whole[..whole.len() - 9].to_vec();
    let got = outcome(|options| options.retries = 0, answer(200, "content-encoding: gzip\r\n", torn)).await;
    assert!(got.starts_with("connection-lost"), "{got}");
    let got = outcome(|_| {}, answer(200, "content-encoding: gzip\r\n", "<p>plain</p>")).await;
    assert!(got.starts_with("malformed-response"), "{got}");
    for (coding, body) in COMPRESSED {
        let headers = format!("content-encoding: {coding}\r\n");
        let got =
            outcome(|options| options.retries = 0, answer(200, &headers, &body[..body.len() - 6])).await;
        assert!(got.starts_with("connection-lost"), "{coding}: {got}");
    }
    let five = "content-encoding: gzip, gzip, gzip, gzip, gzip\r\n";
    let got = outcome(|_| {}, answer(200, five, whole)).await;
    assert!(got.starts_with("malformed-response"), "{got}");
}

#[tokio::test(start_paused = true)]
async fn every_encoding_we_can_read_is_asked_for() {
    let server = Server::start(|_| page("")).await;
    fetch(&Fetcher::new(server.options()).unwrap(), "http://news.example/").await.unwrap();
    for asked in server.log() {
        let head = asked.head.to_ascii_lowercase();
        let accepted =
            head.lines().find_map(|line| line.strip_prefix("accept-encoding: ")).unwrap_or_default();
        let mut encodings: Vec<&str> = accepted.split(',').map(str::trim).collect();
        encodings.sort_unstable();
        assert_eq!(encodings, ["br", "deflate", "gzip", "zstd"], "{}", asked.path);
    }
}

#[tokio::test(start_paused = true)]
async fn size_is_limited_before_and_after_decompression() {
    let told = "too-large (Some(200), false): http://news.example/story is larger than 100000 bytes, the limit set \
                by --max-body";
    let small = |options: &mut FetchOptions| options.max_body = 100_000;
    // Announced, endless, and a bomb.
    let announced = vec![Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100001\r\n\r\n".to_vec())];
    assert_eq!(outcome(small, announced).await, told);
    let endless = vec![Step::Send(b"HTTP/1.1 200 OK\r\n\r\n".to_vec()), Step::Flood(vec![b'a'; 10_000])];
    assert_eq!(outcome(small, endless).await, told);
    let bomb = gzip(std::iter::repeat_n(vec![b' '; 1 << 20], 64));
    assert_eq!(outcome(small, answer(200, "content-encoding: gzip\r\n", bomb)).await, told);
    // The limit itself is allowed.
    let just = outcome(small, page(&"a".repeat(100_000))).await;
    assert_eq!(just.len(), 100_002);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_stalls_is_given_up() {
    let idle = "timeout (None, true): http://news.example/story sent nothing for 10s";
    assert_eq!(outcome(|_| {}, vec![Step::Wait(Duration::from_mins(2))]).await, idle);
    let head = Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello".to_vec());
    assert_eq!(outcome(|_| {}, vec![head.clone(), Step::Wait(Duration::from_mins(2))]).await, idle);
    // A byte now and then keeps the idle timeout away, not the total one.
    let drip = [Step::Wait(Duration::from_secs(2)), Step::Send(b".".to_vec())];
    let steps = std::iter::once(head).chain(drip.into_iter().cycle().take(100)).collect();
    let total = "timeout (None, true): http://news.example/story was not complete after 30s";
    assert_eq!(outcome(|_| {}, steps).await, total);
}

#[tokio::test(start_paused = true)]
async fn a_part_is_never_taken_for_the_whole() {
    let lost = "connection-lost (None, true): the connection broke before the answer of http://news.example/story was \
                complete";
    for (name, steps) in [
        ("length too long", raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello")),
        ("chunks without end", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n")),
        ("half a chunk", raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\nhello")),
        ("half a head", raw("HTTP/1.1 200 OK\r\ncontent-le")),
        ("nothing at all", raw("")),
        (
            "reset",
            vec![
                Step::Send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello".to_vec()),
                Step::Wait(Duration::from_secs(1)),
                Step::Reset,
            ],
        ),
    ] {
        let told = outcome(|_| {}, steps).await;
        assert!(told.starts_with(lost), "{name}: {told}");
    }
    let half = gzip(std::iter::once(vec![b'a'; 1000]));
    let told = outcome(|_| {}, answer(200, "content-encoding: gzip\r\n", &half[..half.len() / 2])).await;
    assert!(told.starts_with(lost), "half a gzip: {told}");
}

#[tokio::test(start_paused = true)]
async fn nonsense_is_told_as_such() {
    for (name, steps) in [
        ("no HTTP", raw("SSH-2.0-OpenSSH_9.6\r\n\r\n")),
        ("a huge header", raw(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "a".repeat(2_000_000)))),
        ("many headers", raw(format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: a\r\n".repeat(10_000)))),
        ("not the encoding it says", answer(200, "content-encoding: gzip\r\n", "hello")),
        ("not a length", raw("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nhello")),
    ] {
        let told = outcome(|_| {}, steps).await;
        let start =
            "malformed-response (None, false): the answer of http://news.example/story is malformed: ";
        assert!(told.starts_with(start) && told.len() > start.len(), "{name}: {told}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_behind_many_headers_or_a_proxys_status_is_a_page() {
    let headers = (0..200).map(|n| format!("x-{n}: a\r\n")).collect::<String>();
    assert_eq!(outcome(|_| {}, answer(200, &headers, "hello")).await, "\"hello\"");
    assert_eq!(outcome(|_| {}, answer(203, "", "hello")).await, "\"hello\"");
}

#[tokio::test(start_paused = true)]
async fn what_comes_after_the_announced_length_is_ignored() {
    assert_eq!(
        outcome(|_| {}, raw("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello, and more")).await,
        "\"hello\""
    );
}

#[tokio::test(start_paused = true)]
async fn another_status_than_200_is_no_page() {
    for (status, retryable) in
        [(204, false), (206, false), (304, false), (404, false), (410, false), (501, false), (503, true)]
    {
        let told = outcome(|_| {}, answer(status, "", "")).await;
        assert_eq!(
            told,
            format!(
                "http-status (Some({status}), {retryable}): http://news.example/story answered with status {status}"
            )
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_used_again() {
    let server = Server::start(|_| page("User-agent: *\nDisallow:")).await;
    let fetcher = Fetcher::new(server.options()).unwrap();
    for path in ["a", "b"] {
        fetch(&fetcher, &format!("http://news.example/{path}")).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test(start_paused = true)]
async fn of_many_hosts_only_some_are_left_with_a_connection_to_keep() {
    let server = Server::start(|_| page("User-agent: *\nDisallow:")).await;
    let options = FetchOptions { keep_connections: 2, ..server.options() };
    let fetcher = Fetcher::new(options).unwrap();
    let visit = async |host: &str| {
        let asked = server.log().len();
        fetch(&fetcher, &format!("http://{host}.example/story")).await.unwrap();
        server.log().iter().skip(asked).all(|asked| asked.head.to_lowercase().contains("connection: close"))
    };
    let mut closed = Vec::new();
    for host in ["a", "b", "c", "a"] {
        closed.push(visit(host).await);
    }
    assert_eq!(closed, [false, false, true, false]);
    let before = server.connections();
    assert!(visit("c").await && !visit("b").await);
    assert_eq!(server.connections(), before + 1, "c's is new, and b's the one it has");
    // Who does not come again makes room.
    tokio::time::advance(Duration::from_secs(31)).await;
    assert!(!visit("c").await);
}

#[tokio::test(start_paused = true)]
async fn nobody_there_is_told_as_such() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let server = Server::start(|_| page("")).await;
    let mut options = FetchOptions { retries: 0, ..server.options() };
    options.connect_to[0].address = address;
    let error = fetch(&Fetcher::new(options).unwrap(), "http://news.example/").await.unwrap_err();
    let none = error.no_article("http://news.example/");
    insta::assert_snapshot!(crate::support::json(&none), @r#"
    {
      "url": "http://news.example/",
      "id": null,
      "status": "failed",
      "stage": "fetch",
      "reason": "connect",
      "message": "cannot connect to http://news.example/: Connection refused (os error 111)",
      "http_status": null,
      "retryable": true,
      "attempts": 0
    }
    "#);
}

#[test]
fn options_that_cannot_be_used_are_refused() {
    let refused = |options: FetchOptions| match Fetcher::new(options) {
        Err(error @ FetchError::Options { .. }) => copydesk::outcome::one_line(&error),
        other => panic!("{other:?}"),
    };
    let told = refused(FetchOptions { user_agent: "/1.0".to_owned(), ..FetchOptions::default() });
    assert!(told.contains("--user-agent"), "{told}");
    let told = refused(FetchOptions { user_agent: "Bot\n".to_owned(), ..FetchOptions::default() });
    assert!(told.contains("--user-agent"), "{told}");
    let told = refused(FetchOptions { extra_roots: vec![b"nonsense".to_vec()], ..FetchOptions::default() });
    assert!(told.contains("--ca-certificate"), "{told}");
}
