//! Who is quoted most.

use super::{end_of_table, left_out, missing, number, table};
use crate::report::Report;
use crate::report::chart::{Number, bar, share};
use crate::report::markup::Markup;

/// The most speakers that are shown.
const MOST: usize = 50;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let speakers = &report.speakers;
    let Some(first) = speakers.first() else { return missing(page, "Nobody with a name is quoted.") };
    let most = first.quotes as u64;
    table(page, "Most quoted speakers", &["speaker", "", "#quotes", "#words", "#articles", "role"]);
    for speaker in speakers.iter().take(MOST) {
        page.raw("<tr><th scope=\"row\"><bdi>").text(&speaker.name).raw("</bdi></th><td class=\"drawn\">");
        bar(page, &[("others", share(speaker.quotes as u64, most))]);
        page.raw("</td>");
        for count in [speaker.quotes, speaker.words, speaker.articles] {
            number(page, Number(count as u64));
        }
        let role = speaker.role.as_deref().unwrap_or("–");
        page.raw("<td class=\"said\" dir=\"auto\">").text(role).raw("</td></tr>\n");
    }
    end_of_table(page);
    left_out(page, speakers.len().saturating_sub(MOST), "speaker");
}
