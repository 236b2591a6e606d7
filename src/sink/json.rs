//! JSON: one array of all outcomes, indented.

use std::io::Write;

use super::{Sink, SinkError, Target};
use crate::outcome::Outcome;

/// Writes all outcomes as one array.
pub struct Json<W> {
    out: Target<W>,
    any: bool,
}

impl<W: Write> Json<W> {
    /// A sink that writes there.
    pub fn new(out: Target<W>) -> Self {
        Self { out, any: false }
    }
}

impl<W: Write> Sink for Json<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let mut record = Vec::from(if self.any { ",\n" } else { "[\n" });
        serde_json::to_writer_pretty(&mut record, outcome)?;
        self.out.put(&record)?;
        self.any = true;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.put(if self.any { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}
