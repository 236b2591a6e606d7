//! A block's links and emphasis, from the page's bytes and elements to the record's code points and addresses.

use std::cmp::Reverse;

use scraper::ElementRef;

use crate::article::{Mark, MarkKind};
use crate::extract::source::Sources;
use crate::extract::survey::inline::Inline;

/// Most of a page's marks that are looked up: what an article has many times over.
const MOST: usize = 5_000;

/// Looks up where links lead.
pub struct Links<'a> {
    sources: Option<&'a Sources<'a>>,
    left: usize,
}

impl<'a> Links<'a> {
    /// Those of a page.
    pub fn of(sources: &'a Sources<'a>) -> Self {
        Self { sources: Some(sources), left: MOST }
    }

    /// No links and no emphasis: for text alone.
    pub fn none() -> Self {
        Self { sources: None, left: 0 }
    }

    /// The marks of a text that begins at code point `at` of the body.
    pub fn marks(&mut self, text: &str, inlines: &[Inline], at: usize) -> Vec<Mark> {
        let mut found = Vec::new();
        for inline in inlines {
            let Some(inside) = text.get(inline.range.clone()) else { continue };
            let start = inline.range.end - inside.trim_start().len();
            let end = inline.range.start + inside.trim_end().len();
            if start < end
                && let Some((kind, href)) = self.meaning(inline)
            {
                found.push((start, end, kind, href));
            }
        }
        found.sort_by_key(|&(start, end, kind, _)| (start, Reverse(end), kind));
        let mut offsets: Vec<usize> = found.iter().flat_map(|&(start, end, ..)| [start, end]).collect();
        offsets.sort_unstable();
        let points = code_points(text, &offsets);
        let place =
            |byte: usize| at + offsets.binary_search(&byte).ok().and_then(|i| points.get(i)).unwrap_or(&0);
        found
            .into_iter()
            .map(|(start, end, kind, href)| Mark { kind, start: place(start), end: place(end), href })
            .collect()
    }

    fn meaning(&mut self, inline: &Inline) -> Option<(MarkKind, Option<String>)> {
        let sources = self.sources.filter(|_| self.left > 0)?;
        self.left -= 1;
        if inline.kind != MarkKind::Link {
            return Some((inline.kind, None));
        }
        let element = sources.page.html.tree.get(inline.node).and_then(ElementRef::wrap)?;
        let href = element.value().attr("href")?;
        let kind = if is_note(element, href) { MarkKind::Footnote } else { MarkKind::Link };
        Some((kind, Some(sources.survey.absolute(href)?)))
    }
}

/// Whether a link is a raised number that leads to a note on the same page.
fn is_note(link: ElementRef<'_>, href: &str) -> bool {
    let is_raised =
        |element: Option<ElementRef<'_>>| element.is_some_and(|element| element.value().name() == "sup");
    href.starts_with('#')
        && (link.attr("role") == Some("doc-noteref")
            || is_raised(link.parent().and_then(ElementRef::wrap))
            || is_raised(link.child_elements().next()))
}

/// The code points before each byte offset; offsets rise.
fn code_points(text: &str, offsets: &[usize]) -> Vec<usize> {
    let (mut byte, mut points) = (0, 0);
    let before = |&offset: &usize| {
        points += text.get(byte..offset).map_or(0, |between| between.chars().count());
        byte = offset;
        points
    };
    offsets.iter().map(before).collect()
}
