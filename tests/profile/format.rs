//! What the format means.

use std::path::PathBuf;
use std::time::Duration;

use copydesk::profile::{CasePage, SelectRule, Take};
use jiff::civil::date;
use url::Url;

use super::{HEAD, parse};

/// Every key there is.
const WHOLE: &str = r#"
name  = " Example "
hosts = ["example.com", "www.example.com", "M.Example.com"]

[urls]
article  = ['^/archives/\d{4}/']
feeds    = ["https://example.com/feed/"]
sitemaps = ["https://example.com/news.xml"]

[pace]
delay = "1m 30s"

[select]
headline       = ["article h1"]
description    = [".standfirst"]
authors        = ["meta[name='author']::attr(Content)", ".byline a"]
section        = [".section"]
keywords       = [".tags a"]
date_published = ["time::attr(datetime)"]
date_modified  = ["time.modified"]
language       = ["html::attr(lang)"]
image          = ["figure img::attr(src)"]
body           = [".story-1", ".story-2"]

[strip]
selectors = ["[class*='ad-slot']", ".trending"]
lines     = ['^Advertisement$']
tail      = ['^Trending on ']

[[layout]]
until = 2015-12-31
[layout.select]
body = ["td.text"]

[[layout]]
since = 2016-01-01
until = 2021-06-30
strip.lines = ['^Ad$']

[[case]]
fixture        = "story"
contains       = ["a phrase"]
lacks          = ["Advertisement"]
headline       = "A headline"
authors        = []
date_published = 2019-02-25

[[case]]
page           = "fundus/xx/Example.html.gz"
url            = "https://example.com/archives/2020/a"
date_published = "2019-02-25T10:01:00-05:00"
"#;

fn texts(rules: &[SelectRule]) -> Vec<(&str, &Take)> {
    rules.iter().map(|rule| (rule.text.as_str(), &rule.take)).collect()
}

#[test]
fn every_key_arrives() {
    let profile = parse(WHOLE).unwrap();
    assert_eq!((profile.host.as_str(), profile.name.as_str()), ("example.com", "Example"));
    assert_eq!(profile.path, Some(PathBuf::from("example.com.toml")));
    assert_eq!(profile.hosts, ["example.com", "www.example.com", "m.example.com"]);
    assert!(profile.urls.article[0].is_match("/archives/2019/x"));
    assert_eq!(profile.urls.feeds[0].as_str(), "https://example.com/feed/");
    assert_eq!(profile.urls.sitemaps[0].as_str(), "https://example.com/news.xml");
    assert_eq!(profile.delay, Some(Duration::from_secs(90)));
    let fields: Vec<_> =
        profile.rules.select.fields().map(|(name, rules)| (name, texts(rules)[0].0.to_owned())).collect();
    assert_eq!(
        fields,
        [
            ("headline", "article h1"),
            ("description", ".standfirst"),
            ("authors", "meta[name='author']::attr(Content)"),
            ("section", ".section"),
            ("keywords", ".tags a"),
            ("date_published", "time::attr(datetime)"),
            ("date_modified", "time.modified"),
            ("language", "html::attr(lang)"),
            ("image", "figure img::attr(src)"),
            ("body", ".story-1"),
        ]
        .map(|(name, rule)| (name, rule.to_owned()))
    );
    let content = Take::Attribute("content".to_owned());
    assert_eq!(
        texts(&profile.rules.select.authors),
        [("meta[name='author']::attr(Content)", &content), (".byline a", &Take::Text)]
    );
    let strip = &profile.rules.strip;
    assert_eq!(texts(&strip.selectors), [("[class*='ad-slot']", &Take::Text), (".trending", &Take::Text)]);
    assert_eq!((strip.lines[0].as_str(), strip.tail[0].as_str()), ("^Advertisement$", "^Trending on "));
}

#[test]
fn cases_name_a_fixture_or_a_page_elsewhere() {
    let cases = parse(WHOLE).unwrap().cases;
    assert_eq!(cases[0].page, CasePage::Fixture("story".to_owned()));
    assert_eq!(
        (&cases[0].contains[..], &cases[0].lacks[..]),
        (&["a phrase".into()][..], &["Advertisement".into()][..])
    );
    assert_eq!(cases[0].headline.as_deref(), Some("A headline"));
    assert_eq!(cases[0].authors, Some(vec![]), "no authors is an expectation too");
    assert_eq!(cases[0].date_published.unwrap().to_string(), "2019-02-25");
    let url = Url::parse("https://example.com/archives/2020/a").unwrap();
    assert_eq!(cases[1].page, CasePage::External { path: "fundus/xx/Example.html.gz".into(), url });
    assert_eq!(cases[1].authors, None);
    assert_eq!(cases[1].date_published.unwrap().to_string(), "2019-02-25T10:01:00-05:00");
}

#[test]
fn the_day_chooses_the_layout() {
    let profile = parse(WHOLE).unwrap();
    let body = |day| texts(&profile.rules_on(day).select.body).first().map(|(text, _)| (*text).to_owned());
    assert_eq!(body(Some(date(2001, 1, 1))).as_deref(), Some("td.text"));
    assert_eq!(body(Some(date(2015, 12, 31))).as_deref(), Some("td.text"), "`until` is the last day");
    assert_eq!(body(Some(date(2016, 1, 1))), None, "a layout inherits nothing of today's rules");
    assert_eq!(body(Some(date(2021, 6, 30))), None);
    assert_eq!(body(Some(date(2021, 7, 1))).as_deref(), Some(".story-1"));
    assert_eq!(body(None).as_deref(), Some(".story-1"), "a page without a day is read by today's rules");
    assert_eq!(profile.rules_on(Some(date(2018, 1, 1))).strip.lines[0].as_str(), "^Ad$");
}

#[test]
fn a_layout_is_named_by_its_time() {
    let layouts = parse(WHOLE).unwrap().layouts;
    let periods: Vec<_> = layouts.iter().map(copydesk::profile::Layout::period).collect();
    assert_eq!(periods, ["../2015-12-31", "2016-01-01/2021-06-30"]);
}

#[test]
fn the_version_is_the_hash_of_the_files_bytes() {
    // printf 'name = "Example"\nhosts = ["example.com"]\n' | sha256sum
    assert_eq!(parse(HEAD).unwrap().version, "d00dd57c8601");
    assert_ne!(parse(&format!("{HEAD}\n")).unwrap().version, parse(HEAD).unwrap().version);
}

#[test]
fn minimal_profiles_leave_everything_to_the_page() {
    let profile = parse(HEAD).unwrap();
    assert!(profile.rules.select.fields().all(|(_, rules)| rules.is_empty()));
    assert!(profile.layouts.is_empty() && profile.cases.is_empty() && profile.delay.is_none());
}

#[test]
fn pages_replacements_and_own_text() {
    let toml = format!(
        "{HEAD}unverified = true\n[pages]\nnext = ['a.next']\nmost = 3\n[[replace]]\nfind = '<nav'\nwith = '<div'\n\
         [select]\nauthors = ['.by > b::text']"
    );
    let profile = parse(&toml).unwrap();
    assert!(profile.unverified);
    assert_eq!((profile.pages.next[0].text.as_str(), profile.pages.most), ("a.next", 3));
    assert_eq!(profile.replace, [("<nav".to_owned(), "<div".to_owned())]);
    assert_eq!(profile.rules.select.authors[0].take, Take::OwnText);
}

#[test]
fn a_rule_may_end_in_a_path_of_json() {
    let toml = format!("{HEAD}[select]\nauthors = ['script#state::json(story.author.name)']");
    let rule = parse(&toml).unwrap().rules.select.authors.remove(0);
    assert_eq!(rule.css(), "script#state");
    assert_eq!(rule.take, Take::Json(["story", "author", "name"].map(str::to_owned).to_vec()));
}
