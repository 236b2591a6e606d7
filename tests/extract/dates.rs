//! Dates as sites write them, and which of a page's dates is whose. All pages are made up.

use copydesk::Article;

use super::{extract_at, paragraphs};

fn found(head: &str, above: &str, below: &str) -> Article {
    let html = format!(
        "<html><head>{head}</head><body><article><h1>Harbour to be dredged</h1>{above}{}{below}</article></body></html>",
        paragraphs(1..6)
    );
    extract_at("https://coast.example/harbour-to-be-dredged", &html).unwrap()
}

fn published(head: &str, above: &str, below: &str) -> String {
    found(head, above, below).date_published.map(|time| time.to_string()).unwrap_or_default()
}

fn json_ld(fields: &str) -> String {
    format!("<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", {fields}}}</script>")
}

#[test]
fn what_java_and_c_write_is_read() {
    let head = json_ld(r#""datePublished": "Tue Jan 28 15:28:56 CET 2020""#);
    assert_eq!(published(&head, "", ""), "2020-01-28T15:28:56+01:00");
    let head = json_ld(r#""datePublished": "Tue Jan 28 15:28:56 2020""#);
    assert_eq!(published(&head, "", ""), "2020-01-28T15:28:56");
}

#[test]
fn a_short_date_of_single_digits_is_read() {
    assert_eq!(published("", "<h2 class=date-header>17.7.11</h2>", ""), "2011-07-17");
}

#[test]
fn the_foot_of_an_article_tells_when_it_was_posted() {
    for (foot, day) in [
        (
            "<p class=postmetadata><small>This entry was posted on Monday, January 5th, 2009 at 3:45 pm and is filed under \
             <a href=/c/harbour>Harbour</a>. You can follow any responses to this entry through the RSS 2.0 feed.</small></p>",
            "2009-01-05",
        ),
        (
            "<p class=postmetadata>Dieser Beitrag wurde am Samstag, 3. Dezember 2011 veröffentlicht und unter Hafen abgelegt.</p>",
            "2011-12-03",
        ),
        (
            "<div class=post-footer>Dieser Artikel wurde am 14. Dezember 2015 von Jane Doe geschrieben</div>",
            "2015-12-14",
        ),
    ] {
        assert!(published("", "", foot).starts_with(day), "{foot}: {}", published("", "", foot));
    }
}

#[test]
fn a_date_in_another_order_is_the_one_that_metadata_tells() {
    // On a European site, but written by an American system.
    let head = format!(
        "<meta property=og:locale content=de_AT>{}",
        json_ld(r#""datePublished": "2019-05-08T05:30:23Z""#)
    );
    let above = "<p class=meta><span class=date>05/08/2019</span></p>";
    assert_eq!(published(&head, above, ""), "2019-05-08T05:30:23Z");
}

#[test]
fn a_change_is_never_before_the_publication() {
    let head = json_ld(r#""datePublished": "2020-01-11T23:00:00Z", "dateModified": "2020-01-10T00:59:47Z""#);
    assert_eq!(found(&head, "", "").date_modified, None);
    let better = format!("{head}<meta property=article:modified_time content='2020-01-12T01:00:00Z'>");
    let modified = found(&better, "", "").date_modified.map(|time| time.to_string());
    assert_eq!(modified.as_deref(), Some("2020-01-12T01:00:00Z"));
}

#[test]
fn a_dateline_tells_the_day() {
    let dated = |line: &str| {
        let html = format!(
            "<html><body><article><h1>Harbour to be dredged</h1><p>{line} The harbour of the town will be dredged for the first time \
             in forty years, the port authority announced.</p>{}</article></body></html>",
            paragraphs(1..5)
        );
        extract_at("https://coast.example/harbour", &html)
            .unwrap()
            .date_published
            .map(|time| time.to_string())
    };
    for line in
        ["Feb. 23, 2015 --", "PORT TOWN, Feb. 23, 2015 /NewsWire/ --", "PORT TOWN, 23 February 2015 –"]
    {
        assert_eq!(dated(line).as_deref(), Some("2015-02-23"), "{line}");
    }
    for line in [
        "The works that began on February 23, 2015 were to end —",
        "The harbour, May 3, 2014 — A Saturday on which",
        "Jane Doe (May 3, 2004 – June 4, 2020) was a painter.",
    ] {
        assert_eq!(dated(line), None, "{line}");
    }
}

#[test]
fn dates_that_are_nearly_written_as_they_should_be_are_read() {
    let head = "<meta property=article:published_time content='2017-05-15T03:42-500'>";
    assert_eq!(published(head, "", ""), "2017-05-15T03:42:00-05:00");
    assert_eq!(
        published("", "<span class='published updated'>3/09/15 8:00am</span>", ""),
        "2015-03-09T08:00:00"
    );
    let parts = "<ul class=author><li class=publish><span>Dec </span><span>28 </span><span>Sat </span><span>2013 </span>\
                 <span>00:28</span></li></ul>";
    assert_eq!(published("", parts, ""), "2013-12-28T00:28:00");
}

#[test]
fn bloggers_and_baidus_ways_are_read() {
    let abbr =
        "<abbr class=published itemprop=datePublished title='2016-05-08T00:55:00-07:00'>5/08/2016</abbr>";
    assert_eq!(published("", abbr, ""), "2016-05-08T00:55:00-07:00");
    let head = "<script type='application/ld+json'>{\"@context\": \"https://ziyuan.baidu.com/contexts/cambrian.jsonld\", \
                \"@id\": \"https://coast.example/a\", \"pubDate\": \"2019-09-05T11:10:52\"}</script>";
    assert_eq!(published(head, "", ""), "2019-09-05T11:10:52");
}

#[test]
fn when_somebody_was_born_is_no_date_of_the_article() {
    let box_ = "<table><tr><td>Founded <span class='bday dtstart published updated'>1998-02-28</span></td></tr></table>";
    assert_eq!(found("", box_, "").date_modified, None);
}
