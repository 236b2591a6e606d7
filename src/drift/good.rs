//! What a profile's rules gave while all was well: what to look for when they give it no more.

use serde::{Deserialize, Serialize};

use crate::article::{Article, Origin, PageTime, Source};

/// The fields of one page that are known to be right; those nothing is known of are `None`.
///
/// A record of an article reads as one, so that the records of fixtures can be used too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Good {
    /// The page's address.
    pub url: String,
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Its authors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<Vec<String>>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<PageTime>,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// The pages that are remembered of a profile.
pub(super) const MOST: usize = 4;
/// The longest text that is, in bytes.
const LONGEST_BODY: usize = 40_000;

impl Good {
    /// What the profile's own rules gave of a record; `None` if that is nothing.
    pub(super) fn of(article: &Article) -> Option<Self> {
        let ruled =
            |origin: &Option<Origin>| origin.as_ref().is_some_and(|origin| origin.source == Source::Profile);
        let provenance = &article.provenance;
        let body = ruled(&provenance.body) && article.body.len() <= LONGEST_BODY;
        let good = Self {
            url: article.final_url.clone(),
            headline: article.headline.clone().filter(|_| ruled(&provenance.headline)),
            authors: Some(article.authors.clone()).filter(|_| ruled(&provenance.authors)),
            date_published: article.date_published.filter(|_| ruled(&provenance.date_published)),
            body: body.then(|| article.body.clone()),
        };
        (good != Self { url: good.url.clone(), ..Self::default() }).then_some(good)
    }
}
