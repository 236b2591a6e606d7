//! The library's front door: HTML and its address in, record out.

use std::sync::{Arc, LazyLock};

use url::Url;

use super::{Explanation, ExtractError, OperatingPoint, Options, explain};
use crate::article::Article;
use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};
use crate::page::{Page, PageError, PageSource};
use crate::profile::Profiles;

/// Extracts articles, as often as wanted, by one set of profiles and one choice of options.
///
/// It is cheap to clone and may be shared by threads and tasks. No parsed page leaves its methods, so they can be
/// called between two `.await`s; a page takes milliseconds of CPU, so put many of them on a blocking thread.
///
/// ```
/// use copydesk::{Extractor, extract::OperatingPoint};
///
/// let extractor = Extractor::new().operating_point(OperatingPoint::Precision).captions(true);
/// let error = extractor.extract("<p>Too little.</p>", "https://example.com/thin").unwrap_err();
/// assert_eq!(error.reason().as_str(), "not-article");
/// ```
#[derive(Clone, Debug)]
pub struct Extractor {
    profiles: Arc<Profiles>,
    options: Options,
}

/// The profiles built into the program, compiled once.
static BUILT_IN: LazyLock<Arc<Profiles>> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the profiles are part of the program, and a test compiles them")]
    Arc::new(Profiles::built_in().expect("the built-in profiles compile"))
});

impl Default for Extractor {
    fn default() -> Self {
        Self { profiles: Arc::clone(&BUILT_IN), options: Options::default() }
    }
}

impl Extractor {
    /// With the built-in profiles and the default options, as the command line has them.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses these profiles only; `Profiles::default()` is none at all.
    #[must_use]
    pub fn profiles(mut self, profiles: impl Into<Arc<Profiles>>) -> Self {
        self.profiles = profiles.into();
        self
    }

    /// Shifts the generic extractor towards precision or recall.
    #[must_use]
    pub fn operating_point(mut self, point: OperatingPoint) -> Self {
        self.options.operating_point = point;
        self
    }

    /// Whether captions become blocks of `body`.
    #[must_use]
    pub fn captions(mut self, captions: bool) -> Self {
        self.options.captions = captions;
        self
    }

    /// Whether quotes and who said them are looked for, as is the default. Who only wants the text saves a third of the
    /// time without.
    #[must_use]
    pub fn quotes(mut self, quotes: bool) -> Self {
        self.options.quotes = quotes;
        self
    }

    /// The article of a page given as text. Bytes in an encoding not known yet are for [`extract_bytes`].
    ///
    /// [`extract_bytes`]: Self::extract_bytes
    pub fn extract(&self, html: &str, url: &str) -> Result<Article, ReadError> {
        let address = |cause| ReadError::Url { text: url.to_owned(), cause };
        let url = Url::parse(url).map_err(address)?;
        // A string is decoded already, whatever its <meta> says.
        let content_type = Some("text/html; charset=utf-8");
        let bytes = html.as_bytes();
        let source = PageSource { url: &url, final_url: &url, bytes, content_type, fetched_at: None };
        self.extract_bytes(&source)
    }

    /// The article of a page given as bytes, with what is known about them.
    pub fn extract_bytes(&self, source: &PageSource<'_>) -> Result<Article, ReadError> {
        let replacements = self.profiles.find(source.final_url).map_or(&[][..], |profile| &profile.replace);
        Ok(self.extract_page(&Page::parse_replaced(source, replacements)?)?)
    }

    /// The article of a parsed page.
    pub fn extract_page(&self, page: &Page) -> Result<Article, ExtractError> {
        self.explain_page(page).0
    }

    /// The article of a parsed page, and what was tried for every field and left out of the body.
    pub fn explain_page(&self, page: &Page) -> (Result<Article, ExtractError>, Explanation) {
        explain(page, self.profiles.find(&page.final_url), self.options)
    }
}

/// Why HTML and an address give no article.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The address is none.
    #[error("{text:?} is not the address of a page")]
    Url {
        /// What was given.
        text: String,
        /// What is wrong with it.
        #[source]
        cause: url::ParseError,
    },
    /// The bytes are no page.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The page is no article.
    #[error(transparent)]
    Extract(#[from] ExtractError),
}

impl ReadError {
    /// The stable slug of the reason.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.no_article("").reason
    }

    /// The plain record of this outcome, for the URL as it was given.
    #[must_use]
    pub fn no_article(&self, url: &str) -> NoArticle {
        match self {
            Self::Url { .. } => NoArticle {
                url: url.to_owned(),
                id: None,
                status: NoArticleStatus::Failed,
                stage: Stage::Input,
                reason: Reason::MalformedUrl,
                message: one_line(self),
                http_status: None,
                retryable: false,
                attempts: 0,
            },
            Self::Page(error) => error.no_article(url, None, 0),
            Self::Extract(error) => error.no_article(url, None, 0),
        }
    }
}
