//! The page: one HTML file that holds all it needs.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::Report;
use super::markup::Markup;
use super::section::{self, moment};

/// How every report begins, and nothing else does.
pub(super) const START: &str = "<!doctype html>\n<!-- copydesk report -->\n";

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/report.js");

/// Parts of the page: identifier, heading, and what writes them.
type Section = (&'static str, &'static str, fn(&mut Markup, &Report));
const SECTIONS: &[Section] = &[
    ("outcomes", "Outcomes", section::outcomes::write),
    ("pace", "Pages over time", section::pace::write),
    ("hosts", "Hosts", section::hosts::write),
    ("profiles", "Profiles", section::profiles::write),
    ("records", "Records", section::records::write),
    ("speakers", "Speakers", section::speakers::write),
    ("articles", "Articles", section::articles::write),
];

/// Writes the page. The articles' texts come last, so that all else is there before them.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Markup::default();
    page.raw(START).raw("<html lang=\"en\">\n");
    head(&mut page, report);
    page.raw("<body>\n");
    section::overview::write(&mut page, report);
    page.raw("<nav aria-label=\"Sections\"><ul>");
    for (id, heading, _) in SECTIONS {
        page.raw("<li><a").attribute("href", format_args!("#{id}")).raw(">").text(heading).raw("</a></li>");
    }
    page.raw("</ul></nav>\n<main>\n");
    for (id, heading, write) in SECTIONS {
        page.raw("<section").attribute("id", id).attribute("aria-labelledby", format_args!("{id}-heading"));
        page.raw("><h2").attribute("id", format_args!("{id}-heading")).raw(">").text(heading).raw("</h2>\n");
        write(&mut page, report);
        page.raw("</section>\n");
    }
    page.raw("</main>\n");
    page.data("index", &report.listing.entries());
    page.raw("<script>").raw(SCRIPT).raw("</script>\n");
    out.write_all(page.into_string().as_bytes())?;
    for (number, pack) in report.listing.packs().enumerate() {
        writeln!(out, "<script type=\"text/plain\" id=\"texts-{number}\">{}</script>", pack?)?;
    }
    out.write_all(b"</body>\n</html>\n")
}

/// What a browser may do with the page comes first in it: run our script, apply our style, and nothing else. No script, not
/// even ours, may make HTML of text.
fn head(page: &mut Markup, report: &Report) {
    page.raw("<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\"");
    page.attribute(
        "content",
        format_args!(
            "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; \
             form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            hash(SCRIPT),
            hash(STYLE)
        ),
    );
    page.raw(">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"generator\"").attribute("content", crate::article::Maker::this(None).version);
    page.raw(">\n<link rel=\"icon\" href=\"data:,\">\n<title>").text(&report.name).raw(": crawl report, ");
    page.text(moment(report.made_at)).raw("</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n");
}

/// The hash by which a policy knows what stands in the page itself.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
