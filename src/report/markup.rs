//! HTML that text from elsewhere cannot break out of.

use std::fmt::{self, Display, Write as _};

use serde::Serialize;
use url::Url;

/// Markup in the making. Only what is written in this program becomes mark-up, which the type of [`Markup::raw`] sees to;
/// everything else is escaped.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Adds mark-up of our own.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text.
    pub fn text(&mut self, text: impl Display) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(Escaped(&mut self.0), "{text}");
        self
    }

    /// Adds an attribute to a tag that [`Markup::raw`] left open.
    pub fn attribute(&mut self, name: &'static str, value: impl Display) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        self.text(value);
        self.0.push('"');
        self
    }

    /// Adds a link where the address is one of the web, else the address as text.
    pub fn address(&mut self, address: &str) -> &mut Self {
        if !is_web(address) {
            return self.raw("<bdi>").text(address).raw("</bdi>");
        }
        self.raw("<a rel=\"noreferrer\" target=\"_blank\"").attribute("href", address).raw("><bdi>");
        self.text(address).raw("</bdi></a>")
    }

    /// Adds data for the page's script: JSON in an element that nothing in the data can end.
    pub fn data(&mut self, id: &'static str, json: &SafeJson) -> &mut Self {
        self.raw("<script type=\"application/json\"").attribute("id", id).raw(">");
        self.0.push_str(&json.0);
        self.raw("</script>\n")
    }

    /// The HTML.
    pub fn into_string(self) -> String {
        self.0
    }
}

struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(character),
            }
        }
        Ok(())
    }
}

/// Whether a link may lead there.
pub(super) fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// JSON that can stand inside a `<script>`: without `<`, and without the two line breaks that old scripts stumble over.
#[derive(Debug)]
pub(super) struct SafeJson(String);

impl SafeJson {
    /// The value as JSON.
    pub fn of(value: &impl Serialize) -> serde_json::Result<Self> {
        let json = serde_json::to_string(value)?;
        let mut safe = String::with_capacity(json.len() + json.len() / 64);
        // Outside of strings, JSON has none of these.
        for piece in json.split_inclusive(['<', '\u{2028}', '\u{2029}']) {
            let mut characters = piece.chars();
            match characters.next_back() {
                Some('<') => safe.extend([characters.as_str(), "\\u003c"]),
                Some('\u{2028}') => safe.extend([characters.as_str(), "\\u2028"]),
                Some('\u{2029}') => safe.extend([characters.as_str(), "\\u2029"]),
                _ => safe.push_str(piece),
            }
        }
        Ok(Self(safe))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An array of values.
    pub fn array<'a>(values: impl Iterator<Item = &'a Self>) -> Self {
        let mut array = "[".to_owned();
        for (place, value) in values.enumerate() {
            if place > 0 {
                array.push_str(",\n");
            }
            array.push_str(&value.0);
        }
        array.push(']');
        Self(array)
    }
}

#[cfg(test)]
mod tests {
    use super::{Markup, SafeJson};

    #[test]
    fn text_stays_text() {
        let mut page = Markup::default();
        page.raw("<p").attribute("title", "\" onload='x'").raw(">").text("</p><script>&").raw("</p>");
        let html = page.into_string();
        assert_eq!(html, "<p title=\"&quot; onload=&#39;x&#39;\">&lt;/p&gt;&lt;script&gt;&amp;</p>");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        for (address, links) in [
            ("https://example.com/a", true),
            ("HTTP://example.com", true),
            ("javascript:alert(1)", false),
            ("data:text/html,<script>", false),
            (" java\nscript:alert(1)", false),
            ("/relative", false),
            ("", false),
        ] {
            let mut page = Markup::default();
            page.address(address);
            assert_eq!(page.into_string().contains("href"), links, "{address}");
        }
    }

    #[test]
    fn data_ends_no_script_and_reads_as_it_was() {
        let hostile = "</script><!-- <script> ]]> \u{2028}\u{2029} é \" \\u003c";
        let safe = SafeJson::of(&hostile).unwrap();
        assert!(!safe.as_str().contains(['<', '\u{2028}', '\u{2029}']));
        assert_eq!(serde_json::from_str::<String>(safe.as_str()).unwrap(), hostile);
    }
}
