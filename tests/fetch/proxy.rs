//! Proxies: everything goes through them, the address guard all the same, and nobody learns their passwords.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use copydesk::fetch::{FetchOptions, Fetcher, Proxy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::support::copydesk;
use crate::support::server::{Asked, Server, answer, fetch, page};

/// An address on the public internet, which the tests never connect to.
const PUBLIC: &str = "http://93.184.216.34/story";

fn through(proxy: &str) -> FetchOptions {
    FetchOptions { proxy: Some(Proxy::parse(proxy).unwrap()), retries: 0, ..FetchOptions::default() }
}

/// Answers as a proxy that wants a password does without one.
fn guarded(asked: &Asked) -> Vec<crate::support::server::Step> {
    let credentials = base64::engine::general_purpose::STANDARD.encode("desk:s3:cr@t");
    if !asked.head.contains(&format!("proxy-authorization: Basic {credentials}")) {
        return answer(407, "proxy-authenticate: Basic\r\n", "");
    }
    if asked.path.ends_with("/robots.txt") { answer(404, "", "") } else { page("here") }
}

#[tokio::test(start_paused = true)]
async fn an_http_proxy_gets_every_request_and_its_password() {
    let proxy = Server::start(guarded).await;
    let url = format!("http://desk:s3%3Acr%40t@{}", proxy.address);
    let fetched = fetch(&Fetcher::new(through(&url)).unwrap(), PUBLIC).await.unwrap();
    assert_eq!(fetched.final_url.as_str(), PUBLIC);
    let asked: Vec<String> = proxy.log().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["http://93.184.216.34/robots.txt", PUBLIC]);
}

#[tokio::test(start_paused = true)]
async fn a_proxy_that_refuses_is_no_missing_robots_file() {
    let proxy = Server::start(guarded).await;
    let fetcher = Fetcher::new(through(&format!("http://{}", proxy.address))).unwrap();
    let none = fetch(&fetcher, PUBLIC).await.unwrap_err().no_article(PUBLIC);
    assert_eq!(none.reason.as_str(), "robots-unreachable", "{}", none.message);
    assert_eq!(proxy.log().len(), 1, "the page was not asked for");
}

#[tokio::test(start_paused = true)]
async fn the_guard_judges_where_pages_are_before_a_proxy_is_asked() {
    let proxy = Server::start(|_| page("here")).await;
    for scheme in ["http", "socks5"] {
        let fetcher = Fetcher::new(through(&format!("{scheme}://{}", proxy.address))).unwrap();
        for url in ["http://localhost/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/meta"] {
            let none = fetch(&fetcher, url).await.unwrap_err().no_article(url);
            assert_eq!(none.reason.as_str(), "address-refused", "{scheme}, {url}: {}", none.message);
        }
    }
    assert_eq!(proxy.log().len(), 0);
}

/// A SOCKS5 proxy (RFC 1928, RFC 1929) that leads everywhere to one server; tells who came, and where to.
async fn socks(server: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let log = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&log);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(tunnel(client, server, Arc::clone(&told)));
        }
    });
    (address, log)
}

async fn tunnel(mut client: TcpStream, server: SocketAddr, log: Arc<Mutex<Vec<String>>>) {
    let methods = read(&mut client, 2).await[1];
    read(&mut client, methods.into()).await;
    client.write_all(&[5, 2]).await.unwrap();
    let name = read(&mut client, 2).await[1];
    let name = read(&mut client, name.into()).await;
    let password = read(&mut client, 1).await[0];
    let password = read(&mut client, password.into()).await;
    client.write_all(&[1, 0]).await.unwrap();
    // Version, connect, reserved, and an IPv4 address with its port.
    let to = read(&mut client, 10).await;
    log.lock().unwrap().push(format!(
        "{}:{} to {:?}",
        String::from_utf8_lossy(&name),
        String::from_utf8_lossy(&password),
        &to[3..]
    ));
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
    let mut server = TcpStream::connect(server).await.unwrap();
    let _ = copy_bidirectional(&mut client, &mut server).await;
}

async fn read(stream: &mut TcpStream, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await.unwrap();
    bytes
}

#[tokio::test(start_paused = true)]
async fn a_socks_proxy_is_asked_for_addresses() {
    let server =
        Server::start(|asked| if asked.path == "/robots.txt" { answer(404, "", "") } else { page("here") })
            .await;
    let (proxy, log) = socks(server.address).await;
    let fetcher = Fetcher::new(through(&format!("socks5://desk:s3cret@{proxy}"))).unwrap();
    fetch(&fetcher, PUBLIC).await.unwrap();
    assert_eq!(server.paths(), ["93.184.216.34/robots.txt", "93.184.216.34/story"]);
    assert_eq!(log.lock().unwrap()[0], "desk:s3cret to [1, 93, 184, 216, 34, 0, 80]");
}

#[test]
fn nobody_is_told_a_proxys_password() {
    let folder = tempfile::tempdir().unwrap();
    let run = |proxy: &str| {
        let mut run = copydesk();
        run.current_dir(folder.path()).env("COPYDESK_PROXY", proxy).args(["crawl", PUBLIC, "-o", "out"]);
        run.args(["--delay", "0s", "--retries", "0", "--log-format", "json", "--report", "report.json"]);
        let output = run.output().unwrap();
        let mut told = String::from_utf8(output.stderr).unwrap();
        for file in ["out/outcomes.jsonl", "report.json"] {
            told += &std::fs::read_to_string(folder.path().join(file)).unwrap_or_default();
        }
        assert!(!told.contains("s3cret"), "{told}");
        (output.status.code(), told)
    };
    // Nobody listens there.
    let (code, told) = run("http://desk:s3cret@127.0.0.1:1");
    assert_eq!(code, Some(1));
    assert!(told.contains("(by way of the proxy http://127.0.0.1:1)"), "{told}");
    for (wrong, why) in [
        ("ftp://desk:s3cret@proxy.example", "not a proxy: expected http://HOST:PORT"),
        ("http://desk:s3cret@127.0.0.1:1/path", "not a proxy"),
        ("desk:s3cret@127.0.0.1", "not a proxy"),
        (
            "http://desk:s3cret@no-such-host.invalid:1",
            "the proxy http://no-such-host.invalid:1 cannot be used",
        ),
    ] {
        let (code, told) = run(wrong);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_proxy_and_another_way_to_connect_exclude_each_other() {
    let mut run = copydesk();
    run.args(["robots", PUBLIC, "--proxy", "http://127.0.0.1:1", "--connect-to", "*:127.0.0.1:1"]);
    let output = run.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("--connect-to and --proxy both say where to connect"), "{told}");
}
