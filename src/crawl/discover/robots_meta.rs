//! What a page asks of crawlers: `<meta name=robots>` and `X-Robots-Tag`.

use html5ever::local_name;
use jiff::Timestamp;
use jiff::tz::Offset;
use scraper::Html;

use super::elements::{attribute, elements};
use crate::article::PageTime;
use crate::extract::{DayOrder, machine_date};

/// What the page asks of us, all its sources joined: the strictest wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RobotsMeta {
    /// Not to be stored.
    pub noindex: bool,
    /// Its links are not to be followed.
    pub nofollow: bool,
    /// Not to be stored from then on.
    pub unavailable_after: Option<Timestamp>,
}

/// The directive whose value is a date.
const UNAVAILABLE_AFTER: &str = "unavailable_after";

/// Directives that take a value after a colon, which is no crawler's name before one.
const WITH_VALUE: &[&str] = &[UNAVAILABLE_AFTER, "max-snippet", "max-image-preview", "max-video-preview"];

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

    /// Whether the page asks not to be stored at that time.
    #[must_use]
    pub fn forbids_storing(self, now: Timestamp) -> bool {
        self.noindex || self.unavailable_after.is_some_and(|end| end <= now)
    }

    /// One `X-Robots-Tag`: directives, or `name: directives` for one crawler. A header line may join several, and
    /// a name then holds until the next.
    fn read_header(&mut self, header: &str, agent: &str) {
        let mut for_us = true;
        for part in parts(header) {
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
        for end in parts(directives).filter_map(end_of_availability) {
            self.unavailable_after = Some(self.unavailable_after.map_or(end, |other| other.min(end)));
        }
    }
}

/// What commas part, but for those within dates: no directive begins with a digit.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let ends = text.match_indices(',').map(|(at, _)| at);
        let is_end = |at: &usize| {
            let next = text.get(at + 1..).unwrap_or_default().trim_start();
            !next.starts_with(|c: char| c.is_ascii_digit())
        };
        let (part, after) = ends.into_iter().find(is_end).and_then(|at| text.split_at_checked(at)).unzip();
        rest = after.and_then(|after| after.strip_prefix(','));
        Some(part.unwrap_or(text))
    })
}

/// When a page is not to be had any more: the date of `unavailable_after: date`, a day's end where it is no more than a day.
fn end_of_availability(directive: &str) -> Option<Timestamp> {
    let at = directive.to_ascii_lowercase().find(UNAVAILABLE_AFTER)?;
    let value = directive.get(at + UNAVAILABLE_AFTER.len()..)?.trim_start().strip_prefix(':')?;
    // RFC 822, RFC 850 and RFC 9110 write the same zone in two ways.
    let value_in_gmt = value.trim().strip_suffix("UTC").map(|time| format!("{time}GMT"));
    if let Ok(time) = httpdate::parse_http_date(value_in_gmt.as_deref().unwrap_or(value.trim())) {
        return Timestamp::try_from(time).ok();
    }
    let (time, offset) = match machine_date(value, DayOrder::MonthFirst)? {
        PageTime::Day(day) => (day.tomorrow().ok()?.at(0, 0, 0, 0), Offset::UTC),
        PageTime::Local(time) => (time, Offset::UTC),
        PageTime::Zoned(time, offset) => (time, offset),
    };
    offset.to_timestamp(time).ok()
}
