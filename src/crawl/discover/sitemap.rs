//! Sitemaps (sitemaps.org protocol 0.9, Google News extension) → the pages and sitemaps they list.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use url::Url;

use super::feed::decoded;
use super::{DiscoverError, Listed, read_feed, source_kind};
use crate::article::PageTime;
use crate::canonical::CanonicalUrl;
use crate::crawl::frontier::UrlKind;

/// Most bytes read of one sitemap, unpacked: the protocol's own limit.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// Most entries taken from one sitemap: the protocol's own limit.
const MOST_ENTRIES: usize = 50_000;

/// Longest text of one element that we use.
const LONGEST_TEXT: usize = 8 * 1024;

/// What a sitemap lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages.
    pub pages: Vec<Listed>,
    /// Further sitemaps, if it is an index.
    pub sitemaps: Vec<Listed>,
}

/// Reads a sitemap found at `base`: XML (also gzipped), a feed, or text with one URL a line. Where the XML breaks
/// off, what was listed before counts; entries beyond the protocol's limits don't.
pub fn read_sitemap(bytes: &[u8], base: &Url) -> Result<Sitemap, DiscoverError> {
    let bytes = unpack(bytes)?;
    if source_kind(&bytes) == Some(UrlKind::Feed) {
        return Ok(Sitemap { pages: read_feed(&bytes, base)?, sitemaps: Vec::new() });
    }
    let text = decoded(&bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('<') { read_xml(text, base) } else { read_text(text, base) }
}

/// A document without gzip around it, up to the limit.
pub(super) fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DiscoverError> {
    unpack_first(bytes, MOST_BYTES)
}

/// The first `most` bytes of a document, or a little more, without gzip around it; all of one that is not packed.
pub(super) fn unpack_first(bytes: &[u8], most: u64) -> Result<Cow<'_, [u8]>, DiscoverError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    // Room for what the file says it unpacks to, lest the bytes are held twice while they move to a larger room; what is never
    // written to is never taken from the system.
    let said = bytes.last_chunk().map_or(0, |size| u64::from(u32::from_le_bytes(*size)));
    let mut unpacked = Vec::with_capacity(usize::try_from(said.min(most)).unwrap_or_default());
    match MultiGzDecoder::new(bytes).take(most).read_to_end(&mut unpacked) {
        Err(error) if unpacked.is_empty() => Err(DiscoverError::Gzip(error)),
        // A stream that breaks off has listed something all the same.
        Ok(_) | Err(_) => Ok(Cow::Owned(unpacked)),
    }
}

/// The element whose text is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Loc,
    LastModified,
    Published,
}

/// One `<url>` or `<sitemap>` in the making.
#[derive(Default)]
struct Draft {
    loc: String,
    modified: String,
    published: String,
}

impl Draft {
    fn text(&mut self, field: Field) -> &mut String {
        match field {
            Field::Loc => &mut self.loc,
            Field::LastModified => &mut self.modified,
            Field::Published => &mut self.published,
        }
    }

    fn listed(&self, base: &Url) -> Option<Listed> {
        let loc = self.loc.trim();
        if loc.is_empty() {
            return None;
        }
        Some(Listed {
            url: CanonicalUrl::join(base, loc).ok()?,
            published: self.published.parse::<PageTime>().ok(),
            modified: self.modified.parse::<PageTime>().ok(),
        })
    }
}

fn read_xml(text: &str, base: &Url) -> Result<Sitemap, DiscoverError> {
    let mut reader = Reader::from_str(text);
    // Real sitemaps have stray `&` and mismatched ends; what we look for survives both.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let mut reading = Reading::default();
    while reading.sitemap.pages.len() + reading.sitemap.sitemaps.len() < MOST_ENTRIES {
        match reader.read_event() {
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) => reading.take(&event, base),
        }
    }
    if reading.is_sitemap { Ok(reading.sitemap) } else { Err(DiscoverError::NotSitemap) }
}

#[derive(Default)]
struct Reading {
    is_sitemap: bool,
    sitemap: Sitemap,
    draft: Draft,
    /// The element that is open, if we want its text.
    field: Option<Field>,
    /// How deep that is in its entry, whose own `loc` is a child of it; those of images and videos are grandchildren.
    depth: usize,
    /// Whether the entry's child that is open is that of the news extension.
    in_news: bool,
}

impl Reading {
    fn take(&mut self, event: &Event<'_>, base: &Url) {
        match event {
            Event::Start(start) => self.open(start.name().as_ref()),
            Event::End(end) => self.close(end.name().as_ref(), base),
            // What lies between the elements can be most of a hostile file.
            Event::Text(_) | Event::CData(_) if self.field.is_none() => {}
            Event::Text(text) => self.add(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => self.add(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(entity) => match entity.resolve_char_ref() {
                Ok(Some(character)) => self.add(character.encode_utf8(&mut [0; 4])),
                _ => self.add(resolve_xml_entity(entity).unwrap_or_default()),
            },
            _ => {}
        }
    }

    fn open(&mut self, name: &str) {
        self.field = None;
        match local(name) {
            "urlset" | "sitemapindex" => self.is_sitemap = true,
            "url" | "sitemap" => (self.draft, self.depth, self.in_news) = Default::default(),
            name => {
                self.depth += 1;
                self.field = match (name, self.depth) {
                    ("loc", 1) => Some(Field::Loc),
                    ("lastmod", 1) => Some(Field::LastModified),
                    ("publication_date", 1) => Some(Field::Published),
                    ("publication_date", _) if self.in_news => Some(Field::Published),
                    _ => None,
                };
                self.in_news = if self.depth == 1 { name == "news" } else { self.in_news };
            }
        }
    }

    fn close(&mut self, name: &str, base: &Url) {
        self.field = None;
        let list = match local(name) {
            "url" => &mut self.sitemap.pages,
            "sitemap" => &mut self.sitemap.sitemaps,
            _ => {
                self.depth = self.depth.saturating_sub(1);
                return;
            }
        };
        list.extend(std::mem::take(&mut self.draft).listed(base));
    }

    fn add(&mut self, text: &str) {
        let Some(field) = self.field else { return };
        let kept = self.draft.text(field);
        if kept.len() + text.len() <= LONGEST_TEXT {
            kept.push_str(text);
        }
    }
}

/// An element's name without its prefix, which is anybody's choice (Namespaces in XML 1.0).
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn read_text(text: &str, base: &Url) -> Result<Sitemap, DiscoverError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let pages: Vec<Listed> = lines
        .take(MOST_ENTRIES)
        .filter(|line| line.starts_with("http://") || line.starts_with("https://"))
        .filter_map(|line| CanonicalUrl::join(base, line).ok())
        .map(|url| Listed { url, published: None, modified: None })
        .collect();
    if pages.is_empty() {
        Err(DiscoverError::NotSitemap)
    } else {
        Ok(Sitemap { pages, sitemaps: Vec::new() })
    }
}
