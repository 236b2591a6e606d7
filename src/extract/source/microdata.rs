//! HTML microdata: elements with `itemprop`, read without regard to the item they belong to, except that a property
//! inside a comment or another article's item is passed over.

use scraper::ElementRef;

use crate::extract::survey::Survey;
use crate::extract::text;

/// Attributes that hold an element's value instead of its text, by element (HTML standard, 5.2.4 "Values").
const VALUE_ATTRIBUTES: &[(&str, &str)] = &[
    ("meta", "content"),
    ("img", "src"),
    ("audio", "src"),
    ("video", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("source", "src"),
    ("a", "href"),
    ("link", "href"),
    ("area", "href"),
    ("data", "value"),
    ("time", "datetime"),
];

/// The values of a property; `author.name` is the `name` of the item that is the `author`.
pub fn texts(survey: &Survey<'_>, property: &str) -> Vec<String> {
    let (outer, inner) =
        property.split_once('.').map_or((None, property), |(outer, inner)| (Some(outer), inner));
    let found = survey
        .properties
        .iter()
        .filter(|(names, element)| has(names, inner) && within(*element, outer) && !of_comment(*element));
    found.map(|(_, element)| value(*element, property)).filter(|text| !text.is_empty()).collect()
}

fn has(names: &str, name: &str) -> bool {
    names.split_ascii_whitespace().any(|one| one == name)
}

/// Whether the nearest element above with a property has that one.
fn within(element: ElementRef<'_>, outer: Option<&str>) -> bool {
    let above = element.ancestors().filter_map(ElementRef::wrap).find_map(|above| above.attr("itemprop"));
    match outer {
        Some(outer) => above.is_some_and(|names| has(names, outer)),
        None => true,
    }
}

/// Whether it belongs to what a reader wrote: a comment, or a review of what the page is about.
fn of_comment(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| {
        let is_comment = |kind: &str| kind.ends_with("/Comment") || kind.ends_with("/UserComments");
        above.attr("itemtype").is_some_and(is_comment)
            || above
                .attr("itemprop")
                .is_some_and(|names| has(names, "comment") || has(names, "review") && of_product(above))
    })
}

/// Whether what is around an element is something for sale, which its buyers review.
fn of_product(element: ElementRef<'_>) -> bool {
    let mut kinds =
        element.ancestors().filter_map(ElementRef::wrap).filter_map(|above| above.attr("itemtype"));
    kinds.any(|kind| kind.ends_with("/Product"))
}

fn value(element: ElementRef<'_>, property: &str) -> String {
    let name = element.value().name();
    let has_address = VALUE_ATTRIBUTES.iter().any(|(element, _)| *element == name);
    if property == "image" && !has_address && element.attr("itemscope").is_some() {
        // Its address is a property of its own, or its name; its text is the caption.
        return element.attr("itemid").unwrap_or_default().to_owned();
    }
    // A link to the author's page is named by its text, not by its address.
    let wants_text =
        name == "a" && !matches!(property, "url" | "image" | "mainEntityOfPage" | "thumbnailUrl");
    // Before there was `<time>`, `<abbr title>` told dates to programs.
    if name == "abbr"
        && property.starts_with("date")
        && let Some(title) = element.attr("title")
    {
        return title.trim().to_owned();
    }
    let attribute = VALUE_ATTRIBUTES.iter().find(|(element, _)| *element == name && !wants_text);
    let attribute =
        attribute.map(|(_, attribute)| *attribute).or_else(|| element.attr("content").map(|_| "content"));
    match attribute.and_then(|attribute| element.attr(attribute)) {
        Some(value) => text::from_markup(value),
        // A name and a role stand in elements of their own.
        None if property.starts_with("author") || property == "creator" => text::parted(element),
        None => text::of(element),
    }
}
