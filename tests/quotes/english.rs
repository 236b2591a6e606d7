//! English constructions that the corpus the weights come from has few of. All sentences are our own; each row is a text and, for
//! each attribution, who says it and what.

use copydesk::quotes::{Context, annotate};

fn said(text: &str) -> Vec<(String, String)> {
    let found = annotate(text, &Context { language: Some("en"), blocks: &[] });
    let characters: Vec<char> = text.chars().collect();
    let words = |start: usize, end: usize| characters[start..end].iter().collect::<String>();
    let attribution = |said: &copydesk::article::Attribution| {
        let speaker = said.speaker.as_ref().and_then(|speaker| speaker.mention.clone()).unwrap_or_default();
        let content: Vec<String> = said.content.iter().map(|piece| words(piece.start, piece.end)).collect();
        (speaker, content.join(" … "))
    };
    found.attributions.iter().map(attribution).collect()
}

#[track_caller]
fn check(rows: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in rows {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(who, what)| ((*who).to_owned(), (*what).to_owned())).collect();
        assert_eq!(said(text), expected, "{text}");
    }
}

#[test]
fn what_was_asked_is_nobodys_answer() {
    check(&[
        ("When asked about the delay, Keller replied, “Soon.”", &[("Keller", "“Soon.”")]),
        ("Asked about the delay, Keller said: “Soon.”", &[("Keller", "“Soon.”")]),
        (
            "Asked whether she would resign, Rachel Reed said: “No, I will not resign.”",
            &[("Rachel Reed", "“No, I will not resign.”")],
        ),
    ]);
}

#[test]
fn who_passes_on_what_somebody_said_did_not_say_it() {
    check(&[(
        "“We don't see any readiness for talks,” Petrov said, according to the Tass news agency.",
        &[("Petrov", "“We don't see any readiness for talks,”")],
    )]);
}

#[test]
fn who_is_said_to_have_reported_did_not_say_it() {
    check(&[(
        "As Helen Marsh reported, John Keller told Page that he would do a “much better job” next year.",
        &[("John Keller", "he would do a “much better job” next year")],
    )]);
}

#[test]
fn a_person_is_named_by_his_name_wherever_in_the_mention_it_stands() {
    let name = |text: &str| {
        let found = annotate(text, &Context { language: Some("en"), blocks: &[] });
        found.quotes[0].speaker.as_ref().and_then(|speaker| speaker.name.clone()).unwrap_or_default()
    };
    for (text, expected) in [
        ("Head of financial reporting Richard Marsh said they “will want to see a return”.", "Richard Marsh"),
        ("“This is the least oil we have seen,” said ODAA head Jane Keller at a briefing.", "Jane Keller"),
        ("“It is a tough year,” said Tom Marsh of the liberal National Committee for Harbours.", "Tom Marsh"),
        ("District 12 District Attorney Janice Keller called the ruling “a disgrace.”", "Janice Keller"),
        (
            "“It was a promise,” said James Keller Jr., the grandson of a mayor and committee member.",
            "James Keller Jr.",
        ),
        ("“The work is done,” Veritel CIO Shaygan Khera said.", "Shaygan Khera"),
    ] {
        assert_eq!(name(text), expected, "{text}");
    }
}

#[test]
fn what_is_said_begins_and_ends_where_it_does() {
    check(&[
        (
            "According to Maria Sanchez, the shelter's director, more than 200 people were turned away.",
            &[("Maria Sanchez", "more than 200 people were turned away")],
        ),
        ("Sales fell 3.5%, the company said.", &[("the company", "Sales fell 3.5%")]),
        (
            "The officer said he feared for his life, court records show.",
            &[("The officer", "he feared for his life")],
        ),
        (
            "The bridge is safe, Holt said, but it will need repairs.",
            &[("Holt", "The bridge is safe … but it will need repairs")],
        ),
        ("Bob Ray, who was asked to resign, said he would fight.", &[("Bob Ray", "he would fight")]),
    ]);
}

#[test]
fn titles_of_works_are_said_by_nobody() {
    check(&[
        (
            "“Harbour” director Greta Holm said she was thrilled.",
            &[("director Greta Holm", "she was thrilled")],
        ),
        ("“Never,” chairman Jo Holt said.", &[("chairman Jo Holt", "“Never,”")]),
        ("Dolly Park, 78, has written 3,000 songs, including “Jolene” and “I Will Always Love You.”", &[]),
    ]);
}

#[test]
fn a_word_that_begins_a_sentence_is_not_therefore_a_name() {
    let speakers = |text: &str| {
        let found = annotate(text, &Context { language: Some("en"), blocks: &[] });
        found.speakers.iter().map(|speaker| speaker.name.clone()).collect::<Vec<String>>()
    };
    for (text, expected) in [
        ("We've called it “a mess” before, and we will again.", vec![]),
        ("Eventually “the cards” were printed, and he’d asked for them.", vec![]),
        ("Coast-based developer Ammar Keller wrote that “the hole is old.”", vec!["Ammar Keller"]),
        ("Boeing said it was “ready to talk.”", vec!["Boeing"]),
        ("Fleming, the coach, said, “We are ready.”", vec!["Fleming"]),
        ("Reilly, 45, said: “We are ready.”", vec!["Reilly"]),
        ("Beijing has long said it is “ready to talk.”", vec!["Beijing"]),
        ("“We have lost,” Manning said.", vec!["Manning"]),
    ] {
        assert_eq!(speakers(text), expected, "{text}");
    }
}

#[test]
fn who_is_described_with_an_and_is_one_person() {
    let name = |text: &str| {
        let found = annotate(text, &Context { language: Some("en"), blocks: &[] });
        found.quotes[0].speaker.as_ref().and_then(|speaker| speaker.name.clone()).unwrap_or_default()
    };
    for (text, expected) in [
        (
            "“It will not hold,” said Mr. Reeves, a senior fellow at the Center for Harbours and Rivers.",
            "Reeves",
        ),
        ("“It will change,” Samir Amat, vice president of Boats at Coast and River, wrote.", "Samir Amat"),
    ] {
        assert_eq!(name(text), expected, "{text}");
    }
}
