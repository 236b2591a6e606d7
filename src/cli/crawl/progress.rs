//! What is shown while a crawl runs: a line that moves, on a terminal only; what must be told, everywhere.

use std::io::{IsTerminal as _, stderr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::crawl::frontier::UrlKind;
use copydesk::crawl::{SourceReport, Summary, Watch};
use copydesk::extract::Explanation;
use copydesk::outcome::NoArticleStatus;
use copydesk::sink::SinkError;
use copydesk::{Article, Outcome, Profiles};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use url::Url;

use super::super::extract::explain;
use super::super::log::{self, Level};
use super::metrics::Metrics;
use super::stream::Stream;

/// How often the moving line turns.
const TICK: Duration = Duration::from_millis(200);

/// Shows a crawl's progress on standard error, and passes its articles on.
pub struct Progress {
    profiles: Arc<Profiles>,
    /// Where articles go besides the files.
    stream: Option<Stream>,
    /// Who is told the numbers.
    metrics: Option<Arc<Metrics>>,
    /// On a terminal only.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// Begins to show.
    pub fn start(profiles: Arc<Profiles>, stream: Option<Stream>, metrics: Option<Arc<Metrics>>) -> Self {
        let bar = (stderr().is_terminal() && !log::is_json()).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { profiles, stream, metrics, bar, start: Instant::now() }
    }

    /// Removes what moves, and ends the stream of articles.
    pub fn end(&self) -> Result<(), SinkError> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.stream.as_ref().map_or(Ok(()), Stream::end)
    }

    /// Writes a line that stays.
    pub fn say(&self, line: &str) {
        let tell = || log::say(Level::Warn, line);
        self.bar.as_ref().map_or_else(tell, |bar| bar.suspend(tell));
    }

    fn line(&self, summary: &Summary) -> String {
        let finished = summary.entered.saturating_sub(summary.waiting);
        let here = finished.saturating_sub(summary.before);
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = here as f64 / seconds;
        let skipped = finished.saturating_sub(summary.articles + summary.failed);
        format!(
            "{rate:.1} pages/s · {} waiting · {} articles · {skipped} skipped · {} failed",
            summary.waiting, summary.articles, summary.failed
        )
    }
}

impl Watch for Progress {
    fn outcome(&self, outcome: &Outcome) {
        if let (Some(stream), Outcome::Article(_)) = (&self.stream, outcome) {
            stream.send(outcome);
        }
        page(outcome);
    }

    fn explained(&self, article: &Article, explanation: &Explanation) {
        let url = article.final_url.parse::<Url>().ok();
        let profile = url.and_then(|url| self.profiles.find(&url));
        let text = explain::render(&article.url, profile, &Ok(article.clone()), explanation);
        match &self.bar {
            Some(bar) => bar.suspend(|| eprint!("{text}")),
            None if log::is_json() => {
                log::event(Level::Info, "explained", json!({ "url": article.url, "text": text }));
            }
            None => eprint!("{text}"),
        }
    }

    fn finished(&self, summary: &Summary, _waiting: u64) {
        if let Some(bar) = &self.bar {
            bar.set_message(self.line(summary));
        }
        if let Some(metrics) = &self.metrics {
            metrics.note(summary);
        }
    }

    fn source(&self, source: &SourceReport<'_>) {
        // Feeds and sitemaps have no line in the output, so what is wrong with one is told here.
        if log::is_json() {
            let kind = if source.kind == UrlKind::Feed { "feed" } else { "sitemap" };
            let level = if source.listed.is_ok() { Level::Info } else { Level::Warn };
            let (listed, why) = (source.listed.ok(), source.listed.err());
            log::event(
                level,
                "source",
                json!({ "url": source.url, "kind": kind, "listed": listed, "message": why }),
            );
        } else if let Err(why) = source.listed {
            self.say(&format!("not read for links: {why}"));
        }
    }
}

/// A finished page, for programs.
fn page(outcome: &Outcome) {
    match outcome {
        Outcome::Article(article) => {
            let fields = json!({ "url": article.url, "status": "article", "final_url": article.final_url });
            log::event(Level::Info, "page", fields);
        }
        Outcome::NoArticle(none) => {
            let failed = none.status == NoArticleStatus::Failed;
            log::event(if failed { Level::Warn } else { Level::Info }, "page", none);
        }
    }
}
