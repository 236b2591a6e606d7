//! The demo's result for a reader: pages per outcome, and one article with its quotes.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write};
use std::path::Path;

use anyhow::{Context as _, anyhow};
use copydesk::Article;
use copydesk::article::{BlockKind, Quote, QuoteKind, Speaker};
use copydesk::crawl::Summary;
use copydesk::outcome::{OutcomeLine, OutcomeStatus, Reason};
use serde::de::DeserializeOwned;

use super::folder::Folder;
use super::text::{Style, WIDTH, fitted, wrapped};

/// Prints the summary of the crawl whose records are in the folder; `lead` is the URL of the article to show.
pub fn print(out: &mut impl Write, folder: &Folder, crawled: &Summary, lead: &str) -> anyhow::Result<()> {
    let style = Style::of_stdout();
    let outcomes: Vec<OutcomeLine> = lines(&folder.outcomes())?;
    let articles: Vec<Article> = lines(&folder.articles())?;
    write!(out, "{}\n{}", style.heading("Pages"), table(&outcomes))?;
    writeln!(out, "{:<30}{:>5}\n", "besides, feeds and sitemaps", crawled.sources_read)?;
    writeln!(out, "{}", style.heading("Records"))?;
    writeln!(out, "{}  one line for every article", folder.articles().display())?;
    writeln!(out, "{}  one line for every page\n", folder.outcomes().display())?;
    let article = articles.iter().find(|article| article.url == lead);
    let article = article.with_context(|| format!("the crawl brought home no article from {lead}"))?;
    write!(out, "{}", shown(article, style))?;
    Ok(())
}

/// The values of a file of JSON lines.
fn lines<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<T>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let parsed = BufReader::new(file).lines().enumerate().map(|(index, line)| {
        let value = serde_json::from_str(&line?);
        value.map_err(|error| anyhow!("{}:{}: {error}", path.display(), index + 1))
    });
    parsed.collect()
}

/// Pages per outcome and reason, with the first page of each in alphabetical order.
fn table(outcomes: &[OutcomeLine]) -> String {
    let mut table = String::new();
    let mut row = |outcome: &str, reason: &str, pages: &[&OutcomeLine]| {
        let start = format!("{outcome:<10}{reason:<20}{:>5}", pages.len());
        let example = pages.iter().map(|page| page.url.as_str()).min().filter(|_| !reason.is_empty());
        let example = example.map_or_else(String::new, |url| {
            let url = url.trim_start_matches("https://");
            format!("  for example {}", fitted(url, WIDTH - start.chars().count() - 14))
        });
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{start}{example}");
    };
    let of_status = |status| outcomes.iter().filter(move |page| page.status == status);
    row("articles", "", &of_status(OutcomeStatus::Article).collect::<Vec<_>>());
    for (status, name) in [(OutcomeStatus::Skipped, "skipped"), (OutcomeStatus::Failed, "failed")] {
        let mut name = name;
        for reason in Reason::ALL {
            let pages: Vec<_> = of_status(status).filter(|page| page.reason == Some(*reason)).collect();
            if !pages.is_empty() {
                row(name, reason.as_str(), &pages);
                name = "";
            }
        }
    }
    row("total", "", &outcomes.iter().collect::<Vec<_>>());
    table
}

/// Headline, byline, body and quotes.
fn shown(article: &Article, style: Style) -> String {
    let mut text = String::new();
    let headline = article.headline.as_deref().unwrap_or("(no headline)");
    for line in wrapped(headline, "").lines() {
        text.push_str(&style.heading(line));
        text.push('\n');
    }
    let byline = (!article.authors.is_empty()).then(|| format!("By {}", article.authors.join(", ")));
    let date = article.date_published.map(|date| date.to_string());
    let byline: Vec<String> = byline.into_iter().chain(date).chain(article.site_name.clone()).collect();
    text.push_str(&wrapped(&byline.join(" | "), ""));
    for block in &article.blocks {
        let words: String = article.body.chars().skip(block.start).take(block.end - block.start).collect();
        let indent = if block.kind == BlockKind::Blockquote { "    " } else { "" };
        text.push('\n');
        text.push_str(&wrapped(&words, indent));
    }
    text.push('\n');
    text.push_str(&style.heading("Quotes"));
    text.push('\n');
    text.extend(article.quotes.iter().map(quote));
    text
}

/// The quoted words, and who said them.
fn quote(quote: &Quote) -> String {
    let kind = match quote.kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Unattributed => "unattributed",
    };
    let mut facts = vec![kind.to_owned()];
    facts.extend(quote.speaker.iter().map(|speaker| format!("speaker: {}", named(speaker))));
    facts.extend(quote.cue.iter().map(|cue| format!("cue: {}", cue.text)));
    facts.extend(quote.relayed_by.iter().map(|speaker| format!("relayed by: {}", named(speaker))));
    format!("{}{}", wrapped(&format!("“{}”", quote.text), "  "), wrapped(&facts.join(" | "), "      "))
}

/// The speaker's name, and the words that stand for it where those differ.
fn named(speaker: &Speaker) -> String {
    match (&speaker.name, &speaker.mention) {
        (Some(name), Some(mention)) if name != mention => format!("{name} (“{mention}”)"),
        (Some(name), _) => name.clone(),
        (None, Some(mention)) => format!("“{mention}”"),
        (None, None) => "nobody named".to_owned(),
    }
}
