//! Which of a profile's layouts a page is of: the one of its day, or else the one whose rules find the body.

use std::collections::HashSet;

use jiff::civil::Date;

use super::date::DayOrder;
use super::field::times;
use super::source::{Sources, json_ld::JsonLd};
use super::survey::Survey;
use super::{Explanation, ExtractError, Options, attempt};
use crate::article::{Article, PageTime, Warning};
use crate::page::Page;
use crate::profile::{Profile, Rules};

/// Extracts by the layout of the page's day. Where that one has rules for the body and none of them yields any, the
/// others are tried, today's first and then in the file's order, and the first whose rules yield a body is used: sites
/// change over to a layout by and by, and dates on old pages can be wrong.
pub(super) fn explain(
    page: &Page,
    profile: &Profile,
    options: Options,
) -> (Result<Article, ExtractError>, Explanation) {
    let chosen = profile.layout_on(day(page));
    let (mut article, mut explanation) = attempt(page, Some(profile), chosen, options);
    if !profile.rules_of(chosen).select.body.is_empty() && !explanation.body_by_profile() {
        let all = std::iter::once(None).chain((0..profile.layouts.len()).map(Some));
        let others = all.filter(|&other| other != chosen && may_match(page, profile.rules_of(other)));
        let mut found = others
            .map(|other| attempt(page, Some(profile), other, options))
            .filter(|(article, explanation)| article.is_ok() && explanation.body_by_profile());
        if let Some((other, why)) = found.next() {
            (article, explanation) = (other, why);
            if let Ok(article) = &mut article {
                article.warnings.push(not_of_its_day(profile, chosen, explanation.layout));
            }
        }
    }
    if let Ok(article) = &mut article {
        article.extractor.layout = Some(name(profile, explanation.layout));
    }
    (article, explanation)
}

/// Whether a rule for the body matches at all, which is cheap to know.
fn may_match(page: &Page, rules: &Rules) -> bool {
    rules.select.body.iter().any(|rule| rule.select(&page.html).next().is_some())
}

/// What the record calls a layout.
fn name(profile: &Profile, layout: Option<usize>) -> String {
    let layout = layout.and_then(|index| profile.layouts.get(index));
    layout.map_or("today".to_owned(), crate::profile::Layout::period)
}

fn not_of_its_day(profile: &Profile, chosen: Option<usize>, used: Option<usize>) -> Warning {
    let (chosen, used) = (name(profile, chosen), name(profile, used));
    Warning {
        code: "other-layout".to_owned(),
        field: Some("body".to_owned()),
        message: format!("the layout of the page's day ({chosen}) gave no body, so that of {used} was used"),
    }
}

/// The day whose layout applies: publication by the page's own metadata, or else the day it was fetched.
fn day(page: &Page) -> Option<Date> {
    let survey = Survey::of(page, &HashSet::new());
    let json_ld = JsonLd::read(&survey.json_ld, &page.final_url, survey.title.as_deref());
    let sources = Sources { page, rules: None, survey: &survey, json_ld: &json_ld };
    let order = DayOrder::of(survey.lang, page.final_url.host_str());
    let published = times::published(&sources, order, &mut Explanation::default()).value;
    let fetched = || page.fetched_at.as_deref()?.parse::<PageTime>().ok();
    published.or_else(fetched).map(PageTime::day)
}
