//! What a profile's rule takes from an element it matches.

use scraper::ElementRef;
use serde_json::Value;

use super::json_ld::plain_texts;
use super::repair;
use crate::extract::text;
use crate::profile::Take;

/// Adds the texts that a rule takes from an element.
pub fn take(element: ElementRef<'_>, take: &Take, texts: &mut Vec<String>) {
    match take {
        Take::Text => texts.push(text::of(element)),
        Take::Attribute(name) => texts.extend(element.attr(name).map(text::from_markup)),
        Take::OwnText => texts.extend(text::own(element)),
        Take::Json(path) => {
            texts.extend(held(element).iter().flat_map(|value| at_path(value, path)));
        }
    }
}

fn held(element: ElementRef<'_>) -> Vec<Value> {
    repair::values(&element.text().collect::<String>())
}

/// The first key of a path that an element's JSON lacks, and the keys that are there in its place, in order.
pub fn missing_key<'p>(element: ElementRef<'_>, path: &'p [String]) -> Option<(&'p str, Vec<String>)> {
    let values = held(element);
    let mut found: Vec<&Value> = values.iter().flat_map(listed).collect();
    for key in path {
        let next: Vec<&Value> = found.iter().filter_map(|value| value.get(key)).flat_map(listed).collect();
        if next.is_empty() {
            let there = found.iter().filter_map(|value| value.as_object()).flat_map(|node| node.keys());
            let mut there: Vec<String> = there.cloned().collect();
            there.sort();
            there.dedup();
            return Some((key, there));
        }
        found = next;
    }
    None
}

/// The texts at a path of keys; lists on the way are gone through one by one.
fn at_path(value: &Value, path: &[String]) -> Vec<String> {
    let mut found = vec![value];
    for key in path {
        found = found.into_iter().flat_map(listed).filter_map(|value| value.get(key)).collect();
    }
    found.into_iter().flat_map(listed).flat_map(plain_texts).collect()
}

/// The values of a list, those of lists in it too; any other value alone.
fn listed(value: &Value) -> Vec<&Value> {
    let (mut waiting, mut found) = (vec![value], Vec::new());
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(values) => waiting.extend(values.iter().rev()),
            value => found.push(value),
        }
    }
    found
}
