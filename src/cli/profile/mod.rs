//! `copydesk profile`: draft, try, list, check, repair and import site profiles; one file per verb of its own.

mod check;
mod drift;
mod import;
mod list;
mod new;
pub mod pages;
mod repair;
mod tryout;

use clap::Subcommand;

use super::config::Config;
use super::exit::Exit;

/// Draft, try, list, check, repair and import site profiles.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Draft a site's profile and fixtures from some of its pages.
    ///
    /// Rules are found where the generic extractor, the pages' metadata and their mark-up agree, and tried on all pages; a
    /// comment says of each what it was seen to do. What does no better than no rule is left out. Cases say what was found:
    /// read and correct them.
    New(new::Args),
    /// Try selectors for a field on a page.
    ///
    /// Tells what each selector matches, what the record would have in which order, and of one that gives nothing why: which
    /// part of it fails, what comes nearest, or what leaves out what it matches. Exit code 1 if none gives anything.
    #[command(name = "try")]
    Try(tryout::Args),
    /// List the profiles in use: main host, name, hosts, number of cases, where each comes from.
    List(list::Args),
    /// Check profiles against their cases and fixtures.
    ///
    /// Every fixture must give the record in its expected.json; every case's phrases must, and must not, be there.
    /// Rules that match on no page are reported as warnings.
    Check(check::Args),
    /// Show which profiles' rules gave less in the last run than before: their sites have changed.
    Drift(drift::Args),
    /// Find new rules for a profile whose site has changed, and put them into it if asked to.
    ///
    /// What a field should be on a recent page is what fixtures, cases or an earlier run say of the same article, or else what
    /// the page gives without a profile where that used to be right. A selector of an element that holds it joins the
    /// field's rules only if the recent pages give the value with it, and the fixtures and captured pages the values they
    /// give now; the old rules stay. Prints the difference; --write makes it. Exit code 1 if a field fails and nothing was
    /// found.
    Repair(repair::Args),
    /// Make profiles of another tool's site configurations.
    Import(import::Args),
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    match &args.verb {
        Verb::New(args) => new::run(args, config),
        Verb::Try(args) => tryout::run(args, config),
        Verb::List(args) => list::run(args, config),
        Verb::Check(args) => check::run(args, config),
        Verb::Drift(args) => drift::run(args),
        Verb::Repair(args) => repair::run(args, config),
        Verb::Import(args) => import::run(args),
    }
}
