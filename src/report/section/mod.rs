//! The parts of the page, one file each.

pub(super) mod articles;
pub(super) mod hosts;
pub(super) mod outcomes;
pub(super) mod overview;
pub(super) mod pace;
pub(super) mod profiles;
pub(super) mod records;
pub(super) mod speakers;

use std::fmt::Display;

use jiff::Timestamp;

use super::markup::Markup;

/// A point in time, as people read it.
pub(super) fn moment(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// "1 page", "2 pages".
pub(super) struct Counted(pub u64, pub &'static str);

impl Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self(count, what) = self;
        write!(f, "{} {what}{}", super::chart::Number(*count), if *count == 1 { "" } else { "s" })
    }
}

/// Opens a table that may be scrolled sideways; a heading that begins with `#` stands over numbers.
fn table(page: &mut Markup, label: &'static str, headings: &[&'static str]) {
    page.raw("<div class=\"wide\" tabindex=\"0\" role=\"region\"").attribute("aria-label", label);
    page.raw("><table><thead><tr>");
    for heading in headings {
        match heading.strip_prefix('#') {
            Some(heading) => page.raw("<th scope=\"col\" class=\"number\">").text(heading),
            None => page.raw("<th scope=\"col\">").text(heading),
        };
        page.raw("</th>");
    }
    page.raw("</tr></thead><tbody>\n");
}

/// Closes it.
fn end_of_table(page: &mut Markup) {
    page.raw("</tbody></table></div>\n");
}

/// A cell with a number.
fn number(page: &mut Markup, value: impl Display) {
    page.raw("<td class=\"number\">").text(value).raw("</td>");
}

/// Says that something is not known, and why.
fn missing(page: &mut Markup, why: &'static str) {
    page.raw("<p class=\"aside\">").raw(why).raw("</p>\n");
}

/// Says that a table goes on.
fn left_out(page: &mut Markup, count: usize, what: &'static str) {
    if count > 0 {
        page.raw("<p class=\"aside\">… and ").text(Counted(count as u64, what)).raw(" more.</p>\n");
    }
}
