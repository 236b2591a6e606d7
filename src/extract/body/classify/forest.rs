//! Gradient-boosted trees, asked for many rows at once.
//!
//! A tree is a chain of loads and comparisons, each waiting for the one before; several rows go down it side by side,
//! so that the waiting overlaps. A leaf leads to itself, so that those who are there already wait for the others.

use super::row::{NAMES, Row};

/// All trees and what is added to them.
#[derive(Debug)]
pub struct Forest {
    bias: f32,
    trees: Vec<Tree>,
}

#[derive(Debug)]
struct Tree {
    nodes: [Node; MOST_NODES],
    /// The most questions on a way down.
    depth: usize,
}

/// Room for the nodes of a tree, and for the features of a row: powers of two, so that a number cut to its low bits is
/// always a place in it, and nothing need be checked on the way down.
const MOST_NODES: usize = 64;
const MOST_FEATURES: usize = 128;

/// A question or an answer.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    /// The most a feature may be to go to `below`; an answer's value.
    value: f32,
    feature: u8,
    /// Where to go on in the tree. An answer leads to itself.
    below: u8,
    above: u8,
}

/// After so many trees it is asked whether the rest can change anything.
pub const CHECKED_EVERY: usize = 25;
/// Log odds beyond which the rest is not asked: most blocks of a page are plainly menus, and cost a third that way.
pub const SURE: f32 = 3.5;

/// Rows that go down a tree side by side.
const LANES: usize = 8;

type Values = [f32; MOST_FEATURES];

static NOTHING: Values = [0.0; MOST_FEATURES];

impl Forest {
    /// A forest without trees.
    pub fn new(bias: f32) -> Self {
        Self { bias, trees: Vec::new() }
    }

    /// The log odds of each row.
    pub fn log_odds(&self, rows: &[Row]) -> Vec<f32> {
        let mut sums = vec![self.bias; rows.len()];
        let mut unsure: Vec<usize> = (0..rows.len()).collect();
        let values: Vec<Values> = rows.iter().map(values).collect();
        for trees in self.trees.chunks(CHECKED_EVERY) {
            for places in unsure.chunks(LANES) {
                // The last ones go down with rows of nothing.
                let lanes: [&Values; LANES] = std::array::from_fn(|lane| {
                    places.get(lane).and_then(|&row| values.get(row)).unwrap_or(&NOTHING)
                });
                let begin =
                    std::array::from_fn(|lane| places.get(lane).and_then(|&row| sums.get(row)).copied());
                let begin = begin.map(Option::unwrap_or_default);
                let end = trees.iter().fold(begin, |sums, tree| tree.add_answers(sums, &lanes));
                for (&row, sum) in places.iter().zip(end) {
                    if let Some(place) = sums.get_mut(row) {
                        *place = sum;
                    }
                }
            }
            unsure.retain(|row| sums.get(*row).is_some_and(|sum| sum.abs() <= SURE));
        }
        sums
    }

    /// Adds a tree written in preorder: `3<0.5` a question by the third of `features`, whose first branch (smaller)
    /// follows and then the other; `=0.4` an answer. `None` if it is no such tree, or one of too many nodes.
    pub fn plant(&mut self, line: &str, features: &[u8]) -> Option<()> {
        let mut tree = Tree { nodes: [Node::default(); MOST_NODES], depth: 0 };
        let mut count = 0_u8;
        // Questions whose other branch has not begun.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut depth = 0;
        let mut whole = false;
        for word in line.split_ascii_whitespace() {
            if whole {
                return None;
            }
            let here = count;
            count += 1;
            let node = tree.nodes.get_mut(usize::from(here))?;
            if let Some(value) = word.strip_prefix('=') {
                *node = Node { value: value.parse().ok()?, feature: 0, below: here, above: here };
                tree.depth = tree.depth.max(depth);
                match open.pop() {
                    Some((question, above)) => {
                        tree.nodes.get_mut(question)?.above = count;
                        depth = above + 1;
                    }
                    None => whole = true,
                }
            } else {
                let (feature, value) = word.split_once('<')?;
                let feature = *features.get(feature.parse::<usize>().ok()?)?;
                *node = Node { value: value.parse().ok()?, feature, below: count, above: 0 };
                open.push((usize::from(here), depth));
                depth += 1;
            }
        }
        whole.then(|| self.trees.push(tree))
    }
}

/// A row's features, and nothing behind them.
fn values(row: &Row) -> Values {
    const { assert!(NAMES.len() <= MOST_FEATURES, "a feature's number must fit") };
    let mut values = [0.0; MOST_FEATURES];
    values.iter_mut().zip(row.values()).for_each(|(place, value)| *place = value);
    values
}

impl Tree {
    /// Adds the leaf each row falls into.
    #[expect(clippy::indexing_slicing, reason = "a number cut to the low bits is a place in the array")]
    fn add_answers(&self, mut sums: [f32; LANES], rows: &[&Values; LANES]) -> [f32; LANES] {
        let mut places = [0_u8; LANES];
        for _ in 0..self.depth {
            let mut moved = 0;
            for (place, row) in places.iter_mut().zip(rows) {
                let node = self.nodes[usize::from(*place) % MOST_NODES];
                let value = row[usize::from(node.feature) % MOST_FEATURES];
                let next = if value <= node.value { node.below } else { node.above };
                moved |= next ^ *place;
                *place = next;
            }
            if moved == 0 {
                break;
            }
        }
        for (sum, place) in sums.iter_mut().zip(places) {
            *sum += self.nodes[usize::from(place) % MOST_NODES].value;
        }
        sums
    }
}
