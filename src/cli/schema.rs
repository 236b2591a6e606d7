//! `copydesk schema`: the JSON Schema of a record.

use std::io::Write as _;

use copydesk::Outcome;

use super::exit::Exit;
use super::stdout;

/// Print the JSON Schema (draft 2020-12) of one output line, generated from the program's own types.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Prints the schema.
pub fn run(_args: &Args) -> anyhow::Result<Exit> {
    let mut out = stdout::stdout();
    serde_json::to_writer_pretty(&mut out, &schemars::schema_for!(Outcome)).map_err(std::io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(Exit::Success)
}
