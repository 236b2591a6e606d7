//! Who gives a list of names, and what the names look like.

use memchr::memmem;

use super::bylines::{Byline, Place};
use super::{same, shared};
use crate::extract::choice::Row;
use crate::extract::field::places::Stand;
use crate::extract::name;
use crate::extract::source::Sources;
use crate::extract::survey::outline::TextBlock;

fn name_of(byline: &Byline) -> &'static str {
    use Stand::{Beside, Elsewhere, Here};
    match (byline.place, byline.stand) {
        (Place::JsonLd, _) => "json_ld",
        (Place::JsonLdOther, _) => "json_ld other",
        (Place::Microdata, _) => "microdata",
        (Place::Meta, _) => "meta",
        (Place::Twitter, _) => "twitter",
        (Place::Rel, Here) => "rel",
        (Place::Rel, Beside) => "rel beside",
        (Place::Rel, Elsewhere) => "rel elsewhere",
        (Place::Link, Here) => "link",
        (Place::Link, Beside) => "link beside",
        (Place::Link, Elsewhere) => "link elsewhere",
        (Place::PersonLink, Here) => "person link",
        (Place::PersonLink, Beside) => "person link beside",
        (Place::PersonLink, Elsewhere) => "person link elsewhere",
        (Place::Class, Here) => "class",
        (Place::Class, Beside) => "class beside",
        (Place::Class, Elsewhere) => "class elsewhere",
        (Place::Box, _) => "author box",
        (Place::BylineClass, Here) => "byline",
        (Place::BylineClass, Beside) => "byline beside",
        (Place::BylineClass, Elsewhere) => "byline elsewhere",
        (Place::ByLine, _) => "by line",
        (Place::NameLine, _) => "name line",
        (Place::RoleLine, _) => "role line",
        (Place::Written, Here) => "written",
        (Place::Written, Beside) => "written beside",
        (Place::Written, Elsewhere) => "written elsewhere",
    }
}

fn is_told(byline: &Byline) -> bool {
    matches!(byline.place, Place::JsonLd | Place::Microdata | Place::Meta | Place::Twitter)
}

fn is_shown(byline: &Byline) -> bool {
    byline.place.source() == crate::article::Source::Generic && byline.stand == Stand::Here
}

/// The rows of the lists' features.
pub fn rows(
    lists: &[Vec<String>],
    bylines: &[Byline],
    sources: &Sources<'_>,
    site: Option<&str>,
) -> Vec<Row> {
    lists
        .iter()
        .map(|list| if list.is_empty() { none(bylines, sources) } else { row(list, bylines, sources, site) })
        .collect()
}

/// Where readers see the names of a list.
fn seen(row: &mut Row, list: &[String], sources: &Sources<'_>) {
    let outline = &sources.survey.outline;
    let (mut line, mut text) = (false, false);
    let Some(first) = list.first() else { return };
    let first = memmem::Finder::new(first);
    let holds = |block: &&TextBlock| !block.hidden && first.find(block.text.as_bytes()).is_some();
    for block in outline.blocks.iter().filter(holds) {
        line |= block.words <= 20;
        text |= block.words > 20;
    }
    row.set("seen in a line", line);
    row.set("seen in text", text && !line);
    row.set("unseen", !line && !text);
}

fn row(list: &[String], bylines: &[Byline], sources: &Sources<'_>, site: Option<&str>) -> Row {
    let mut row = Row::default();
    let (of_list, others): (Vec<&Byline>, Vec<&Byline>) =
        bylines.iter().partition(|byline| byline.gives(list));
    let wanted = list;
    let printed = |byline: &&Byline| byline.names.with_letters().is_some_and(|names| same(&names, wanted));
    // But for the letters the two readings are alike.
    let list = of_list.first().map_or(list, |byline| byline.names.all.as_slice());
    seen(&mut row, list, sources);
    row.set("letters kept", of_list.iter().any(printed));
    row.set("letters left out", of_list.iter().any(|b| !printed(b) && b.names.with_letters().is_some()));
    let mut names: Vec<&'static str> = of_list.iter().map(|byline| name_of(byline)).collect();
    names.sort_unstable();
    names.dedup();
    for name in &names {
        row.set(name, true);
    }
    row.set("places:1", names.len() == 1);
    row.set("places:2", names.len() == 2);
    row.set("places:3+", names.len() > 2);
    let (told, shown) = (of_list.iter().any(|b| is_told(b)), of_list.iter().any(|b| is_shown(b)));
    row.set("told and shown", told && shown);
    row.set("told, not shown, others shown", told && !shown && others.iter().any(|b| is_shown(b)));
    row.set("shown, not told, others told", shown && !told && others.iter().any(|b| is_told(b)));
    row.set("first shown", bylines.iter().find(|b| is_shown(b)).is_some_and(|b| same(&b.names.all, list)));
    let first_told = bylines.iter().find(|b| is_told(b));
    row.set("first told", first_told.is_some_and(|b| same(&b.names.all, list)));
    // How the other lists relate to this one.
    let within = |byline: &&&Byline| shared(list, &byline.names.all) == list.len();
    let holds = |byline: &&&Byline| shared(&byline.names.all, list) == byline.names.all.len();
    row.set("within a told one", others.iter().filter(|b| is_told(b)).any(|b| within(&b)));
    row.set("within a shown one", others.iter().filter(|b| is_shown(b)).any(|b| within(&b)));
    row.set("holds a told one", others.iter().filter(|b| is_told(b)).any(|b| holds(&b)));
    row.set("holds a shown one", others.iter().filter(|b| is_shown(b)).any(|b| holds(&b)));
    let told_people = others.iter().any(|b| is_told(b) && b.names.are_people);
    let people = of_list.iter().any(|byline| byline.names.are_people);
    let given = list.iter().all(|name| name::begins_with_given(name));
    row.set("name line, given", given && of_list.iter().any(|b| b.place == Place::NameLine));
    row.set("link, given", given && of_list.iter().any(|b| b.place == Place::Link));
    row.set("class, given", given && of_list.iter().any(|b| b.place == Place::Class));
    row.set("organisation", !people);
    row.set("organisation, people told", !people && told_people);
    row.set(
        "organisation, people shown",
        !people && others.iter().any(|b| is_shown(b) && b.names.are_people),
    );
    looks(&mut row, list, site);
    if row.has("unseen") {
        row.set("unseen, organisation", !people);
        let is_site = row.has("is site");
        row.set("unseen, is site", is_site);
        let single = row.has("one word");
        row.set("unseen, one word", single);
    }
    row
}

/// What the names look like.
fn looks(row: &mut Row, list: &[String], site: Option<&str>) {
    row.set(
        match list.len() {
            1 => "names:1",
            2 => "names:2",
            3 | 4 => "names:4",
            _ => "names:more",
        },
        true,
    );
    let every = |is: &dyn Fn(&String) -> bool| list.iter().all(is);
    row.set("all full", every(&|name| name::is_full_name(name)));
    let given = list.iter().filter(|name| name::begins_with_given(name)).count();
    row.set("all given", given == list.len());
    row.set("some given", given > 0 && given < list.len());
    row.set("one word", every(&|name| !name.contains(' ')));
    let single = list.iter().all(|name| !name.contains(' '));
    let told = row.has("json_ld") || row.has("meta") || row.has("microdata");
    row.set("one word, shown only", single && !told);
    row.set("handle", list.iter().any(|name| !name.contains(' ') && *name == name.to_lowercase()));
    row.set("some long", list.iter().any(|name| name.split(' ').count() > 3));
    row.set("collective", list.iter().any(|name| name::is_collective_name(name)));
    row.set(
        "is site",
        site.is_some_and(|site| list.iter().any(|name| name::squeezed(name) == name::squeezed(site))),
    );
    row.set("capitals", list.iter().any(|name| name.contains(' ') && *name == name.to_uppercase()));
}

/// The features of "the page does not say".
fn none(bylines: &[Byline], sources: &Sources<'_>) -> Row {
    let mut row = Row::default();
    let has = |wanted: &dyn Fn(&Byline) -> bool| bylines.iter().any(wanted);
    row.set("none", true);
    row.set("none, people told", has(&|b| is_told(b) && b.names.are_people));
    row.set("none, json_ld people", has(&|b| b.place == Place::JsonLd && b.names.are_people));
    row.set("none, people shown", has(&|b| is_shown(b) && b.names.are_people));
    let given = |b: &Byline| b.names.all.iter().all(|name| name::begins_with_given(name));
    row.set("none, given shown", has(&|b| is_shown(b) && given(b)));
    row.set("none, given told", has(&|b| is_told(b) && given(b)));
    row.set("none, by line", has(&|b| b.place == Place::ByLine));
    row.set("none, organisation told", has(&|b| is_told(b) && !b.names.are_people));
    row.set("none, nothing told", !has(&is_told));
    row.set("none, declared article", sources.json_ld.has_article());
    let kind = sources.meta("og:type").into_iter().next().unwrap_or_default();
    row.set("none, og article", kind.contains("article"));
    row
}
