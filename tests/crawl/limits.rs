//! How far a run goes, and that a further one goes on from there.

use copydesk::crawl::{CrawlOptions, Limits, Summary};
use copydesk::outcome::Reason;

use super::site::{Site, article, dated, front, missing};
use super::{articles, assert_adds_up, crawl, options, outcomes};

/// A chain of stories, each leading to the next.
fn chain() -> Site {
    Site::start(1, |page| match page {
        "H0/" => front(&["/1", "/other"]),
        "H0/1" => article("One", "", "<a href='/2'>next</a>"),
        "H0/2" => article("Two", "", "<a href='/3'>next</a>"),
        "H0/3" => article("Three", "", ""),
        "H0/other" => article("Other", "", ""),
        _ => missing(),
    })
}

#[test]
fn max_depth_counts_links_from_a_seed_and_can_be_raised() {
    let site = chain();
    let folder = tempfile::tempdir().unwrap();
    let to = |depth| CrawlOptions {
        limits: Limits { max_depth: Some(depth), ..Limits::default() },
        ..options(folder.path(), &site)
    };
    let summary = crawl(to(1));
    assert_eq!(articles(folder.path(), &site), ["H0/1", "H0/other"]);
    assert_eq!((summary.waiting, summary.kept_back.get(&Reason::TooDeep)), (1, Some(&1)));
    assert!(!summary.interrupted);
    assert_adds_up(&summary, folder.path());

    let summary = crawl(to(9));
    assert_eq!(articles(folder.path(), &site), ["H0/1", "H0/2", "H0/3", "H0/other"]);
    assert_eq!(summary.waiting, 0);
    assert_eq!(site.requests().len(), 5, "nothing twice: {:?}", site.requests());
}

#[test]
fn max_depth_zero_fetches_the_seeds_alone() {
    let site = chain();
    let folder = tempfile::tempdir().unwrap();
    let seeds = vec![site.url(0, "/1"), site.url(0, "/other")];
    crawl(CrawlOptions {
        seeds,
        limits: Limits { max_depth: Some(0), ..Limits::default() },
        ..options(folder.path(), &site)
    });
    assert_eq!(site.requests(), ["H0/1", "H0/other"]);
}

#[test]
fn max_pages_counts_over_all_runs() {
    let site = chain();
    let folder = tempfile::tempdir().unwrap();
    let most = |pages| CrawlOptions {
        limits: Limits { max_pages: Some(pages), ..Limits::default() },
        ..options(folder.path(), &site)
    };
    let summary = crawl(most(2));
    assert_eq!(site.requests().len(), 2);
    assert_eq!(summary.kept_back.get(&Reason::PageLimit), Some(&summary.waiting));
    assert_adds_up(&summary, folder.path());
    crawl(most(3));
    assert_eq!(site.requests().len(), 3);
    let Summary { waiting, kept_back, .. } = crawl(options(folder.path(), &site));
    assert_eq!((site.requests().len(), waiting, kept_back.len()), (5, 0, 0));
}

#[test]
fn since_leaves_out_older_articles_and_keeps_undated_ones() {
    let site = Site::start(1, |page| match page {
        "H0/" => front(&["/old", "/eve", "/day", "/undated"]),
        "H0/old" => article("Old", &dated("2019-02-25"), "<a href='/via-old'>x</a>"),
        "H0/eve" => article("Eve", &dated("2026-10-31T23:59:00-04:00"), ""),
        "H0/day" => article("Day", &dated("2026-11-01T00:00:00+09:00"), ""),
        "H0/via-old" => article("Linked from an old one", &dated("2026-11-02"), ""),
        "H0/undated" => article("Undated", "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let since = Some("2026-11-01".parse().unwrap());
    let summary = crawl(CrawlOptions { since, ..options(folder.path(), &site) });
    insta::assert_snapshot!(outcomes(folder.path(), &site), @r"
    H0/ skipped not-article 1
    H0/day article - 1
    H0/eve skipped too-old 1
    H0/old skipped too-old 1
    H0/undated article - 1
    H0/via-old article - 1
    ");
    assert_eq!(summary.failed, 0);
}

#[test]
fn a_calendar_without_end_is_left_and_the_outcome_says_so() {
    let site = Site::start(1, |page| match page {
        "H0/" => front(&["/day/1", "/story"]),
        "H0/story" => article("Story", "", ""),
        page => match page.strip_prefix("H0/day/").and_then(|day| day.parse::<u32>().ok()) {
            Some(day) => front(&[&format!("/day/{}", day + 1), &format!("/day/{}", day + 2)]),
            None => missing(),
        },
    });
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { trap_after: Some(5), ..Limits::default() };
    let summary = crawl(CrawlOptions { limits, ..options(folder.path(), &site) });
    assert_eq!(articles(folder.path(), &site), ["H0/story"]);
    assert_eq!(site.requests().iter().filter(|page| page.starts_with("H0/day/")).count(), 5);
    assert_eq!(summary.no_article.get(&Reason::Trap), Some(&2), "{summary:?}");
    assert_adds_up(&summary, folder.path());
    let trapped = super::records(folder.path(), "outcomes.jsonl");
    let trapped = trapped.iter().find(|line| line["reason"] == "trap").unwrap();
    let message = trapped["message"].as_str().unwrap();
    assert!(
        message.contains("pages with addresses like /day/# gave no article and led to none"),
        "{message}"
    );
}
