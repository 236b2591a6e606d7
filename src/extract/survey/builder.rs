//! Gathers the outline while somebody walks the tree.

use std::ops::Range;

use ego_tree::NodeId;
use scraper::node::Element;

use super::aside::Asides;
use super::block::TextBlock;
use super::centred;
use super::class_words::{Reader, Words};
use super::columns;
use super::grid::Grid;
use super::inline::{Border, InlineBuilder, without_anchor};
use super::outline::{Container, Outline};
use super::tag::{Flow, Tag};
use crate::article::{BlockKind, MarkKind};
use crate::extract::text::{count_printed, counts, is_invisible, push_collapsed};

/// The most a container holds that only its class calls a caption.
const CAPTION_BLOCKS: usize = 6;
const CAPTION_WORDS: usize = 120;

/// Whether a text begins with the indentation of a paragraph, as Chinese and Japanese are set, and old pages without style sheets:
/// wide spaces, or several that do not collapse, behind a text that is more than an item of so many bytes.
fn is_indented(text: &str, before: usize) -> bool {
    const ITEM: usize = 60;
    const WIDE: [char; 3] = ['\u{3000}', '\u{2003}', '\u{2002}'];
    let begin = text.trim_start_matches([' ', '\n', '\r', '\t']);
    let blank = begin.chars().take_while(|c| c.is_whitespace());
    let (wide, kept) = blank.fold((0, 0), |(wide, kept), c| {
        (wide + usize::from(WIDE.contains(&c)), kept + usize::from(c == '\u{a0}'))
    });
    wide >= 1 || kept >= 2 && before > ITEM
}

/// The most different words of one element's attributes that count.
const MOST_WORDS: usize = 64;

fn is_caption(tag: Tag) -> bool {
    matches!(tag, Tag::Figcaption | Tag::Caption)
}

/// Gathers blocks while somebody walks the tree and tells what opens and closes.
#[derive(Debug, Default)]
pub struct OutlineBuilder {
    outline: Outline,
    reader: Reader,
    /// Open containers, innermost last.
    open: Vec<usize>,
    text: String,
    /// The first and the last text node of it.
    ends: Option<(NodeId, NodeId)>,
    link_chars: usize,
    inline: InlineBuilder,
    border: Border,
    seams: Vec<usize>,
    /// How many open elements of each kind surround the place.
    pre: usize,
    hidden: usize,
    centred: usize,
    /// Whether an image stands before the block's text, and whether one stands behind its beginning.
    image_before: bool,
    image_within: bool,
    /// For each open list the number of its last item, if it is an ordered one.
    lists: Vec<Option<u32>>,
    quotes: usize,
    captions: usize,
    /// Where the blocks of open containers begin that a class names captions.
    named_captions: Vec<usize>,
    /// Numbers given so far, and those that apply here.
    numbers: usize,
    list: Option<usize>,
    tables: Vec<Grid>,
    pending_break: bool,
}

impl OutlineBuilder {
    /// A builder whose numbers of lists and tables begin there.
    pub fn numbered_from(numbers: usize) -> Self {
        Self { numbers, ..Self::default() }
    }

    /// An element opens; gives what its attributes say, and what it does to the text around it: an image's caption is a line of its
    /// own, whatever its tag, and is closed as such. One that is `skipped`, or is an aside of a line that is not shown, leaves
    /// no trace.
    pub fn open(
        &mut self,
        node: NodeId,
        element: &Element,
        flow: Flow,
        skipped: bool,
        asides: &Asides<'_>,
    ) -> (Words, Flow) {
        let Flow::Block(tag) = flow else {
            let mut words = self.reader.read(element, |_| {});
            let free = self.captions == 0 && !self.inline.in_link() && self.text.trim().is_empty();
            let may_be_line = free && !matches!(flow, Flow::Unread | Flow::Marked(MarkKind::Link));
            if words.role.caption && !words.unseen && may_be_line && !skipped && asides.is_caption() {
                let caption = Tag::Figcaption;
                return (self.open_block(caption, node, element), Flow::Block(caption));
            }
            words.unseen = (words.unseen || words.role.hidden) && asides.is_hint();
            if flow != Flow::Unread {
                self.border.open();
            }
            if element.name() == "img" {
                self.image();
            }
            match flow {
                _ if skipped || words.unseen => {}
                Flow::Break => self.line_break(),
                Flow::Rule => self.flush(),
                Flow::Marked(kind) => self.inline.open(kind, node, self.text.len()),
                _ => {}
            }
            return (words, flow);
        };
        if skipped {
            return (self.reader.read(element, |_| {}), flow);
        }
        (self.open_block(tag, node, element), flow)
    }

    fn open_block(&mut self, tag: Tag, node: NodeId, element: &Element) -> Words {
        self.flush();
        self.enter(tag, element);
        let index = self.outline.containers.len();
        let parent = self.open.last().copied().unwrap_or(index);
        let (words, place) = self.words(element);
        let mut role = words.role;
        // The foot of a block quotation says whose words it holds.
        role.noise |= matches!(tag, Tag::Nav | Tag::Aside | Tag::Dialog | Tag::Menu)
            || (tag == Tag::Footer && self.quotes == 0);
        role.caption |= is_caption(tag);
        role.centred |= element.name() == "center";
        self.hidden += usize::from(role.hidden);
        self.centred += usize::from(role.centred);
        if role.caption && !is_caption(tag) {
            self.named_captions.push(self.outline.blocks.len());
        }
        self.captions += usize::from(is_caption(tag));
        self.outline.containers.push(Container { parent, node, tag, role, class: words.class, words: place });
        self.open.push(index);
        words
    }

    /// Reads an element's attributes; its words go to the outline's list, and their place there is told.
    fn words(&mut self, element: &Element) -> (Words, Range<usize>) {
        let list = &mut self.outline.words;
        let begin = list.len();
        let words = self.reader.read(element, |word| {
            let known = list.get(begin..).unwrap_or_default();
            if known.len() < MOST_WORDS && !known.contains(&word) {
                list.push(word);
            }
        });
        let end = list.len();
        (words, begin..end)
    }

    /// An element closes.
    pub fn close(&mut self, flow: Flow) {
        if let Flow::Marked(kind) = flow {
            self.inline.close(kind, self.text.len());
        }
        let Flow::Block(_) = flow else { return self.border.close() };
        self.flush();
        let Some(container) = self.open.pop().and_then(|index| self.outline.containers.get(index)) else {
            return;
        };
        let (tag, role) = (container.tag, container.role);
        self.hidden -= usize::from(role.hidden);
        self.centred -= usize::from(role.centred);
        self.captions -= usize::from(is_caption(tag));
        self.leave(tag);
        if role.caption && !is_caption(tag) {
            self.close_named_caption();
        }
    }

    /// A class that speaks of captions or credits is believed of a few lines, not of the article's container.
    fn close_named_caption(&mut self) {
        let from = self.named_captions.pop().unwrap_or(usize::MAX);
        let Some(blocks) = self.outline.blocks.get_mut(from..) else { return };
        if blocks.len() <= CAPTION_BLOCKS
            && blocks.iter().map(|block| block.words).sum::<usize>() <= CAPTION_WORDS
        {
            for block in blocks {
                (block.kind, block.level) = (BlockKind::Caption, None);
            }
        }
    }

    /// Text inside the innermost open element, and its node.
    pub fn text(&mut self, node: NodeId, text: &str) {
        let is_blank = text.chars().all(char::is_whitespace);
        if self.pre == 0 && self.pending_break && !is_blank && is_indented(text, self.text.len()) {
            self.flush();
        }
        let before = self.text.len();
        if self.pre > 0 {
            self.take_break();
            self.text.extend(text.chars().filter(|&c| matches!(c, '\n' | '\t') || !is_invisible(c)));
        } else {
            if !is_blank {
                self.take_break();
            }
            if self.border.parts(&self.text, text) {
                self.seams.push(self.text.len());
            }
            push_collapsed(&mut self.text, text);
        }
        if self.text.len() > before {
            self.border = Border::None;
            self.ends = Some((self.ends.map_or(node, |(first, _)| first), node));
        }
        if self.inline.in_link() {
            let added = self.text.get(before..).unwrap_or_default();
            self.link_chars += count_printed(added);
        }
    }

    /// An image, before the block's text or in it.
    fn image(&mut self) {
        let begins = self.text.trim().is_empty();
        self.image_before |= begins;
        self.image_within |= !begins;
    }

    /// A `<br>`: one is a line break inside the block, two in a row end the block.
    pub fn line_break(&mut self) {
        if self.pre > 0 {
            self.text.push('\n');
        } else if self.pending_break {
            self.flush();
        } else {
            self.pending_break = !self.text.is_empty();
        }
    }

    /// Ends a block without an element, as `<hr>` does.
    pub fn flush(&mut self) {
        self.pending_break = false;
        if self.text.is_empty() {
            self.link_chars = 0;
            self.ends = None;
            self.border = Border::None;
            self.inline.take(0, &(0..0));
            return;
        }
        let text = std::mem::take(&mut self.text);
        self.push_block(&text);
        // The room is used again.
        self.text = text;
        self.text.clear();
    }

    fn push_block(&mut self, text: &str) {
        let (link_chars, ends) = (std::mem::take(&mut self.link_chars), self.ends.take());
        let (mut seams, _) = (std::mem::take(&mut self.seams), std::mem::take(&mut self.border));
        let trimmed = if self.pre > 0 { text.trim_matches('\n').trim_end() } else { text.trim() };
        let from =
            text.len() - if self.pre > 0 { text.trim_start_matches('\n') } else { text.trim_start() }.len();
        let marks = self.inline.take(text.len(), &(from..from + trimmed.len()));
        for seam in &mut seams {
            *seam = seam.saturating_sub(from);
        }
        if trimmed.chars().all(|c| !c.is_alphanumeric()) && !trimmed.chars().any(|c| c > '\u{2fff}') {
            return;
        }
        let (kind, level) = self.kind();
        let (mut trimmed, mut marks) = (trimmed, marks);
        if kind == BlockKind::Heading {
            trimmed = without_anchor(trimmed, &mut marks);
        }
        let counts = counts(trimmed);
        self.outline.blocks.push(TextBlock {
            kind,
            level,
            words: counts.words,
            chars: counts.printed,
            text: trimmed.to_owned(),
            ends,
            link_chars,
            container: self.open.last().copied().unwrap_or(0),
            list: self.list,
            cell: self.tables.last().map(|grid| grid.cell),
            hidden: self.hidden > 0,
            number: self.lists.last().copied().flatten().filter(|_| kind == BlockKind::ListItem),
            marks,
            after_image: std::mem::take(&mut self.image_before),
            centred: self.centred > 0,
            seams,
        });
        self.image_before = std::mem::take(&mut self.image_within);
    }

    /// The blocks gathered.
    pub fn finish(mut self) -> Outline {
        self.flush();
        columns::unlist(&mut self.outline);
        centred::as_captions(&mut self.outline.blocks);
        self.outline
    }

    fn take_break(&mut self) {
        if std::mem::take(&mut self.pending_break) {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
    }

    fn number(&mut self) -> usize {
        self.numbers += 1;
        self.numbers
    }

    fn enter(&mut self, tag: Tag, element: &Element) {
        match tag {
            Tag::Pre => self.pre += 1,
            Tag::Blockquote => self.quotes += 1,
            Tag::List | Tag::OrderedList | Tag::Menu | Tag::Dl => {
                let start = || element.attr("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1);
                self.lists.push((tag == Tag::OrderedList).then(|| start().saturating_sub(1)));
                if self.list.is_none() {
                    self.list = Some(self.number());
                }
            }
            Tag::Item => {
                if let Some(Some(number)) = self.lists.last_mut() {
                    let given = element.attr("value").and_then(|value| value.parse().ok());
                    *number = given.unwrap_or(number.saturating_add(1));
                }
            }
            Tag::Table => {
                let table = self.number();
                self.tables.push(Grid::new(table));
            }
            Tag::Row | Tag::Cell | Tag::HeaderCell => {
                let number = self.number();
                match self.tables.last_mut() {
                    Some(grid) if tag == Tag::Row => grid.row(number),
                    Some(grid) => grid.cell(number, element),
                    None => {}
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, tag: Tag) {
        match tag {
            Tag::Pre => self.pre -= 1,
            Tag::Blockquote => self.quotes -= 1,
            Tag::List | Tag::OrderedList | Tag::Menu | Tag::Dl => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.list = None;
                }
            }
            Tag::Table => {
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn kind(&self) -> (BlockKind, Option<u8>) {
        let tag = self.open.last().and_then(|&index| self.outline.containers.get(index)).map(|c| c.tag);
        let heading = match tag {
            Some(Tag::H1) => Some(1),
            Some(Tag::H2) => Some(2),
            Some(Tag::H3) => Some(3),
            Some(Tag::H4) => Some(4),
            Some(Tag::H5) => Some(5),
            Some(Tag::H6) => Some(6),
            _ => None,
        };
        if self.captions > 0 {
            (BlockKind::Caption, None)
        } else if heading.is_some() {
            (BlockKind::Heading, heading)
        } else if self.pre > 0 {
            (BlockKind::Code, None)
        } else if self.quotes > 0 {
            (BlockKind::Blockquote, None)
        } else if !self.lists.is_empty() {
            (BlockKind::ListItem, Some(u8::try_from(self.lists.len()).unwrap_or(u8::MAX)))
        } else {
            (BlockKind::Paragraph, None)
        }
    }
}
