//! How many pages were finished when.

use jiff::Timestamp;

use super::{Counted, missing};
use crate::report::Report;
use crate::report::chart::{areas, share};
use crate::report::markup::Markup;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let Some(steps) = report.timeline.steps() else {
        return missing(page, "No record says when its page was fetched.");
    };
    let pages: u64 = steps.counts.iter().map(|step| step.pages()).sum();
    let most = steps.counts.iter().map(|step| step.pages()).max().unwrap_or_default();
    let length = u64::try_from(steps.length).unwrap_or(1).max(1);
    let span = length * steps.counts.len() as u64;
    let end = steps.start.saturating_add(i64::try_from(span).unwrap_or_default());
    let form = if length < 60 { "%Y-%m-%d %H:%M:%S UTC" } else { "%Y-%m-%d %H:%M UTC" };
    let time = |second| {
        Timestamp::from_second(second).map(|time| time.strftime(form).to_string()).unwrap_or_default()
    };
    let said = format!(
        "{} from {} to {}: {} a second on average, {} at most",
        Counted(pages, "page"),
        time(steps.start),
        time(end),
        rate(share(pages, span)),
        rate(share(most, length)),
    );
    page.raw("<p>")
        .text(&said)
        .raw(" (in steps of ")
        .text(humantime::format_duration(std::time::Duration::from_secs(length)));
    page.raw(").</p>\n<figure class=\"timeline\"><p class=\"peak\">").text(rate(share(most, length)));
    page.raw(" pages/s</p>");
    areas(page, &steps, &said);
    page.raw("<p class=\"ends\"><span>").text(time(steps.start)).raw("</span><span>").text(time(end));
    page.raw("</span></p></figure>\n<ul class=\"legend\"><li class=\"articles\">articles</li>");
    page.raw("<li class=\"others\">pages without one</li></ul>\n<p class=\"aside\">");
    page.raw("Articles count when they were fetched. A page without one has no time in the files: it counts when the next ");
    page.raw("article did.</p>\n");
}

/// Pages a second.
fn rate(rate: f64) -> String {
    if rate >= 10.0 {
        format!("{rate:.0}")
    } else if rate >= 0.1 || rate == 0.0 {
        format!("{rate:.1}")
    } else {
        format!("{rate:.4}")
    }
}
