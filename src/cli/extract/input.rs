//! What to read: arguments and batch lines as jobs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::CanonicalUrl;
use copydesk::archive::Record;
use copydesk::article::RecordId;
use copydesk::canonical::UrlError;
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};
use serde::Deserialize;
use url::Url;

use crate::cli::batch;

/// One page to read, or why there is none.
pub struct Job {
    /// The batch line's id.
    pub id: Option<RecordId>,
    /// What messages call it: the path, the URL, or the batch file and its line.
    pub name: String,
    /// What to read; a failure in the input itself is an outcome already.
    pub page: Result<PageToRead, Box<NoArticle>>,
}

/// Where a page comes from.
pub enum PageToRead {
    /// Fetch it.
    Url(CanonicalUrl),
    /// Read a file; the page's address, if it was named.
    File(PathBuf, Option<Url>),
    /// Read standard input.
    Stdin(Option<Url>),
    /// Take this text.
    Html(String, Option<Url>),
    /// Take the answer in this record of a web archive.
    Archived(Box<Record>),
}

/// The jobs of the command line's arguments. An error is one of usage.
pub fn arguments(pages: &[String], url: Option<&str>) -> anyhow::Result<Vec<Job>> {
    let url = url.map(page_address).transpose().context("--url")?;
    let mut jobs = Vec::with_capacity(pages.len());
    for page in pages {
        if looks_like_url(page) && url.is_some() {
            bail!("--url names the page of a file or of -, but {page} is a URL itself");
        }
        let to_read = if page == "-" {
            Ok(PageToRead::Stdin(url.clone()))
        } else if looks_like_url(page) {
            CanonicalUrl::parse(page).map(PageToRead::Url).map_err(|error| Box::new(refused(page, &error)))
        } else {
            Ok(PageToRead::File(PathBuf::from(page), url.clone()))
        };
        let name = if page == "-" { "standard input".to_owned() } else { page.clone() };
        jobs.push(Job { id: None, name, page: to_read });
    }
    if pages.iter().filter(|page| *page == "-").count() > 1 {
        bail!("- can be read only once: standard input is one page");
    }
    Ok(jobs)
}

/// Whether an argument is meant as a URL: it begins with a scheme. A path that does can be written `./http:…`.
fn looks_like_url(text: &str) -> bool {
    const SCHEMES: &[&str] =
        &["http", "https", "ftp", "file", "data", "mailto", "javascript", "feed", "about"];
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let alphabetic =
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    named || alphabetic && rest.starts_with("//")
}

/// The address of a page that is not fetched: any http or https URL, as it was written.
pub fn page_address(text: &str) -> Result<Url, UrlError> {
    let url =
        Url::parse(text.trim()).map_err(|cause| UrlError::Malformed { text: text.to_owned(), cause })?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(UrlError::Scheme { text: text.to_owned(), scheme: scheme.to_owned() }),
    }
}

fn refused(url: &str, error: &UrlError) -> NoArticle {
    failure(url, error.reason(), one_line(error))
}

/// A failed record of something that never became a page.
pub fn failure(url: &str, reason: Reason, message: String) -> NoArticle {
    NoArticle {
        url: url.to_owned(),
        id: None,
        status: NoArticleStatus::Failed,
        stage: Stage::Input,
        reason,
        message,
        http_status: None,
        retryable: false,
        attempts: 0,
    }
}

/// One line of a batch; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<RecordId>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    path: Option<PathBuf>,
    #[serde(default)]
    html: Option<String>,
}

/// The jobs of a batch file, one for each line, read as they are needed.
pub fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Job>> + Send + use<>> {
    Ok(batch::lines(path)?.map(|line| line.map(job)))
}

fn job(line: batch::Line) -> Job {
    const EXPECTED: &str = r#"{"id": a string or whole number, "url": a string, "path" or "html": a string}"#;
    match line.parse::<Line>(EXPECTED) {
        Ok(parsed) => {
            let id = parsed.id.clone();
            let page = to_read(parsed, &line.place).map_err(Box::new);
            Job { id, name: line.place, page }
        }
        Err(failed) => Job { id: failed.id.clone(), name: line.place, page: Err(failed) },
    }
}

fn to_read(line: Line, place: &str) -> Result<PageToRead, NoArticle> {
    let given = line.url.unwrap_or_default();
    let url = (!given.is_empty()).then(|| page_address(&given)).transpose().map_err(|error| {
        let mut failed = refused(&given, &error);
        failed.message = format!("{place}: {}", failed.message);
        failed
    })?;
    match (line.path, line.html) {
        (Some(path), None) => Ok(PageToRead::File(path, url)),
        (None, Some(html)) => Ok(PageToRead::Html(html, url)),
        (both, _) => {
            let found = if both.is_some() { "both" } else { "neither" };
            let message = format!("{place}: expected either \"path\" or \"html\", got {found}");
            Err(failure(&given, Reason::MalformedLine, message))
        }
    }
}
