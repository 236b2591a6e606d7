//! Sitemaps (sitemaps.org protocol 0.9, Google News extension) → the pages and sitemaps they list.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use url::Url;

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
    let is_xml = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii()) == Some(&b'<');
    if is_xml { read_xml(&bytes, base) } else { read_text(&bytes, base) }
}

fn unpack(bytes: &[u8]) -> Result<Cow<'_, [u8]>, DiscoverError> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    match MultiGzDecoder::new(bytes).take(MOST_BYTES).read_to_end(&mut unpacked) {
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

fn read_xml(bytes: &[u8], base: &Url) -> Result<Sitemap, DiscoverError> {
    let mut reader = Reader::from_reader(bytes);
    // Real sitemaps have stray `&` and mismatched ends; what we look for survives both.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let mut reading = Reading::default();
    let mut buffer = Vec::new();
    while reading.sitemap.pages.len() + reading.sitemap.sitemaps.len() < MOST_ENTRIES {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
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
}

impl Reading {
    fn take(&mut self, event: &Event<'_>, base: &Url) {
        match event {
            Event::Start(start) => self.open(start.name().as_ref()),
            Event::End(end) => self.close(end.name().as_ref(), base),
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
        match plain(name) {
            Some("urlset" | "sitemapindex") => self.is_sitemap = true,
            Some("url" | "sitemap") => self.draft = Draft::default(),
            Some("loc") => self.field = Some(Field::Loc),
            Some("lastmod") => self.field = Some(Field::LastModified),
            Some("publication_date") => self.field = Some(Field::Published),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, base: &Url) {
        self.field = None;
        let list = match plain(name) {
            Some("url") => &mut self.sitemap.pages,
            Some("sitemap") => &mut self.sitemap.sitemaps,
            _ => return,
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

/// An element's name without its prefix; `None` for the image and video extensions, whose `loc` and
/// `publication_date` are not the page's.
fn plain(name: &str) -> Option<&str> {
    match name.split_once(':') {
        Some(("image" | "video", _)) => None,
        Some((_, local)) => Some(local),
        None => Some(name),
    }
}

fn read_text(bytes: &[u8], base: &Url) -> Result<Sitemap, DiscoverError> {
    let text = std::str::from_utf8(bytes).map_err(|_| DiscoverError::NotSitemap)?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
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
