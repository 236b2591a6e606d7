//! Text of elements and words of text: white space as a reader sees it.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};

/// Elements whose content is never text of the page.
pub const UNREAD: &[&str] = &[
    "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input", "map",
    "math", "meter", "noembed", "noframes", "noscript", "object", "optgroup", "option", "progress", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements that begin and end a line.
pub const BLOCK_LEVEL: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Appends text with runs of white space as one space, without characters that print nothing.
pub fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with([' ', '\n']) {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
}

/// Zero-width space, soft hyphen, byte order mark, object replacement, control characters.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{ad}' | '\u{feff}' | '\u{fffc}' | '\u{2060}') || c.is_control()
}

/// The text with white space collapsed and trimmed.
pub fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_collapsed(&mut out, text);
    out.truncate(out.trim_end().len());
    out
}

/// The text of an element on one line; block-level elements and `<br>` part words, inline ones don't.
pub fn of(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    let mut unread: Option<NodeRef<'_, Node>> = None;
    for edge in element.traverse() {
        match edge {
            Edge::Open(node) if unread.is_none() => match node.value() {
                Node::Text(text) => push_collapsed(&mut out, text),
                Node::Element(value) if UNREAD.contains(&value.name()) && node.id() != element.id() => {
                    unread = Some(node);
                }
                Node::Element(value) if parts_words(value.name()) => push_collapsed(&mut out, " "),
                _ => {}
            },
            Edge::Open(_) => {}
            Edge::Close(node) => {
                if unread == Some(node) {
                    unread = None;
                } else if unread.is_none()
                    && node.value().as_element().is_some_and(|value| parts_words(value.name()))
                {
                    push_collapsed(&mut out, " ");
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn parts_words(name: &str) -> bool {
    name == "br" || BLOCK_LEVEL.contains(&name)
}

/// Text that may hold markup or character references, as JSON-LD and meta tags often do, as plain text.
pub fn from_markup(text: &str) -> String {
    let has_reference = text.contains('&') && text.contains(';');
    let has_tag = text.contains('<') && text.contains('>');
    if !has_reference && !has_tag {
        return collapsed(text);
    }
    // Twice-escaped references (`&amp;#8217;`) are common; a third time is not.
    let once = of(Html::parse_fragment(text).root_element());
    if once.contains('&') && once.contains(';') {
        return of(Html::parse_fragment(&once).root_element());
    }
    once
}

/// How many words a text has. Scripts without spaces count two characters (Thai, Lao, Khmer, Burmese: four) a word.
pub fn count_words(text: &str) -> usize {
    let (mut words, mut dense, mut in_word) = (0_usize, 0_usize, false);
    for c in text.chars() {
        let weight = dense_weight(c);
        if weight > 0 {
            dense += weight;
            in_word = false;
        } else if c.is_alphanumeric() {
            words += usize::from(!in_word);
            in_word = true;
        } else if c.is_whitespace() || c == '-' || c == '/' {
            in_word = false;
        }
    }
    words + dense / 4
}

/// Quarters of a word that a character of a script without spaces stands for; 0 for all others.
fn dense_weight(c: char) -> usize {
    match c {
        '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' => 2,
        '\u{0e01}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 1,
        _ => 0,
    }
}
