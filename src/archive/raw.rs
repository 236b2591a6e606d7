//! An archive's bytes as they are, with their offsets, and a way back where the input allows it.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes read at once.
const STEP: usize = 64 * 1024;

/// Buffered input that knows where it is.
pub(super) struct Raw<R> {
    input: R,
    /// How to go somewhere else in the input, if that is possible.
    seek: Option<fn(&mut R, u64) -> io::Result<u64>>,
    buffer: Vec<u8>,
    /// How much of the buffer was taken.
    taken: usize,
    /// Where in the input the buffer begins.
    base: u64,
}

impl<R: Read> Raw<R> {
    /// Input that can only be read once.
    pub fn once(input: R) -> Self {
        Self { input, seek: None, buffer: Vec::new(), taken: 0, base: 0 }
    }

    /// Input with a way back.
    pub fn with_way_back(input: R) -> Self
    where
        R: Seek,
    {
        Self { seek: Some(|input, offset| input.seek(SeekFrom::Start(offset))), ..Self::once(input) }
    }

    /// Where the next byte is.
    pub fn offset(&self) -> u64 {
        self.base + self.taken as u64
    }

    /// The next bytes; none at the end.
    pub fn available(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    /// The next bytes, at least so many unless the input ends before.
    pub fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.taken < least {
            self.buffer.drain(..self.taken);
            self.base += self.taken as u64;
            self.taken = 0;
            let before = self.buffer.len();
            let read = self.input.by_ref().take(STEP as u64).read_to_end(&mut self.buffer)?;
            if read == 0 || self.buffer.len() == before {
                break;
            }
        }
        Ok(self.buffer.get(self.taken..).unwrap_or_default())
    }

    /// Takes that many of the bytes that are available.
    pub fn take(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count).min(self.buffer.len());
    }

    /// Goes back to an offset that was passed; says whether that is possible.
    pub fn go_back(&mut self, offset: u64) -> io::Result<bool> {
        if let Some(within) = offset.checked_sub(self.base).and_then(|within| usize::try_from(within).ok())
            && within <= self.buffer.len()
        {
            self.taken = within;
            return Ok(true);
        }
        let Some(seek) = self.seek else { return Ok(false) };
        seek(&mut self.input, offset)?;
        self.buffer.clear();
        self.taken = 0;
        self.base = offset;
        Ok(true)
    }
}
