//! Outcomes → formats.

mod files;
mod following;
mod keys;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "postgres")]
mod postgres_faults;

use std::io::{self, Write};

use copydesk::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage};
use copydesk::page::PageSource;
use copydesk::sink::{Format, SinkError};
use copydesk::{Page, extract};
use url::Url;

const HTML: &str = "<title>Harbour opens | The Example</title><meta property=og:site_name content='The Example'>\
    <meta name=author content='Jane Doe'><meta property=article:published_time content=2019-02-25T10:01:00Z>\
    <article><h1>Harbour opens</h1><p>The harbour was opened on Monday by the mayor, who had waited for years *and* a day.</p>\
    <h2>What it cost</h2><ul><li>Forty million<li>Two bridges</ul>\
    <blockquote><p>First quoted paragraph of the letter that the mayor wrote.</p><p>The second asks the council to keep both of the old bridges open.</p></blockquote>\
    <table><tr><th>Year<th>Ships<tr><td>2018<td>12</table><pre>a = 1</pre>\
    <p>1. Nobody had expected so many guests to come to the old town [sic] on a day like this.</p></article>";

fn outcomes() -> [Outcome; 2] {
    let url = Url::parse("https://example.com/harbour").unwrap();
    let source = PageSource {
        url: &url,
        final_url: &url,
        bytes: HTML.as_bytes(),
        content_type: Some("text/html"),
        fetched_at: None,
    };
    let mut article = extract::extract(&Page::parse(&source).unwrap(), None).unwrap();
    // Formats are not about who said what.
    article.quotes.clear();
    article.attributions.clear();
    let none = NoArticle {
        url: "https://example.com/".into(),
        id: None,
        status: NoArticleStatus::Skipped,
        stage: Stage::Extract,
        reason: Reason::NotArticle,
        message: "a front page".into(),
        http_status: None,
        retryable: false,
        attempts: 0,
    };
    [article.into(), none.into()]
}

fn written(format: Format) -> String {
    let mut out = Vec::new();
    let mut sink = format.sink(&mut out, "memory");
    for outcome in &outcomes() {
        sink.write(outcome).unwrap();
    }
    sink.finish().unwrap();
    drop(sink);
    String::from_utf8(out).unwrap()
}

#[test]
fn json_lines_hold_one_outcome_each() {
    let text = written(Format::Jsonl);
    let read: Vec<Outcome> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, outcomes());
    assert!(text.ends_with('\n'));
}

#[test]
fn json_is_one_array_even_of_nothing() {
    let read: Vec<Outcome> = serde_json::from_str(&written(Format::Json)).unwrap();
    assert_eq!(read, outcomes());
    let mut out = Vec::new();
    let mut sink = Format::Json.sink(&mut out, "memory");
    sink.finish().unwrap();
    drop(sink);
    assert_eq!(out, b"[]\n");
}

#[test]
fn text_is_for_reading() {
    insta::assert_snapshot!(written(Format::Text), @r"
    Harbour opens
    Jane Doe · The Example · 2019-02-25T10:01:00Z
    https://example.com/harbour

    The harbour was opened on Monday by the mayor, who had waited for years *and* a day.

    What it cost

    Forty million
    Two bridges

    First quoted paragraph of the letter that the mayor wrote.

    The second asks the council to keep both of the old bridges open.

    Year	Ships
    2018	12

    a = 1

    1. Nobody had expected so many guests to come to the old town [sic] on a day like this.
    ");
}

#[test]
fn markdown_keeps_the_structure_and_escapes_the_rest() {
    insta::assert_snapshot!(written(Format::Markdown), @r"
    # Harbour opens

    *Jane Doe · The Example · 2019-02-25T10:01:00Z*

    <https://example.com/harbour>

    The harbour was opened on Monday by the mayor, who had waited for years \*and\* a day.

    ## What it cost

    - Forty million
    - Two bridges

    > First quoted paragraph of the letter that the mayor wrote.
    >
    > The second asks the council to keep both of the old bridges open.

    | Year | Ships |
    | --- | --- |
    | 2018 | 12 |

    ```
    a = 1
    ```

    1\. Nobody had expected so many guests to come to the old town \[sic\] on a day like this.
    ");
}

/// A writer whose disk is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_refused_write_names_the_target_and_keeps_the_cause() {
    for format in Format::ALL {
        let error = format.sink(Full, "out.jsonl").write(&outcomes()[0]).unwrap_err();
        assert_eq!(error.to_string(), "cannot write to out.jsonl");
        let SinkError::Write { cause, .. } = error else { panic!("{error}") };
        assert_eq!(cause.kind(), io::ErrorKind::StorageFull);
    }
}
