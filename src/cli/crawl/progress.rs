//! What is shown while a crawl runs: a line that moves, on a terminal only; what must be told, everywhere.

use std::io::{IsTerminal as _, stderr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk::crawl::frontier::UrlKind;
use copydesk::crawl::{RevisitReport, Revisited, SourceReport, Summary, Watch};
use copydesk::extract::Explanation;
use copydesk::outcome::NoArticleStatus;
use copydesk::sink::SinkError;
use copydesk::{Article, Outcome, Profiles};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use url::Url;

use super::super::extract::explain;
use super::super::log::{self, Level};
use super::follow::Follow;
use super::metrics::Metrics;
use super::stream::Stream;

/// How often the moving line turns.
const TICK: Duration = Duration::from_millis(200);

/// Shows a crawl's progress on standard error, and passes its articles on.
pub struct Progress {
    profiles: Arc<Profiles>,
    /// Where articles go besides the files.
    stream: Option<Stream>,
    /// The database that gets them.
    follow: Option<Follow>,
    /// Who is told the numbers.
    metrics: Option<Arc<Metrics>>,
    /// On a terminal only.
    bar: Option<ProgressBar>,
    start: Instant,
}

impl Progress {
    /// Begins to show.
    pub fn start(
        profiles: Arc<Profiles>,
        stream: Option<Stream>,
        follow: Option<Follow>,
        metrics: Option<Arc<Metrics>>,
    ) -> Self {
        let bar = (stderr().is_terminal() && !log::is_json()).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            bar
        });
        Self { profiles, stream, follow, metrics, bar, start: Instant::now() }
    }

    /// Removes what moves, and ends what takes articles, of a crawl that has run or could not.
    pub fn end(&self, has_run: bool) -> Result<(), SinkError> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let followed = self.follow.as_ref().map_or(Ok(()), |follow| follow.end(has_run));
        self.stream.as_ref().map_or(Ok(()), Stream::end)?;
        followed
    }

    /// Writes a line that stays.
    pub fn say(&self, line: &str) {
        let tell = || log::say(Level::Warn, line);
        self.bar.as_ref().map_or_else(tell, |bar| bar.suspend(tell));
    }

    /// Passes an article on that was just stored.
    fn pass_on(&self, article: &Outcome) {
        if let Some(stream) = &self.stream {
            stream.send(article);
        }
        if let Some(follow) = &self.follow {
            follow.stored();
        }
    }

    fn line(&self, summary: &Summary) -> String {
        let finished = summary.entered.saturating_sub(summary.waiting);
        let here = finished.saturating_sub(summary.run.before);
        let seconds = self.start.elapsed().as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people to read")]
        let rate = here as f64 / seconds;
        let skipped = finished.saturating_sub(summary.articles + summary.failed);
        let again = match summary.run.revisits {
            0 => String::new(),
            visits => format!(" · {visits} asked again · {} revisions", summary.revisions),
        };
        format!(
            "{rate:.1} pages/s · {} waiting · {} articles · {skipped} skipped · {} failed{again}",
            summary.waiting, summary.articles, summary.failed
        )
    }
}

impl Watch for Progress {
    fn outcome(&self, outcome: &Outcome) {
        if let Outcome::Article(_) = outcome {
            self.pass_on(outcome);
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

    fn revisited(&self, report: &RevisitReport<'_>) {
        if let Revisited::Revised(article) = report.gave {
            self.pass_on(&Outcome::from(article.clone()));
        }
        again(report);
    }

    fn source(&self, source: &SourceReport<'_>) {
        // Feeds and sitemaps have no line in the output, so what is wrong with one is told here.
        if log::is_json() {
            let kind = kind(source.kind);
            let level = if source.listed.is_ok() { Level::Info } else { Level::Warn };
            let (listed, why) = (source.listed.ok(), source.listed.err());
            log::event(
                level,
                "source",
                json!({ "url": source.url, "kind": kind, "listed": listed, "new": source.new, "message": why }),
            );
        } else if let Err(why) = source.listed {
            self.say(&format!("not read for links: {why}"));
        }
    }
}

fn kind(kind: UrlKind) -> &'static str {
    match kind {
        UrlKind::Page => "page",
        UrlKind::Feed => "feed",
        UrlKind::Sitemap => "sitemap",
    }
}

/// A finished page, for programs.
fn page(outcome: &Outcome) {
    if !log::is_json() {
        return;
    }
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

/// A URL that was asked again, for programs.
fn again(report: &RevisitReport<'_>) {
    let (gave, more) = match report.gave {
        Revisited::Revised(article) => (
            "revision",
            json!({ "revision": article.revision, "changed": article.changed, "similarity": article.similarity }),
        ),
        Revisited::News(new) => ("news", json!({ "new": new })),
        Revisited::Unchanged { not_modified } => ("unchanged", json!({ "not_modified": not_modified })),
        Revisited::Failed(why) => ("failed", json!({ "message": why })),
    };
    let mut fields = json!({
        "url": report.url, "kind": kind(report.kind), "gave": gave,
        "again_in": report.again_in.map(|pause| pause.as_secs_f64()),
    });
    if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
        fields.extend(more);
    }
    let failed = matches!(report.gave, Revisited::Failed(_));
    log::event(if failed { Level::Warn } else { Level::Info }, "revisit", fields);
}
