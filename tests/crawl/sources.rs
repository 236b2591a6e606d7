//! Feeds and sitemaps: what they list, and what they know about it.

use copydesk::crawl::{CrawlOptions, Scope};

use super::site::{Site, article, dated, front, html, missing, text, xml};
use super::{articles, assert_adds_up, crawl, options, outcomes, records};

fn paper() -> Site {
    Site::start(1, |page| match page {
        "H0/robots.txt" => text("User-agent: *\nDisallow: /secret\nSitemap: H0/named.txt\n"),
        "H0/named.txt" => text("H0/named\nH0/secret/one\n"),
        "H0/" => html(
            "<title>Paper</title><link rel=alternate type=application/rss+xml href=/feed>\
                       <link rel=sitemap href=/index.xml><link rel=alternate type=application/rss+xml href=/broken>\
                       <a href=/old>old</a>",
        ),
        "H0/feed" => xml("<rss version='2.0'><channel>\
            <item><link>H0/undated</link><pubDate>Sun, 22 Nov 2026 08:00:00 GMT</pubDate></item>\
            <item><link>H0/dated</link><pubDate>Sun, 22 Nov 2026 08:00:00 GMT</pubDate></item>\
            <item><link>H0/old</link><pubDate>Mon, 25 Feb 2019 08:00:00 GMT</pubDate></item>\
            </channel></rss>"),
        "H0/index.xml" => xml("<sitemapindex><sitemap><loc>H0/map.xml</loc></sitemap>\
            <sitemap><loc>H0/map-2019.xml</loc><lastmod>2019-12-31</lastmod></sitemap></sitemapindex>"),
        "H0/map.xml" => xml("<urlset><url><loc>H0/mapped</loc></url>\
            <url><loc>H0/stale</loc><lastmod>2020-01-01</lastmod></url></urlset>"),
        "H0/map-2019.xml" => xml("<urlset><url><loc>H0/ancient</loc></url></urlset>"),
        "H0/list.txt" => text("H0/mapped\nH0/stale\n"),
        "H0/feed.json" => text(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "P", "items": [{"id": "1", "url": "H0/dated"}]}"#,
        ),
        "H0/broken" => html("<p>an error page where the feed should be"),
        "H0/dated" => article("Dated by itself", &dated("2026-11-21"), ""),
        "H0/undated" | "H0/mapped" | "H0/stale" | "H0/ancient" | "H0/old" | "H0/named" => {
            article(page, "", "")
        }
        _ => missing(),
    })
}

#[test]
fn what_they_list_is_crawled_and_they_are_counted_apart() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let summary = crawl(options(folder.path(), &site));
    insta::assert_snapshot!(outcomes(folder.path(), &site), @r"
    H0/ skipped not-article 1
    H0/ancient article - 1
    H0/dated article - 1
    H0/mapped article - 1
    H0/named article - 1
    H0/old article - 1
    H0/secret/one skipped robots 0
    H0/stale article - 1
    H0/undated article - 1
    ");
    assert_eq!((summary.sources_read, summary.sources_failed), (5, 1));
    assert_adds_up(&summary, folder.path());
}

#[test]
fn a_feeds_date_fills_in_where_the_page_has_none() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    let dates: Vec<String> = ["H0/dated", "H0/undated", "H0/mapped"]
        .iter()
        .map(|page| {
            let records = records(folder.path(), "articles.jsonl");
            let article = records.iter().find(|a| site.plain(a["url"].as_str().unwrap()) == *page).unwrap();
            format!(
                "{page} {} {}",
                article["date_published"], article["provenance"]["date_published"]["source"]
            )
        })
        .collect();
    assert_eq!(
        dates,
        [
            r#"H0/dated "2026-11-21" "meta""#,
            r#"H0/undated "2026-11-22T08:00:00Z" "feed""#,
            "H0/mapped null null",
        ]
    );
}

#[test]
fn with_since_what_is_dated_before_is_not_even_fetched() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let since = Some("2026-01-01".parse().unwrap());
    let summary = crawl(CrawlOptions { since, ..options(folder.path(), &site) });
    assert_eq!(articles(folder.path(), &site), ["H0/dated", "H0/mapped", "H0/named", "H0/undated"]);
    let requests = site.requests();
    for page in ["H0/old", "H0/stale", "H0/map-2019.xml"] {
        assert!(!requests.contains(&page.to_owned()), "{page} was fetched");
    }
    // The front page links to the old story, so that one entered.
    assert!(outcomes(folder.path(), &site).contains("H0/old skipped too-old 0"));
    assert_adds_up(&summary, folder.path());
}

#[test]
fn a_seed_may_be_a_feed_or_a_sitemap() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let seeds = vec![site.url(0, "/feed"), site.url(0, "/map.xml")];
    let summary = crawl(CrawlOptions { seeds, ..options(folder.path(), &site) });
    assert_eq!(
        articles(folder.path(), &site),
        ["H0/dated", "H0/mapped", "H0/named", "H0/old", "H0/stale", "H0/undated"]
    );
    assert_eq!((summary.entered, summary.sources_read), (7, 3));
    assert_adds_up(&summary, folder.path());
}

#[test]
fn a_seed_may_be_a_list_of_addresses_or_a_feed_in_json() {
    let site = paper();
    let folder = tempfile::tempdir().unwrap();
    let seeds = vec![site.url(0, "/list.txt"), site.url(0, "/feed.json")];
    let summary = crawl(CrawlOptions { seeds, scope: Scope::Seeds, ..options(folder.path(), &site) });
    assert_eq!(articles(folder.path(), &site), ["H0/dated", "H0/mapped", "H0/named", "H0/stale"]);
    // The third is the one that robots.txt names.
    assert_eq!((summary.sources_read, summary.sources_failed), (3, 0));
    assert_adds_up(&summary, folder.path());
}

#[test]
fn a_page_whose_time_is_over_is_not_stored() {
    let site = Site::start(1, |page| match page {
        "H0/" => front(&["/past", "/tagged", "/future"]),
        "H0/past" => article("Past", "<meta name=robots content='unavailable_after: 2019-02-25'>", ""),
        "H0/tagged" => {
            let mut answer = article("Tagged", "", "");
            let date = "unavailable_after: Fri, 25 Jun 2010 15:00:00 PST";
            answer.headers.push(("X-Robots-Tag", date.into()));
            answer
        }
        "H0/future" => article("Future", "<meta name=robots content='unavailable_after: 2099-02-25'>", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    insta::assert_snapshot!(outcomes(folder.path(), &site), @r"
    H0/ skipped not-article 1
    H0/future article - 1
    H0/past skipped noindex 1
    H0/tagged skipped noindex 1
    ");
}
