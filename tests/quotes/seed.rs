//! The article Copydesk was begun for.

use copydesk::article::{AttributionKind, QuoteKind, SpeakerKind};
use copydesk::quotes::{Annotation, Context, annotate};

const NAIVE_COPY: &str = include_str!("seed.txt");

/// The article as a profile leaves it: without advertisements and trailers.
fn clean_copy() -> String {
    let end = NAIVE_COPY.find("Join the conversation").unwrap();
    NAIVE_COPY[..end].replace("Advertisement\n\n", "").trim_end().to_owned()
}

fn check(text: &str, found: &Annotation) {
    let [son, intervention, incinerated] = found.quotes.as_slice() else { panic!("{:#?}", found.quotes) };

    assert_eq!(son.text, "Son, if this decision is to save your life and so that there is change, do it,");
    assert_eq!(son.kind, QuoteKind::Direct);
    let father = son.speaker.as_ref().unwrap();
    assert_eq!((father.mention.as_deref(), father.kind), (Some("his father"), SpeakerKind::Unnamed));
    assert_eq!(father.name, None);
    assert_eq!(son.cue.as_ref().unwrap().text, "told");
    let gomez = son.relayed_by.as_ref().unwrap();
    assert_eq!(gomez.name.as_deref(), Some("Jose Gomez"));
    assert_eq!(gomez.mention.as_deref(), Some("[Sgt. Jose ] Gomez"));
    assert_eq!(gomez.role.as_deref(), Some("Sgt."));

    assert_eq!(intervention.text, "direct intervention from the international community.");
    assert_eq!(intervention.kind, QuoteKind::Mixed);
    assert_eq!(intervention.speaker.as_ref().unwrap().name.as_deref(), Some("Jose Gomez"));
    assert_eq!(intervention.speaker.as_ref().unwrap().role, None, "being quoted is no role");
    assert_eq!(intervention.cue.as_ref().unwrap().text, "said");
    let paraphrase = &found.attributions[intervention.attribution.unwrap()];
    assert_eq!(paraphrase.kind, AttributionKind::Mixed);
    let content: String = text.chars().skip(paraphrase.content[0].start).take(30).collect();
    assert_eq!(content, "that it would require “direct ");

    assert_eq!(incinerated.text, "incinerated");
    assert_eq!((incinerated.kind, &incinerated.speaker), (QuoteKind::Unattributed, &None));
    assert!(found.warnings.is_empty());
}

#[test]
fn both_quotes_have_their_speakers_in_the_naive_copy() {
    check(NAIVE_COPY, &annotate(NAIVE_COPY, &Context::default()));
}

#[test]
fn both_quotes_have_their_speakers_in_the_clean_copy() {
    let text = clean_copy();
    check(&text, &annotate(&text, &Context { language: Some("en-US"), blocks: &[] }));
}

#[test]
fn nobody_is_credited_with_what_he_did_not_say() {
    let found = annotate(NAIVE_COPY, &Context::default());
    let credited: Vec<_> = found
        .attributions
        .iter()
        .filter(|said| said.kind == AttributionKind::Indirect)
        .filter_map(|said| said.speaker.as_ref()?.mention.as_deref())
        .collect();
    for never in ["Nicolas Maduro", "Juan Guaido", "Guaido", "Richard Branson", "Stephen Moore", "I"] {
        assert!(!credited.contains(&never), "{never}: {credited:?}");
    }
}
