//! Articles on several pages: where the others are, by the profile's `[pages]`, and their bodies joined into one.
//!
//! Nothing here fetches. [`further`] says where a page's article goes on, [`Joining`] asks for one page after the other
//! and puts the article together from what it is given, whoever fetched it.

use std::collections::HashSet;

use url::Url;

use super::Options;
use super::field::access;
use super::spoken::add_quotes;
use super::survey::Survey;
use crate::article::{Article, Block, Warning};
use crate::canonical::CanonicalUrl;
use crate::page::Page;
use crate::profile::{Profile, SelectRule, Take};

/// Where a page's article goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Further {
    /// The next page.
    pub next: Option<Url>,
    /// One page that holds all of it.
    pub single: Option<Url>,
}

/// Where the article of a page goes on, on hosts of the profile's own.
#[must_use]
pub fn further(page: &Page, profile: &Profile) -> Further {
    if profile.pages.is_empty() {
        return Further::default();
    }
    let survey = Survey::of(page, &HashSet::new());
    let first = |rules: &[SelectRule]| rules.iter().find_map(|rule| address(page, &survey, profile, rule));
    Further { next: first(&profile.pages.next), single: first(&profile.pages.single) }
}

/// The first address that a rule gives: an attribute's value, else that of `href`, or a text that is an address.
fn address(page: &Page, survey: &Survey<'_>, profile: &Profile, rule: &SelectRule) -> Option<Url> {
    rule.select(&page.html).find_map(|element| {
        let reference = match &rule.take {
            Take::Attribute(name) => element.attr(name)?.to_owned(),
            Take::Text => element.attr("href")?.to_owned(),
            Take::OwnText | Take::Json(_) => super::taken_of(element, &rule.take),
        };
        let base = survey.base.as_ref().unwrap_or(&page.final_url);
        let mut url = base.join(reference.trim()).ok()?;
        url.set_fragment(None);
        let ours = matches!(url.scheme(), "http" | "https") && profile.covers(url.host_str()?);
        ours.then_some(url)
    })
}

/// An article being put together from its pages.
#[derive(Debug)]
pub struct Joining {
    article: Article,
    /// The pages after the first, in order.
    rest: Vec<Article>,
    /// Addresses that are not asked for again.
    seen: HashSet<String>,
    wanted: Option<Url>,
    /// What comes next where the one page with all of it cannot be had.
    instead: Option<Url>,
    is_single: bool,
    quotes: bool,
    most: usize,
    warning: Option<Warning>,
}

impl Joining {
    /// Begins with the article's first page; `further` is where that leads. `options` are those the pages are read with.
    #[must_use]
    pub fn new(first: Article, further: Further, profile: &Profile, options: Options) -> Self {
        let seen = [&first.url, &first.final_url].into_iter().map(|url| key(url)).collect();
        let mut joining = Self {
            article: first,
            rest: Vec::new(),
            seen,
            wanted: None,
            instead: None,
            is_single: false,
            quotes: options.quotes,
            most: profile.pages.most,
            warning: None,
        };
        joining.want(further.single);
        joining.is_single = joining.wanted.is_some();
        if joining.is_single {
            joining.instead = further.next;
        } else {
            joining.want(further.next);
        }
        joining
    }

    /// The page to be given next; `None` once the article is whole.
    #[must_use]
    pub fn wanted(&self) -> Option<&Url> {
        self.wanted.as_ref()
    }

    /// Takes the page that was wanted: its article and where that goes on, or why there is none.
    pub fn take(&mut self, read: Result<(Article, Further), String>) {
        let Some(asked) = self.wanted.take() else { return };
        let single = std::mem::take(&mut self.is_single);
        match read {
            Ok((page, _)) if single => {
                let first = std::mem::replace(&mut self.article, page);
                self.article.url = first.url;
                self.article.pages = vec![self.article.final_url.clone()];
            }
            Ok((page, further)) => {
                // Pages that go round in a circle answer under ever new addresses with the same text.
                let is_new = self.seen.insert(key(&page.final_url)) || page.final_url == asked.as_str();
                if is_new && self.brings_anything(&page) {
                    self.rest.push(page);
                    self.want(further.next);
                }
            }
            Err(why) => {
                self.warn(format!("{asked}, where the article goes on, could not be read: {why}"));
                if single {
                    let instead = self.instead.take();
                    self.want(instead);
                }
            }
        }
    }

    fn want(&mut self, url: Option<Url>) {
        let Some(url) = url.filter(|url| self.seen.insert(key(url.as_str()))) else { return };
        if self.rest.len() + 1 < self.most {
            self.wanted = Some(url);
        } else {
            self.warn(format!(
                "the article goes on at {url}, but no more than {} pages are joined",
                self.most
            ));
        }
    }

    fn warn(&mut self, message: String) {
        let (code, field) = ("pages-missing".to_owned(), Some("body".to_owned()));
        self.warning = Some(Warning { code, field, message });
    }

    fn brings_anything(&self, page: &Article) -> bool {
        let known: HashSet<&str> =
            std::iter::once(&self.article).chain(&self.rest).flat_map(texts).map(|(_, text)| text).collect();
        texts(page).any(|(_, text)| !known.contains(text))
    }

    /// The whole article.
    #[must_use]
    pub fn finish(self) -> Article {
        let Self { mut article, rest, warning, quotes, .. } = self;
        if !rest.is_empty() {
            article = joined(article, &rest, quotes);
        }
        article.warnings.extend(warning);
        article
    }
}

/// What addresses are compared by.
fn key(url: &str) -> String {
    CanonicalUrl::parse(url).map_or_else(|_| url.to_owned(), |url| url.to_string())
}

/// The blocks of a body, with their texts.
fn texts(article: &Article) -> impl Iterator<Item = (&Block, &str)> {
    let (mut chars, mut rest) = (0, article.body.as_str());
    article.blocks.iter().map(move |block| {
        let (skipped, length) = (block.start.saturating_sub(chars), block.end.saturating_sub(block.start));
        let from = rest.char_indices().nth(skipped).map_or(rest.len(), |(at, _)| at);
        let after = rest.get(from..).unwrap_or_default();
        let to = after.char_indices().nth(length).map_or(after.len(), |(at, _)| at);
        let (text, beyond) = after.split_at_checked(to).unwrap_or((after, ""));
        (chars, rest) = (block.end, beyond);
        (block, text)
    })
}

/// The first page's record with the bodies of all. Blocks that stand word for word on an earlier page, such as a
/// standfirst that all pages have, are not repeated.
fn joined(mut first: Article, rest: &[Article], quotes: bool) -> Article {
    first.pages = vec![first.final_url.clone()];
    let mut known: HashSet<String> = texts(&first).map(|(_, text)| text.to_owned()).collect();
    let mut chars = first.body.chars().count();
    for page in rest {
        let mut fresh = Vec::new();
        let mut last: Option<&Block> = None;
        for (block, text) in texts(page).filter(|(_, text)| !known.contains(*text)) {
            let gap = match last {
                // Items of one list stay together.
                Some(last) if block.start == last.end + 1 => "\n",
                _ if first.body.is_empty() => "",
                _ => "\n\n",
            };
            first.body.push_str(gap);
            chars += gap.len();
            first.blocks.push(moved(block, chars));
            first.body.push_str(text);
            chars += block.end.saturating_sub(block.start);
            fresh.push(text.to_owned());
            last = Some(block);
        }
        known.extend(fresh);
        let images = page.images.iter().filter(|image| !first.images.iter().any(|own| own.url == image.url));
        let images: Vec<_> = images.cloned().collect();
        first.images.extend(images);
        first.pages.push(page.final_url.clone());
    }
    read_again(&mut first, quotes);
    first
}

/// The block where it begins now.
fn moved(block: &Block, start: usize) -> Block {
    let moved = |offset: usize| offset.saturating_sub(block.start) + start;
    let mut block = block.clone();
    for mark in &mut block.marks {
        (mark.start, mark.end) = (moved(mark.start), moved(mark.end));
    }
    (block.start, block.end) = (start, moved(block.end));
    block
}

/// Whatever is read out of the body's text.
fn read_again(article: &mut Article, quotes: bool) {
    let of_text = |warning: &Warning| warning.field.as_deref() == Some("quotes") || warning.code == "cut-off";
    article.warnings.retain(|warning| !of_text(warning));
    article.warnings.extend(access::cut_off(article.is_accessible_for_free, &article.body));
    if quotes {
        add_quotes(article);
    }
}
