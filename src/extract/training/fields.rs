//! What the training program sees of the fields' choices: the same candidates and features as in use.

use std::collections::HashSet;

use crate::extract::date::DayOrder;
use crate::extract::field::authors::Lists;
use crate::extract::field::headline::Readings;
use crate::extract::field::times::Days;
use crate::extract::source::{Sources, json_ld::JsonLd};
use crate::extract::survey::Survey;
use crate::extract::{Explanation, field};
use crate::page::Page;

pub use crate::extract::choice::Row;

/// The candidates of a field on one page: what each says (names, or one text; nothing at all is a candidate of some
/// fields) and its features.
pub type Candidates = Vec<(Vec<String>, Row)>;

/// The fields that are chosen by weights, and a page's candidates for each.
#[must_use]
pub fn candidates(page: &Page) -> Vec<(&'static str, Candidates)> {
    let survey = Survey::of(page, &HashSet::new());
    let json_ld = JsonLd::read(&survey.json_ld, &page.final_url, survey.title.as_deref());
    let sources = Sources { page, rules: None, survey: &survey, json_ld: &json_ld };
    let site = field::site::name(&sources, None, &mut Explanation::default()).value;
    let site = site.as_deref();
    let headlines = Readings::of(&sources, site);
    let headlines = headlines.all.into_iter().map(|reading| vec![reading.text]).zip(headlines.rows);
    let language = field::language::language(&sources, &mut Explanation::default()).value;
    let days = Days::of(&sources, DayOrder::of(language.as_deref(), page.final_url.host_str()));
    let said = days.all.into_iter().map(|day| day.map(|day| day.to_string()).into_iter().collect());
    let lists = Lists::of(&sources, site);
    vec![
        ("authors", lists.all.into_iter().zip(lists.rows).collect()),
        ("headline", headlines.collect()),
        ("date_published", said.zip(days.rows).collect()),
    ]
}
