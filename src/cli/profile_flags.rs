//! The flags that choose site profiles, shared by the verbs that use them.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use copydesk::Profiles;
use copydesk::outcome::one_line;
use copydesk::profile::ProfileErrors;

use super::config::Config;

/// The folder that is used without being named.
const DEFAULT_DIR: &str = "selectors";

/// Which profiles to use, if any.
#[derive(Debug, clap::Args)]
pub struct ProfileFlags {
    #[command(flatten)]
    pub selectors: SelectorsFlag,

    /// Use no profile: metadata and the generic extractor only.
    #[arg(long, conflicts_with = "selectors")]
    pub no_profile: bool,
}

impl ProfileFlags {
    /// Loads the chosen profiles; none under `--no-profile`.
    pub fn load(&self, config: &Config) -> anyhow::Result<Profiles> {
        if self.no_profile { Ok(Profiles::default()) } else { self.selectors.load(config) }
    }
}

/// Which folder of profiles to use over those built in.
#[derive(Debug, clap::Args)]
pub struct SelectorsFlag {
    /// Use the profiles in DIR (default: ./selectors if there is one) over those built in.
    #[arg(long, value_name = "DIR", env = "COPYDESK_SELECTORS")]
    pub selectors: Option<PathBuf>,
}

impl SelectorsFlag {
    /// Loads the profiles. Where several things are wrong with them, each is told on a line of its own.
    pub fn load(&self, config: &Config) -> anyhow::Result<Profiles> {
        let built_in = Profiles::built_in().map_err(told)?;
        Ok(match self.dir(config) {
            Some(dir) => Profiles::load(&dir).map_err(told)?.over(built_in),
            None => built_in,
        })
    }

    /// The folder of profiles that is named, or else `./selectors`, whether it is there or not.
    pub fn dir_to_write(&self, config: &Config) -> PathBuf {
        self.named(config).unwrap_or_else(|| DEFAULT_DIR.into())
    }

    /// The folder of profiles: flag or environment, settings.
    fn named(&self, config: &Config) -> Option<PathBuf> {
        self.selectors.clone().or_else(|| config.selectors.clone())
    }

    /// The folder of profiles: the named one, or `./selectors` if there is one.
    fn dir(&self, config: &Config) -> Option<PathBuf> {
        let named = self.named(config);
        named.or_else(|| Path::new(DEFAULT_DIR).is_dir().then(|| DEFAULT_DIR.into()))
    }
}

/// Prints every fault and leaves an error that counts them; a single one is the error itself.
fn told(errors: ProfileErrors) -> anyhow::Error {
    let mut errors: Vec<_> = errors.into_iter().collect();
    match errors.pop() {
        Some(only) if errors.is_empty() => only.into(),
        last => {
            let all = errors.into_iter().chain(last);
            let count = all.map(|error| tell!("copydesk: {}", one_line(&error))).count();
            anyhow!("{count} faults in the profiles: nothing was run")
        }
    }
}
