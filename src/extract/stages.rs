//! Extraction cut into its stages, for the benchmark to put a clock between them.

use std::collections::HashSet;

use super::body;
use super::source::Sources;
use super::source::json_ld::JsonLd;
use super::survey::Survey;
use super::{Explanation, Fields, Options, verdict};
use crate::article::Block;
use crate::page::Page;

/// A page on its way to a record.
pub struct Extraction<'a> {
    page: &'a Page,
    survey: Survey<'a>,
    json_ld: JsonLd,
    fields: Option<Fields>,
    explanation: Explanation,
}

/// A body as it is handed to the quotes.
pub struct Text {
    /// The blocks, joined.
    pub body: String,
    /// Their places.
    pub blocks: Vec<Block>,
}

impl<'a> Extraction<'a> {
    /// Goes over the tree.
    #[must_use]
    pub fn of(page: &'a Page) -> Self {
        Self {
            page,
            survey: Survey::of(page, &HashSet::new()),
            json_ld: JsonLd::default(),
            fields: None,
            explanation: Explanation::default(),
        }
    }

    /// Settles every field but the body.
    pub fn metadata(&mut self) {
        self.json_ld = JsonLd::read(&self.survey.json_ld, &self.page.final_url, self.survey.title.as_deref());
        let sources = Sources { page: self.page, rules: None, survey: &self.survey, json_ld: &self.json_ld };
        self.fields = Some(Fields::settle(&sources, None, &mut self.explanation));
    }

    /// The language the metadata declares.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.fields.as_ref()?.language.value.as_deref()
    }

    /// Chooses the body and judges the page by it.
    pub fn body(&mut self) -> Option<Text> {
        let sources = Sources { page: self.page, rules: None, survey: &self.survey, json_ld: &self.json_ld };
        let fields = self.fields.as_ref()?;
        let headline = fields.headline.value.as_deref();
        let body = body::find(&sources, &HashSet::new(), headline, Options::default(), &mut self.explanation);
        let text = verdict::judge(&sources, fields.told(), body).ok()?.0.text;
        Some(Text { body: text.body, blocks: text.blocks })
    }
}
