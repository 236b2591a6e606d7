//! Who is meant where a name was given before: by an office, by where somebody is from, by a pronoun. All sentences are our own.

use super::named::check;

#[test]
fn an_office_is_whoever_was_said_to_hold_it() {
    check(&[
        ("en", "The mayor, Eric Dunn, spoke at noon. “Crime is down,” the mayor said.", &["Eric Dunn"]),
        ("en", "Marin Holt, the conductor, came late. “I was scared,” the conductor said.", &["Marin Holt"]),
        ("en", "Olympic champion Simone Hale said she was happy with the race.", &["Simone Hale"]),
        ("en", "A source close to Ann Lee spoke. “He is happy,” a second source said.", &["a second source"]),
    ]);
}

#[test]
fn where_somebody_is_from_is_no_name() {
    check(&[
        ("en", "Mohamed Nasser scored twice. “I am happy,” the Egyptian said.", &["the Egyptian"]),
        (
            "en",
            "Rep. Jim Holt (R-Ohio) spoke. “We will vote,” the Ohio Republican said.",
            &["the Ohio Republican"],
        ),
        ("en", "“We do not comment,” the Kremlin said.", &["Kremlin"]),
    ]);
}

#[test]
fn a_suffix_is_a_part_of_the_name_and_hides_no_surname() {
    check(&[
        (
            "en",
            "Robert F. Keller Jr. arrived late. “She's right about that,” Keller said.",
            &["Robert F. Keller Jr."],
        ),
        ("en", "John Lewis III runs a shop. “Business is slow here,” Lewis said.", &["John Lewis III"]),
    ]);
}

#[test]
fn a_pronoun_means_who_spoke_or_whom_the_sentence_before_is_about() {
    check(&[
        (
            "en",
            "Jane Roe, 40, of Leeds, said: “I was stunned by it.\n\n“It was terrifying for us.”\n\nShe added: “I’ll never go back \
             there.”",
            &["Jane Roe", "Jane Roe"],
        ),
        (
            "en",
            "“I am fine,” Maria Lopez said. Her daughter, Sofia, hugged her. “It is over, Mama,” she whispered.",
            &["Maria Lopez", "Sofia"],
        ),
    ]);
}
