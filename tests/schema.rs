//! The JSON Schema that `copydesk schema` prints, held against the types and against real output.

use serde_json::{Value, json};

use crate::support::copydesk;

fn schema() -> Value {
    let output = copydesk().arg("schema").assert().success();
    serde_json::from_slice(&output.get_output().stdout).expect("the schema is JSON")
}

fn validator() -> jsonschema::Validator {
    jsonschema::validator_for(&schema()).expect("the schema is a schema")
}

fn skipped() -> Value {
    json!({
        "url": "https://example.com/", "id": null, "status": "skipped", "stage": "extract",
        "reason": "not-article", "message": "no single article: a front page", "http_status": 200,
        "retryable": false, "attempts": 1
    })
}

#[test]
fn accepts_what_the_types_write() {
    let record = include_str!("schema/article.json");
    let record: Value = serde_json::from_str(record).unwrap();
    let read: copydesk::Outcome = serde_json::from_value(record.clone()).expect("the type reads it");
    assert_eq!(serde_json::to_value(&read).unwrap(), record, "nothing is lost or added on the way");
    let validator = validator();
    assert!(
        validator.is_valid(&record),
        "{:?}",
        validator.iter_errors(&record).next().map(|e| e.to_string())
    );
    assert!(validator.is_valid(&skipped()));
}

#[test]
fn refuses_what_breaks_the_contract() {
    let validator = validator();
    let article: Value = serde_json::from_str(include_str!("schema/article.json")).unwrap();
    for (key, wrong) in [
        ("body", json!(null)),
        ("authors", json!("Jane Roe")),
        ("date_published", json!("25.02.2019")),
        ("quotes", json!([{ "text": "no offsets" }])),
        ("status", json!("done")),
    ] {
        let mut record = article.clone();
        record[key] = wrong;
        assert!(!validator.is_valid(&record), "`{key}` may not be {}", record[key]);
    }
    let mut unknown_reason = skipped();
    unknown_reason["reason"] = json!("because");
    assert!(!validator.is_valid(&unknown_reason));
}

#[test]
fn every_key_is_required() {
    let validator = validator();
    let article: Value = serde_json::from_str(include_str!("schema/article.json")).unwrap();
    for key in article.as_object().unwrap().keys() {
        let mut record = article.clone();
        record.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&record), "a record without `{key}` should be refused");
    }
}
