//! Every list of names a page gives, each from one place.

use scraper::ElementRef;
use serde_json::Value;

use super::{MAX_AUTHORS, same};
use crate::article::Source;
use crate::extract::field::places::{Stand, around_headline, stand, stand_of_block};
use crate::extract::name::{self, Names};
use crate::extract::source::json_ld::types;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::Mark;
use crate::extract::text;

const AUTHORS: Keys = Keys {
    json_ld: &[],
    microdata: &["author.name", "author", "creator"],
    meta: &[
        "author",
        "parsely-author",
        "article:author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "article:author_name",
        "cxenseparse:author",
        "citation_author",
        "dc.contributor",
        "authors",
        "og:author",
        "twitter:data1",
        "article.author",
        "author_name",
        "vr:author",
        "byline",
        "article:author:name",
        "dc.creator.personalname",
        "mrf:authors",
        "og:article:author",
        "creator",
    ],
};

/// Names from one place.
#[derive(Clone, Debug)]
pub struct Byline {
    /// The names.
    pub names: Names,
    /// Where they stand.
    pub place: Place,
    /// The rule: a key path, a meta tag's name, a selector.
    pub rule: String,
    /// What stands there.
    pub raw: String,
    /// Where on the page that is.
    pub stand: Stand,
}

/// Where names stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// JSON-LD `author`.
    JsonLd,
    /// JSON-LD `creator`, `contributor`, or an author of the page around the article.
    JsonLdOther,
    /// `itemprop=author`.
    Microdata,
    /// `<meta name=author>` and the like.
    Meta,
    /// `<meta name="twitter:data1">`.
    Twitter,
    /// `rel=author`.
    Rel,
    /// A link to an author's page.
    Link,
    /// A link to the page of somebody who may be the article's subject as well, or one inside a sentence.
    PersonLink,
    /// A class that names the author.
    Class,
    /// A class that names the byline.
    BylineClass,
    /// A line by the headline that begins with "By".
    ByLine,
    /// A line by the headline that is nothing but a name.
    NameLine,
    /// A line by the headline of a name and its role, or a date.
    RoleLine,
    /// A line elsewhere that begins with "Written by" or the like.
    Written,
}

impl Place {
    /// The kind of source.
    pub fn source(self) -> Source {
        match self {
            Self::JsonLd | Self::JsonLdOther => Source::JsonLd,
            Self::Microdata => Source::Microdata,
            Self::Meta | Self::Twitter => Source::Meta,
            _ => Source::Generic,
        }
    }
}

impl Byline {
    /// The names, and the names with the letters after them where there are any.
    pub fn readings(&self) -> impl Iterator<Item = Vec<String>> {
        std::iter::once(self.names.all.clone()).chain(self.names.with_letters())
    }

    /// Whether one of the readings is that list.
    pub fn gives(&self, list: &[String]) -> bool {
        self.readings().any(|names| same(&names, list))
    }

    /// Whether people sign the article here: a place made for it names them.
    pub fn signs(&self) -> bool {
        let unsure = matches!(
            self.place,
            Place::Link | Place::PersonLink | Place::NameLine | Place::RoleLine | Place::Written
        );
        let whole = self.names.all.iter().all(|name| name::is_full_name(name));
        self.names.are_people && self.stand == Stand::Here && !unsure && whole
    }
}

/// Longest text, in characters, of an element that is a byline.
const LONGEST: usize = 120;
/// Most elements of one kind looked at.
const MOST: usize = 12;

/// All lists.
pub fn gather(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let mut found = json_ld(sources, site);
    found.extend(metadata(sources, site));
    found.extend(marked(sources, site));
    found.extend(lines(sources, site));
    found
}

fn metadata(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let read = |texts: &[String]| {
        let mut names = Names::default();
        for text in texts {
            names.add(text, site);
        }
        names.into_option(MAX_AUTHORS)
    };
    let candidates = sources.metadata(AUTHORS, read).into_iter();
    let byline = candidates.filter_map(|candidate| {
        let rule = candidate.origin.rule.unwrap_or_default();
        let place = match (candidate.origin.source, rule.as_str()) {
            (Source::Microdata, _) => Place::Microdata,
            // `twitter:data1` holds whatever `twitter:label1` says.
            (_, "twitter:data1") if labelled_author(sources) => Place::Twitter,
            (_, "twitter:data1") => return None,
            _ => Place::Meta,
        };
        Some(Byline {
            names: candidate.value.unwrap_or_default(),
            place,
            rule,
            raw: candidate.raw,
            stand: Stand::Here,
        })
    });
    byline.collect()
}

fn labelled_author(sources: &Sources<'_>) -> bool {
    sources.meta("twitter:label1").iter().any(|label| {
        let label = label.to_lowercase();
        [
            "written by",
            "author",
            "by",
            "interview by",
            "words by",
            "posted by",
            "verfasst von",
            "geschrieben von",
            "écrit par",
            "escrito por",
            "scritto da",
        ]
        .iter()
        .any(|known| label == *known)
    })
}

/// JSON-LD authors, whose objects tell people from organisations.
fn json_ld(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let mut found = Vec::new();
    for key in ["author", "creator", "contributor"] {
        for (rule, value) in sources.json_ld.values(key) {
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let mut names = Names::default();
            let mut raw = Vec::new();
            for value in values {
                let organisation = is_organisation(sources, value);
                for text in json_ld_names(sources, value) {
                    if organisation {
                        names.add_organisation(&text);
                    } else {
                        names.add(&text, site);
                    }
                    raw.push(text);
                }
            }
            let place = if key == "author" && !rule.starts_with("WebPage") {
                Place::JsonLd
            } else {
                Place::JsonLdOther
            };
            let raw = raw.join(" | ");
            let names = names.into_option(MAX_AUTHORS).unwrap_or_default();
            found.push(Byline { names, place, rule, raw, stand: Stand::Here });
        }
    }
    found
}

fn is_organisation(sources: &Sources<'_>, value: &Value) -> bool {
    let node = sources.json_ld.resolve(value);
    node.is_some_and(|node| types(node).any(|kind| kind.ends_with("Organization")))
}

fn json_ld_names(sources: &Sources<'_>, value: &Value) -> Vec<String> {
    match value {
        Value::String(name) => vec![text::from_markup(name)],
        Value::Object(_) => {
            let Some(node) = sources.json_ld.resolve(value) else { return Vec::new() };
            let names = match node.get("name") {
                Some(Value::String(name)) => vec![text::from_markup(name)],
                Some(Value::Array(list)) => {
                    list.iter().filter_map(Value::as_str).map(text::from_markup).collect()
                }
                _ => Vec::new(),
            };
            let joined = ["givenName", "familyName"].iter().filter_map(|key| node.get(*key)?.as_str());
            if names.is_empty() { vec![joined.collect::<Vec<_>>().join(" ")] } else { names }
        }
        _ => Vec::new(),
    }
}

/// Links to an author's page and elements whose class says author or byline. The elements of one kind that stand at the
/// article are one list; the first of them is one too, since the next may be another story's.
fn marked(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let mut found = Vec::new();
    for (wanted, rule, place) in [
        (Mark::RelAuthor, "[rel=author]", Place::Rel),
        (Mark::AuthorLink, "a[href*=author]", Place::Link),
        (Mark::AuthorLink, "a[href*=person]", Place::PersonLink),
        (Mark::AuthorClass, "[class~=author]", Place::Class),
        (Mark::BylineClass, "[class~=byline]", Place::BylineClass),
    ] {
        let marked = sources.survey.marks.iter().filter(|(mark, _)| *mark == wanted).take(MOST);
        let (mut all, mut first) = (Names::default(), None::<Names>);
        let (mut beside, mut away) = (Vec::<Names>::new(), None::<Names>);
        let mut raw = Vec::new();
        for (_, element) in marked {
            if wanted == Mark::AuthorLink && (place == Place::PersonLink) != names_anybody(*element) {
                continue;
            }
            // A box about the author holds a biography; its name stands in an element of its own.
            let Some(shown) = text::short(*element, LONGEST) else { continue };
            if !name::looks_like_byline(&shown, wanted == Mark::BylineClass) {
                continue;
            }
            let mut names = Names::default();
            names.add_signed(&shown, site);
            let Some(one) = names.into_option(MAX_AUTHORS) else { continue };
            if is_reviewers(*element, &shown) {
                continue;
            }
            match stand(*element) {
                Stand::Elsewhere => away = away.or(Some(one)),
                Stand::Beside => beside.push(one),
                Stand::Here => {
                    all.add_signed(&shown, site);
                    first = first.or(Some(one));
                    raw.push(shown);
                }
            }
        }
        let raw = raw.join(" | ");
        // A box about the author names one; boxes about other stories name several.
        let mut boxes = beside.into_iter();
        let of_box = boxes.next().filter(|first| boxes.all(|other| same(&first.all, &other.all)));
        let lists = [
            (all.into_option(MAX_AUTHORS), Stand::Here),
            (first, Stand::Here),
            (of_box, Stand::Beside),
            (away, Stand::Elsewhere),
        ];
        for (names, stand) in lists {
            let (rule, raw) = (rule.to_owned(), raw.clone());
            found.extend(names.map(|names| Byline { names, place, rule, raw, stand }));
        }
    }
    found
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

/// Lines that begin with "By", lines by the headline that are nothing but a name.
fn lines(sources: &Sources<'_>, site: Option<&str>) -> Vec<Byline> {
    let mut found = Vec::new();
    let mut add = |text: &str, place: Place, rule: &str, stand: &dyn Fn() -> Stand| {
        let mut names = Names::default();
        if name::begins_as_byline(text) {
            names.add_signed(text, site);
        } else {
            names.add_shown(text, site);
        }
        let (rule, raw) = (rule.to_owned(), text.to_owned());
        let byline = |names| Byline { names, place, rule, raw, stand: stand() };
        found.extend(names.into_option(MAX_AUTHORS).map(byline));
    };
    let here = || Stand::Here;
    let mut after_by = false;
    for line in around_headline(sources.survey) {
        let first = line.text.split('\n').next().unwrap_or_default();
        if name::begins_as_byline(&line.text) {
            add(&line.text, Place::ByLine, "a line by the headline", &here);
        } else if after_by {
            add(&line.text, Place::ByLine, "a line after \"By\"", &here);
        } else if name::is_nothing_but_names(first) {
            add(first, Place::NameLine, "a name by the headline", &here);
        } else if let Some(name) = name::beside_role_or_date(first) {
            add(name, Place::RoleLine, "a name and a role or date by the headline", &here);
        }
        after_by = name::is_only_by(&line.text);
    }
    let outline = &sources.survey.outline;
    let (mut count, mut after_by) = (0, false);
    for block in outline.blocks.iter().filter(|block| !block.hidden && block.words <= 20) {
        if count == MOST {
            break;
        }
        if after_by || name::begins_as_byline(&block.text) {
            let stand = || stand_of_block(sources.page, outline, block.container);
            add(&block.text, Place::Written, "a line that begins with \"By\"", &stand);
            count += 1;
        }
        after_by = name::is_only_by(&block.text);
    }
    found
}
