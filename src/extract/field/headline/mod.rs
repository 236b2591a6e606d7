//! The headline, without the site's name, in the page's own typography where the page shows it.
//!
//! [`voices`] gathers what the page says in headings, metadata and title; [`readings`] makes the texts that may be
//! the headline out of them (whole, without the site's name, cut at a separator, a heading's part); and [`features`]
//! says how each reading stands to every voice, from which [`choice`] tells how likely it is.

mod agreed;
mod features;
mod readings;
mod sites;
mod voices;

use crate::article::Origin;
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::choice;
use crate::extract::explanation::Explanation;
use crate::extract::source::Sources;

pub use self::features::rows;
pub use self::readings::Reading;
use self::sites::Sites;
use self::voices::Voice;

/// The readings of a page's headline.
pub struct Readings {
    voices: Vec<Voice>,
    /// The texts that may be the headline.
    pub all: Vec<Reading>,
    /// Their features.
    pub rows: Vec<choice::Row>,
}

impl Readings {
    /// Gathers them.
    pub fn of(sources: &Sources<'_>, site: Option<&str>) -> Self {
        let sites = Sites::of(sources, site);
        let mut voices = voices::gather(sources);
        agreed::end_title(&sources.survey.outline, &mut voices, &sites);
        agreed::prefer_told(&sources.survey.outline, &mut voices, &sites);
        if voices.iter().all(|voice| sites.are(&voice.text)) {
            voices.extend(voices::leading(sources).filter(|voice| !sites.are(&voice.text)));
            if voices.iter().any(|voice| voice.place == voices::Place::Below) {
                voices.retain(|voice| voice.place == voices::Place::Below);
            }
        }
        // A heading that is the site's name is a logo, where anything else is said.
        if voices.iter().any(|voice| !sites.are(&voice.text)) {
            voices.retain(|voice| voice.place != voices::Place::H1 || !sites.are(&voice.text));
        }
        let all = readings::of(&voices, &sites);
        let rows = rows(&all, &voices, &sites, sources);
        Self { voices, all, rows }
    }
}

/// Features of readings that only one place has, and the most such a reading is trusted: where a page gives one text
/// only, it is the likeliest by default.
const ALONE: &[&str] = &["no h1, told 0", "no h1, told 1", "h1, told 0"];
const ALONE_CONFIDENCE: f32 = 0.9;

/// The headline: a profile's rule wins, else the likeliest reading.
pub fn headline(sources: &Sources<'_>, site: Option<&str>, explanation: &mut Explanation) -> Settled<String> {
    let by_rule = sources.ruled(|rules| &rules.select.headline, |texts| texts.first().cloned());
    if by_rule.iter().any(|candidate| candidate.value.is_some()) {
        return candidate::first("headline", by_rule, explanation);
    }
    let mut found = by_rule;
    let ruled = found.len();
    let readings = Readings::of(sources, site);
    let probabilities = choice::probabilities("headline", &readings.rows);
    let best = choice::likeliest(&probabilities);
    found.extend(readings.voices.iter().map(|voice| {
        let origin = Origin { source: voice.source, rule: Some(voice.rule.clone()), confidence: 0.0 };
        Candidate { origin, raw: voice.text.clone(), value: Some(voice.text.clone()) }
    }));
    let winner = best.and_then(|best| {
        let (reading, confidence) = (readings.all.get(best)?, *probabilities.get(best)?);
        let alone = readings.rows.get(best).is_some_and(|row| ALONE.iter().any(|name| row.has(name)));
        let confidence = if alone { confidence.min(ALONE_CONFIDENCE) } else { confidence };
        let candidate = found.get_mut(ruled + reading.voice)?;
        candidate.value = Some(reading.text.clone());
        candidate.origin.confidence = choice::confidence("headline", confidence);
        Some(ruled + reading.voice)
    });
    candidate::chosen("headline", found, winner, explanation)
}
