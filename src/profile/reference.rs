//! The profile format told from its types: a JSON Schema for editors and a page for people.

use std::fmt::Write as _;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::format::ProfileToml;

/// The JSON Schema (draft 2020-12) of a profile.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<ProfileToml>().to_value();
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "A Copydesk profile".into());
    }
    schema
}

/// The tables of the format in the order of the page: what a heading says, and the type's name in the schema.
const TABLES: &[(&str, &str)] = &[
    ("[urls]", "UrlsToml"),
    ("[pace]", "PaceToml"),
    ("[select]", "SelectToml"),
    ("[strip]", "StripToml"),
    ("[[layout]]", "LayoutToml"),
    ("[[case]]", "CaseToml"),
];

/// The page on the profile format, in Markdown.
#[must_use]
pub fn reference() -> String {
    let schema = schema();
    let mut page = String::from(
        "# The profile format\n\nMade by `copydesk schema --profile --markdown` from the program's own types; \
         [profile.schema.json](profile.schema.json) is the same for editors. A profile is a TOML file `selectors/HOST.toml`, \
         named after the site's main host. Unknown keys are refused. How to write one: \
         [CONTRIBUTING.md](../CONTRIBUTING.md).\n",
    );
    table(&mut page, "At the top", &schema);
    let types = schema.get("$defs");
    for (heading, name) in TABLES {
        if let Some(of) = types.and_then(|types| types.get(name)) {
            table(&mut page, &format!("`{heading}`"), of);
        }
    }
    page
}

/// One table of keys.
fn table(page: &mut String, heading: &str, schema: &Value) {
    let text = |value: &Value| {
        value.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
    };
    let _ =
        write!(page, "\n## {heading}\n\n{}\n\n| key | value | what it says |\n|---|---|---|\n", text(schema));
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let must = if required.contains(&key.as_str()) { ", required" } else { "" };
        let _ = writeln!(page, "| `{key}` | {}{must} | {} |", kind(value), text(value).replace('|', "\\|"));
    }
}

/// What kind of value a key takes, in TOML's words.
fn kind(value: &Value) -> &'static str {
    let is = |name: &str| match value.get("type") {
        Some(Value::String(kind)) => kind == name,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
        _ => false,
    };
    let of_tables = value.get("items").is_some_and(|items| items.get("$ref").is_some());
    if is("array") {
        if of_tables { "tables" } else { "list of strings" }
    } else if is("string") {
        "string"
    } else {
        "table"
    }
}
