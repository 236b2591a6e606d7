//! What can be opened besides saved files.

use super::served::Served;

#[test]
fn an_archive_opens_with_all_its_pages_and_an_address_that_must_not_be_fetched_is_named() {
    let archive = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/seeds/warc/wget.gz.warc");
    let served = Served::opening(&[archive, "http://127.0.0.1:1/2026/11/flood"]);
    let contents = served.enter().get("/api/contents").json();
    let pages = contents["pages"].as_array().unwrap();
    assert!(
        !pages.is_empty() && pages.iter().all(|page| page["url"].as_str().unwrap().starts_with("http")),
        "{contents}"
    );
    let lost = &contents["lost"][0];
    assert_eq!(lost["name"], "http://127.0.0.1:1/2026/11/flood");
    assert!(
        lost["why"].as_str().unwrap().contains("--allow-address"),
        "only src/fetch asks, and it refuses: {lost}"
    );
}

#[test]
fn without_a_page_there_are_all_fixtures() {
    let root = env!("CARGO_MANIFEST_DIR");
    let (selectors, fixtures) = (format!("{root}/selectors"), format!("{root}/fixtures"));
    let served = Served::opening(&["--selectors", &selectors, "--fixtures", &fixtures]);
    let contents = served.enter().get("/api/contents").json();
    let hosts: Vec<&str> =
        contents["sites"].as_array().unwrap().iter().map(|site| site["host"].as_str().unwrap()).collect();
    assert!(hosts.contains(&"hotair.com") && hosts.contains(&"harbourpost.example"), "{hosts:?}");
    assert!(
        contents["pages"].as_array().unwrap().iter().all(|page| page["fixture"].is_string()),
        "{contents}"
    );
}
