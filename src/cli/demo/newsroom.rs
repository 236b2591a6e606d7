//! What the newsroom serves: every page of `fixtures/`, which is built into the program.
//!
//! A site is a folder named after its main host. Its articles are the folders with a `page.toml`, served at the
//! URL given there; `site.toml` lists everything else (front page, robots.txt, feed, sitemap, redirects), with
//! files from the folder `site/`.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, anyhow};
use hyper::StatusCode;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use rust_embed::Embed;
use serde::Deserialize;
use url::Url;

#[derive(Embed)]
#[folder = "fixtures"]
#[exclude = "*/expected.json"]
struct Fixtures;

/// The article the demo shows: a real one, as text.
pub const LEAD: &str = "https://hotair.com/archives/2019/02/25/\
                        rather-than-backing-guaido-hundreds-of-venezuelan-soldiers-defect-and-flee-the-country/";

/// What is served when neither `page.toml` nor `site.toml` says otherwise. Without a charset, so that pages have
/// to say it themselves.
const HTML: &str = "text/html";

/// Every resource of every site.
#[derive(Debug, Default)]
pub struct Newsroom {
    sites: BTreeMap<String, Site>,
}

/// The resources of one host, by path and query.
#[derive(Debug, Default)]
struct Site {
    resources: HashMap<String, Resource>,
    not_found: Option<Resource>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The status code.
    pub status: StatusCode,
    /// All headers, `Content-Type` included.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// The part of a fixture's `page.toml` that matters for serving it.
#[derive(Deserialize)]
struct PageToml {
    url: Url,
    content_type: Option<String>,
}

/// A site's `site.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteToml {
    /// The file served, with status 404, at every path that is not listed.
    not_found: Option<String>,
    #[serde(default)]
    serve: Vec<Serve>,
}

/// One `[[serve]]` of a `site.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Serve {
    /// Path, and query if there is one.
    path: String,
    /// A file in `site/`; absent for an empty body.
    file: Option<String>,
    content_type: Option<String>,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

fn ok() -> u16 {
    200
}

impl Newsroom {
    /// The newsroom built into the program.
    pub fn built_in() -> anyhow::Result<Self> {
        let mut newsroom = Self::default();
        for path in Fixtures::iter() {
            let added = match path.split('/').collect::<Vec<_>>().as_slice() {
                [host, "site.toml"] => newsroom.add_site(host, &path),
                [host, slug, "page.toml"] => newsroom.add_page(host, slug, &path),
                _ => Ok(()),
            };
            added.with_context(|| format!("fixtures/{path}"))?;
        }
        Ok(newsroom)
    }

    /// The hosts, in alphabetical order.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.sites.keys().map(String::as_str)
    }

    /// The answer to a request: what is listed for the path and query, for the path alone, or the host's 404.
    pub fn find(&self, host: &str, path_and_query: &str) -> Option<&Resource> {
        let site = self.sites.get(host)?;
        let path = path_and_query.split_once('?').map_or(path_and_query, |(path, _)| path);
        let listed = site.resources.get(path_and_query).or_else(|| site.resources.get(path));
        listed.or(site.not_found.as_ref())
    }

    fn add_page(&mut self, host: &str, slug: &str, toml_path: &str) -> anyhow::Result<()> {
        let page: PageToml = toml::from_str(&text(toml_path)?)?;
        let body = bytes(&format!("{host}/{slug}/page.html"))?;
        let content_type = page.content_type.as_deref().unwrap_or(HTML);
        let resource = Resource::new(StatusCode::OK, content_type, body)?;
        let served_by = page.url.host_str().context("`url` has no host")?;
        self.add(served_by, page.url.path(), resource)
    }

    fn add_site(&mut self, host: &str, toml_path: &str) -> anyhow::Result<()> {
        let listed: SiteToml = toml::from_str(&text(toml_path)?)?;
        let file =
            |name: Option<&str>| name.map_or(Ok(Vec::new()), |name| bytes(&format!("{host}/site/{name}")));
        if let Some(name) = listed.not_found {
            let resource = Resource::new(StatusCode::NOT_FOUND, HTML, file(Some(&name))?)?;
            self.sites.entry(host.to_owned()).or_default().not_found = Some(resource);
        }
        for serve in listed.serve {
            let content_type = serve.content_type.as_deref().unwrap_or(HTML);
            let status = StatusCode::from_u16(serve.status)?;
            let mut resource = Resource::new(status, content_type, file(serve.file.as_deref())?)?;
            for (name, value) in &serve.headers {
                resource.headers.insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
            }
            self.add(host, &serve.path, resource)?;
        }
        Ok(())
    }

    fn add(&mut self, host: &str, path: &str, resource: Resource) -> anyhow::Result<()> {
        let site = self.sites.entry(host.to_owned()).or_default();
        match site.resources.insert(path.to_owned(), resource) {
            None => Ok(()),
            Some(_) => Err(anyhow!("{host}{path} is served twice")),
        }
    }
}

impl Resource {
    fn new(status: StatusCode, content_type: &str, body: Vec<u8>) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::try_from(content_type)?);
        Ok(Self { status, headers, body })
    }
}

fn bytes(path: &str) -> anyhow::Result<Vec<u8>> {
    let file = Fixtures::get(path).with_context(|| format!("there is no fixtures/{path}"))?;
    Ok(file.data.into_owned())
}

fn text(path: &str) -> anyhow::Result<String> {
    String::from_utf8(bytes(path)?).context("not UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_site_has_a_front_page_and_rules_for_robots() {
        let newsroom = Newsroom::built_in().unwrap();
        assert!(newsroom.hosts().count() >= 8, "{:?}", newsroom.hosts().collect::<Vec<_>>());
        for host in newsroom.hosts() {
            for path in ["/", "/robots.txt"] {
                let resource = newsroom.find(host, path);
                assert!(resource.is_some_and(|found| found.status == StatusCode::OK), "https://{host}{path}");
            }
        }
    }

    #[test]
    fn an_unlisted_query_does_not_hide_a_page_and_an_unlisted_path_is_not_found() {
        let newsroom = Newsroom::built_in().unwrap();
        let with_query = newsroom.find("hotair.com", "/?utm_source=letter").unwrap();
        assert_eq!(with_query.status, StatusCode::OK);
        assert_eq!(newsroom.find("hotair.com", "/no-such-page").unwrap().status, StatusCode::NOT_FOUND);
        assert!(newsroom.find("elsewhere.example", "/").is_none());
    }
}
