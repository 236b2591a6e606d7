//! Plain text: headline, byline and body of each article, for reading.

use std::io::Write;

use super::{Sink, SinkError, Target};
use crate::article::Article;
use crate::outcome::Outcome;

/// What stands between two articles.
const RULE: &str = "\n----------------------------------------\n\n";

/// Writes articles as plain text; outcomes without an article are left out.
pub struct Text<W> {
    out: Target<W>,
    any: bool,
}

impl<W: Write> Text<W> {
    /// A sink that writes there.
    pub fn new(out: Target<W>) -> Self {
        Self { out, any: false }
    }
}

impl<W: Write> Sink for Text<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Outcome::Article(article) = outcome else { return Ok(()) };
        let mut text = String::from(if self.any { RULE } else { "" });
        let byline = byline(article);
        for part in [article.headline.as_deref(), byline.as_deref()].into_iter().flatten() {
            text.push_str(part);
            text.push('\n');
        }
        text.push_str(&article.url);
        text.push_str("\n\n");
        text.push_str(&article.body);
        text.push('\n');
        self.any = true;
        self.out.put(text.as_bytes())
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.flush()
    }
}

/// Authors, publication and time on one line; `None` without any of them.
pub(super) fn byline(article: &Article) -> Option<String> {
    let authors = Some(article.authors.join(", ")).filter(|authors| !authors.is_empty());
    let date = article.date_published.map(|date| date.to_string());
    let parts: Vec<String> = [authors, article.site_name.clone(), date].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
