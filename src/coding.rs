//! Which answers hold a page, and what it is packed with: content codings (RFC 9110, 8.4.1).
//!
//! Done here rather than by the HTTP client, which knows only the names as they should be written, and for gzip a single
//! member without anything after it. Servers send more than that, and browsers read it.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};

/// The codings that are asked for, as `Accept-Encoding` says it.
pub(crate) const ACCEPTED: &str = "zstd,gzip,deflate,br";

/// The largest window of a zstd frame that is unpacked, as a power of two: what RFC 8878 asks of everybody.
const ZSTD_WINDOW: u32 = 23;

/// What a member of a gzip file begins with.
const GZIP_MAGIC: &[u8] = b"\x1f\x8b";

/// The most members of a gzip file that are unpacked: each costs a little, even an empty one.
const MOST_MEMBERS: usize = 4096;

/// A body that was packed.
#[derive(Debug)]
pub(crate) struct Unpacked {
    /// Its bytes, at most one more than was asked for.
    pub(crate) bytes: Vec<u8>,
    /// What stopped it before the packed bytes' own end.
    pub(crate) broken: Option<io::Error>,
}

/// Whether a whole page comes with an answer of that status. "Non-authoritative" (203) is what a proxy on the way calls a page it
/// has touched (RFC 9110, 15.3.4).
pub(crate) fn is_page(status: u16) -> bool {
    matches!(status, 200 | 203)
}

/// The codings that values of `Content-Encoding` name, in the order they were applied.
pub(crate) fn named<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names = values.into_iter().flat_map(|value| value.split(','));
    names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect()
}

/// Undoes one content coding, up to one byte more than `most`. `None` for one that is not known.
pub(crate) fn unpack(coding: &str, packed: &[u8], most: usize) -> Option<Unpacked> {
    let room = (most as u64).saturating_add(1);
    match coding {
        "gzip" | "x-gzip" => Some(gunzip(packed, room)),
        // The name means the zlib format; some servers send what is inside it, and all browsers read both.
        "deflate" => {
            let zlib = read(ZlibDecoder::new(packed), room);
            let is_bare = zlib.broken.is_some() && zlib.bytes.is_empty();
            Some(if is_bare { read(DeflateDecoder::new(packed), room) } else { zlib })
        }
        "br" => Some(unbrotli(packed, room)),
        "zstd" => Some(unzstd(packed, room)),
        _ => None,
    }
}

/// All members of a gzip file (RFC 1952, 2.2), one after the other. What comes after them and is none is padding.
fn gunzip(packed: &[u8], room: u64) -> Unpacked {
    let mut unpacked = Unpacked { bytes: Vec::new(), broken: None };
    if !packed.starts_with(GZIP_MAGIC) {
        unpacked.broken = Some(io::Error::new(io::ErrorKind::InvalidData, "it is not in gzip format"));
        return unpacked;
    }
    let mut rest = packed;
    for _ in 0..MOST_MEMBERS {
        let left = room.saturating_sub(unpacked.bytes.len() as u64);
        let mut decoder = GzDecoder::new(rest);
        unpacked.broken = decoder.by_ref().take(left).read_to_end(&mut unpacked.bytes).err();
        rest = decoder.into_inner();
        let is_full = unpacked.bytes.len() as u64 >= room;
        if unpacked.broken.is_some() || is_full || !rest.starts_with(GZIP_MAGIC) {
            return unpacked;
        }
    }
    unpacked.broken = Some(io::Error::new(io::ErrorKind::InvalidData, "it has too many members"));
    unpacked
}

/// Brotli (RFC 7932). Its decoder does not say whether bytes are wrong or end too early; what was read to its end did.
fn unbrotli(packed: &[u8], room: u64) -> Unpacked {
    let mut rest = packed;
    let mut unpacked = read(brotli_decompressor::Decompressor::new(&mut rest, 4096), room);
    if rest.is_empty() && unpacked.broken.is_some() {
        unpacked.broken = Some(io::ErrorKind::UnexpectedEof.into());
    }
    unpacked
}

fn unzstd(packed: &[u8], room: u64) -> Unpacked {
    let limited = |mut decoder: zstd::Decoder<'static, _>| {
        decoder.window_log_max(ZSTD_WINDOW)?;
        Ok(decoder)
    };
    match zstd::Decoder::with_buffer(packed).and_then(limited) {
        Ok(decoder) => read(decoder, room),
        Err(error) => Unpacked { bytes: Vec::new(), broken: Some(error) },
    }
}

fn read(decoder: impl Read, room: u64) -> Unpacked {
    let mut bytes = Vec::new();
    let broken = decoder.take(room).read_to_end(&mut bytes).err();
    Unpacked { bytes, broken }
}
