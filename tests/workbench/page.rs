//! What is shown of a page.

use regex::Regex;
use serde_json::json;

use super::served::{Served, serve_oxbow};

/// The content of the frame: what stands between our own style and our own script.
fn shown(page: &str) -> &str {
    page.split_once("<body tabindex=\"0\">").unwrap().1.rsplit_once("<script nonce=").unwrap().0
}

#[test]
fn a_hostile_page_is_built_anew_of_two_elements_and_our_own_attributes() {
    let hostile = include_str!("../cases/hostile.html").replace("WITNESS", "https://witness.example");
    let served = Served::with(&[("hostile.html", &hostile, "https://hostile.example/2026/11/flood")]);
    let page = served.enter().get("/page/0").body;
    let html = shown(&page);
    assert!(html.contains("The river rose by two metres overnight"));
    let tag = Regex::new(r#"<(/?)([a-z-]+)((?: [a-z-]+(?:="[^"<>]*")?)*)>"#).unwrap();
    let mut count = 0;
    for found in tag.captures_iter(html) {
        assert!(["div", "span"].contains(&&found[2]), "{}", &found[0]);
        for attribute in found[3].split('"').step_by(2).filter(|name| !name.trim().is_empty()) {
            let name = attribute.trim().trim_end_matches('=');
            let known = name.split(' ').all(|name| {
                ["data-n", "data-c", "data-t", "data-x", "data-alt", "data-hidden", "role", "aria-level"]
                    .contains(&name.trim_end_matches('='))
            });
            assert!(known, "{name} in {}", &found[0]);
        }
        count += 1;
    }
    assert_eq!(count, html.matches('<').count(), "every `<` begins one of our tags");
    for address in ["witness.example", "javascript:", "data:text", "onload", "onerror"] {
        assert!(!html.contains(&format!("=\"{address}")) && !html.contains("src="), "{address}");
    }
    assert!(!html.contains("window.hacked = 1</script>"), "what a page says of scripts is text");
}

#[test]
fn kept_and_stripped_are_told_with_the_rule_and_lie_where_the_text_is() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let toml = "name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbody = ['.story-text']\nheadline = ['h1']\n\
                [strip]\nselectors = ['.promo']\nlines = ['^About forty houses.*$']\n";
    let view = &visitor.read(toml)["view"];
    let page = visitor.get("/page/0").body;
    let texts: Vec<String> = Regex::new(r#"<span data-x="\d+">([^<]*)</span>"#)
        .unwrap()
        .captures_iter(shown(&page))
        .map(|found| found[1].to_owned())
        .collect();
    let marks = view["marks"].as_array().unwrap();
    let of = |state: &str| -> Vec<(String, String)> {
        let marks = marks.iter().filter(|mark| mark["state"] == state);
        let number = |value: &serde_json::Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        marks
            .map(|mark| {
                let text = texts[number(&mark["first"])..=number(&mark["last"])].concat();
                (text, view["reasons"][number(&mark["why"])].as_str().unwrap().to_owned())
            })
            .collect()
    };
    let kept = of("kept");
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert!(kept[0].0.starts_with("The river rose") && kept[2].0.starts_with("Trains between"), "{kept:?}");
    assert!(kept.iter().all(|(_, why)| why == "in the body by the profile: .story-text"), "{kept:?}");
    let stripped = of("stripped");
    let why = |text: &str| stripped.iter().find(|(of, _)| of.starts_with(text)).map(|(_, why)| why.as_str());
    assert_eq!(why("Get the best"), Some("stripped by the profile: [strip] selectors '.promo'"));
    assert_eq!(why("About forty"), Some("stripped by the profile: [strip] lines '^About forty houses.*$'"));
    // What is kept knows its place in the record.
    let body = view["record"]["body"].as_str().unwrap();
    let last = marks.iter().rfind(|mark| mark["state"] == "kept").unwrap();
    let (start, end) = (last["body"][0].as_u64().unwrap(), last["body"][1].as_u64().unwrap());
    let span = |at: u64| usize::try_from(at).unwrap();
    let part: String = body.chars().skip(span(start)).take(span(end - start)).collect();
    assert!(part.starts_with("Trains between") && body.ends_with(&part), "{part}");
    assert_eq!(view["found"][0]["field"], "headline");
    assert_eq!(view["record"]["quotes"][0]["speaker"]["name"], "Ann Field");
}

#[test]
fn without_a_rule_the_generic_extractor_says_what_it_left_out() {
    let served = serve_oxbow(|_| {});
    let view = &served.enter().read("name = 'Oxbow'\nhosts = ['oxbow.example']\n")["view"];
    let reasons: Vec<&str> =
        view["reasons"].as_array().unwrap().iter().map(|why| why.as_str().unwrap()).collect();
    assert!(reasons.contains(&"in the body by the generic extractor"), "{reasons:?}");
    assert!(view["fields"].as_array().unwrap().iter().any(|trail| trail["field"] == "headline"), "{view}");
}

#[test]
fn a_text_that_is_replaced_first_gives_a_page_of_its_own() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let plain = "name = 'Oxbow'\nhosts = ['oxbow.example']\n";
    let first = visitor.read(plain)["view"]["edition"].clone();
    assert_eq!(visitor.read(plain)["view"]["edition"], first, "the same page");
    let replaced = format!("{plain}[[replace]]\nfind = '<nav>'\nwith = '<nav hidden>'\n");
    assert_ne!(visitor.read(&replaced)["view"]["edition"], first);
    assert!(visitor.get("/page/0").body.contains("data-t=\"nav\" data-hidden"));
}

#[test]
fn a_question_that_makes_no_sense_is_told_so() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    assert_eq!(visitor.get("/page/7").status, 404);
    assert_eq!(visitor.post("/api/read", &json!({"site": "first"})).status, 400);
    for question in [json!({"page": 7, "element": 0}), json!({"page": 0, "element": 100_000})] {
        let answer = visitor.post("/api/candidates", &question);
        assert_eq!(answer.status, 422);
        assert!(answer.body.contains("there is no such"), "{}", answer.body);
    }
}
