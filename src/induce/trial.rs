//! Rules put to the test: what pages give with them, and how far two texts agree.

use std::collections::HashMap;
use std::path::Path;

use super::draft::literal;
use crate::article::Article;
use crate::extract::{self, Options};
use crate::page::Page;
use crate::profile::Profile;

/// Rules as a profile would write them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleTexts {
    /// `select.headline`.
    pub headline: Vec<String>,
    /// `select.authors`.
    pub authors: Vec<String>,
    /// `select.date_published`.
    pub date_published: Vec<String>,
    /// `select.body`.
    pub body: Vec<String>,
    /// `strip.selectors`.
    pub boxes: Vec<String>,
}

impl RuleTexts {
    /// The record of a page by these rules; `None` if it gives no article.
    pub fn read(&self, page: &Page) -> Option<Article> {
        let profile = Profile::parse(Path::new("draft.example.toml"), self.toml().as_bytes()).ok()?;
        extract::explain(page, Some(&profile), Options::default()).0.ok()
    }

    /// A profile of these rules alone.
    fn toml(&self) -> String {
        let list = |texts: &[String]| texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ");
        format!(
            "name = \"draft\"\nhosts = [\"draft.example\"]\n[select]\nheadline = [{}]\nauthors = [{}]\n\
             date_published = [{}]\nbody = [{}]\n[strip]\nselectors = [{}]\n",
            list(&self.headline),
            list(&self.authors),
            list(&self.date_published),
            list(&self.body),
            list(&self.boxes)
        )
    }
}

/// How far two texts have the same words, 0 to 1: the F1 of their bags of words.
pub fn agreement(one: &str, other: &str) -> f64 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut total = 0_u32;
    for word in words(one) {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    let mut both = 0_u32;
    for word in words(other) {
        total += 1;
        if let Some(count) = counts.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            both += 1;
        }
    }
    if total == 0 { 1.0 } else { 2.0 * f64::from(both) / f64::from(total) }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
