//! What the set of seen URLs certainly does not hold, without a look into it.
//!
//! Most links of a growing crawl are new, and looking each up would cost a page of the file per link once the set outgrows
//! the cache. So a Bloom filter (Bloom 1970) is asked first. It is in memory only, and made by going over the set: one that
//! was stored could be out of step with it, and a link taken for new that is not would be fetched twice.

use rusqlite::Connection;

use super::{UrlHash, links};

/// Bits for each URL, once it is full. With [`PROBES`] of them set for each, one new URL in 200 is looked up in vain.
const BITS: u64 = 12;

/// Bits set for each URL.
const PROBES: u64 = 5;

/// The smallest number of URLs it is made for.
const FEWEST: u64 = 1 << 17;

/// A Bloom filter over the table of seen URLs.
#[derive(Debug)]
pub(super) struct SeenFilter {
    words: Vec<u64>,
    /// How many URLs it is made for.
    room: u64,
    held: u64,
}

impl SeenFilter {
    /// The filter of an empty set, with room for so many.
    pub fn with_room(room: u64) -> Self {
        let room = room.max(FEWEST);
        let words = usize::try_from((room * BITS).div_ceil(64)).unwrap_or(usize::MAX);
        Self { words: vec![0; words], room, held: 0 }
    }

    /// The filter of the set as it is, with room for as many again as there are.
    pub fn over(connection: &Connection) -> rusqlite::Result<Self> {
        let mut filter = Self::with_room(2 * links::count_seen(connection)?);
        links::each_seen(connection, |hash| filter.add(hash))?;
        Ok(filter)
    }

    /// Whether so many more fit.
    pub fn has_room_for(&self, more: usize) -> bool {
        self.held + more as u64 <= self.room
    }

    pub fn add(&mut self, hash: UrlHash) {
        self.held += 1;
        for (word, bit) in self.probes(hash) {
            if let Some(word) = self.words.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// Whether the set may hold a URL; `false` is certain.
    pub fn may_hold(&self, hash: UrlHash) -> bool {
        self.probes(hash).all(|(word, bit)| self.words.get(word).is_none_or(|word| word & bit != 0))
    }

    /// The words and the bits in them that stand for a URL: two parts of its hash, combined (Kirsch and Mitzenmacher 2006).
    fn probes(&self, hash: UrlHash) -> impl Iterator<Item = (usize, u64)> + use<> {
        let (first, step) = hash.parts();
        let bits = self.words.len() as u64 * 64;
        (0..PROBES).map(move |probe| {
            let bit = first.wrapping_add(probe.wrapping_mul(step)) % bits;
            (usize::try_from(bit / 64).unwrap_or(usize::MAX), 1 << (bit % 64))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_holds_it_never_denies_and_little_else_it_claims() {
        let mut filter = SeenFilter::with_room(FEWEST);
        let hash = |n: u64| UrlHash::of_text(&n.to_string());
        (0..FEWEST).for_each(|n| filter.add(hash(n)));
        assert!((0..FEWEST).all(|n| filter.may_hold(hash(n))));
        assert!(!filter.has_room_for(1));
        let claimed = (FEWEST..2 * FEWEST).filter(|&n| filter.may_hold(hash(n))).count();
        assert!(claimed < 1_300, "{claimed} of {FEWEST} taken for known");
    }
}
