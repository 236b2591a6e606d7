//! `copydesk profile check`.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use copydesk::check::{self, CheckOptions, PageReport, Report, Verdict};
use serde::Serialize;

use crate::cli::config::Config;
use crate::cli::exit::Exit;
use crate::cli::profile_flags::SelectorsFlag;
use crate::cli::stdout::{json_line, stdout};

/// Where captured pages are looked for without being named.
const DEFAULT_PAGES: &str = "../shared/data";

/// `copydesk profile check`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Check only the profiles and fixtures of these hosts (default: every profile of the folder in use, or else
    /// every built-in one, and every fixture).
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,

    #[command(flatten)]
    selectors: SelectorsFlag,

    /// Write expected.json wherever it is missing or differs, as the profiles have it now. Look at the difference
    /// before you commit it: a blessed mistake is expected from then on. Cases are never written.
    #[arg(long)]
    bless: bool,

    /// The folder of fixtures: <main-host>/<slug>/ with page.html, page.toml and expected.json.
    #[arg(long, value_name = "DIR", default_value = "fixtures")]
    fixtures: PathBuf,

    /// The folder that the captured pages of cases (`page = "…"`) lie below. Without it (default: ../shared/data if
    /// there is one) those cases are skipped.
    #[arg(long, value_name = "DIR", env = "COPYDESK_DATA")]
    data: Option<PathBuf>,

    /// Let warnings fail the check too, with exit code 1.
    #[arg(long)]
    strict: bool,

    /// Print one JSON object: {"passed", "pages": [{"host", "page", "verdict", "findings"}], "warnings": [{"host",
    /// "key", "message"}]}.
    #[arg(long)]
    json: bool,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let profiles = args.selectors.load(config)?;
    let options = CheckOptions {
        fixtures: args.fixtures.clone(),
        pages: pages(args.data.as_deref())?,
        bless: args.bless,
        hosts: args.hosts.clone(),
    };
    let report = check::run(&profiles, &options)?;
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &Json { passed: report.passed(), report: &report })?;
    } else {
        print(&mut out, &report)?;
    }
    out.flush()?;
    let passed = report.passed() && (report.warnings.is_empty() || !args.strict);
    Ok(if passed { Exit::Success } else { Exit::Failures })
}

/// The folder of captured pages: one that was named must be there.
pub fn pages(named: Option<&Path>) -> anyhow::Result<Option<PathBuf>> {
    let Some(named) = named else {
        return Ok(Path::new(DEFAULT_PAGES).is_dir().then(|| DEFAULT_PAGES.into()));
    };
    std::fs::read_dir(named).with_context(|| format!("{}: cannot be listed", named.display()))?;
    Ok(Some(named.to_owned()))
}

#[derive(Serialize)]
struct Json<'a> {
    passed: bool,
    #[serde(flatten)]
    report: &'a Report,
}

/// What is not as expected, by host, then warnings, then the sum of it all.
fn print(out: &mut impl Write, report: &Report) -> io::Result<()> {
    for page in &report.pages {
        print_page(out, page)?;
    }
    for warning in &report.warnings {
        writeln!(out, "warning  {}: {}: {}", warning.host, warning.key, warning.message)?;
    }
    let skipped = report.count(Verdict::Skipped);
    if skipped > 0 {
        let were = if skipped == 1 { "was" } else { "were" };
        let pages = counted(skipped, "captured page");
        writeln!(out, "skipped  {pages} {were} not looked at: the folder is not here, name it with --data")?;
    }
    let sites: BTreeSet<&str> = report.pages.iter().map(|page| page.host.as_str()).collect();
    writeln!(
        out,
        "{} of {}: {} passed, {} failed, {} blessed, {skipped} skipped; {}",
        counted(report.pages.len(), "page"),
        counted(sites.len(), "site"),
        report.count(Verdict::Passed),
        report.count(Verdict::Failed),
        report.count(Verdict::Blessed),
        counted(report.warnings.len(), "warning"),
    )
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn print_page(out: &mut impl Write, page: &PageReport) -> io::Result<()> {
    match page.verdict {
        Verdict::Passed | Verdict::Skipped => return Ok(()),
        Verdict::Failed => writeln!(out, "FAILED   {}: {}", page.host, page.page)?,
        Verdict::Blessed => writeln!(out, "blessed  {}: {}", page.host, page.page)?,
    }
    for finding in &page.findings {
        writeln!(out, "         {}: {}", finding.by, finding.fault)?;
    }
    Ok(())
}
