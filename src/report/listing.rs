//! The articles that the page lists, each as the JSON its script draws it from.

use std::collections::VecDeque;
use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde::Serialize;

use super::marked::Marked;
use super::markup::{SafeJson, is_web};
use crate::article::{Article, Warning};

/// The most bytes of texts in one page, before they are packed: browsers get slow with more.
const MOST_BYTES: usize = 256 << 20;

/// Texts in one pack. The script knows this number.
const PACK: usize = 16;

/// The latest articles, as many as there is room for.
#[derive(Debug, Default)]
pub(super) struct Listing {
    articles: VecDeque<Listed>,
    bytes: usize,
    /// Records that were offered.
    pub offered: u64,
}

/// One article.
#[derive(Debug)]
pub(super) struct Listed {
    /// What the list shows of it.
    pub entry: SafeJson,
    /// What is shown when it is opened, as JSON.
    text: String,
}

/// One line of the list. The script knows these names.
#[derive(Serialize)]
struct Entry<'a> {
    headline: Option<&'a str>,
    site: &'a str,
    authors: &'a [String],
    published: Option<String>,
    characters: usize,
    quotes: usize,
    speakers: Vec<&'a str>,
    confidence: f32,
    revision: u32,
}

/// An opened article. The script knows these names.
#[derive(Serialize)]
struct Opened<'a> {
    /// Only where a link may lead there.
    address: Option<&'a str>,
    url: &'a str,
    description: Option<&'a str>,
    section: Option<&'a str>,
    language: Option<&'a str>,
    fetched: Option<&'a str>,
    profile: Option<&'a str>,
    changed: &'a [String],
    duplicate_of: Option<&'a str>,
    warnings: &'a [Warning],
    #[serde(flatten)]
    marked: Marked<'a>,
}

impl Listing {
    /// Lists an article, and drops the oldest of more than `most`.
    pub fn add(&mut self, article: &Article, most: usize) -> serde_json::Result<()> {
        self.offered += 1;
        if most == 0 {
            return Ok(());
        }
        let listed = Listed { entry: entry(article)?, text: opened(article)? };
        self.bytes += listed.bytes();
        self.articles.push_back(listed);
        while self.articles.len() > most || (self.bytes > MOST_BYTES && self.articles.len() > 1) {
            self.bytes -= self.articles.pop_front().map_or(0, |listed| listed.bytes());
        }
        Ok(())
    }

    /// The lines of the list, the first in the file first.
    pub fn entries(&self) -> SafeJson {
        SafeJson::array(self.articles.iter().map(|listed| &listed.entry))
    }

    /// The texts in the same order, so many in one pack: a JSON array, compressed (RFC 1951) and in base64.
    ///
    /// As they are, ten thousand texts take a browser more than twice as long to read as packed.
    pub fn packs(&self) -> impl Iterator<Item = io::Result<String>> {
        let starts = (0..self.articles.len()).step_by(PACK);
        starts.map(|start| pack(self.articles.iter().skip(start).take(PACK)))
    }

    /// How many are listed.
    pub fn len(&self) -> u64 {
        self.articles.len() as u64
    }
}

impl Listed {
    fn bytes(&self) -> usize {
        self.entry.as_str().len() + self.text.len()
    }
}

fn entry(article: &Article) -> serde_json::Result<SafeJson> {
    SafeJson::of(&Entry {
        headline: article.headline.as_deref(),
        site: &article.domain,
        authors: &article.authors,
        published: article.date_published.map(|time| time.to_string()),
        characters: article.body.chars().count(),
        quotes: article.quotes.iter().filter(|quote| quote.repeats.is_none()).count(),
        speakers: article.speakers.iter().map(|speaker| speaker.name.as_str()).collect(),
        confidence: article.confidence,
        revision: article.revision,
    })
}

fn pack<'a>(listed: impl Iterator<Item = &'a Listed>) -> io::Result<String> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    for (place, listed) in listed.enumerate() {
        packer.write_all(if place == 0 { b"[" } else { b"," })?;
        packer.write_all(listed.text.as_bytes())?;
    }
    packer.write_all(b"]")?;
    Ok(STANDARD.encode(packer.finish()?))
}

fn opened(article: &Article) -> serde_json::Result<String> {
    serde_json::to_string(&Opened {
        address: Some(article.final_url.as_str()).filter(|url| is_web(url)),
        url: &article.final_url,
        description: article.description.as_deref(),
        section: article.section.as_deref(),
        language: article.language.as_deref(),
        fetched: article.fetched_at.as_deref(),
        profile: article.extractor.profile.as_deref(),
        changed: &article.changed,
        duplicate_of: article.duplicate_of.as_deref(),
        warnings: &article.warnings,
        marked: Marked::of(article),
    })
}
