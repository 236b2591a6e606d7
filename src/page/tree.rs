//! Text → document: scraper's own tree, which besides counts elements and knows how deep the open one is.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

use super::feed::feed;
use super::guard::Guard;

/// Parses a document; whether it was cut off because it would cost too much.
pub fn parse(text: &str) -> (Html, bool) {
    let guard = feed(text, Guard::new());
    let cut = guard.is_full();
    (guard.finish(), cut)
}

/// A node of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle {
    node: NodeId,
    /// Its place in the list of depths.
    number: usize,
}

/// The tree while it grows.
pub struct Bounded {
    inner: HtmlTreeSink,
    /// Depth of the element opened last, less what was closed since.
    depth: Cell<u32>,
    /// The depth of each node that was made, in order; the document's first.
    depths: RefCell<Vec<u32>>,
    elements: Cell<usize>,
}

impl Bounded {
    /// An empty document.
    pub fn new() -> Self {
        Self {
            inner: HtmlTreeSink::new(Html::new_document()),
            depth: Cell::new(0),
            depths: RefCell::new(vec![0]),
            elements: Cell::new(0),
        }
    }

    /// Depth of the open element.
    pub fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// How many elements there are.
    pub fn nodes(&self) -> usize {
        self.elements.get()
    }

    /// The document.
    pub fn document(&self) -> Handle {
        Handle { node: self.inner.get_document(), number: 0 }
    }

    /// An end tag comes. The tree builder tells of some elements it closes, not of all. The next element it places sets
    /// the depth right again, so that a stray end tag gains at most one level.
    pub fn end_tag(&self) {
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    fn numbered(&self, node: NodeId) -> Handle {
        let mut depths = self.depths.borrow_mut();
        depths.push(0);
        Handle { node, number: depths.len() - 1 }
    }

    fn depth_of(&self, node: Handle) -> u32 {
        self.depths.borrow().get(node.number).copied().unwrap_or(0)
    }

    /// Notes the depth of a node that gets its place, and gives the node itself.
    fn placed(&self, parent_depth: u32, child: NodeOrText<Handle>) -> NodeOrText<NodeId> {
        match child {
            NodeOrText::AppendNode(child) => {
                if let Some(depth) = self.depths.borrow_mut().get_mut(child.number) {
                    *depth = parent_depth + 1;
                }
                self.depth.set(parent_depth + 1);
                NodeOrText::AppendNode(child.node)
            }
            NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
        }
    }
}

impl TreeSink for Bounded {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        self.document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.inner.elem_name(&target.node)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.elements.set(self.elements.get() + 1);
        self.numbered(self.inner.create_element(name, attrs, flags))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.numbered(self.inner.create_comment(text))
    }

    fn create_pi(&self, target: StrTendril, text: StrTendril) -> Handle {
        self.numbered(self.inner.create_pi(target, text))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        let child = self.placed(self.depth_of(*parent), child);
        self.inner.append(&parent.node, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        let child = self.placed(self.depth_of(*previous), child);
        self.inner.append_based_on_parent_node(&element.node, &previous.node, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.inner.append_doctype_to_document(name, public_id, system_id);
    }

    fn pop(&self, node: &Handle) {
        self.depth.set(self.depth_of(*node).saturating_sub(1));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        Handle { node: self.inner.get_template_contents(&target.node), number: target.number }
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.node == y.node
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let child = self.placed(self.depth_of(*sibling).saturating_sub(1), child);
        self.inner.append_before_sibling(&sibling.node, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(&target.node, attrs);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.inner.reparent_children(&node.node, &new_parent.node);
    }
}
