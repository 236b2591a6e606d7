//! The small tables of class words and words of short lines: how often each stands by articles' text.
//!
//! A table is made without the pages it is used on: of all other folds while training, so that no row sees its own
//! label.

use std::collections::{BTreeMap, HashMap, HashSet};

use copydesk::extract::training::{Table, Tables};

/// A word must stand on pages of so many domains.
const DOMAINS: usize = 25;
/// Scores nearer to zero tell nothing.
const CLEAR: f64 = 0.25;
/// Weight, in pages, of the belief that a word tells nothing.
const DOUBT: f64 = 1.0;

/// What was counted for one word.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    kept: f64,
    left: f64,
    domains: usize,
}

/// Counts of one kind of word, for each fold.
#[derive(Debug, Default)]
pub struct Counts {
    folds: Vec<HashMap<u64, Count>>,
    seen: HashSet<(u64, String)>,
}

impl Counts {
    /// Takes in a page of a fold: the weight of kept and of left blocks each word stands by.
    pub fn add(&mut self, fold: usize, domain: &str, words: HashMap<u64, (f64, f64)>) {
        if self.folds.len() <= fold {
            self.folds.resize_with(fold + 1, HashMap::new);
        }
        for (word, (kept, left)) in words {
            let count = self.folds[fold].entry(word).or_default();
            count.kept += kept.min(1.0);
            count.left += left.min(1.0);
            count.domains += usize::from(self.seen.insert((word, domain.to_owned())));
        }
    }

    /// Scores from all folds but those, by hash.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "two decimals are kept")]
    pub fn table(&self, without: &[usize]) -> Table {
        let mut sums: BTreeMap<u64, Count> = BTreeMap::new();
        let mut folds = 0;
        for (_, counts) in self.folds.iter().enumerate().filter(|(fold, _)| !without.contains(fold)) {
            folds += 1;
            for (&word, count) in counts {
                let sum = sums.entry(word).or_default();
                sum.kept += count.kept;
                sum.left += count.left;
                sum.domains += count.domains;
            }
        }
        let kept: f64 = sums.values().map(|count| count.kept).sum();
        let left: f64 = sums.values().map(|count| count.left).sum();
        let odds = kept / left.max(1e-9);
        let needed = DOMAINS as f64 * f64::from(folds) / self.folds.len().max(1) as f64;
        let common = sums.into_iter().filter(|(_, count)| count.domains as f64 >= needed);
        common
            .map(|(word, count)| {
                let score =
                    ((count.kept + DOUBT * odds / (1.0 + odds)) / (count.left + DOUBT / (1.0 + odds)) / odds)
                        .ln();
                (word, score)
            })
            .filter(|(_, score)| score.abs() >= CLEAR)
            .map(|(word, score)| (word, (score * 100.0).round() as f32 / 100.0))
            .collect()
    }
}

/// All three kinds.
#[derive(Debug, Default)]
pub struct AllCounts {
    /// Class words of any element around.
    pub around: Counts,
    /// Class words of a block's own element and its parent.
    pub own: Counts,
    /// Words of short blocks.
    pub words: Counts,
}

impl AllCounts {
    /// The tables from all folds but those.
    pub fn tables(&self, without: &[usize]) -> Tables {
        Tables {
            around: self.around.table(without),
            own: self.own.table(without),
            words: self.words.table(without),
        }
    }
}
