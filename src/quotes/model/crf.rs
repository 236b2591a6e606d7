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

    fn of(&self, class: usize) -> &[Scores; LABELS] {
        const NONE: [Scores; LABELS] = [[0.0; LABELS]; LABELS];
        self.0.get(class).unwrap_or(&NONE)
    }
}

/// The most likely labels (Viterbi). `classes` are those of the tokens.
pub(crate) fn best(emissions: &[Scores], classes: &[usize], transitions: &Transitions) -> Vec<usize> {
    let mut back: Vec<[u8; LABELS]> = Vec::with_capacity(emissions.len());
    let mut score = [f32::NEG_INFINITY; LABELS];
    for (at, (emission, class)) in emissions.iter().zip(classes).enumerate() {
        let mut next = [f32::NEG_INFINITY; LABELS];
        let mut from = [0_u8; LABELS];
        for (label, (next, from)) in next.iter_mut().zip(&mut from).enumerate() {
            if at == 0 {
                if allowed(OUTSIDE, label) {
                    *next = 0.0;
                }
            } else {
                let rows = score.iter().zip(transitions.of(*class)).zip(0_u8..);
                for ((score, row), before) in rows {
                    let reached = score + row.get(label).copied().unwrap_or_default();
                    if allowed(before.into(), label) && reached > *next {
                        (*next, *from) = (reached, before);
                    }
                }
            }
        }
        for (next, emission) in next.iter_mut().zip(emission) {
            *next += emission;
        }
        score = next;
        back.push(from);
    }
    let last = score.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(label, _)| label);
    let mut labels = vec![last; emissions.len()];
    for (at, from) in back.iter().enumerate().skip(1).rev() {
        let label = labels.get(at).copied().unwrap_or_default();
        if let Some(before) = labels.get_mut(at - 1) {
            *before = from.get(label).copied().unwrap_or_default().into();
        }
    }
    labels
}

/// How likely each label of each token is, and the logarithm of the sum over all labellings.
pub(crate) struct Marginals {
    pub(crate) tokens: Vec<Scores>,
    #[cfg(feature = "training")]
    pub(crate) pairs: Vec<[Scores; LABELS]>,
}

/// Forward and backward, in scaled probabilities (Rabiner 1989).
pub(crate) fn marginals(emissions: &[Scores], classes: &[usize], transitions: &Transitions) -> Marginals {
    let factors: Vec<[Scores; LABELS]> = transitions.0.iter().map(exponentials).collect();
    let nothing = [[0.0; LABELS]; LABELS];
    let factor = |at: usize| classes.get(at).and_then(|class| factors.get(*class)).unwrap_or(&nothing);
    let local: Vec<Scores> = emissions.iter().map(softened).collect();
    let mut forward: Vec<Scores> = Vec::with_capacity(local.len());
    for (at, local) in local.iter().enumerate() {
        let mut next = [0.0; LABELS];
        match forward.last() {
            None => {
                for (label, next) in next.iter_mut().enumerate() {
                    *next = if allowed(OUTSIDE, label) { 1.0 } else { 0.0 };
                }
            }
            Some(before) => {
                for (before, row) in before.iter().zip(factor(at)) {
                    next.iter_mut().zip(row).for_each(|(next, step)| *next += before * step);
                }
            }
        }
        next.iter_mut().zip(local).for_each(|(next, local)| *next *= local);
        normalise(&mut next);
        forward.push(next);
    }
    let mut backward = [1.0; LABELS];
    let mut tokens = forward.clone();
    #[cfg(feature = "training")]
    let mut pairs = vec![nothing; local.len()];
    for (at, own) in tokens.iter_mut().enumerate().rev() {
        own.iter_mut().zip(&backward).for_each(|(own, backward)| *own *= backward);
        normalise(own);
        let Some(local) = local.get(at) else { continue };
        let mut onward = backward;
        onward.iter_mut().zip(local).for_each(|(onward, local)| *onward *= local);
        #[cfg(feature = "training")]
        if let Some(before) = at.checked_sub(1).and_then(|at| forward.get(at))
            && let Some(pairs) = pairs.get_mut(at)
        {
            pair_marginals(before, factor(at), &onward, pairs);
        }
        let mut next = [0.0; LABELS];
        for (next, row) in next.iter_mut().zip(factor(at)) {
            *next = row.iter().zip(&onward).map(|(step, onward)| step * onward).sum();
        }
        normalise(&mut next);
        backward = next;
    }
    Marginals {
        tokens,
        #[cfg(feature = "training")]
        pairs,
    }
}

#[cfg(feature = "training")]
fn pair_marginals(before: &Scores, factor: &[Scores; LABELS], onward: &Scores, pairs: &mut [Scores; LABELS]) {
    let mut sum = 0.0;
    for ((pairs, before), row) in pairs.iter_mut().zip(before).zip(factor) {
        for ((pair, step), onward) in pairs.iter_mut().zip(row).zip(onward) {
            *pair = before * step * onward;
            sum += *pair;
        }
    }
    if sum > 0.0 {
        pairs.iter_mut().flatten().for_each(|pair| *pair /= sum);
    }
}

fn exponentials(rows: &[Scores; LABELS]) -> [Scores; LABELS] {
    let mut found = [[0.0; LABELS]; LABELS];
    for (before, (found, row)) in found.iter_mut().zip(rows).enumerate() {
        for (label, (found, score)) in found.iter_mut().zip(row).enumerate() {
            *found = if allowed(before, label) { score.exp() } else { 0.0 };
        }
    }
    found
}

fn softened(scores: &Scores) -> Scores {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    scores.map(|score| (score - most).exp())
}

fn normalise(scores: &mut Scores) {
    let sum: f32 = scores.iter().sum();
    if sum > 0.0 {
        for score in scores {
            *score /= sum;
        }
    }
}
