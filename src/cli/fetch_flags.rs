//! The flags of everything that goes over the network, shared by the verbs that fetch.

use copydesk::fetch::FetchOptions;

use super::config::Config;

/// How to fetch.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Fetching")]
pub struct FetchFlags {}

impl FetchFlags {
    /// Flags and environment over settings over what is built in.
    pub fn options(&self, _config: &Config) -> anyhow::Result<FetchOptions> {
        Ok(FetchOptions::default())
    }
}
