//! Rules that match on no page, and profiles that nothing proves.

use std::fs;

use super::{PROFILE, Site};

#[test]
fn every_rule_that_matches_somewhere_is_alive() {
    assert_eq!(Site::blessed("").warnings(), [] as [&str; 0]);
}

#[test]
fn rules_that_match_nowhere_are_named() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "[\"article h1\"]", "[\"article h1\", \".headline\"]");
    site.edit(
        "selectors/example.com.toml",
        "::attr(datetime)\"",
        "::attr(datetime)\", \"time::attr(content)\"",
    );
    site.edit("selectors/example.com.toml", "[\".ad\"]", "[\".advert\", \".ad\"]\nlines = ['^Sponsored$']");
    site.edit("selectors/example.com.toml", "['^More from ']", "['^More from ', '^Dog finds', '^Read on$']");
    assert_eq!(
        site.warnings(),
        [
            "select.headline[2]: `.headline` matched nothing on the only page",
            "select.date_published[2]: `time::attr(content)` matched nothing on the only page",
            "strip.selectors[1]: `.advert` matched nothing on the only page",
            "strip.lines[1]: `^Sponsored$` matched nothing on the only page",
            "strip.tail[3]: `^Read on$` matched nothing on the only page",
        ],
        "`^Dog finds` matches what `^More from` has already cut"
    );
    assert!(site.check().passed(), "a dead rule is no failure");
}

#[test]
fn a_rule_may_match_on_any_page() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "[\".ad\"]", "[\".ad\", \".promo\"]");
    assert_eq!(site.warnings().len(), 1);
    site.write(
        "fixtures/example.com/second/page.html",
        &super::PAGE.replace("class=\"ad\"", "class=\"promo\""),
    );
    site.write("fixtures/example.com/second/page.toml", super::ORIGIN);
    assert_eq!(site.warnings(), [] as [&str; 0]);
}

#[test]
fn a_layout_is_judged_by_the_pages_of_its_time() {
    let site = Site::blessed(
        "[[layout]]\nuntil = 2001-12-31\nselect.body = ['.x']\n\n[[layout]]\nsince = 2002-01-01\nuntil = 2019-12-31\n\
         select.body = ['.text', '.y']",
    );
    assert_eq!(
        site.warnings(),
        [
            "layout[1]: no page is of its time",
            "select.headline[1]: `article h1` matched nothing on the only page",
            "select.authors[1]: `.by a` matched nothing on the only page",
            "select.date_published[1]: `time::attr(datetime)` matched nothing on the only page",
            "select.body[1]: `.text` matched nothing on the only page",
            "strip.selectors[1]: `.ad` matched nothing on the only page",
            "strip.tail[1]: `^More from ` matched nothing on the only page",
            "layout[2].select.body[2]: `.y` matched nothing on the only page",
        ]
    );
}

#[test]
fn a_profile_without_any_page_is_told() {
    let site = Site::blessed("");
    fs::remove_dir_all(site.path("fixtures")).unwrap();
    assert_eq!(site.warnings(), ["case: the profile has no case and no fixture, so nothing proves it"]);
}

#[test]
fn where_a_page_was_not_looked_at_no_rule_is_called_dead() {
    let site = Site::blessed("[[case]]\npage = 'a.html'\nurl = 'https://example.com/a'\nlacks = ['x']");
    site.edit("selectors/example.com.toml", "[\".ad\"]", "[\".advert\"]");
    assert_eq!(site.warnings(), [] as [&str; 0]);
    assert!(PROFILE.contains(".ad"));
}

#[test]
fn an_imported_profile_is_unverified_until_a_case_passes() {
    let warnings = |case: &str| {
        let site = Site::new("");
        let toml = format!("{PROFILE}{case}").replace("hosts =", "unverified = true\nhosts =");
        site.write("selectors/example.com.toml", &toml);
        site.check_with(|options| options.bless = true);
        site.warnings()
    };
    let none = ["unverified: nobody has seen it work: no case of it passes"];
    assert_eq!(warnings(""), none);
    assert_eq!(warnings("[[case]]\nfixture = 'ferry'\nlacks = ['ferry']"), none);
    assert_eq!(
        warnings("[[case]]\nfixture = 'ferry'\ncontains = ['ferry']"),
        ["unverified: a case passes: delete this key"]
    );
}

#[test]
fn a_rule_that_an_earlier_one_makes_needless_is_named() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "[\"article h1\"]", "[\"article h1\", \"h1\", \"h1\"]");
    assert_eq!(
        site.warnings(),
        [
            "select.headline[3]: `h1` stands in this list before",
            "select.headline[2]: `h1` never decides: wherever it matches, so does select.headline[1] before it",
            "select.headline[3]: `h1` never decides: wherever it matches, so does select.headline[1] before it",
        ]
    );
}

#[test]
fn selectors_that_only_count_and_patterns_that_cannot_match_are_named() {
    let site = Site::blessed("");
    site.edit("selectors/example.com.toml", "\"article h1\"", "\"article > h1:nth-child(1)\"");
    site.edit("selectors/example.com.toml", "[\".text\"]", "[\"body > div > div\"]");
    site.edit(
        "selectors/example.com.toml",
        "['^More from ']",
        "['^More from ', 'end$ of', '[^\\s\\S]', 'two  spaces', '^ A']",
    );
    site.edit("selectors/example.com.toml", "[select]", "[urls]\narticle = ['^https://', '^/']\n\n[select]");
    let warnings = site.warnings();
    let told = |key: &str, why: &str| {
        warnings.iter().any(|warning| warning.starts_with(key) && warning.contains(why))
    };
    for (key, why) in [
        ("select.headline[1]", "only counts elements"),
        ("select.body[1]", "only counts elements"),
        ("strip.tail[2]", "contradicts itself"),
        ("strip.tail[3]", "contradicts itself"),
        ("strip.tail[4]", "single space"),
        ("strip.tail[5]", "begins without a space"),
        ("urls.article[1]", "a path begins with `/`"),
    ] {
        assert!(told(key, why), "{key} {why}: {warnings:#?}");
    }
    assert!(!told("strip.tail[1]", "can match") && !told("urls.article[2]", "can match"), "{warnings:#?}");
}
