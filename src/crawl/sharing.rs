//! Seeds for a crawl that workers share, from anywhere.

use super::frontier::shared::{Address, Control, SharedError};
use super::{seeds_found, sort};
use crate::outcome::NoArticle;
use crate::profile::Profiles;

/// What became of seeds that were added.
#[derive(Debug)]
pub struct Added {
    /// URLs that are new to the crawl, feeds and sitemaps of profiles included.
    pub new: u64,
    /// URLs that were known.
    pub known: u64,
    /// Texts that are no URLs, and were not added.
    pub rejected: Vec<NoArticle>,
}

/// Adds seeds to a shared crawl; begins one, if there is none.
pub fn add_seeds(address: &Address, seeds: &[String], profiles: &Profiles) -> Result<Added, SharedError> {
    let (good, rejected) = sort(seeds);
    let found = seeds_found(&good, profiles);
    let new = Control::begin(address)?.add(&good, &found)?;
    Ok(Added { new, known: (found.len() as u64).saturating_sub(new), rejected })
}
