//! Speakers told by layout: talks, block quotations, posts, pull quotes. All sentences are our own.

use copydesk::Extractor;
use copydesk::article::{Article, Quote, QuoteKind, SpeakerKind};
use copydesk::quotes::{Basis, Naming};

use super::{quotes, read};

/// The article of a page whose body is `body` between two paragraphs of plain news.
fn article(body: &str) -> Article {
    let plain = "<p>The harbour council met for three hours on Monday, and the rain did not stop until the last boat had \
                 left the pier for the islands in the north.</p>";
    let page = format!(
        "<html lang=en><head><title>Harbour council meets</title></head><body><article><h1>Harbour council meets</h1>\
         {plain}{body}{plain}</article></body></html>"
    );
    Extractor::new().extract(&page, "https://example.com/harbour").unwrap()
}

fn said(quote: &Quote) -> (String, &str) {
    let speaker = quote.speaker.as_ref();
    let name = speaker.and_then(|speaker| speaker.name.clone().or(speaker.mention.clone()));
    (name.unwrap_or_default(), &quote.text)
}

#[test]
fn a_transcript_gives_each_turn_to_its_label() {
    let text = "On Sunday the two of them, Ada Mills and Tom Reyes, met for their last debate.\n\nMILLS: I have read the budget, and you have \
                not.\n\nREYES: We read it “twice,” as I told you.\n\nMILLS: Then why do you ask?\n\nIt goes on from here \
                for another page.\n\nREYES: Because nobody answers.\n\nThe debate ended at nine.";
    assert_eq!(
        quotes("en", text),
        [
            "direct | MILLS = Ada Mills | : | I have read the budget, and you have not.",
            "direct | REYES = Tom Reyes | : | We read it “twice,” as I told you.",
            "direct | MILLS = Ada Mills | : | Then why do you ask? … It goes on from here for another page.",
            "direct | REYES = Tom Reyes | : | Because nobody answers.",
        ]
    );
    let found = read("en", text);
    assert!(
        found.reasons.iter().all(|reason| reason.basis == Basis::Label && reason.naming == Naming::Fuller)
    );
}

#[test]
fn a_talk_quoted_as_a_whole_keeps_its_speakers() {
    let text = "Ada Mills and Tom Reyes met on Sunday. Partial transcript:\n\n“MILLS: I have read the budget, and you have \
                not.\n\n“REYES: We read it twice, as I told you.\n\n“And then we voted.\n\n“MILLS: Then why do you \
                ask?\n\n“REYES: Because nobody answers.”\n\nFollow Lena Ortiz on the harbour channel.";
    assert_eq!(
        quotes("en", text),
        [
            "direct | MILLS = Ada Mills | : | I have read the budget, and you have not.",
            "direct | REYES = Tom Reyes | : | We read it twice, as I told you. … And then we voted.",
            "direct | MILLS = Ada Mills | : | Then why do you ask?",
            "direct | REYES = Tom Reyes | : | Because nobody answers.",
        ]
    );
    let straight = text.replace(['“', '”'], "\"");
    assert_eq!(quotes("en", &straight), quotes("en", text));
}

#[test]
fn a_turn_that_looks_like_a_signed_post_is_one_quote() {
    let text =
        "\"MILLS: Do you listen?\n\n\"REYES: (@tom) — Tom (@tom) was there with me.\n\n\"MILLS: Were you?";
    let found = read("en", text);
    assert!(found.quotes.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", found.quotes);
    assert_eq!(found.quotes.len(), 3);
}

#[test]
fn a_line_of_marks_alone_goes_on_with_no_turn() {
    let text = "\"MILLS: Do you listen?\n\n\"\"\"\"\n\n\"REYES: We did.\n\n\"MILLS: Were you there?";
    let found = read("en", text);
    let pieces: Vec<_> = found.attributions.iter().flat_map(|said| &said.content).collect();
    assert_eq!(pieces.len(), 3);
    assert!(pieces.iter().all(|piece| piece.start < piece.end), "{pieces:?}");
}

#[test]
fn who_answers_is_the_one_person_named_before_the_questions() {
    let text = "We spoke with Maria Santos, who keeps the light at the point.\n\nQ: When did you come here?\n\nA: In the \
                spring of 1998.\n\nQ: Do you ever leave?\n\nA: I go to town for bread.";
    let found = read("en", text);
    let names: Vec<_> =
        found.quotes.iter().map(|quote| quote.speaker.as_ref().unwrap().name.as_deref()).collect();
    assert_eq!(names, [None, Some("Maria Santos"), None, Some("Maria Santos")]);
    assert_eq!(found.reasons[1].naming, Naming::Asked);
}

#[test]
fn two_people_before_the_questions_leave_the_answers_unnamed() {
    let text = "Peter Lund and Maria Santos keep the light.\n\nQ: When did you come here?\n\nA: In the spring.\n\nQ: Do \
                you ever leave?\n\nA: I go to town for bread.";
    let found = read("en", text);
    assert!(found.quotes.iter().all(|quote| quote.speaker.as_ref().unwrap().name.is_none()));
}

#[test]
fn lists_with_colons_are_no_talk() {
    for text in [
        "PROS: Light, cheap, quiet.\n\nCONS: Small screen.\n\nPROS: Long battery.\n\nCONS: No stand.",
        "Price: 40 euros\n\nRating: four stars\n\nPrice: 60 euros\n\nRating: two stars",
        "UPDATE: The road is open.\n\nThe rain has stopped.\n\nUPDATE: The bridge is open.\n\nUPDATE: Trains run.",
    ] {
        assert_eq!(quotes("en", text), [] as [String; 0], "{text}");
    }
}

#[test]
fn bold_labels_open_turns() {
    let page = article(
        "<p><strong>Harbour Post</strong> Why do you paint boats?</p><p><strong>Ines Duarte:</strong> I never wanted to \
         paint people.</p><p><strong>Harbour Post</strong> And who buys them?</p><p><strong>Ines Duarte:</strong> My \
         mother does. We sell the rest by weight.</p>",
    );
    let all: Vec<_> = page.quotes.iter().map(said).collect();
    assert_eq!(
        all,
        [
            ("Harbour Post".to_owned(), "Why do you paint boats?"),
            ("Ines Duarte".to_owned(), "I never wanted to paint people."),
            ("Harbour Post".to_owned(), "And who buys them?"),
            ("Ines Duarte".to_owned(), "My mother does. We sell the rest by weight."),
        ]
    );
}

#[test]
fn a_block_quotation_is_its_sources_whom_cite_or_a_dash_names() {
    let page = article(
        "<blockquote><p>The pier was built for ships that no longer come to this coast.</p><p>We should say so before we spend \
         another million on it.</p><footer>— <cite>Ruth \
         Abel, harbour master</cite></footer></blockquote><p>Others see it differently, and they have said so in letters \
         to this newspaper all year.</p><blockquote>Nobody asked the fishermen.<br>— Karl Ott</blockquote>",
    );
    let [abel, ott] = page.quotes.as_slice() else { panic!("{:#?}", page.quotes) };
    assert_eq!(said(abel).0, "Ruth Abel");
    assert_eq!(abel.speaker.as_ref().unwrap().role.as_deref(), Some("harbour master"));
    assert_eq!(
        abel.text,
        "The pier was built for ships that no longer come to this coast. We should say so before we spend another million on it."
    );
    assert_eq!((abel.kind, abel.parts.len()), (QuoteKind::Direct, 2));
    assert_eq!(said(ott), ("Karl Ott".to_owned(), "Nobody asked the fishermen."));
}

#[test]
fn a_block_quotation_after_a_colon_is_the_announced_speakers() {
    let page = article(
        "<p>In a letter to the council, Ruth Abel wrote:</p><blockquote><p>The pier was built for ships that no longer come, \
         and it will not see the next winter.</p></blockquote>",
    );
    let [quote] = page.quotes.as_slice() else { panic!("{:#?}", page.quotes) };
    assert_eq!(said(quote).0, "Ruth Abel");
    assert!(quote.text.starts_with("The pier was built"));
}

#[test]
fn a_block_quotation_that_nobody_signs_is_read_like_any_text() {
    let page = article(
        "<blockquote><p>“The pier is old,” Ruth Abel told the council on Monday, and most of its members \
         agreed.</p></blockquote><blockquote><p>Boats leave at nine and at noon from the second \
         pier.</p></blockquote>",
    );
    let [quote] = page.quotes.as_slice() else { panic!("{:#?}", page.quotes) };
    assert_eq!(said(quote), ("Ruth Abel".to_owned(), "The pier is old,"));
}

#[test]
fn a_post_is_whose_account_stands_under_it() {
    let page = article(
        "<blockquote class=twitter-tweet><p>The last boat has left. Go home, everybody, and stay there until the wind \
         turns.</p>&mdash; Ruth Abel (@ruthabel) <a href='https://example.com/1'>November 3, 2025</a></blockquote>",
    );
    let [quote] = page.quotes.as_slice() else { panic!("{:#?}", page.quotes) };
    let speaker = quote.speaker.as_ref().unwrap();
    assert_eq!((speaker.name.as_deref(), speaker.kind), (Some("Ruth Abel"), SpeakerKind::Person));
    assert!(quote.text.ends_with("until the wind turns."));
    let plain = "The last boat has left. Go home. — Ruth Abel (@ruthabel) November 3, 2025";
    assert_eq!(quotes("en", plain), ["direct | Ruth Abel | — | The last boat has left. Go home."]);
}

#[test]
fn a_pull_quote_is_marked_and_counts_once() {
    let text = "“We are out of salt, and the road is ice from here to the pass,” said Ruth Abel, who runs the \
                depot.\n\n“the road is ice from here to the pass”\n\nKarl Ott drives the plough. He did not want to talk.";
    let found = read("en", text);
    let [first, pulled] = found.quotes.as_slice() else { panic!("{:#?}", found.quotes) };
    assert_eq!((first.repeats, pulled.repeats), (None, Some(0)));
    assert_eq!(said(pulled).0, "Ruth Abel");
    let [abel] = found.speakers.as_slice() else { panic!("{:#?}", found.speakers) };
    assert_eq!((abel.name.as_str(), abel.quotes, abel.words), ("Ruth Abel", 1, 15));
}

#[test]
fn speakers_are_summed_up_the_most_quoted_first() {
    let text = "Mayor Linda Park opened the bridge. The road stays closed, said Peter Novak, an engineer. “It took nine \
                years,” Park said. “We are proud of it.”";
    let found = read("en", text);
    let all: Vec<_> = found.speakers.iter().map(|one| (one.name.as_str(), one.quotes, one.words)).collect();
    assert_eq!(all, [("Linda Park", 2, 9), ("Peter Novak", 0, 0)]);
}
