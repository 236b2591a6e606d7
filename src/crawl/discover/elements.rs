//! A document's elements by name, without a selector: names are compared as numbers, and every element is met once.

use html5ever::{LocalName, ns};
use scraper::Html;
use scraper::node::Element;

/// The elements of a document in its order: those that [`Html::select`] goes over.
pub(super) fn elements(html: &Html) -> impl Iterator<Item = &Element> {
    html.tree.nodes().filter(|node| node.parent().is_some()).filter_map(|node| node.value().as_element())
}

/// The value of an attribute that has no namespace, as those of HTML have none.
pub(super) fn attribute<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    let found = element.attrs.iter().find(|(attribute, _)| attribute.local == *name && attribute.ns == ns!());
    found.map(|(_, value)| &**value)
}
