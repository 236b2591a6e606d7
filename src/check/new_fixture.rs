//! A fixture made of a page: its name, what its `page.toml` says, and its files.

use std::fmt::Write as _;
use std::path::Path;

use url::Url;

use super::expected;
use super::fixture::{EXPECTED, ORIGIN, PAGE, PageToml};
use crate::extract;
use crate::outcome::{Outcome, one_line};
use crate::page::{Page, PageSource};
use crate::profile::Profile;

/// A page that is to be a fixture.
#[derive(Clone, Copy, Debug)]
pub struct NewFixture<'a> {
    /// The page's address.
    pub url: &'a Url,
    /// The page, as it was served.
    pub bytes: &'a [u8],
    /// The `Content-Type` header, if it was served with one.
    pub content_type: Option<&'a str>,
    /// When it was fetched, RFC 3339; `None` if nobody knows.
    pub fetched_at: Option<&'a str>,
}

/// The most characters of a fixture's name.
const LONGEST_SLUG: usize = 48;

/// A name for the fixture of a page: the words of its path's longest part, numbered if that is taken.
pub fn slug(url: &Url, taken: impl Fn(&str) -> bool) -> String {
    let parts = url.path_segments().into_iter().flatten();
    let parts = parts.map(|part| part.rsplit_once('.').map_or(part, |(name, _)| name));
    let longest = parts.max_by_key(|part| part.len()).unwrap_or_default();
    let words = longest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() > LONGEST_SLUG {
            break;
        }
        slug = if slug.is_empty() {
            word.to_ascii_lowercase()
        } else {
            format!("{slug}-{}", word.to_ascii_lowercase())
        };
    }
    let slug = if slug.is_empty() { "page".to_owned() } else { slug };
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    std::iter::once(slug.clone()).chain(numbered).find(|slug| !taken(slug)).unwrap_or(slug)
}

impl NewFixture<'_> {
    /// Its `page.toml`.
    #[must_use]
    pub fn page_toml(&self) -> String {
        let text = |text: &str| toml::Value::from(text).to_string();
        let mut toml = format!("url = {}\norigin = \"captured\"\n", text(self.url.as_str()));
        if let Some(kind) = self.content_type {
            let _ = writeln!(toml, "content_type = {}", text(kind));
        }
        if let Some(day) = self.fetched_at.and_then(|time| time.get(..10)) {
            let _ = writeln!(toml, "captured = {day}");
        }
        toml
    }

    /// Writes the fixture into a folder that is there, with the record that the profile gives for it. The error says which
    /// file cannot be written, or why there is no record.
    pub fn write(&self, dir: &Path, profile: &Profile) -> Result<(), String> {
        let write = |name: &str, bytes: &[u8]| {
            let path = dir.join(name);
            std::fs::write(&path, bytes)
                .map_err(|error| format!("{}: cannot be written: {error}", path.display()))
        };
        write(PAGE, self.bytes)?;
        write(ORIGIN, self.page_toml().as_bytes())?;
        // Read as the check will read it: `page.toml` keeps the day of fetching, not its time.
        let toml = PageToml::read(&dir.join(ORIGIN)).map_err(|error| one_line(&error))?;
        let fetched_at = toml.captured.as_ref().map(|day| format!("{day}T00:00:00Z"));
        let source = PageSource {
            url: &toml.url,
            final_url: &toml.url,
            bytes: self.bytes,
            content_type: toml.content_type.as_deref(),
            fetched_at: fetched_at.as_deref(),
        };
        let page = Page::parse_replaced(&source, &profile.replace).map_err(|error| one_line(&error))?;
        let outcome = extract::extract(&page, Some(profile))
            .map_or_else(|error| error.no_article(toml.url.as_str(), None, 0).into(), Outcome::from);
        expected::write(&dir.join(EXPECTED), &expected::settled(outcome))
    }
}
