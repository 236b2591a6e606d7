//! HTTPS with a certificate authority of one's own.

use std::sync::Arc;

use copydesk::fetch::{FetchError, FetchOptions, Fetcher};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use crate::support::server::{Server, fetch, page, raw};

/// A certificate for a host, and the authority that signed it, in PEM.
fn certified(host: &str) -> (TlsAcceptor, Vec<u8>) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let leaf_key = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec![host.to_owned()]).unwrap().signed_by(&leaf_key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivateKeyDer::try_from(leaf_key.serialize_der()).unwrap(),
        )
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), root.pem().into_bytes())
}

#[tokio::test(start_paused = true)]
async fn a_root_of_ones_own_is_trusted_and_no_other() {
    let (acceptor, root) = certified("news.example");
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
