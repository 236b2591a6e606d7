//! Tables of contents: links to places on the same page, which are no text of the article.

use scraper::{ElementRef, Html};

use super::classify::Verdicts;
use crate::article::MarkKind;
use crate::extract::survey::outline::{Outline, TextBlock};

/// Fewest links of a table of contents, and the share of a line that is links.
const FEWEST: usize = 2;
const IS_LINK: f64 = 0.85;
/// The most words of the line above one.
const TITLE_WORDS: usize = 5;

/// The lines above tables of contents, lower case and without signs at their end.
const TITLES: &[&str] = &[
    "contents",
    "table of contents",
    "in this article",
    "in this guide",
    "in this post",
    "in this story",
    "on this page",
    "jump to",
    "jump to section",
    "quick links",
    "toc",
    "auf dieser seite",
    "das erwartet sie",
    "in diesem artikel",
    "inhalt",
    "inhaltsverzeichnis",
    "dans cet article",
    "sommaire",
    "table des matières",
    "contenido",
    "en este artículo",
    "índice",
    "tabla de contenidos",
    "in questo articolo",
    "indice",
    "neste artigo",
    "inhoud",
    "inhoudsopgave",
    "innehåll",
    "indhold",
    "innhold",
    "spis treści",
    "obsah",
    "içindekiler",
    "оглавление",
    "содержание",
    "зміст",
    "目次",
    "目录",
    "目錄",
    "목차",
    "المحتويات",
];

/// Takes tables of contents, and the lines above them, out of what belongs to the article.
pub fn leave_out(outline: &Outline, html: &Html, verdicts: &mut Verdicts) {
    let links: Vec<usize> = outline.blocks.iter().map(|block| inner_links(html, block)).collect();
    let mut start = 0;
    while start < links.len() {
        let run = links.iter().skip(start).take_while(|count| **count > 0).count();
        let all: usize = links.iter().skip(start).take(run).sum();
        if all >= FEWEST {
            let above = start.checked_sub(1).filter(|above| outline.blocks.get(*above).is_some_and(is_title));
            for index in above.into_iter().chain(start..start + run) {
                verdicts
                    .probabilities
                    .iter_mut()
                    .skip(index)
                    .take(1)
                    .for_each(|probability| *probability = 0.0);
            }
        }
        start += run.max(1);
    }
}

/// How many links to places on the same page a line is made of; none if it is made of anything else.
fn inner_links(html: &Html, block: &TextBlock) -> usize {
    if block.link_chars == 0 || block.link_density() < IS_LINK && !begins_as_title(block) {
        return 0;
    }
    let links = block.marks.iter().filter(|mark| mark.kind == MarkKind::Link);
    let is_inner = |node| {
        let link = html.tree.get(node).and_then(ElementRef::wrap);
        link.and_then(|link| link.attr("href")).is_some_and(|href| href.len() > 1 && href.starts_with('#'))
    };
    let (mut count, mut all) = (0, true);
    for mark in links {
        count += 1;
        all &= is_inner(mark.node);
    }
    if all { count } else { 0 }
}

/// "Jump to: The cost | The plan": the line above and the links on one line.
fn begins_as_title(block: &TextBlock) -> bool {
    let Some((title, _)) = block.text.split_once(':') else { return false };
    title.len() <= LONGEST_TITLE && TITLES.contains(&title.to_lowercase().as_str())
}

/// The longest of [`TITLES`], in bytes.
const LONGEST_TITLE: usize = 32;

fn is_title(block: &TextBlock) -> bool {
    let line = block.text.trim_end_matches([':', ' ', '-', '–', '▼', '▾', '↓']);
    block.words <= TITLE_WORDS && TITLES.contains(&line.to_lowercase().as_str())
}
