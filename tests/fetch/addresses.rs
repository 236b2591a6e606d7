//! Which addresses are connected to, and how connections are led elsewhere.

use std::net::IpAddr;

use copydesk::fetch::{ConnectTo, FetchError, FetchOptions, Fetcher};

use crate::support::server::{Server, answer, fetch, page};

/// Addresses that are nobody's on the public internet, as they may stand in a URL, with the words for each.
const REFUSED: &[(&str, &str)] = &[
    ("0.0.0.0", "an unspecified address"),
    ("10.1.2.3", "a private address"),
    ("100.64.0.1", "an address of a provider's own network"),
    ("100.127.255.254", "an address of a provider's own network"),
    ("127.0.0.1", "a loopback address"),
    ("127.255.255.254", "a loopback address"),
    ("2130706433", "a loopback address"),
    ("0x7f.1", "a loopback address"),
    ("169.254.169.254", "a link-local address"),
    ("172.16.0.1", "a private address"),
    ("172.31.255.254", "a private address"),
    ("192.0.2.1", "an address for documentation"),
    ("192.168.0.1", "a private address"),
    ("198.18.0.1", "an address for benchmarks"),
    ("198.51.100.1", "an address for documentation"),
    ("203.0.113.1", "an address for documentation"),
    ("224.0.0.1", "a multicast address"),
    ("255.255.255.255", "a reserved address"),
    ("[::]", "a reserved address"),
    ("[::1]", "a loopback address"),
    ("[::127.0.0.1]", "a reserved address"),
    ("[::ffff:127.0.0.1]", "a loopback address"),
    ("[::ffff:a9fe:a9fe]", "a link-local address"),
    ("[64:ff9b::10.0.0.1]", "a private address"),
    ("[64:ff9b:1::1]", "a reserved address"),
    ("[2002:7f00:1::]", "a loopback address"),
    ("[2001::1]", "a protocol's own address"),
    ("[2001:db8::1]", "an address for documentation"),
    ("[3fff::1]", "an address for documentation"),
    ("[fc00::1]", "a private address"),
    ("[fd12:3456::1]", "a private address"),
    ("[fe80::1]", "a link-local address"),
    ("[fec0::1]", "a reserved address"),
    ("[ff02::1]", "a multicast address"),
];

#[tokio::test(start_paused = true)]
async fn what_is_not_public_is_refused() {
    let fetcher = Fetcher::new(FetchOptions::default()).unwrap();
    for (host, expected) in REFUSED {
        match fetch(&fetcher, &format!("http://{host}/")).await {
            Err(FetchError::AddressRefused { kind, .. }) => assert_eq!(kind, *expected, "{host}"),
            other => panic!("{host}: {other:?}"),
        }
    }
    let none = fetch(&fetcher, "http://[::ffff:127.0.0.1]/a").await.unwrap_err().no_article("as entered");
    insta::assert_snapshot!(crate::support::json(&none), @r#"
    {
      "url": "as entered",
      "id": null,
      "status": "failed",
      "stage": "fetch",
      "reason": "address-refused",
      "message": "http://[::ffff:7f00:1]/a leads to ::ffff:127.0.0.1, a loopback address: allow it with --allow-address ::ffff:127.0.0.1 if that is meant",
      "http_status": null,
      "retryable": false,
      "attempts": 0
    }
    "#);
}

#[tokio::test(start_paused = true)]
async fn what_a_name_leads_to_is_judged_too() {
    let server = Server::start(|_| page("")).await;
    for (allowed, expected) in [("127.0.0.0/8", true), ("127.0.0.1/32", true), ("10.0.0.0/8", false)] {
        let options = FetchOptions { allow_addresses: vec![allowed.parse().unwrap()], ..server.options() };
        let got = fetch(&Fetcher::new(options).unwrap(), "http://news.example/").await;
        assert_eq!(got.is_ok(), expected, "{allowed}: {got:?}");
        let refused = matches!(got, Err(FetchError::AddressRefused { kind: "a loopback address", .. }));
        assert_ne!(refused, expected);
    }
    // The system's own name for loopback, without any --connect-to.
    let error =
        fetch(&Fetcher::new(FetchOptions::default()).unwrap(), "http://localhost/").await.unwrap_err();
    assert!(matches!(error, FetchError::AddressRefused { .. }), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn only_allowed_addresses_of_a_name_are_used() {
    // localhost may be 127.0.0.1, ::1 or both; with only the first allowed, that is where it leads.
    let server = Server::start(|_| page("here")).await;
    let options = FetchOptions { connect_to: vec![], ..server.options() };
    let url = format!("http://localhost:{}/", server.address.port());
    assert_eq!(fetch(&Fetcher::new(options).unwrap(), &url).await.unwrap().body.as_ref(), b"here");
}

#[tokio::test(start_paused = true)]
async fn a_name_without_address_is_told_as_such() {
    // No resolver looks for a label of 64 letters, so this needs no network.
    let name = format!("http://{}.invalid/a", "n".repeat(64));
    let none = fetch(&Fetcher::new(FetchOptions::default()).unwrap(), &name)
        .await
        .unwrap_err()
        .no_article("as entered");
    assert_eq!((none.reason.as_str(), none.retryable, none.attempts), ("dns", true, 0));
    assert!(none.message.starts_with(&format!("the host of {name} has no address: is the name right?")));
}

#[tokio::test(start_paused = true)]
async fn connections_can_be_led_elsewhere() {
    let one = Server::start(|_| page("one")).await;
    let other = Server::on("127.0.0.3", None, |_| page("other")).await;
    let options = FetchOptions {
        connect_to: vec![
            ConnectTo { host: Some("One.example".to_owned()), address: one.address },
            ConnectTo { host: None, address: other.address },
        ],
        ..one.options()
    };
    let fetcher = Fetcher::new(options).unwrap();
    for (url, host, body) in [
        ("http://one.example/", "one.example", "one"),
        ("http://one.example:8080/", "one.example:8080", "one"),
        ("http://two.example/", "two.example", "other"),
        // Also what is written as an address goes where it is sent, and there only.
        ("http://192.0.2.7:8080/", "192.0.2.7:8080", "other"),
        ("http://[2001:db8::1]/", "[2001:db8::1]", "other"),
    ] {
        let got = fetch(&fetcher, url).await.unwrap();
        assert_eq!((got.final_url.as_str(), got.body.as_ref()), (url, body.as_bytes()));
        let log = if body == "one" { one.log() } else { other.log() };
        assert_eq!(log.last().unwrap().host, host);
    }
}

#[tokio::test(start_paused = true)]
async fn an_address_in_a_url_is_allowed_as_it_is_written() {
    let server = Server::start(|_| answer(200, "", "")).await;
    let options = FetchOptions { connect_to: vec![], ..server.options() };
    let fetcher = Fetcher::new(options).unwrap();
    let IpAddr::V4(address) = server.address.ip() else { panic!("{}", server.address) };
    for host in [address.to_string(), format!("[{}]", address.to_ipv6_mapped())] {
        fetch(&fetcher, &format!("http://{host}:{}/", server.address.port())).await.unwrap();
    }
}
