//! Profiles: what the format means, what is refused and in which words, sets of profiles, the shipped ones.

mod errors;
mod format;
mod reference;
mod set;

use std::path::Path;

use copydesk::profile::{Profile, ProfileErrors};

/// The smallest profile of example.com, on two lines.
const HEAD: &str = "name = \"Example\"\nhosts = [\"example.com\"]\n";

/// Reads a profile of example.com.
fn parse(toml: &str) -> Result<Profile, ProfileErrors> {
    Profile::parse(Path::new("example.com.toml"), toml.as_bytes())
}

/// The messages a text gives as a profile of example.com.
fn faults(toml: &str) -> Vec<String> {
    parse(toml).map_or_else(|errors| errors.iter().map(ToString::to_string).collect(), |_| Vec::new())
}
