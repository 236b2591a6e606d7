//! The pages that a profile is authored with: files, which never touch the network, and URLs, which are fetched politely.

use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use copydesk::fetch::{FetchRequest, Fetcher};
use copydesk::outcome::one_line;
use copydesk::page::{MAX_BYTES, PageSource};
use copydesk::{Page, extract};
use url::Url;

use crate::cli::config::Config;
use crate::cli::extract::archives;
use crate::cli::extract::input::{self, Job, PageToRead};
use crate::cli::extract::read;
use crate::cli::fetch_flags::FetchFlags;

/// A page's bytes and where they are from.
pub struct Given {
    /// The argument, as it was given.
    pub argument: String,
    /// The bytes, unpacked and decoded from their transfer.
    pub bytes: Vec<u8>,
    /// The `Content-Type` header, if the page was fetched with one.
    pub content_type: Option<String>,
    /// The page's address; `None` if the page itself has to name it.
    pub url: Option<Url>,
    /// When it was fetched, RFC 3339 UTC.
    pub fetched_at: Option<String>,
}

impl Given {
    /// Parses the page. An address that neither the command line nor the page names is an error that says how to.
    pub fn parse(&self) -> anyhow::Result<Page> {
        self.parse_replaced(&[])
    }

    /// The same, after a profile's replacements in the source.
    pub fn parse_replaced(&self, replacements: &[(String, String)]) -> anyhow::Result<Page> {
        let page = self.parse_somewhere(replacements)?;
        if page.final_url.has_host() {
            return Ok(page);
        }
        Err(anyhow!("{}: names no address of its own: give it with --url", self.argument))
    }

    /// Parses the page, from wherever it is: one that names no address has `about:blank`.
    pub fn parse_anywhere(&self) -> anyhow::Result<Page> {
        self.parse_somewhere(&[])
    }

    fn parse_somewhere(&self, replacements: &[(String, String)]) -> anyhow::Result<Page> {
        let unknown = Url::parse("about:blank")?;
        let url = self.url.as_ref().unwrap_or(&unknown);
        let source = PageSource {
            url,
            final_url: url,
            bytes: &self.bytes,
            content_type: self.content_type.as_deref(),
            fetched_at: self.fetched_at.as_deref(),
        };
        let mut page = Page::parse_replaced(&source, replacements).with_context(|| self.argument.clone())?;
        if self.url.is_none()
            && let Some(own) = extract::declared_url(&page)
        {
            page.url = own.clone();
            page.final_url = own;
        }
        Ok(page)
    }
}

/// Reads every page of the command line; `urls` are the addresses of the files, in order, or none at all. The first page
/// that cannot be read ends it.
pub fn read(
    arguments: &[String],
    urls: &[String],
    fetch: &FetchFlags,
    config: &Config,
) -> anyhow::Result<Vec<Given>> {
    each(arguments, urls, fetch, config)?.into_iter().map(|(_, given)| given).collect()
}

/// A page by its name, or why it cannot be read.
pub type Named = (String, anyhow::Result<Given>);

/// Reads every page of the command line, each for itself. An error is one of usage.
pub fn each(
    arguments: &[String],
    urls: &[String],
    fetch: &FetchFlags,
    config: &Config,
) -> anyhow::Result<Vec<Named>> {
    let jobs = input::arguments(arguments, None)?;
    let local = jobs.iter().filter(|job| !matches!(job.page, Ok(PageToRead::Url(_)))).count();
    if !urls.is_empty() && urls.len() != local {
        bail!(
            "--url is given {} times for {local} files: give it once for each, in order, or not at all",
            urls.len()
        );
    }
    let mut urls = urls.iter();
    let mut network = None;
    let mut given = Vec::with_capacity(jobs.len());
    let besides = Arc::default();
    for job in jobs.into_iter().flat_map(|job| archives::opened(job, &besides)) {
        if network.is_none() && matches!(job.page, Ok(PageToRead::Url(_))) {
            network = Some(Network::new(fetch, config)?);
        }
        let name = job.name.clone();
        // Feeds, robots.txt and redirects are archived too, and are no pages.
        if let Some(page) = one(job, &mut urls, network.as_ref()).transpose() {
            given.push((name, page));
        }
    }
    Ok(given)
}

/// Reads one page; nothing if it is an archive's record of something else.
fn one<'a>(
    job: Job,
    urls: &mut impl Iterator<Item = &'a String>,
    network: Option<&Network>,
) -> anyhow::Result<Option<Given>> {
    let refused = |none: Box<copydesk::outcome::NoArticle>| anyhow!("{}", none.message);
    Ok(Some(match job.page.map_err(refused)? {
        PageToRead::Url(url) => match network {
            Some(network) => network.fetch(&url, job.name)?,
            None => bail!("{}: not fetched", job.name),
        },
        PageToRead::File(path, _) => {
            let url = next_address(urls)?;
            let bytes = read::read_file(&path, &job.name, None).map_err(refused)?;
            Given { url, ..Given::local(job.name, bytes) }
        }
        PageToRead::Stdin(_) => {
            let bytes = read::capped(std::io::stdin().lock()).with_context(|| job.name.clone())?;
            Given { url: next_address(urls)?, ..Given::local(job.name, bytes) }
        }
        PageToRead::Archived(record) => match record.page(MAX_BYTES) {
            Ok(page) => Given {
                url: Some(page.url),
                content_type: page.content_type,
                fetched_at: page.at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
                ..Given::local(job.name, page.body)
            },
            Err(_) => return Ok(None),
        },
        PageToRead::Html(..) => bail!("{}: expected a file or a URL", job.name),
    }))
}

impl Given {
    fn local(argument: String, bytes: Vec<u8>) -> Self {
        Self { argument, bytes, content_type: None, url: None, fetched_at: None }
    }
}

fn next_address<'a>(urls: &mut impl Iterator<Item = &'a String>) -> anyhow::Result<Option<Url>> {
    urls.next().map(|url| input::page_address(url)).transpose().context("--url")
}

/// What fetching needs.
struct Network {
    runtime: tokio::runtime::Runtime,
    fetcher: Fetcher,
}

impl Network {
    fn new(fetch: &FetchFlags, config: &Config) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        Ok(Self { runtime, fetcher: Fetcher::new(fetch.options(config)?)? })
    }

    fn fetch(&self, url: &copydesk::CanonicalUrl, argument: String) -> anyhow::Result<Given> {
        let request = FetchRequest { url, may_visit: &|_| true, delay: None };
        let fetched = self.runtime.block_on(self.fetcher.fetch(request));
        let fetched = fetched.map_err(|error| anyhow!("{argument}: {}", one_line(&error)))?;
        Ok(Given {
            bytes: fetched.body.to_vec(),
            content_type: fetched.content_type,
            url: Some(fetched.final_url),
            fetched_at: Some(fetched.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            argument,
        })
    }
}
