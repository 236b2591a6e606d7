//! What an answer's headers reserve against text and data mining and the training of AI; what the page itself says is
//! in its record already.

use crate::article::Reservation;

/// Directives of `X-Robots-Tag` that reserve rights.
const DIRECTIVES: &[&str] = &["noai", "noimageai", "noml", "nollm"];

/// The reservations in `X-Robots-Tag` headers, whichever robot they name, and in those of the TDM Reservation Protocol
/// (`tdm-reservation`, `tdm-policy`), each as it is written.
#[must_use]
pub fn reserved_by_headers(robots_tags: &[String], tdm: &[(String, String)]) -> Vec<Reservation> {
    let robots = robots_tags.iter().filter(|tag| {
        let words = tag.split([',', ':', ' ', '\t']).map(str::to_ascii_lowercase);
        words.into_iter().any(|word| DIRECTIVES.contains(&word.as_str()))
    });
    let robots = robots.map(|tag| ("x-robots-tag", tag.as_str()));
    let tdm = tdm.iter().filter(|(_, value)| !matches!(value.trim(), "" | "0"));
    let tdm = tdm.map(|(name, value)| (name.as_str(), value.as_str()));
    robots
        .chain(tdm)
        .map(|(name, content)| Reservation { name: name.to_owned(), content: content.trim().to_owned() })
        .collect()
}
