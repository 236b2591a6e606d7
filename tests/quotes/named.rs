//! Speakers as newsrooms introduce them: who they are and then their name, by a comma, "of" or a colon. All sentences are
//! our own; each row is a language, a text, and the names of whoever says something in it, in order.

use copydesk::quotes::{Context, annotate};

fn speakers(language: &str, text: &str) -> Vec<String> {
    let found = annotate(text, &Context { language: Some(language), blocks: &[] });
    let name = |said: &copydesk::article::Attribution| {
        said.speaker.as_ref().and_then(|speaker| speaker.name.clone().or_else(|| speaker.mention.clone()))
    };
    found.attributions.iter().map(|said| name(said).unwrap_or_else(|| "?".to_owned())).collect()
}

#[track_caller]
pub fn check(rows: &[(&str, &str, &[&str])]) {
    for (language, text, expected) in rows {
        assert_eq!(speakers(language, text), *expected, "{language}: {text}");
    }
}

#[test]
fn a_name_between_commas_is_that_of_the_office_before_it() {
    check(&[
        ("en", "The mayor, Tom Kessler, said: “The roads are safe.”", &["Tom Kessler"]),
        ("en", "“The roads are safe,” said the mayor, Tom Kessler.", &["Tom Kessler"]),
        ("en", "“We miss her every day,” said the woman's aunt, Teresa Boone.", &["Teresa Boone"]),
        ("en", "The school's principal, Maria Gomez, said: “The children are safe.”", &["Maria Gomez"]),
        (
            "en",
            "A spokesperson for the department, Luis Navarro, said the inquiry “was continuing”.",
            &["Luis Navarro"],
        ),
        ("es", "El ministro de Defensa, Pedro Ruiz, aseguró que España «está preparada».", &["Pedro Ruiz"]),
        (
            "fr",
            "La maire de Paris, Claire Dumont, a déclaré que la ville était « prête ».",
            &["Claire Dumont"],
        ),
        ("it", "Il sindaco di Milano, Paolo Neri, ha detto che la città è «pronta».", &["Paolo Neri"]),
        ("it", "Il ministro dell'Economia, Paolo Neri, ha spiegato: «I conti tornano».", &["Paolo Neri"]),
        ("pt", "O prefeito de São Paulo, Carlos Nunes, disse que a cidade está “pronta”.", &["Carlos Nunes"]),
        ("en", "The head of Marks & Spencer, Paul Neri, said: “We are ready.”", &["Paul Neri"]),
        ("en", "Marks & Spencer said: “We are ready.”", &["Marks & Spencer"]),
        ("pt", "A presidente da Câmara, Ana Lopes, disse que a situação é “insustentável”.", &["Ana Lopes"]),
        ("nl", "De burgemeester van Utrecht, Jan Visser, zei dat de stad ‘klaar’ was.", &["Jan Visser"]),
        ("de", "Der Chef der Deutschen Bank, Jan Visser, sagte, die Zahlen seien „solide“.", &["Jan Visser"]),
    ]);
}

#[test]
fn a_source_may_be_named_behind_its_office_too() {
    check(&[
        ("en", "According to the mayor, Tom Kessler, the water is “safe”.", &["Tom Kessler"]),
        ("es", "Según el alcalde, Pedro Ruiz, el agua es «segura».", &["Pedro Ruiz"]),
        ("fr", "Selon le maire de la ville, Paul Rossi, l'eau est « potable ».", &["Paul Rossi"]),
        ("it", "Secondo il presidente dell'Inps, Paolo Neri, i conti sono «in ordine».", &["Paolo Neri"]),
        ("pt", "Segundo o diretor da escola, Carlos Nunes, a água é “segura”.", &["Carlos Nunes"]),
        ("nl", "Volgens de burgemeester, Jan Visser, is het water ‘veilig’.", &["Jan Visser"]),
        ("de", "Nach Angaben des Bürgermeisters, Horst Weber, ist das Wasser „sicher“.", &["Horst Weber"]),
    ]);
}

#[test]
fn what_somebody_is_head_of_is_no_part_of_the_name() {
    check(&[
        ("en", "Bank of England governor Andrew Hill said: “Rates will fall.”", &["Andrew Hill"]),
        ("en", "University of Michigan economist Paul Reed said: “Prices will fall.”", &["Paul Reed"]),
        ("en", "Leeds United striker Tom Hall said: “We must win now.”", &["Tom Hall"]),
        ("en", "Labour MP Dan Hill said: “We must act now.”", &["Dan Hill"]),
        ("en", "Queensland Premier Jodie Walsh said: “We must act now.”", &["Jodie Walsh"]),
        ("it", "«È vero», ha detto il sindaco di Milano Luca Bassi.", &["Luca Bassi"]),
        ("fr", "« C'est vrai », a déclaré le président de la région Marc Duval.", &["Marc Duval"]),
        ("en", "In a statement, the Department of Health said: “We are aware.”", &["Department of Health"]),
    ]);
}

#[test]
fn a_list_after_an_office_is_no_name() {
    check(&[
        (
            "en",
            "“We will pay,” said the president, Congress and the courts.",
            &["the president, Congress and the courts"],
        ),
        ("en", "“We will pay,” said the owner, who was once a nurse.", &["the owner, who was once a nurse"]),
    ]);
}

#[test]
fn a_dateline_speaks_as_little_as_a_place_does() {
    check(&[
        (
            "en",
            "CHENNAI: Actor Arvind Rao on Tuesday apologised, saying he was “truly sorry”.",
            &["Arvind Rao"],
        ),
        ("en", "Mills: “We go on.”", &["Mills"]),
    ]);
}

#[test]
fn a_family_name_that_stands_first_is_the_whole_persons() {
    check(&[(
        "en",
        "President Xi Jinping said the visit was “a success.” “We are friends,” Xi said.",
        &["Xi Jinping", "Xi Jinping"],
    )]);
}

#[test]
fn the_subject_of_a_sentence_is_whom_the_next_pronoun_means() {
    check(&[(
        "en",
        "“We lost,” Mark Dunn said. Paul Reed agreed. “It was awful,” he said.",
        &["Mark Dunn", "Paul Reed"],
    )]);
    check(&[(
        "en",
        "The team of Kwame Boateng lost. “We deserved it,” coach Mark Dunn said.\n\nBoateng agreed. “I was tired,” he \
         said.",
        &["Mark Dunn", "Kwame Boateng"],
    )]);
}

#[test]
fn who_passes_words_on_did_not_say_them() {
    let relayed = |text: &str| {
        let found = annotate(text, &Context { language: Some("en"), blocks: &[] });
        let [said] = found.attributions.as_slice() else { panic!("{:#?}", found.attributions) };
        let name =
            |speaker: &Option<copydesk::article::Speaker>| speaker.as_ref().and_then(|by| by.mention.clone());
        (name(&said.speaker), name(&said.relayed_by))
    };
    let of = |speaker: &str, relay: &str| (Some(speaker.to_owned()), Some(relay.to_owned()));
    assert_eq!(
        relayed("The newspaper quoted Mayor Tom Kessler as saying, “We will win.”"),
        of("Mayor Tom Kessler", "The newspaper")
    );
    assert_eq!(
        relayed("According to police, Dunn told officers, “I didn't mean to hurt her.”"),
        of("Dunn", "police")
    );
    assert_eq!(
        relayed("“I snapped,” Mark Dunn told officers, according to the affidavit."),
        of("Mark Dunn", "the affidavit")
    );
}

#[test]
fn what_says_who_speaks_inside_the_marks_is_no_speech() {
    let text = |language: &str, text: &str| {
        let found = annotate(text, &Context { language: Some(language), blocks: &[] });
        let [quote] = found.quotes.as_slice() else { panic!("{:#?}", found.quotes) };
        (quote.text.clone(), quote.speaker.as_ref().and_then(|speaker| speaker.name.clone()))
    };
    let by = |words: &str, name: &str| (words.to_owned(), Some(name.to_owned()));
    assert_eq!(
        text("fr", "« On attend, explique Luc Morel, maire de Dreux. Et on espère. »"),
        by("On attend Et on espère.", "Luc Morel")
    );
    assert_eq!(
        text("fr", "« On part, explique Jean Morel, et on ne revient pas. »"),
        by("On part et on ne revient pas.", "Jean Morel")
    );
    assert_eq!(
        text("it", "\"Siamo pronti - dice il sindaco Luca Bassi - e lo dimostreremo\"."),
        by("Siamo pronti e lo dimostreremo", "Luca Bassi")
    );
}

#[test]
fn a_partys_letters_and_a_clause_behind_name_the_source_too() {
    check(&[
        ("de", "Laut Innenministerin Nadja Faber (SPD) ist die Gefahr groß.", &["Nadja Faber"]),
        ("de", "Drei Menschen starben, wie die Feuerwehr mitteilte.", &["die Feuerwehr"]),
        ("de", "Die Stadt will bauen, wie eine Sprecherin am Dienstag mitteilte.", &["eine Sprecherin"]),
        (
            "fr",
            "« On a joué avec le cœur, s'est réjoui Kylian Morel. Maintenant il faut récupérer. »",
            &["Kylian Morel"],
        ),
        ("en", "Sen. Maria Cant, D-Wash., said Tuesday that the bill would not pass.", &["Maria Cant"]),
        ("en", "Labour’s Jess Hill hit back: “That is rubbish.”", &["Jess Hill"]),
    ]);
}
