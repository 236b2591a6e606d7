//! What an element is by its name alone, decided in one look.
//!
//! A page has thousands of elements, and each is asked at its opening and its closing. Names are compared as numbers,
//! so that a look costs a few comparisons and not one for every name we know.

use crate::article::MarkKind;

/// A name of at most 16 ASCII letters as a number; 0 for longer ones.
const fn number(name: &[u8]) -> u128 {
    if name.len() > 16 {
        return 0;
    }
    let (mut number, mut rest) = (0, name);
    while let [first, after @ ..] = rest {
        number = number << 8 | *first as u128;
        rest = after;
    }
    number
}

macro_rules! tags {
    ($($tag:ident = $name:literal,)+) => {
        /// The block-level elements we tell apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Tag { $(#[doc = $name] $tag,)+ /// Any other element.
            Other }

        /// What an element's name says about the text in it.
        #[expect(non_upper_case_globals, reason = "one constant for each tag, by its name")]
        fn block(number: u128) -> Option<Tag> {
            $(const $tag: u128 = self::number($name.as_bytes());)+
            match number { $($tag => Some(Tag::$tag),)+ _ => None }
        }
    };
}

tags! {
    Article = "article", Aside = "aside", Blockquote = "blockquote", Body = "body", Caption = "caption", Cell = "td",
    Details = "details", Dd = "dd", Dialog = "dialog", Div = "div", Dl = "dl", Dt = "dt", Figcaption = "figcaption",
    Figure = "figure", Footer = "footer", Form = "form", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5",
    H6 = "h6", Header = "header", Html = "html", Item = "li", List = "ul", Main = "main", Menu = "menu", Nav = "nav",
    OrderedList = "ol", Paragraph = "p", Pre = "pre", Row = "tr", Section = "section", Table = "table",
    HeaderCell = "th",
}

/// What an element does to the text around and in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// It begins and ends a line.
    Block(Tag),
    /// `<br>`.
    Break,
    /// `<hr>`, which holds nothing.
    Rule,
    /// It marks a stretch of the line.
    Marked(MarkKind),
    /// Its content is never text of the page.
    Unread,
    /// Anything else is part of the line.
    Inline,
}

macro_rules! names {
    ($($list:ident { $($name:ident = $text:literal,)+ })+) => {
        $(#[expect(non_upper_case_globals, reason = "one constant for each name")]
        fn $list(number: u128) -> bool {
            $(const $name: u128 = self::number($text.as_bytes());)+
            matches!(number, $($name)|+)
        })+
    };
}

names! {
    is_other_block {
        address = "address", center = "center", dir = "dir", fieldset = "fieldset", hgroup = "hgroup",
        legend = "legend", listing = "listing", search = "search", summary = "summary", tbody = "tbody",
        tfoot = "tfoot", thead = "thead", xmp = "xmp",
    }
    is_unread {
        audio = "audio", button = "button", canvas = "canvas", datalist = "datalist", embed = "embed", frame = "frame",
        frameset = "frameset", head = "head", iframe = "iframe", input = "input", map = "map", math = "math",
        meter = "meter", noembed = "noembed", noframes = "noframes", noscript = "noscript", object = "object",
        optgroup = "optgroup", option = "option", progress = "progress", rp = "rp", rt = "rt", script = "script",
        select = "select", style = "style", svg = "svg", template = "template", textarea = "textarea", title = "title", video = "video",
    }
}

impl Flow {
    /// By the element's name.
    pub fn of(name: &str) -> Self {
        let number = number(name.as_bytes());
        if let Some(tag) = block(number) {
            return Self::Block(tag);
        }
        match name {
            "span" | "img" => Self::Inline,
            "a" => Self::Marked(MarkKind::Link),
            "br" => Self::Break,
            "hr" => Self::Rule,
            "b" | "strong" => Self::Marked(MarkKind::Strong),
            "em" | "i" => Self::Marked(MarkKind::Emphasis),
            "code" | "kbd" | "samp" | "tt" => Self::Marked(MarkKind::Code),
            "cite" => Self::Marked(MarkKind::Cite),
            _ if is_other_block(number) => Self::Block(Tag::Other),
            _ if is_unread(number) => Self::Unread,
            _ => Self::Inline,
        }
    }

    /// Whether words before and after its borders are different words.
    pub fn parts_words(self) -> bool {
        matches!(self, Self::Block(_) | Self::Break | Self::Rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        for (name, flow) in [
            ("p", Flow::Block(Tag::Paragraph)),
            ("blockquote", Flow::Block(Tag::Blockquote)),
            ("address", Flow::Block(Tag::Other)),
            ("xmp", Flow::Block(Tag::Other)),
            ("audio", Flow::Unread),
            ("video", Flow::Unread),
            ("a", Flow::Marked(MarkKind::Link)),
            ("abbr", Flow::Inline),
            ("article-with-a-long-name", Flow::Inline),
            ("", Flow::Inline),
        ] {
            assert_eq!(Flow::of(name), flow, "{name}");
        }
    }
}
