//! `cargo run --release -p xtask -- VERB`: what is run while developing, never by users. One file per verb.

mod body;
mod fields;
mod sbom;
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
    TrainBody(body::Args),
    TrainFields(fields::Args),
    TrainQuotes(train_quotes::Args),
    Sbom(sbom::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().verb {
        Verb::TrainBody(args) => body::run(&args),
        Verb::TrainFields(args) => fields::run(&args),
        Verb::TrainQuotes(args) => train_quotes::run(&args),
        Verb::Sbom(args) => sbom::run(&args),
    }
}
