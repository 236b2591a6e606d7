//! Quotes and attributions of plain text: marks, languages, awkward articles, properties, the verb.

mod awkward;
mod english;
mod german;
mod gold;
mod introduced;
mod languages;
mod marks;
mod model;
mod named;
mod properties;
mod resolved;
mod seed;
mod speakers;
mod structure;
mod verb;

use copydesk::article::{AttributionKind, QuoteKind, Speaker};
use copydesk::quotes::{Annotation, Context, annotate};

fn read(language: &str, text: &str) -> Annotation {
    annotate(text, &Context { language: Some(language), blocks: &[] })
}

/// A speaker as `mention = name`; the name left out where it is the mention, `?` where there is none.
fn named(speaker: Option<&Speaker>) -> String {
    let Some(speaker) = speaker else { return "-".to_owned() };
    let mention = speaker.mention.as_deref().unwrap_or("");
    match speaker.name.as_deref() {
        Some(name) if name == mention => mention.to_owned(),
        name => format!("{mention} = {}", name.unwrap_or("?")),
    }
}

/// Each quote as `kind | speaker | cue | text`, pieces of an interrupted one parted by ` … `.
fn quotes(language: &str, text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let found = read(language, text);
    let lines = found.quotes.iter().map(|quote| {
        let kind = match quote.kind {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Unattributed => "nobody",
        };
        let parts =
            quote.parts.iter().map(|part| characters[part.start..part.end].iter().collect::<String>());
        let words =
            if quote.parts.is_empty() { quote.text.clone() } else { parts.collect::<Vec<_>>().join(" … ") };
        let cue = quote.cue.as_ref().map_or("-", |cue| cue.text.as_str());
        format!("{kind} | {} | {cue} | {words}", named(quote.speaker.as_ref()))
    });
    lines.collect()
}

/// Each attribution without quoted words as `speaker | cue | content`.
fn indirect(language: &str, text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let found = read(language, text);
    let indirect = found.attributions.iter().filter(|said| said.kind == AttributionKind::Indirect);
    let lines = indirect.map(|said| {
        let pieces =
            said.content.iter().map(|piece| characters[piece.start..piece.end].iter().collect::<String>());
        let cue = said.cue.as_ref().map_or("-", |cue| cue.text.as_str());
        format!("{} | {cue} | {}", named(said.speaker.as_ref()), pieces.collect::<Vec<_>>().join(" … "))
    });
    lines.collect()
}
