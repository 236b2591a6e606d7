//! Markdown (`CommonMark`, with the pipe tables of GitHub's dialect): the article with its structure, and who said what.
//!
//! A `CommonMark` parser gives back the same text, blocks, links and emphasis: `blocks` writes the structure, `inline`
//! what is inside a block.

mod blocks;
mod inline;

use std::io::Write;

use self::inline::{Line, escaped};
use super::{Sink, SinkError, Target, text};
use crate::article::{Article, Quote};
use crate::outcome::Outcome;

/// Writes articles as Markdown; outcomes without an article are left out.
pub struct Markdown<W> {
    out: Target<W>,
    any: bool,
}

impl<W: Write> Markdown<W> {
    /// A sink that writes there.
    pub fn new(out: Target<W>) -> Self {
        Self { out, any: false }
    }
}

impl<W: Write> Sink for Markdown<W> {
    fn write(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Outcome::Article(article) = outcome else { return Ok(()) };
        let mut page = String::from(if self.any { "\n---\n\n" } else { "" });
        page.push_str(&document(article));
        self.any = true;
        self.out.put(page.as_bytes())
    }

    fn finish(&mut self) -> Result<(), SinkError> {
        self.out.flush()
    }
}

fn document(article: &Article) -> String {
    let mut parts = Vec::new();
    parts.extend(article.headline.as_ref().map(|headline| format!("# {}", escaped(headline, Line::Heading))));
    parts.extend(text::byline(article).map(|byline| inline::emphasised(&byline)));
    parts.push(format!("<{}>", article.url));
    parts.extend(blocks::parts(article));
    if !article.quotes.is_empty() {
        parts.push("## Who said what".to_owned());
        let lines: Vec<String> = article.quotes.iter().map(said).collect();
        parts.push(lines.join("\n"));
    }
    parts.join("\n\n") + "\n"
}

/// One quote with its speaker: the fullest name, else the words that mention the speaker.
fn said(quote: &Quote) -> String {
    let speaker = quote.speaker.as_ref();
    let named = speaker.and_then(|speaker| speaker.name.as_deref().or(speaker.mention.as_deref()));
    let named = escaped(named.unwrap_or("Nobody named"), Line::Heading);
    format!("- **{named}**: {}", escaped(&quote.text, Line::Heading))
}
