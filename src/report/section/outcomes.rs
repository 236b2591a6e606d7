//! What became of the URLs, and why.

use super::{end_of_table, number, table};
use crate::report::Report;
use crate::report::chart::{Number, Percent, bar, share};
use crate::report::markup::Markup;

pub(in crate::report) fn write(page: &mut Markup, report: &Report) {
    let outcomes = &report.outcomes;
    let all = outcomes.pages();
    if all == 0 {
        return super::missing(page, "No URL is finished yet.");
    }
    let most = outcomes.reasons.values().map(super::super::outcomes::Reasoned::pages);
    let most = most.max().unwrap_or_default().max(outcomes.articles);
    table(page, "Outcomes", &["outcome", "", "#pages", "#share"]);
    page.raw("<tr><th scope=\"row\">article</th><td class=\"drawn\">");
    bar(page, &[("articles", share(outcomes.articles, most))]);
    page.raw("</td>");
    number(page, Number(outcomes.articles));
    number(page, Percent(outcomes.articles, all));
    page.raw("</tr>\n");
    let mut reasons: Vec<_> = outcomes.reasons.iter().collect();
    reasons.sort_by_key(|(_, reasoned)| std::cmp::Reverse(reasoned.pages()));
    for (reason, reasoned) in &reasons {
        page.raw("<tr><th scope=\"row\">").text(reason).raw("</th><td class=\"drawn\">");
        bar(page, &[("skipped", share(reasoned.skipped, most)), ("failed", share(reasoned.failed, most))]);
        page.raw("</td>");
        number(page, Number(reasoned.pages()));
        number(page, Percent(reasoned.pages(), all));
        page.raw("</tr>\n");
    }
    end_of_table(page);
    page.raw("<ul class=\"legend\"><li class=\"articles\">article</li><li class=\"skipped\">skipped on purpose</li>");
    page.raw("<li class=\"failed\">failed</li></ul>\n");
    for (reason, reasoned) in reasons {
        page.raw("<details class=\"examples\"><summary><code>").text(reason).raw("</code>: ");
        page.text(Number(reasoned.pages())).raw(", for example</summary><ul>");
        for (url, message) in &reasoned.examples {
            page.raw("<li>").address(url).raw("<br><span class=\"aside\" dir=\"auto\">").text(message);
            page.raw("</span></li>");
        }
        page.raw("</ul></details>\n");
    }
}
