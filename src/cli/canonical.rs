//! `copydesk canonical`: the form a URL is compared by.

use std::io::Write as _;
use std::path::PathBuf;

use copydesk::article::RecordId;
use copydesk::outcome::one_line;
use copydesk::{CanonicalUrl, canonical::UrlError};
use serde::{Deserialize, Serialize};
use url::Url;

use super::batch;
use super::exit::Exit;
use super::stdout::stdout;

/// Print the form in which each URL is queued, counted and compared.
///
/// That is: parsed as browsers do, without fragment,
/// tracking parameters and session identifiers. URLs that lead to the same page for certain share one form.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// URLs, absolute.
    #[arg(value_name = "URL", required_unless_present = "input", conflicts_with = "input")]
    urls: Vec<String>,

    /// Read many URLs from FILE (- is standard input), one JSON object a line: {"id", "url"}, and "base" for a
    /// reference found on that page. Prints {"id", "canonical"} for each, in the same order; "canonical" is null
    /// where the text is no URL to fetch. A line that cannot be read becomes a failed record.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

/// One line of a batch; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<RecordId>,
    url: String,
    #[serde(default)]
    base: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    id: Option<RecordId>,
    canonical: Option<String>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.input {
        Some(path) => {
            batch::run(path, r#"{"id", "url": a string, "base": a URL or absent}"#, |line| Ok(answer(line)))
        }
        None => one_by_one(&args.urls),
    }
}

fn one_by_one(urls: &[String]) -> anyhow::Result<Exit> {
    let mut out = stdout();
    let mut exit = Exit::Success;
    for url in urls {
        match CanonicalUrl::parse(url) {
            Ok(canonical) => writeln!(out, "{canonical}")?,
            Err(error) => {
                exit = Exit::Failures;
                // So that the message stands where the URL's line is missing.
                out.flush()?;
                tell!("copydesk: {}", one_line(&error));
            }
        }
    }
    out.flush()?;
    Ok(exit)
}

fn answer(line: Line) -> Answer {
    let canonical = resolve(&line).ok().map(|url| url.to_string());
    Answer { id: line.id, canonical }
}

fn resolve(line: &Line) -> Result<CanonicalUrl, UrlError> {
    match &line.base {
        None => CanonicalUrl::parse(&line.url),
        Some(base) => {
            let malformed = |cause| UrlError::Malformed { text: base.clone(), cause };
            CanonicalUrl::join(&Url::parse(base).map_err(malformed)?, &line.url)
        }
    }
}
