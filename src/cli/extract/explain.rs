//! An explanation as text: per field what was tried and what won, then what was stripped, then why each speaker was
//! chosen.

use std::fmt::Write as _;

use copydesk::Profile;
use copydesk::article::{Article, Source};
use copydesk::extract::{Explanation, ExtractError};

/// Renders an explanation.
pub fn render(
    name: &str,
    profile: Option<&Profile>,
    article: &Result<Article, ExtractError>,
    explanation: &Explanation,
) -> String {
    let mut out = String::new();
    let profile = profile.map_or("no profile".to_owned(), |profile| format!("profile {}", profile.host));
    let _ = writeln!(out, "{name} ({profile})");
    for trail in &explanation.fields {
        let _ = writeln!(out, "  {}", trail.field);
        if trail.tried.is_empty() {
            let _ = writeln!(out, "    nothing found");
        }
        for (index, tried) in trail.tried.iter().enumerate() {
            let mark = match (trail.winner == Some(index), tried.usable) {
                (true, _) => '*',
                (false, true) => ' ',
                (false, false) => 'x',
            };
            let _ = writeln!(out, "  {mark} {} {}: {}", source(tried.source), tried.rule, tried.text);
        }
    }
    if !explanation.stripped.is_empty() {
        let _ = writeln!(out, "  stripped from the body");
        for stripped in &explanation.stripped {
            let _ = writeln!(out, "  - {} {}: {}", source(stripped.source), stripped.rule, stripped.text);
        }
    }
    if !explanation.speakers.is_empty() {
        let _ = writeln!(out, "  speakers");
        for said in &explanation.speakers {
            let speaker = if said.speaker.is_empty() { "nobody named" } else { &said.speaker };
            let _ = writeln!(out, "  - {speaker} ({:.2}, {}): {}", said.confidence, said.reason, said.words);
        }
    }
    match article {
        Ok(article) => {
            for warning in &article.warnings {
                let _ = writeln!(out, "  warning {}: {}", warning.code, warning.message);
            }
        }
        Err(error) => {
            let _ = writeln!(out, "  {error}");
        }
    }
    out.push_str("  (* won, x gave nothing usable)\n");
    out
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Profile => "profile",
        Source::JsonLd => "json_ld",
        Source::Microdata => "microdata",
        Source::Meta => "meta",
        Source::Generic => "generic",
        Source::Feed => "feed",
        Source::Url => "url",
    }
}
