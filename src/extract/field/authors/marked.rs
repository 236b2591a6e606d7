//! Names in what the page marks: links to an author's page, elements whose class says author or byline, boxes about the author.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::bylines::{Byline, MOST, Place};
use super::{MAX_AUTHORS, same};
use crate::extract::field::places::{Stand, stand};
use crate::extract::name::{self, Names};
use crate::extract::source::Sources;
use crate::extract::survey::Mark;
use crate::extract::text;

/// Longest text, in characters, of an element that is a byline.
const LONGEST: usize = 120;

/// Links to an author's page and elements whose class says author or byline. The elements of one kind that stand at the
/// article are one list; the first of them is one too, since the next may be another story's.
pub(super) fn marked(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let mut found = Vec::new();
    for (wanted, rule, place) in [
        (Mark::RelAuthor, "[rel=author]", Place::Rel),
        (Mark::AuthorLink, "a[href*=author]", Place::Link),
        (Mark::AuthorLink, "a[href*=person]", Place::PersonLink),
        (Mark::AuthorClass, "[class~=author]", Place::Class),
        (Mark::BylineClass, "[class~=byline]", Place::BylineClass),
    ] {
        let marked = sources.survey.marks.iter().filter(|(mark, _)| *mark == wanted).take(MOST);
        let (mut seen, mut subjects) = (Seen::default(), Vec::<String>::new());
        for (_, element) in marked {
            if wanted == Mark::AuthorLink && (place == Place::PersonLink) != names_anybody(*element) {
                continue;
            }
            // A box about the author holds a biography; its name stands in an element of its own.
            let Some(plain) = text::short(*element, LONGEST) else {
                if place == Place::Class {
                    subjects.extend(name_in_box(*element));
                }
                continue;
            };
            if !name::looks_like_byline(&plain, wanted == Mark::BylineClass) {
                continue;
            }
            let shown = text::parted(*element);
            let mut names = Names::default();
            names.add_signed(&shown, site);
            let Some(one) = names.into_option(MAX_AUTHORS) else { continue };
            if is_reviewers(*element, &plain) || is_what_authors_are(*element, &one) {
                continue;
            }
            match stand(&sources.survey.outline, *element) {
                Stand::Elsewhere => seen.away = seen.away.take().or(Some(one)),
                Stand::Beside => seen.beside.push(one),
                Stand::Here => {
                    seen.all.add_signed(&shown, site);
                    seen.first = seen.first.take().or(Some(one));
                    seen.parents.push(element.parent().map(|parent| parent.id()));
                    seen.raw.push(shown);
                }
            }
        }
        let raw = seen.raw.join(" | ");
        for (names, stand) in seen.lists() {
            let (rule, raw) = (rule.to_owned(), raw.clone());
            found.extend(names.map(|names| Byline { names, place, rule, raw, stand }));
        }
        found.extend(of_boxes(&subjects, rule, site));
    }
    found
}

/// The names in the elements of one kind.
#[derive(Default)]
struct Seen {
    /// All that stand at the article, and those of the first.
    all: Names,
    first: Option<Names>,
    /// What the elements with these are, and what they stand in.
    raw: Vec<String>,
    parents: Vec<Option<NodeId>>,
    /// Those that stand beside the article, and the first elsewhere.
    beside: Vec<Names>,
    away: Option<Names>,
}

impl Seen {
    /// The lists they make.
    fn lists(mut self) -> [(Option<Names>, Stand); 4] {
        // A box about the author names one; boxes about other stories name several.
        let mut boxes = self.beside.into_iter();
        let of_box = boxes.next().filter(|first| boxes.all(|other| same(&first.all, &other.all)));
        // Elements side by side are one list.
        self.parents.dedup();
        let together = self.parents.len() == 1 && self.raw.len() > 1;
        [
            (self.all.into_option(MAX_AUTHORS), Stand::Here),
            (self.first.filter(|_| !together), Stand::Here),
            (of_box, Stand::Beside),
            (self.away, Stand::Elsewhere),
        ]
    }
}

/// The name in a box about an author: the first of its texts, a few words each, that is a name in full.
fn name_in_box(element: ElementRef<'_>) -> Option<String> {
    let texts = element.text().map(str::trim).filter(|text| !text.is_empty()).take(MOST_IN_BOX);
    texts.map(text::collapsed).find(|text| name::is_nothing_but_names(text))
}

/// Texts of a box that are looked at for its name.
const MOST_IN_BOX: usize = 6;

/// Whom boxes about the author are about, if that is one person.
fn of_boxes(subjects: &[String], rule: &str, site: Option<&str>) -> Option<Byline> {
    let name = subjects.first().filter(|first| subjects.iter().all(|other| other == *first))?;
    let mut names = Names::default();
    names.add_shown(name, site);
    let names = names.into_option(MAX_AUTHORS)?;
    Some(Byline { names, place: Place::Box, rule: rule.to_owned(), raw: name.clone(), stand: Stand::Beside })
}

/// Whether an element's classes say that it tells what an author is, not who, and what it holds does not look like people.
fn is_what_authors_are(element: ElementRef<'_>, names: &Names) -> bool {
    const WORDS: &[&str] = &["description", "desc", "role", "rol", "position", "job", "occupation"];
    let mut words = element.value().classes().flat_map(|class| class.split(['-', '_']));
    words.any(|word| WORDS.contains(&word)) && !names.all.iter().all(|name| name::begins_with_given(name))
}

/// Whether the words before a name, or the classes around it, say that its bearer reviewed, edited or checked the article.
fn is_reviewers(element: ElementRef<'_>, shown: &str) -> bool {
    const WORDS: &[&str] = &[
        "review",
        "edited",
        "editor",
        "fact",
        "checked",
        "verified",
        "contribution",
        "photo",
        "illustrat",
        "approved",
    ];
    let says = |text: &str| WORDS.iter().any(|word| text.to_lowercase().contains(word));
    let around = element.ancestors().filter_map(ElementRef::wrap).take(2);
    let before = around.filter_map(|around| {
        let text = text::short(around, LONGEST)?;
        Some(text.get(..text.find(shown)?)?.to_owned())
    });
    // The nearest words before it.
    let label = before.into_iter().find(|before| before.chars().any(char::is_alphabetic));
    label.is_some_and(|label| says(label.rsplit(['|', '•', '·', ',', '\n']).next().unwrap_or_default()))
}

/// Whether a link to somebody's page says little about who wrote the article: the address is one of any person's, or the
/// link stands inside a sentence.
fn names_anybody(link: ElementRef<'_>) -> bool {
    const ANYBODY: &[&str] = &["people", "person", "profile", "users", "team", "staff", "by"];
    let href = link.attr("href").unwrap_or_default();
    let around = link.parent().and_then(ElementRef::wrap);
    href.split('/').any(|part| ANYBODY.contains(&part))
        || around.is_some_and(|around| text::short(around, LONGEST).is_none())
}
