//! The page on the profile format and its JSON Schema: as the types have them, and true of the shipped profiles.

use std::fs;
use std::path::{Path, PathBuf};

use copydesk::profile;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[test]
fn the_committed_page_and_schema_are_those_of_the_types() {
    let page = fs::read_to_string(root().join("docs/profile.md")).unwrap();
    assert_eq!(page, profile::reference(), "make docs/profile.md anew: copydesk schema --profile --markdown");
    let schema: Value =
        serde_json::from_str(&fs::read_to_string(root().join("docs/profile.schema.json")).unwrap()).unwrap();
    assert_eq!(schema, profile::schema(), "make docs/profile.schema.json anew: copydesk schema --profile");
}

#[test]
fn every_key_is_described() {
    let page = profile::reference();
    assert!(!page.contains("|  |"), "{page}");
    for key in ["`hosts`", "`body`", "`tail`", "`until`", "`lacks`", "`delay`", "`sitemaps`"] {
        assert!(page.contains(key), "{key}: {page}");
    }
}

#[test]
fn the_schema_accepts_every_shipped_profile_and_refuses_what_the_program_refuses() {
    let validator = jsonschema::validator_for(&profile::schema()).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("selectors")).unwrap() {
        let path = entry.unwrap().path();
        let toml: toml::Value = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let json = as_json(toml);
        let wrong: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
        seen += 1;
    }
    assert!(seen > 10);
    for wrong in [
        r#"{"name": "x"}"#,
        r#"{"name": "x", "hosts": ["x.com"], "selcet": {}}"#,
        r#"{"name": "x", "hosts": ["x.com"], "select": {"body": "p"}}"#,
    ] {
        assert!(!validator.is_valid(&serde_json::from_str(wrong).unwrap()), "{wrong}");
    }
}

/// TOML as an editor shows it to a JSON Schema: dates are strings.
fn as_json(toml: toml::Value) -> Value {
    match toml {
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, as_json(value))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}
