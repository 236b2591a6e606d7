//! Chosen blocks → one body and the offsets of its blocks.
//!
//! Blocks are joined by one blank line, items of one list by a single newline. The cells of a table become one block,
//! rows on lines and cells parted by tabs, unless the table only lays out the page: one cell a row, or cells of
//! running text.

use super::marks::Links;
use crate::article::{Block, BlockKind};
use crate::extract::survey::outline::{Cell, TextBlock};

/// A body and its blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The blocks, joined.
    pub body: String,
    /// Their places, in code points.
    pub blocks: Vec<Block>,
    /// For each block that was given, where it ended up: cells of one table in the same place.
    pub spans: Vec<(usize, usize)>,
}

/// The most words the average cell of a table of facts and figures has.
const CELL_WORDS: usize = 25;

/// Joins blocks in order, looking up their links.
pub fn join<'a>(blocks: impl Iterator<Item = &'a TextBlock>, links: Links<'_>) -> Text {
    let blocks: Vec<&TextBlock> = blocks.collect();
    let mut writer = Writer { text: Text::default(), chars: 0, list: None, links };
    let mut rest = blocks.as_slice();
    while let Some(first) = rest.first() {
        let table = first.cell.map(|cell| cell.table);
        let same = rest
            .iter()
            .take_while(|block| table.is_some() && block.cell.map(|cell| cell.table) == table)
            .count();
        let (group, after) = rest.split_at_checked(same.max(1)).unwrap_or((rest, &[]));
        if same > 0 && is_table(group) {
            writer.push_table(group);
        } else {
            for block in group {
                writer.push(block);
            }
        }
        rest = after;
    }
    writer.text
}

struct Writer<'a> {
    text: Text,
    /// Code points written.
    chars: usize,
    /// The list of the last block, if it was an item of one.
    list: Option<usize>,
    links: Links<'a>,
}

impl Writer<'_> {
    fn push(&mut self, block: &TextBlock) {
        let list = block.list.filter(|_| block.kind == BlockKind::ListItem);
        let start = self.begin(list);
        let marks = self.links.marks(&block.text, &block.marks, start);
        self.write(&block.text);
        self.text.spans.push((start, self.chars));
        let (kind, level, number) = (block.kind, block.level, block.number.filter(|_| list.is_some()));
        self.text.blocks.push(Block { kind, start, end: self.chars, level, number, marks });
    }

    /// One block of all cells: rows on lines, cells parted by tabs, so many that what stands in one column does so here.
    fn push_table(&mut self, group: &[&TextBlock]) {
        let start = self.begin(None);
        let mut marks = Vec::new();
        let mut last: Option<Cell> = None;
        for (cell, block) in cells(group) {
            let tabs = match last {
                Some(last) if last == cell => {
                    self.write(" ");
                    0
                }
                Some(last) if last.row == cell.row => cell.column.saturating_sub(last.column).max(1),
                Some(_) => {
                    self.write("\n");
                    cell.column
                }
                None => cell.column,
            };
            (0..tabs).for_each(|_| self.write("\t"));
            marks.extend(self.links.marks(&block.text, &block.marks, self.chars));
            self.write(&block.text.replace(['\n', '\t'], " "));
            last = Some(cell);
        }
        self.text.spans.extend(group.iter().map(|_| (start, self.chars)));
        let (kind, end) = (BlockKind::Table, self.chars);
        self.text.blocks.push(Block { kind, start, end, level: None, number: None, marks });
    }

    /// Parts what comes from what is there, and tells where it begins.
    fn begin(&mut self, list: Option<usize>) -> usize {
        if !self.text.blocks.is_empty() {
            self.write(if list.is_some() && list == self.list { "\n" } else { "\n\n" });
        }
        self.list = list;
        self.chars
    }

    fn write(&mut self, text: &str) {
        self.text.body.push_str(text);
        self.chars += text.chars().count();
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
