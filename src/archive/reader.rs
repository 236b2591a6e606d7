//! WARC records out of a file, whoever wrote it: WARC 1.0 and 1.1, each record a gzip member, one member for all, or no
//! compression. A broken record costs itself; reading goes on with the next one that can be found.

use std::io::{self, Read, Seek};

use super::fields::Fields;
use super::raw::Raw;
use super::unpacked::{Fault, MAGIC, Unpacked};

/// Longest head of a record, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// How every record begins.
const BEGIN: &[u8] = b"WARC/";

/// Bytes that may be read twice in search of a record that a broken one swallowed, besides as many as the archive has: an
/// archive made to hurt shall not be gone over again and again.
const MOST_READ_TWICE: u64 = 64 << 20;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it begins in the file: its first byte, or that of its gzip member.
    pub offset: u64,
    /// The fields of its head.
    pub fields: Fields,
    /// The length of its block, in bytes.
    pub length: u64,
    /// The block, or as much of it as was asked for.
    pub block: Vec<u8>,
}

/// Why a record cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not as a record should be.
    #[error("the record at byte {offset} is broken: {what}")]
    Broken {
        /// Where it begins.
        offset: u64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The file ends before the record does.
    #[error(
        "the file ends in the middle of the record at byte {offset}: it was cut short, or is still being written"
    )]
    CutShort {
        /// Where the record begins.
        offset: u64,
    },
    /// The operating system refuses; nothing more is read.
    #[error("cannot be read beyond byte {offset}")]
    Io {
        /// Where the record begins.
        offset: u64,
        /// Why.
        #[source]
        cause: io::Error,
    },
}

/// Reads records one after the other.
pub struct Reader<R> {
    bytes: Unpacked<R>,
    /// How much of a block is kept.
    keep: usize,
    /// Where the record at hand begins.
    offset: u64,
    /// Where to go on looking if it is broken.
    fallback: u64,
    /// Whether a record begins right here, though the one before is broken.
    aligned: bool,
    read_twice: u64,
    over: bool,
}

/// Whether a file that begins with these bytes (some tens of thousands are enough) is a web archive.
#[must_use]
pub fn is_archive(beginning: &[u8]) -> bool {
    let Ok(mut bytes) = Unpacked::new(Raw::once(beginning)) else { return false };
    if bytes.is_packed() && !matches!(bytes.next_member(), Ok(true)) {
        return false;
    }
    bytes.peek(BEGIN.len()).is_ok_and(|begin| begin.starts_with(BEGIN))
}

impl<R: Read> Reader<R> {
    /// Reads a file. Of each block at most `keep` bytes are kept in memory.
    pub fn new(input: R, keep: usize) -> io::Result<Self>
    where
        R: Seek,
    {
        Self::of(Raw::with_way_back(input), keep)
    }

    /// Reads something that can be read only once, such as a pipe. What a broken record swallowed is lost.
    pub fn once(input: R, keep: usize) -> io::Result<Self> {
        Self::of(Raw::once(input), keep)
    }

    fn of(raw: Raw<R>, keep: usize) -> io::Result<Self> {
        let bytes = Unpacked::new(raw)?;
        Ok(Self { bytes, keep, offset: 0, fallback: 0, aligned: false, read_twice: 0, over: false })
    }

    /// The next record; `None` at the end.
    fn record(&mut self) -> Result<Option<Record>, Fault> {
        self.aligned = false;
        if !self.skip_blank_lines()? {
            return Ok(None);
        }
        self.offset = self.bytes.place();
        self.fallback = self.offset + 1;
        let head = self.head()?;
        let fields = Fields::parse(&head);
        let length = fields.get("Content-Length").and_then(|length| length.parse().ok());
        let length = length.ok_or(Fault::Record("it has no Content-Length"))?;
        if !self.bytes.is_packed() {
            self.fallback = self.bytes.place();
        }
        let block = self.block(length)?;
        self.expect_end()?;
        Ok(Some(Record { offset: self.offset, fields, length, block }))
    }

    /// Goes to where a record should begin; says whether anything is left.
    fn skip_blank_lines(&mut self) -> Result<bool, Fault> {
        loop {
            let bytes = self.bytes.available()?;
            let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blank < bytes.len() {
                self.bytes.take(blank);
                return Ok(true);
            }
            self.bytes.take(blank);
            if blank == 0 {
                self.offset = self.bytes.raw().offset();
                self.fallback = self.offset + 1;
                if !self.bytes.next_member()? {
                    return Ok(false);
                }
            }
        }
    }

    /// Takes the head with the blank line after it.
    fn head(&mut self) -> Result<Vec<u8>, Fault> {
        let begin = self.bytes.peek(BEGIN.len())?;
        if !begin.starts_with(BEGIN) {
            let cut = BEGIN.starts_with(begin);
            return Err(if cut { Fault::CutShort } else { Fault::Record("expected WARC/1.0 or WARC/1.1") });
        }
        let mut head = Vec::new();
        let mut blank = true;
        loop {
            let bytes = self.bytes.available()?;
            if bytes.is_empty() {
                let packed = self.bytes.is_packed();
                return Err(if packed { Fault::Record("its head has no end") } else { Fault::CutShort });
            }
            let (line, ended) = match memchr::memchr(b'\n', bytes) {
                Some(end) => (bytes.get(..=end).unwrap_or_default(), true),
                None => (bytes, false),
            };
            head.extend_from_slice(line);
            blank = blank && line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            let count = line.len();
            self.bytes.take(count);
            if ended && blank {
                return Ok(head);
            }
            blank = blank || ended;
            if head.len() > LONGEST_HEAD {
                return Err(Fault::Record("its head is longer than 64 KiB"));
            }
        }
    }

    /// Takes the block. It may go on in the next gzip member, unless a record begins there.
    fn block(&mut self, length: u64) -> Result<Vec<u8>, Fault> {
        let mut block = Vec::new();
        let mut left = length;
        while left > 0 {
            let bytes = self.bytes.available()?;
            if bytes.is_empty() {
                if !self.bytes.next_member()? {
                    return Err(Fault::CutShort);
                }
                if self.bytes.peek(BEGIN.len())?.starts_with(BEGIN) {
                    self.aligned = true;
                    return Err(Fault::Record("it is shorter than its Content-Length"));
                }
                continue;
            }
            let count = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            let wanted = self.keep.saturating_sub(block.len()).min(count);
            block.extend_from_slice(bytes.get(..wanted).unwrap_or_default());
            self.bytes.take(count);
            left -= count as u64;
        }
        Ok(block)
    }

    /// After a record comes another one, or nothing: all else means that its length is wrong.
    fn expect_end(&mut self) -> Result<(), Fault> {
        loop {
            let bytes = self.bytes.peek(BEGIN.len())?;
            let blank = bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if blank == 0 {
                let fine = bytes.starts_with(BEGIN) || BEGIN.starts_with(bytes);
                return if fine {
                    Ok(())
                } else {
                    Err(Fault::Record("it is longer than its Content-Length"))
                };
            }
            self.bytes.take(blank);
        }
    }

    /// Finds the next record after a broken one; says whether there is one.
    fn find_next(&mut self, fault: &Fault) -> Result<bool, Fault> {
        if self.aligned {
            return Ok(true);
        }
        let packed = self.bytes.is_packed();
        if packed && matches!(fault, Fault::Packing(_) | Fault::CutShort) {
            return self.find_member();
        }
        let mut at_line_start = packed;
        if !packed {
            // Within the record's own head no other begins, right after it one may.
            at_line_start = self.go_back(self.fallback)? && self.fallback > self.offset + 1;
        }
        match self.find_line(at_line_start) {
            Err(Fault::Packing(_) | Fault::CutShort) if packed => self.find_member(),
            found => found,
        }
    }

    /// Goes on to the next line that begins like a record.
    fn find_line(&mut self, mut at_line_start: bool) -> Result<bool, Fault> {
        loop {
            if at_line_start && self.bytes.peek(BEGIN.len())?.starts_with(BEGIN) {
                return Ok(true);
            }
            let bytes = self.bytes.available()?;
            if bytes.is_empty() {
                if !self.bytes.next_member()? {
                    return Ok(false);
                }
                at_line_start = true;
                continue;
            }
            let end = memchr::memchr(b'\n', bytes);
            at_line_start = end.is_some();
            let count = end.map_or(bytes.len(), |end| end + 1);
            self.bytes.take(count);
        }
    }

    /// Goes on to the next gzip member that begins like a record. The broken one may have swallowed it.
    fn find_member(&mut self) -> Result<bool, Fault> {
        let mut from = self.bytes.place() + 1;
        loop {
            self.go_back(from)?;
            let raw = self.bytes.raw();
            let found = loop {
                let bytes = raw.peek(MAGIC.len())?;
                if bytes.len() < MAGIC.len() {
                    return Ok(false);
                }
                if let Some(found) = memchr::memmem::find(bytes, &MAGIC) {
                    break found;
                }
                let none = bytes.len() + 1 - MAGIC.len();
                raw.take(none);
            };
            raw.take(found);
            from = raw.offset() + 1;
            let tried = self.bytes.next_member().and_then(|_| self.bytes.peek(BEGIN.len()));
            match tried {
                Ok(begin) if begin.starts_with(BEGIN) => return Ok(true),
                Err(Fault::Io(error)) => return Err(Fault::Io(error)),
                Ok(_) | Err(_) => {}
            }
        }
    }

    /// Goes back as far as an offset, if that is possible and not too much has been read twice already; says whether.
    fn go_back(&mut self, offset: u64) -> Result<bool, Fault> {
        let raw = self.bytes.raw();
        let again = self.read_twice.saturating_add(raw.offset().saturating_sub(offset));
        if again > raw.offset().saturating_add(MOST_READ_TWICE) || !raw.go_back(offset)? {
            return Ok(false);
        }
        self.read_twice = again;
        Ok(true)
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let fault = match self.record() {
            Ok(record) => {
                self.over = record.is_none();
                return record.map(Ok);
            }
            Err(fault) => fault,
        };
        let offset = self.offset;
        let found = if matches!(fault, Fault::Io(_)) { Ok(false) } else { self.find_next(&fault) };
        self.over = !matches!(found, Ok(true));
        Some(Err(match (fault, found) {
            (Fault::Io(cause), _) | (_, Err(Fault::Io(cause))) => ReadError::Io { offset, cause },
            (Fault::CutShort, _) => ReadError::CutShort { offset },
            (Fault::Packing(what) | Fault::Record(what), _) => ReadError::Broken { offset, what },
        }))
    }
}
