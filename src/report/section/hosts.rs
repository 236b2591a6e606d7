//! Each host's pages, pace and last error.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{end_of_table, left_out, missing, number, table};
use crate::crawl::HostStatus;
use crate::report::Report;
use crate::report::chart::{Number, bar, share};
use crate::report::markup::Markup;
use crate::report::outcomes::HostCounts;

/// The most hosts that are shown.
const MOST: usize = 300;

/// What is known of one host.
#[derive(Default)]
struct Host<'a> {
    counts: HostCounts,
    status: Option<&'a HostStatus>,
}

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let mut hosts: BTreeMap<&str, Host<'_>> = BTreeMap::new();
    for (name, counts) in &report.outcomes.hosts {
        hosts.entry(name).or_default().counts = *counts;
    }
    for status in report.hosts.iter().flatten() {
        hosts.entry(&status.host).or_default().status = Some(status);
    }
    let mut hosts: Vec<_> = hosts.into_iter().collect();
    if hosts.is_empty() {
        return missing(page, "No host was asked for a page.");
    }
    hosts.sort_by_key(|(name, host)| (Reverse(host.counts.pages() + host.waiting()), *name));
    let most = hosts.iter().map(|(_, host)| host.counts.pages()).max().unwrap_or_default();
    let headings = ["host", "", "#articles", "#skipped", "#failed", "#waiting", "#pause", "last error"];
    table(page, "Hosts", &headings);
    for (name, host) in hosts.iter().take(MOST) {
        row(page, name, host, most);
    }
    end_of_table(page);
    left_out(page, hosts.len().saturating_sub(MOST), "host");
    page.raw("<ul class=\"legend\"><li class=\"articles\">articles</li><li class=\"skipped\">skipped</li>");
    page.raw("<li class=\"failed\">failed</li></ul>\n");
    if report.hosts.is_none() {
        missing(page, "Without the crawl's state, what waits, pace and last errors are not known.");
    } else {
        let said = "Pause: between two requests, as of the last one. Waiting: feeds and sitemaps included.";
        missing(page, said);
    }
}

impl Host<'_> {
    fn waiting(&self) -> u64 {
        self.status.map_or(0, |status| status.waiting)
    }
}

fn row(page: &mut Markup, name: &str, host: &Host<'_>, most: u64) {
    let HostCounts { articles, skipped, failed } = host.counts;
    page.raw("<tr><th scope=\"row\"><bdi>").text(name).raw("</bdi></th><td class=\"drawn\">");
    bar(
        page,
        &[
            ("articles", share(articles, most)),
            ("skipped", share(skipped, most)),
            ("failed", share(failed, most)),
        ],
    );
    page.raw("</td>");
    for count in [articles, skipped, failed] {
        number(page, Number(count));
    }
    let status = host.status;
    number(page, status.map_or_else(|| "–".to_owned(), |status| Number(status.waiting).to_string()));
    let pause = status.and_then(|status| status.pause);
    number(page, pause.map_or_else(|| "–".to_owned(), |pause| format!("{:.1} s", pause.as_secs_f64())));
    let error = status.and_then(|status| status.last_error.as_deref());
    page.raw("<td class=\"said\" dir=\"auto\">").text(error.unwrap_or("–")).raw("</td></tr>\n");
}
