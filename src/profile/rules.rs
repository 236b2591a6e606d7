//! What a profile says about a page: where each field is, and what to leave out.

use jiff::civil::Date;
use regex::Regex;
use scraper::Selector;

/// `[select]` and `[strip]` of one layout.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Where each field is.
    pub select: Select,
    /// What to leave out.
    pub strip: Strip,
}

/// Where each field is: ordered rules, of which the first that yields text wins.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are the record's keys of the same names")]
pub struct Select {
    pub headline: Vec<SelectRule>,
    pub description: Vec<SelectRule>,
    pub authors: Vec<SelectRule>,
    pub section: Vec<SelectRule>,
    pub keywords: Vec<SelectRule>,
    pub date_published: Vec<SelectRule>,
    pub date_modified: Vec<SelectRule>,
    pub language: Vec<SelectRule>,
    pub image: Vec<SelectRule>,
    pub body: Vec<SelectRule>,
}

impl Select {
    /// Every field's name and rules, in the record's order.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &[SelectRule])> {
        [
            ("headline", &self.headline),
            ("description", &self.description),
            ("authors", &self.authors),
            ("section", &self.section),
            ("keywords", &self.keywords),
            ("date_published", &self.date_published),
            ("date_modified", &self.date_modified),
            ("language", &self.language),
            ("image", &self.image),
            ("body", &self.body),
        ]
        .into_iter()
        .map(|(name, rules)| (name, rules.as_slice()))
    }

    /// The rules of the field of that name, to be changed; `None` if there is no such field.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut Vec<SelectRule>> {
        Some(match name {
            "headline" => &mut self.headline,
            "description" => &mut self.description,
            "authors" => &mut self.authors,
            "section" => &mut self.section,
            "keywords" => &mut self.keywords,
            "date_published" => &mut self.date_published,
            "date_modified" => &mut self.date_modified,
            "language" => &mut self.language,
            "image" => &mut self.image,
            "body" => &mut self.body,
            _ => return None,
        })
    }
}

/// A CSS selector, with what to take from the elements it matches.
#[derive(Clone, Debug)]
pub struct SelectRule {
    /// As written, with its end such as `::attr(…)`.
    pub text: String,
    /// Compiled, without that end.
    pub selector: Selector,
    /// What to take.
    pub take: Take,
    /// Whether it looks at an element's siblings, which is not done where they are very many.
    pub(super) looks_at_siblings: bool,
}

/// What to take from a matched element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Take {
    /// Its text.
    Text,
    /// The value of this attribute.
    Attribute(String),
    /// Each piece of text that stands directly in it, without that of its child elements.
    OwnText,
    /// The texts and numbers at this path of keys in the JSON that the element holds (a `<script>` mostly). Lists on the way are
    /// gone through one by one.
    Json(Vec<String>),
}

/// What to leave out of the body.
#[derive(Clone, Debug, Default)]
pub struct Strip {
    /// Elements to drop.
    pub selectors: Vec<SelectRule>,
    /// Drop a block whose whole text matches.
    pub lines: Vec<Regex>,
    /// Drop a block whose text matches, and all after it.
    pub tail: Vec<Regex>,
}

/// Another layout of the same site.
///
/// Its rules are all there is for its time: what it leaves out is not taken from the profile's own `[select]` and
/// `[strip]`, which describe today's pages, but falls back to the page's metadata and the generic extractor, as
/// everywhere.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The first day it was in use.
    pub since: Option<Date>,
    /// The last day it was in use.
    pub until: Option<Date>,
    /// Its rules.
    pub rules: Rules,
}

impl Layout {
    /// Whether it was in use on that day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether some day falls in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_in_time = |since: Option<Date>, until: Option<Date>| match (since, until) {
            (Some(since), Some(until)) => since <= until,
            _ => true,
        };
        begins_in_time(self.since, other.until) && begins_in_time(other.since, self.until)
    }

    /// Its time as an ISO 8601 interval of days: `2016-01-01/2021-06-30`, `../2021-06-30`.
    #[must_use]
    pub fn period(&self) -> String {
        let day = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
        format!("{}/{}", day(self.since), day(self.until))
    }
}
