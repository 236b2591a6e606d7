//! What a change of the profile does, and how an element becomes a rule.

use serde_json::{Value, json};

use super::served::{Served, Visitor, oxbow, serve_oxbow};

/// The number of the first element of that description on the first page.
fn element(visitor: &Visitor<'_>, described: &str) -> usize {
    let page = visitor.get("/page/0").body;
    let at = page.find(&format!("data-c=\"{described}\"")).unwrap_or_else(|| panic!("{described}:\n{page}"));
    let number = page[..at].rsplit_once("data-n=\"").unwrap().1;
    number.split_once('"').unwrap().0.parse().unwrap()
}

fn clicked(visitor: &Visitor<'_>, described: &str) -> Value {
    visitor.post("/api/candidates", &json!({"page": 0, "element": element(visitor, described)})).json()
}

#[test]
fn a_site_without_a_profile_begins_with_a_draft() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let contents = visitor.get("/api/contents").json();
    assert_eq!(contents["sites"][0]["origin"], "draft");
    assert_eq!(contents["pages"].as_array().unwrap().len(), 2);
    let toml = visitor.toml();
    assert!(toml.contains("hosts = [\"oxbow.example\"]") && !toml.contains("[[case]]"), "{toml}");
    let reading = visitor.read(&toml);
    assert_eq!(reading["errors"], json!([]));
}

#[test]
fn every_page_of_the_site_is_read_anew_and_says_what_changed() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let reading =
        visitor.read("name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbody = ['.story-lead']\n");
    let pages = reading["pages"].as_array().unwrap();
    assert_eq!(pages.len(), 2);
    for page in pages {
        assert!(page["changed"].as_array().unwrap().contains(&json!("body")), "{page}");
        assert_eq!(page["words"], 15, "{page}");
        assert!(page["words_before"].as_u64().unwrap() > 50, "{page}");
    }
    assert_eq!(reading["rules"], json!([{"line": 4, "key": "select.body[1]", "pages": 2}]));
    let dead = visitor.read("name = 'Oxbow'\nhosts = ['oxbow.example']\n[strip]\nselectors = ['.gone']\n");
    assert_eq!(dead["rules"], json!([{"line": 4, "key": "strip.selectors[1]", "pages": 0}]));
}

#[test]
fn what_is_wrong_or_doubtful_is_told_at_its_line() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    for (toml, line, key, message) in [
        (
            "name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbody = ['p', 'p >']\n",
            4,
            "select.body[2]",
            "begins or ends with",
        ),
        ("name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbodi = ['p']\n", 4, "select", "unknown key"),
        ("name = 'Oxbow'\n\nhosts = [\n", 3, "", ""),
        ("name = 'Oxbow'\nhosts = ['other.example']\n", 2, "hosts", "oxbow.example"),
    ] {
        let reading = visitor.read(toml);
        let error = &reading["errors"][0];
        assert!(error["message"].as_str().unwrap().contains(message), "{toml}: {reading}");
        assert_eq!(reading["view"], Value::Null, "{toml}");
        if !message.is_empty() {
            assert_eq!(
                (error["line"].as_u64(), error["key"].as_str()),
                (Some(line), Some(key)),
                "{toml}: {reading}"
            );
        }
    }
    let reading =
        visitor.read("name = 'Oxbow'\nhosts = ['oxbow.example']\n\n[select]\nbody = ['div:nth-child(2)']\n");
    assert_eq!(reading["errors"], json!([]));
    let doubt = &reading["warnings"][0];
    assert_eq!((doubt["line"].as_u64(), doubt["key"].as_str()), (Some(5), Some("select.body[1]")), "{doubt}");
}

#[test]
fn selectors_for_an_element_come_the_most_stable_first() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let found = clicked(&visitor, "h1.story-title.css-1x2y3z");
    assert_eq!(found["likely"], "headline");
    assert_eq!(found["text"], "Flood in Oxbow");
    let candidates = found["candidates"].as_array().unwrap();
    let stability: Vec<&str> = candidates.iter().map(|one| one["stability"].as_str().unwrap()).collect();
    let order = ["meaning", "name", "context", "made", "position"];
    let ranks: Vec<usize> =
        stability.iter().map(|one| order.iter().position(|known| known == one).unwrap()).collect();
    assert!(ranks.is_sorted() && ranks[0] == 0, "{stability:?}");
    assert_eq!(candidates[0]["selector"], "h1.story-title");
    assert_eq!(candidates[0]["counts"], json!([{"page": 0, "elements": 1}, {"page": 1, "elements": 1}]));
    for candidate in candidates {
        assert!(
            !candidate["elements"].as_array().unwrap().is_empty(),
            "each matches what was clicked: {candidate}"
        );
        let leans_on_a_build = candidate["selector"].as_str().unwrap().contains("css-1x2y3z");
        assert_eq!(leans_on_a_build, candidate["stability"] == "made", "{candidate}");
    }
    assert_eq!(clicked(&visitor, "div.promo")["likely"], "strip");
    assert_eq!(clicked(&visitor, "div.story-text")["likely"], "body");
}

#[test]
fn a_chosen_selector_becomes_a_rule_that_every_page_is_read_by() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let choose = |toml: &str, field: &str, selector: &str| {
        let question = json!({"toml": toml, "field": field, "selector": selector});
        visitor.post("/api/choose", &question).json()["toml"].as_str().unwrap().to_owned()
    };
    let toml = choose("# mine\nname = 'Oxbow'\nhosts = ['oxbow.example']\n", "headline", ".story-lead");
    assert_eq!(
        toml,
        "# mine\nname = 'Oxbow'\nhosts = ['oxbow.example']\n\n[select]\nheadline = ['.story-lead']\n"
    );
    let toml = choose(&toml, "strip", ".promo");
    let reading = visitor.read(&toml);
    for page in reading["pages"].as_array().unwrap() {
        assert!(page["headline"].as_str().unwrap().starts_with("The lower streets"), "{page}");
    }
    let refused = visitor.post("/api/choose", &json!({"toml": "name =", "field": "body", "selector": "p"}));
    assert!(refused.status == 422 && refused.body.contains("mend"), "{}", refused.body);
}

#[test]
fn a_site_s_own_profile_is_opened_even_if_it_is_broken_and_its_fixtures_come_along() {
    let pages = oxbow();
    let broken = "name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbody = ['p >']\n";
    let served = Served::prepared(&[(pages[0].0, &pages[0].1, pages[0].2)], |folder| {
        std::fs::create_dir_all(folder.join("selectors")).unwrap();
        std::fs::write(folder.join("selectors/oxbow.example.toml"), broken).unwrap();
        let fixture = folder.join("fixtures/oxbow.example/mill");
        std::fs::create_dir_all(&fixture).unwrap();
        std::fs::write(fixture.join("page.html"), &pages[1].1).unwrap();
        std::fs::write(
            fixture.join("page.toml"),
            format!("url = \"{}\"\norigin = \"captured\"\n", pages[1].2),
        )
        .unwrap();
    });
    let visitor = served.enter();
    let contents = visitor.get("/api/contents").json();
    assert_eq!((contents["sites"][0]["origin"].as_str(), visitor.toml().as_str()), (Some("file"), broken));
    let fixtures: Vec<_> =
        contents["pages"].as_array().unwrap().iter().map(|page| &page["fixture"]).collect();
    assert_eq!(fixtures, [&Value::Null, &json!("mill")]);
    assert_eq!(visitor.read(broken)["errors"][0]["line"], 4);
}
