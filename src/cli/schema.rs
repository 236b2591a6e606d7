//! `copydesk schema`: the JSON Schema of a record, or of a profile.

use std::io::Write as _;

use copydesk::{Outcome, profile};
use schemars::Schema;
use schemars::generate::SchemaSettings;

use super::exit::Exit;
use super::stdout;

/// Print the JSON Schema (draft 2020-12) of one output line, or of a profile, generated from the program's own types.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The schema of a profile's TOML instead: editors complete and check profiles by it.
    #[arg(long)]
    profile: bool,

    /// Print the page on the profile format, in Markdown, made from the same types.
    #[arg(long, requires = "profile")]
    markdown: bool,
}

/// Prints the schema.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut out = stdout::stdout();
    if args.markdown {
        out.write_all(profile::reference().as_bytes())?;
    } else if args.profile {
        serde_json::to_writer_pretty(&mut out, &profile::schema()).map_err(std::io::Error::from)?;
        writeln!(out)?;
    } else {
        serde_json::to_writer_pretty(&mut out, &of_records()).map_err(std::io::Error::from)?;
        writeln!(out)?;
    }
    out.flush()?;
    Ok(Exit::Success)
}

/// The schema of one output line.
pub fn of_records() -> Schema {
    // What is written, not what is read: every key is required, also those that may be null.
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Outcome>()
}
