//! Whether anybody said the words of a quotation, or they are a title, a scare quote, a nickname.

use super::super::marks::Segment;
use super::crf::CONTENT;
use super::hash::{NONE, feature, pair};
use super::passage::{Passage, Reading, Said, Tagged};
use super::tokens;

/// A quotation to be judged.
#[derive(Clone)]
pub(crate) struct Doubt {
    /// Its tokens, marks included.
    pub(crate) tokens: std::ops::Range<usize>,
    pub(crate) features: Vec<u64>,
    /// How likely somebody said it.
    pub(crate) said: f32,
}

/// All quotations of a passage in double marks.
pub(crate) fn doubts(reading: &Reading<'_>, passage: &Passage, tagged: &Tagged) -> Vec<Doubt> {
    let own = reading.segments_of(passage);
    let said = reading.said(passage.setting.index);
    own.iter()
        .filter(|segment| !segment.single)
        .map(|segment| doubt(&said, passage, tagged, segment))
        .collect()
}

fn doubt(said: &Said<'_>, passage: &Passage, tagged: &Tagged, segment: &Segment) -> Doubt {
    let all = &passage.tokens;
    let range = tokens::touching(all, &segment.outer);
    let inner = tokens::touching(all, &segment.inner);
    let content =
        |at: usize| tagged.marginals.get(at).map_or(0.0, |scores| scores.iter().skip(CONTENT).sum::<f32>());
    let likely = inner.clone().map(content).sum::<f32>() / count(inner.len().max(1));
    let word = |at: usize| all.get(at).map_or(NONE, |token| token.word);
    let code = |at: usize| all.get(at).map_or(NONE, |token| token.code);
    let before = range.start.wrapping_sub(1);
    let words = inner.clone().filter(|at| all.get(*at).is_some_and(|token| token.is_word)).count();
    let capitals = inner.clone().filter(|at| all.get(*at).is_some_and(|token| token.capital)).count();
    let length = words.min(8) as u64;
    let titled = u64::from(capitals * 2 > words) + 2 * u64::from(capitals > 0);
    let first = all.get(inner.start);
    let ending =
        all.get(inner.end.wrapping_sub(1)).map_or(NONE, |token| if token.is_word { 0 } else { token.word });
    let rule = rule(said, segment);
    // Whether it is the beginning, the end, or all of its paragraph.
    let place = u64::from(range.start == 0) + 2 * u64::from(range.end == all.len());
    let likely_step = step(likely);
    let beside = pair(step(content(before)), step(content(range.end)));
    let cued = [before, before.wrapping_sub(1), range.end, range.end + 1]
        .map(|at| all.get(at).is_some_and(|token| token.cue > 1))
        .iter()
        .fold(0, |sum, cue| sum * 2 + u64::from(*cue));
    let answers = [
        0,
        likely_step,
        pair(likely_step, length),
        pair(likely_step, rule),
        beside,
        pair(beside, length),
        length,
        titled,
        pair(titled, length),
        pair(titled, code(before)),
        word(before),
        word(before.wrapping_sub(1)),
        code(before),
        code(range.end),
        word(range.end),
        pair(code(before), code(range.end)),
        pair(code(before), length),
        ending,
        pair(ending, length),
        rule,
        pair(rule, length),
        cued,
        pair(cued, length),
        u64::from(segment.closed),
        passage.segments.min(4) as u64,
        word(inner.start),
        word(inner.end.wrapping_sub(1)),
        pair(first.map_or(NONE, |token| u64::from(token.capital)), pair(ending, length)),
        pair(place, passage.setting.before.into()),
        pair(place, length),
        pair(place, pair(likely_step, rule)),
    ];
    let features = (300..).zip(answers).map(|(question, answer)| feature(question, answer)).collect();
    Doubt { tokens: range, features, said: likely }
}

/// What the rules make of a quotation: 0 nothing, else in steps of their confidence.
fn rule(said: &Said<'_>, segment: &Segment) -> u64 {
    said.sharing(&segment.inner).map_or(0, |said| {
        1 + 2 * u64::from(said.cue.is_some())
            + 4 * u64::from(said.speaker.is_some())
            + 8 * step(said.confidence)
    })
}

/// A count as a number to divide by.
#[expect(clippy::cast_precision_loss, reason = "counts of tokens, far below 2^23")]
pub(crate) fn count(number: usize) -> f32 {
    number as f32
}

/// A probability in eleven steps, finer at the ends.
pub(crate) fn step(probability: f32) -> u64 {
    const FLOORS: [f32; 10] = [0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95, 0.985, 0.997];
    FLOORS.iter().filter(|floor| probability >= **floor).count() as u64
}
