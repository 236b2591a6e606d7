//! What a page says its headline is: headings, metadata, title.

use scraper::ElementRef;

use crate::article::Source;
use crate::extract::field::places::{elsewhere, shares_half};
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::Mark;
use crate::extract::survey::class_words;
use crate::extract::survey::outline::{Tag, TextBlock};
use crate::extract::text;

const METADATA: Keys = Keys {
    json_ld: &["headline", "name"],
    microdata: &["headline"],
    meta: &[
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "parsely-title",
        "sailthru.title",
        "headline",
        "ob_headline",
        "citation_title",
        "title",
    ],
};

/// A text that stands where headlines stand.
#[derive(Clone, Debug)]
pub struct Voice {
    /// Where.
    pub place: Place,
    /// The kind of source.
    pub source: Source,
    /// The rule: a key path, a meta tag's name, a selector.
    pub rule: String,
    /// The text.
    pub text: String,
    /// Parts of a heading that may be its headline alone: without a kicker, or the longest child.
    pub parts: Vec<String>,
}

/// The places headlines stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// `<h1>`.
    H1,
    /// `<h1>` in navigation or beside the article, where sites repeat a title for search engines.
    Aside,
    /// `<h2>` or `<h3>` that shares most of its words with the title or metadata.
    Below,
    /// An element whose class names the headline.
    Class,
    /// JSON-LD `headline`.
    JsonLd,
    /// JSON-LD `name`.
    Name,
    /// `itemprop=headline`.
    Microdata,
    /// `og:title`.
    Og,
    /// `twitter:title`.
    Twitter,
    /// Another meta tag.
    Meta,
    /// `<title>`.
    Title,
}

/// Shortest and longest headline, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=300;
/// Most headings looked at.
const MOST_HEADINGS: usize = 12;

/// Most elements marked as headlines that are looked at; each costs a walk up the tree.
const MOST_MARKS: usize = 300;

/// All voices, headings first.
pub fn gather(sources: &Sources<'_>) -> Vec<Voice> {
    let mut voices = shown(sources);
    let first = |texts: &[String]| texts.first().cloned();
    for candidate in sources.metadata(METADATA, first) {
        let rule = candidate.origin.rule.unwrap_or_default();
        let place = match (candidate.origin.source, rule.as_str()) {
            (Source::JsonLd, rule) if rule.rsplit('.').next() == Some("name") => Place::Name,
            (Source::JsonLd, _) => Place::JsonLd,
            (Source::Microdata, _) => Place::Microdata,
            (_, "og:title") => Place::Og,
            (_, "twitter:title") => Place::Twitter,
            _ => Place::Meta,
        };
        let text = candidate.value.unwrap_or_default();
        voices.push(Voice { place, source: candidate.origin.source, rule, text, parts: Vec::new() });
    }
    if let Some(title) = &sources.survey.title {
        voices.push(Voice {
            place: Place::Title,
            source: Source::Meta,
            rule: "title".to_owned(),
            text: text::from_markup(title),
            parts: Vec::new(),
        });
    }
    let below = below(sources, &voices);
    voices.extend(below);
    voices.retain(|voice| LENGTHS.contains(&voice.text.chars().count()));
    voices
}

/// Lesser headings that say what the metadata says; sites that use `<h1>` for something else have their headline there.
fn below(sources: &Sources<'_>, voices: &[Voice]) -> Vec<Voice> {
    let outline = &sources.survey.outline;
    let headings = outline.blocks.iter().filter(|block| {
        let tag = outline.containers.get(block.container).map(|container| container.tag);
        !block.hidden && matches!(tag, Some(Tag::H2 | Tag::H3)) && block.words >= 3
    });
    let told: Vec<&str> = voices
        .iter()
        .filter(|voice| voice.source != Source::Generic)
        .map(|voice| voice.text.as_str())
        .collect();
    let alike =
        headings.take(MOST_HEADINGS).filter(|block| told.iter().any(|told| shares_half(&block.text, told)));
    let voice = |block: &TextBlock| Voice {
        place: Place::Below,
        source: Source::Generic,
        rule: "h2".to_owned(),
        text: mended(block.text.replace('\n', " ")),
        parts: Vec::new(),
    };
    alike.take(MOST_BELOW).map(voice).collect()
}

/// Most lesser headings weighed.
const MOST_BELOW: usize = 3;

/// Headings of the page that may be its headline.
fn shown(sources: &Sources<'_>) -> Vec<Voice> {
    let marks = sources.survey.marks.iter();
    let headings = marks.filter(|(mark, element)| {
        matches!(mark, Mark::H1 | Mark::HeadlineClass)
            && !matches!(element.value().name(), "style" | "script" | "template")
    });
    let headings =
        headings.take(MOST_MARKS).filter(|(mark, element)| *mark == Mark::H1 || !elsewhere(*element));
    let voice = |(mark, element): &(Mark, ElementRef<'_>)| {
        let (place, rule) = match mark {
            Mark::H1 if elsewhere(*element) => (Place::Aside, "h1"),
            Mark::H1 => (Place::H1, "h1"),
            _ => (Place::Class, "[class~=headline]"),
        };
        let text = mended(text::of(*element));
        let parts = parts(*element, &text);
        Voice { place, source: Source::Generic, rule: rule.to_owned(), text, parts }
    };
    let mut voices: Vec<Voice> = headings.take(MOST_HEADINGS).map(voice).collect();
    // An `<h1>` that has the class too is one voice.
    let headings: Vec<String> =
        voices.iter().filter(|v| v.place == Place::H1).map(|voice| voice.text.clone()).collect();
    voices.retain(|voice| voice.place == Place::H1 || !headings.contains(&voice.text));
    voices
}

/// A heading whose character references were escaped once too often.
fn mended(text: String) -> String {
    if text.contains("&#") || text.contains("&amp;") || text.contains("&quot;") {
        return text::from_markup(&text);
    }
    text
}

/// Words of classes of what stands in a heading before or after the headline itself.
const BESIDE: &[&str] = &[
    "badge",
    "category",
    "date",
    "dachzeile",
    "eyebrow",
    "flag",
    "hidden",
    "icon",
    "kicker",
    "label",
    "lead",
    "meta",
    "overline",
    "pretitle",
    "section",
    "sr",
    "subtitle",
    "supertitle",
    "tag",
    "time",
    "topline",
    "vorspann",
];

/// The heading without children that are a kicker, and its longest child alone.
fn parts(heading: ElementRef<'_>, whole: &str) -> Vec<String> {
    let children: Vec<ElementRef<'_>> = heading.child_elements().collect();
    if children.is_empty() {
        return Vec::new();
    }
    let longest = children.iter().map(|child| text::of(*child)).max_by_key(String::len);
    let mut kept = String::new();
    for child in heading.children() {
        if let Some(text) = child.value().as_text() {
            text::push_collapsed(&mut kept, text);
        } else if let Some(element) = ElementRef::wrap(child).filter(|element| !is_beside(*element)) {
            text::push_collapsed(&mut kept, &text::of(element));
        }
    }
    let mut parts: Vec<String> = longest.into_iter().chain([kept.trim().to_owned()]).collect();
    parts.retain(|part| part != whole && text::count_words(part) >= 2);
    parts.dedup();
    parts
}

fn is_beside(element: ElementRef<'_>) -> bool {
    let value = element.value();
    matches!(value.name(), "small" | "time" | "sup" | "style" | "button")
        || value
            .attr("class")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .any(|name| class_words::words(name).any(|word| BESIDE.contains(&word.as_str())))
}
