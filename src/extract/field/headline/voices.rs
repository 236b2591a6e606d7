//! What a page says its headline is: headings, metadata, title.

use scraper::{ElementRef, Node};

use crate::article::{BlockKind, Source};
use crate::extract::field::places::{elsewhere, shares_half};
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::Mark;
use crate::extract::survey::class_words;
use crate::extract::survey::outline::{Tag, TextBlock};
use crate::extract::survey::tag::Flow;
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
    /// `<h1>` in navigation, beside the article or only for screen readers, where sites repeat a title or their name.
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
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=220;
/// Shortest text, in characters, that may be a longer one cut short: search engines allow 110.
const CUT_SHORT: usize = 80;
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
        let text = mended(candidate.value.unwrap_or_default());
        voices.push(Voice { place, source: candidate.origin.source, rule, text, parts: Vec::new() });
    }
    if let Some(title) = &sources.survey.title {
        voices.push(Voice {
            place: Place::Title,
            source: Source::Meta,
            rule: "title".to_owned(),
            text: mended(text::from_markup(title)),
            parts: Vec::new(),
        });
    }
    let below = below(sources, &voices);
    voices.extend(below);
    voices.retain(|voice| LENGTHS.contains(&voice.text.chars().count()));
    let texts: Vec<String> = voices.iter().map(|voice| voice.text.clone()).collect();
    voices.retain(|voice| !texts.iter().any(|whole| is_cut_short(&voice.text, whole)));
    voices
}

/// Whether a text is another one without its end, not without the site's name.
fn is_cut_short(text: &str, whole: &str) -> bool {
    let rest = whole.strip_prefix(text).and_then(|rest| rest.strip_prefix(' '));
    text.chars().count() >= CUT_SHORT
        && rest.is_some_and(|rest| {
            rest.starts_with(char::is_alphanumeric) && !text.ends_with(['.', '!', '?', ':', '-', '|'])
        })
}

/// Lesser headings that say what the metadata says; sites that use `<h1>` for something else have their headline there.
fn below(sources: &Sources<'_>, voices: &[Voice]) -> Vec<Voice> {
    let outline = &sources.survey.outline;
    let headings = outline.blocks.iter().filter(|block| {
        let tag = outline.containers.get(block.container).map(|container| container.tag);
        !block.hidden && matches!(tag, Some(Tag::H2 | Tag::H3)) && block.words >= 2
    });
    let told: Vec<&str> = voices
        .iter()
        .filter(|voice| voice.source != Source::Generic)
        .map(|voice| voice.text.as_str())
        .collect();
    // Two words may stand in many texts.
    let says = |block: &TextBlock, told: &str| {
        if block.words < 3 { block.text == told } else { shares_half(&block.text, told) }
    };
    let alike = headings.take(MOST_HEADINGS).filter(|block| told.iter().any(|told| says(block, told)));
    let voice = |block: &TextBlock| Voice {
        place: Place::Below,
        source: Source::Generic,
        rule: "h2".to_owned(),
        text: mended(block.text.replace('\n', " ")),
        parts: Vec::new(),
    };
    alike.take(MOST_BELOW).map(voice).collect()
}

/// The first lesser heading soon after which running text begins, for a page that calls itself by its site's name only.
pub fn leading(sources: &Sources<'_>) -> Option<Voice> {
    let blocks = &sources.survey.outline.blocks;
    let is_heading =
        |block: &TextBlock| block.kind == BlockKind::Heading && !block.hidden && block.words >= 2;
    let leads = |at: usize| {
        let after = blocks.iter().skip(at + 1).take(LEAD_BLOCKS).take_while(|block| !is_heading(block));
        after.into_iter().any(|block| block.words >= LEAD_WORDS && block.link_density() < 0.5)
    };
    let (_, block) = blocks.iter().enumerate().find(|(at, block)| is_heading(block) && leads(*at))?;
    let text = mended(block.text.replace('\n', " "));
    Some(Voice {
        place: Place::Below,
        source: Source::Generic,
        rule: "h2".to_owned(),
        text,
        parts: Vec::new(),
    })
}

/// Blocks after a heading among which its text begins, and how many words a block of text has.
const LEAD_BLOCKS: usize = 4;
const LEAD_WORDS: usize = 15;

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
            Mark::H1 if elsewhere(*element) || class_words::is_unseen(element.value()) => {
                (Place::Aside, "h1")
            }
            Mark::H1 => (Place::H1, "h1"),
            _ => (Place::Class, "[class~=headline]"),
        };
        let element = if place == Place::Class { first_line(*element) } else { *element };
        let whole = mended(text::parted_by(element, " "));
        let parts = parts(element, &whole);
        let text = without_label(element, &whole, &parts).unwrap_or(whole);
        Voice { place, source: Source::Generic, rule: rule.to_owned(), text, parts }
    };
    let mut voices: Vec<Voice> = headings.take(MOST_HEADINGS).map(voice).collect();
    // An `<h1>` that has the class too is one voice.
    let headings: Vec<String> =
        voices.iter().filter(|v| v.place == Place::H1).map(|voice| voice.text.clone()).collect();
    voices.retain(|voice| voice.place == Place::H1 || !headings.contains(&voice.text));
    voices
}

/// The first block in an element that wraps headline, byline and date alike, or the element itself.
fn first_line(element: ElementRef<'_>) -> ElementRef<'_> {
    let is_block = |inner: &ElementRef<'_>| matches!(Flow::of(inner.value().name()), Flow::Block(_));
    let holds_text =
        |inner: &ElementRef<'_>| inner.text().take(MOST_TEXTS).any(|text| !text.trim().is_empty());
    let mut line = element;
    for _ in 0..MOST_DEPTH {
        let mut blocks = line.child_elements().take(MOST_TEXTS).filter(is_block).filter(holds_text);
        let Some(first) = blocks.next() else { break };
        // A block before which text stands is a part of the line.
        let begins = first.prev_siblings().all(|node| match node.value() {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(_) => ElementRef::wrap(node).is_none_or(|before| !holds_text(&before)),
            _ => true,
        });
        if !begins || is_beside(first) || text::count_words(&text::of(first)) < FEWEST_BESIDE_A_LABEL {
            break;
        }
        line = first;
    }
    line
}

/// How deep a wrapper is looked into, and how many texts or children are looked at in each element.
const MOST_DEPTH: usize = 4;
const MOST_TEXTS: usize = 12;

/// A text without what publishing systems left in it: character references that were escaped once too often, UTF-8 read as
/// Latin-1, and Markdown's signs.
fn mended(mut text: String) -> String {
    if text.contains("&#") || text.contains("&amp;") || text.contains("&quot;") {
        text = text::from_markup(&text);
    }
    if let Some(whole) = text::unscrambled(&text) {
        text = whole;
    }
    // The sign that links to a heading is none of its text.
    text.truncate(text.trim_end_matches(['¶', '🔗', ' ']).len());
    without_markdown(&text).unwrap_or(text)
}

/// The text without `## ` before it and pairs of asterisks around some of its words, if it has any.
fn without_markdown(text: &str) -> Option<String> {
    let bare = text.trim_start_matches('#');
    let heading = bare.len() < text.len() && bare.starts_with(' ');
    let text = if heading { bare.trim_start() } else { text };
    let stars = text.matches('*').count();
    let opens = text.starts_with('*') || text.contains(" *");
    // "2 * 3", "C*", "f**k" and a note's asterisk are no emphasis.
    let emphasis = matches!(stars, 2 | 4) && opens && !text.contains(" * ") && !text.contains(" ** ");
    match (heading, emphasis) {
        (false, false) => None,
        (_, true) => Some(text.replace('*', "")),
        (true, false) => Some(text.to_owned()),
    }
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

/// A heading without the label that stands in it in an element of its own, if that says so by its class: "Live", "Opinion".
fn without_label(heading: ElementRef<'_>, whole: &str, parts: &[String]) -> Option<String> {
    let labels: Vec<String> =
        heading.child_elements().filter(|child| is_beside(*child)).map(text::of).collect();
    // Behind the headline, one word is a badge ("Subscribers"); more may as well be its end.
    let is_badge = |label: &str| !label.is_empty() && !label.contains(' ');
    let is_rest = |part: &&String| {
        let badge = whole.strip_prefix(part.as_str()).is_some_and(|label| is_badge(label.trim()));
        whole.ends_with(part.as_str()) || badge && !labels.contains(*part)
    };
    let rest = parts.iter().find(is_rest).filter(|_| !labels.is_empty());
    rest.filter(|rest| text::count_words(rest) >= FEWEST_BESIDE_A_LABEL).cloned()
}

/// Fewest words of what is left of a heading without its label.
const FEWEST_BESIDE_A_LABEL: usize = 3;

fn is_beside(element: ElementRef<'_>) -> bool {
    let value = element.value();
    matches!(value.name(), "small" | "time" | "sup" | "style" | "button")
        || value
            .attr("class")
            .unwrap_or_default()
            .split_ascii_whitespace()
            .any(|name| class_words::has_word(name, BESIDE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_publishing_systems_leave_in_a_headline_is_taken_out() {
        for (text, expected) in [
            ("*A Treatise on Coffee* (1792)", "A Treatise on Coffee (1792)"),
            ("The **best** harbours", "The best harbours"),
            ("## The harbour reopens", "The harbour reopens"),
            ("An Investor\u{e2}\u{80}\u{99}s Guide", "An Investor’s Guide"),
            ("Caf\u{c3}\u{a9} au port", "Café au port"),
            ("The harbourâ€™s end", "The harbour’s end"),
            ("Tom &amp;amp; Jerry", "Tom & Jerry"),
            ("What the f**k happened", "What the f**k happened"),
            ("Prices* rise", "Prices* rise"),
            ("#MeToo in the harbour", "#MeToo in the harbour"),
            ("Façade à Châteauneuf", "Façade à Châteauneuf"),
        ] {
            assert_eq!(mended(text.to_owned()), expected);
        }
    }

    #[test]
    fn a_text_cut_short_is_told_from_one_without_the_sites_name() {
        let whole = "The harbour reopens after seven years of works that nobody in the town believed would ever come to an end";
        let cut: String = whole.chars().take(90).collect();
        assert!(is_cut_short(cut.trim_end(), whole), "{cut}");
        assert!(!is_cut_short(whole, &format!("{whole} | The Paper")));
        assert!(!is_cut_short("The harbour", whole), "a short headline");
    }
}
