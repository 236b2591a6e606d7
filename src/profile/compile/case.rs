//! `[[case]]` → [`Case`].

use std::ops::Range;
use std::path::{Component, PathBuf};

use toml::{Spanned, Value};

use super::reading::Reading;
use super::values::url;
use crate::article::PageTime;
use crate::profile::case::{Case, CasePage};
use crate::profile::error::Fault;
use crate::profile::format::{CaseToml, Text};

impl Reading<'_> {
    pub(super) fn case(&mut self, number: usize, main: &str, toml: &Spanned<CaseToml>) -> Option<Case> {
        let key = format!("case[{number}]");
        let at = toml.span();
        let toml = toml.get_ref();
        let page = self.case_page(&key, main, &at, toml);
        let mut phrases = |name: &str, texts: &[Text]| {
            self.list(&format!("{key}.{name}"), texts, |text| match text.trim() {
                "" => Err(Fault::Empty),
                _ => Ok(text.to_owned()),
            })
        };
        let contains = phrases("contains", &toml.contains);
        let lacks = phrases("lacks", &toml.lacks);
        let authors = toml.authors.as_ref().map(|names| phrases("authors", names));
        let headline = toml.headline.as_ref().map(|headline| headline.get_ref().clone());
        let date_published = toml.date_published.as_ref().and_then(|date| self.date(&key, date));
        let expects = !toml.contains.is_empty()
            || !toml.lacks.is_empty()
            || headline.is_some()
            || authors.is_some()
            || toml.date_published.is_some();
        // A fixture is compared with its own expected.json; another page with nothing but the case.
        if !expects && toml.page.is_some() {
            self.fault(at, &key, Fault::CaseWithoutExpectation);
        }
        page.map(|page| Case { page, contains, lacks, headline, authors, date_published })
    }

    fn case_page(&mut self, key: &str, main: &str, at: &Range<usize>, toml: &CaseToml) -> Option<CasePage> {
        let fault = match (&toml.fixture, &toml.page, &toml.url) {
            (Some(slug), None, None) => {
                let text = slug.get_ref();
                if is_slug(text) {
                    return Some(CasePage::Fixture(text.clone()));
                }
                let fault = Fault::Slug { text: text.clone(), main: main.to_owned() };
                self.fault(slug.span(), format!("{key}.fixture"), fault);
                return None;
            }
            (None, Some(page), Some(address)) => return self.external(key, page, address),
            (None, None, _) => Fault::CaseWithoutPage,
            (Some(_), Some(_), _) => Fault::CaseWithTwoPages,
            (None, Some(_), None) => Fault::CaseWithoutUrl,
            (Some(_), None, Some(_)) => Fault::FixtureWithUrl,
        };
        self.fault(at.clone(), key, fault);
        None
    }

    fn external(&mut self, key: &str, page: &Text, address: &Text) -> Option<CasePage> {
        let path = PathBuf::from(page.get_ref());
        let below = path.components().all(|part| matches!(part, Component::Normal(_)));
        let named = !page.get_ref().is_empty();
        if !(below && named) {
            let fault = Fault::PagePath { text: page.get_ref().clone() };
            self.fault(page.span(), format!("{key}.page"), fault);
        }
        let url = url(address.get_ref());
        match url {
            Ok(url) => (below && named).then_some(CasePage::External { path, url }),
            Err(fault) => {
                self.fault(address.span(), format!("{key}.url"), fault);
                None
            }
        }
    }

    fn date(&mut self, key: &str, toml: &Spanned<Value>) -> Option<PageTime> {
        let text = match toml.get_ref() {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            self.fault(toml.span(), format!("{key}.date_published"), Fault::Date { text });
        }
        date
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('.') && !text.contains(['/', '\\'])
}
