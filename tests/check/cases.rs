//! Hand-written cases against the record.

use super::Site;

/// The findings of a case about the fixture.
fn case(expectations: &str) -> Vec<String> {
    Site::blessed(&format!("[[case]]\nfixture = 'ferry'\n{expectations}")).findings()
}

#[test]
fn what_is_so_passes() {
    let all = "contains = ['keep the old ferry', 'another year. The new\n  timetable']\n\
               lacks = ['Advertisement', 'More from', 'Dog finds']\nheadline = 'Ferry stays'\n\
               authors = ['Ann Lee']\ndate_published = 2019-02-25";
    assert_eq!(case(&all.replace("\n  ", " ")), [] as [&str; 0]);
    assert_eq!(case("date_published = 2019-02-25T10:01:00-05:00"), [] as [&str; 0]);
}

#[test]
fn what_is_not_so_is_told() {
    assert_eq!(
        case("contains = ['keep the old ferry', 'Dog finds', 'FERRY']"),
        ["case[1]: body: lacks `Dog finds`", "case[1]: body: lacks `FERRY`"]
    );
    assert_eq!(
        case("lacks = ['nine hours', 'Ferry', 'Ann', 'Clara', 'Voss, who']"),
        [
            "case[1]: body: contains `nine hours`",
            "case[1]: headline: contains `Ferry`",
            "case[1]: authors: contains `Ann`",
            "case[1]: body: contains `Clara`",
            "case[1]: body: contains `Voss, who`",
        ]
    );
    assert_eq!(
        case("headline = 'Ferry goes'\nauthors = []\ndate_published = 2019-02-26"),
        [
            "case[1]: headline: expected \"Ferry goes\", found \"Ferry stays\"",
            "case[1]: authors: expected [], found [\"Ann Lee\"]",
            "case[1]: date_published: expected 2019-02-26, found 2019-02-25T10:01:00-05:00",
        ]
    );
    assert_eq!(
        case("date_published = 2019-02-25T10:01:00"),
        ["case[1]: date_published: expected 2019-02-25T10:01:00, found 2019-02-25T10:01:00-05:00"]
    );
}

#[test]
fn every_case_about_a_page_is_looked_at() {
    let site = Site::blessed(
        "[[case]]\nfixture = 'ferry'\ncontains = ['elephant']\n[[case]]\nfixture = 'ferry'\ncontains = ['giraffe']",
    );
    assert_eq!(site.findings(), ["case[1]: body: lacks `elephant`", "case[2]: body: lacks `giraffe`"]);
    assert_eq!(site.check().pages.len(), 1);
}

#[test]
fn a_case_about_a_page_without_an_article_says_why_there_is_none() {
    let site = Site::new("[[case]]\nfixture = 'ferry'\ncontains = ['x']");
    site.write("fixtures/example.com/ferry/page.html", "<title>404 Not Found</title><p>Sorry, nothing here.");
    let findings = site.findings();
    assert!(findings[0].starts_with("case[1]: no single article: "), "{findings:?}");
}
