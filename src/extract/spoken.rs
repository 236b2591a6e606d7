//! The quotes of a body and who said them, as part of its record.

use crate::article::Article;
use crate::quotes::{Annotation, Context, annotate};

/// Looks for the quotes of an article that was read without them (see [`Options::quotes`](super::Options::quotes)). The
/// record is then what it would have been with them from the start.
pub fn add_quotes(article: &mut Article) {
    let annotation = said_in(article);
    put(article, annotation);
}

/// What is said in an article's body.
pub(super) fn said_in(article: &Article) -> Annotation {
    let context = Context { language: article.language.as_deref(), blocks: &article.blocks };
    annotate(&article.body, &context)
}

/// Puts into the record what was found in its body.
pub(super) fn put(article: &mut Article, annotation: Annotation) {
    article.warnings.extend(annotation.warnings);
    article.quotes = annotation.quotes;
    article.attributions = annotation.attributions;
    article.speakers = annotation.speakers;
}
