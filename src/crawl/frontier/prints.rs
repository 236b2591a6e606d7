//! Whether a stored article's text is nearly this one, without a look into the file.
//!
//! The table of fingerprints would be asked 68 times for every article, once for each quarter that a near one may have, and
//! nearly always in vain. So all of them are in memory too, 24 bytes each, and only a find is looked up.

use rusqlite::Connection;

use super::rows;
use crate::crawl::fingerprint::Fingerprint;

/// Most fingerprints kept; where there are more, the table is asked every time. They take 200 MB then.
const MOST: usize = 1 << 23;

/// Values that the quarters have, each quarter its own: one of 16 bits, behind its number.
const QUARTERS: usize = 4 << 16;

/// The fingerprints of all stored articles.
#[derive(Debug)]
pub(super) struct Prints {
    /// The latest with each quarter, counted from 1; 0: there is none.
    latest: Vec<u32>,
    /// Each, and for each of its quarters the one before it that has the same.
    known: Vec<(Fingerprint, [u32; 4])>,
}

impl Prints {
    /// Those in the table.
    pub fn over(connection: &Connection) -> rusqlite::Result<Self> {
        let mut prints = Self { latest: vec![0; QUARTERS], known: Vec::new() };
        rows::each_print(connection, |print| prints.add(print))?;
        Ok(prints)
    }

    /// Takes in a stored article's.
    pub fn add(&mut self, print: Fingerprint) {
        let Ok(number) = u32::try_from(self.known.len() + 1) else { return };
        if self.known.len() > MOST {
            return;
        }
        let before = print.quarters().map(|quarter| {
            let latest = usize::try_from(quarter).ok().and_then(|quarter| self.latest.get_mut(quarter));
            latest.map_or(0, |latest| std::mem::replace(latest, number))
        });
        self.known.push((print, before));
    }

    /// Whether the table may hold one that is near; `false` is certain.
    pub fn may_have(&self, print: Fingerprint) -> bool {
        self.known.len() > MOST || print.near_quarters().any(|quarter| self.has(quarter, print))
    }

    /// Whether one of those with a quarter is near.
    fn has(&self, quarter: i64, print: Fingerprint) -> bool {
        let place = usize::try_from(quarter >> 16).unwrap_or_default();
        let latest = usize::try_from(quarter).ok().and_then(|quarter| self.latest.get(quarter));
        let mut next = latest.copied().unwrap_or_default();
        while let Some((known, before)) = (next as usize).checked_sub(1).and_then(|at| self.known.get(at)) {
            if known.is_near(print) {
                return true;
            }
            next = before.get(place).copied().unwrap_or_default();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_is_found_and_nothing_else() {
        let mut prints = Prints { latest: vec![0; QUARTERS], known: Vec::new() };
        let mut bits = 1_i64;
        let mut random = || {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bits ^ (bits >> 31)
        };
        let known: Vec<Fingerprint> = (0..5_000).map(|_| Fingerprint::from_bits(random())).collect();
        for print in &known {
            prints.add(*print);
        }
        for print in &known {
            // Up to ten bits off, in any places.
            let off = (0..random().rem_euclid(11)).fold(0, |off, _| off | 1 << random().rem_euclid(64));
            let print = Fingerprint::from_bits(print.bits() ^ off);
            assert_eq!(prints.may_have(print), known.iter().any(|known| known.is_near(print)), "{off:b}");
        }
    }
}
