//! HTML and an address → a record, as `copydesk extract` does it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use copydesk::extract::{Extractor, OperatingPoint, ReadError, declared_url};
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage};
use copydesk::page::{Page, PageSource};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use url::Url;

use crate::errors::raise_not_an_article;
use crate::profiles::Profiles;
use crate::record::Article;
use crate::text::{Html, Text};

/// What stands for the address of a page that came from nowhere and names none.
pub const UNKNOWN: &str = "about:blank";

/// Reads pages by one choice of profiles and options; shared by threads.
#[derive(Clone)]
pub struct Reader(Extractor);

impl Reader {
    /// By these profiles, or those that are built in.
    pub fn new(profiles: Option<&Profiles>, focus: &str, captions: bool, quotes: bool) -> PyResult<Self> {
        let extractor =
            Extractor::new().operating_point(operating_point(focus)?).captions(captions).quotes(quotes);
        Ok(Self(match profiles {
            Some(profiles) => extractor.profiles(profiles.set()),
            None => extractor,
        }))
    }

    /// The article of a page, or why there is none. A panic, which is our mistake, costs that page only.
    pub fn read(
        &self,
        bytes: &[u8],
        content_type: Option<&str>,
        url: Option<&str>,
    ) -> Result<copydesk::Article, Box<NoArticle>> {
        let read = || match url.map(str::trim).filter(|url| !url.is_empty()) {
            Some(url) => self.addressed(bytes, content_type, &page_address(url)?),
            None => self.unaddressed(bytes, content_type),
        };
        catch_unwind(AssertUnwindSafe(read))
            .unwrap_or_else(|_| Err(Box::new(NoArticle::broken_off(url.unwrap_or(UNKNOWN), None, 0))))
    }

    fn addressed(
        &self,
        bytes: &[u8],
        content_type: Option<&str>,
        url: &Url,
    ) -> Result<copydesk::Article, Box<NoArticle>> {
        let source = PageSource { url, final_url: url, bytes, content_type, fetched_at: None };
        self.0.extract_bytes(&source).map_err(|error| Box::new(error.no_article(url.as_str())))
    }

    /// By the address that the page itself names, if it does.
    fn unaddressed(
        &self,
        bytes: &[u8],
        content_type: Option<&str>,
    ) -> Result<copydesk::Article, Box<NoArticle>> {
        let none = |error: ReadError| Box::new(error.no_article(UNKNOWN));
        let url =
            Url::parse(UNKNOWN).map_err(|cause| none(ReadError::Url { text: UNKNOWN.to_owned(), cause }))?;
        let source = PageSource { url: &url, final_url: &url, bytes, content_type, fetched_at: None };
        let page = Page::parse(&source).map_err(|error| none(error.into()))?;
        match declared_url(&page) {
            // Now that the site is known, its profile may want to replace something first.
            Some(own) => self.addressed(bytes, content_type, &own),
            None => self.0.extract_page(&page).map_err(|error| none(error.into())),
        }
    }
}

/// How sure the generic extractor must be of a block.
pub fn operating_point(focus: &str) -> PyResult<OperatingPoint> {
    match focus {
        "balanced" => Ok(OperatingPoint::Balanced),
        "precision" => Ok(OperatingPoint::Precision),
        "recall" => Ok(OperatingPoint::Recall),
        other => Err(PyValueError::new_err(format!(
            "focus is \"balanced\", \"precision\" or \"recall\", not {other:?}"
        ))),
    }
}

/// The address of a page that is not fetched: any http or https URL, as it was written.
fn page_address(text: &str) -> Result<Url, Box<NoArticle>> {
    let url = Url::parse(text)
        .map_err(|cause| Box::new(ReadError::Url { text: text.to_owned(), cause }.no_article(text)))?;
    if matches!(url.scheme(), "http" | "https") {
        return Ok(url);
    }
    Err(Box::new(NoArticle {
        url: text.to_owned(),
        id: None,
        status: NoArticleStatus::Failed,
        stage: Stage::Input,
        reason: Reason::UnsupportedScheme,
        message: format!(
            "{text:?} is not the address of a page: expected http or https, not {}",
            url.scheme()
        ),
        http_status: None,
        retryable: false,
        attempts: 0,
    }))
}

/// The article of one page.
#[pyfunction]
#[pyo3(signature = (html, url=None, *, profiles=None, focus="balanced", captions=false, quotes=true, content_type=None))]
#[expect(clippy::too_many_arguments, reason = "each is a keyword")]
pub fn extract(
    py: Python<'_>,
    html: Html,
    url: Option<Text>,
    profiles: Option<&Bound<'_, Profiles>>,
    focus: &str,
    captions: bool,
    quotes: bool,
    content_type: Option<Text>,
) -> PyResult<Article> {
    let reader = Reader::new(profiles.map(Bound::get), focus, captions, false)?;
    let (url, content_type) = (url.as_ref().map(Text::as_str), content_type.as_ref().map(Text::as_str));
    let (bytes, own_type) = html.bytes();
    let read = py.detach(|| reader.read(bytes, own_type.or(content_type), url));
    let article = if quotes { Article::with_quotes_later } else { Article::new };
    read.map(article).map_err(|none| raise_not_an_article(py, &none))
}
