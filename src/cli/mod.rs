//! The command line: one file per verb. The only place that prints or exits.

/// Writes a line to standard error. When nobody listens any more (`2>&1 | head`), the work goes on without.
macro_rules! tell {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($part)*);
    }};
}

mod batch;
mod canonical;
mod config;
mod convert;
mod crawl;
mod demo;
mod diff;
mod drift_flags;
mod exit;
mod extract;
mod extraction_flags;
mod fetch_flags;
mod format_flag;
mod log;
mod ordered;
#[cfg(feature = "packaging")]
mod packaging;
mod profile;
mod profile_flags;
mod quotes;
#[cfg(feature = "render")]
mod render_flags;
mod report;
mod robots;
mod schema;
mod speakers;
mod stdout;
mod watch_flags;
#[cfg(feature = "workbench")]
mod workbench;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use config::Config;
use exit::Exit;

/// Turns news pages into clean copy: one JSON record per article, with headline, body, quotes and who said them.
#[derive(Debug, Parser)]
#[command(name = "copydesk", version, max_term_width = 100, after_help = exit::HELP)]
struct Cli {
    /// Read settings from FILE instead of ./copydesk.toml. Flags and environment override them.
    #[arg(long, global = true, value_name = "FILE", env = "COPYDESK_CONFIG")]
    config: Option<PathBuf>,

    #[command(subcommand)]
    verb: Verb,
}

/// One verb, one file; its `Args` hold its help.
#[derive(Debug, Subcommand)]
enum Verb {
    Crawl(Box<crawl::Args>),
    Extract(extract::Args),
    Quotes(quotes::Args),
    Speakers(speakers::Args),
    Diff(diff::Args),
    Convert(convert::Args),
    Report(report::Args),
    Profile(profile::Args),
    #[cfg(feature = "workbench")]
    Workbench(workbench::Args),
    Robots(robots::Args),
    Canonical(canonical::Args),
    Schema(schema::Args),
    Demo(demo::Args),
    #[cfg(feature = "packaging")]
    #[command(hide = true)]
    Completions(packaging::Completions),
    #[cfg(feature = "packaging")]
    #[command(hide = true)]
    Man(packaging::Man),
}

/// Runs the program and says how it ended.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) if stdout::is_closed_pipe(&error) => Exit::Success.into(),
        Err(error) => {
            let line = copydesk::outcome::one_line(error.as_ref());
            log::say(log::Level::Error, &log::without_passwords(&line));
            Exit::CannotRun.into()
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let config = Config::load(cli.config.as_deref())?;
    match cli.verb {
        Verb::Crawl(args) => crawl::run(&args, &config),
        Verb::Extract(args) => extract::run(&args, &config),
        Verb::Quotes(args) => quotes::run(&args),
        Verb::Speakers(args) => speakers::run(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Convert(args) => convert::run(&args),
        Verb::Report(args) => report::run(&args),
        Verb::Profile(args) => profile::run(&args, &config),
        #[cfg(feature = "workbench")]
        Verb::Workbench(args) => workbench::run(&args, &config),
        Verb::Robots(args) => robots::run(&args, &config),
        Verb::Canonical(args) => canonical::run(&args),
        Verb::Schema(args) => schema::run(&args),
        Verb::Demo(args) => demo::run(&args),
        #[cfg(feature = "packaging")]
        Verb::Completions(args) => packaging::completions(&args),
        #[cfg(feature = "packaging")]
        Verb::Man(args) => packaging::man(&args),
    }
}
