//! Sites that change their layout, and what is told of it.

mod command;
mod mutation;

use std::fs;
use std::path::Path;

use copydesk::drift::{Drift, History, Observer};
use copydesk::extract::{self, Options};
use copydesk::page::PageSource;
use copydesk::{Article, Page, Profile};
use url::Url;

/// One saved page.
struct Saved {
    url: Url,
    html: String,
}

impl Saved {
    fn page(&self) -> Page {
        let source = PageSource {
            url: &self.url,
            final_url: &self.url,
            bytes: self.html.as_bytes(),
            content_type: Some("text/html; charset=utf-8"),
            fetched_at: None,
        };
        Page::parse(&source).unwrap()
    }
}

/// The fixtures of a site that today's layout reads.
fn fixtures(host: &str) -> Vec<Saved> {
    let mut folders: Vec<_> =
        fs::read_dir(Path::new("fixtures").join(host)).unwrap().map(|e| e.unwrap().path()).collect();
    folders.sort();
    let pages = folders.into_iter().filter_map(|folder| {
        let html = fs::read_to_string(folder.join("page.html")).ok()?;
        let origin: toml::Table = fs::read_to_string(folder.join("page.toml")).unwrap().parse().unwrap();
        let url = Url::parse(origin["url"].as_str().unwrap()).unwrap();
        (!folder.to_string_lossy().contains("2013")).then_some(Saved { url, html })
    });
    pages.collect()
}

/// A run over pages, after those that the history tells of.
fn run(profile: &Profile, history: History, pages: &[Saved]) -> (Vec<Article>, Vec<Drift>, History) {
    let observer = Observer::new(history);
    let mut articles = Vec::new();
    for page in pages {
        let page = page.page();
        let (article, why) = extract::explain(&page, Some(profile), Options::default());
        if let Ok(mut article) = article {
            observer.see(&mut article, profile, &why);
            articles.push(article);
        }
    }
    let (drifts, history) = observer.finish(None);
    (articles, drifts, history)
}
