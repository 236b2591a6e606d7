//! Which words of a mention name the person: "NOAA head Jane Lubchenco", "Tom Bonier of the National Committee", "Head of
//! reporting Richard Martin", "One of its authors, Sen. Scott Beason", "James Roosevelt Jr., a member of this and that".

use std::ops::Range;

use super::Paragraph;
use crate::quotes::items::Item;
use crate::quotes::lexicon::Classes;
use crate::quotes::mentions::{Form, Mention, name_start};
use crate::quotes::name_runs::run;

/// What else somebody is beside a name; elsewhere the words mean other things.
const HEADS: &[&str] = &["head", "boss", "chief"];

/// A person's full name in a mention.
struct Person {
    /// With the titles before it.
    titled: Range<usize>,
    name: Range<usize>,
}

/// Names the person, where the mention's form takes something else for the name, or nothing.
pub(super) fn name(paragraph: &Paragraph<'_>, mention: &mut Mention) {
    if mention.paragraph != paragraph.phrases.paragraph
        || matches!(mention.form, Form::Pronoun | Form::Answer)
    {
        return;
    }
    let people = people(paragraph, mention.items.clone());
    let is_named = |person: &Person| mention.form == Form::Name && person.name == mention.name;
    if people.iter().any(is_named) {
        return;
    }
    let names_somebody = mention.form == Form::Name && is_given(paragraph, mention.name.start);
    let mut heads = people.into_iter().filter(|person| is_head(paragraph, mention, person));
    let Some(person) = heads.next().filter(|_| !names_somebody) else { return };
    mention.role = if person.titled.start < person.name.start {
        person.titled.start..person.name.start
    } else if mention.items.start < person.titled.start {
        mention.items.start..person.name.start
    } else {
        person.name.end..person.name.end
    };
    (mention.form, mention.name) = (Form::Name, person.name);
}

fn is_given(paragraph: &Paragraph<'_>, index: usize) -> bool {
    paragraph.item(index).is_some_and(|item| item.is(Classes::MAN | Classes::WOMAN))
}

/// Whether a name is followed by what its bearer is: ", a senior fellow", ", vice president of". Then it need not be known.
fn is_described(paragraph: &Paragraph<'_>, end: usize) -> bool {
    let is_role_at = |index: usize| {
        paragraph
            .item(index)
            .is_some_and(|item| !item.is_capital() && (item.is(Classes::DETERMINER) || is_role(item)))
    };
    paragraph.is_comma(end) && (is_role_at(end + 1) || is_role_at(end + 2))
}

/// The full names that begin with a given name we know, and those with a title or a description.
fn people(paragraph: &Paragraph<'_>, within: Range<usize>) -> Vec<Person> {
    let items = paragraph.items();
    let (mut index, mut found) = (within.start, Vec::new());
    while index < within.end {
        let titled = run(paragraph.text, items, index, false);
        let titled = titled.start..titled.end.min(within.end);
        if titled.is_empty() {
            index += 1;
            continue;
        }
        index = titled.end;
        let words = items.get(titled.clone()).unwrap_or_default();
        let start = titled.start + name_start(paragraph.text, words);
        let name = start..titled.end;
        let is_genitive =
            paragraph.text.get(items.get(titled.end - 1).map_or(0..0, |item| item.bytes.clone()));
        let is_genitive = is_genitive.is_some_and(|word| word.ends_with("'s") || word.ends_with("’s"));
        let is_titled = start > titled.start;
        let is_person = name.len() > 1 && is_given(paragraph, start)
            || titled.start == within.start
                && (name.len() > 1 || is_titled)
                && !name.is_empty()
                && is_described(paragraph, titled.end);
        if is_person && !is_genitive {
            found.push(Person { titled, name });
        }
    }
    found
}

/// Whether the person is whom the mention is about: it begins with the name, or the name stands behind what the person is.
fn is_head(paragraph: &Paragraph<'_>, mention: &Mention, person: &Person) -> bool {
    let role = |index: usize| {
        paragraph.item(index).is_some_and(is_role)
            || HEADS.contains(&paragraph.word_at(index).to_lowercase().as_str())
    };
    let of =
        |index: usize| paragraph.item(index).is_some_and(|item| item.is(Classes::OF | Classes::PREPOSITION));
    let ends = person.name.end >= mention.items.end;
    let goes_on = ends || paragraph.is_comma(person.name.end) || of(person.name.end);
    if person.titled.start == mention.items.start {
        // "Smith and Jones" are two, but for an "and" of the apposition.
        let and = mention.form == Form::Names && !paragraph.is_comma(person.name.end);
        return goes_on && !and && !ends;
    }
    let before = person.titled.start - 1;
    let opens = mention.items.start;
    let head_of = role(opens) && of(opens + 1) && mention.form != Form::Names;
    let apposed =
        paragraph.is_comma(before) && paragraph.word_at(opens).eq_ignore_ascii_case("one") && of(opens + 1);
    goes_on && (apposed || mention.form != Form::Names && (role(before) || titled(person) || head_of))
}

fn titled(person: &Person) -> bool {
    person.titled.start < person.name.start
}

fn is_role(item: &Item) -> bool {
    item.is(Classes::PERSON | Classes::TITLE) && !item.is(Classes::MAN | Classes::WOMAN | Classes::GROUP)
}
