//! Trains the tagger: stochastic gradient with steps by coordinate (`AdaGrad`; Duchi, Hazan and Singer 2011) and an
//! L1 penalty applied when a weight is next touched.

use std::collections::HashMap;

use copydesk::quotes::training::{CLASSES, Chain, LABEL_COUNT, Tags, Text, allowed};

use super::corpus::{self, Article};
use super::random::Random;

type Row = [f32; LABEL_COUNT];

/// How training is done.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub epochs: usize,
    pub rate: f32,
    /// L1 penalty of one paragraph.
    pub lasso: f32,
    pub seed: u64,
}

/// One paragraph ready for training.
pub struct Sequence {
    pub article: usize,
    pub classes: Vec<usize>,
    pub labels: Vec<usize>,
    /// Where the features of each token end in `features`.
    ends: Vec<usize>,
    features: Vec<u32>,
}

/// All features seen often enough.
pub struct Features {
    known: HashMap<u64, u32>,
}

impl Features {
    /// Counts the features of all texts.
    pub fn count(texts: &[Text], rarest: u32) -> Self {
        let mut counts = HashMap::<u64, u32>::new();
        for text in texts {
            for paragraph in 0..text.paragraphs() {
                text.features(paragraph, |features| {
                    for feature in features {
                        *counts.entry(*feature).or_default() += 1;
                    }
                });
            }
        }
        let mut often: Vec<u64> =
            counts.into_iter().filter(|(_, count)| *count >= rarest).map(|(feature, _)| feature).collect();
        often.sort_unstable();
        Self { known: often.into_iter().zip(0..).collect() }
    }

    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// All features with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (u64, usize)> {
        self.known.iter().map(|(feature, index)| (*feature, *index as usize))
    }

    /// All paragraphs of an article.
    pub fn sequences(&self, index: usize, article: &Article, text: &Text) -> Vec<Sequence> {
        (0..text.paragraphs()).map(|paragraph| self.sequence(index, article, text, paragraph)).collect()
    }

    fn sequence(&self, index: usize, article: &Article, text: &Text, paragraph: usize) -> Sequence {
        let words = text.words(paragraph);
        let (mut ends, mut features) = (Vec::new(), Vec::new());
        text.features(paragraph, |found| {
            features.extend(found.iter().filter_map(|feature| self.known.get(feature)));
            ends.push(features.len());
        });
        Sequence {
            article: index,
            classes: words.iter().map(|word| word.class).collect(),
            labels: corpus::labels(article, &words),
            ends,
            features,
        }
    }
}

impl Sequence {
    fn tokens(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.features[start..*end])
    }
}

/// A weight row, the squares of its gradients so far, and the step it was last touched at.
#[derive(Clone, Default)]
struct Weights {
    row: Row,
    squares: Row,
    touched: u32,
}

/// The tagger in training.
pub struct Tagger {
    settings: Settings,
    weights: Vec<Weights>,
    chain: Chain,
    squares: Vec<[Row; LABEL_COUNT]>,
    step: u32,
}

impl Tagger {
    /// Trains on the sequences at `chosen`.
    pub fn train(features: &Features, sequences: &[Sequence], chosen: &[usize], settings: Settings) -> Self {
        let mut tagger = Self {
            settings,
            weights: vec![Weights::default(); features.len()],
            chain: Chain::new(vec![[[0.0; LABEL_COUNT]; LABEL_COUNT]; CLASSES]),
            squares: vec![[[0.0; LABEL_COUNT]; LABEL_COUNT]; CLASSES],
            step: 0,
        };
        let mut order: Vec<usize> =
            chosen.iter().copied().filter(|index| !sequences[*index].labels.is_empty()).collect();
        let mut random = Random::new(settings.seed);
        let mut mean = Mean::default();
        for epoch in 0..settings.epochs {
            random.shuffle(&mut order);
            let share = epoch as f32 / settings.epochs as f32;
            let rate = settings.rate * (1.0 - 0.8 * share);
            for (index, place) in order.iter().zip(1..) {
                tagger.learn(&sequences[*index], rate);
                if epoch > 0 && place % (order.len() / SNAPSHOTS).max(1) == 0 {
                    tagger.settle();
                    mean.add(&tagger);
                }
            }
        }
        mean.put(&mut tagger);
        tagger
    }

    /// The scores of every label of every token.
    pub fn emissions(&self, sequence: &Sequence) -> Vec<Row> {
        let emission = |features: &[u32]| {
            let mut sum = [0.0; LABEL_COUNT];
            for feature in features {
                let row = &self.weights[*feature as usize].row;
                sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
            sum
        };
        sequence.tokens().map(emission).collect()
    }

    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The best labels of a paragraph, and how likely all are.
    pub fn tags(&self, sequence: &Sequence) -> Tags {
        let emissions = self.emissions(sequence);
        let likely = self.chain.likely(&emissions, &sequence.classes).tokens;
        Tags { labels: self.chain.best(&emissions, &sequence.classes), likely }
    }

    /// Weights by number of the feature.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.weights.iter().map(|weights| &weights.row)
    }

    fn learn(&mut self, sequence: &Sequence, rate: f32) {
        self.step += 1;
        let penalty = self.settings.lasso;
        for feature in &sequence.features {
            self.weights[*feature as usize].catch_up(self.step, rate, penalty);
        }
        let emissions = self.emissions(sequence);
        let likely = self.chain.likely(&emissions, &sequence.classes);
        for ((features, gold), marginals) in sequence.tokens().zip(&sequence.labels).zip(&likely.tokens) {
            let mut gradient = marginals.map(|probability| -probability);
            gradient[*gold] += 1.0;
            if gradient.iter().all(|slope| slope.abs() < 0.002) {
                continue;
            }
            for feature in features {
                let weights = &mut self.weights[*feature as usize];
                for ((weight, square), slope) in
                    weights.row.iter_mut().zip(&mut weights.squares).zip(&gradient)
                {
                    *square += slope * slope;
                    *weight += rate * slope / (square.sqrt() + 1e-4);
                }
            }
        }
        self.learn_chain(sequence, &likely.pairs, rate);
    }

    #[expect(clippy::needless_range_loop, reason = "five arrays share the indices, three of them labels")]
    fn learn_chain(&mut self, sequence: &Sequence, pairs: &[[Row; LABEL_COUNT]], rate: f32) {
        for at in 1..sequence.labels.len() {
            let class = sequence.classes[at];
            for before in 0..LABEL_COUNT {
                for label in (0..LABEL_COUNT).filter(|label| allowed(before, *label)) {
                    let gold = sequence.labels[at - 1] == before && sequence.labels[at] == label;
                    let slope = f32::from(u8::from(gold)) - pairs[at][before][label];
                    let square = &mut self.squares[class][before][label];
                    *square += slope * slope;
                    let step = rate * slope / (square.sqrt() + 1e-4);
                    self.chain.scores_mut()[class][before][label] += step;
                }
            }
        }
    }

    fn settle(&mut self) {
        for weights in &mut self.weights {
            weights.catch_up(self.step, self.settings.rate * 0.2, self.settings.lasso);
        }
    }
}

/// How often in a pass over the corpus the weights go into their mean.
const SNAPSHOTS: usize = 4;

/// The mean of the weights at several moments after the first pass: it forgets what single paragraphs last taught.
#[derive(Default)]
struct Mean {
    rows: Vec<Row>,
    chain: Vec<[Row; LABEL_COUNT]>,
    count: f32,
}

impl Mean {
    fn add(&mut self, tagger: &Tagger) {
        self.rows.resize(tagger.weights.len(), Row::default());
        self.chain.resize(tagger.chain.scores().len(), [Row::default(); LABEL_COUNT]);
        self.count += 1.0;
        for (sums, weights) in self.rows.iter_mut().zip(&tagger.weights) {
            sums.iter_mut().zip(&weights.row).for_each(|(sum, weight)| *sum += weight);
        }
        let scores = tagger.chain.scores().iter().flatten().flatten();
        self.chain.iter_mut().flatten().flatten().zip(scores).for_each(|(sum, score)| *sum += score);
    }

    fn put(self, tagger: &mut Tagger) {
        let count = self.count.max(1.0);
        for (weights, sums) in tagger.weights.iter_mut().zip(self.rows) {
            weights.row = sums.map(|sum| sum / count);
        }
        let scores = tagger.chain.scores_mut().iter_mut().flatten().flatten();
        scores.zip(self.chain.into_iter().flatten().flatten()).for_each(|(score, sum)| *score = sum / count);
    }
}

impl Weights {
    /// Applies the penalty of all steps since the last touch: its size hangs on the weight's own step size, which did
    /// not change in between.
    fn catch_up(&mut self, step: u32, rate: f32, penalty: f32) {
        if self.touched == step {
            return;
        }
        let steps = (step - self.touched) as f32;
        self.touched = step;
        for (weight, square) in self.row.iter_mut().zip(&self.squares) {
            if *weight != 0.0 {
                let cut = steps * penalty * rate / (square.sqrt() + 1e-4);
                *weight = weight.signum() * (weight.abs() - cut).max(0.0);
            }
        }
    }
}
