//! Every list of names a page gives, each from one place.

use std::borrow::Cow;
use std::iter::Peekable;

use serde_json::Value;

use super::marked::marked;
use super::{MAX_AUTHORS, same};
use crate::article::Source;
use crate::extract::field::places::{Stand, around_headline, stand_of_block};
use crate::extract::name::{self, Names};
use crate::extract::source::json_ld::types;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::outline::TextBlock;
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
    /// A box about the author, with more than a name.
    Box,
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

/// Most elements, or lines, of one kind looked at.
pub(super) const MOST: usize = 12;

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
            names.add(&turned(text), site);
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

/// "Doe, Jane" as "Jane Doe": library metadata puts surnames first, one name in a tag or parted by semicolons. Of "Jane Doe, John
/// Roe" each has two words.
fn turned(text: &str) -> Cow<'_, str> {
    let turned = |name: &str| {
        let (family, given) = name.trim().split_once(", ")?;
        // "Doe, J.", "Doe, J. R."
        let initials = given.split(' ').all(|word| word.ends_with('.') && word.chars().count() == 2);
        let is_given = initials || name::begins_with_given(given);
        let is_one = !family.contains(' ') && !given.contains(',') && is_given;
        let capital = family.starts_with(char::is_uppercase) && family.chars().any(char::is_lowercase);
        (is_one && capital && given.split(' ').count() <= 2).then(|| format!("{given} {family}"))
    };
    let names: Option<Vec<String>> = text.split(';').map(turned).collect();
    names.map_or(Cow::Borrowed(text), |names| Cow::Owned(names.join("; ")))
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
                let organisation = is_a(sources, value, "Organization");
                let person = is_a(sources, value, "Person");
                for text in json_ld_names(sources, value) {
                    if organisation {
                        names.add_organisation(&text);
                    } else if person {
                        names.add_person(&text, site);
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

/// Whether an object's type ends in that word.
fn is_a(sources: &Sources<'_>, value: &Value, wanted: &str) -> bool {
    let node = sources.json_ld.resolve(value);
    node.is_some_and(|node| types(node).any(|kind| kind.ends_with(wanted)))
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
    let mut near = around_headline(sources.survey).peekable();
    while let Some(line) = near.next() {
        let text = parted(line);
        let first = text.split('\n').next().unwrap_or_default();
        if name::begins_as_byline(&text) {
            add(&text, Place::ByLine, "a line by the headline", &here);
        } else if let Some(byline) = name::after_date(&text) {
            add(byline, Place::ByLine, "a line of a date and \"By\"", &here);
        } else if after_by {
            add(&whole_list(line, &text, &mut near), Place::ByLine, "a line after \"By\"", &here);
        } else if name::is_nothing_but_names(first) {
            add(first, Place::NameLine, "a name by the headline", &here);
        } else if let Some(name) = name::beside_role_or_date(first) {
            add(name, Place::RoleLine, "a name and a role or date by the headline", &here);
        }
        after_by = name::is_only_by(&text);
    }
    let outline = &sources.survey.outline;
    let (mut count, mut after_by) = (0, false);
    let mut short = outline.blocks.iter().filter(|block| !block.hidden && block.words <= 20).peekable();
    while let Some(block) = short.next().filter(|_| count < MOST) {
        let text = parted(block);
        let stand = || stand_of_block(sources.page, outline, block.container);
        if let Some(names) = name::stated_author(&text) {
            add(names, Place::ByLine, "a sentence that says who wrote the article", &here);
            count += 1;
        } else if after_by || name::begins_as_byline(&text) {
            let names = if after_by { whole_list(block, &text, &mut short) } else { text.to_string() };
            add(&names, Place::Written, "a line that begins with \"By\"", &stand);
            count += 1;
        } else if let Some(byline) = name::after_date(&text) {
            add(byline, Place::Written, "a line of a date and \"By\"", &stand);
            count += 1;
        }
        after_by = name::is_only_by(&text);
    }
    found
}

/// The text of a block, and those of the blocks after it that are items of the same list.
fn whole_list<'a>(
    first: &TextBlock,
    text: &str,
    after: &mut Peekable<impl Iterator<Item = &'a TextBlock>>,
) -> String {
    let rest = std::iter::from_fn(|| after.next_if(|next| first.list.is_some() && next.list == first.list));
    rest.fold(text.to_owned(), |names, next| names + " | " + &next.text)
}

/// A line with a bar between its elements, but for one after "By".
fn parted(line: &TextBlock) -> Cow<'_, str> {
    let text = line.parted(" | ");
    match text.split_once(" | ") {
        Some((by, names)) if name::is_only_by(by) => Cow::Owned(format!("{by} {names}")),
        _ => text,
    }
}
