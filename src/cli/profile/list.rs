//! `copydesk profile list`.

use std::io::{self, Write};

use copydesk::Profile;
use serde::Serialize;

use crate::cli::config::Config;
use crate::cli::exit::Exit;
use crate::cli::profile_flags::SelectorsFlag;
use crate::cli::stdout::{json_line, stdout};

/// `copydesk profile list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selectors: SelectorsFlag,

    /// Print one JSON object per profile: {"host", "name", "hosts", "cases", "layouts",
    /// "unverified", "version", "path"}, where
    /// path is null for a built-in one.
    #[arg(long)]
    json: bool,
}

/// One profile as `--json` shows it.
#[derive(Serialize)]
struct Listed<'a> {
    host: &'a str,
    name: &'a str,
    hosts: &'a [String],
    cases: usize,
    layouts: usize,
    unverified: bool,
    version: &'a str,
    path: Option<String>,
}

impl<'a> From<&'a Profile> for Listed<'a> {
    fn from(profile: &'a Profile) -> Self {
        Self {
            host: &profile.host,
            name: &profile.name,
            hosts: &profile.hosts,
            cases: profile.cases.len(),
            layouts: profile.layouts.len(),
            unverified: profile.unverified,
            version: &profile.version,
            path: profile.path.as_ref().map(|path| path.display().to_string()),
        }
    }
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let profiles = args.selectors.load(config)?;
    let mut out = stdout();
    if args.json {
        for profile in &profiles {
            json_line(&mut out, &Listed::from(profile))?;
        }
    } else {
        table(&mut out, &profiles.iter().map(Listed::from).collect::<Vec<_>>())?;
    }
    out.flush()?;
    Ok(Exit::Success)
}

fn table(out: &mut impl Write, listed: &[Listed<'_>]) -> io::Result<()> {
    let widest = |width: fn(&Listed<'_>) -> usize| listed.iter().map(width).max().unwrap_or_default();
    let host = widest(|one| one.host.chars().count());
    let name = widest(|one| one.name.chars().count());
    let cases_wide = if listed.iter().any(|one| one.unverified) { 20 } else { 8 };
    for one in listed {
        let cases = if one.cases == 1 { "1 case".to_owned() } else { format!("{} cases", one.cases) };
        let path = one.path.as_deref().unwrap_or("built in");
        let cases = if one.unverified { format!("{cases}, unverified") } else { cases };
        let hosts = one.hosts.join(" ");
        writeln!(out, "{:host$}  {:name$}  {cases:cases_wide$}  {path}  {hosts}", one.host, one.name)?;
    }
    Ok(())
}
