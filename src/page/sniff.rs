//! Whether bytes are HTML at all, by what the transport says and by what they begin with.

/// How many bytes at the start are looked at.
const WINDOW: usize = 4096;

/// Binary files and the bytes they begin with.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"PK\x05\x06", "a ZIP file"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"\x1f\x8b", "gzip-compressed bytes"),
    (b"BZh", "bzip2-compressed bytes"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"\x28\xb5\x2f\xfd", "zstd-compressed bytes"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"wOF2", "a font"),
    (b"wOFF", "a font"),
];

/// XML roots that are not pages, and what they are.
const XML_ROOTS: &[(&str, &str)] = &[
    ("<rss", "an RSS feed"),
    ("<rdf:rdf", "an RSS feed"),
    ("<feed", "an Atom feed"),
    ("<urlset", "a sitemap"),
    ("<sitemapindex", "a sitemap index"),
    ("<svg", "an SVG image"),
    ("<opml", "an OPML list"),
];

/// What the bytes are instead of HTML; `None` if they may be HTML.
///
/// A declared type other than HTML is believed, except `application/octet-stream`, which servers send for want
/// of anything better, and XML, which may be XHTML; the bytes decide there, and they overrule a declared
/// `text/html` when they are plainly binary.
pub fn not_html(bytes: &[u8], content_type: Option<&str>) -> Option<String> {
    let essence = content_type.map(essence).filter(|essence| !essence.is_empty());
    if let Some(found) = binary(bytes, content_type) {
        return Some(found.to_owned());
    }
    match essence.as_deref() {
        Some("text/html" | "application/xhtml+xml") => None,
        Some("text/xml" | "application/xml") => {
            (!has_html_root(&start(bytes))).then(|| "XML without an <html> root".to_owned())
        }
        None | Some("application/octet-stream" | "unknown/unknown") => text(bytes).map(str::to_owned),
        Some(other) => Some(other.to_owned()),
    }
}

/// The type and subtype of a `Content-Type`, lower case.
fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn binary(bytes: &[u8], content_type: Option<&str>) -> Option<&'static str> {
    if let Some((_, found)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(found);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("an MP4 or HEIF file");
    }
    let utf_16 = super::charset::utf_16(bytes).is_some()
        || content_type.is_some_and(|value| value.to_ascii_lowercase().contains("utf-16"));
    let window = bytes.get(..WINDOW).unwrap_or(bytes);
    let nuls = window.split(|&byte| byte == 0).count() - 1;
    // A stray NUL is a slip in a page; one in fifty, or one right at the start, is no text.
    let binary = nuls * 50 > window.len() || window.iter().take(4).any(|&byte| byte == 0);
    (binary && !utf_16).then_some("binary content")
}

/// What undeclared text is instead of HTML.
fn text(bytes: &[u8]) -> Option<&'static str> {
    let start = start(bytes);
    if has_html_root(&start) || super::charset::utf_16(bytes).is_some() {
        return None;
    }
    if let Some((_, found)) = XML_ROOTS.iter().find(|(root, _)| start.contains(root)) {
        return start.starts_with("<?xml").then_some(*found).or_else(|| {
            let at_start = XML_ROOTS.iter().any(|(root, _)| start.starts_with(root));
            at_start.then_some(*found)
        });
    }
    if start.starts_with(['{', '[']) {
        return Some("JSON");
    }
    let is_tag = |pair: &[u8]| matches!(pair, [b'<', b'a'..=b'z' | b'A'..=b'Z' | b'!' | b'/']);
    (!bytes.windows(2).any(is_tag)).then_some("plain text without any tag")
}

fn has_html_root(start: &str) -> bool {
    start.contains("<html") || start.contains("<!doctype html")
}

/// The beginning of the bytes as lower-case text, without a byte order mark or leading white space.
fn start(bytes: &[u8]) -> String {
    let window = bytes.get(..WINDOW).unwrap_or(bytes);
    let window = window.strip_prefix(b"\xef\xbb\xbf").unwrap_or(window);
    String::from_utf8_lossy(window).trim_start().to_ascii_lowercase()
}
