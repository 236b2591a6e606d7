//! When the article was published and last changed.

use scraper::ElementRef;

use crate::article::{PageTime, Source};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::date::{self, DayOrder};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::outline::{Tag, TextBlock};
use crate::extract::survey::{Mark, Survey};
use crate::extract::text;

const PUBLISHED: Keys = Keys {
    json_ld: &["datePublished", "dateCreated", "uploadDate"],
    microdata: &["datePublished", "dateCreated"],
    meta: &[
        "article:published_time",
        "og:published_time",
        "article:published",
        "datepublished",
        "date_published",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "dcterms.date",
        "dc.date",
        "publish-date",
        "publish_date",
        "publishdate",
        "pubdate",
        "publication_date",
        "article.published",
        "published-date",
        "originalpublicationdate",
        "article_date_original",
        "displaydate",
        "og:pubdate",
        "ptime",
        "date",
        "vr:published_time",
        "citation_date",
        "bt:pubdate",
        "article:post_date",
        "shareaholic:article_published_time",
        "timestamp",
    ],
};
const MODIFIED: Keys = Keys {
    json_ld: &["dateModified"],
    microdata: &["dateModified"],
    meta: &[
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
        "article:updated_time",
        "modified_date",
    ],
};

/// When the article was first published.
pub fn published(sources: &Sources<'_>, order: DayOrder, explanation: &mut Explanation) -> Settled<PageTime> {
    let mut found = sources.candidates(
        |rules| &rules.select.date_published,
        PUBLISHED,
        |texts| texts.iter().find_map(|text| date::machine(text, order)),
    );
    found.extend(shown(sources, order));
    for line in around_headline(sources.survey) {
        let value = date::visible(&line.text, order);
        if value.is_some() {
            found.push(Sources::generic("a line by the headline", 0.55, &line.text, value));
        }
    }
    let path = sources.page.final_url.path();
    let in_path = date::in_path(path);
    if in_path.is_some() {
        found.push(Candidate::new(Source::Url, "path".to_owned(), 0.8, path, in_path));
    }
    candidate::first("date_published", found, explanation)
}

/// When the article was last changed.
pub fn modified(sources: &Sources<'_>, order: DayOrder, explanation: &mut Explanation) -> Settled<PageTime> {
    let found = sources.candidates(
        |rules| &rules.select.date_modified,
        MODIFIED,
        |texts| texts.iter().find_map(|text| date::machine(text, order)),
    );
    candidate::first("date_modified", found, explanation)
}

/// Dates in the visible page: `<time>` and elements whose class says date or byline, outside navigation, comments and
/// lists of other stories.
fn shown(sources: &Sources<'_>, order: DayOrder) -> Vec<Candidate<PageTime>> {
    let mut found = Vec::new();
    for (mark, element) in &sources.survey.marks {
        let rule = match mark {
            Mark::Time => "time",
            Mark::DateClass => "[class~=date]",
            Mark::BylineClass => "[class~=byline]",
            _ => continue,
        };
        if elsewhere(*element) {
            continue;
        }
        let shown = text::of(*element);
        let attribute =
            ["datetime", "content", "data-datetime", "data-date"].iter().find_map(|name| element.attr(name));
        let value =
            attribute.and_then(|text| date::machine(text, order)).or_else(|| date::visible(&shown, order));
        if value.is_some() {
            found.push(Sources::generic(rule, 0.7, attribute.unwrap_or(&shown), value));
        }
    }
    found
}

/// Short lines just before and after the page's first visible `<h1>`, up to the first paragraph: where byline and date
/// stand on pages that mark neither.
pub fn around_headline<'a>(survey: &'a Survey<'_>) -> impl Iterator<Item = &'a TextBlock> {
    let outline = &survey.outline;
    let is_h1 = |block: &TextBlock| {
        !block.hidden
            && outline.containers.get(block.container).is_some_and(|container| container.tag == Tag::H1)
    };
    let at = outline.blocks.iter().position(is_h1);
    let from = at.map_or(outline.blocks.len(), |at| at.saturating_sub(LINES_BEFORE));
    let short = |block: &&TextBlock| block.words <= LINE_WORDS && !block.hidden;
    let before = outline.blocks.get(from..at.unwrap_or(from)).unwrap_or_default();
    let after = outline.blocks.get(at.map_or(from, |at| at + 1)..).unwrap_or_default();
    let after = after.iter().take(LINES_AFTER).take_while(|block| block.words <= PARAGRAPH_WORDS);
    after.chain(before.iter().rev()).filter(short)
}

/// How many blocks before and after the headline are looked at, and how long a line and a paragraph are.
const LINES_BEFORE: usize = 4;
const LINES_AFTER: usize = 12;
const LINE_WORDS: usize = 16;
const PARAGRAPH_WORDS: usize = 40;

/// Whether an element stands where other stories, comments or the site's own lines stand.
pub fn elsewhere(element: ElementRef<'_>) -> bool {
    use crate::extract::survey::class_words::words;
    const WORDS: &[&str] = &[
        "aside",
        "comment",
        "comments",
        "footer",
        "nav",
        "popular",
        "recommended",
        "related",
        "sidebar",
        "teaser",
        "trending",
        "widget",
        "latest",
        "more",
        "mostread",
        "ticker",
    ];
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    above.any(|above| {
        let value = above.value();
        if matches!(value.name(), "body" | "html" | "main") {
            return false;
        }
        matches!(value.name(), "footer" | "nav" | "aside")
            || value.attrs().filter(|(name, _)| matches!(*name, "class" | "id")).any(|(_, names)| {
                names
                    .split_ascii_whitespace()
                    .any(|name| words(name).any(|word| WORDS.contains(&word.as_str())))
            })
    })
}
