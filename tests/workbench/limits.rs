//! Pages that are too much.

use std::fmt::Write as _;
use std::time::Instant;

use serde_json::{Value, json};

use super::served::{Served, page};

/// What a person may be made to wait for, on a slow machine and without optimisation; a page that costs more than its size
/// would take minutes.
const PATIENCE: u64 = 60;

#[test]
fn a_page_of_50_mb_is_named_with_its_reason_and_costs_no_other() {
    let huge = "<p>All work and no play makes Jack a dull boy.</p>\n".repeat(1_100_000);
    let ordinary = page("Flood in Oxbow");
    let served = Served::with(&[
        ("huge.html", &huge, "https://oxbow.example/2026/11/huge"),
        ("flood.html", &ordinary, "https://oxbow.example/2026/11/flood"),
    ]);
    let contents = served.enter().get("/api/contents").json();
    assert_eq!(contents["lost"][0]["name"], "huge.html");
    assert!(contents["lost"][0]["why"].as_str().unwrap().contains("at most"), "{contents}");
    assert_eq!(contents["pages"].as_array().unwrap().len(), 1);
}

/// Opens the page, reads it, shows it, clicks on an element; gives what was read.
fn worked_on(content: &str, element: usize) -> Value {
    let served = Served::with(&[("long.html", content, "https://oxbow.example/2026/11/long")]);
    let start = Instant::now();
    let visitor = served.enter();
    let toml = visitor.toml();
    let reading = visitor.read(&toml);
    let shown = visitor.get("/page/0").body;
    assert!(shown.contains("The river rose") && shown.len() < 8 << 20, "{} bytes", shown.len());
    let clicked = visitor.post("/api/candidates", &json!({"page": 0, "element": element}));
    assert!(!clicked.json()["candidates"].as_array().unwrap().is_empty());
    assert!(start.elapsed().as_secs() < PATIENCE, "{:?}", start.elapsed());
    reading["view"].clone()
}

#[test]
fn a_hundred_thousand_nested_elements_are_only_a_page() {
    let mut nested = String::from("<html><body><article><h1>Flood in Oxbow</h1>");
    for depth in 0..100_000 {
        let _ = write!(nested, "<div class=\"depth{depth}\">");
    }
    nested.push_str(
        "<p>The river rose by two metres overnight, and the lower streets of Oxbow were under water.</p>",
    );
    let view = worked_on(&nested, 400);
    assert!(view["fields"].is_array(), "{view}");
}

#[test]
fn of_a_hundred_thousand_pieces_the_browser_gets_as_many_as_it_can_show() {
    let piece = "<li><a href=\"/more\">More</a></li>";
    // Without a word of its own, a story beside so many links would be taken for a list.
    let story =
        page("Flood in Oxbow").replace("<head>", "<head><meta property=\"og:type\" content=\"article\">");
    assert!(story.contains("og:type"));
    let long = story.replace("<footer>", &format!("<ul>{}</ul><footer>", piece.repeat(33_000)));
    let long = long.replace(
        "</footer>",
        "</footer><div class=\"story-text\"><p>This stands at the very end of the page.</p></div>",
    );
    let view = worked_on(&long, 15_000);
    assert_eq!(view["is_cut"], true);
    assert!(view["record"]["body"].as_str().unwrap().contains("The river rose"), "{}", view["no_article"]);
    assert!(view["marks"].as_array().unwrap().iter().any(|mark| mark["state"] == "kept"));
}
