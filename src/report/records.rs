//! What the articles' records say, counted.

use std::collections::BTreeMap;

use crate::article::{Article, Origin, Provenance, QuoteKind, Source};

/// Where steps of the histogram of bodies' lengths end, in code points; the last has no end.
pub(super) const LENGTHS: &[usize] = &[250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000];
/// Steps of a histogram of confidences.
pub(super) const TENTHS: usize = 10;

/// The fields whose sources are counted: key, and where its origin is.
type Field = (&'static str, fn(&Provenance) -> Option<&Origin>);
pub(super) const FIELDS: &[Field] = &[
    ("headline", |from| from.headline.as_ref()),
    ("authors", |from| from.authors.as_ref()),
    ("date_published", |from| from.date_published.as_ref()),
    ("body", |from| from.body.as_ref()),
    ("description", |from| from.description.as_ref()),
    ("section", |from| from.section.as_ref()),
    ("image", |from| from.image.as_ref()),
    ("language", |from| from.language.as_ref()),
];

/// Kinds of source, as they are told apart on the page: key in the style sheet, name, kinds.
pub(super) const SOURCES: &[(&str, &str, &[Source])] = &[
    ("profile", "profile", &[Source::Profile]),
    ("metadata", "metadata", &[Source::JsonLd, Source::Microdata, Source::Meta]),
    ("generic", "generic extractor", &[Source::Generic]),
    ("other", "feed or address", &[Source::Feed, Source::Url]),
];

/// Counts over articles; of an article's revisions only the first counts.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// Articles.
    pub articles: u64,
    /// Further revisions of them.
    pub revisions: u64,
    /// Sources by field, in the order of [`FIELDS`].
    pub fields: Vec<FieldSources>,
    /// Bodies by length, see [`LENGTHS`].
    pub lengths: [u64; LENGTHS.len() + 1],
    /// Articles by how sure it is that they are one.
    pub confidence: [u64; TENTHS],
    /// Bodies by confidence.
    pub body_confidence: [u64; TENTHS],
    /// Attributed quotes by confidence.
    pub quote_confidence: [u64; TENTHS],
    /// Quotes that somebody says, repeats left out.
    pub quotes: u64,
    /// Words between marks that nobody says.
    pub unattributed: u64,
    /// Records by warning; one counts each code once.
    pub warnings: BTreeMap<String, u64>,
    /// Articles by profile.
    pub profiles: BTreeMap<String, u64>,
    /// Articles by language.
    pub languages: BTreeMap<String, u64>,
}

/// How often each kind of source gave a field, in the order of [`SOURCES`].
#[derive(Clone, Debug, Default)]
pub(super) struct FieldSources {
    pub by_source: [u64; SOURCES.len()],
    /// The sum of the confidences.
    pub confidence: f64,
}

impl FieldSources {
    /// Articles that have the field.
    pub fn present(&self) -> u64 {
        self.by_source.iter().sum()
    }
}

impl Records {
    /// Counts one record.
    pub fn add(&mut self, article: &Article) {
        if article.revision > 1 {
            self.revisions += 1;
            return;
        }
        self.articles += 1;
        self.add_fields(&article.provenance);
        let length = article.body.chars().count();
        count(&mut self.lengths, LENGTHS.partition_point(|end| *end <= length));
        count(&mut self.confidence, tenth(article.confidence));
        if let Some(body) = &article.provenance.body {
            count(&mut self.body_confidence, tenth(body.confidence));
        }
        for quote in article.quotes.iter().filter(|quote| quote.repeats.is_none()) {
            if quote.kind == QuoteKind::Unattributed {
                self.unattributed += 1;
            } else {
                self.quotes += 1;
                count(&mut self.quote_confidence, tenth(quote.confidence));
            }
        }
        let mut codes: Vec<&str> = article.warnings.iter().map(|warning| warning.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.warnings.entry(code.to_owned()).or_default() += 1;
        }
        if let Some(profile) = &article.extractor.profile {
            *self.profiles.entry(profile.clone()).or_default() += 1;
        }
        let language = article.language.as_deref().unwrap_or("not told");
        *self.languages.entry(language.to_owned()).or_default() += 1;
    }

    fn add_fields(&mut self, provenance: &Provenance) {
        self.fields.resize_with(FIELDS.len(), FieldSources::default);
        for ((_, origin), counts) in FIELDS.iter().zip(&mut self.fields) {
            let Some(origin) = origin(provenance) else { continue };
            let kind = SOURCES.iter().position(|(_, _, kinds)| kinds.contains(&origin.source));
            count(&mut counts.by_source, kind.unwrap_or(usize::MAX));
            counts.confidence += f64::from(origin.confidence);
        }
    }
}

fn count(steps: &mut [u64], step: usize) {
    if let Some(count) = steps.get_mut(step) {
        *count += 1;
    }
}

/// The step of a confidence; what is none counts as 0 or 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number from 0 to 9, and `as` saturates"
)]
fn tenth(confidence: f32) -> usize {
    ((confidence * 10.0) as usize).min(TENTHS - 1)
}
