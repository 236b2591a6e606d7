//! The structure: headings, paragraphs, quotations, nested lists, tables, code.

use super::inline::{Line, Stretch, rendered};
use crate::article::{Article, Block, BlockKind};

/// The body's blocks; items of one list, and paragraphs of one quotation, in one part.
pub fn parts(article: &Article) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut lists = Lists::default();
    let mut last: Option<&Block> = None;
    let mut chars = article.body.chars();
    let mut at = 0;
    for block in &article.blocks {
        let _ = chars.by_ref().take(block.start.saturating_sub(at)).count();
        let text: Vec<char> = chars.by_ref().take(block.end.saturating_sub(block.start)).collect();
        at = block.end;
        let stretch = Stretch::of(&text, block);
        let before = last.filter(|last| last.kind == block.kind);
        last = Some(block);
        let (join, shown) = match (block.kind, before) {
            // Items of one list stand one line break apart in the body.
            (BlockKind::ListItem, before) => {
                let continues = before.is_some_and(|before| block.start == before.end + 1);
                lists.item(block, &stretch, continues, before.is_some())
            }
            (BlockKind::Blockquote, Some(_)) => (Some("\n>\n"), shown(block, &stretch)),
            _ => (None, shown(block, &stretch)),
        };
        match (join, parts.last_mut()) {
            (Some(join), Some(part)) => {
                part.push_str(join);
                part.push_str(&shown);
            }
            _ => parts.push(shown),
        }
    }
    parts
}

/// Any block but an item.
fn shown(block: &Block, stretch: &Stretch<'_>) -> String {
    match block.kind {
        BlockKind::Paragraph | BlockKind::ListItem => rendered(stretch, Line::Begins("")),
        // The headline is level 1.
        BlockKind::Heading => {
            let level = usize::from(block.level.unwrap_or(2).clamp(2, 6));
            format!("{} {}", "#".repeat(level), rendered(stretch, Line::Heading))
        }
        BlockKind::Blockquote => format!("> {}", rendered(stretch, Line::Begins("> "))),
        BlockKind::Table => table(stretch),
        BlockKind::Code => {
            let text: String = stretch.chars.iter().collect();
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            format!("{fence}\n{text}\n{fence}")
        }
        BlockKind::Caption => rendered(&stretch.emphasised(), Line::Heading),
    }
}

/// A pipe table, its first row as the head.
fn table(stretch: &Stretch<'_>) -> String {
    let rows: Vec<Vec<String>> = stretch
        .split('\n')
        .map(|row| row.split('\t').map(|cell| rendered(&cell, Line::Cell)).collect())
        .collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in &rows {
        let empty = std::iter::repeat_n("", columns.saturating_sub(row.len()));
        let cells: Vec<&str> = row.iter().map(String::as_str).chain(empty).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if lines.len() == 1 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    lines.join("\n")
}

/// The items around a place, outermost first.
#[derive(Default)]
struct Lists {
    open: Vec<Item>,
    /// Whether this list has the other marker, since it stands right below another list.
    other: bool,
}

struct Item {
    level: u8,
    number: Option<u32>,
    /// Where its marker stands, and where its text begins.
    marker: usize,
    text: usize,
}

impl Lists {
    /// What parts an item from the part before, `None` for the first of a list, and the item.
    fn item(
        &mut self,
        block: &Block,
        stretch: &Stretch<'_>,
        continues: bool,
        below_list: bool,
    ) -> (Option<&'static str>, String) {
        if !continues {
            self.open.clear();
            self.other = below_list && !self.other;
        }
        let level = block.level.unwrap_or(1);
        while self.open.last().is_some_and(|item| item.level > level) {
            self.open.pop();
        }
        let beside = self.open.last().filter(|item| item.level == level);
        if let Some(item) = beside.filter(|item| item.number.is_some() && item.number == block.number) {
            let indent = " ".repeat(item.text);
            return (Some("\n\n"), format!("{indent}{}", rendered(stretch, Line::Begins(&indent))));
        }
        let marker = match beside {
            Some(item) => item.marker,
            None => self.open.last().map_or(0, |item| item.text),
        };
        let first = beside.is_none_or(|item| item.number.is_some() != block.number.is_some());
        self.open.retain(|item| item.level < level);
        let sign = match (block.number, self.other) {
            (None, false) => "-".to_owned(),
            (None, true) => "*".to_owned(),
            (Some(number), other) => format!("{}{}", number.min(999_999_999), if other { ')' } else { '.' }),
        };
        let text = marker + sign.len() + 1;
        self.open.push(Item { level, number: block.number, marker, text });
        let lines = rendered(stretch, Line::Begins(&" ".repeat(text)));
        let shown = format!("{}{sign} {lines}", " ".repeat(marker));
        // Only a list that begins with 1 may follow a paragraph without an empty line.
        let join = if first && block.number.is_some_and(|number| number != 1) { "\n\n" } else { "\n" };
        (continues.then_some(join), shown)
    }
}
