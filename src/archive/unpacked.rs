//! An archive's bytes, unpacked: gzip members one after another, or no compression at all.

use std::io::{self, Read};

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::raw::Raw;

/// Bytes unpacked ahead.
const AHEAD: usize = 64 * 1024;

/// How a gzip member begins: magic number and the only method there is.
pub(super) const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Why there are no more bytes.
#[derive(Debug)]
pub(super) enum Fault {
    /// The input cannot be read.
    Io(io::Error),
    /// The compression is broken.
    Packing(&'static str),
    /// A record is not as it should be.
    Record(&'static str),
    /// The input ends in the middle of a member.
    CutShort,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Unpacks what it reads.
pub(super) struct Unpacked<R> {
    raw: Raw<R>,
    /// The member being unpacked; `None` for an archive that is not compressed.
    member: Option<Box<Member>>,
}

struct Member {
    /// Where it begins.
    offset: u64,
    inflate: Decompress,
    crc: Crc,
    /// Unpacked bytes, of which so many were taken.
    out: Vec<u8>,
    taken: usize,
    /// Nothing more is to come from the input.
    ended: bool,
}

impl<R: Read> Unpacked<R> {
    /// Finds out how the input is packed by how it begins.
    pub fn new(mut raw: Raw<R>) -> io::Result<Self> {
        let packed = raw.peek(MAGIC.len())?.starts_with(&MAGIC);
        let ended = || Member {
            offset: 0,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            out: Vec::new(),
            taken: 0,
            ended: true,
        };
        Ok(Self { raw, member: packed.then(|| Box::new(ended())) })
    }

    /// Whether the archive is compressed.
    pub fn is_packed(&self) -> bool {
        self.member.is_some()
    }

    /// Where messages say something is: the byte itself, or where its member begins.
    pub fn place(&self) -> u64 {
        self.member.as_ref().map_or_else(|| self.raw.offset(), |member| member.offset)
    }

    /// The input itself.
    pub fn raw(&mut self) -> &mut Raw<R> {
        &mut self.raw
    }

    /// The next bytes; none where the member or the input ends.
    pub fn available(&mut self) -> Result<&[u8], Fault> {
        self.peek(1)
    }

    /// The next bytes, at least so many unless the member or the input ends before.
    pub fn peek(&mut self, least: usize) -> Result<&[u8], Fault> {
        let Some(member) = &mut self.member else { return Ok(self.raw.peek(least)?) };
        while member.out.len() - member.taken < least && !member.ended {
            member.unpack(&mut self.raw)?;
        }
        Ok(member.out.get(member.taken..).unwrap_or_default())
    }

    /// Takes that many of the bytes that are available.
    pub fn take(&mut self, count: usize) {
        match &mut self.member {
            Some(member) => member.taken = member.taken.saturating_add(count).min(member.out.len()),
            None => self.raw.take(count),
        }
    }

    /// Goes on to the next member; says whether there is one. What is left of this one is not read.
    pub fn next_member(&mut self) -> Result<bool, Fault> {
        let Some(member) = &mut self.member else { return Ok(false) };
        member.offset = self.raw.offset();
        member.inflate = Decompress::new(false);
        member.crc = Crc::new();
        member.out.clear();
        member.taken = 0;
        member.ended = true;
        if self.raw.available()?.is_empty() {
            return Ok(false);
        }
        skip_header(&mut self.raw)?;
        member.ended = false;
        Ok(true)
    }
}

impl Member {
    /// Unpacks some more.
    fn unpack<R: Read>(&mut self, raw: &mut Raw<R>) -> Result<(), Fault> {
        self.out.drain(..self.taken);
        self.taken = 0;
        let before = self.out.len();
        self.out.resize(before + AHEAD, 0);
        let input = raw.available()?;
        let at_end = input.is_empty();
        let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
        let room = self.out.get_mut(before..).unwrap_or_default();
        let status = self.inflate.decompress(input, room, FlushDecompress::None);
        let since = |now: u64, then: u64| usize::try_from(now.saturating_sub(then)).unwrap_or_default();
        let read = since(self.inflate.total_in(), read);
        let written = since(self.inflate.total_out(), written);
        raw.take(read);
        self.out.truncate(before + written);
        self.crc.update(self.out.get(before..).unwrap_or_default());
        match status {
            Ok(Status::StreamEnd) => {
                self.ended = true;
                self.check(raw)
            }
            Ok(_) if read > 0 || written > 0 => Ok(()),
            Ok(_) if at_end => Err(Fault::CutShort),
            Ok(_) | Err(_) => Err(Fault::Packing("its compression is broken")),
        }
    }

    /// Compares checksum and length with what the member says.
    fn check<R: Read>(&self, raw: &mut Raw<R>) -> Result<(), Fault> {
        let said = raw.peek(8)?.get(..8).ok_or(Fault::CutShort)?;
        let found = self.crc.sum().to_le_bytes().into_iter().chain(self.crc.amount().to_le_bytes());
        let same = found.eq(said.iter().copied());
        raw.take(8);
        if same { Ok(()) } else { Err(Fault::Packing("its checksum is wrong")) }
    }
}

/// Passes a member's header (RFC 1952).
fn skip_header<R: Read>(raw: &mut Raw<R>) -> Result<(), Fault> {
    /// Longest file name or comment; nobody writes longer ones.
    const LONGEST: usize = 4096;
    let head = raw.peek(10)?;
    if !head.starts_with(&MAGIC) {
        let cut = MAGIC.starts_with(head);
        return Err(if cut { Fault::CutShort } else { Fault::Packing("expected a gzip member") });
    }
    let flags = *head.get(3).ok_or(Fault::CutShort)?;
    if head.len() < 10 {
        return Err(Fault::CutShort);
    }
    raw.take(10);
    if flags & 4 != 0 {
        let length = raw.peek(2)?.first_chunk::<2>().copied().ok_or(Fault::CutShort)?;
        let length = usize::from(u16::from_le_bytes(length)) + 2;
        if raw.peek(length)?.len() < length {
            return Err(Fault::CutShort);
        }
        raw.take(length);
    }
    for text in [flags & 8, flags & 16] {
        if text != 0 {
            let text = raw.peek(LONGEST)?;
            let whole = text.len() >= LONGEST;
            let end = text.iter().take(LONGEST).position(|&byte| byte == 0);
            let none = if whole { Fault::Packing("its gzip header has no end") } else { Fault::CutShort };
            raw.take(end.ok_or(none)? + 1);
        }
    }
    if flags & 2 != 0 {
        raw.peek(2)?;
        raw.take(2);
    }
    if flags & 0xe0 != 0 { Err(Fault::Packing("its gzip header is not one")) } else { Ok(()) }
}
