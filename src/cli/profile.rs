//! `copydesk profile`.

use super::config::Config;
use super::exit::Exit;

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the verb.
pub fn run(_args: &Args, _config: &Config) -> anyhow::Result<Exit> {
    todo!()
}
