//! One page on the desk: its bytes, and what was made of them last.

use std::cell::OnceCell;

use serde::Serialize;
use url::Url;

use super::PageBytes;
use super::inert::Inert;
use crate::article::Article;
use crate::extract;
use crate::outcome::one_line;
use crate::page::{Page, PageSource};

/// The texts that a profile replaces before a page is parsed.
type Replacements = Vec<(String, String)>;

/// A page.
pub(super) struct Sheet {
    /// What it was called when it was opened.
    pub name: String,
    /// Its site's place among the sites.
    pub site: usize,
    /// Its address.
    pub url: Url,
    /// The fixture it is, if it is one.
    pub slug: Option<String>,
    /// What its record was when work began; the error says why there was none. `None`: not measured yet.
    pub before: Option<Result<Article, String>>,
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    pub fetched_at: Option<String>,
    parsed: Option<Parsed>,
    /// How often it was parsed.
    editions: usize,
}

/// A page in the form that one list of replacements gives it.
pub(super) struct Parsed {
    pub page: Page,
    inert: OnceCell<Inert>,
    /// Counts the forms; numbers of elements and texts hold within one.
    pub edition: usize,
    replacements: Replacements,
}

impl Parsed {
    /// The page as it is shown.
    pub fn inert(&self) -> &Inert {
        self.inert.get_or_init(|| Inert::of(&self.page))
    }
}

/// A page as it is listed.
#[derive(Serialize)]
pub(super) struct Label {
    id: usize,
    /// What it was called when it was opened.
    name: String,
    /// Something shorter.
    title: String,
    url: String,
    site: usize,
    fixture: Option<String>,
}

/// Stands for the address of a page that nobody has named yet.
const UNKNOWN: &str = "about:blank";

impl Sheet {
    /// Takes a page, of which at least the address must be known. The error says what is wrong with it.
    pub fn open(name: String, page: PageBytes) -> Result<Self, String> {
        let unknown = Url::parse(UNKNOWN).map_err(|error| error.to_string())?;
        let mut sheet = Self {
            name,
            site: 0,
            url: page.url.clone().unwrap_or(unknown),
            slug: None,
            before: None,
            bytes: page.bytes,
            content_type: page.content_type,
            fetched_at: page.fetched_at,
            parsed: None,
            editions: 0,
        };
        let parsed = sheet.parse(&[])?;
        if page.url.is_none() {
            let own = extract::declared_url(&parsed.page);
            sheet.url = own.ok_or("names no address of its own: give it with --url")?;
            sheet.parsed = None;
        }
        Ok(sheet)
    }

    /// The page in the form these replacements give it.
    pub fn parse(&mut self, replacements: &[(String, String)]) -> Result<&Parsed, String> {
        let is_new = self.parsed.as_ref().is_none_or(|parsed| parsed.replacements != replacements);
        if is_new {
            let source = PageSource {
                url: &self.url,
                final_url: &self.url,
                bytes: &self.bytes,
                content_type: self.content_type.as_deref(),
                fetched_at: self.fetched_at.as_deref(),
            };
            let page = Page::parse_replaced(&source, replacements).map_err(|error| one_line(&error))?;
            self.editions += 1;
            let replacements = replacements.to_vec();
            self.parsed = Some(Parsed { page, inert: OnceCell::new(), edition: self.editions, replacements });
        }
        self.parsed.as_ref().ok_or_else(|| "is not parsed".to_owned())
    }

    /// The page in the form it was given last.
    pub fn last(&mut self) -> Result<&Parsed, String> {
        if self.parsed.is_none() {
            return self.parse(&[]);
        }
        self.parsed.as_ref().ok_or_else(|| "is not parsed".to_owned())
    }

    /// Whether two are the same page of the same address.
    pub fn is_same(&self, other: &Self) -> bool {
        self.url == other.url && self.bytes == other.bytes
    }

    /// What is listed of it.
    pub fn label(&self, id: usize) -> Label {
        let mut parts = self.url.path_segments().into_iter().flatten();
        let last = parts.rfind(|part| !part.is_empty());
        let title = self.slug.as_deref().or(last).unwrap_or(&self.name);
        Label {
            id,
            name: self.name.clone(),
            title: title.to_owned(),
            url: self.url.to_string(),
            site: self.site,
            fixture: self.slug.clone(),
        }
    }
}
