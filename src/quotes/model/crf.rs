//! The linear-chain conditional random field that marks sources, cues and contents (Lafferty, `McCallum` and Pereira
//! 2001): the best labels of a paragraph, and how likely each is.

use super::features::CLASSES;

/// Number of labels.
pub(crate) const LABELS: usize = 7;

/// Nothing; then beginning and rest of a source, a cue, a content.
pub(crate) const OUTSIDE: usize = 0;
pub(crate) const SOURCE: usize = 1;
pub(crate) const CUE: usize = 3;
pub(crate) const CONTENT: usize = 5;

/// One number per label.
pub(crate) type Scores = [f32; LABELS];

/// Scores of a label after another (`[class][before][label]`), by the class of the later token.
#[derive(Clone, Debug)]
pub(crate) struct Transitions(pub(crate) Vec<[Scores; LABELS]>);

/// Whether a label may follow another: the rest of a span only its beginning or rest.
pub(crate) const fn allowed(before: usize, label: usize) -> bool {
    !(label == 2 || label == 4 || label == 6) || before == label || before + 1 == label
}

impl Transitions {
    /// Reads them from little-endian numbers; `None` unless there are as many as there must be.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut numbers =
            bytes.chunks_exact(4).filter_map(|four| four.try_into().ok()).map(f32::from_le_bytes);
        let mut all = vec![[[0.0; LABELS]; LABELS]; CLASSES];
        for number in all.iter_mut().flatten().flatten() {
            *number = numbers.next()?;
        }
        numbers.next().is_none().then_some(Self(all))
    }
}

/// One number per label and one that is not used: eight are added and multiplied as fast as one.
type Lanes = [f32; LABELS + 1];

/// What a token's class makes of its transitions, as they are asked for.
#[derive(Clone, Copy, Debug)]
struct Steps {
    /// Scores, `[before][label]`; no forbidden one can win.
    scores: [Lanes; LABELS],
    /// Their exponentials, `[before][label]`; 0 for forbidden ones.
    factors: [Lanes; LABELS],
    /// The same, `[label][before]`.
    turned: [Lanes; LABELS],
}

/// Transitions, ready for use.
#[derive(Clone, Debug)]
pub(crate) struct Chain(Vec<Steps>);

impl Chain {
    pub(crate) fn new(transitions: &Transitions) -> Self {
        Self(transitions.0.iter().map(Steps::new).collect())
    }

    fn of(&self, class: usize) -> &Steps {
        const NONE: Steps = Steps {
            scores: [[0.0; LABELS + 1]; LABELS],
            factors: [[0.0; LABELS + 1]; LABELS],
            turned: [[0.0; LABELS + 1]; LABELS],
        };
        self.0.get(class).unwrap_or(&NONE)
    }
}

impl Steps {
    fn new(rows: &[Scores; LABELS]) -> Self {
        let mut found = Self {
            scores: [[f32::NEG_INFINITY; LABELS + 1]; LABELS],
            factors: [[0.0; LABELS + 1]; LABELS],
            turned: [[0.0; LABELS + 1]; LABELS],
        };
        for (before, row) in rows.iter().enumerate() {
            for (label, score) in row.iter().enumerate().filter(|(label, _)| allowed(before, *label)) {
                put(&mut found.scores, before, label, *score);
                put(&mut found.factors, before, label, score.exp());
                put(&mut found.turned, label, before, score.exp());
            }
        }
        found
    }
}

fn put(table: &mut [Lanes; LABELS], row: usize, lane: usize, value: f32) {
    if let Some(place) = table.get_mut(row).and_then(|row| row.get_mut(lane)) {
        *place = value;
    }
}

/// Scores with `rest` in the lane that is not used.
fn lanes(scores: &Scores, rest: f32) -> Lanes {
    let mut found = [rest; LABELS + 1];
    found.iter_mut().zip(scores).for_each(|(lane, score)| *lane = *score);
    found
}

fn scores(lanes: &Lanes) -> Scores {
    lanes.first_chunk().copied().unwrap_or_default()
}

/// What may come first.
fn opening(yes: f32, no: f32) -> Lanes {
    let mut found = [no; LABELS + 1];
    for (label, found) in found.iter_mut().take(LABELS).enumerate() {
        *found = if allowed(OUTSIDE, label) { yes } else { no };
    }
    found
}

/// The most likely labels (Viterbi). `classes` are those of the tokens.
pub(crate) fn best(emissions: &[Scores], classes: &[usize], chain: &Chain) -> Vec<usize> {
    let mut back: Vec<[u32; LABELS + 1]> = Vec::with_capacity(emissions.len());
    let mut score = opening(0.0, f32::NEG_INFINITY);
    for (at, (emission, class)) in emissions.iter().zip(classes).enumerate() {
        let mut from = [0_u32; LABELS + 1];
        if at > 0 {
            let mut most = [f32::NEG_INFINITY; LABELS + 1];
            for ((own, row), before) in score.iter().zip(&chain.of(*class).scores).zip(0_u32..) {
                for ((most, from), step) in most.iter_mut().zip(&mut from).zip(row) {
                    let reached = own + step;
                    let wins = reached > *most;
                    *most = if wins { reached } else { *most };
                    *from = if wins { before } else { *from };
                }
            }
            score = most;
        }
        for (score, emission) in score.iter_mut().zip(lanes(emission, 0.0)) {
            *score += emission;
        }
        back.push(from);
    }
    let last = scores(&score).into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    let mut labels = vec![last.map_or(OUTSIDE, |(label, _)| label); emissions.len()];
    for (at, from) in back.iter().enumerate().skip(1).rev() {
        let label = labels.get(at).copied().unwrap_or_default();
        if let Some(before) = labels.get_mut(at - 1) {
            *before = from.get(label).map_or(OUTSIDE, |before| *before as usize);
        }
    }
    labels
}

/// How likely each label of each token is; in training also each pair of labels.
pub(crate) struct Marginals {
    pub(crate) tokens: Vec<Scores>,
    #[cfg(feature = "training")]
    pub(crate) pairs: Vec<[Scores; LABELS]>,
}

/// Forward and backward, in scaled probabilities (Rabiner 1989).
pub(crate) fn marginals(emissions: &[Scores], classes: &[usize], chain: &Chain) -> Marginals {
    let local: Vec<Lanes> = emissions.iter().map(softened).collect();
    let mut forward: Vec<Lanes> = Vec::with_capacity(local.len());
    for (local, class) in local.iter().zip(classes) {
        let mut next = match forward.last() {
            None => opening(1.0, 0.0),
            Some(before) => weighed(&chain.of(*class).factors, before),
        };
        next.iter_mut().zip(local).for_each(|(next, local)| *next *= local);
        normalise(&mut next);
        forward.push(next);
    }
    let mut backward = [1.0; LABELS + 1];
    let mut tokens = vec![[0.0; LABELS]; local.len()];
    #[cfg(feature = "training")]
    let mut pairs = vec![[[0.0; LABELS]; LABELS]; local.len()];
    for (at, ((own, local), class)) in tokens.iter_mut().zip(&local).zip(classes).enumerate().rev() {
        let mut likely = forward.get(at).copied().unwrap_or_default();
        likely.iter_mut().zip(&backward).for_each(|(likely, backward)| *likely *= backward);
        normalise(&mut likely);
        *own = scores(&likely);
        let steps = chain.of(*class);
        let mut onward = backward;
        onward.iter_mut().zip(local).for_each(|(onward, local)| *onward *= local);
        #[cfg(feature = "training")]
        if let Some(before) = at.checked_sub(1).and_then(|at| forward.get(at))
            && let Some(pairs) = pairs.get_mut(at)
        {
            pair_marginals(before, &steps.factors, &onward, pairs);
        }
        backward = weighed(&steps.turned, &onward);
        normalise(&mut backward);
    }
    Marginals {
        tokens,
        #[cfg(feature = "training")]
        pairs,
    }
}

/// The sum of the rows, each times its weight.
fn weighed(rows: &[Lanes; LABELS], weights: &Lanes) -> Lanes {
    let mut sum = [0.0; LABELS + 1];
    for (row, weight) in rows.iter().zip(weights) {
        sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

#[cfg(feature = "training")]
fn pair_marginals(before: &Lanes, factors: &[Lanes; LABELS], onward: &Lanes, pairs: &mut [Scores; LABELS]) {
    let mut sum = 0.0;
    for ((pairs, before), row) in pairs.iter_mut().zip(before).zip(factors) {
        for ((pair, step), onward) in pairs.iter_mut().zip(row).zip(onward) {
            *pair = before * step * onward;
            sum += *pair;
        }
    }
    if sum > 0.0 {
        pairs.iter_mut().flatten().for_each(|pair| *pair /= sum);
    }
}

fn softened(scores: &Scores) -> Lanes {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    lanes(&scores.map(|score| (score - most).exp()), 0.0)
}

fn normalise(lanes: &mut Lanes) {
    let sum: f32 = lanes.iter().sum();
    if sum > 0.0 {
        for value in lanes {
            *value /= sum;
        }
    }
}
