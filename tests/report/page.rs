//! What stands on the page.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use copydesk::report::{self, Options};
use flate2::read::DeflateDecoder;
use jiff::Timestamp;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

use crate::support::copydesk;

/// A page that was written.
pub struct Page {
    pub html: String,
    pub tree: Html,
}

impl Page {
    /// Reads a file.
    pub fn read(path: &Path) -> Self {
        Self::of(fs::read_to_string(path).unwrap())
    }

    /// The report of a folder or file, through the library.
    pub fn about(from: &Path, articles: usize) -> Self {
        let options = Options { articles, made_at: Timestamp::UNIX_EPOCH, run: None };
        let report = report::read(from, &options, &mut |error| panic!("{error}")).unwrap();
        let mut html = Vec::new();
        report.write(&mut html).unwrap();
        Self::of(String::from_utf8(html).unwrap())
    }

    fn of(html: String) -> Self {
        let tree = Html::parse_document(&html);
        Self { html, tree }
    }

    pub fn all(&self, css: &str) -> Vec<ElementRef<'_>> {
        self.tree.select(&Selector::parse(css).unwrap()).collect()
    }

    /// The texts of elements, white space in each as single spaces.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.all(css).iter().map(|one| text(*one)).collect()
    }

    /// The cells of a section's tables, row by row, parted by `|`.
    pub fn rows(&self, section: &str) -> Vec<String> {
        let cell = Selector::parse("th, td").unwrap();
        let rows = self.all(&format!("#{section} .wide tbody tr"));
        rows.iter().map(|row| row.select(&cell).map(text).collect::<Vec<_>>().join("|")).collect()
    }

    /// The list's lines, as the script gets them.
    pub fn index(&self) -> Vec<Value> {
        serde_json::from_str(&self.all("#index")[0].text().collect::<String>()).unwrap()
    }

    /// An article's text, as the script unpacks it.
    pub fn text(&self, number: usize) -> Value {
        let pack = self.all(&format!("#texts-{}", number / 16))[0].text().collect::<String>();
        let mut json = String::new();
        DeflateDecoder::new(&STANDARD.decode(pack).unwrap()[..]).read_to_string(&mut json).unwrap();
        serde_json::from_str::<Vec<Value>>(&json).unwrap().swap_remove(number % 16)
    }
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The records of all fixtures of some sites and of a page without an article, as `extract` writes them.
pub fn records() -> String {
    let mut input = String::new();
    for site in ["hotair.com", "harbourpost.example", "zarechye-vestnik.example"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(site);
        let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        pages.sort();
        for page in pages.iter().map(|page| page.join("page.html")).filter(|page| page.exists()) {
            writeln!(input, "{}", serde_json::json!({"id": null, "path": page})).unwrap();
        }
    }
    input.push_str("{\"id\": \"x\", \"html\": \"<p>short\", \"url\": \"https://example.com/short\"}\n");
    let run = copydesk().args(["extract", "--input", "-"]).write_stdin(input).assert();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn written(records: &str) -> (tempfile::TempDir, Vec<Value>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("records.jsonl"), records).unwrap();
    let records = records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (folder, records)
}

#[test]
fn the_texts_are_those_of_the_records_with_every_quote_marked() {
    let (folder, records) = written(&records());
    let page = Page::about(&folder.path().join("records.jsonl"), 100);
    let articles: Vec<&Value> = records.iter().filter(|record| record["status"] == "article").collect();
    assert!(articles.len() >= 8);
    assert_eq!(page.index().len(), articles.len());
    for (number, article) in articles.into_iter().enumerate() {
        let (line, shown) = (&page.index()[number], page.text(number));
        assert_eq!(line["headline"], article["headline"]);
        let is_web = article["final_url"].as_str().unwrap().starts_with("https:");
        assert_eq!((&shown["url"], shown["address"].is_string()), (&article["final_url"], is_web));
        let words = |run: &Value| run.as_str().or(run[1].as_str()).unwrap().to_owned();
        let blocks = shown["blocks"].as_array().unwrap();
        let text = |block: &Value| block["runs"].as_array().unwrap().iter().map(words).collect::<String>();
        let body: Vec<char> = article["body"].as_str().unwrap().chars().collect();
        let place = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        for (block, shown) in article["blocks"].as_array().unwrap().iter().zip(blocks) {
            let expected: String = body[place(&block["start"])..place(&block["end"])].iter().collect();
            assert_eq!((text(shown), &shown["kind"]), (expected, &block["kind"]));
        }
        let runs: Vec<&Value> = blocks.iter().flat_map(|block| block["runs"].as_array().unwrap()).collect();
        let quotes = article["quotes"].as_array().unwrap();
        for quote in quotes.iter().filter(|quote| quote["parts"].as_array().unwrap().is_empty()) {
            let run = runs.iter().find(|run| run[1] == quote["text"]);
            let run = run.unwrap_or_else(|| panic!("{quote} is not marked"));
            if let Some(name) = quote["speaker"]["name"].as_str() {
                assert_eq!(run[0], "quote");
                assert_eq!(shown["speakers"][place(&run[2])]["name"], name);
            }
        }
        let marks = runs.iter().filter(|run| matches!(run[0].as_str(), Some("quote" | "nobody"))).count();
        assert!(marks >= quotes.len(), "{marks} marks for {} quotes", quotes.len());
    }
}

#[test]
fn records_are_counted_and_a_file_says_what_it_does_not_tell() {
    let (folder, records) = written(&records());
    let page = Page::about(&folder.path().join("records.jsonl"), 100);
    let articles = records.len() - 1;
    assert_eq!(page.texts("h1"), ["records.jsonl"]);
    assert_eq!(page.texts(".tiles div")[0], format!("articles{articles}"));
    assert_eq!(page.rows("outcomes").len(), 2);
    assert!(page.rows("outcomes")[0].starts_with(&format!("article||{articles}|")));
    assert_eq!(page.texts("#outcomes .examples a"), ["https://example.com/short"]);
    let count = |source: &str| {
        records.iter().filter(|record| record["provenance"]["headline"]["source"] == source).count()
    };
    assert!(count("profile") > 0, "the headline's bar has a part for the profile");
    let headline = page.all("#records .wide tbody tr")[0];
    let part = Selector::parse("rect.profile").unwrap();
    let width: f64 = headline.select(&part).next().unwrap().attr("width").unwrap().parse().unwrap();
    let expected = 100.0 * f64::from(u32::try_from(count("profile")).unwrap())
        / f64::from(u32::try_from(articles).unwrap());
    assert!((width - expected).abs() < 0.01, "{width} {expected}");
    let lengths = page.all("#records .histogram")[0];
    let counts = Selector::parse("td.number").unwrap();
    let sum: usize = lengths.select(&counts).map(|cell| text(cell).parse::<usize>().unwrap()).sum();
    assert_eq!(sum, articles, "every body has its place in the histogram");
    let speakers = copydesk()
        .args(["speakers", "--format", "json"])
        .arg(folder.path().join("records.jsonl"))
        .output()
        .unwrap();
    let first: Value =
        serde_json::from_str(String::from_utf8(speakers.stdout).unwrap().lines().next().unwrap()).unwrap();
    let row = &page.rows("speakers")[0];
    let expected = format!("{}||{}|", first["name"].as_str().unwrap(), first["quotes"]);
    assert!(row.starts_with(&expected), "{row}");
    let missing = page.texts(".parts li");
    assert_eq!(missing.len(), 3, "{missing:?}");
    assert!(missing[0].starts_with("crawl.db: there is none; not on this page: what waits"), "{missing:?}");
    assert!(page.texts("#hosts")[0].contains("Without the crawl's state"));
    assert!(page.texts("#pace")[0].contains("No record says when"));
}

#[test]
fn only_the_last_articles_are_listed_and_all_are_counted() {
    let (folder, records) = written(&records());
    let file = folder.path().join("records.jsonl");
    let page = Page::about(&file, 3);
    let articles: Vec<&Value> = records.iter().filter(|record| record["status"] == "article").collect();
    let listed: Vec<Value> = page.index().iter().map(|line| line["headline"].clone()).collect();
    let last: Vec<Value> =
        articles[articles.len() - 3..].iter().map(|article| article["headline"].clone()).collect();
    assert_eq!(listed, last);
    assert_eq!(page.text(2)["url"], articles[articles.len() - 1]["final_url"]);
    assert_eq!(page.texts(".tiles div")[0], format!("articles{}", articles.len()));
    let said = format!("Listed are the last 3 records of {}", articles.len());
    assert!(page.texts("#articles")[0].contains(&said));
    let none = Page::about(&file, 0);
    assert!(none.index().is_empty() && none.all("[id^=texts-]").is_empty());
}

#[test]
fn further_revisions_are_listed_and_counted_apart() {
    let records = records();
    let mut again: Value = serde_json::from_str(records.lines().next().unwrap()).unwrap();
    again["revision"] = 2.into();
    again["changed"] = serde_json::json!(["body"]);
    let (folder, records) = written(&format!("{records}{again}\n"));
    let page = Page::about(&folder.path().join("records.jsonl"), 100);
    let tiles = page.texts(".tiles div");
    assert_eq!(tiles[0], format!("articles{}", records.len() - 2));
    assert_eq!(tiles[1], "further revisions1");
    assert_eq!(page.index().len(), records.len() - 1);
    assert_eq!(page.index().last().unwrap()["revision"], 2);
}
