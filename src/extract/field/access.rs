//! Who may read the article, and what its publisher allows others to do with it.

use crate::article::{Reservation, Warning};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};

const FREE: Keys = Keys {
    json_ld: &["isAccessibleForFree", "hasPart.isAccessibleForFree"],
    microdata: &["isAccessibleForFree"],
    meta: &[
        "article:content_tier",
        "article:access",
        "cxenseparse:pageclass:paywall",
        "paywall",
        "og:article:content_tier",
    ],
};

/// Whether the page says it can be read without paying.
pub fn is_free(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<bool> {
    let mut found: Vec<Candidate<bool>> =
        sources.metadata(FREE, |texts| texts.iter().find_map(|text| free(text)));
    for candidate in &mut found {
        // `<meta name="paywall" content="true">` asks the opposite question.
        if candidate.origin.rule.as_deref().is_some_and(|rule| rule.contains("paywall")) {
            candidate.value = candidate.value.map(|free| !free);
        }
    }
    candidate::first("is_accessible_for_free", found, explanation)
}

fn free(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().rsplit('/').next()? {
        "true" | "free" | "1" | "yes" => Some(true),
        "false" | "locked" | "metered" | "paid" | "premium" | "subscriber" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// Signs at the end of a text that goes on behind a wall.
const CUT: &[&str] = &["[…]", "[...]", "(...)", "(…)", "…", "..."];

/// The warning that the text may be only the beginning of the article.
pub fn cut_off(is_free: Option<bool>, body: &str) -> Option<Warning> {
    let ends_cut = CUT.iter().any(|sign| body.trim_end().ends_with(sign));
    let message = match (is_free, ends_cut) {
        (Some(false), true) => {
            "the page is not free to read, and the text breaks off: it is only the beginning"
        }
        (Some(false), false) => "the page says it is not free to read: the text may be only the beginning",
        (_, true) => "the text breaks off with an ellipsis: it may be only the beginning",
        (_, false) => return None,
    };
    Some(Warning { code: "cut-off".to_owned(), field: Some("body".to_owned()), message: message.to_owned() })
}

/// Meta tags that reserve rights outright, and directives of robots tags that do.
const NAMES: &[&str] = &["tdm-reservation", "tdm-policy"];
const DIRECTIVES: &[&str] = &["noai", "noimageai", "noml", "nollm"];
/// Meta tags whose directives are read: those for all robots, and for robots that gather texts to train on.
const ROBOTS: &[&str] =
    &["robots", "googlebot", "bingbot", "gptbot", "ccbot", "google-extended", "anthropic-ai", "claudebot"];

/// What the page reserves against text and data mining and the training of AI, as it says it.
pub fn reservations(sources: &Sources<'_>) -> Vec<Reservation> {
    let mut found: Vec<Reservation> = Vec::new();
    for meta in &sources.survey.metas {
        let content = meta.content.trim();
        let directives = || content.split(',').map(|directive| directive.trim().to_ascii_lowercase());
        let reserves = if NAMES.contains(&meta.name.as_str()) {
            !content.is_empty() && content != "0"
        } else {
            ROBOTS.contains(&meta.name.as_str())
                && directives().any(|directive| DIRECTIVES.contains(&directive.as_str()))
        };
        let reservation = Reservation { name: meta.name.clone(), content: content.to_owned() };
        if reserves && !found.contains(&reservation) {
            found.push(reservation);
        }
    }
    found
}
