//! `copydesk.toml`: settings below flags and environment, above what is built in.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// The file's name, looked for in the current folder.
const NAME: &str = "copydesk.toml";

/// All settings; each has the name and meaning of the flag.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Folder of site profiles.
    pub selectors: Option<PathBuf>,
    /// `[fetch]`: everything that goes over the network.
    #[serde(default)]
    pub fetch: FetchConfig,
    /// `[crawl]`: crawling only.
    #[serde(default)]
    pub crawl: CrawlConfig,
}

/// `[fetch]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FetchConfig {
    /// See `--delay`.
    pub delay: Option<String>,
    /// See `--timeout`.
    pub timeout: Option<String>,
    /// See `--idle-timeout`.
    pub idle_timeout: Option<String>,
    /// See `--max-body`.
    pub max_body: Option<String>,
    /// See `--max-redirects`.
    pub max_redirects: Option<u32>,
    /// See `--retries`.
    pub retries: Option<u32>,
    /// See `--user-agent`.
    pub user_agent: Option<String>,
    /// See `--max-hold`.
    pub max_hold: Option<String>,
    /// See `--allow-address`.
    #[serde(default)]
    pub allow_address: Vec<String>,
    /// See `--connect-to`.
    #[serde(default)]
    pub connect_to: Vec<String>,
    /// See `--ca-certificate`.
    #[serde(default)]
    pub ca_certificate: Vec<PathBuf>,
    /// See `--header`.
    #[serde(default, deserialize_with = "secrets")]
    pub header: Vec<String>,
    /// See `--proxy`.
    #[serde(default, deserialize_with = "secret")]
    pub proxy: Option<String>,
    /// See `--cookies`.
    pub cookies: Option<bool>,
    /// See `--keep-connections`.
    pub keep_connections: Option<usize>,
    /// See `--per-address`.
    pub per_address: Option<bool>,
    /// See `--ignore-robots-for`.
    #[serde(default)]
    pub ignore_robots_for: Vec<String>,
}

/// `[crawl]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrawlConfig {
    /// See `--hosts-at-once`.
    pub hosts_at_once: Option<usize>,
    /// See `--max-pages`.
    pub max_pages: Option<u64>,
    /// See `--max-pages-per-host`.
    pub max_pages_per_host: Option<u64>,
    /// See `--trap-after`.
    pub trap_after: Option<u64>,
    /// See `--max-depth`.
    pub max_depth: Option<u32>,
    /// See `--respect-ai-optout`.
    pub respect_ai_optout: Option<bool>,
    /// See `--archive`.
    pub archive: Option<bool>,
    /// See `--archive-size`.
    pub archive_size: Option<String>,
    /// See `--scope`.
    pub scope: Option<String>,
    /// See `--watch`.
    pub watch: Option<bool>,
    /// See `--watch-min`.
    pub watch_min: Option<String>,
    /// See `--watch-max`.
    pub watch_max: Option<String>,
    /// See `--watch-articles`.
    pub watch_articles: Option<String>,
    /// See `--render`.
    #[cfg(feature = "render")]
    pub render: Option<bool>,
    /// See `--render-timeout`.
    #[cfg(feature = "render")]
    pub render_timeout: Option<String>,
    /// See `--render-max-bytes`.
    #[cfg(feature = "render")]
    pub render_max_bytes: Option<String>,
    /// See `--render-browser`.
    #[cfg(feature = "render")]
    pub render_browser: Option<PathBuf>,
    /// See `--render-without-sandbox`.
    #[cfg(feature = "render")]
    pub render_without_sandbox: Option<bool>,
}

/// A list of texts, which no message repeats: they may hold credentials.
fn secrets<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    value.try_into().map_err(|_| D::Error::custom("`header`: expected a list of strings"))
}

/// The same for one text.
fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    value.try_into().map(Some).map_err(|_| D::Error::custom("`proxy`: expected a string"))
}

impl Config {
    /// Reads the named file, or `copydesk.toml` of the current folder if there is one.
    pub fn load(named: Option<&Path>) -> anyhow::Result<Self> {
        let path = named.unwrap_or(Path::new(NAME));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read the settings in {}", path.display()));
            }
        };
        // toml's own message spans lines to draw an arrow; its parts make one line.
        toml::from_str(&text).map_err(|error| {
            let line = error
                .span()
                .map_or(1, |span| 1 + text.bytes().take(span.start).filter(|&b| b == b'\n').count());
            anyhow!("{}:{line}: {}", path.display(), error.message())
        })
    }
}
