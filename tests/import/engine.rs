//! What an XPath expression and a selector match on the same tree: an independent XPath engine against ours.

use std::collections::BTreeSet;

use copydesk::Page;
use copydesk::profile::{SelectRule, Take};
use ego_tree::iter::Edge;
use scraper::{ElementRef, Node};
use sxd_document::Package;
use sxd_document::dom::{ChildOfElement, Document, Element};
use sxd_xpath::nodeset::Node as XPathNode;
use sxd_xpath::{Context, Factory, Value};

/// An attribute the XPath engine's tree has more than ours: an element's place in the document.
const PLACE: &str = "copydesk-place";

/// What is selected: the place of an element, and the attribute's value or the text that is taken of it.
pub type Selected = BTreeSet<(usize, String)>;

/// A page as the XPath engine has it.
pub struct Tree(Package);

impl Tree {
    /// The same elements, attributes and texts in the same order; comments are left out.
    pub fn of(page: &Page) -> Self {
        let package = Package::new();
        build(page, package.as_document());
        Self(package)
    }

    /// What an expression selects.
    pub fn xpath(&self, expression: &str) -> Selected {
        let document = self.0.as_document();
        let compiled =
            Factory::new().build(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let compiled = compiled.unwrap_or_else(|| panic!("{expression}: is empty"));
        let value = compiled.evaluate(&Context::new(), document.root());
        match value.unwrap_or_else(|error| panic!("{expression}: {error}")) {
            Value::Nodeset(nodes) => nodes.into_iter().filter_map(selected).collect(),
            other => panic!("{expression}: no nodes but {other:?}"),
        }
    }
}

fn build(page: &Page, document: Document<'_>) {
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut place = 0;
    for edge in page.html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => {
                    let made = document.create_element(element.name());
                    for (name, value) in element.attrs() {
                        made.set_attribute_value(name, value);
                    }
                    made.set_attribute_value(PLACE, &place.to_string());
                    place += 1;
                    match open.last() {
                        Some(parent) => parent.append_child(made),
                        None => document.root().append_child(made),
                    }
                    open.push(made);
                }
                Node::Text(text) => {
                    if let Some(parent) = open.last() {
                        parent.append_child(ChildOfElement::from(document.create_text(text)));
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if node.value().is_element() {
                    open.pop();
                }
            }
        }
    }
}

fn place(element: Element<'_>) -> usize {
    element.attribute_value(PLACE).unwrap().parse().unwrap()
}

fn selected(node: XPathNode<'_>) -> Option<(usize, String)> {
    match node {
        XPathNode::Element(element) => Some((place(element), String::new())),
        XPathNode::Attribute(attribute) => Some((place(attribute.parent()?), attribute.value().to_owned())),
        XPathNode::Text(text) => Some((place(text.parent()?), text.text().to_owned())),
        // The document, which `..` can reach, is no element that a rule could take.
        _ => None,
    }
}

/// What a selector selects, with `::attr(…)` and `::text` as profiles have them.
pub fn css(page: &Page, rule: &SelectRule) -> Selected {
    let elements = page.html.tree.root().descendants().filter_map(ElementRef::wrap);
    let matching = elements.enumerate().filter(|(_, element)| rule.selector.matches(element));
    let taken = matching.flat_map(|(place, element)| {
        let texts: Vec<String> = match &rule.take {
            Take::Text => vec![String::new()],
            Take::Attribute(name) => element.attr(name).map(str::to_owned).into_iter().collect(),
            Take::Json(_) => panic!("XPath asks for no JSON: {}", rule.text),
            Take::OwnText => {
                element.children().filter_map(|node| Some(node.value().as_text()?.to_string())).collect()
            }
        };
        texts.into_iter().map(move |text| (place, text))
    });
    taken.collect()
}
