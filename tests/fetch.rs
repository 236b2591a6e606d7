//! Fetching over loopback: what arrives, and what becomes of what does not.

use copydesk::CanonicalUrl;
use copydesk::fetch::{ConnectTo, FetchOptions, FetchRequest, Fetcher};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_page_comes_whole() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let _ = stream.read(&mut request).await.unwrap();
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\nhello")
            .await
            .unwrap();
    });
    let fetcher = Fetcher::new(FetchOptions {
        allow_addresses: vec!["127.0.0.0/8".parse().unwrap()],
        connect_to: vec![ConnectTo { host: Some("news.example".to_owned()), address }],
        ..FetchOptions::default()
    })
    .unwrap();
    let url = CanonicalUrl::parse("http://news.example/story").unwrap();
    let fetched = fetcher.fetch(FetchRequest { url: &url, may_visit: &|_| true, delay: None }).await.unwrap();
    assert_eq!(fetched.body.as_ref(), b"hello");
    assert_eq!(fetched.content_type.as_deref(), Some("text/html"));
}
