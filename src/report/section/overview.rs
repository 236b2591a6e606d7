//! What it is a report of, its main numbers, and what it was made from.

use super::{Counted, moment};
use crate::report::chart::Number;
use crate::report::markup::Markup;
use crate::report::{PartState, Report};

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    page.raw("<header><p class=\"aside\">Crawl report</p><h1><bdi>").text(&report.name).raw("</bdi></h1>\n");
    page.raw("<p class=\"aside\">Made ").text(moment(report.made_at)).raw(" by copydesk ");
    page.text(env!("CARGO_PKG_VERSION")).raw(".</p>\n<dl class=\"tiles\">\n");
    let outcomes = &report.outcomes;
    tile(page, "", "articles", report.articles());
    if report.records.revisions > 0 {
        tile(page, "", "further revisions", report.records.revisions);
    }
    tile(page, "skipped", "pages skipped", outcomes.skipped());
    tile(page, "failed", "pages failed", outcomes.failed());
    if let Some(hosts) = &report.hosts {
        tile(page, "", "URLs waiting", hosts.iter().map(|host| host.waiting).sum());
    }
    tile(page, "", "quotes", report.records.quotes);
    tile(page, "", "speakers", report.speakers.len() as u64);
    page.raw("</dl>\n");
    last_run(page, report);
    parts(page, report);
    page.raw("</header>\n");
}

fn tile(page: &mut Markup, class: &'static str, name: &'static str, count: u64) {
    page.raw("<div").attribute("class", class).raw("><dt>").raw(name).raw("</dt><dd>");
    page.text(Number(count)).raw("</dd></div>\n");
}

fn last_run(page: &mut Markup, report: &Report) {
    let Some(run) = &report.run else { return };
    page.raw("<p>The last run");
    if let Some(seconds) = run.seconds.filter(|seconds| seconds.is_finite()) {
        page.raw(" took ").text(format_args!("{seconds:.0} s"));
    }
    page.raw(if run.interrupted { " and was interrupted" } else { "" });
    let of = |page: &mut Markup, count: Option<u64>, what| {
        if let Some(count) = count {
            page.raw("; ").text(Counted(count, what));
        }
    };
    of(page, run.requests, "request");
    of(page, run.bytes, "byte");
    of(page, run.sources_read, "feed or sitemap read");
    let latency = &run.latency_ms;
    if let (Some(half), Some(most), Some(nearly)) = (latency.p50, latency.p90, latency.p99) {
        page.raw("; answers began after ")
            .text(format_args!("{half} ms (median), {most} ms (90 %), {nearly} ms"));
        page.raw(" (99 %)");
    }
    page.raw(".");
    for (limit, count) in &run.kept_back {
        page.raw(" ").text(Counted(*count, "page")).raw(" kept back by <code>").text(limit).raw("</code>.");
    }
    page.raw("</p>\n");
}

/// What each file tells, where it is missing.
fn told_by(file: &str) -> &'static str {
    match file {
        "articles.jsonl" => "the articles, and all that is counted in them",
        "outcomes.jsonl" => "pages without an article, and why they have none",
        "crawl.db" => "what waits, and each host's pace and last error",
        "drift.json" => "how often profiles' rules held, run by run",
        "report.json" => {
            "requests, bytes and latencies of the last run (copydesk crawl --report DIR/report.json)"
        }
        _ => "what it tells",
    }
}

fn parts(page: &mut Markup, report: &Report) {
    let read: Vec<&str> = report
        .parts
        .iter()
        .filter(|part| part.state == PartState::Read)
        .map(|part| part.file.as_str())
        .collect();
    page.raw("<details class=\"parts\"");
    let broken = report.broken_lines > 0
        || report.parts.iter().any(|part| matches!(part.state, PartState::Unreadable(_)));
    page.raw(if broken { " open" } else { "" }).raw("><summary>Made from ").text(read.join(", "));
    page.raw("</summary>\n<ul>");
    for part in &report.parts {
        let (why, class) = match &part.state {
            PartState::Read => continue,
            PartState::Missing => ("there is none", ""),
            PartState::Unreadable(why) => (why.as_str(), "failed"),
        };
        page.raw("<li").attribute("class", class).raw("><code>").text(&part.file).raw("</code>: ").text(why);
        page.raw("; not on this page: ").text(told_by(&part.file)).raw(".</li>");
    }
    if report.broken_lines > 0 {
        page.raw("<li class=\"failed\">")
            .text(Counted(report.broken_lines, "line"))
            .raw(" could not be read.</li>");
    }
    page.raw("</ul></details>\n");
}
