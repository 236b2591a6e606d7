//! Pull quotes: a paragraph of nothing but words that stand in another quotation too.

use std::collections::HashMap;

use crate::quotes::attribute::Statement;
use crate::quotes::marks::{self, Segment};
use crate::quotes::paragraphs::Paragraph;

/// Fewer words may be said twice.
const FEWEST: usize = 5;
/// How many pull quotes that begin with the same words are told apart.
const MOST_ALIKE: usize = 8;

/// For each segment the one whose words it repeats.
pub(in crate::quotes) fn repeats(
    text: &str,
    paragraphs: &[Paragraph],
    segments: &[Segment],
) -> HashMap<usize, usize> {
    let pulled = |segment: &Segment| {
        let own = paragraphs.get(segment.paragraph).map(|paragraph| &paragraph.bytes);
        own.is_some_and(|own| {
            segment.outer.start == own.start
                && text
                    .get(segment.outer.end..own.end)
                    .is_some_and(|rest| rest.chars().all(|c| !c.is_alphanumeric()))
        })
    };
    let mut found = HashMap::new();
    let candidates: Vec<usize> = (0..segments.len())
        .filter(|index| segments.get(*index).is_some_and(pulled))
        .filter(|index| {
            segments.get(*index).is_some_and(|segment| words(text, segment).nth(FEWEST - 1).is_some())
        })
        .collect();
    if candidates.is_empty() || segments.len() < 2 {
        return found;
    }
    let mut wanted: HashMap<Vec<u64>, Vec<usize>> = HashMap::new();
    for index in &candidates {
        if let Some(segment) = segments.get(*index) {
            let waiting = wanted.entry(words(text, segment).take(FEWEST).collect()).or_default();
            if waiting.len() < MOST_ALIKE {
                waiting.push(*index);
            }
        }
    }
    let mut all = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        all.clear();
        all.extend(words(text, segment));
        for (at, window) in all.windows(FEWEST).enumerate() {
            let Some(waiting) = wanted.get_mut(window) else { continue };
            waiting.retain(|candidate| {
                let Some(pull) = segments.get(*candidate).filter(|_| *candidate != index) else {
                    return true;
                };
                let mut rest = all.get(at..).unwrap_or_default().iter();
                let same = words(text, pull).all(|word| rest.next().is_some_and(|other| *other == word));
                // Of two alike, the second repeats the first.
                let twins = same && at == 0 && rest.next().is_none() && pulled(segment);
                if same && (!twins || index < *candidate) {
                    found.insert(*candidate, index);
                }
                !found.contains_key(candidate)
            });
        }
    }
    found
}

/// The statements without those that nothing but a pull quote's place suggests: no cue, and no words of their own.
pub(in crate::quotes) fn without_repeats(
    statements: &mut Vec<Statement>,
    segments: &[Segment],
    repeats: &HashMap<usize, usize>,
) {
    if repeats.is_empty() {
        return;
    }
    statements.retain(|statement| {
        let own = statement.content.iter().any(|piece| {
            let mut inside = marks::inside(segments, piece).peekable();
            inside.peek().is_none() || inside.any(|segment| !repeats.contains_key(&segment))
        });
        statement.cue.is_some() || own
    });
}

/// Hashes of a segment's words, lower case.
fn words(text: &str, segment: &Segment) -> impl Iterator<Item = u64> {
    let inside = text.get(segment.inner.clone()).unwrap_or_default();
    inside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| {
        word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash, letter| {
            (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)
        })
    })
}
