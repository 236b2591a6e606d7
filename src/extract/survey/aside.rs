//! What stands in a line without being a part of it, and what is a part of it although its name says otherwise.

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Node};

use super::tag::{Flow, Tag};
use crate::extract::text;

/// The most nodes and bytes of an aside. A longer stretch is the rest of a text that a click would show.
const MOST_NODES: usize = 16;
const MOST_BYTES: usize = 200;

/// What an element of a line may be besides a part of it; asked only of the few whose classes say so.
pub struct Asides<'a>(NodeRef<'a, Node>);

impl<'a> Asides<'a> {
    /// Of an element.
    pub fn at(node: NodeRef<'a, Node>) -> Self {
        Self(node)
    }

    /// Whether it is one, if it is not shown.
    pub fn is_hint(&self) -> bool {
        is_one(self.0)
    }

    /// Whether it is an image's caption, if its class calls it one: it stands behind an image, and is no longer than captions are.
    pub fn is_caption(&self) -> bool {
        let around = std::iter::successors(Some(self.0), NodeRef::parent).take(2);
        let mut before = around.flat_map(|node| node.prev_siblings().take(MOST_BEFORE));
        let ends_word = self.0.next_sibling().and_then(|next| next.value().as_text()?.chars().next());
        before.any(holds_image)
            && !ends_word.is_some_and(char::is_alphanumeric)
            && ElementRef::wrap(self.0).is_some_and(|element| text::short(element, LONGEST_CAPTION).is_some())
    }
}

/// How many nodes before a caption are looked at for its image, and how many inside each.
const MOST_BEFORE: usize = 4;
/// The longest caption, in characters.
const LONGEST_CAPTION: usize = 800;

fn holds_image(node: NodeRef<'_, Node>) -> bool {
    let is_image = |inner: NodeRef<'_, Node>| {
        let name = inner.value().as_element().map(Element::name);
        matches!(name, Some("img" | "picture" | "amp-img" | "video" | "iframe"))
    };
    node.descendants().take(MOST_NODES).any(is_image)
}

/// Whether an element that is not shown is an aside of a line: a hint, a tooltip, a word for those who hear the page. What holds
/// blocks, or much text, is judged as blocks are; marks alone part words that are shown.
pub fn is_one(node: NodeRef<'_, Node>) -> bool {
    let (mut bytes, mut words) = (0, false);
    for (count, inner) in node.descendants().skip(1).enumerate() {
        match inner.value() {
            Node::Text(text) => {
                bytes += text.trim().len();
                words |= text.contains(char::is_alphanumeric);
            }
            Node::Element(element) if matches!(Flow::of(element.name()), Flow::Block(_)) => return false,
            _ => {}
        }
        if count >= MOST_NODES || bytes > MOST_BYTES {
            return false;
        }
    }
    words
}

/// What an element does to the text around it. A button is read where it is all of a heading, as in lists of questions that fold
/// out (WAI-ARIA's accordion), and where it is a word of a sentence: a term that explains itself.
pub fn flow(node: NodeRef<'_, Node>, element: &Element) -> Flow {
    let flow = Flow::of(element.name());
    let read = flow == Flow::Unread && element.name() == "button" && (fills_heading(node) || is_word(node));
    if read { Flow::Inline } else { flow }
}

fn fills_heading(button: NodeRef<'_, Node>) -> bool {
    let is_heading = |node: NodeRef<'_, Node>| {
        let name = node.value().as_element().map(Element::name);
        let tag = name.map(Flow::of);
        matches!(tag, Some(Flow::Block(Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 | Tag::Dt)))
    };
    let alone = |node: NodeRef<'_, Node>| {
        let mut others = node.prev_siblings().take(MOST_NODES).chain(node.next_siblings().take(MOST_NODES));
        others.all(|other| other.value().as_text().is_none_or(|text| text.trim().is_empty()))
    };
    button.parent().is_some_and(is_heading) && alone(button)
}

fn is_word(button: NodeRef<'_, Node>) -> bool {
    let speaks = |node: Option<NodeRef<'_, Node>>| {
        node.is_some_and(|node| node.value().as_text().is_some_and(|text| !text.trim().is_empty()))
    };
    speaks(button.prev_sibling()) && speaks(button.next_sibling())
}
