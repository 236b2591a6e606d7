//! `--min-confidence`: what is not sure enough is left out.

use copydesk::article::QuoteKind;
use copydesk::quotes::{Annotation, summary};

/// The annotation without attributions below `least`; their quotes stay, as nobody's.
pub fn surely(mut found: Annotation, least: f32) -> Annotation {
    let mut places = Vec::with_capacity(found.attributions.len());
    let mut kept = 0;
    for said in &found.attributions {
        let sure = said.confidence >= least;
        places.push(sure.then_some(kept));
        kept += usize::from(sure);
    }
    found.attributions.retain(|said| said.confidence >= least);
    let mut sure = places.iter().map(Option::is_some);
    found.reasons.retain(|_| sure.next().unwrap_or(false));
    for quote in &mut found.quotes {
        let Some(by) = quote.attribution else { continue };
        quote.attribution = places.get(by).copied().flatten();
        if quote.attribution.is_none() {
            quote.kind = QuoteKind::Unattributed;
            (quote.speaker, quote.cue, quote.relayed_by) = (None, None, None);
        }
    }
    found.speakers = summary(&found.quotes, &found.attributions);
    found
}
