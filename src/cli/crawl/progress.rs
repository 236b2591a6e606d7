//! What is shown while a crawl runs: a line that moves, on a terminal only; what must be told, everywhere.

use std::io::{IsTerminal as _, stderr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::crawl::{SourceReport, Summary, Watch};
use copydesk::extract::Explanation;
use copydesk::sink::SinkError;
use copydesk::{Article, Outcome, Profiles};
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use super::super::extract::explain;
use super::stream::Stream;

/// How often the moving line turns.
const TICK: Duration = Duration::from_millis(200);

/// Shows a crawl's progress on standard error, and passes its articles on.
pub struct Progress {
    profiles: Arc<Profiles>,
    /// Where articles go besides the files.
    stream: Option<Stream>,
    /// On a terminal only.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// Begins to show.
    pub fn start(profiles: Arc<Profiles>, stream: Option<Stream>) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { profiles, stream, bar, start: Instant::now() }
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
        let tell = || tell!("copydesk: {line}");
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
    }

    fn explained(&self, article: &Article, explanation: &Explanation) {
        let url = article.final_url.parse::<Url>().ok();
        let profile = url.and_then(|url| self.profiles.find(&url));
        let text = explain::render(&article.url, profile, &Ok(article.clone()), explanation);
        match &self.bar {
            Some(bar) => bar.suspend(|| eprint!("{text}")),
            None => eprint!("{text}"),
        }
    }

    fn finished(&self, summary: &Summary, _waiting: u64) {
        if let Some(bar) = &self.bar {
            bar.set_message(self.line(summary));
        }
    }

    fn source(&self, source: &SourceReport<'_>) {
        // Feeds and sitemaps have no line in the output, so what is wrong with one is told here.
        if let Err(why) = source.listed {
            self.say(&format!("not read for links: {why}"));
        }
    }
}
