//! The rules for headline, authors and date: places that give, on every page, what the page was found to say.

use std::collections::BTreeMap;

use scraper::ElementRef;

use super::hashes::Hashes;
use super::names::worth;
use super::site::{Lesson, affordable};
use super::tally::{is_read, squeezed};
use super::tokens::{Token, tokens};
use super::trial::RuleTexts;
use crate::article::{Article, PageTime};

/// A field a rule is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `headline`.
    Headline,
    /// `authors`.
    Authors,
    /// `date_published`.
    Date,
}

/// A rule for a field that was tried on every page.
#[derive(Clone, Debug)]
pub struct FieldRule {
    /// The field.
    pub field: Field,
    /// The selector.
    pub selector: String,
    /// On how many pages it gives what the generic extractor has found.
    pub agrees: usize,
    /// On how many pages the field has a value at all.
    pub known: usize,
    /// Kinds of source that say the same wherever the rule agrees, beside the generic extractor.
    pub witnesses: Vec<&'static str>,
    /// Whether some source says otherwise on some page.
    pub disputed: bool,
}

impl FieldRule {
    /// Whether a page is better off with it: it agrees wherever there is a value, while some other place says otherwise and
    /// might win on another page. Of a headline no place is right on all pages of most sites.
    pub fn is_better(&self) -> bool {
        self.agrees == self.known && self.disputed && self.field != Field::Headline
    }
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Headline, Self::Authors, Self::Date];

    /// The record's key.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Authors => "authors",
            Self::Date => "date_published",
        }
    }

    /// What a record has for it, in a form that the same values share; nothing if it has none.
    pub fn value(self, article: &Article) -> Option<String> {
        match self {
            Self::Headline => article.headline.as_deref().map(squeezed),
            Self::Authors => {
                let mut names: Vec<String> =
                    article.authors.iter().map(|name| squeezed(name).to_lowercase()).collect();
                names.sort();
                Some(names.join("|")).filter(|names| !names.is_empty())
            }
            Self::Date => article.date_published.map(|time: PageTime| time.day().to_string()),
        }
    }

    /// Whether a text from some place of the page, such as an attribute, may be where the value is from.
    pub fn may_give(self, text: &str, article: &Article) -> bool {
        match self {
            Self::Headline => {
                article.headline.as_deref().is_some_and(|headline| squeezed(text) == squeezed(headline))
            }
            Self::Authors => {
                let text = squeezed(text);
                let names = article.authors.iter().map(|name| squeezed(name));
                names.clone().any(|name| text.contains(&name))
                    && text.len() <= 80 + 2 * names.map(|name| name.len()).sum::<usize>()
            }
            Self::Date => {
                let day = article.date_published.map(|time| time.day().to_string());
                day.is_some_and(|day| text.trim_start().starts_with(&day)) && text.len() < 40
            }
        }
    }

    /// The rules with this one for the field.
    pub fn rules(self, selector: &str) -> RuleTexts {
        let selector = vec![selector.to_owned()];
        match self {
            Self::Headline => RuleTexts { headline: selector, ..RuleTexts::default() },
            Self::Authors => RuleTexts { authors: selector, ..RuleTexts::default() },
            Self::Date => RuleTexts { date_published: selector, ..RuleTexts::default() },
        }
    }
}

/// The longest text of an element that is looked at, in bytes.
const LONGEST: usize = 600;

/// The best rule for a field: one that agrees with the generic extractor on all pages that have a value.
pub fn induce(field: Field, lessons: &[Lesson<'_>]) -> Option<FieldRule> {
    let known: Vec<&Lesson<'_>> =
        lessons.iter().filter(|lesson| field.value(&lesson.article).is_some()).collect();
    let mut places: BTreeMap<(u8, String), usize> = BTreeMap::new();
    for lesson in &known {
        for place in self::places(field, lesson) {
            *places.entry(place).or_default() += 1;
        }
    }
    let mut ranked: Vec<((u8, String), usize)> = places.into_iter().collect();
    ranked.sort_by_key(|((rank, css), pages)| (std::cmp::Reverse(*pages), *rank, css.len()));
    let mut best: Option<FieldRule> = None;
    for ((_, selector), _) in ranked.into_iter().take(affordable(lessons)) {
        let rules = field.rules(&selector);
        let gives = |lesson: &&&Lesson<'_>| {
            let article = rules.read(lesson.page);
            article.is_some_and(|article| {
                field.value(&article) == field.value(&lesson.article) && is_ruled(field, &article)
            })
        };
        let agrees = known.iter().filter(gives).count();
        if agrees > best.as_ref().map_or(0, |best| best.agrees) {
            let (witnesses, disputed) = witnesses(field, &known);
            best = Some(FieldRule { field, selector, agrees, known: known.len(), witnesses, disputed });
        }
        if agrees == known.len() {
            break;
        }
    }
    best
}

fn is_ruled(field: Field, article: &Article) -> bool {
    let origin = match field {
        Field::Headline => &article.provenance.headline,
        Field::Authors => &article.provenance.authors,
        Field::Date => &article.provenance.date_published,
    };
    origin.as_ref().is_some_and(|origin| origin.source == crate::article::Source::Profile)
}

/// The selectors of places on a page that may give the field's value, with a rank: lower is better.
fn places(field: Field, lesson: &Lesson<'_>) -> Vec<(u8, String)> {
    let (mut found, hashes) = (Vec::new(), &lesson.tally.hashes);
    for element in lesson.page.html.tree.nodes().filter_map(ElementRef::wrap) {
        let value = element.value();
        if value.name() == "meta" {
            if value.attr("content").is_some_and(|content| field.may_give(content, &lesson.article)) {
                found.extend(of_meta(element));
            }
            continue;
        }
        if !is_read(value) {
            continue;
        }
        if field == Field::Date {
            let attribute = ["datetime", "content"]
                .into_iter()
                .find(|name| value.attr(name).is_some_and(|text| field.may_give(text, &lesson.article)));
            let of_change = tokens(value, hashes).iter().any(|token| {
                ["modif", "updat"].iter().any(|word| token.css.to_ascii_lowercase().contains(word))
            });
            if let Some(attribute) = attribute.filter(|_| !of_change) {
                found.extend(
                    named(element, hashes)
                        .into_iter()
                        .map(|(rank, css)| (rank, format!("{css}::attr({attribute})"))),
                );
            }
        } else if short_text(element).is_some_and(|text| field.may_give(&text, &lesson.article)) {
            let named = named(element, hashes);
            let of_headline = |css: &str| {
                css.contains("h1") || ["head", "titl", "titre"].iter().any(|word| css.contains(word))
            };
            found.extend(named.into_iter().filter(|(_, css)| field != Field::Headline || of_headline(css)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// `meta[property='og:title']::attr(content)`; worse than a place that readers see.
pub fn of_meta(element: ElementRef<'_>) -> Option<(u8, String)> {
    let (key, name) =
        ["property", "name", "itemprop"].iter().find_map(|key| Some((key, element.attr(key)?)))?;
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":-_.".contains(&byte));
    let of_change = ["modif", "updat", "chang"].iter().any(|word| name.to_ascii_lowercase().contains(word));
    (plain && !of_change).then(|| (20, format!("meta[{key}='{name}']::attr(content)")))
}

/// The element by its own names, and within the nearest element that is named well.
fn named(element: ElementRef<'_>, hashes: &Hashes) -> Vec<(u8, String)> {
    let name = element.value().name();
    let own: Vec<Token> = tokens(element.value(), hashes);
    let mut found: Vec<(u8, String)> =
        own.iter().take(3).map(|token| (token.rank, in_element(name, &token.css))).collect();
    let rel = element.attr("rel").filter(|rel| rel.split_whitespace().any(|word| word == "author"));
    found.extend(rel.map(|_| (1, "[rel~='author']".to_owned())));
    let above = element.ancestors().filter_map(ElementRef::wrap).take(4);
    let mut context = above.flat_map(|above| tokens(above.value(), hashes)).filter(|token| token.rank <= 3);
    if let Some(context) = context.next() {
        let last = own.first().map_or_else(|| name.to_owned(), |token| in_element(name, &token.css));
        if !last.contains(&context.css) {
            found.push((context.rank + 6, format!("{} {last}", context.css)));
        }
    }
    found
}

/// `h1.title`: names that say nothing of the field are the safer for the element's own.
pub fn in_element(name: &str, css: &str) -> String {
    let joins = css.starts_with('.') && matches!(name, "h1" | "h2" | "time" | "a");
    if joins && css.strip_prefix('.').is_some_and(|class| worth(class).is_some()) {
        format!("{name}{css}")
    } else {
        css.to_owned()
    }
}

/// An element's text, if it is short: a heading's or a byline's.
pub fn short_text(element: ElementRef<'_>) -> Option<String> {
    let mut text = String::new();
    for (count, node) in element.descendants().enumerate() {
        if count > 60 || text.len() > LONGEST {
            return None;
        }
        if let scraper::Node::Text(part) = node.value() {
            text.push_str(part);
        }
    }
    (!text.trim().is_empty()).then_some(text)
}

/// Which kinds of source say what the generic extractor has chosen, on every page, and whether any says otherwise.
fn witnesses(field: Field, known: &[&Lesson<'_>]) -> (Vec<&'static str>, bool) {
    use crate::article::Source;
    let kinds = [(Source::JsonLd, "JSON-LD"), (Source::Microdata, "microdata"), (Source::Meta, "meta tags")];
    let mut disputed = false;
    let mut agreeing = kinds.to_vec();
    for lesson in known {
        let trail = lesson.explanation.fields.iter().find(|trail| trail.field == field.name());
        let tried: Vec<_> =
            trail.into_iter().flat_map(|trail| &trail.tried).filter(|tried| tried.usable).collect();
        let says = |text: &str| says(field, text, &lesson.article);
        agreeing.retain(|(kind, _)| tried.iter().any(|tried| tried.source == *kind && says(&tried.text)));
        disputed |= tried.iter().any(|tried| !says(&tried.text));
    }
    (agreeing.into_iter().map(|(_, name)| name).collect(), disputed)
}

fn says(field: Field, text: &str, article: &Article) -> bool {
    match field {
        Field::Headline => {
            let text = squeezed(text);
            article.headline.as_deref().is_some_and(|headline| squeezed(headline).starts_with(&text))
        }
        Field::Authors => article.authors.iter().all(|name| squeezed(text).contains(&squeezed(name))),
        Field::Date => field.may_give(text, article),
    }
}
