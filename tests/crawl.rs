//! Whole crawls of small sites on loopback.

mod archive;
mod duplicates;
mod kill;
mod late;
mod limits;
mod operations;
mod pages;
mod planning;
mod program;
#[cfg(feature = "render")]
mod rendering;
mod revisits;
mod scope;
pub mod site;
mod sources;
mod watching;
mod whole;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use copydesk::Profiles;
use copydesk::crawl::{CrawlError, CrawlOptions, Limits, Scope, Summary, Watch};
use copydesk::drift::Observer;
use copydesk::extract::Options;
use copydesk::fetch::{FetchOptions, Fetcher};
use serde_json::Value;
use site::Site;

/// Watches nothing.
struct Unwatched;

impl Watch for Unwatched {
    fn finished(&self, _: &Summary, _: u64) {}
}

/// A crawl of everything from host 0's front page.
fn options(output: &Path, site: &Site) -> CrawlOptions {
    options_for(output, site.url(0, "/"))
}

/// A crawl of everything from a seed.
fn options_for(output: &Path, seed: String) -> CrawlOptions {
    CrawlOptions {
        output: output.to_owned(),
        seeds: vec![seed],
        scope: Scope::Host,
        hosts_at_once: 4,
        limits: Limits::default(),
        since: None,
        respect_ai_optout: false,
        archive: None,
        revisit: None,
        observer: Observer::default(),
        extraction: Options::default(),
        explain: false,
        #[cfg(feature = "postgres")]
        sharing: None,
    }
}

fn crawl(options: CrawlOptions) -> Summary {
    crawl_with(options, Profiles::default()).unwrap()
}

fn crawl_with(options: CrawlOptions, profiles: Profiles) -> Result<Summary, CrawlError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let fetch = FetchOptions {
            delay: Duration::ZERO,
            retries: 0,
            allow_addresses: vec!["127.0.0.0/8".parse().unwrap()],
            ..FetchOptions::default()
        };
        let fetcher = Fetcher::new(fetch).unwrap();
        let (_stop, stopped) = tokio::sync::watch::channel(false);
        copydesk::crawl::run(options, fetcher, Arc::new(profiles), Arc::new(Unwatched), stopped).await
    })
}

/// The records of a file of the output.
fn records(folder: &Path, file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// `status reason url attempts` of every outcome, sorted by URL, with `H0` and so on for the hosts.
fn outcomes(folder: &Path, site: &Site) -> String {
    let mut lines: Vec<String> = records(folder, "outcomes.jsonl")
        .iter()
        .map(|line| {
            let reason = line["reason"].as_str().unwrap_or("-");
            let url = site.plain(line["url"].as_str().unwrap());
            format!("{url} {} {reason} {}", line["status"].as_str().unwrap(), line["attempts"])
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

/// The URLs of the articles, sorted, with `H0` and so on for the hosts.
fn articles(folder: &Path, site: &Site) -> Vec<String> {
    let mut urls: Vec<String> = records(folder, "articles.jsonl")
        .iter()
        .map(|article| site.plain(article["url"].as_str().unwrap()))
        .collect();
    urls.sort();
    urls
}

/// `entered = articles + no_article + waiting`, and the files say the same.
fn assert_adds_up(summary: &Summary, folder: &Path) {
    let no_article: u64 = summary.no_article.values().sum();
    assert_eq!(summary.entered, summary.articles + no_article + summary.waiting, "{summary:?}");
    assert_eq!(records(folder, "articles.jsonl").len() as u64, summary.articles);
    assert_eq!(records(folder, "outcomes.jsonl").len() as u64, summary.articles + no_article);
}
