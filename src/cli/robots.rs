//! `copydesk robots`: whether robots.txt allows a URL, and by which line.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use copydesk::article::RecordId;
use copydesk::fetch::robots::{Robots, Verdict};
use copydesk::fetch::{FetchOptions, Fetcher};
use copydesk::outcome::one_line;
use serde::{Deserialize, Serialize};
use url::Url;

use super::batch;
use super::config::Config;
use super::exit::Exit;
use super::fetch_flags::FetchFlags;
use super::stdout::stdout;

/// Tell whether robots.txt allows a URL, by which line, and what pause it asks for.
///
/// Fetches robots.txt as a crawl would, unless --file names one. The exit status is 0 also for URLs that may not be
/// fetched; it is 1 if a robots.txt could not be had.
#[expect(clippy::doc_markdown, reason = "help text, in which backticks would show")]
#[derive(Debug, clap::Args)]
pub struct Args {
    /// URLs, or with --file also paths such as /private/.
    #[arg(value_name = "URL", required_unless_present = "input", conflicts_with = "input")]
    urls: Vec<String>,

    /// Judge by the robots.txt in FILE, without any network.
    #[arg(long, value_name = "ROBOTS.TXT")]
    file: Option<PathBuf>,

    /// Judge many cases from FILE (- is standard input), one JSON object a line: {"id", "robots", "user_agent",
    /// "url"}, where "robots" is the text of a robots.txt ("robots_base64" for its bytes). Prints {"id", "allowed",
    /// "line"} for each, in the same order; "line" is the deciding line from 1, null where no rule applies. A line
    /// that cannot be read becomes a failed record.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    input: Option<PathBuf>,

    #[command(flatten)]
    fetch: FetchFlags,
}

/// What messages call a good line of a batch.
const EXPECTED: &str = r#"{"id", "robots" or "robots_base64", "user_agent", "url"}, all strings"#;

/// One line of a batch; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<RecordId>,
    robots: Option<String>,
    robots_base64: Option<String>,
    user_agent: String,
    url: String,
}

#[derive(Serialize)]
struct Answer {
    id: Option<RecordId>,
    allowed: bool,
    line: Option<usize>,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    if let Some(path) = &args.input {
        return batch::run(path, EXPECTED, judge);
    }
    let options = args.fetch.options(config)?;
    match &args.file {
        Some(path) => by_file(&args.urls, path, &options),
        None => by_fetching(&args.urls, options),
    }
}

fn by_file(urls: &[String], path: &Path, options: &FetchOptions) -> anyhow::Result<Exit> {
    let file = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let robots = Robots::parse(&file);
    let mut out = stdout();
    for text in urls {
        writeln!(out, "{}", describe(text, &robots, &parse(text)?, options.product_token()))?;
    }
    out.flush()?;
    Ok(Exit::Success)
}

fn by_fetching(urls: &[String], options: FetchOptions) -> anyhow::Result<Exit> {
    let urls = urls
        .iter()
        .map(|text| {
            Url::parse(text).with_context(|| {
                format!("`{text}` is not a URL: expected one like https://example.com/story")
            })
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    let agent = options.product_token().to_owned();
    let fetcher = Fetcher::new(options)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut out = stdout();
    let mut exit = Exit::Success;
    for url in urls {
        match runtime.block_on(fetcher.robots(&url)) {
            Ok(robots) => writeln!(out, "{}", describe(url.as_str(), &robots, &url, &agent))?,
            Err(error) => {
                exit = Exit::Failures;
                out.flush()?;
                tell!("copydesk: {}", one_line(&error));
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

/// One line for a reader.
fn describe(text: &str, robots: &Robots, url: &Url, agent: &str) -> String {
    let Verdict { allowed, line, rule } = robots.allows(agent, url);
    let verdict = if allowed { "allowed" } else { "disallowed" };
    let reason = match line.zip(rule) {
        Some((line, rule)) => format!("line {line}: {rule}"),
        None => "no rule applies".to_owned(),
    };
    let delay = robots.crawl_delay(agent);
    let pause = delay.map(|delay| format!(", crawl delay {} s", delay.as_secs_f64())).unwrap_or_default();
    format!("{verdict:<10}  {text}  ({reason}{pause})")
}

fn judge(line: Line) -> anyhow::Result<Answer> {
    let file = match (line.robots, line.robots_base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => BASE64_STANDARD.decode(text).context("`robots_base64` is not base64")?,
        _ => bail!("it has both `robots` and `robots_base64`, or neither"),
    };
    let agent = line.user_agent.split('/').next().unwrap_or_default().trim();
    let verdict = Robots::parse(&file).allows(agent, &parse(&line.url)?);
    Ok(Answer { id: line.id, allowed: verdict.allowed, line: verdict.line })
}

/// A URL, or as much of one as tells its path: robots.txt is about paths, whatever the host.
fn parse(text: &str) -> anyhow::Result<Url> {
    let whole = Some(text).filter(|text| has_scheme(text)).map(Url::parse);
    let runs_on = |url: &Url| url.host_str().is_some_and(|host| host.contains(';'));
    let parsed = match whole {
        Some(Err(error)) => Err(error),
        Some(Ok(url)) if !runs_on(&url) => Ok(url),
        _ => Url::parse(&format!("http://host.invalid{}", path_of(text))),
    };
    parsed.map_err(|error| {
        anyhow!("`{text}` is not a URL: expected one like https://example.com/story, or a path: {error}")
    })
}

/// What a path begins with, or what may follow a host without one.
const BEGINNINGS: [char; 3] = ['/', '?', ';'];

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| !scheme.contains(BEGINNINGS))
}

/// The path and what follows it, as Google's parser finds them in any text: the scheme, the host and two slashes in front may
/// be missing, and so may the path.
fn path_of(text: &str) -> String {
    let text = text.split('#').next().unwrap_or_default();
    let text = text.strip_prefix("//").unwrap_or(text);
    let text = text.split_once("://").filter(|_| has_scheme(text)).map_or(text, |(_, rest)| rest);
    let path = text.find(BEGINNINGS).and_then(|at| text.get(at..)).unwrap_or_default();
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}
