//! JSON Lines: one outcome a line.

use std::io::Write;

use super::{Keys, Sink, SinkError, Target};
use crate::outcome::Outcome;

/// Writes each outcome as one line of JSON.
pub struct JsonLines<W> {
    out: Target<W>,
    keys: Keys,
    line: Vec<u8>,
}

impl<W: Write> JsonLines<W> {
    /// A sink that writes records there, under these keys.
    pub fn new(out: Target<W>, keys: Keys) -> Self {
        Self { out, keys, line: Vec::new() }
    }
}

impl<W: Write> Sink for JsonLines<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Some(named) = self.keys.of(outcome) else { return Ok(()) };
        // Whole lines only: a record that fails half-way, or a kill between two writes, leaves no torn line.
        self.line.clear();
        serde_json::to_writer(&mut self.line, &named)?;
        self.line.push(b'\n');
        self.out.put(&self.line)
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.flush()
    }
}
