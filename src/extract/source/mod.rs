//! What fields are read from: a profile's rules, JSON-LD, microdata and meta tags, each behind the same question:
//! "which texts do you have under these keys?"

pub mod json_ld;
mod microdata;
pub mod repair;
pub mod taken;

use self::json_ld::JsonLd;
use super::candidate::Candidate;
use super::survey::Survey;
use super::text;
use crate::article::Source;
use crate::page::Page;
use crate::profile::{Rules, SelectRule};

/// Where a field stands in each kind of source, most telling key first.
#[derive(Clone, Copy)]
pub struct Keys {
    /// JSON-LD key paths of the article's node.
    pub json_ld: &'static [&'static str],
    /// Microdata properties (`itemprop`).
    pub microdata: &'static [&'static str],
    /// Names of `<meta>` elements.
    pub meta: &'static [&'static str],
}

/// Everything a field may be read from.
pub struct Sources<'a> {
    /// The page.
    pub page: &'a Page,
    /// The profile's rules for the page's day.
    pub rules: Option<&'a Rules>,
    /// What the pass over the tree found.
    pub survey: &'a Survey<'a>,
    /// The JSON-LD.
    pub json_ld: &'a JsonLd,
}

/// How far each kind of source is trusted where nothing else is known.
const fn trust(source: Source) -> f32 {
    match source {
        Source::Profile => 1.0,
        Source::JsonLd => 0.95,
        Source::Microdata => 0.9,
        Source::Meta | Source::Feed => 0.85,
        Source::Generic => 0.7,
        Source::Url => 0.6,
    }
}

impl Sources<'_> {
    /// The candidates of a field in order of trust: profile, JSON-LD, microdata, meta. Each is the list of texts one
    /// rule gives; `read` turns them into the field's value.
    pub fn candidates<T>(
        &self,
        rules: fn(&Rules) -> &[SelectRule],
        keys: Keys,
        read: impl Fn(&[String]) -> Option<T>,
    ) -> Vec<Candidate<T>> {
        let mut found = self.ruled(rules, &read);
        found.extend(self.metadata(keys, read));
        found
    }

    /// The candidates a profile's rules give.
    pub fn ruled<T>(
        &self,
        rules: fn(&Rules) -> &[SelectRule],
        read: impl Fn(&[String]) -> Option<T>,
    ) -> Vec<Candidate<T>> {
        let rules = self.rules.into_iter().flat_map(rules);
        let texts = rules.map(|rule| (rule, self.select(rule))).filter(|(_, texts)| !texts.is_empty());
        let candidate = |(rule, texts): (&SelectRule, Vec<String>)| {
            let (source, raw) = (Source::Profile, texts.join(" | "));
            Candidate::new(source, rule.text.clone(), trust(source), &raw, read(&texts))
        };
        texts.map(candidate).collect()
    }

    /// The candidates the page's metadata gives.
    pub fn metadata<T>(&self, keys: Keys, read: impl Fn(&[String]) -> Option<T>) -> Vec<Candidate<T>> {
        let mut found = Vec::new();
        let mut add = |source, rule: String, texts: Vec<String>| {
            if !texts.is_empty() {
                found.push(Candidate::new(source, rule, trust(source), &texts.join(" | "), read(&texts)));
            }
        };
        for (rule, texts) in keys.json_ld.iter().flat_map(|path| self.json_ld.texts(path)) {
            add(Source::JsonLd, rule, texts);
        }
        for property in keys.microdata {
            add(Source::Microdata, (*property).to_owned(), microdata::texts(self.survey, property));
        }
        for name in keys.meta {
            add(Source::Meta, (*name).to_owned(), self.meta(name));
        }
        found
    }

    /// The texts a profile's rule gives, in document order.
    pub fn select(&self, rule: &SelectRule) -> Vec<String> {
        let mut texts = Vec::new();
        for element in rule.select(&self.page.html) {
            taken::take(element, &rule.take, &mut texts);
        }
        texts.retain(|text| !text.is_empty());
        texts
    }

    /// The contents of the `<meta>` elements of that name.
    pub fn meta(&self, name: &str) -> Vec<String> {
        let metas = self.survey.metas.iter().filter(|meta| meta.name == name);
        metas.map(|meta| text::from_markup(meta.content)).filter(|text| !text.is_empty()).collect()
    }
}
