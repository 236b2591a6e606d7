//! The trained model of English: its weights fit, it is deterministic, and it stays out of other languages.

use copydesk::article::{AttributionKind, QuoteKind};
use copydesk::quotes::{Annotation, Context, annotate, model_fits};

fn english(text: &str) -> Annotation {
    annotate(text, &Context { language: Some("en"), blocks: &[] })
}

fn speakers(found: &Annotation) -> Vec<&str> {
    found.quotes.iter().filter_map(|quote| quote.speaker.as_ref()?.mention.as_deref()).collect()
}

#[test]
fn the_weights_fit_the_features() {
    assert!(model_fits(), "train again: cargo run --release -p xtask -- train-quotes --data ../shared/data");
}

#[test]
fn a_statement_without_quotation_marks_has_its_speaker_and_cue() {
    let found = english("The bridge will stay closed until spring, city engineers said on Tuesday.");
    let [said] = found.attributions.as_slice() else { panic!("{:#?}", found.attributions) };
    assert_eq!(said.kind, AttributionKind::Indirect);
    assert_eq!(said.speaker.as_ref().unwrap().mention.as_deref(), Some("city engineers"));
    assert_eq!(said.cue.as_ref().unwrap().text, "said");
    assert_eq!((said.content[0].start, said.content[0].end), (0, 40));
}

#[test]
fn each_of_two_speakers_in_a_paragraph_keeps_his_words() {
    let found = english(
        "“We are out of salt,” said Ruth Abel, who runs the depot. Her deputy, Karl Ott, disagreed: “There is \
         enough for a week.”",
    );
    assert_eq!(speakers(&found).len(), 2);
    assert!(speakers(&found)[0].starts_with("Ruth Abel"), "{:?}", speakers(&found));
    assert!(speakers(&found)[1].contains("Karl Ott"), "{:?}", speakers(&found));
}

#[test]
fn a_title_in_quotation_marks_is_nobodys() {
    let found = english("The band played “Winter Roads” and two other songs before the hall went dark.");
    let [title] = found.quotes.as_slice() else { panic!("{:#?}", found.quotes) };
    assert_eq!((title.kind, &title.speaker), (QuoteKind::Unattributed, &None));
}

#[test]
fn confidence_is_a_share() {
    let found =
        english("“Wait,” she said. “Maybe,” a man said, or so they told us. Officials believe it was late.");
    assert!(found.attributions.iter().all(|said| (0.0..=1.0).contains(&said.confidence)));
    assert!(found.quotes.iter().all(|quote| (0.0..=1.0).contains(&quote.confidence)));
}
