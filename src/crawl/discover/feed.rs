//! RSS, Atom and JSON feeds → the pages they list.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use feed_rs::model::{Entry, Feed, Link};
use feed_rs::parser::{Builder, ParseFeedError};
use jiff::Timestamp;
use jiff::tz::Offset;
use memchr::memmem;
use url::Url;

use super::sitemap::unpack;
use super::{DiscoverError, Listed, repair};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;

/// Most entries taken from one feed.
const MOST_ENTRIES: usize = 10_000;

/// How far into a document its XML declaration may reach.
const DECLARATION: usize = 1024;

/// Reads a feed, perhaps gzipped, found at `base`: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.x. Entries
/// without a link to a web page are left out.
pub fn read_feed(bytes: &[u8], base: &Url) -> Result<Vec<Listed>, DiscoverError> {
    let bytes = unpack(bytes)?;
    let text = repair::modernised(decoded(&bytes));
    let feed = parse(&text, base).or_else(|error| {
        // Real feeds have stray `&`, and break off: what was listed before counts.
        let mended = repair::ids(&text).unwrap_or_else(|| repair::versioned(&repair::ampersands(&text)));
        let ended = || parse(&repair::ended(&mended)?, base).ok();
        parse(&mended, base).ok().or_else(ended).ok_or(DiscoverError::Feed(error))
    })?;
    Ok(feed.entries.iter().take(MOST_ENTRIES).filter_map(|entry| listed(entry, base)).collect())
}

/// A parser of its own for each text: one that failed is left in the middle of things.
fn parse(text: &str, base: &Url) -> Result<Feed, ParseFeedError> {
    // Identifiers are not made up; the default generator hashes each entry for one.
    let parser = Builder::new().base_uri(Some(base)).id_generator(|_, _, _| String::new()).build();
    parser.parse(text.as_bytes())
}

/// A feed as text, without its XML declaration, and without any that stands where none may: the parser would want to change
/// the encoding in the middle of the document, and panics.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    const OPEN: &str = "<?xml";
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| declared(bytes));
    let (text, _, _) = encoding.unwrap_or(UTF_8).decode(bytes);
    let Some(last) = memmem::rfind(text.as_bytes(), OPEN.as_bytes()) else { return text };
    // As nearly always, the one declaration stands where it may: nothing has to be copied.
    if let (0, Cow::Borrowed(text)) = (last, &text)
        && let Some(rest) = undeclared(text.get(OPEN.len()..).unwrap_or_default())
    {
        return Cow::Borrowed(rest);
    }
    let mut pieces = text.split(OPEN);
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        // `<?xml-stylesheet` and its like are something else.
        if piece.starts_with(['-', ':']) {
            kept.extend([OPEN, piece]);
        } else {
            // The blank keeps what stood around it from becoming another.
            kept.push(' ');
            kept.push_str(undeclared(piece).unwrap_or(piece));
        }
    }
    Cow::Owned(kept)
}

/// What follows an XML declaration, given what follows its `<?xml`; `None` where that is something else.
fn undeclared(piece: &str) -> Option<&str> {
    let (inside, rest) = piece.split_once("?>")?;
    (inside.len() <= DECLARATION && !inside.starts_with(['-', ':'])).then_some(rest)
}

/// The encoding that the XML declaration names, or shows by its own being in it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => return Some(UTF_16LE),
        [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let head = bytes.get(..DECLARATION).unwrap_or(bytes).trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memmem::find(head, b"?>")?;
    let head = std::str::from_utf8(head.get(..end)?).ok()?;
    let label = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let named = Encoding::for_label(label.split(quote).nth(1)?.as_bytes())?;
    // What can be read as it stands is no UTF-16.
    (named != UTF_16LE && named != UTF_16BE).then_some(named)
}

fn listed(entry: &Entry, base: &Url) -> Option<Listed> {
    let link =
        article_link(&entry.links).map(|link| link.href.as_str()).filter(|link| !link.trim().is_empty());
    // An RSS item's `guid` is its address, unless it says otherwise (RSS 2.0); what is none then does not look like one.
    let is_address = |id: &&str| id.starts_with("http://") || id.starts_with("https://");
    let link = link.or_else(|| Some(entry.id.trim()).filter(is_address))?;
    Some(Listed {
        url: CanonicalUrl::join(base, link).ok()?,
        published: entry.published.and_then(|time| utc(time.timestamp())),
        modified: entry.updated.and_then(|time| utc(time.timestamp())),
    })
}

/// An entry's page: the link that says `alternate` or nothing; `self`, `enclosure` and `replies` are other things.
fn article_link(links: &[Link]) -> Option<&Link> {
    // RFC 4287, 4.2.7.2: the name is short for this address.
    let is_page = |link: &&Link| {
        let rel = link.rel.as_deref().map(|rel| rel.strip_prefix(RELATIONS).unwrap_or(rel));
        matches!(rel, None | Some("alternate"))
    };
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|media| media.contains("html"));
    links.iter().filter(is_page).find(is_html).or_else(|| links.iter().find(is_page))
}

const RELATIONS: &str = "http://www.iana.org/assignments/relation/";

/// The instant in UTC: the feed's own zone is lost in parsing.
fn utc(seconds: i64) -> Option<PageTime> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(PageTime::Zoned(Offset::UTC.to_datetime(time), Offset::UTC))
}
