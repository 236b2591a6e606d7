//! What holds for every text there is.

use copydesk::article::Span;
use copydesk::quotes::{Annotation, Context, annotate};
use proptest::prelude::*;

/// Words, marks and traps that make up the texts.
const PIECES: [&str; 50] = [
    "“",
    "”",
    "\"",
    "'",
    "’",
    "‘",
    "„",
    "«",
    "»",
    "「",
    "」",
    "『",
    "''",
    "``",
    "\n",
    "\n\n",
    " ",
    " ",
    ", ",
    ". ",
    ": ",
    "—",
    "said",
    "told",
    "Smith",
    "Ann Lee",
    "he",
    "she",
    "according to",
    "that",
    "the minister",
    "[Sgt. ",
    "] ",
    "(R-Tex.)",
    "sagte",
    "a-t-il dit",
    "dijo",
    "—",
    " — сказал ",
    ", explique ",
    ", dedi",
    "l’",
    "sei",
    "说：",
    "と述べた",
    "don’t",
    "\u{200d}",
    "\u{202e}مرحبا",
    "👩‍👩‍👧",
    "e\u{301}",
];

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

fn slice(characters: &[char], start: usize, end: usize) -> String {
    characters[start..end].iter().collect()
}

fn check_offsets(text: &str, found: &Annotation) {
    let characters: Vec<char> = text.chars().collect();
    let mut before = 0;
    for quote in &found.quotes {
        assert!(before <= quote.start && quote.start < quote.end, "quotes overlap or are out of order");
        before = quote.end;
        if quote.parts.is_empty() {
            assert_eq!(slice(&characters, quote.start, quote.end), quote.text);
        } else {
            let parts: Vec<String> =
                quote.parts.iter().map(|part| slice(&characters, part.start, part.end)).collect();
            assert_eq!(parts.join(" "), quote.text);
            assert_eq!((quote.start, quote.end), (quote.parts[0].start, quote.parts.last().unwrap().end));
            assert!(quote.parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
        assert!((0.0..=1.0).contains(&quote.confidence));
        let by = quote.attribution.map(|index| &found.attributions[index]);
        assert_eq!(by.and_then(|by| by.speaker.as_ref()), quote.speaker.as_ref());
    }
    for (index, said) in found.attributions.iter().enumerate() {
        for Span { start, end } in &said.content {
            assert!(start < end && *end <= characters.len());
        }
        assert!(said.content.windows(2).all(|pair| pair[0].end <= pair[1].start), "pieces overlap");
        if let Some(cue) = &said.cue {
            assert_eq!(slice(&characters, cue.start, cue.end), cue.text);
        }
        for speaker in said.speaker.iter().chain(&said.relayed_by) {
            let (start, end) = (speaker.start.unwrap(), speaker.end.unwrap());
            assert_eq!(Some(slice(&characters, start, end)), speaker.mention);
        }
        assert!(said.quotes.iter().all(|quote| found.quotes[*quote].attribution == Some(index)));
    }
}

/// Found by the property below.
#[test]
fn pieces_of_a_content_stand_in_the_order_of_the_text() {
    let text = "„ , der Minister“sagte„sagte";
    let found = annotate(text, &Context { language: Some("de"), blocks: &[] });
    assert_eq!(found.attributions[0].content.len(), 2);
    check_offsets(text, &found);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn offsets_slice_the_text(text in texts(), language in prop::sample::select(&["en", "de", "fr", "es", "ru", "tr", "sv", "zh", "ja", "fi"][..])) {
        check_offsets(&text, &annotate(&text, &Context { language: Some(language), blocks: &[] }));
    }

    #[test]
    fn any_string_is_read(text in any::<String>()) {
        let found = annotate(&text, &Context::default());
        check_offsets(&text, &found);
        prop_assert_eq!(found, annotate(&text, &Context::default()));
    }

    #[test]
    fn a_paragraph_without_quotes_changes_nothing_before_it(text in texts()) {
        let context = Context { language: Some("en"), blocks: &[] };
        let plain = format!("{text}\n\nthere was rain, and it was cold.");
        let (with, without) = (annotate(&plain, &context), annotate(&text, &context));
        let words = |found: &Annotation| found.quotes.iter().map(|quote| quote.text.clone()).collect::<Vec<_>>();
        prop_assert_eq!(words(&with), words(&without));
        prop_assert_eq!(with.attributions, without.attributions);
    }

    #[test]
    fn a_paragraph_without_quotes_moves_what_follows(text in texts()) {
        let context = Context { language: Some("en"), blocks: &[] };
        let lead = "there was rain, and it was cold.\n\n";
        let (with, without) = (annotate(&format!("{lead}{text}"), &context), annotate(&text, &context));
        prop_assert_eq!(with.quotes.len(), without.quotes.len());
        for (moved, quote) in with.quotes.iter().zip(&without.quotes) {
            prop_assert_eq!(moved.start, quote.start + lead.chars().count());
            prop_assert_eq!((&moved.text, moved.kind, &moved.cue.as_ref().map(|cue| &cue.text)), (&quote.text, quote.kind, &quote.cue.as_ref().map(|cue| &cue.text)));
        }
    }
}

#[test]
fn monstrous_texts_end() {
    for text in [
        "\"".repeat(100_000),
        "“".repeat(100_000),
        "“a ".repeat(30_000),
        "‘a ’s ".repeat(30_000),
        "word ".repeat(200_000),
        "Gomez said Smith said ".repeat(20_000),
        "Smith told “x” ".repeat(20_000),
        "“Go,” Ann Lee said his father told him. She said it was late. ".repeat(10_000),
        "“He said no\n".repeat(20_000),
        ", a ".repeat(100_000),
        format!("{} said so", "who ".repeat(100_000)),
        format!("{} said so", "(a) ".repeat(100_000)),
        "« a, explique Jean, ".repeat(20_000),
        "— a, dit Jean — ".repeat(20_000),
        "l’".repeat(100_000),
        "„a“, sagte ".repeat(30_000),
        "„a“, wie so der Mann ".repeat(20_000),
        "said the head of ".repeat(50_000),
        "the son of Ann of ".repeat(50_000),
        "李明说：“好”。".repeat(10_000),
    ] {
        check_offsets(&text, &annotate(&text, &Context::default()));
    }
}
