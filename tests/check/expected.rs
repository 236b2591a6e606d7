//! `expected.json`: written by bless, compared field by field.

use copydesk::check::Verdict;
use serde_json::Value;

use super::Site;

const EXPECTED: &str = "fixtures/example.com/ferry/expected.json";

#[test]
fn bless_writes_a_settled_record_once() {
    let site = Site::new("");
    assert_eq!(
        site.findings(),
        ["expected.json: fixtures/example.com/ferry/expected.json: is missing: `--bless` writes it"]
    );
    let blessed = site.check_with(|options| options.bless = true);
    assert_eq!(blessed.pages[0].verdict, Verdict::Blessed);
    assert!(blessed.passed());
    let text = site.read(EXPECTED);
    assert!(text.starts_with("{\n  \"schema_version\": 1,\n  \"status\": \"article\",\n"), "{text}");
    assert!(text.ends_with("}\n"));
    let record: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(record["headline"], "Ferry stays");
    assert_eq!(
        record["extractor"],
        serde_json::json!({"name": "copydesk", "version": "*", "profile": "example.com", "profile_version": "*", "layout": null})
    );
    assert_eq!((&record["id"], &record["fetched_at"]), (&Value::Null, &Value::Null));
    let again = site.check_with(|options| options.bless = true);
    assert_eq!(again.pages[0].verdict, Verdict::Passed, "nothing to write");
    assert_eq!(site.read(EXPECTED), text);
}

#[test]
fn a_comment_in_the_profile_or_a_day_of_capture_breaks_no_expectation() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "[strip]", "[strip]  # since the redesign");
    site.edit("fixtures/example.com/ferry/page.toml", "origin", "captured = 2026-11-22\norigin");
    assert_eq!(site.findings(), [] as [&str; 0]);
}

#[test]
fn differences_are_told_field_by_field() {
    let site = Site::blessed("");
    site.edit(EXPECTED, "\"Ferry stays\"", "\"Ferry goes\"");
    site.edit(EXPECTED, "\"domain\": \"example.com\"", "\"domain\": null");
    site.edit(EXPECTED, "\"description\": null,", "");
    site.edit(EXPECTED, "\"name\": \"Clara Voss\"", "\"name\": \"Klara Voss\"");
    assert_eq!(
        site.findings(),
        [
            "expected.json: attributions[0].speaker.name: expected \"Klara Voss\", found \"Clara Voss\"",
            "expected.json: description: expected no such key, found null",
            "expected.json: domain: expected null, found \"example.com\"",
            "expected.json: headline: expected \"Ferry goes\", found \"Ferry stays\"",
            "expected.json: provenance.description: expected no such key, found null",
            "expected.json: quotes[0].speaker.name: expected \"Klara Voss\", found \"Clara Voss\"",
            "expected.json: speakers[0].name: expected \"Klara Voss\", found \"Clara Voss\"",
        ]
    );
}

#[test]
fn of_a_body_the_words_where_it_parts_are_shown_and_no_offsets() {
    let site = Site::blessed("");
    site.edit(
        "fixtures/example.com/ferry/page.html",
        "after a hearing of nine hours",
        "after a long hearing",
    );
    assert_eq!(
        site.findings(),
        [
            "expected.json: body: expected \"… which passed after a hearing of nine hours.\\n\\n“We need …\", found \"… \
             which passed after a long hearing.\\n\\n“We need it,” said …\""
        ]
    );
}

#[test]
fn a_lost_paragraph_break_shows() {
    let site = Site::blessed("");
    site.edit(
        "fixtures/example.com/ferry/page.html",
        "year.</p>\n<div class=\"ad\">Advertisement</div>\n<p>",
        "year. ",
    );
    let findings = site.findings();
    let body = findings.iter().find(|finding| finding.starts_with("expected.json: body:")).unwrap();
    assert!(body.contains(r"another year.\n\nThe new") && body.contains("another year. The new"), "{body}");
}

#[test]
fn lists_tell_the_first_item_that_differs_and_their_lengths() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "\".by a\"", "\".by a, nav a\"");
    assert_eq!(
        site.findings(),
        [
            "expected.json: authors[0]: expected \"Ann Lee\", found \"Home\"",
            "expected.json: authors: expected a list of 1, found a list of 2",
            "expected.json: provenance.authors.rule: expected \".by a\", found \".by a, nav a\"",
        ]
    );
}

#[test]
fn a_page_that_is_no_article_can_be_expected_to_be_none() {
    let site = Site::new("");
    site.write("fixtures/example.com/ferry/page.html", "<title>404 Not Found</title><p>Sorry, nothing here.");
    site.check_with(|options| options.bless = true);
    let record: Value = serde_json::from_str(&site.read(EXPECTED)).unwrap();
    assert_eq!((&record["status"], &record["reason"]), (&"skipped".into(), &"error-page".into()));
    assert_eq!(site.findings(), [] as [&str; 0]);
    site.write("fixtures/example.com/ferry/page.html", super::PAGE);
    assert!(
        site.findings()
            .contains(&"expected.json: status: expected \"skipped\", found \"article\"".to_owned())
    );
}

#[test]
fn bless_changes_no_case_and_forgives_none() {
    let site = Site::new("[[case]]\nfixture = 'ferry'\ncontains = ['elephant']\n");
    let before = site.read("selectors/example.com.toml");
    let report = site.check_with(|options| options.bless = true);
    assert_eq!(report.pages[0].verdict, Verdict::Failed);
    assert_eq!(site.read("selectors/example.com.toml"), before);
    assert_eq!(site.findings(), ["case[1]: body: lacks `elephant`"], "the record was blessed all the same");
}

#[test]
fn an_expectation_that_is_no_json_is_told_with_its_place() {
    let site = Site::blessed("");
    site.write(EXPECTED, "{\n  \"status\": }\n");
    assert_eq!(
        site.findings(),
        [
            "expected.json: fixtures/example.com/ferry/expected.json: is no JSON: expected value at line 2 column 13"
        ]
    );
}
