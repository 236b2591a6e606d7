//! Gradient-boosted trees with histograms (Friedman 2001; Ke et al. 2017, `LightGBM`): logistic loss, trees grown leaf by
//! leaf, each time where it gains most. Single-threaded and without chance but for a fixed seed: the same rows give
//! the same trees.

use copydesk::extract::training::{CHECKED_EVERY, SURE};

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Trees.
    pub trees: usize,
    /// Leaves of each.
    pub leaves: usize,
    /// How far each tree goes.
    pub rate: f64,
    /// Added to a leaf's weight: small leaves say less.
    pub lambda: f64,
    /// Least weight (sum of second derivatives) of a leaf.
    pub least: f64,
    /// Share of the features each tree may look at.
    pub features: f64,
    /// Seed of that choice.
    pub seed: u64,
}

/// Rows to learn from.
#[derive(Default)]
pub struct Rows {
    /// Features, row by row.
    pub values: Vec<f32>,
    /// Features of each row.
    pub width: usize,
    /// What is to be said.
    pub labels: Vec<bool>,
    /// How much each row counts.
    pub weights: Vec<f64>,
}

/// A tree: a question or a leaf, in preorder.
#[derive(Clone, Debug)]
pub enum Node {
    /// Up to `most` the next node, above it the one at `other`.
    Question {
        /// The feature's number.
        feature: usize,
        /// The most it may be.
        most: f32,
        /// Where the other branch begins.
        other: usize,
    },
    /// What to add to the sum.
    Leaf(f32),
}

/// A sum of trees.
#[derive(Clone, Debug, Default)]
pub struct Forest {
    /// Where the sum begins.
    pub bias: f32,
    /// The trees.
    pub trees: Vec<Vec<Node>>,
    /// What each feature gained.
    pub gains: Vec<f64>,
}

impl Forest {
    /// The probability for a row, by as many trees as the extractor would ask.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let mut sum = self.bias;
        for trees in self.trees.chunks(CHECKED_EVERY) {
            sum = trees.iter().fold(sum, |sum, tree| sum + answer(tree, row));
            if sum.abs() > SURE {
                break;
            }
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

fn answer(tree: &[Node], row: &[f32]) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Leaf(value) => return value,
            Node::Question { feature, most, other } => at = if row[feature] <= most { at + 1 } else { other },
        }
    }
}

/// The most different values of a feature that are told apart.
const BINS: usize = 128;

/// Learns a forest.
pub fn grow(rows: &Rows, settings: &Settings) -> Forest {
    let count = rows.labels.len();
    let edges: Vec<Vec<f32>> = (0..rows.width).map(|feature| edges(rows, feature)).collect();
    let binned = bins(rows, &edges);
    let total: f64 = rows.weights.iter().sum();
    let positive: f64 = rows.weights.iter().zip(&rows.labels).map(|(w, &y)| if y { *w } else { 0.0 }).sum();
    #[expect(clippy::cast_possible_truncation, reason = "weights are stored as f32")]
    let bias = (positive / (total - positive)).ln() as f32;
    let mut forest = Forest { bias, trees: Vec::new(), gains: vec![0.0; rows.width] };
    let mut scores = vec![f64::from(bias); count];
    let mut chance = settings.seed;
    for _ in 0..settings.trees {
        let slopes: Vec<Slope> = (0..count)
            .map(|row| {
                let p = 1.0 / (1.0 + (-scores[row]).exp());
                let (w, y) = (rows.weights[row], f64::from(u8::from(rows.labels[row])));
                Slope { first: w * (p - y), second: w * p * (1.0 - p) }
            })
            .collect();
        let features = sample(rows.width, settings.features, &mut chance);
        let mut grower = Grower { bins: &binned, width: rows.width, slopes: &slopes, features, settings };
        let tree = grower.tree(&edges, &mut forest.gains, &mut scores);
        forest.trees.push(tree);
    }
    forest
}

/// Some of the features, by a xorshift generator.
fn sample(width: usize, share: f64, state: &mut u64) -> Vec<usize> {
    let mut features: Vec<usize> = (0..width).collect();
    for index in (1..width).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        #[expect(clippy::cast_possible_truncation, reason = "only its low bits matter")]
        features.swap(index, *state as usize % (index + 1));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "small"
    )]
    features.truncate((width as f64 * share).ceil() as usize);
    features.sort_unstable();
    features
}

/// Upper ends of the bins of a feature: quantiles, by weight and by number together.
fn edges(rows: &Rows, feature: usize) -> Vec<f32> {
    let count = rows.labels.len();
    #[expect(clippy::cast_precision_loss, reason = "far fewer rows than 2^52")]
    let even = rows.weights.iter().sum::<f64>() / count.max(1) as f64;
    let mut values: Vec<(f32, f64)> = (0..count)
        .step_by(1 + count / 60_000)
        .map(|row| (rows.values[row * rows.width + feature], rows.weights[row] + even))
        .collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let step = values.iter().map(|value| value.1).sum::<f64>() / BINS as f64;
    let (mut edges, mut sum, mut next) = (Vec::new(), 0.0, step);
    for pair in values.windows(2) {
        sum += pair[0].1;
        if pair[0].0 < pair[1].0 && sum >= next {
            edges.push(f32::midpoint(pair[0].0, pair[1].0).max(pair[0].0).min(pair[1].0.next_down()));
            next = (sum / step).floor() * step + step;
        }
    }
    // A value of its own for each of few.
    if edges.len() < 16 {
        let mut distinct: Vec<f32> = values.iter().map(|value| value.0).collect();
        distinct.dedup();
        if distinct.len() <= BINS {
            edges = distinct.windows(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
        }
    }
    edges
}

fn bins(rows: &Rows, edges: &[Vec<f32>]) -> Vec<u8> {
    let bin = |(index, value): (usize, &f32)| {
        let bin = edges[index % rows.width].partition_point(|edge| edge < value);
        u8::try_from(bin).unwrap_or(u8::MAX)
    };
    rows.values.iter().enumerate().map(bin).collect()
}

#[derive(Clone, Copy, Default)]
struct Slope {
    first: f64,
    second: f64,
}

impl Slope {
    fn gain(self, lambda: f64) -> f64 {
        self.first * self.first / (self.second + lambda)
    }
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

/// A leaf that may yet be split.
struct Leaf {
    rows: Vec<u32>,
    histogram: Vec<Slope>,
    total: Slope,
    split: Option<Split>,
    /// Its place in the tree.
    node: usize,
}

/// A tree while it grows.
enum Bud {
    Question { split: Split, low: usize, high: usize },
    Leaf(f64),
}

struct Grower<'a> {
    bins: &'a [u8],
    width: usize,
    slopes: &'a [Slope],
    features: Vec<usize>,
    settings: &'a Settings,
}

impl Grower<'_> {
    fn tree(&mut self, edges: &[Vec<f32>], gains: &mut [f64], scores: &mut [f64]) -> Vec<Node> {
        let all: Vec<u32> = (0..u32::try_from(self.slopes.len()).unwrap_or(u32::MAX)).collect();
        let histogram = self.histogram(&all);
        let mut leaves = vec![self.leaf(all, histogram, 0)];
        let mut buds = vec![Bud::Leaf(0.0)];
        while leaves.len() < self.settings.leaves {
            let gain = |leaf: &Leaf| leaf.split.map_or(0.0, |split| split.gain);
            let Some(best) = (0..leaves.len()).max_by(|&a, &b| gain(&leaves[a]).total_cmp(&gain(&leaves[b])))
            else {
                break;
            };
            let Some(split) = leaves[best].split else { break };
            gains[split.feature] += split.gain;
            let leaf = leaves.swap_remove(best);
            let node = leaf.node;
            let (low, high) = self.halves(leaf, split, buds.len());
            buds[node] = Bud::Question { split, low: low.node, high: high.node };
            buds.extend([Bud::Leaf(0.0), Bud::Leaf(0.0)]);
            leaves.extend([low, high]);
        }
        for leaf in &leaves {
            let step = -self.settings.rate * leaf.total.first / (leaf.total.second + self.settings.lambda);
            let step = (step * 1e4).round() / 1e4;
            buds[leaf.node] = Bud::Leaf(step);
            for &row in &leaf.rows {
                scores[row as usize] += step;
            }
        }
        preorder(&buds, edges)
    }

    fn halves(&self, leaf: Leaf, split: Split, node: usize) -> (Leaf, Leaf) {
        let (low, high): (Vec<u32>, Vec<u32>) = leaf.rows.iter().partition(|&&row| {
            usize::from(self.bins[row as usize * self.width + split.feature]) <= split.bin
        });
        let small = self.histogram(if low.len() < high.len() { &low } else { &high });
        let mut large = leaf.histogram;
        for (large, small) in large.iter_mut().zip(&small) {
            large.first -= small.first;
            large.second -= small.second;
        }
        let (first, second) = if low.len() < high.len() { (small, large) } else { (large, small) };
        (self.leaf(low, first, node), self.leaf(high, second, node + 1))
    }

    fn histogram(&self, rows: &[u32]) -> Vec<Slope> {
        let mut histogram = vec![Slope::default(); self.features.len() * (BINS + 1)];
        for &row in rows {
            let slope = self.slopes[row as usize];
            let bins = &self.bins[row as usize * self.width..][..self.width];
            for (place, &feature) in self.features.iter().enumerate() {
                let cell = &mut histogram[place * (BINS + 1) + usize::from(bins[feature])];
                cell.first += slope.first;
                cell.second += slope.second;
            }
        }
        histogram
    }

    fn leaf(&self, rows: Vec<u32>, histogram: Vec<Slope>, node: usize) -> Leaf {
        let mut total = Slope::default();
        for &row in &rows {
            total.first += self.slopes[row as usize].first;
            total.second += self.slopes[row as usize].second;
        }
        let split = self.best(&histogram, total);
        Leaf { rows, histogram, total, split, node }
    }

    fn best(&self, histogram: &[Slope], total: Slope) -> Option<Split> {
        let (lambda, least) = (self.settings.lambda, self.settings.least);
        let mut best: Option<Split> = None;
        for (place, &feature) in self.features.iter().enumerate() {
            let mut low = Slope::default();
            for (bin, cell) in histogram[place * (BINS + 1)..][..=BINS].iter().enumerate() {
                low.first += cell.first;
                low.second += cell.second;
                let high = Slope { first: total.first - low.first, second: total.second - low.second };
                if low.second < least || high.second < least || cell.second == 0.0 {
                    continue;
                }
                let gain = low.gain(lambda) + high.gain(lambda) - total.gain(lambda);
                if gain > 1e-6 && best.is_none_or(|best| gain > best.gain) {
                    best = Some(Split { gain, feature, bin });
                }
            }
        }
        best
    }
}

fn preorder(buds: &[Bud], edges: &[Vec<f32>]) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(buds.len());
    // What is still to be written, and the question whose other branch it is.
    let mut open: Vec<(usize, Option<usize>)> = vec![(0, None)];
    while let Some((bud, question)) = open.pop() {
        if let Some(question) = question {
            let here = nodes.len();
            if let Some(Node::Question { other, .. }) = nodes.get_mut(question) {
                *other = here;
            }
        }
        match &buds[bud] {
            #[expect(clippy::cast_possible_truncation, reason = "weights are stored as f32")]
            Bud::Leaf(value) => nodes.push(Node::Leaf(*value as f32)),
            Bud::Question { split, low, high } => {
                open.push((*high, Some(nodes.len())));
                open.push((*low, None));
                let edges = &edges[split.feature];
                let most = edges.get(split.bin).copied().unwrap_or(f32::MAX);
                nodes.push(Node::Question { feature: split.feature, most, other: 0 });
            }
        }
    }
    nodes
}
