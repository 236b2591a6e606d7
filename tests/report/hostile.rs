//! Records of strangers, who would like to be more than text.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::page::{Page, records};

const ATTACK: &str = "</script></style></title><script>hacked()</script><img src=x onerror=hacked()>\"'><!--<script>\u{2028}\
    &lt;script&gt; \u{202e}\u{0}<base href=//evil.example><meta http-equiv=refresh content=0>";

/// A record with the attack in every text.
fn hostile() -> Value {
    let mut record: Value = serde_json::from_str(records().lines().next().unwrap()).unwrap();
    for key in [
        "headline",
        "description",
        "section",
        "language",
        "duplicate_of",
        "site_name",
        "fetched_at",
        "domain",
    ] {
        record[key] = ATTACK.into();
    }
    record["url"] = format!("javascript:hacked()//{ATTACK}").into();
    record["final_url"] = record["url"].clone();
    record["authors"] = json!([ATTACK]);
    record["changed"] = json!([ATTACK]);
    record["warnings"] = json!([{"code": ATTACK, "field": null, "message": ATTACK}]);
    record["extractor"]["profile"] = ATTACK.into();
    record["body"] = format!("{ATTACK}{}", record["body"].as_str().unwrap()).into();
    for quote in record["quotes"].as_array_mut().unwrap() {
        quote["speaker"] =
            json!({"name": ATTACK, "mention": null, "start": 9, "end": 2, "kind": "person", "role": ATTACK});
        quote["kind"] = "direct".into();
    }
    record
}

/// A crawl's folder with that record and a page that failed.
fn folder(record: &Value) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("articles.jsonl"), format!("{record}\n")).unwrap();
    let failed = json!({"url": record["url"], "id": null, "status": "failed", "stage": "fetch", "reason": "timeout",
        "message": ATTACK, "http_status": null, "retryable": true, "attempts": 1});
    fs::write(folder.path().join("outcomes.jsonl"), format!("{failed}\n")).unwrap();
    folder
}

#[test]
fn a_record_can_add_no_element_no_attribute_and_no_link() {
    let record = hostile();
    let folder = folder(&record);
    let page = Page::about(folder.path(), 10);
    assert!(page.all("img, base, iframe, object, embed, form, [src], [style]").is_empty());
    let scripts = page.all("script");
    let own = scripts.iter().filter(|script| script.attr("type").is_none()).count();
    assert_eq!((own, scripts.len()), (1, 3), "our script, the list and one pack of texts");
    for element in page.all("*") {
        assert!(element.value().attrs().all(|(name, _)| !name.starts_with("on")), "{element:?}");
        let href = element.attr("href").unwrap_or("#");
        assert!(href.starts_with('#') || href == "data:,", "{href}");
    }
    // What was said stays what it was.
    assert_eq!(page.index()[0]["headline"], record["headline"]);
    let text = page.text(0);
    assert_eq!((&text["address"], &text["url"]), (&Value::Null, &record["final_url"]));
    assert_eq!(text["warnings"][0]["message"], ATTACK);
    assert!(page.rows("speakers")[0].starts_with("</script></style></title><script>hacked()"));
    assert!(page.texts("#outcomes .examples li")[0].starts_with("javascript:hacked()"));
}

#[test]
fn the_policy_allows_what_is_in_the_file_and_nothing_else() {
    let folder = folder(&hostile());
    let page = Page::about(folder.path(), 10);
    let policy = page.all("meta[http-equiv]");
    assert_eq!(policy.len(), 1);
    let before = page.html.split_once("http-equiv").unwrap().0;
    assert!(!before.contains("<script") && !before.contains("<style"), "it comes before what it is about");
    let hash = |css: &str| {
        let text = page.all(css)[0].text().collect::<String>();
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
    };
    let expected = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        hash("script:not([type])"),
        hash("style")
    );
    assert_eq!(policy[0].attr("content"), Some(expected.as_str()));
}

#[test]
fn places_outside_of_the_body_are_no_places() {
    let mut record = hostile();
    record["body"] = "“a”\u{10ffff}".into();
    let beyond = u64::MAX / 2;
    record["blocks"] = json!([
        {"kind": "paragraph", "start": 0, "end": beyond, "level": null, "number": null, "marks": []},
        {"kind": "heading", "start": beyond, "end": 3, "level": 2, "number": null, "marks": []},
    ]);
    let quote = record["quotes"][0].clone();
    let quotes = [(1, 2), (2, 1), (1, beyond), (beyond, 0), (beyond, beyond)].map(|(start, end)| {
        let mut quote = quote.clone();
        (quote["start"], quote["end"]) = (start.into(), end.into());
        quote["speaker"]["start"] = beyond.into();
        quote["cue"] = json!({"text": "said", "start": end, "end": start});
        quote
    });
    record["quotes"] = json!(quotes);
    let folder = folder(&record);
    let text = Page::about(folder.path(), 10).text(0);
    assert_eq!(
        text["blocks"],
        json!([{"kind": "paragraph", "runs": ["“", ["quote", "a", 0], "”\u{10ffff}"]}])
    );
}
