//! Labels → units: stretches of words that somebody said, and the cues and sources around them.

use std::ops::Range;

use super::crf::{CONTENT, CUE, OUTSIDE, SOURCE};
use super::support::Doubt;
use super::tokens::{Side, Token};

/// The spans of one passage, as ranges of its tokens.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    pub(crate) contents: Vec<Range<usize>>,
    pub(crate) cues: Vec<Range<usize>>,
    pub(crate) sources: Vec<Range<usize>>,
}

/// The spans that labels make, with every quotation whole: inside a content, or outside where nobody said it.
pub(crate) fn spans(tokens: &[Token], labels: &[usize], doubts: &[Doubt], floor: f32) -> Spans {
    let mut labels = labels.to_vec();
    for doubt in doubts {
        if doubt.said >= floor {
            take_in(&mut labels, &doubt.tokens);
        } else {
            leave_out(&mut labels, &doubt.tokens);
        }
    }
    part_sentences(&mut labels, tokens);
    Spans {
        contents: runs(&labels, CONTENT).into_iter().filter_map(|run| trimmed(run, tokens)).collect(),
        cues: runs(&labels, CUE).into_iter().map(|run| without_marks(run, tokens)).collect(),
        sources: runs(&labels, SOURCE),
    }
}

fn is_content(labels: &[usize], at: usize) -> bool {
    labels.get(at).is_some_and(|label| *label >= CONTENT)
}

fn take_in(labels: &mut [usize], range: &Range<usize>) {
    let joined = is_content(labels, range.start.wrapping_sub(1));
    let own = labels.get(range.start).copied().unwrap_or(OUTSIDE);
    for label in labels.get_mut(range.clone()).unwrap_or_default() {
        *label = CONTENT + 1;
    }
    if let Some(first) = labels.get_mut(range.start) {
        *first = if own == CONTENT || !joined { CONTENT } else { CONTENT + 1 };
    }
}

fn leave_out(labels: &mut [usize], range: &Range<usize>) {
    let inside = is_content(labels, range.start.wrapping_sub(1)) && is_content(labels, range.end);
    if inside {
        return;
    }
    for label in labels.get_mut(range.clone()).unwrap_or_default() {
        if *label >= CONTENT {
            *label = OUTSIDE;
        }
    }
}

/// A sentence outside quotation marks begins a content of its own.
fn part_sentences(labels: &mut [usize], tokens: &[Token]) {
    for (label, token) in labels.iter_mut().zip(tokens) {
        if token.begins && token.side == Side::Outside && *label == CONTENT + 1 {
            *label = CONTENT;
        }
    }
}

/// Contents without the sentence's own marks at their ends.
fn trimmed(mut range: Range<usize>, tokens: &[Token]) -> Option<Range<usize>> {
    let is_mark =
        |at: usize| tokens.get(at).is_none_or(|token| !token.is_word && matches!(token.side, Side::Outside));
    while range.start < range.end && is_mark(range.start) {
        range.start += 1;
    }
    while range.start < range.end && is_mark(range.end - 1) {
        range.end -= 1;
    }
    (!range.is_empty()).then_some(range)
}

/// A cue of several tokens without its marks: "said", not "said:"; of "quoted at length, said" what stands last.
fn without_marks(mut range: Range<usize>, tokens: &[Token]) -> Range<usize> {
    let is_mark = |at: usize| tokens.get(at).is_some_and(|token| !token.is_word);
    if range.len() > 1 && is_mark(range.end - 1) {
        range.end -= 1;
    }
    let mark = range.clone().rev().find(|at| is_mark(*at));
    let is_cue = |at: usize| tokens.get(at).is_some_and(|token| token.cue > 1);
    match mark {
        Some(mark) if (mark + 1..range.end).any(is_cue) => mark + 1..range.end,
        _ => range,
    }
}

/// Runs of a label and its rest.
fn runs(labels: &[usize], first: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match found.last_mut() {
            Some(last) if *label == first + 1 && last.end == at => last.end = at + 1,
            _ if *label == first || *label == first + 1 => found.push(at..at + 1),
            _ => {}
        }
    }
    found
}
