//! The lines of a robots.txt that say something.

use super::MAX_SIZE;

/// Octets of a line that are read, as in Google's parser; the rest of it is ignored.
const MAX_LINE: usize = 2083 * 8 - 1;

/// A line that says something.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    UserAgent(&'a [u8]),
    Rule { allow: bool, path: &'a [u8] },
    CrawlDelay(&'a [u8]),
    Sitemap(&'a [u8]),
}

/// The lines that say something, with their numbers from 1. They end in LF, CR LF or CR.
pub(super) fn lines(file: &[u8]) -> impl Iterator<Item = (usize, Line<'_>)> {
    numbered(within_limit(without_mark(file))).filter_map(|(number, line)| Some((number, read(line)?)))
}

/// Cuts off what is beyond the limit, and with it a line it runs through: half a path is another path.
fn within_limit(file: &[u8]) -> &[u8] {
    let Some(head) = file.get(..MAX_SIZE).filter(|_| file.len() > MAX_SIZE) else { return file };
    let end = head.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(0);
    head.get(..end).unwrap_or_default()
}

/// Drops a byte order mark, or the first part of one, which broken editors leave.
fn without_mark(file: &[u8]) -> &[u8] {
    let mark = [0xef, 0xbb, 0xbf];
    let common = file.iter().zip(mark).take_while(|&(&byte, mark)| byte == mark).count();
    file.get(common..).unwrap_or_default()
}

fn numbered(file: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut number = 0;
    let mut after_cr = false;
    file.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')).filter_map(move |line| {
        // The LF of a CR LF belongs to the line before.
        let is_rest = after_cr && line == b"\n";
        after_cr = line.ends_with(b"\r");
        number += usize::from(!is_rest);
        (!is_rest).then_some((number, line))
    })
}

fn read(line: &[u8]) -> Option<Line<'_>> {
    let line = line.get(..MAX_LINE).unwrap_or(line);
    let line = line.split(|&byte| byte == b'#').next()?.trim_ascii();
    let (key, value) = match line.iter().position(|&byte| byte == b':') {
        Some(colon) => (line.get(..colon)?, line.get(colon + 1..)?),
        None => two_words(line)?,
    };
    let (key, value) = (key.trim_ascii().to_ascii_lowercase(), value.trim_ascii());
    let is = |spellings: &[&str]| spellings.iter().any(|spelling| key.starts_with(spelling.as_bytes()));
    // Spellings as Google's parser takes them, which also ignores what follows them in the key.
    if is(&["user-agent", "useragent", "user agent"]) {
        Some(Line::UserAgent(value))
    } else if is(&["allow"]) {
        Some(Line::Rule { allow: true, path: value })
    } else if is(&["disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"]) {
        Some(Line::Rule { allow: false, path: value })
    } else if key == b"crawl-delay" {
        Some(Line::CrawlDelay(value))
    } else if is(&["sitemap", "site-map"]) {
        Some(Line::Sitemap(value))
    } else {
        None
    }
}

/// A key and a value without a colon between them.
fn two_words(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let blank = line.iter().position(|byte| matches!(byte, b' ' | b'\t'))?;
    let (key, value) = line.split_at(blank);
    let value = value.trim_ascii();
    (!value.iter().any(|byte| matches!(byte, b' ' | b'\t'))).then_some((key, value))
}
