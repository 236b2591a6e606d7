//! What the records are made of, how long they are and how sure.

use std::collections::BTreeMap;

use super::{end_of_table, missing, number, table};
use crate::report::Report;
use crate::report::chart::{Number, Percent, bar, histogram, share};
use crate::report::markup::Markup;
use crate::report::records::{FIELDS, LENGTHS, Records, SOURCES, TENTHS};

/// The most languages and warnings that are shown.
const MOST: usize = 20;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let records = &report.records;
    if records.articles == 0 {
        return missing(page, "There is no article.");
    }
    page.raw("<div class=\"figures\">\n");
    let ends = LENGTHS.iter().map(|end| format!("{end}")).map(|end| end.replace("000", "k"));
    let labels: Vec<String> = std::iter::once("0".to_owned()).chain(ends).collect();
    histogram(page, "Bodies by length, in characters", "articles", &labels, &records.lengths);
    let labels: Vec<String> = (0..TENTHS).map(|tenth| format!(".{tenth}")).collect();
    histogram(page, "How sure it is that they are articles", "articles", &labels, &records.confidence);
    histogram(page, "Confidence of bodies", "articles", &labels, &records.body_confidence);
    let quotes = "Confidence of quotes that somebody says";
    histogram(page, quotes, "quotes", &labels, &records.quote_confidence);
    page.raw("</div>\n");
    fields(page, records);
    page.raw("<div class=\"figures\">\n");
    counts(page, "Languages", &records.languages, records.articles);
    counts(page, "Warnings", &records.warnings, records.articles);
    page.raw("</div>\n");
    if records.revisions > 0 {
        missing(page, "Of an article with several revisions, only the first is counted here.");
    }
}

fn fields(page: &mut Markup, records: &Records) {
    page.raw("<h3>Where fields come from</h3>\n");
    table(page, "Where fields come from", &["field", "", "#have it", "#confidence"]);
    for ((name, _), sources) in FIELDS.iter().zip(&records.fields) {
        page.raw("<tr><th scope=\"row\">").text(name.replace('_', " ")).raw("</th><td class=\"drawn\">");
        let parts = SOURCES.iter().zip(sources.by_source);
        let parts: Vec<_> =
            parts.map(|((class, ..), count)| (*class, share(count, records.articles))).collect();
        bar(page, &parts);
        page.raw("</td>");
        number(page, Percent(sources.present(), records.articles));
        let mean = sources.confidence * share(1, sources.present());
        number(page, format_args!("{mean:.2}"));
        page.raw("</tr>\n");
    }
    end_of_table(page);
    page.raw("<ul class=\"legend\">");
    for (class, name, _) in SOURCES {
        page.raw("<li").attribute("class", class).raw(">").raw(name).raw("</li>");
    }
    page.raw("</ul>\n");
}

fn counts(page: &mut Markup, heading: &'static str, counts: &BTreeMap<String, u64>, all: u64) {
    page.raw("<div><h3>").raw(heading).raw("</h3>\n");
    if counts.is_empty() {
        missing(page, "None.");
        page.raw("</div>\n");
        return;
    }
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    table(page, heading, &["", "", "#articles"]);
    for (name, count) in counts.iter().take(MOST) {
        page.raw("<tr><th scope=\"row\"><bdi>").text(name).raw("</bdi></th><td class=\"drawn\">");
        bar(page, &[("others", share(**count, all))]);
        page.raw("</td>");
        number(page, Number(**count));
        page.raw("</tr>\n");
    }
    end_of_table(page);
    super::left_out(page, counts.len().saturating_sub(MOST), "kind");
    page.raw("</div>\n");
}
