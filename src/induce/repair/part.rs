//! The fields that are repaired, and when what a rule gives is right.

use super::super::fields::Field;
use super::super::trial::agreement;
use super::Wanted;
use super::trial::Trust;
use crate::article::{Article, Origin, Source};
use crate::drift::Good;

/// A field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Headline, authors or date.
    Line(Field),
    /// The text.
    Body,
}

/// Least confidence of a value that nothing else speaks for.
const LEAST_CONFIDENCE: f32 = 0.8;
/// How far a text must have the words of the one it was, and of the one the generic extractor takes.
const SAME_BODY: f64 = 0.95;
const LIKE_BODY: f64 = 0.9;

impl Part {
    /// All of them, in the record's order.
    pub const ALL: [Self; 4] =
        [Self::Line(Field::Headline), Self::Line(Field::Authors), Self::Line(Field::Date), Self::Body];

    /// The record's key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line(field) => field.name(),
            Self::Body => "body",
        }
    }

    /// Whether something is known of it.
    pub fn is_known(self, good: &Good) -> bool {
        match self {
            Self::Line(Field::Headline) => good.headline.is_some(),
            Self::Line(Field::Authors) => good.authors.as_ref().is_some_and(|authors| !authors.is_empty()),
            Self::Line(Field::Date) => good.date_published.is_some(),
            Self::Body => good.body.is_some(),
        }
    }

    /// Whether it is known what a page should give: from before, or by a source that is trusted.
    pub fn is_told(self, page: &Wanted<'_>, trust: &Trust) -> bool {
        let article = &page.lesson.article;
        let says = match self {
            Self::Line(field) => field.value(article).is_some(),
            Self::Body => !article.body.is_empty(),
        };
        let confidence = self.origin(article).map_or(0.0, |origin| origin.confidence);
        says && (page.is_known(self)
            || trust.is_good()
            || (trust.is_unknown() && confidence >= LEAST_CONFIDENCE))
    }

    fn origin(self, article: &Article) -> Option<&Origin> {
        let provenance = &article.provenance;
        match self {
            Self::Line(Field::Headline) => provenance.headline.as_ref(),
            Self::Line(Field::Authors) => provenance.authors.as_ref(),
            Self::Line(Field::Date) => provenance.date_published.as_ref(),
            Self::Body => provenance.body.as_ref(),
        }
    }

    /// Whether a rule of the profile gave it.
    pub fn is_ruled(self, article: &Article) -> bool {
        self.origin(article).is_some_and(|origin| origin.source == Source::Profile)
    }

    /// Whether that rule did.
    pub fn is_by(self, article: &Article, rule: &str) -> bool {
        self.is_ruled(article)
            && self.origin(article).is_some_and(|origin| origin.rule.as_deref() == Some(rule))
    }

    /// Whether a record has what the page should give.
    pub fn is_right(self, article: &Article, page: &Wanted<'_>) -> bool {
        let least = if page.is_known(self) { SAME_BODY } else { LIKE_BODY };
        self.is_same(article, &page.lesson.article, least)
    }

    /// Whether two records agree in it; texts in so much of their words.
    pub fn is_same(self, one: &Article, other: &Article, least: f64) -> bool {
        match self {
            Self::Line(field) => field.value(one) == field.value(other),
            Self::Body => agreement(&one.body, &other.body) >= least,
        }
    }
}
