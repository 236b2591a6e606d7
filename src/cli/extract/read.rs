//! Reads a page from wherever it is, and extracts.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use copydesk::archive::Record;
use copydesk::article::Warning;
use copydesk::extract::{self, Explanation, Further, Joining};
use copydesk::fetch::{FetchOptions, FetchRequest, Fetcher};
use copydesk::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage, one_line};
use copydesk::page::{MAX_BYTES, PageError, PageSource};
use copydesk::{CanonicalUrl, Page, Profiles};
use flate2::read::MultiGzDecoder;
use tokio::runtime::Runtime;
use url::Url;

use super::explain;
use super::input::{Job, PageToRead, failure};

/// What became of a job.
pub struct Done {
    /// The outcome.
    pub outcome: Outcome,
    /// What `--explain` shows, and where it is wanted how the record came about.
    pub told: Told,
    /// Whether it came out of a web archive, which nobody expects to hold nothing but articles.
    pub archived: bool,
}

/// What is told about a page besides its record.
#[derive(Default)]
pub struct Told {
    /// What `--explain` shows.
    pub explanation: Option<String>,
    /// How the record came about.
    pub why: Option<Explanation>,
}

/// An outcome, and where its article goes on.
type Read = (Outcome, Further);

/// What fetching needs.
pub struct Network {
    runtime: Runtime,
    fetcher: Fetcher,
}

impl Network {
    /// Ready to fetch, with nothing sent yet.
    pub fn new(options: FetchOptions) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        Ok(Self { runtime, fetcher: Fetcher::new(options)? })
    }
}

/// Reads pages; shared by all threads.
pub struct Reader<'a> {
    /// The site profiles to use.
    pub profiles: &'a Profiles,
    /// How pages are read.
    pub options: extract::Options,
    /// Whether explanations are wanted.
    pub explain: bool,
    /// Whether [`Done::why`] is wanted.
    pub observed: bool,
    /// The way to the network, where an input is a URL.
    pub network: Option<Network>,
}

/// A page's bytes, and what is known about them.
struct Given<'a> {
    bytes: &'a [u8],
    content_type: Option<&'a str>,
    /// The address that was asked for; `None` if the page itself has to name its own.
    url: Option<Url>,
    /// The address that stands in for one the page doesn't name.
    or_else: Option<Url>,
    final_url: Option<Url>,
    fetched_at: Option<String>,
    http_status: Option<u16>,
    attempts: u32,
}

impl Reader<'_> {
    /// Reads and extracts one page.
    pub fn read(&self, job: Job) -> Done {
        let mut told = Told::default();
        let name = job.name;
        let archived = matches!(job.page, Ok(PageToRead::Archived(_)));
        let outcome = job.page.and_then(|page| match page {
            PageToRead::Url(url) => self.whole(&url, &name, &mut told),
            PageToRead::File(path, url) => {
                let bytes = read_file(&path, &name, url.as_ref())?;
                let or_else = std::path::absolute(&path).ok().and_then(|path| Url::from_file_path(path).ok());
                self.extract(&name, &Given { or_else, ..local(&bytes, url) }, &mut told)
            }
            PageToRead::Stdin(url) => {
                let bytes = capped(io::stdin().lock())
                    .map_err(|error| Box::new(unreadable(&name, url.as_ref(), &error)))?;
                self.extract(&name, &local(&bytes, url), &mut told)
            }
            PageToRead::Archived(record) => self.archived(&name, &record, &mut told),
            PageToRead::Html(html, url) => {
                // A JSON string is text already, whatever its <meta> says.
                let content_type = Some("text/html; charset=utf-8");
                self.extract(&name, &Given { content_type, ..local(html.as_bytes(), url) }, &mut told)
            }
        });
        let outcome = outcome.map(|(outcome, _)| outcome);
        let outcome = outcome.unwrap_or_else(|none| Outcome::NoArticle(*none)).with_id(job.id);
        Done { outcome, told, archived }
    }

    /// Fetches a page and, where its profile says so, those its article goes on on.
    fn whole(&self, url: &CanonicalUrl, entered: &str, told: &mut Told) -> Result<Read, Box<NoArticle>> {
        let (outcome, further) = self.fetch(url, entered, told)?;
        let profile = self.profiles.find(url.as_url()).filter(|_| further != Further::default());
        let (Outcome::Article(article), Some(profile)) = (&outcome, profile) else {
            return Ok((outcome, further));
        };
        let mut joining = Joining::new((**article).clone(), further, profile, self.options);
        while let Some(url) = joining.wanted().cloned() {
            let entered = url.to_string();
            let read = CanonicalUrl::from_url(url).map_err(|error| one_line(&error));
            let read = read.and_then(|url| {
                self.fetch(&url, &entered, &mut Told::default()).map_err(|none| none.message)
            });
            joining.take(read.and_then(|(outcome, further)| match outcome {
                Outcome::Article(article) => Ok((*article, further)),
                Outcome::NoArticle(none) => Err(none.message),
            }));
        }
        Ok((joining.finish().into(), Further::default()))
    }

    fn fetch(&self, url: &CanonicalUrl, entered: &str, told: &mut Told) -> Result<Read, Box<NoArticle>> {
        let Some(network) = &self.network else {
            return Err(Box::new(failure(entered, Reason::Connect, format!("{entered}: not fetched"))));
        };
        let delay = self.profiles.find(url.as_url()).and_then(|profile| profile.delay);
        let request = FetchRequest { url, may_visit: &|_| true, delay };
        let fetched = network.runtime.block_on(network.fetcher.fetch(request));
        let fetched = fetched.map_err(|error| Box::new(error.no_article(entered)))?;
        let given = Given {
            bytes: &fetched.body,
            content_type: fetched.content_type.as_deref(),
            url: Some(Url::parse(entered).unwrap_or_else(|_| url.as_url().clone())),
            or_else: None,
            final_url: Some(fetched.final_url),
            fetched_at: Some(fetched.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            http_status: Some(200),
            attempts: fetched.attempts,
        };
        self.extract(entered, &given, told)
    }

    /// The page in an archive's record.
    fn archived(&self, name: &str, record: &Record, told: &mut Told) -> Result<Read, Box<NoArticle>> {
        let page = record.page(MAX_BYTES).map_err(|none| {
            Box::new(NoArticle {
                // What was archived is what the server said, and no failure of ours.
                status: NoArticleStatus::Skipped,
                stage: Stage::Fetch,
                http_status: none.http_status,
                ..failure(&none.url, none.reason, format!("{name}: {}", none.message))
            })
        })?;
        let given = Given {
            content_type: page.content_type.as_deref(),
            fetched_at: page.at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()),
            http_status: Some(200),
            ..local(&page.body, Some(page.url))
        };
        let (mut outcome, further) = self.extract(name, &given, told)?;
        if let Outcome::Article(article) = &mut outcome
            && page.cut
        {
            article.warnings.push(Warning {
                code: "truncated".to_owned(),
                field: Some("body".to_owned()),
                message: "the archive holds only the beginning of the page".to_owned(),
            });
        }
        Ok((outcome, further))
    }

    fn extract(&self, name: &str, source: &Given<'_>, told: &mut Told) -> Result<Read, Box<NoArticle>> {
        let named = |mut none: NoArticle| {
            none.message = format!("{name}: {}", none.message);
            Box::new(none)
        };
        let unknown = || Url::parse(UNKNOWN).ok();
        let Some(url) = source.url.clone().or_else(|| source.or_else.clone()).or_else(unknown) else {
            return Err(named(failure("", Reason::MalformedUrl, "has no address".to_owned())));
        };
        let final_url = source.final_url.clone().unwrap_or_else(|| url.clone());
        let parse = |url: &Url, final_url: &Url| {
            self.parse(source, url, final_url)
                .map_err(|error| named(error.no_article(url.as_str(), source.http_status, source.attempts)))
        };
        let mut page = parse(&url, &final_url)?;
        if source.url.is_none()
            && let Some(own) = extract::declared_url(&page)
        {
            // Now that the site is known, its profile may want to replace something first.
            page = parse(&own, &own)?;
        }
        let profile = self.profiles.find(&page.final_url);
        let extracted = unbroken(|| extract::explain(&page, profile, self.options));
        let broken_off = || NoArticle::broken_off(page.url.as_str(), source.http_status, source.attempts);
        let (article, why) = extracted.ok_or_else(|| named(broken_off()))?;
        if self.explain {
            told.explanation = Some(explain::render(name, profile, &article, &why));
        }
        told.why = self.observed.then_some(why);
        let none = |error: extract::ExtractError| {
            named(error.no_article(page.url.as_str(), source.http_status, source.attempts))
        };
        let further = profile.map(|profile| extract::further(&page, profile)).unwrap_or_default();
        article.map(|article| (article.into(), further)).map_err(none)
    }

    fn parse(&self, source: &Given<'_>, url: &Url, final_url: &Url) -> Result<Page, PageError> {
        let replacements = self.profiles.find(final_url).map_or(&[][..], |profile| &profile.replace);
        let (content_type, fetched_at) = (source.content_type, source.fetched_at.as_deref());
        let source = PageSource { url, final_url, bytes: source.bytes, content_type, fetched_at };
        Page::parse_replaced(&source, replacements)
    }
}

/// What `work` gives; `None` if it panics, which is our mistake and must not cost the other pages of a batch. Nothing
/// that it may have left half-done outlives the page.
fn unbroken<T>(work: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// What stands for the address of a page that came from nowhere and names none.
const UNKNOWN: &str = "about:blank";

fn local(bytes: &[u8], url: Option<Url>) -> Given<'_> {
    Given {
        bytes,
        content_type: None,
        url,
        or_else: None,
        final_url: None,
        fetched_at: None,
        http_status: None,
        attempts: 0,
    }
}

/// The bytes of a file, unpacked if they are gzip.
pub fn read_file(path: &Path, name: &str, url: Option<&Url>) -> Result<Vec<u8>, Box<NoArticle>> {
    let shown =
        if path.as_os_str() == name { name.to_owned() } else { format!("{name}: {}", path.display()) };
    let file = File::open(path).map_err(|error| Box::new(unreadable(&shown, url, &error)))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        let error = io::Error::new(io::ErrorKind::IsADirectory, "it is a directory; expected an HTML file");
        return Err(Box::new(unreadable(&shown, url, &error)));
    }
    capped(file).map_err(|error| Box::new(unreadable(&shown, url, &error)))
}

/// Reads at most one byte more than a page may have, which is enough for the page to be refused as too large; gzip is
/// unpacked.
pub fn capped(reader: impl io::Read) -> io::Result<Vec<u8>> {
    let most = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    reader.take(most).read_to_end(&mut bytes)?;
    if bytes.starts_with(b"\x1f\x8b") {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(bytes.as_slice()).take(most).read_to_end(&mut unpacked)?;
        return Ok(unpacked);
    }
    Ok(bytes)
}

fn unreadable(name: &str, url: Option<&Url>, error: &io::Error) -> NoArticle {
    let url = url.map_or(name, Url::as_str);
    failure(url, Reason::UnreadableFile, format!("{name}: cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_its_own_page_only() {
        assert_eq!(unbroken(|| 1), Some(1));
        assert_eq!(unbroken(|| "a".parse::<u8>().unwrap()), None);
        let none = NoArticle::broken_off("https://example.com/a", None, 0);
        assert_eq!((none.reason.as_str(), none.retryable), ("internal-error", false));
    }
}
