//! JSON: one array of all outcomes, indented.

use std::io::Write;

use super::{Keys, Sink, SinkError, Target};
use crate::outcome::Outcome;

/// Writes all outcomes as one array.
pub struct Json<W> {
    out: Target<W>,
    keys: Keys,
    any: bool,
}

impl<W: Write> Json<W> {
    /// A sink that writes records there, under these keys.
    pub fn new(out: Target<W>, keys: Keys) -> Self {
        Self { out, keys, any: false }
    }
}

impl<W: Write> Sink for Json<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Some(named) = self.keys.of(outcome) else { return Ok(()) };
        let mut record = Vec::from(if self.any { ",\n" } else { "[\n" });
        serde_json::to_writer_pretty(&mut record, &named)?;
        self.out.put(&record)?;
        self.any = true;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.put(if self.any { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}
