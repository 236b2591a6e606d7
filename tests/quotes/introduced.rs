//! Speakers as agencies and local papers introduce them: datelines, ages, forms of address, offices of places, and the same
//! person by shorter names. All sentences are our own; each row is a language, a text, and the names (or, where there is none,
//! the mention) of whoever says something in it, in order.

use super::named::check;

#[test]
fn datelines_of_agencies_are_no_speech() {
    check(&[
        (
            "de",
            "Berlin (dpa) - Bundeskanzler Friedrich Merz hat die Reform verteidigt. „Das ist gut“, sagte Merz.",
            &["Friedrich Merz"],
        ),
        ("pt", "Lisboa (Lusa) - O ministro Luís Ruiz afirmou hoje que \"há calma\".", &["Luís Ruiz"]),
        ("fr", "Paris (AFP) - Le ministre Luc Morel a estimé mardi que c'était « fini ».", &["Luc Morel"]),
        (
            "fr",
            "BRUXELLES (Belga) \"La Belgique est prête\", a déclaré le ministre Luc Morel.",
            &["Luc Morel"],
        ),
        ("en", "(Reuters) - Boeing said on Wednesday it delivered 45 jets in October.", &["Boeing"]),
    ]);
}

#[test]
fn how_old_somebody_is_does_not_speak() {
    check(&[
        (
            "en",
            "David Hill, 45, of Mill Road, said: 'It's been three weeks since we saw him.'",
            &["David Hill"],
        ),
        ("en", "Jane Foster, 39, a nurse, said: 'It is bad and it is getting worse.'", &["Jane Foster"]),
        ("fr", "Paul Rossi, 38 ans, agriculteur à Dole, explique : « C'est dur. »", &["Paul Rossi"]),
        ("es", "Ana Ruiz, 45 años, de Lugo, dijo: \"No puedo más con esto\".", &["Ana Ruiz"]),
        ("it", "Anna Rossi, 45 anni, di Lodi, ha detto: «Non ne posso più».", &["Anna Rossi"]),
        ("pt", "Ana Lopes, 45 anos, de Braga, disse: “Não aguento mais”.", &["Ana Lopes"]),
        ("nl", "Anna Visser, 45, uit Breda, zei: ‘Ik kan niet meer.’", &["Anna Visser"]),
        ("es", "Ana Ruiz, 45 años, dijo: \"No puedo más con esto\".", &["Ana Ruiz"]),
    ]);
}

#[test]
fn offices_of_places_are_not_called_after_the_place() {
    check(&[
        (
            "fr",
            "La préfecture du Rhône a indiqué que la route était « fermée ».",
            &["La préfecture du Rhône"],
        ),
        ("fr", "« La route est fermée », a précisé le parquet de Nantes.", &["le parquet de Nantes"]),
        ("fr", "« C'est dur », a dit le défenseur de Lens Marc Duval.", &["Marc Duval"]),
    ]);
}

#[test]
fn whom_it_was_said_to_is_not_who_said_it() {
    check(&[
        ("fr", "« C'est dur », a confié à l'AFP Marie Lopez, 35 ans.", &["Marie Lopez"]),
        ("es", "\"Es duro\", dijo a Reuters Juan López.", &["Juan López"]),
        ("es", "\"Es duro\", contó a EFE María López.", &["María López"]),
        ("it", "«È dura», ha raccontato all'ANSA Maria Rossi.", &["Maria Rossi"]),
    ]);
}

#[test]
fn what_follows_a_source_is_no_role() {
    check(&[("es", "Según Díaz, el fraude supera los 300.000 euros y es \"enorme\".", &["Díaz"])]);
}

#[test]
fn one_person_by_several_names() {
    check(&[
        (
            "en",
            "“The roads are safe,” said Mayor Tom Kessler.\n\n“The water is clean,” said Kessler.",
            &["Tom Kessler", "Tom Kessler"],
        ),
        (
            "en",
            "\"It is bad,\" Sheriff Mark Dunn said Monday.\n\n\"It was worse,\" Dunn said.",
            &["Mark Dunn", "Mark Dunn"],
        ),
        (
            "en",
            "Kylie Brown, 30, was there with her brother Tom Brown. \"It was bad,\" Kylie said. \"I ran,\" Tom said.",
            &["Kylie Brown", "Tom Brown"],
        ),
        (
            "es",
            "El presidente Andrés Manuel López Obrador dijo: \"No hay crisis\". \"Vamos bien\", agregó López Obrador.",
            &["Andrés Manuel López Obrador", "Andrés Manuel López Obrador"],
        ),
        (
            "en",
            "DCI Laura Kent said: \"We are looking for him.\" DCI Kent added: \"He is dangerous.\"",
            &["Laura Kent", "Laura Kent"],
        ),
    ]);
}

#[test]
fn surnames_that_are_seasons_or_verbs_are_names() {
    check(&[
        (
            "en",
            "“The roads are safe,” said Mayor Tom Kessler.\n\n“The water is clean,” said Kessler.",
            &["Tom Kessler", "Tom Kessler"],
        ),
        ("de", "„Das ist gut“, sagte Uwe Sommer.", &["Uwe Sommer"]),
        (
            "en",
            "\"It is good,\" said Theresa May. \"It is very good,\" Mrs May said.",
            &["Theresa May", "Theresa May"],
        ),
    ]);
}

#[test]
fn relatives_of_somebody_have_names_of_their_own() {
    check(&[
        ("en", "Ms Brown's daughter, Kylie Brown, said: \"She was a lovely woman.\"", &["Kylie Brown"]),
        ("en", "Kylie's mother, Anna Hill, said: \"She was a lovely girl.\"", &["Anna Hill"]),
        ("en", "Her colleague Dr Tim Ward said: \"She was a lovely doctor.\"", &["Tim Ward"]),
    ]);
}
