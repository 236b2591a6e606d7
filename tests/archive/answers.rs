//! Answers' bodies, with the encodings that archives leave on them.

use std::io::Write as _;

use copydesk::archive::{Answer, Body};
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};

use super::{MOST, gzip};

const TEXT: &[u8] = b"<p>The quay is closed, said the harbour master, and will be until Monday.";

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let mut chunked = Vec::new();
    for chunk in bytes.chunks(17) {
        write!(chunked, "{:x};note=1\r\n", chunk.len()).unwrap();
        chunked.extend_from_slice(chunk);
        chunked.extend_from_slice(b"\r\n");
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    chunked
}

fn message(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body].concat()
}

fn body(headers: &str, stored: &[u8]) -> (Vec<u8>, bool) {
    let message = message(headers, stored);
    let Body { bytes, cut } = Answer::parse(&message).unwrap().body(MOST);
    (bytes.into_owned(), cut)
}

#[test]
fn encodings_are_undone() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(TEXT).unwrap();
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
    deflate.write_all(TEXT).unwrap();
    let cases = [
        ("Content-Encoding: gzip\r\n", gzip(TEXT)),
        ("content-encoding: X-GZIP\r\n", gzip(TEXT)),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Content-Encoding: deflate\r\n", deflate.finish().unwrap()),
        ("Content-Encoding: identity\r\n", TEXT.to_vec()),
        ("Transfer-Encoding: chunked\r\n", chunked(TEXT)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(&gzip(TEXT))),
        ("Content-Encoding: gzip, gzip\r\n", gzip(&gzip(TEXT))),
        ("Content-Encoding: zstd\r\n", zstd_stored(TEXT)),
        ("Content-Encoding: br\r\n", brotli_stored(TEXT)),
    ];
    for (headers, stored) in cases {
        assert_eq!(body(headers, &stored), (TEXT.to_vec(), false), "{headers}");
    }
}

/// A zstd frame of one raw block (RFC 8878, 3.1.1).
fn zstd_stored(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x20, u8::try_from(length).unwrap()];
    frame.extend_from_slice(&(1 | (length << 3)).to_le_bytes()[..3]);
    frame.extend_from_slice(bytes);
    frame
}

/// A brotli stream of one uncompressed metablock and an empty last one (RFC 7932, 9).
fn brotli_stored(bytes: &[u8]) -> Vec<u8> {
    // WBITS 16 (one bit 0), ISLAST 0, MNIBBLES 4 (00), MLEN - 1 in 16 bits, ISUNCOMPRESSED 1, padding.
    let bits = ((u32::try_from(bytes.len()).unwrap() - 1) << 4) | (1 << 20);
    let mut stream = bits.to_le_bytes()[..3].to_vec();
    stream.extend_from_slice(bytes);
    stream.push(3);
    stream
}

#[test]
fn encodings_that_were_undone_before_are_left_alone() {
    for headers in [
        "Content-Encoding: gzip\r\n",
        "Content-Encoding: br\r\n",
        "Content-Encoding: zstd\r\n",
        "Content-Encoding: deflate\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Content-Encoding: rot13\r\n",
    ] {
        assert_eq!(body(headers, TEXT), (TEXT.to_vec(), false), "{headers}");
    }
}

#[test]
fn what_breaks_off_says_so() {
    let packed = gzip(&TEXT.repeat(200));
    let (bytes, cut) = body("Content-Encoding: gzip\r\n", &packed[..packed.len() / 2]);
    assert!(cut && !bytes.is_empty() && TEXT.repeat(200).starts_with(&bytes));
    let chunks = chunked(TEXT);
    let (bytes, cut) = body("Transfer-Encoding: chunked\r\n", &chunks[..chunks.len() / 2]);
    assert!(cut && !bytes.is_empty() && TEXT.starts_with(&bytes));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![b' '; 8 * MOST]);
    let (bytes, cut) = body("Content-Encoding: gzip\r\n", &bomb);
    assert!(cut && bytes.len() == MOST);
}

#[test]
fn only_http_is_an_answer() {
    for message in ["", "HTTP/1.1 200 OK", "220 ftp.test ready\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "\r\n\r\n"] {
        assert_eq!(Answer::parse(message.as_bytes()), None, "{message:?}");
    }
    assert_eq!(Answer::parse(b"HTTP/2 404\r\n\r\nx").unwrap().status, 404);
}
