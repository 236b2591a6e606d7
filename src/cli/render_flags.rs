//! The flags by which pages are rendered in a browser (cargo feature `render`).

use std::path::PathBuf;
use std::time::Duration;

use copydesk::fetch::{Fetcher, RenderOptions, Renderer};

use super::config::CrawlConfig;
use super::fetch_flags::{duration, parse_duration, parse_size, size};

/// Whether and how pages are rendered.
#[derive(Debug, clap::Args)]
pub struct RenderFlags {
    /// Let a headless Chromium make the page where there is hardly any text without its scripts. What scripts load is fetched
    /// like any page: robots.txt, pace, address guard and limits hold, and the browser has no other way to the
    /// network. Only GET requests for scripts and data are answered; images, fonts, media and frames are not loaded.
    #[arg(long, env = "COPYDESK_RENDER")]
    render: bool,

    /// With --render: give a page up after that, pauses between its requests included; it ends as `timeout`
    /// [default: 1m].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_RENDER_TIMEOUT")]
    render_timeout: Option<Duration>,

    /// With --render: give a page up that loads, or becomes, more than SIZE; it ends as `too-large` [default: 16MiB].
    #[arg(long, value_name = "SIZE", value_parser = parse_size, env = "COPYDESK_RENDER_MAX_BYTES")]
    render_max_bytes: Option<u64>,

    /// With --render: the browser's program [default: chromium, chromium-browser or google-chrome on the path].
    #[arg(long, value_name = "FILE", env = "COPYDESK_RENDER_BROWSER")]
    render_browser: Option<PathBuf>,

    /// With --render: run the browser without its own sandbox, which root must. Pages' scripts are then held by less.
    #[arg(long, env = "COPYDESK_RENDER_WITHOUT_SANDBOX")]
    render_without_sandbox: bool,
}

impl RenderFlags {
    /// Whether pages are to be rendered.
    pub fn is_wanted(&self, settings: &CrawlConfig) -> bool {
        self.render || settings.render.unwrap_or_default()
    }

    /// The fetcher, with a browser if one is wanted.
    pub async fn add_to(&self, fetcher: Fetcher, settings: &CrawlConfig) -> anyhow::Result<Fetcher> {
        if !self.is_wanted(settings) {
            return Ok(fetcher);
        }
        let default = RenderOptions::default();
        let options = RenderOptions {
            program: self.render_browser.clone().or_else(|| settings.render_browser.clone()),
            timeout: duration("render-timeout", self.render_timeout, settings.render_timeout.as_deref())?
                .unwrap_or(default.timeout),
            max_bytes: size("render-max-bytes", self.render_max_bytes, settings.render_max_bytes.as_deref())?
                .unwrap_or(default.max_bytes),
            sandbox: !(self.render_without_sandbox || settings.render_without_sandbox.unwrap_or_default()),
            ..default
        };
        let renderer = Renderer::start(options, &fetcher.options().user_agent).await?;
        Ok(fetcher.rendering(renderer))
    }
}
