//! URLs that lead a crawler in circles, and files that are no pages.

use crate::canonical::CanonicalUrl;

/// Longest URL followed, in bytes: longer ones are no addresses of articles, whatever else they are.
const LONGEST: usize = 2_000;

/// Most path segments.
const MOST_SEGMENTS: usize = 24;

/// Most times one segment may occur in a path. Relative links that lack their leading slash give
/// `/news/news/news/…`.
const MOST_REPEATS: usize = 3;

/// Endings of files that are never pages.
const FILE_ENDINGS: &[&str] = &[
    "7z", "aac", "apk", "atom", "avi", "avif", "bin", "bmp", "bz2", "css", "csv", "dmg", "doc", "docx",
    "eps", "epub", "exe", "flac", "flv", "gif", "gz", "ico", "ics", "iso", "jpeg", "jpg", "js", "json",
    "m3u8", "m4a", "m4v", "mkv", "mov", "mp3", "mp4", "mpeg", "mpg", "ogg", "ogv", "opus", "pdf", "png",
    "ppt", "pptx", "ps", "rar", "rss", "rtf", "svg", "swf", "tar", "tgz", "tif", "tiff", "torrent", "ttf",
    "txt", "wav", "webm", "webp", "wma", "wmv", "woff", "woff2", "xls", "xlsx", "xml", "xz", "zip",
];

/// Whether a link is not worth following: too long, too deep, the same segment over and over, or a file that is no
/// page.
#[must_use]
pub fn is_trap(url: &CanonicalUrl) -> bool {
    if url.as_str().len() > LONGEST {
        return true;
    }
    let path = url.as_url().path();
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let count = segments.clone().count();
    count > MOST_SEGMENTS || (count > MOST_REPEATS && repeats(&segments)) || is_file(path)
}

/// Whether one segment comes too often. There are few, so that comparing all of them is quicker than counting in a table.
fn repeats<'a>(segments: &(impl Iterator<Item = &'a str> + Clone)) -> bool {
    let often = |segment| segments.clone().filter(|other| *other == segment).count() > MOST_REPEATS;
    segments.clone().any(often)
}

fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    let ending = || ending.bytes().map(|byte| byte.to_ascii_lowercase());
    FILE_ENDINGS.binary_search_by(|known| known.bytes().cmp(ending())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_endings_are_sorted_as_the_search_needs_them() {
        assert!(FILE_ENDINGS.is_sorted());
    }
}
