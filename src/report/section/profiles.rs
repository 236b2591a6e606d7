//! How often profiles' rules gave the fields, and which of them drift.

use super::{end_of_table, left_out, missing, number, table};
use crate::drift::{self, FieldTally, History, ProfileHistory, Rate};
use crate::report::Report;
use crate::report::chart::{Number, Percent, bar, share, spark};
use crate::report::markup::Markup;

/// The most profiles that are shown.
const MOST: usize = 150;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let used = &report.records.profiles;
    let ruled: u64 = used.values().sum();
    let all = report.records.articles;
    page.raw("<p>").text(Number(ruled)).raw(" of ").text(Number(all));
    page.raw(" articles were read with a site's profile, the others by metadata and the generic extractor alone.</p>\n");
    if let Some(history) = &report.history {
        rates(page, history);
    } else {
        articles(page, report);
        missing(page, "Without drift.json, how often each rule held in earlier runs is not known.");
    }
}

/// Articles by profile: all that records tell.
fn articles(page: &mut Markup, report: &Report) {
    let mut used: Vec<_> = report.records.profiles.iter().collect();
    if used.is_empty() {
        return;
    }
    used.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let most = used.first().map_or(0, |(_, count)| **count);
    table(page, "Profiles", &["profile", "", "#articles"]);
    for (profile, count) in used.iter().take(MOST) {
        page.raw("<tr><th scope=\"row\"><bdi>").text(profile).raw("</bdi></th><td class=\"drawn\">");
        bar(page, &[("profile", share(**count, most))]);
        page.raw("</td>");
        number(page, Number(**count));
        page.raw("</tr>\n");
    }
    end_of_table(page);
    left_out(page, used.len().saturating_sub(MOST), "profile");
}

/// Hits by profile and field, as `copydesk profile drift` tells them.
fn rates(page: &mut Markup, history: &History) {
    let headings = ["profile", "field", "#last run", "#before", "runs", "drift"];
    table(page, "How often rules gave the fields", &headings);
    for (host, profile) in history.profiles.iter().take(MOST) {
        let Some(last) = profile.runs.last() else { continue };
        let (drifts, before) = (drift::of_last_run(host, profile), profile.before_last());
        for (place, (field, now)) in last.fields.fields.iter().enumerate() {
            page.raw("<tr><th scope=\"row\"><bdi>").text(if place == 0 { host.as_str() } else { "" });
            page.raw("</bdi></th><td>").text(field).raw("</td>");
            number(page, Held(Some(now)));
            number(page, Held(before.fields.get(field)));
            page.raw("<td class=\"drawn\">");
            spark(page, &runs(profile, field));
            let said: Vec<String> =
                drifts.iter().filter(|drift| drift.field == *field).map(ToString::to_string).collect();
            page.raw("</td><td").attribute("class", if said.is_empty() { "said" } else { "said failed" });
            page.raw(">").text(if said.is_empty() { "–".to_owned() } else { said.join("; ") });
            page.raw("</td></tr>\n");
        }
    }
    end_of_table(page);
    left_out(page, history.profiles.len().saturating_sub(MOST), "profile");
    let said = "Pages on which a rule of the profile gave the field, run by run, the last one last; a run in which the \
                field drifted is marked. Only fields that the profile has rules for, and only since it was last changed.";
    missing(page, said);
}

/// How often the field's rules held in each run, and whether it drifted.
fn runs(profile: &ProfileHistory, field: &str) -> Vec<(f64, bool)> {
    let of = |run: &drift::Run| {
        let tally = run.fields.fields.get(field)?;
        Some((share(tally.hits, tally.pages), run.drifting.iter().any(|drifting| drifting == field)))
    };
    profile.runs.iter().filter_map(of).collect()
}

struct Held<'a>(Option<&'a FieldTally>);

impl std::fmt::Display for Held<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.filter(|tally| tally.pages > 0) {
            None => f.write_str("–"),
            Some(FieldTally { hits, pages, .. }) => {
                write!(f, "{} ({})", Percent(*hits, *pages), Rate { hits: *hits, pages: *pages })
            }
        }
    }
}
