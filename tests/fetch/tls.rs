//! HTTPS with a certificate authority of one's own, over HTTP/1.1 and HTTP/2.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use copydesk::fetch::{ConnectTo, FetchError, FetchOptions, Fetcher};
use http_body_util::Full;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::support::server::{Server, fetch, page, raw};

/// A certificate for a host, and the authority that signed it, in PEM. The protocols are offered by ALPN (RFC 7301).
fn certified(host: &str, protocols: &[&str]) -> (TlsAcceptor, Vec<u8>) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&leaf_key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::try_from(leaf_key.serialize_der()).unwrap(),
        )
        .unwrap();
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
    (TlsAcceptor::from(Arc::new(config)), root.pem().into_bytes())
}

#[tokio::test(start_paused = true)]
async fn a_root_of_ones_own_is_trusted_and_no_other() {
    let (acceptor, root) = certified("news.example", &[]);
    let server = Server::on("127.0.0.1", Some(acceptor), |_| page("secure")).await;
    let trusting = FetchOptions { extra_roots: vec![root], retries: 0, ..server.options() };
    let fetcher = Fetcher::new(trusting).unwrap();
    for url in ["https://news.example/", "https://news.example:8443/"] {
        assert_eq!(fetch(&fetcher, url).await.unwrap().body.as_ref(), b"secure");
    }
    let hosts: Vec<String> = server.log().iter().map(|asked| asked.host.clone()).collect();
    assert_eq!(hosts, ["news.example", "news.example", "news.example:8443", "news.example:8443"]);

    // Another name, and another's trust.
    let error = fetch(&fetcher, "https://else.example/").await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
    let strange = FetchOptions { retries: 0, ..server.options() };
    let url = "https://news.example/";
    let none = fetch(&Fetcher::new(strange).unwrap(), url).await.unwrap_err().no_article(url);
    assert_eq!((none.reason.as_str(), none.retryable), ("tls", false));
    assert!(none.message.starts_with("no secure connection to https://news.example/"), "{}", none.message);
    assert_eq!(server.log().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn http_2_is_spoken_where_the_server_offers_it() {
    let (acceptor, root) = certified("news.example", &["h2", "http/1.1"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        // Or the kernel holds small answers back for real milliseconds, in which the paused clock runs far ahead.
        stream.set_nodelay(true).unwrap();
        let stream = acceptor.accept(stream).await.unwrap();
        let answer = hyper::service::service_fn(move |request: Request<_>| {
            let host = request.uri().host().unwrap_or_default().to_owned();
            log.lock().unwrap().push((request.version(), host, request.uri().path().to_owned()));
            let text = if request.uri().path() == "/robots.txt" { "" } else { "by HTTP/2" };
            async move { Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(text)))) }
        });
        let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
        connection.serve_connection(TokioIo::new(stream), answer).await
    });
    let options = FetchOptions {
        extra_roots: vec![root],
        connect_to: vec![ConnectTo { host: None, address }],
        allow_addresses: vec!["127.0.0.0/8".parse().unwrap()],
        ..FetchOptions::default()
    };
    let got = fetch(&Fetcher::new(options).unwrap(), "https://news.example/story").await.unwrap();
    assert_eq!(got.body.as_ref(), b"by HTTP/2");
    let expected =
        ["/robots.txt", "/story"].map(|path| (Version::HTTP_2, "news.example".to_owned(), path.to_owned()));
    assert_eq!(*asked.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_server_without_tls_is_told_as_such() {
    let server = Server::start(|_| raw("")).await;
    // The greeting of TLS is no request, so the server says nothing to it: both wait.
    let options = FetchOptions { retries: 0, ..server.options() };
    let error = fetch(&Fetcher::new(options).unwrap(), "https://news.example/").await.unwrap_err();
    assert!(matches!(error, FetchError::RobotsUnreachable { .. }), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn an_address_keeps_its_own_certificate() {
    let server = Server::start(|_| page("")).await;
    let error = fetch(&Fetcher::new(server.options()).unwrap(), "https://192.0.2.7/").await.unwrap_err();
    let told = copydesk::outcome::one_line(&error);
    assert!(told.contains("--connect-to cannot lead https://192.0.2.7/"), "{told}");
    assert!(server.log().is_empty());
}
