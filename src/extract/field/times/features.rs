//! Who gives a day.

use super::sightings::{Kind, Sighting};
use crate::article::PageTime;
use crate::extract::choice::Row;
use crate::extract::date::Label;
use crate::extract::field::places::Stand;
use crate::extract::source::Sources;

/// The feature's name of a kind of sighting; of visible ones, by what the page calls the date.
fn name(sighting: &Sighting) -> &'static str {
    match (sighting.kind, sighting.label) {
        (Kind::Article, _) => "article",
        (Kind::Page, _) => "page",
        (Kind::Created, _) => "created",
        (Kind::Microdata, _) => "microdata",
        (Kind::Meta, _) => "meta",
        (Kind::MetaDate, _) => "meta date",
        (Kind::Modified, _) => "modified",
        (Kind::Path, _) => "path",
        _ if sighting.stand == Stand::Elsewhere => "shown elsewhere",
        (Kind::Time, _) if sighting.stand == Stand::Beside => "time beside",
        (Kind::DateClass, _) if sighting.stand == Stand::Beside => "date class beside",
        (Kind::Alone, _) if sighting.stand == Stand::Beside => "alone beside",
        _ if sighting.stand == Stand::Beside => "other beside",
        (Kind::Time, None) => "time",
        (Kind::Time, Some(Label::Published)) => "time, published",
        (Kind::Time, Some(Label::Updated)) => "time, updated",
        (Kind::DateClass, None) => "date class",
        (Kind::DateClass, Some(Label::Published)) => "date class, published",
        (Kind::DateClass, Some(Label::Updated)) => "date class, updated",
        (Kind::Byline, None) => "byline",
        (Kind::Byline, Some(Label::Published)) => "byline, published",
        (Kind::Byline, Some(Label::Updated)) => "byline, updated",
        (Kind::Near, None) => "near",
        (Kind::Near, Some(Label::Published)) => "near, published",
        (Kind::Near, Some(Label::Updated)) => "near, updated",
        (Kind::Alone, None) => "alone",
        (Kind::Alone, Some(Label::Published)) => "alone, published",
        (Kind::Alone, Some(Label::Updated)) => "alone, updated",
        (Kind::Labelled, Some(Label::Updated)) => "line, updated",
        (Kind::Labelled, _) => "line, published",
    }
}

/// The rows of the days' features.
pub fn rows(days: &[Option<PageTime>], sightings: &[Sighting], sources: &Sources<'_>) -> Vec<Row> {
    let is_news = sources.json_ld.is_news();
    days.iter()
        .map(|day| match day {
            Some(time) => row(*time, sightings, is_news),
            None => none(sightings, sources),
        })
        .collect()
}

fn row(time: PageTime, sightings: &[Sighting], is_news: bool) -> Row {
    let mut row = Row::default();
    let day = time.day();
    let of_day: Vec<&Sighting> = sightings.iter().filter(|sighting| sighting.time.day() == day).collect();
    let mut names: Vec<&'static str> = of_day.iter().map(|sighting| name(sighting)).collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        row.set(name, true);
    }
    row.set("sources:1", names.len() == 1);
    row.set("sources:2", names.len() == 2);
    let shown = sightings.iter().filter(|sighting| sighting.is_shown());
    row.set("first shown", shown.clone().next().is_some_and(|first| first.time.day() == day));
    let near = sightings.iter().filter(|sighting| sighting.kind == Kind::Near && sighting.label.is_none());
    row.set("first near", near.clone().next().is_some_and(|first| first.time.day() == day));
    let mut alone = sightings.iter().filter(|s| s.kind == Kind::Alone && s.is_shown());
    row.set("first alone", alone.next().is_some_and(|first| first.time.day() == day));
    row.set("one of many alone", alone.count() >= 4 && of_day.iter().all(|s| s.kind == Kind::Alone));
    let told = sightings.iter().filter(|sighting| sighting.is_told());
    row.set("earliest told", told.clone().map(|sighting| sighting.time.day()).min() == Some(day));
    row.set("earliest shown", shown.clone().map(|sighting| sighting.time.day()).min() == Some(day));
    row.set("latest shown", shown.clone().map(|sighting| sighting.time.day()).max() == Some(day));
    row.set("only shown", shown.clone().all(|sighting| sighting.time.day() == day));
    let told_shown = of_day.iter().any(|sighting| sighting.is_told()) && of_day.iter().any(|s| s.is_shown());
    row.set("told and shown", told_shown);
    row.set(
        "told, other shown",
        of_day.iter().any(|s| s.is_told()) && !told_shown && shown.clone().next().is_some(),
    );
    row.set(
        "shown, other told",
        of_day.iter().any(|s| s.is_shown()) && !told_shown && told.clone().next().is_some(),
    );
    row.set("only elsewhere", of_day.iter().all(|sighting| sighting.stand != Stand::Here));
    let mut beside = sightings.iter().filter(|sighting| sighting.stand == Stand::Beside);
    row.set("first beside", beside.clone().next().is_some_and(|first| first.time.day() == day));
    row.set("all beside", beside.clone().next().is_some() && beside.all(|s| s.time.day() == day));
    let is_modified = of_day.iter().any(|sighting| sighting.kind == Kind::Modified);
    let is_shown = of_day.iter().any(|sighting| sighting.is_shown());
    let told_other = sightings.iter().any(|s| s.is_told() && s.time.day() != day);
    row.set("modified, shown, other told", is_modified && is_shown && told_other);
    row.set("news, other told", is_news && told_other && !of_day.iter().any(|s| s.is_told()));
    row.set(
        "only updates",
        of_day.iter().all(|sighting| sighting.label == Some(Label::Updated) || sighting.stand != Stand::Here),
    );
    let beside = told.filter(|sighting| sighting.time.day() != day);
    let is_beside = |other: &Sighting| (other.time.day() - day).get_days().abs() == 1;
    row.set("beside told", beside.clone().any(is_beside));
    row
}

/// The features of "the page does not say".
fn none(sightings: &[Sighting], sources: &Sources<'_>) -> Row {
    let mut row = Row::default();
    let has = |wanted: &dyn Fn(&Sighting) -> bool| sightings.iter().any(wanted);
    row.set("none", true);
    row.set("none, article", has(&|s| s.kind == Kind::Article));
    row.set("none, meta", has(&|s| matches!(s.kind, Kind::Meta | Kind::Microdata)));
    row.set("none, page", has(&|s| s.kind == Kind::Page));
    row.set("none, modified", has(&|s| s.kind == Kind::Modified));
    row.set("none, beside", has(&|s| s.stand == Stand::Beside));
    row.set("none, shown", has(&Sighting::is_shown));
    row.set("none, published shown", has(&|s| s.is_shown() && s.label == Some(Label::Published)));
    row.set("none, near", has(&|s| s.kind == Kind::Near));
    row.set("none, path", has(&|s| s.kind == Kind::Path));
    row.set("none, declared article", sources.json_ld.has_article());
    let kind = sources.meta("og:type").into_iter().next().unwrap_or_default();
    row.set("none, og article", kind.contains("article"));
    row.set("none, og website", kind == "website");
    let shallow = sources.page.final_url.path().trim_matches('/').split('/').count() <= 1;
    row.set("none, shallow", shallow);
    row
}
