//! Articles on several pages: fetched in turn and joined into one record.

use std::path::Path;

use serde_json::Value;

use super::outcomes;
use super::site::{Answer, Site, front, html, missing};
use crate::support::copydesk;

/// A page of an article: its number, what its body holds besides, and a link after it.
fn part(number: usize, extra: &str, link: &str) -> Answer {
    let paragraphs = [1, 2, 3, 4].map(|n| {
        format!(
            "<p>Paragraph {n} of page {number} tells what happened at the harbour that day, who was there to see it, \
             and why the council had put off its decision for so long.</p>"
        )
    });
    html(format!(
        "<!doctype html><html lang=en><title>The long story</title><meta property=og:type content=article>\
         <body><article><h1>The long story</h1><div class=text><p>A standfirst that stands on every page of it.</p>{}{extra}\
         </div></article>{link}",
        paragraphs.concat()
    ))
}

/// A profile for the site, in a folder of its own.
fn profile(folder: &Path, pages: &str) {
    let selectors = folder.join("selectors");
    std::fs::create_dir_all(&selectors).unwrap();
    let toml =
        format!("name = 'Harbour'\nhosts = ['127.0.0.2']\n[select]\nbody = ['.text']\n[pages]\n{pages}\n");
    std::fs::write(selectors.join("127.0.0.2.toml"), toml).unwrap();
}

fn run(folder: &Path, verb: &[&str]) -> String {
    let mut command = copydesk();
    command.current_dir(folder).args(verb);
    command.args(["--delay", "0s", "--retries", "0", "--allow-address", "127.0.0.0/8"]);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

fn extracted(folder: &Path, url: &str) -> Value {
    serde_json::from_str(&run(folder, &["extract", url])).unwrap()
}

/// Which paragraphs a body has, as `page.paragraph`.
fn paragraphs(record: &Value) -> Vec<String> {
    let paragraph = regex::Regex::new(r"Paragraph (\d) of page (\d)").unwrap();
    let body = record["body"].as_str().unwrap();
    paragraph.captures_iter(body).map(|found| format!("{}.{}", &found[2], &found[1])).collect()
}

fn pages(site: &Site, record: &Value) -> Vec<String> {
    record["pages"].as_array().unwrap().iter().map(|page| site.plain(page.as_str().unwrap())).collect()
}

fn warning(site: &Site, record: &Value) -> Vec<String> {
    let warnings = record["warnings"].as_array().unwrap().iter();
    let missing = warnings.filter(|warning| warning["code"] == "pages-missing");
    missing.map(|warning| site.plain(warning["message"].as_str().unwrap())).collect()
}

const NEXT: &str = "next = ['a.next']";

fn story() -> Site {
    Site::start(1, |page| match page {
        "H0/" => front(&["/story"]),
        "H0/story" => part(
            1,
            "",
            "<a class=next href='/story?page=2'>2</a> <a href='/story?page=3'>3</a> <a href=/broken>other</a>",
        ),
        "H0/story?page=2" => part(
            2,
            "<p>“We waited,” said <b>Ann Lee</b>.</p>",
            "<a class=next href='?page=3'>3</a> <a href=/story>1</a>",
        ),
        "H0/story?page=3" => part(3, "", "<a class=next href='/story?page=2'>back</a>"),
        _ => missing(),
    })
}

#[test]
fn a_crawl_joins_them_into_the_record_of_the_first() {
    let (site, folder) = (story(), tempfile::tempdir().unwrap());
    profile(folder.path(), NEXT);
    run(folder.path(), &["crawl", "-o", "out", &site.url(0, "/")]);
    insta::assert_snapshot!(outcomes(&folder.path().join("out"), &site), @r"
    H0/ skipped not-article 1
    H0/broken failed http-status 1
    H0/story article - 1
    ");
    let text = std::fs::read_to_string(folder.path().join("out/articles.jsonl")).unwrap();
    let record: Value = serde_json::from_str(text.trim()).unwrap();
    let all: Vec<String> = (1..=3).flat_map(|page| (1..=4).map(move |n| format!("{page}.{n}"))).collect();
    assert_eq!(paragraphs(&record), all);
    assert_eq!(pages(&site, &record), ["H0/story", "H0/story?page=2", "H0/story?page=3"]);
    assert_eq!(site.plain(record["url"].as_str().unwrap()), "H0/story");
    assert_eq!(record["body"].as_str().unwrap().matches("A standfirst").count(), 1);
    assert!(warning(&site, &record).is_empty());
    // Each was asked for once, the first page's links to the others notwithstanding.
    let asked = site.requests();
    assert_eq!(asked.iter().filter(|page| page.contains("page=")).count(), 2, "{asked:?}");
}

#[test]
fn extract_joins_what_it_fetches_and_reads_quotes_anew() {
    let (site, folder) = (story(), tempfile::tempdir().unwrap());
    profile(folder.path(), NEXT);
    let record = extracted(folder.path(), &site.url(0, "/story"));
    assert_eq!(paragraphs(&record).len(), 12);
    let body: Vec<char> = record["body"].as_str().unwrap().chars().collect();
    let part = |of: &Value| -> String {
        let at = |key: &str| usize::try_from(of[key].as_u64().unwrap()).unwrap();
        body[at("start")..at("end")].iter().collect()
    };
    let quote = &record["quotes"][0];
    assert_eq!(part(quote), quote["text"].as_str().unwrap());
    assert_eq!(quote["speaker"]["name"], "Ann Lee");
    let blocks = record["blocks"].as_array().unwrap();
    let marks: Vec<String> = blocks.iter().flat_map(|b| b["marks"].as_array().unwrap()).map(part).collect();
    assert_eq!(marks, ["Ann Lee"]);
    let joined: Vec<String> = blocks.iter().map(part).collect();
    assert_eq!(joined.join("\n\n"), record["body"].as_str().unwrap());
}

#[test]
fn a_file_never_touches_the_network() {
    let (site, folder) = (story(), tempfile::tempdir().unwrap());
    profile(folder.path(), NEXT);
    std::fs::write(
        folder.path().join("story.html"),
        part(1, "", "<a class=next href='/story?page=2'>2</a>").body,
    )
    .unwrap();
    let record = extracted_file(folder.path(), &site);
    assert_eq!(paragraphs(&record), ["1.1", "1.2", "1.3", "1.4"]);
    assert_eq!(record["pages"], serde_json::json!([]));
    assert!(site.requests().is_empty());
}

fn extracted_file(folder: &Path, site: &Site) -> Value {
    serde_json::from_str(&run(folder, &["extract", "story.html", "--url", &site.url(0, "/story")])).unwrap()
}

#[test]
fn the_whole_article_on_one_page_is_taken_instead() {
    let site = Site::start(1, |page| match page {
        "H0/story" => part(1, "", "<a class=next href=/2>2</a><a class=print href=/print>print</a>"),
        "H0/2" => part(2, "", ""),
        "H0/print" => part(9, "", ""),
        "H0/gone" => part(1, "", "<a class=next href=/2>2</a><a class=print href=/nowhere>print</a>"),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    profile(folder.path(), "next = ['a.next']\nsingle = ['a.print::attr(href)']");
    let record = extracted(folder.path(), &site.url(0, "/story"));
    assert_eq!(
        (pages(&site, &record), paragraphs(&record)[0].as_str()),
        (vec!["H0/print".to_owned()], "9.1")
    );
    assert_eq!(site.plain(record["url"].as_str().unwrap()), "H0/story");
    let record = extracted(folder.path(), &site.url(0, "/gone"));
    assert_eq!(pages(&site, &record), ["H0/gone", "H0/2"]);
    assert_eq!(warning(&site, &record).len(), 1);
}

#[test]
fn joining_ends_at_the_cap_at_loops_and_at_other_sites() {
    let site =
        Site::start(2, |page| match page.split_once('?').map_or((page, ""), |(path, query)| (path, query)) {
            ("H0/endless", query) => {
                let number = query.parse::<usize>().unwrap_or(1);
                part(number, "", &format!("<a class=next href='/endless?{}'>next</a>", number + 1))
            }
            ("H0/same", query) => part(1, "", &format!("<a class=next href='/same?{query}x'>next</a>")),
            ("H0/self", _) => part(1, "", "<a class=next href='/self#part2'>next</a>"),
            ("H0/away", _) => part(1, "", "<a class=next href='H1/elsewhere'>next</a>"),
            ("H0/script", _) => part(1, "", "<a class=next href='javascript:next()'>next</a>"),
            _ => missing(),
        });
    let folder = tempfile::tempdir().unwrap();
    profile(folder.path(), "next = ['a.next']\nmost = 3");
    let read = |path: &str| extracted(folder.path(), &site.url(0, path));
    let endless = read("/endless");
    assert_eq!(pages(&site, &endless), ["H0/endless", "H0/endless?2", "H0/endless?3"]);
    assert_eq!(
        warning(&site, &endless),
        ["the article goes on at H0/endless?4, but no more than 3 pages are joined"]
    );
    for path in ["/same", "/self", "/away", "/script"] {
        let record = read(path);
        assert_eq!(
            (record["pages"].clone(), warning(&site, &record)),
            (serde_json::json!([]), vec![]),
            "{path}"
        );
    }
    assert!(!site.requests().iter().any(|page| page.starts_with("H1")), "no other site was asked");
    assert_eq!(site.requests().iter().filter(|page| page.starts_with("H0/same")).count(), 2);
}

#[test]
fn what_a_profile_replaces_is_replaced_before_the_page_is_read() {
    let site = Site::start(1, |_| {
        part(1, "<noscript><p>The harbour's tale ends here, for the day.</p></noscript>", "")
    });
    let folder = tempfile::tempdir().unwrap();
    profile(folder.path(), "");
    let ends = |record: &Value| record["body"].as_str().unwrap().contains("tale ends here");
    assert!(!ends(&extracted(folder.path(), &site.url(0, "/a"))));
    let path = folder.path().join("selectors/127.0.0.2.toml");
    let toml = std::fs::read_to_string(&path).unwrap();
    let replace = "[[replace]]\nfind = '<noscript'\nwith = '<div'\n[[replace]]\nfind = '</noscript>'\nwith = '</div>'\n";
    std::fs::write(&path, format!("{toml}{replace}")).unwrap();
    assert!(ends(&extracted(folder.path(), &site.url(0, "/a"))));
}

#[test]
fn a_crawl_remembers_what_its_profiles_gave() {
    let (site, folder) = (story(), tempfile::tempdir().unwrap());
    profile(folder.path(), NEXT);
    run(folder.path(), &["crawl", "-o", "out", &site.url(0, "/")]);
    let table = copydesk().current_dir(folder.path()).args(["profile", "drift", "out"]).output().unwrap();
    let table = String::from_utf8(table.stdout).unwrap();
    assert_eq!(table.split_whitespace().collect::<Vec<_>>(), ["127.0.0.2", "body", "-", "→", "1", "of", "1"]);
}
