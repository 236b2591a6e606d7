//! The weights file: tables of words and gradient-boosted trees, as text.
//!
//! ```text
//! copydesk body weights 1
//! threshold 0.45
//! bias -2.1
//! features words links …            names of the features the trees count by
//! table around 2                    then so many lines "word score"
//! …
//! trees 60                          then one tree a line, in preorder: "3<0.5" a question whose first branch
//! 3<0.5 =-0.2 =0.4                  (smaller) follows and then the other, "=0.4" a leaf
//! ```

use std::str::FromStr;

use super::forest::Forest;
use super::names::{Table, Tables};
use super::row::{NAMES, Row};
use crate::extract::survey::hash;

/// Trained weights.
#[derive(Debug)]
pub struct Model {
    /// A block is kept from this probability on.
    pub threshold: f32,
    /// Scores of words.
    pub tables: Tables,
    forest: Forest,
}

/// Why a weights file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// A line that should not be as it is.
    #[error("weights, line {line}: expected {expected}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What was expected there.
        expected: &'static str,
    },
    /// Trained with features that are no more.
    #[error("weights, line {line}: the feature `{name}` does not exist: train again")]
    Feature {
        /// The line's number, from 1.
        line: usize,
        /// The feature.
        name: String,
    },
}

impl Model {
    /// The probability of each block that it belongs to the article.
    pub fn probabilities(&self, rows: &[Row]) -> Vec<f32> {
        self.forest.log_odds(rows).into_iter().map(|log_odds| 1.0 / (1.0 + (-log_odds).exp())).collect()
    }
}

impl FromStr for Model {
    type Err = WeightsError;

    fn from_str(text: &str) -> Result<Self, WeightsError> {
        let mut lines = Lines { lines: text.lines(), number: 0 };
        lines.expect("copydesk body weights 1", "`copydesk body weights 1`")?;
        let threshold = lines.parse("threshold", "`threshold` and a number")?;
        let mut forest = Forest::new(lines.parse("bias", "`bias` and a number")?);
        let features = lines.features()?;
        let tables =
            Tables { around: lines.table("around")?, own: lines.table("own")?, words: lines.table("words")? };
        let count: usize = lines.parse("trees", "`trees` and how many")?;
        for _ in 0..count {
            let line = lines.next("a tree")?;
            forest.plant(line, &features).ok_or(lines.error("a tree in preorder"))?;
        }
        Ok(Self { threshold, tables, forest })
    }
}

struct Lines<'a> {
    lines: std::str::Lines<'a>,
    number: usize,
}

impl<'a> Lines<'a> {
    fn error(&self, expected: &'static str) -> WeightsError {
        WeightsError::Line { line: self.number, expected }
    }

    fn next(&mut self, expected: &'static str) -> Result<&'a str, WeightsError> {
        self.number += 1;
        self.lines.next().ok_or(self.error(expected))
    }

    fn expect(&mut self, line: &str, expected: &'static str) -> Result<(), WeightsError> {
        if self.next(expected)? == line { Ok(()) } else { Err(self.error(expected)) }
    }

    fn parse<T: FromStr>(&mut self, key: &str, expected: &'static str) -> Result<T, WeightsError> {
        let line = self.next(expected)?;
        let value = line.strip_prefix(key).and_then(|rest| rest.trim().parse().ok());
        value.ok_or(self.error(expected))
    }

    /// The features' numbers in [`NAMES`].
    fn features(&mut self) -> Result<Vec<u8>, WeightsError> {
        let line = self.next("`features` and their names")?;
        let names = line.strip_prefix("features").ok_or(self.error("`features` and their names"))?;
        let number = |name: &str| {
            let index = NAMES.iter().position(|known| *known == name);
            index
                .and_then(|index| u8::try_from(index).ok())
                .ok_or(WeightsError::Feature { line: self.number, name: name.to_owned() })
        };
        names.split_ascii_whitespace().map(number).collect()
    }

    fn table(&mut self, name: &str) -> Result<Table, WeightsError> {
        let line = self.next("a table")?;
        let count = line.strip_prefix("table ").and_then(|rest| rest.strip_prefix(name));
        let count: usize = count
            .and_then(|count| count.trim().parse().ok())
            .ok_or(self.error("`table`, its name and size"))?;
        let mut table = Table::default();
        for _ in 0..count {
            let (word, score) =
                self.next("a word")?.split_once(' ').ok_or(self.error("a word and its score"))?;
            table.insert(hash::word(word), score.parse().map_err(|_| self.error("a word's score"))?);
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "copydesk body weights 1\nthreshold 0.5\nbias 0\nfeatures words links\ntable around 1\n\
                         nav -2\ntable own 0\ntable words 0\ntrees 1\n0<5 =-1 1<0.5 =2 =-3\n";

    #[test]
    fn the_shipped_weights_fit_the_features() {
        let model: Model = include_str!("weights.txt").parse().unwrap();
        assert!(model.threshold > 0.0 && model.threshold < 1.0);
        assert!(!model.tables.around.is_empty());
    }

    #[test]
    fn a_tree_sends_each_row_to_one_leaf() {
        let model: Model = SMALL.parse().unwrap();
        let log_odds = |words, links| {
            let p = model.probabilities(&[Row { words, links, ..Row::default() }])[0];
            (p / (1.0 - p)).ln().round()
        };
        assert!((log_odds(5.0, 0.0) + 1.0).abs() < 1e-6);
        assert!((log_odds(6.0, 0.5) - 2.0).abs() < 1e-6);
        assert!((log_odds(6.0, 0.6) + 3.0).abs() < 1e-6);
        assert_eq!(model.tables.around.get(&hash::word("NAV")), Some(&-2.0));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_line() {
        let refused =
            |from: &str, to: &str| SMALL.replace(from, to).parse::<Model>().unwrap_err().to_string();
        assert_eq!(
            refused("links\n", "shape\n"),
            "weights, line 4: the feature `shape` does not exist: train again"
        );
        assert!(refused("=2 =-3", "=2").contains("line 10"));
        assert!(refused("=-1 1<", "=-1 7<").contains("line 10"));
        assert!(refused("threshold 0.5", "threshold").contains("line 2"));
    }
}
