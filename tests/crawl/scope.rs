//! Which URLs enter.

use copydesk::crawl::{CrawlError, CrawlOptions, Limits, Scope};
use copydesk::{Profiles, outcome::one_line};

use super::site::{Site, article, front, html, missing, moved, xml};
use super::{articles, assert_adds_up, crawl, crawl_with, options, outcomes};

/// Two sites that link to each other.
fn two() -> Site {
    Site::start(2, |page| match page {
        "H0/" => html(
            "<title>Zero</title><link rel=alternate type=application/rss+xml href=/feed>\
                       <a href='/a'>a</a><a href='H1/'>one</a><a href='/to-b'>b</a>",
        ),
        "H0/feed" => xml("<rss version='2.0'><channel><item><link>H0/listed</link></item>\
                          <item><link>H1/b</link></item></channel></rss>"),
        "H0/a" | "H0/listed" | "H1/b" => article(page, "", "<a href='/c'>c</a>"),
        "H0/to-b" => moved("H1/b"),
        "H0/c" | "H1/c" => article(page, "", ""),
        "H1/" => front(&["/b"]),
        _ => missing(),
    })
}

#[test]
fn host_scope_stays_on_the_seeds_hosts_even_by_redirect() {
    let site = two();
    let folder = tempfile::tempdir().unwrap();
    let summary = crawl(options(folder.path(), &site));
    insta::assert_snapshot!(outcomes(folder.path(), &site), @r"
    H0/ skipped not-article 1
    H0/a article - 1
    H0/c article - 1
    H0/listed article - 1
    H0/to-b skipped out-of-scope 1
    ");
    assert!(site.requests().iter().all(|page| page.starts_with("H0/")));
    assert_adds_up(&summary, folder.path());
}

#[test]
fn new_seeds_of_a_later_run_widen_the_scope() {
    let site = two();
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    let summary = crawl(CrawlOptions { seeds: vec![site.url(1, "/")], ..options(folder.path(), &site) });
    assert_eq!(articles(folder.path(), &site), ["H0/a", "H0/c", "H0/listed", "H1/b", "H1/c"]);
    assert_adds_up(&summary, folder.path());
}

#[test]
fn seeds_scope_takes_what_feeds_list_and_no_links() {
    let site = two();
    let folder = tempfile::tempdir().unwrap();
    crawl(CrawlOptions { scope: Scope::Seeds, ..options(folder.path(), &site) });
    assert_eq!(articles(folder.path(), &site), ["H0/listed"]);
    assert_eq!(site.requests(), ["H0/", "H0/feed", "H0/listed"]);
}

#[test]
fn a_crawl_goes_on_without_seeds_but_does_not_begin_without() {
    let site = two();
    let folder = tempfile::tempdir().unwrap();
    let none = || CrawlOptions { seeds: Vec::new(), ..options(folder.path(), &site) };
    let error = crawl_with(none(), Profiles::default()).unwrap_err();
    assert!(matches!(error, CrawlError::NoSeeds), "{}", one_line(&error));
    crawl(CrawlOptions {
        limits: Limits { max_pages: Some(1), ..Limits::default() },
        ..options(folder.path(), &site)
    });
    crawl(none());
    assert_eq!(articles(folder.path(), &site), ["H0/a", "H0/c", "H0/listed"]);
}

#[test]
fn a_profile_says_which_paths_are_articles_and_where_its_feeds_are() {
    let site = two();
    let profiles = tempfile::tempdir().unwrap();
    let feed = site.url(0, "/feed");
    let profile = format!(
        "name = 'Zero'\nhosts = ['127.0.0.2']\n[urls]\narticle = ['^/(listed|c)$']\nfeeds = ['{feed}']\n\
         [select]\nheadline = ['h1']\n"
    );
    std::fs::write(profiles.path().join("127.0.0.2.toml"), profile).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let summary =
        crawl_with(options(folder.path(), &site), Profiles::load(profiles.path()).unwrap()).unwrap();
    assert_eq!(articles(folder.path(), &site), ["H0/c", "H0/listed"]);
    assert_eq!(site.requests()[0], "H0/feed", "the feed's dates and order help with the rest");
    assert_eq!((summary.sources_read, summary.sources_failed), (1, 0));
}
