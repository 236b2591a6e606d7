//! Which column of its table a cell stands in, empty cells and those that span others counted (HTML standard, 4.9.12).

use scraper::node::Element;

use super::block::Cell;

/// The most columns counted, and the most rows one cell reaches down.
const COLUMNS: usize = 64;
const ROWS: usize = 1000;

/// An open table.
#[derive(Debug)]
pub struct Grid {
    /// The cell that is open, or was last.
    pub cell: Cell,
    /// The column that the next cell of the row takes, if nothing from above stands there.
    next: usize,
    /// For each column how many rows, this one included, the last cell there reaches down.
    reach: Vec<usize>,
}

impl Grid {
    /// A table opens.
    pub fn new(table: usize) -> Self {
        Self { cell: Cell { table, row: 0, place: 0, column: 0 }, next: 0, reach: Vec::new() }
    }

    /// A row of that number opens.
    pub fn row(&mut self, number: usize) {
        self.cell.row = number;
        self.next = 0;
        self.reach.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    /// A cell of that number opens.
    pub fn cell(&mut self, number: usize, element: &Element) {
        let span = |name: &str, most: usize| {
            element.attr(name).and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, most)
        };
        while self.reach.get(self.next).is_some_and(|rows| *rows > 0) {
            self.next += 1;
        }
        (self.cell.place, self.cell.column) = (number, self.next.min(COLUMNS));
        let end = (self.next + span("colspan", COLUMNS)).min(COLUMNS);
        if self.reach.len() < end {
            self.reach.resize(end, 0);
        }
        let rows = span("rowspan", ROWS);
        self.reach.iter_mut().take(end).skip(self.next).for_each(|reach| *reach = rows);
        self.next = self.next.max(end);
    }
}
