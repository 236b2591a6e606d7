//! How two records of one page differ.

use std::collections::HashMap;

use super::Article;

/// Longer words, in bytes, are taken apart into characters: they are sentences of a language without spaces.
const LONGEST_WORD: usize = 24;

/// How a record differs from an earlier one of the same page.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The keys that differ, in the record's order. What tells of the visit rather than of the page (`fetched_at`,
    /// `provenance`, `confidence`, `warnings`) is not compared; `extractor` is, since another version or profile may be all
    /// that changed.
    pub fields: Vec<&'static str>,
    /// [`similarity`] of the bodies, rounded to four decimals.
    pub similarity: f64,
    /// Whether one of them is something a reader would notice: headline, standfirst, authors, date of publication, body,
    /// free or not, what is reserved. The others change by themselves on many sites, from visit to visit.
    pub is_news: bool,
}

impl Change {
    /// What changed between two records.
    #[must_use]
    pub fn between(old: &Article, new: &Article) -> Self {
        let compared = [
            ("canonical_url", old.canonical_url == new.canonical_url, false),
            ("pages", old.pages == new.pages, false),
            ("site_name", old.site_name == new.site_name, false),
            ("headline", old.headline == new.headline, true),
            ("description", old.description == new.description, true),
            ("authors", old.authors == new.authors, true),
            ("section", old.section == new.section, false),
            ("keywords", old.keywords == new.keywords, false),
            ("date_published", old.date_published == new.date_published, true),
            ("date_modified", old.date_modified == new.date_modified, false),
            ("language", old.language == new.language, false),
            ("image", old.image == new.image, false),
            ("images", old.images == new.images, false),
            ("is_accessible_for_free", old.is_accessible_for_free == new.is_accessible_for_free, true),
            ("reservations", old.reservations == new.reservations, true),
            ("body", old.body == new.body, true),
            ("blocks", old.blocks == new.blocks, false),
            ("entries", old.entries == new.entries, false),
            ("quotes", old.quotes == new.quotes, false),
            ("attributions", old.attributions == new.attributions, false),
            ("speakers", old.speakers == new.speakers, false),
            ("extractor", old.extractor == new.extractor, false),
        ];
        let differ = compared.iter().filter(|(_, same, _)| !same);
        Self {
            is_news: differ.clone().any(|(_, _, noticed)| *noticed),
            fields: differ.map(|(name, _, _)| *name).collect(),
            similarity: (similarity(&old.body, &new.body) * 10_000.0).round() / 10_000.0,
        }
    }
}

/// Which share of the words of two texts the other has too, from 0 to 1 (Dice's coefficient over words, each as often as
/// it stands there); 1 for two empty texts.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a share of words")]
pub fn similarity(old: &str, new: &str) -> f64 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in words(old) {
        *counts.entry(word).or_default() += 1;
    }
    let of_old: usize = counts.values().sum();
    let (mut of_new, mut shared) = (0_usize, 0_usize);
    for word in words(new) {
        of_new += 1;
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    if of_old + of_new == 0 { 1.0 } else { 2.0 * shared as f64 / (of_old + of_new) as f64 }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|word| {
        let is_word = word.len() <= LONGEST_WORD;
        word.split_inclusive(move |_: char| !is_word)
    })
}
