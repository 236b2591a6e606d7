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

use super::hash;
use super::names::{Table, Tables};
use super::row::{NAMES, Row};

/// Trained weights.
#[derive(Debug)]
pub struct Model {
    /// A block is kept from this probability on.
    pub threshold: f32,
    /// Scores of words.
    pub tables: Tables,
    bias: f32,
    /// All trees' nodes, one tree after the other.
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<u32>,
}

/// A question or, where `feature` is [`LEAF`], an answer.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The most a value may be to go to the next node; the leaf's value.
    value: f32,
    feature: u16,
    /// Index of the other branch.
    other: u32,
}

const LEAF: u16 = u16::MAX;

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

/// After so many trees it is asked whether the rest can change anything.
pub const CHECKED_EVERY: usize = 25;
/// Log odds beyond which the rest is not asked: most blocks of a page are plainly menus, and cost a third that way.
pub const SURE: f32 = 3.5;

impl Model {
    /// The probability that a block belongs to the article.
    pub fn probability(&self, row: &Row) -> f32 {
        let values = row.values();
        let mut sum = self.bias;
        for trees in self.roots.chunks(CHECKED_EVERY) {
            sum = trees.iter().fold(sum, |sum, &root| sum + self.answer(root, &values));
            if sum.abs() > SURE {
                break;
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }

    /// The leaf a row falls into.
    fn answer(&self, root: u32, values: &[f32; NAMES.len()]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at as usize) {
            match values.get(usize::from(node.feature)) {
                Some(&value) => at = if value <= node.value { at + 1 } else { node.other },
                None => return node.value,
            }
        }
        0.0
    }
}

impl FromStr for Model {
    type Err = WeightsError;

    fn from_str(text: &str) -> Result<Self, WeightsError> {
        let mut lines = Lines { lines: text.lines(), number: 0 };
        lines.expect("copydesk body weights 1", "`copydesk body weights 1`")?;
        let threshold = lines.parse("threshold", "`threshold` and a number")?;
        let bias = lines.parse("bias", "`bias` and a number")?;
        let features = lines.features()?;
        let tables =
            Tables { around: lines.table("around")?, own: lines.table("own")?, words: lines.table("words")? };
        let count: usize = lines.parse("trees", "`trees` and how many")?;
        let mut model = Self { threshold, tables, bias, nodes: Vec::new(), roots: Vec::new() };
        for _ in 0..count {
            let line = lines.next("a tree")?;
            model.plant(line, &features).ok_or(lines.error("a tree in preorder"))?;
        }
        Ok(model)
    }
}

impl Model {
    fn plant(&mut self, line: &str, features: &[u16]) -> Option<()> {
        let root = self.nodes.len();
        self.roots.push(u32::try_from(root).ok()?);
        // Questions whose other branch has not begun.
        let mut open: Vec<usize> = Vec::new();
        let mut whole = false;
        for word in line.split_ascii_whitespace() {
            if whole {
                return None;
            }
            if let Some(value) = word.strip_prefix('=') {
                self.nodes.push(Node { value: value.parse().ok()?, feature: LEAF, other: 0 });
                match open.pop() {
                    Some(question) => {
                        let next = u32::try_from(self.nodes.len()).ok()?;
                        self.nodes.get_mut(question)?.other = next;
                    }
                    None => whole = true,
                }
            } else {
                let (feature, value) = word.split_once('<')?;
                let feature = *features.get(feature.parse::<usize>().ok()?)?;
                open.push(self.nodes.len());
                self.nodes.push(Node { value: value.parse().ok()?, feature, other: 0 });
            }
        }
        whole.then_some(())
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
    fn features(&mut self) -> Result<Vec<u16>, WeightsError> {
        let line = self.next("`features` and their names")?;
        let names = line.strip_prefix("features").ok_or(self.error("`features` and their names"))?;
        let number = |name: &str| {
            let index = NAMES.iter().position(|known| *known == name);
            index
                .and_then(|index| u16::try_from(index).ok())
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
        let mut table = Table::new();
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
        assert!(model.roots.len() > 10 && !model.tables.around.is_empty());
    }

    #[test]
    fn a_tree_sends_each_row_to_one_leaf() {
        let model: Model = SMALL.parse().unwrap();
        let log_odds = |words, links| {
            let p = model.probability(&Row { words, links, ..Row::default() });
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
