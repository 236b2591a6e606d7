//! `--dry-run`: what would be fetched, without fetching it.

use std::io::Write as _;

use copydesk::Profiles;
use copydesk::crawl::{CrawlOptions, Intent, Planned, plan};
use copydesk::fetch::Fetcher;
use serde::Serialize;

use super::super::exit::Exit;
use super::super::log::{self, Level};
use super::super::stdout::{json_line, stdout};

/// One URL as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    would: &'static str,
    reason: Option<&'a str>,
    message: Option<&'a str>,
}

/// Prints the plan.
pub async fn run(options: &CrawlOptions, fetcher: &Fetcher, profiles: &Profiles) -> anyhow::Result<Exit> {
    let mut out = stdout();
    let (mut fetch, mut left) = (0_u64, 0_u64);
    let mut written = Ok(());
    plan(options, fetcher, profiles, |planned| {
        let line = Line::of(&planned);
        *(if planned.intent == Intent::Fetch { &mut fetch } else { &mut left }) += 1;
        if written.is_ok() {
            written = json_line(&mut out, &line);
        }
    })
    .await?;
    written?;
    out.flush()?;
    log::say(Level::Info, &format!("would fetch {fetch}, and not {left} others"));
    Ok(Exit::Success)
}

impl<'a> Line<'a> {
    fn of(planned: &'a Planned) -> Self {
        let (would, reason, message) = match &planned.intent {
            Intent::Fetch => ("fetch", None, None),
            Intent::Seen => ("leave", Some("seen"), Some("finished by an earlier run")),
            Intent::Leave(reason, message) => ("leave", Some(reason.as_str()), Some(message.as_str())),
        };
        Self { url: &planned.url, would, reason, message }
    }
}
