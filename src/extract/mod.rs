//! (page, profile) → record: the profile's rules first, then the page's metadata, then the generic extractor.

use crate::article::Article;
use crate::page::Page;
use crate::profile::Profile;

/// Why a page gives no article.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// A front page, a listing, an error text.
    #[error("no single article: {why}")]
    NotArticle {
        /// What it looks like instead.
        why: String,
    },
    /// An article by its metadata, but without a body.
    #[error("no body found: {why}")]
    NoBody {
        /// What was tried.
        why: String,
    },
}

/// Extracts the article of a page, with its quotes and attributions.
pub fn extract(_page: &Page, _profile: Option<&Profile>) -> Result<Article, ExtractError> {
    todo!("extract")
}
