//! Quotations that go on over paragraphs: left open at the end of one, re-opened in the next, said by one speaker.

use super::attribute::Statement;
use super::marks::{self, Segment};

/// Gives every part of a continued quotation to the first statement among its parts' that has a cue, else a speaker; what
/// is said in one part is said in all.
pub(super) fn join(segments: &[Segment], mut statements: Vec<Statement>) -> Vec<Statement> {
    if !segments.iter().any(|segment| segment.continues) {
        return statements;
    }
    let mut owner = vec![None; segments.len()];
    for (index, statement) in statements.iter().enumerate() {
        for segment in statement.content.iter().flat_map(|piece| marks::inside(segments, piece)) {
            if let Some(owner) = owner.get_mut(segment) {
                *owner = Some(index);
            }
        }
    }
    let mut first = 0;
    let mut moved = Vec::new();
    for last in 0..segments.len() {
        if segments.get(last).is_some_and(|segment| segment.continues) {
            continue;
        }
        if last > first {
            moved.extend(movements(&statements, &owner, first, last));
        }
        first = last + 1;
    }
    for (segment, from, to) in moved {
        let Some(outer) = segments.get(segment).map(|segment| segment.outer.clone()) else { continue };
        if let Some(from) = from.and_then(|from| statements.get_mut(from)) {
            from.content.retain(|piece| *piece != outer);
        }
        if let Some(to) = statements.get_mut(to) {
            to.content.push(outer);
        }
    }
    for statement in &mut statements {
        statement.content.sort_by_key(|piece| piece.start);
    }
    statements.retain(|statement| !statement.content.is_empty());
    statements
}

/// Segment, the statement it leaves, the statement it goes to; for the parts `first..=last` of one quotation.
fn movements(
    statements: &[Statement],
    owner: &[Option<usize>],
    first: usize,
    last: usize,
) -> Vec<(usize, Option<usize>, usize)> {
    let owner = |segment: usize| owner.get(segment).copied().flatten();
    let cued = |index: &usize| statements.get(*index).is_some_and(|statement| statement.cue.is_some());
    let named = |index: &usize| statements.get(*index).is_some_and(|statement| statement.speaker.is_some());
    let owners = || (first..=last).filter_map(owner);
    let target = owners().find(cued).or_else(|| owners().find(named)).or_else(|| owners().next());
    let Some(target) = target else { return Vec::new() };
    (first..=last)
        .map(|segment| (segment, owner(segment), target))
        .filter(|(_, from, _)| *from != Some(target) && from.is_none_or(|from| !cued(&from)))
        .collect()
}
