//! Standard output: buffered, errors named, and quiet about a reader that has gone.

use std::io::{self, BufWriter, StdoutLock, Write};

/// Standard output, locked and buffered. Flush it before returning: dropping it hides errors.
pub fn stdout() -> BufWriter<Stdout> {
    BufWriter::new(Stdout(io::stdout().lock()))
}

/// Standard output whose errors say that it is what could not be written.
pub struct Stdout(StdoutLock<'static>);

#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output")]
struct Unwritable(#[source] io::Error);

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(named)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(named)
    }
}

fn named(cause: io::Error) -> io::Error {
    match cause.kind() {
        // The writer above tries again.
        io::ErrorKind::Interrupted => cause,
        kind => io::Error::new(kind, Unwritable(cause)),
    }
}

/// Whether the error, or a cause of it, is that nobody reads our output any more.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Writes one JSON value and a line break.
pub fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
