//! `copydesk schema`: the JSON Schema of a record.

use std::io::Write as _;

use copydesk::Outcome;
use schemars::generate::SchemaSettings;

use super::exit::Exit;
use super::stdout;

/// Print the JSON Schema (draft 2020-12) of one output line, generated from the program's own types.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the schema.
pub fn run(_args: &Args) -> anyhow::Result<Exit> {
    let mut out = stdout::stdout();
    // What is written, not what is read: every key is required, also those that may be null.
    let schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Outcome>();
    serde_json::to_writer_pretty(&mut out, &schema).map_err(std::io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(Exit::Success)
}
