//! `copydesk profile drift`.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use copydesk::drift::{self, Drift, Kind, Rate};
use serde::Serialize;

use crate::cli::drift_flags;
use crate::cli::exit::Exit;
use crate::cli::stdout::{json_line, stdout};

/// `copydesk profile drift`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder of a crawl, or a file that was given as --history.
    #[arg(value_name = "DIR|FILE")]
    from: PathBuf,

    /// Print one JSON object per profile and field: {"host", "field", "at", "runs", "before": {"hits", "pages"}, "now",
    /// "drifts"}, where now is the last run, before the runs before it, and drifts says in what way it is worse.
    #[arg(long)]
    json: bool,

    /// End with status 1 if anything drifted in the last run.
    #[arg(long)]
    fail_on_drift: bool,
}

/// One field of one profile.
#[derive(Serialize)]
struct Row<'a> {
    host: &'a str,
    field: &'a str,
    at: Option<&'a str>,
    runs: usize,
    before: Rate,
    now: Rate,
    drifts: Vec<&'a Drift>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let path = if args.from.is_dir() { args.from.join(drift_flags::FILE) } else { args.from.clone() };
    let history =
        drift_flags::read(&path)?.with_context(|| format!("{}: there is no such file", path.display()))?;
    let mut out = stdout();
    let mut any = false;
    for (host, profile) in &history.profiles {
        let Some(last) = profile.runs.last() else { continue };
        let drifts = drift::of_last_run(host, profile);
        any |= !drifts.is_empty();
        let before = profile.before_last();
        for (field, now) in &last.fields.fields {
            let rate = |tally: Option<&drift::FieldTally>| Rate {
                hits: tally.map_or(0, |tally| tally.hits),
                pages: tally.map_or(0, |tally| tally.pages),
            };
            let row = Row {
                host,
                field,
                at: last.at.as_deref(),
                runs: profile.runs.len(),
                before: rate(before.fields.get(field)),
                now: rate(Some(now)),
                drifts: drifts.iter().filter(|drift| drift.field == *field).collect(),
            };
            if args.json { json_line(&mut out, &row)? } else { print(&mut out, &row)? }
        }
    }
    out.flush()?;
    Ok(if any && args.fail_on_drift { Exit::Failures } else { Exit::Success })
}

fn print(out: &mut impl Write, row: &Row<'_>) -> io::Result<()> {
    let rate = |rate: Rate| if rate.pages == 0 { "-".to_owned() } else { rate.to_string() };
    let (before, now) = (rate(row.before), rate(row.now));
    write!(out, "{:30}  {:14}  {before:>16} → {now:<16}", row.host, row.field)?;
    for drift in &row.drifts {
        let kind = match drift.kind {
            Kind::Missed => "missed".to_owned(),
            Kind::Rule => format!("rule gone: {}", drift.rule.as_deref().unwrap_or_default()),
            Kind::Disagrees => "disagrees with the metadata".to_owned(),
            Kind::Length => "other lengths".to_owned(),
        };
        write!(out, "  {kind}")?;
    }
    writeln!(out)
}
