//! What a page asks of crawlers: `<meta name=robots>` and `X-Robots-Tag`.

use html5ever::local_name;
use scraper::Html;

use super::elements::{attribute, elements};

/// What the page asks of us, all its sources joined: the strictest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RobotsMeta {
    /// Not to be stored.
    pub noindex: bool,
    /// Its links are not to be followed.
    pub nofollow: bool,
}

/// Directives that take a value after a colon, which is no crawler's name before one.
const WITH_VALUE: &[&str] = &["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

impl RobotsMeta {
    /// Reads the document's `<meta name=robots>` and `<meta name=AGENT>`, and every `X-Robots-Tag` header.
    /// `agent` is our name as robots.txt knows it; case does not matter.
    #[must_use]
    pub fn read(html: &Html, headers: &[String], agent: &str) -> Self {
        let mut asks = Self::default();
        for meta in elements(html).filter(|element| element.name.local == local_name!("meta")) {
            let name = attribute(meta, &local_name!("name")).unwrap_or_default().trim();
            if name.eq_ignore_ascii_case("robots") || name.eq_ignore_ascii_case(agent) {
                asks.obey(attribute(meta, &local_name!("content")).unwrap_or_default());
            }
        }
        for header in headers {
            asks.read_header(header, agent);
        }
        asks
    }

    /// One `X-Robots-Tag`: directives, or `name: directives` for one crawler. A header line may join several, and
    /// a name then holds until the next.
    fn read_header(&mut self, header: &str, agent: &str) {
        let mut for_us = true;
        for part in header.split(',') {
            let mut directive = part;
            if let Some((name, rest)) = part.split_once(':') {
                let name = name.trim();
                if !WITH_VALUE.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    for_us = name.eq_ignore_ascii_case(agent);
                    directive = rest;
                }
            }
            if for_us {
                self.obey(directive);
            }
        }
    }

    fn obey(&mut self, directives: &str) {
        for directive in directives.split([',', ' ', '\t', '\n', '\r']) {
            match directive.to_ascii_lowercase().as_str() {
                "noindex" => self.noindex = true,
                "nofollow" => self.nofollow = true,
                "none" => (self.noindex, self.nofollow) = (true, true),
                _ => {}
            }
        }
    }
}
