//! `cargo run --release -p xtask -- VERB`: what is run while developing, never by users. One file per verb.

#[cfg(feature = "training")]
mod body;
#[cfg(feature = "training")]
mod fields;
mod sbom;
#[cfg(feature = "training")]
mod train_quotes;

use clap::{Parser, Subcommand};

/// Trains the weights that Copydesk ships, from public data sets, and says what it is made of.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    #[cfg(feature = "training")]
    TrainBody(body::Args),
    #[cfg(feature = "training")]
    TrainFields(fields::Args),
    #[cfg(feature = "training")]
    TrainQuotes(train_quotes::Args),
    Sbom(sbom::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().verb {
        #[cfg(feature = "training")]
        Verb::TrainBody(args) => body::run(&args),
        #[cfg(feature = "training")]
        Verb::TrainFields(args) => fields::run(&args),
        #[cfg(feature = "training")]
        Verb::TrainQuotes(args) => train_quotes::run(&args),
        Verb::Sbom(args) => sbom::run(&args),
    }
}
