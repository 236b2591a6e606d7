//! `copydesk profile`: list, check and import site profiles; one file per verb of its own.

mod check;
mod drift;
mod import;
mod list;

use clap::Subcommand;

use super::config::Config;
use super::exit::Exit;

/// List, check and import site profiles.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the profiles in use: main host, name, hosts, number of cases, where each comes from.
    List(list::Args),
    /// Check profiles against their cases and fixtures.
    ///
    /// Every fixture must give the record in its expected.json; every case's phrases must, and must not, be there.
    /// Rules that match on no page are reported as warnings.
    Check(check::Args),
    /// Show which profiles' rules gave less in the last run than before: their sites have changed.
    Drift(drift::Args),
    /// Make profiles of another tool's site configurations.
    Import(import::Args),
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    match &args.verb {
        Verb::List(args) => list::run(args, config),
        Verb::Check(args) => check::run(args, config),
        Verb::Drift(args) => drift::run(args),
        Verb::Import(args) => import::run(args),
    }
}
