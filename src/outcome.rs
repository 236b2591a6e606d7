//! What became of one URL: every URL that enters leaves as exactly one [`Outcome`].

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, RecordId};

/// What became of one URL, as one JSON line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// The page gave an article.
    Article(Box<Article>),
    /// It gave none, and the record says why.
    NoArticle(NoArticle),
}

/// Why a URL gave no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoArticle {
    /// The URL, as it entered.
    pub url: String,
    /// The `id` of the batch line it came from.
    pub id: Option<RecordId>,
    /// Skipped on purpose, or failed.
    pub status: NoArticleStatus,
    /// How far it got.
    pub stage: Stage,
    /// Stable slug.
    pub reason: Reason,
    /// What was wrong, where, and what to do, in one line.
    pub message: String,
    /// The status code of the last answer, if there was one.
    pub http_status: Option<u16>,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// How many requests for the URL went out.
    pub attempts: u32,
}

/// What became of one URL, without the article: a line of a crawl's `outcomes.jsonl`. It has the keys of
/// [`NoArticle`], `null` where they mean nothing for an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeLine {
    /// The URL, as it entered.
    pub url: String,
    /// The `id` of the batch line it came from.
    pub id: Option<RecordId>,
    /// Article, skipped on purpose, or failed.
    pub status: OutcomeStatus,
    /// How far it got; `null` for an article.
    pub stage: Option<Stage>,
    /// Stable slug; `null` for an article.
    pub reason: Option<Reason>,
    /// What was wrong, where, and what to do, in one line; `null` for an article.
    pub message: Option<String>,
    /// The status code of the last answer, if there was one.
    pub http_status: Option<u16>,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// How many requests for the URL went out.
    pub attempts: u32,
}

/// Article, skipped on purpose, or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeStatus {
    /// The page gave an article; it is in `articles.jsonl`.
    Article,
    /// Rightly no article.
    Skipped,
    /// There may be an article, but we did not get it.
    Failed,
}

/// Skipped on purpose, or failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoArticleStatus {
    /// Rightly no article: a front page, a disallowed path, a duplicate.
    Skipped,
    /// There may be an article, but we did not get it.
    Failed,
}

/// The stage at which a URL ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Reading the line, file or URL.
    Input,
    /// Deciding whether the URL belongs to the crawl.
    Scope,
    /// Asking robots.txt.
    Robots,
    /// Fetching.
    Fetch,
    /// Decoding and parsing.
    Page,
    /// Extracting the article.
    Extract,
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident = $slug:literal,)+) => {
        /// Why a URL gave no article. The slugs are stable: pipelines may match on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum Reason {
            $($(#[doc = $doc])+ #[serde(rename = $slug)] $name,)+
        }

        impl Reason {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The slug used in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }
        }
    };
}

reasons! {
    /// A batch line is not JSON of the expected shape.
    MalformedLine = "malformed-line",
    /// A file is missing, a directory, or may not be read.
    UnreadableFile = "unreadable-file",
    /// A record of a web archive is broken or cut short.
    MalformedArchive = "malformed-archive",
    /// The text is not a URL.
    MalformedUrl = "malformed-url",
    /// The URL's scheme is not `http` or `https`.
    UnsupportedScheme = "unsupported-scheme",
    /// The URL, or what it redirects to, lies outside the crawl's scope.
    OutOfScope = "out-of-scope",
    /// More links away from a seed than `--max-depth`.
    TooDeep = "too-deep",
    /// `--max-pages` was reached before the URL's turn.
    PageLimit = "page-limit",
    /// `--max-pages-per-host` was reached before the URL's turn.
    HostLimit = "host-limit",
    /// Many pages with addresses like this one gave no article and led to none: a calendar, a session id, an error
    /// text without end.
    Trap = "trap",
    /// Published before `--since`.
    TooOld = "too-old",
    /// The same page was already stored under another URL.
    Duplicate = "duplicate",
    /// It redirects to another host, in a crawl that workers share: the target is fetched in that host's turn.
    Moved = "moved",
    /// robots.txt disallows the URL.
    Robots = "robots",
    /// robots.txt could not be had (5xx, timeout), which RFC 9309 takes as "disallow all".
    RobotsUnreachable = "robots-unreachable",
    /// The page asks not to be stored (`noindex`).
    Noindex = "noindex",
    /// The publisher reserves the page against AI or text mining, and the crawl respects that.
    AiOptOut = "ai-opt-out",
    /// The host name has no address.
    Dns = "dns",
    /// The host resolves to a private, loopback or link-local address.
    AddressRefused = "address-refused",
    /// No connection could be made.
    Connect = "connect",
    /// The TLS handshake failed.
    Tls = "tls",
    /// The total or the idle timeout passed.
    Timeout = "timeout",
    /// The connection broke before the answer was complete.
    ConnectionLost = "connection-lost",
    /// The answer is not HTTP, or its encoding is broken.
    MalformedResponse = "malformed-response",
    /// The answer is larger than `--max-body`.
    TooLarge = "too-large",
    /// More redirects than allowed, or a loop.
    TooManyRedirects = "too-many-redirects",
    /// The server answered with a status other than 200.
    HttpStatus = "http-status",
    /// The server keeps asking us to come back later than we are willing to wait.
    RetryLater = "retry-later",
    /// The content is not HTML.
    NotHtml = "not-html",
    /// The page has no content at all.
    EmptyPage = "empty-page",
    /// The page is no single article: a front page, a listing, too little text.
    NotArticle = "not-article",
    /// The page answers a search.
    SearchResults = "search-results",
    /// The page is a form to log in or to register.
    LoginWall = "login-wall",
    /// The page asks for consent to cookies, and shows nothing else.
    ConsentWall = "consent-wall",
    /// The page is an error text, sent as if it were a page ("soft 404").
    ErrorPage = "error-page",
    /// The page shows a video or plays a podcast, and has hardly any text.
    VideoOnly = "video-only",
    /// The page looks like an article, but no body could be found.
    NoBody = "no-body",
    /// The browser that was to make the page of its scripts failed.
    RenderFailed = "render-failed",
    /// A mistake in copydesk ended the reading of the page. Please report it.
    InternalError = "internal-error",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Outcome {
    /// The URL, as it entered.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Article(article) => &article.url,
            Self::NoArticle(none) => &none.url,
        }
    }

    /// Sets the batch line's `id`.
    #[must_use]
    pub fn with_id(mut self, id: Option<RecordId>) -> Self {
        match &mut self {
            Self::Article(article) => article.id = id,
            Self::NoArticle(none) => none.id = id,
        }
        self
    }

    /// Whether something went wrong, so that the exit status should say so.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        matches!(self, Self::NoArticle(NoArticle { status: NoArticleStatus::Failed, .. }))
    }
}

impl OutcomeLine {
    /// The line of a URL that gave an article, after that many requests.
    #[must_use]
    pub fn article(url: &str, attempts: u32) -> Self {
        Self {
            url: url.to_owned(),
            id: None,
            status: OutcomeStatus::Article,
            stage: None,
            reason: None,
            message: None,
            http_status: Some(200),
            retryable: false,
            attempts,
        }
    }
}

impl NoArticle {
    /// The record of a page whose reading ended in a panic: our mistake, and no reason to lose any other page.
    #[must_use]
    pub fn broken_off(url: &str, http_status: Option<u16>, attempts: u32) -> Self {
        Self {
            url: url.to_owned(),
            id: None,
            status: NoArticleStatus::Failed,
            stage: Stage::Extract,
            reason: Reason::InternalError,
            message: format!("{url} could not be read: a mistake in copydesk, please report it"),
            http_status,
            retryable: false,
            attempts,
        }
    }
}

impl From<&NoArticle> for OutcomeLine {
    fn from(none: &NoArticle) -> Self {
        Self {
            url: none.url.clone(),
            id: none.id.clone(),
            status: match none.status {
                NoArticleStatus::Skipped => OutcomeStatus::Skipped,
                NoArticleStatus::Failed => OutcomeStatus::Failed,
            },
            stage: Some(none.stage),
            reason: Some(none.reason),
            message: Some(none.message.clone()),
            http_status: none.http_status,
            retryable: none.retryable,
            attempts: none.attempts,
        }
    }
}

impl From<NoArticle> for Outcome {
    fn from(none: NoArticle) -> Self {
        Self::NoArticle(none)
    }
}

impl From<Article> for Outcome {
    fn from(article: Article) -> Self {
        Self::Article(Box::new(article))
    }
}

/// An error and its causes on one line, most general first: `a: b: c`.
///
/// Our errors leave the cause out of their own text and keep it as `source`, so joining them repeats nothing.
#[must_use]
pub fn one_line(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
