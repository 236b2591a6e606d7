//! `copydesk canonical`.

use super::exit::Exit;

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the verb.
pub fn run(_args: &Args) -> anyhow::Result<Exit> {
    todo!()
}
