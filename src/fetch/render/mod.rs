//! Pages whose text is put there by scripts, as a real headless Chromium makes them (cargo feature `render`).
//!
//! The browser has no way to the network of its own: every request it makes is stopped and answered with what our own
//! [`Fetcher`] got, so that robots.txt, pace, address guard and limits hold for it (`page`), and whatever is not stopped
//! ends at a proxy that is not there and a resolver that knows no names (`browser`). Chromium is talked to through a pair
//! of pipes, so it listens on no port either.

mod browser;
mod page;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore};

use self::browser::Browser;
use super::error::Tried;
use super::{FetchError, FetchRequest, Fetched, Fetcher};
use crate::outcome::Reason;

/// How pages are rendered. The limits are per page; what passes one gives no article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// The browser's program; `None`: the first of its usual names that is on the path.
    pub program: Option<PathBuf>,
    /// Longest time for a page, the pauses its host asks for between scripts included.
    pub timeout: Duration,
    /// Most bytes of scripts and data it loads, after content decoding; the page made of them may not be larger either.
    pub max_bytes: u64,
    /// Pages rendered at the same time.
    pub at_once: usize,
    /// Keep the browser's own sandbox around pages, which it refuses to do when it is run by root.
    pub sandbox: bool,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            program: None,
            timeout: Duration::from_mins(1),
            max_bytes: 16 * 1024 * 1024,
            at_once: 2,
            sandbox: true,
        }
    }
}

/// What went wrong with rendering a page.
#[derive(Clone, Debug, thiserror::Error)]
pub enum RenderFault {
    /// The page was not complete in time.
    #[error("it was not complete after {0:?}, the limit set by --render-timeout")]
    TooSlow(Duration),
    /// The page loads, or becomes, too much.
    #[error("it loads or becomes more than {0} bytes, the limit set by --render-max-bytes")]
    TooLarge(u64),
    /// The page's process died, or the browser.
    #[error("the browser gave it up")]
    Crashed,
    /// The browser refused what it was asked for.
    #[error("the browser refuses: {0}")]
    Refused(String),
    /// The browser cannot be started.
    #[error("the browser cannot be started: {0}")]
    NoBrowser(String),
}

impl RenderFault {
    /// The slug in the record.
    pub(super) fn reason(&self) -> Reason {
        match self {
            Self::TooSlow(_) => Reason::Timeout,
            Self::TooLarge(_) => Reason::TooLarge,
            Self::Crashed | Self::Refused(_) | Self::NoBrowser(_) => Reason::RenderFailed,
        }
    }
}

/// Renders pages in one browser, which is started again should it die. Clones share it.
#[derive(Clone, Debug)]
pub struct Renderer {
    options: Arc<RenderOptions>,
    agent: Arc<str>,
    browser: Arc<Mutex<Option<Arc<Browser>>>>,
    room: Arc<Semaphore>,
}

impl Renderer {
    /// Starts the browser, which is to call itself `agent`.
    pub async fn start(options: RenderOptions, agent: &str) -> Result<Self, RenderFault> {
        let browser = Browser::start(&options, agent).await?;
        Ok(Self {
            room: Arc::new(Semaphore::new(options.at_once.max(1))),
            options: Arc::new(options),
            agent: agent.into(),
            browser: Arc::new(Mutex::new(Some(Arc::new(browser)))),
        })
    }

    /// The page that a browser makes of what was fetched for a request. Whatever it loads is fetched by `through`.
    pub(super) async fn render(
        &self,
        through: &Fetcher,
        request: &FetchRequest<'_>,
        fetched: &Fetched,
    ) -> Result<Fetched, FetchError> {
        // The semaphore is never closed.
        let _permit = self.room.acquire().await.ok();
        let rendering = async {
            let browser = self.running().await?;
            page::render(&browser, &self.options, through, request, fetched).await
        };
        let in_time = tokio::time::timeout(self.options.timeout, rendering).await;
        let rendered = in_time.unwrap_or(Err(RenderFault::TooSlow(self.options.timeout)));
        rendered.map_err(|fault| FetchError::Render {
            tried: Tried::new(&fetched.final_url, fetched.attempts),
            fault,
        })
    }

    /// The browser, started anew if it died.
    async fn running(&self) -> Result<Arc<Browser>, RenderFault> {
        let mut browser = self.browser.lock().await;
        if let Some(browser) = browser.as_ref().filter(|browser| !browser.is_gone()) {
            return Ok(Arc::clone(browser));
        }
        let started = Arc::new(Browser::start(&self.options, &self.agent).await?);
        *browser = Some(Arc::clone(&started));
        Ok(started)
    }
}
