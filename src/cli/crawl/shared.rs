//! A crawl that workers share: its flags, and `copydesk crawl add|pause|resume|drain`.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::ensure;
use copydesk::crawl::frontier::shared::{Address, Control, DatabaseError, Mode, Sharing};
use copydesk::crawl::sharing;

use super::super::config::Config;
use super::super::exit::Exit;
use super::super::fetch_flags::parse_duration;
use super::super::log::{self, Level};
use super::super::profile_flags::ProfileFlags;
use super::seeds::Seeds;

/// The shortest lease: its fifths are what renewals have time for.
const LEAST: Duration = Duration::from_secs(2);

/// Where the shared crawl is.
#[derive(Debug, clap::Args)]
pub struct At {
    /// The crawl in the PostgreSQL database at URL (postgres://USER:PASSWORD@HOST:PORT/DATABASE); `?schema=NAME` tells several
    /// in one database apart.
    #[arg(long, value_name = "URL", env = "COPYDESK_FRONTIER", hide_env_values = true)]
    frontier: AddressText,
}

/// An address as it was given. What is wrong with it is not told by the parser of the command line, which would repeat it,
/// password and all.
#[derive(Clone)]
pub struct AddressText(String);

impl AddressText {
    /// The address.
    pub fn read(&self) -> Result<Address, DatabaseError> {
        Address::parse(&self.0)
    }
}

impl From<String> for AddressText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for AddressText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressText")
    }
}

/// How a worker shares a crawl.
#[derive(Debug, clap::Args)]
pub struct SharedFlags {
    /// Crawl together with others: keep the crawl's state not in DIR but in the PostgreSQL database at URL
    /// (postgres://USER:PASSWORD@HOST:PORT/DATABASE; the password may be in PGPASSWORD instead). Every run of this command
    /// with the same URL and a DIR of its own, on any machine, is a worker of the same crawl. Each host has one worker at a
    /// time, so it is asked no more often by many than by one. `crawl status`, `add`, `pause`, `resume` and `drain` take the
    /// same flag. See docs/shared-crawl.md.
    #[arg(long, value_name = "URL", env = "COPYDESK_FRONTIER", hide_env_values = true)]
    frontier: Option<AddressText>,

    /// With --frontier: how long the hosts of a worker that is not heard of stay without another [default: 1m].
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, env = "COPYDESK_LEASE")]
    lease: Option<Duration>,
}

impl SharedFlags {
    /// Where the crawl is, if it is shared.
    pub fn address(&self) -> anyhow::Result<Option<Address>> {
        Ok(self.frontier.as_ref().map(AddressText::read).transpose()?)
    }

    /// How the crawl is shared, if it is.
    pub fn sharing(&self) -> anyhow::Result<Option<Sharing>> {
        let Some(address) = self.address()? else {
            ensure!(self.lease.is_none(), "--lease says how workers share hosts: give --frontier too");
            return Ok(None);
        };
        let mut sharing = Sharing::at(address);
        sharing.lease = self.lease.unwrap_or(sharing.lease);
        ensure!(sharing.lease >= LEAST, "--lease: expected {LEAST:?} or more");
        Ok(Some(sharing))
    }
}

/// Add seeds to a crawl that workers share, which take them up within seconds; begin one, if there is none.
#[derive(Debug, clap::Args)]
pub struct Add {
    /// Where to begin: pages, feeds or sitemaps.
    #[arg(value_name = "SEED")]
    seeds: Vec<String>,

    /// Read seeds from FILE (`-`: standard input), one a line.
    #[arg(long, short, value_name = "FILE")]
    input: Option<PathBuf>,

    #[command(flatten)]
    at: At,

    #[command(flatten)]
    profiles: ProfileFlags,
}

/// Let the workers of a shared crawl finish what they are fetching, and wait.
#[derive(Debug, clap::Args)]
pub struct Pause {
    #[command(flatten)]
    at: At,
}

/// Let the workers of a shared crawl go on, and new ones begin, after `pause` or `drain`.
#[derive(Debug, clap::Args)]
pub struct Resume {
    #[command(flatten)]
    at: At,
}

/// Let the workers of a shared crawl finish what they are fetching, and end.
#[derive(Debug, clap::Args)]
pub struct Drain {
    #[command(flatten)]
    at: At,
}

impl Pause {
    /// Runs the verb.
    pub fn run(&self) -> anyhow::Result<Exit> {
        tell(&self.at, Mode::Paused)
    }
}

impl Resume {
    /// Runs the verb.
    pub fn run(&self) -> anyhow::Result<Exit> {
        tell(&self.at, Mode::Running)
    }
}

impl Drain {
    /// Runs the verb.
    pub fn run(&self) -> anyhow::Result<Exit> {
        tell(&self.at, Mode::Draining)
    }
}

fn tell(at: &At, mode: Mode) -> anyhow::Result<Exit> {
    let address = at.frontier.read()?;
    Control::find(&address)?.set_mode(mode)?;
    log::say(Level::Info, &format!("{address}: {mode}"));
    Ok(Exit::Success)
}

impl Add {
    /// Runs the verb.
    pub fn run(&self, config: &Config) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(&self.seeds, self.input.as_deref())?;
        ensure!(!seeds.urls.is_empty(), "no seeds: give at least one URL");
        let profiles = self.profiles.load(config)?;
        let address = self.at.frontier.read()?;
        let added = sharing::add_seeds(&address, &seeds.urls, &profiles)?;
        for none in &added.rejected {
            log::say(Level::Error, &format!("not added: {}", none.message));
        }
        log::say(Level::Info, &format!("{address}: {} new, {} known", added.new, added.known));
        Ok(if added.rejected.is_empty() { Exit::Success } else { Exit::Failures })
    }
}
