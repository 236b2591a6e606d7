//! Where blocks stand in reading order, counted in words.

use super::containers::{Containers, FAR};
use super::line::Line;
use super::row::Row;
use crate::extract::survey::outline::Outline;

/// Where blocks stand in reading order.
pub struct Order {
    /// Words before each block, and one more for the end.
    before: Vec<f32>,
    /// Words before the block that shows the headline.
    headline: Option<f32>,
    /// Words before the first paragraph of the best container, and up to the end of its last.
    span: (f32, f32),
    since_prose: Vec<f32>,
    to_prose: Vec<f32>,
}

impl Order {
    /// Counts the words; `start` is the block that shows the headline.
    pub fn of(outline: &Outline, lines: &[Line], containers: &Containers, start: Option<usize>) -> Self {
        let mut before = Vec::with_capacity(lines.len() + 1);
        let (mut total, mut last, mut span) = (0.0_f32, 0.0_f32, None::<(f32, f32)>);
        let mut since_prose = Vec::with_capacity(lines.len());
        for (block, line) in outline.blocks.iter().zip(lines) {
            before.push(total);
            since_prose.push(total - last);
            let inside =
                containers.places.get(block.container).is_some_and(|place| place.down_to_best <= 0.0);
            let begin = total;
            total += line.words;
            if line.prose {
                last = total;
            }
            if line.prose && inside {
                span = Some((span.map_or(begin, |span| span.0), total));
            }
        }
        before.push(total);
        let mut to_prose = vec![0.0; lines.len()];
        let mut next = total;
        for ((to, line), begin) in to_prose.iter_mut().zip(lines).zip(&before).rev() {
            *to = next - (begin + line.words);
            if line.prose {
                next = *begin;
            }
        }
        let headline = start.and_then(|start| before.get(start).copied());
        Self { headline, span: span.unwrap_or((0.0, total)), before, since_prose, to_prose }
    }

    /// Fills in a block's features of place.
    pub fn fill(&self, row: &mut Row, index: usize, line: &Line) {
        let get = |values: &[f32]| values.get(index).copied().unwrap_or(0.0);
        let before = get(&self.before);
        let total = self.before.last().copied().unwrap_or(0.0);
        row.place = before / total.max(1.0);
        row.words_before = before;
        row.words_after = total - before - line.words;
        row.since_headline = self.headline.map_or(-FAR * FAR, |headline| before - headline);
        row.since_first = before - self.span.0;
        row.to_last = self.span.1 - before - line.words;
        row.since_prose = get(&self.since_prose);
        row.to_prose = get(&self.to_prose);
    }
}
