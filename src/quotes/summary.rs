//! Who said how much, over one text.

use std::collections::HashMap;

use crate::article::{Attribution, Quote, SpeakerSummary};

/// Everybody with a name who is quoted or paraphrased: the most quoted first, then in the order of the text. Quotes that
/// repeat others do not count.
#[must_use]
pub fn summary(quotes: &[Quote], attributions: &[Attribution]) -> Vec<SpeakerSummary> {
    let mut found: Vec<SpeakerSummary> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for said in attributions {
        let Some((speaker, name)) = said.speaker.as_ref().and_then(|one| Some((one, one.name.as_deref()?)))
        else {
            continue;
        };
        let place = *places.entry(name).or_insert_with(|| {
            found.push(SpeakerSummary {
                name: name.to_owned(),
                kind: speaker.kind,
                role: None,
                quotes: 0,
                words: 0,
            });
            found.len() - 1
        });
        let Some(total) = found.get_mut(place) else { continue };
        if total.role.is_none() {
            total.role.clone_from(&speaker.role);
        }
        for quote in said.quotes.iter().filter_map(|index| quotes.get(*index)) {
            if quote.repeats.is_none() {
                total.quotes += 1;
                total.words += quote.text.split_whitespace().count();
            }
        }
    }
    found.sort_by_key(|total| std::cmp::Reverse(total.quotes));
    found
}
