//! The profile's text: rules put into it without touching anything else, and the lines its values stand on.

use std::collections::HashMap;

use toml_edit::{Array, Decor, Document, DocumentMut, Item, Table, Value};

use super::draft::literal;
use crate::profile::Select;

/// The name under which `[strip] selectors` are chosen.
pub const STRIP: &str = "strip";

/// What stands behind `[select]` in a profile, in this order.
const BEHIND_SELECT: &[&str] = &["strip", "layout", "case"];
/// What stands behind `[strip]`.
const BEHIND_STRIP: &[&str] = &["layout", "case"];

/// The fields an element can be chosen for: the profile's, and [`STRIP`].
#[must_use]
pub fn fields() -> Vec<&'static str> {
    let select = Select::default();
    select.fields().map(|(name, _)| name).chain(std::iter::once(STRIP)).collect()
}

/// The text with a selector as the first rule of a field, or as the last one of what is stripped. Where it stands in the
/// list already it is moved to the front, or left where it is. The error says why that cannot be done.
pub fn choose(text: &str, field: &str, selector: &str) -> Result<String, String> {
    put(text, field, selector, Place::First)
}

/// Where in its list a rule goes that is not there yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before all others: it is tried first.
    First,
    /// After all others: it is tried when they give nothing.
    Last,
}

/// The text with a selector among the rules of a field, or of what is stripped, as [`choose`] has it but in that place; what is
/// stripped has no order, and goes last.
pub fn put(text: &str, field: &str, selector: &str, place: Place) -> Result<String, String> {
    if !fields().contains(&field) {
        return Err(format!("`{field}` is no field of a profile: there are {}", fields().join(", ")));
    }
    let (table, key) = if field == STRIP { ("strip", "selectors") } else { ("select", field) };
    let mut document: DocumentMut = text
        .parse()
        .map_err(|_| "the profile is no TOML as it is: mend the marked lines first".to_owned())?;
    let value: Value =
        literal(selector).parse().map_err(|_| format!("`{selector}` cannot be written as TOML"))?;
    let Some(item) = document.get_mut(table) else { return Ok(with_table(text, table, key, selector)) };
    let rules = item.as_table_like_mut().ok_or_else(|| format!("`{table}` is no table"))?;
    match rules.get_mut(key) {
        None => {
            rules.insert(key, Item::Value(Value::Array(Array::from_iter([value]))));
        }
        Some(item) => {
            let list = item.as_array_mut().ok_or_else(|| format!("`{table}.{key}` is no list"))?;
            if field == STRIP || place == Place::Last {
                append(list, value, selector);
            } else {
                prepend(list, value, selector);
            }
        }
    }
    Ok(document.to_string())
}

/// The text with a table of one rule, in the place where profiles have it.
fn with_table(text: &str, table: &str, key: &str, selector: &str) -> String {
    let behind = if table == "select" { BEHIND_SELECT } else { BEHIND_STRIP };
    let starts = Document::parse(text).ok();
    let starts =
        starts.iter().flat_map(|document| behind.iter().filter_map(|name| start(document.get(name)?)));
    // Comments above a table are about it.
    let at = starts.min().map(|start| above_comments(text, start));
    let (before, after) = text.split_at_checked(at.unwrap_or(text.len())).unwrap_or((text, ""));
    let gap = if before.is_empty() { "" } else { "\n" };
    let rest = if after.is_empty() { String::new() } else { format!("\n{after}") };
    format!("{}\n{gap}[{table}]\n{key} = [{}]\n{rest}", before.trim_end(), literal(selector))
}

/// Where a table, or the first of several, begins.
fn start(item: &Item) -> Option<usize> {
    let first = |table: &Table| table.span().map(|span| span.start);
    match item {
        Item::Table(table) => {
            // A table that is only named by those in it begins with the first of them.
            first(table).or_else(|| table.iter().filter_map(|(_, item)| start(item)).min())
        }
        Item::ArrayOfTables(tables) => tables.iter().filter_map(first).min(),
        other => other.span().map(|span| span.start),
    }
}

/// The beginning of the comment lines right above a place.
fn above_comments(text: &str, place: usize) -> usize {
    let mut at = text.get(..place).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    while let Some(above) = text.get(..at.saturating_sub(1)).filter(|_| at > 0) {
        let line = above.rfind('\n').map_or(0, |newline| newline + 1);
        if !above.get(line..).is_some_and(|line| line.trim_start().starts_with('#')) {
            break;
        }
        at = line;
    }
    at
}

fn is(value: &Value, selector: &str) -> bool {
    value.as_str() == Some(selector)
}

/// The white space before each item of a list that has a line for each.
fn indentation(list: &Array) -> Option<&'static str> {
    let has_lines =
        |decor: &Decor| decor.prefix().and_then(|prefix| prefix.as_str()).is_some_and(|p| p.contains('\n'));
    list.iter().any(|value| has_lines(value.decor())).then_some("\n  ")
}

fn prepend(list: &mut Array, value: Value, selector: &str) {
    let lines = indentation(list);
    let known = list.iter().position(|value| is(value, selector));
    if known == Some(0) {
        return;
    }
    if let Some(known) = known {
        list.remove(known);
    }
    if let Some(first) = list.get_mut(0).filter(|_| lines.is_none()) {
        first.decor_mut().set_prefix(" ");
    }
    list.insert_formatted(0, value.decorated(lines.unwrap_or(""), ""));
}

fn append(list: &mut Array, value: Value, selector: &str) {
    if list.iter().any(|value| is(value, selector)) {
        return;
    }
    let Some(lines) = indentation(list) else {
        let gap = if list.is_empty() { "" } else { " " };
        list.push_formatted(value.decorated(gap, ""));
        return;
    };
    // A comment behind the last item stays behind it.
    let mut behind = list.trailing().as_str().unwrap_or_default().trim_end().to_owned();
    if let Some(last) = list.len().checked_sub(1).and_then(|last| list.get_mut(last)) {
        let suffix = last.decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default();
        behind = format!("{}{behind}", suffix.trim_end());
        last.decor_mut().set_suffix("");
    }
    list.push_formatted(value.decorated(format!("{behind}{lines}"), ""));
    list.set_trailing("\n");
    list.set_trailing_comma(true);
}

/// The line, from 1, of every value by its key as messages have it: `select.body`, `strip.lines[2]`, `layout[1]`. Empty for
/// what is no TOML.
#[must_use]
pub fn lines(text: &str) -> HashMap<String, usize> {
    let mut places = HashMap::new();
    if let Ok(document) = Document::parse(text) {
        table(document.as_table(), "", &mut places);
    }
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    places.into_iter().map(|(key, at)| (key, starts.partition_point(|start| *start <= at))).collect()
}

/// Profiles nest their tables two deep; what nests deeper is none of theirs.
fn table(table: &Table, within: &str, places: &mut HashMap<String, usize>) {
    for (key, item) in table {
        let path = if within.is_empty() { key.to_owned() } else { format!("{within}.{key}") };
        if let Some(at) = start(item) {
            places.insert(path.clone(), at);
        }
        match item {
            Item::Table(inner) if within.matches('.').count() < 2 => self::table(inner, &path, places),
            Item::ArrayOfTables(tables) if within.is_empty() => {
                for (index, inner) in tables.iter().enumerate() {
                    let path = format!("{path}[{}]", index + 1);
                    places.extend(inner.span().map(|span| (path.clone(), span.start)));
                    self::table(inner, &path, places);
                }
            }
            Item::Value(Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    places.extend(value.span().map(|span| (format!("{path}[{}]", index + 1), span.start)));
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = "name = 'A'\nhosts = ['a.example']\n\n# what is left out\n[strip]\nselectors = [\n  '.ad',  # on 1 of 2 pages\n]\n\n[[case]]\nfixture = 'x'\ncontains = ['y']\n";

    #[test]
    fn a_rule_goes_where_profiles_have_it_and_nothing_else_moves() {
        let text = choose(PROFILE, "headline", "h1.title").unwrap();
        assert_eq!(
            text,
            PROFILE.replace("# what is", "[select]\nheadline = ['h1.title']\n\n# what is"),
            "a table of its own, before what stands behind it and the comment above that"
        );
        let text = choose(&text, "headline", "[itemprop='headline']").unwrap();
        assert!(text.contains("headline = [\"[itemprop='headline']\", 'h1.title']\n"), "{text}");
        let text = choose(&text, "headline", "h1.title").unwrap();
        assert!(
            text.contains("headline = ['h1.title', \"[itemprop='headline']\"]\n"),
            "moved to the front: {text}"
        );
        let text = choose(&text, "strip", ".promo").unwrap();
        assert!(text.contains("  '.ad',  # on 1 of 2 pages\n  '.promo',\n]\n"), "{text}");
        assert_eq!(choose(&text, "strip", ".ad").unwrap(), text, "it is there already");
        let text = choose("name = 'A'\nhosts = ['a.example']\n", "strip", ".ad").unwrap();
        assert_eq!(text, "name = 'A'\nhosts = ['a.example']\n\n[strip]\nselectors = ['.ad']\n");
    }

    #[test]
    fn what_cannot_be_changed_says_why() {
        assert!(choose("name = ", "body", "p").unwrap_err().contains("mend"));
        assert!(choose("", "bodi", "p").unwrap_err().contains("there are headline"));
        assert!(choose("select = 3", "body", "p").unwrap_err().contains("no table"));
        assert!(choose("[select]\nbody = 'p'", "body", "q").unwrap_err().contains("no list"));
    }

    #[test]
    fn every_value_has_its_line() {
        let text = choose(PROFILE, "body", ".story").unwrap();
        let lines = lines(&text);
        let of = |key: &str| lines.get(key).copied();
        assert_eq!([of("name"), of("hosts"), of("select.body[1]")], [Some(1), Some(2), Some(5)]);
        assert_eq!(
            [of("strip.selectors[1]"), of("case[1]"), of("case[1].fixture")],
            [Some(10), Some(13), Some(14)]
        );
        assert_eq!(of("strip.lines[1]"), None);
    }
}
