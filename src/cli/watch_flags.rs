//! The flags by which a crawl goes on to look for what is new or changed.

use std::time::Duration;

use anyhow::ensure;
use copydesk::crawl::Revisiting;

use super::config::CrawlConfig;
use super::fetch_flags::{duration, parse_duration};

/// The shortest pause, if nobody says otherwise.
const LEAST: Duration = Duration::from_mins(5);

/// The longest pause, if nobody says otherwise.
const MOST: Duration = Duration::from_hours(24);

/// How long articles are asked for, if nobody says otherwise.
const ARTICLES: Duration = Duration::from_hours(7 * 24);

/// Whether and how a crawl goes on.
#[derive(Debug, clap::Args)]
pub struct WatchFlags {
    /// Go on once everything is fetched: ask feeds, sitemaps and seeds again and again, fetch what is new at once, and write
    /// an article whose page changed as one more record, with the next `revision`, the keys that `changed` and the
    /// `similarity` of the bodies. What has not changed costs no line, and where the server can tell, no download
    /// (status 304). Pages that could not be had for a reason that passes (no connection, status 503) are asked for again too, and
    /// so are those of earlier runs. Runs until interrupted, until --watch-for is over or --max-pages is reached.
    ///
    /// A source is asked again after 4 times --watch-min at first; news halves the pause, a visit without any makes it half
    /// as long again, a failure twice as long. An article is asked again after as long as it has been unchanged, so
    /// each pause is twice as long as the one before, and a change begins anew.
    #[arg(long, env = "COPYDESK_WATCH", conflicts_with = "dry_run")]
    watch: bool,

    /// With --watch: never ask a URL again before that [default: 5m].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_WATCH_MIN")]
    watch_min: Option<Duration>,

    /// With --watch: ask again after that at the latest [default: 1day].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_WATCH_MAX")]
    watch_max: Option<Duration>,

    /// With --watch: ask for an article until so long after it was published or last changed; 0s asks for none
    /// [default: 7days].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_WATCH_ARTICLES")]
    watch_articles: Option<Duration>,

    /// With --watch: end after that, as if there were no more to do.
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    watch_for: Option<Duration>,
}

impl WatchFlags {
    /// How the crawl goes on, if it does.
    pub fn revisiting(&self, settings: &CrawlConfig) -> anyhow::Result<Option<Revisiting>> {
        let watches = self.watch || settings.watch.unwrap_or_default();
        ensure!(watches || self.watch_for.is_none(), "--watch-for says how long to --watch: give both");
        let least = duration("watch-min", self.watch_min, settings.watch_min.as_deref())?.unwrap_or(LEAST);
        let most = duration("watch-max", self.watch_max, settings.watch_max.as_deref())?.unwrap_or(MOST);
        let articles = duration("watch-articles", self.watch_articles, settings.watch_articles.as_deref())?;
        if !watches {
            return Ok(None);
        }
        ensure!(!least.is_zero(), "--watch-min must be longer than 0s: URLs would be asked again at once");
        ensure!(least <= most, "--watch-min ({least:?}) is longer than --watch-max ({most:?})");
        let articles = articles.unwrap_or(ARTICLES);
        Ok(Some(Revisiting { least, most, articles, stop_after: self.watch_for }))
    }
}
