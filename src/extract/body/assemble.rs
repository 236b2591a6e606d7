//! Chosen blocks → one body and the offsets of its blocks.
//!
//! Blocks are joined by one blank line, items of one list by a single newline. The cells of a table become one block,
//! rows on lines and cells parted by tabs, unless the table only lays out the page: one cell a row, or cells of
//! running text.

use crate::article::{Block, BlockKind};
use crate::extract::survey::outline::{Cell, TextBlock};

/// A body and its blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The blocks, joined.
    pub body: String,
    /// Their places, in code points.
    pub blocks: Vec<Block>,
}

/// The most words the average cell of a table of facts and figures has.
const CELL_WORDS: usize = 25;

/// Joins blocks in order.
pub fn join<'a>(blocks: impl Iterator<Item = &'a TextBlock>) -> Text {
    let blocks: Vec<&TextBlock> = blocks.collect();
    let mut text = Text::default();
    let mut writer = Writer { text: &mut text, chars: 0, list: None };
    let mut rest = blocks.as_slice();
    while let Some(first) = rest.first() {
        let table = first.cell.map(|cell| cell.table);
        let same = rest
            .iter()
            .take_while(|block| table.is_some() && block.cell.map(|cell| cell.table) == table)
            .count();
        let (group, after) = rest.split_at_checked(same.max(1)).unwrap_or((rest, &[]));
        if same > 0 && is_table(group) {
            writer.push(BlockKind::Table, None, None, &table_text(group));
        } else {
            for block in group {
                writer.push(block.kind, block.level, block.list, &block.text);
            }
        }
        rest = after;
    }
    text
}

struct Writer<'a> {
    text: &'a mut Text,
    chars: usize,
    list: Option<usize>,
}

impl Writer<'_> {
    fn push(&mut self, kind: BlockKind, level: Option<u8>, list: Option<usize>, text: &str) {
        let list = list.filter(|_| kind == BlockKind::ListItem);
        if !self.text.blocks.is_empty() {
            let join = if list.is_some() && list == self.list { "\n" } else { "\n\n" };
            self.text.body.push_str(join);
            self.chars += join.len();
        }
        self.list = list;
        let start = self.chars;
        self.text.body.push_str(text);
        self.chars += text.chars().count();
        self.text.blocks.push(Block { kind, start, end: self.chars, level });
    }
}

fn cells<'a>(group: &'a [&'a TextBlock]) -> impl Iterator<Item = (Cell, &'a TextBlock)> {
    group.iter().filter_map(|block| Some((block.cell?, *block)))
}

fn is_table(group: &[&TextBlock]) -> bool {
    let mut counted: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (cell, _) in cells(group) {
        if last == Some(cell) {
            continue;
        }
        match counted.last_mut().filter(|(row, _)| *row == cell.row) {
            Some((_, count)) => *count += 1,
            None => counted.push((cell.row, 1)),
        }
        last = Some(cell);
    }
    let count: usize = counted.iter().map(|(_, count)| count).sum();
    let words: usize = group.iter().map(|block| block.words).sum();
    counted.len() > 1 && counted.iter().any(|(_, count)| *count > 1) && words <= CELL_WORDS * count
}

fn table_text(group: &[&TextBlock]) -> String {
    let mut out = String::new();
    let mut last: Option<Cell> = None;
    for (cell, block) in cells(group) {
        match last {
            Some(last) if last == cell => out.push(' '),
            Some(last) if last.row == cell.row => out.push('\t'),
            Some(_) => out.push('\n'),
            None => {}
        }
        out.extend(block.text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
        last = Some(cell);
    }
    out
}
