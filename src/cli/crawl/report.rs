//! The table at the end of a crawl.

use std::path::Path;

use copydesk::crawl::{Run, Summary};
use copydesk::outcome::Reason;
use copydesk::sink::{ARTICLES, OUTCOMES};
use serde_json::json;

use super::super::log::{self, Level};

/// Prints it on standard error, as an event where programs listen.
pub fn print(summary: &Summary, output: &Path) {
    if !log::is_json() {
        eprint!("{}", table(summary, output));
        return;
    }
    let Summary { entered, articles, no_article, failed, waiting, kept_back, revisions, .. } = summary;
    let Summary { sources_read, sources_failed, rewound, interrupted, run, .. } = summary;
    let fields = json!({
        "entered": entered, "articles": articles, "no_article": no_article, "failed": failed, "waiting": waiting,
        "kept_back": kept_back, "finished_before": run.before, "sources_read": sources_read,
        "sources_failed": sources_failed, "seen_before": run.seen_before, "revisits": run.revisits,
        "revisions": revisions, "unchanged": run.unchanged, "not_modified": run.not_modified,
        "revisits_failed": run.revisits_failed, "rewound": rewound, "interrupted": interrupted, "output": output,
    });
    log::event(Level::Info, "summary", fields);
}

fn table(summary: &Summary, output: &Path) -> String {
    let mut rows = vec![("articles".to_owned(), summary.articles.to_string())];
    rows.extend(summary.no_article.iter().map(|(reason, count)| (reason.to_string(), count.to_string())));
    if summary.waiting > 0 {
        rows.push(("still waiting".to_owned(), format!("{}{}", summary.waiting, kept_back(summary))));
    }
    rows.push(("URLs in all".to_owned(), format!("{}{}", summary.entered, shares(summary))));
    rows.push(("feeds, sitemaps".to_owned(), sources(summary)));
    let Run { seen_before, revisits, .. } = summary.run;
    if seen_before > 0 {
        rows.push(("seen before".to_owned(), format!("{seen_before} (named again, and skipped)")));
    }
    if revisits > 0 {
        rows.push(("asked again".to_owned(), format!("{revisits}{}", visits(&summary.run))));
    }
    if summary.revisions > 0 {
        rows.push(("revisions".to_owned(), summary.revisions.to_string()));
    }
    if found_nothing(summary) {
        let why = "all URLs were finished by earlier runs; --watch asks feeds, sitemaps, seeds and what may have been down again";
        rows.push(("nothing new".to_owned(), why.to_owned()));
    }
    let files = [ARTICLES, OUTCOMES].map(|file| output.join(file).display().to_string());
    let rows = rows.iter().map(|(name, count)| format!("{name:<16} {count}"));
    let lines: Vec<String> = rows.chain(files).collect();
    lines.join("\n") + "\n"
}

/// Why pages wait, and what lets them go.
fn kept_back(summary: &Summary) -> String {
    if summary.interrupted {
        return ": run the same command again to go on".to_owned();
    }
    let flags: Vec<String> = summary
        .kept_back
        .iter()
        .map(|(limit, count)| match limit {
            Reason::TooDeep => format!("{count} beyond --max-depth"),
            Reason::HostLimit => format!("{count} beyond --max-pages-per-host"),
            _ => format!("{count} beyond --max-pages"),
        })
        .collect();
    let limited: u64 = summary.kept_back.values().sum();
    let resting = summary.waiting.saturating_sub(limited);
    let mut notes = Vec::new();
    if resting > 0 {
        notes.push(format!("{resting} on hosts that ask to be left alone; run the same command again later"));
    }
    if !flags.is_empty() {
        notes.push(format!("{}; raise it to go on", flags.join(", ")));
    }
    if notes.is_empty() { String::new() } else { format!(": {}", notes.join("; ")) }
}

fn shares(summary: &Summary) -> String {
    let mut notes = Vec::new();
    if summary.run.before > 0 {
        notes.push(format!("{} done by earlier runs", summary.run.before));
    }
    if summary.failed > 0 {
        notes.push(format!("{} failed", summary.failed));
    }
    if summary.rewound > 0 {
        notes.push(format!("{} fetched again, their lines were lost", summary.rewound));
    }
    if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) }
}

/// What visits of known URLs gave.
fn visits(run: &Run) -> String {
    let mut notes = vec![format!("{} unchanged", run.unchanged)];
    if run.not_modified > 0 {
        notes.push(format!("{} of them by status 304", run.not_modified));
    }
    if run.revisits_failed > 0 {
        notes.push(format!("{} failed", run.revisits_failed));
    }
    format!(" ({})", notes.join("; "))
}

/// Whether the run had nothing to do, which is no good news for who expected some.
fn found_nothing(summary: &Summary) -> bool {
    let Run { before, revisits, .. } = summary.run;
    before > 0 && before == summary.entered && revisits == 0 && !summary.interrupted
}

fn sources(summary: &Summary) -> String {
    match summary.sources_failed {
        0 => format!("{} read", summary.sources_read),
        failed => format!("{} read, {failed} not readable", summary.sources_read),
    }
}
