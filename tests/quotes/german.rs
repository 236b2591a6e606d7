//! How German news reports speech. All sentences are our own.

use super::{indirect, quotes, read};

/// The speakers' names of all attributions, in order.
fn names(text: &str) -> Vec<String> {
    let said = read("de", text).attributions.into_iter();
    said.map(|said| said.speaker.and_then(|speaker| speaker.name).unwrap_or_default()).collect()
}

#[test]
fn what_somebody_is_stands_in_the_role() {
    for (text, name, role) in [
        ("„Das Boot ist dicht“, sagte Fährmann Gerd Hollmann.", "Gerd Hollmann", "Fährmann"),
        ("„Der Etat steht“, sagte Baudezernentin Ulrike Thamm.", "Ulrike Thamm", "Baudezernentin"),
        ("„Das Holz lebt“, sagte Orgelbauer Anton Wieland.", "Anton Wieland", "Orgelbauer"),
        ("„Wir warten noch“, sagte Arzt und Forscher Andreas Kolb.", "Andreas Kolb", "Arzt und Forscher"),
    ] {
        let found = read("de", text);
        let speaker = found.quotes[0].speaker.clone().unwrap();
        assert_eq!((speaker.name.as_deref(), speaker.role.as_deref()), (Some(name), Some(role)), "{text}");
    }
}

#[test]
fn a_russian_role_is_no_part_of_the_name() {
    let found = read("ru", "«Мост закрыт», — сказала водитель Тамара Беляева.");
    assert_eq!(found.quotes[0].speaker.as_ref().unwrap().name.as_deref(), Some("Тамара Беляева"));
}

#[test]
fn verbs_of_many_meanings_report_only_with_their_prefix_or_a_clause() {
    for text in [
        "Momente der Stille gibt es immer wieder.",
        "Der Torwart hält den Rekord seit neun Jahren.",
        "Zwei Tage später stellt sich die Lage anders dar.",
        "Im Finale warf Oxbow die Gäste aus dem Turnier.",
        "Am Abend zog der Verein in die neue Halle.",
    ] {
        assert_eq!(indirect("de", text), [] as [String; 0], "{text}");
    }
    assert_eq!(
        indirect("de", "Die Werft gab bekannt, dass sie zwei Docks schließt."),
        ["Die Werft = ? | gab bekannt | dass sie zwei Docks schließt"]
    );
    assert_eq!(
        indirect("de", "Die Reederin wies die Vorwürfe zurück."),
        ["Die Reederin = ? | wies | die Vorwürfe zurück"]
    );
}

#[test]
fn the_subject_of_a_participle_stands_by_its_auxiliary() {
    assert_eq!(
        indirect(
            "de",
            "Im Frühjahr hatte Hafenchefin Ines Duarte dem Kurier gesagt, dass die Kräne bleiben."
        ),
        ["Hafenchefin Ines Duarte = Ines Duarte | gesagt | dass die Kräne bleiben"]
    );
    assert_eq!(
        indirect("de", "Das Gesetz wird von den Fischern erwartet, die neue Netze brauchen."),
        [] as [String; 0]
    );
}

#[test]
fn a_pronoun_behind_the_verb_is_its_subject() {
    let text = "Ines Duarte leitet den Hafen. Zur Zukunft der Kräne sagte sie, dass nichts entschieden sei.";
    assert_eq!(names(text), ["Ines Duarte"]);
}

#[test]
fn an_office_means_the_one_person_who_holds_it() {
    let text =
        "Der Leseforscher Anton Wieland untersucht Kinderbücher. „Sie lesen langsamer“, sagt der Forscher.";
    assert_eq!(names(text), ["Anton Wieland"]);
    let two = "Der Forscher Anton Wieland und der Forscher Gerd Hollmann streiten. „Sie lesen langsamer“, sagt der \
               Forscher.";
    assert_eq!(names(two), [""]);
}

#[test]
fn speech_goes_on_in_the_subjunctive() {
    let text = "Der Deich werde halten, sagte Karin Lüth. Man habe ihn zweimal geprüft. Der Regen ließ am Abend nach.";
    assert_eq!(names(text), ["Karin Lüth", "Karin Lüth"]);
}

#[test]
fn names_do_not_swallow_the_word_or_the_place_beside_them() {
    let text = "„Das reicht nicht“, sagt Simone Kolb von der Stiftung Warenkunde. Wovor Kolb warnt: „Die Stecker werden heiß \
                und brennen durch.“";
    assert_eq!(names(text), ["Simone Kolb", "Simone Kolb"]);
    assert_eq!(
        quotes("de", "„Wir prüfen das“, sagte Ursula von der Heide.")[0],
        "direct | Ursula von der Heide | sagte | Wir prüfen das"
    );
}

#[test]
fn the_name_between_commas_is_the_speaker_and_no_inversion() {
    let text =
        "Der Präsident des Ruderverbands, Nicolás Ruiz, wirft den Vereinen vor, zu spät gemeldet zu haben.";
    assert_eq!(names(text), ["Nicolás Ruiz"]);
}

#[test]
fn a_quotation_without_a_cue_is_whoever_the_text_is_about() {
    let text = "Karin Lüth hat den Deich neunmal abgelaufen. „Er hält besser, als wir alle gedacht haben.“";
    assert_eq!(names(text), ["Karin Lüth"]);
}

#[test]
fn time_and_place_may_part_the_cue_from_a_clause_without_a_conjunction() {
    for (text, expected) in [
        (
            "Uhlmann sagte am Montag in Pirna, man habe zwölf Menschen aufgegriffen.",
            "Uhlmann | sagte | man habe zwölf Menschen aufgegriffen",
        ),
        ("Lamm sagte dem „Tagesboten“, er habe Angst gehabt.", "Lamm | sagte | er habe Angst gehabt"),
        ("Gegenüber der „Post“ sagte Lamm, er habe Angst gehabt.", "Lamm | sagte | er habe Angst gehabt"),
        (
            "Die Behörde teilte am Abend mit, der Fahrer sei außer Gefahr.",
            "Die Behörde = ? | teilte | der Fahrer sei außer Gefahr",
        ),
        (
            "Der Verband kündigte an, vor Gericht zu ziehen.",
            "Der Verband = ? | kündigte | vor Gericht zu ziehen",
        ),
        (
            "Der Minister zeigte sich zuversichtlich, dass die Brücke hält.",
            "Der Minister = ? | zeigte sich zuversichtlich | dass die Brücke hält",
        ),
    ] {
        assert_eq!(indirect("de", text), [expected], "{text}");
    }
    assert_eq!(
        indirect("de", "Uhlmann sprach am Montag mit dem Wirt, der den Hof betreibt."),
        [] as [String; 0]
    );
}

#[test]
fn a_sentence_may_open_with_its_source() {
    for (text, expected) in [
        (
            "Wie die Polizei mitteilte, sei der Fahrer flüchtig.",
            "die Polizei = ? | mitteilte | sei der Fahrer flüchtig",
        ),
        (
            "Wie aus einem Schreiben der Werft hervorgeht, werden zwei Docks geschlossen.",
            "einem Schreiben der Werft = ? | hervorgeht | werden zwei Docks geschlossen",
        ),
        (
            "Nach Polizeiangaben waren zwölf Menschen an Bord.",
            "Polizeiangaben | Nach | waren zwölf Menschen an Bord",
        ),
        (
            "Nach Worten von Ines Duarte ist die Lage ernst.",
            "Ines Duarte | Nach Worten von | ist die Lage ernst",
        ),
        (
            "Er habe nichts gewusst, so der Angeklagte vor Gericht.",
            "der Angeklagte = ? | so | Er habe nichts gewusst",
        ),
        (
            "Sie gehe davon aus, dass es hält, so Behrens weiter.",
            "Behrens | so | Sie gehe davon aus, dass es hält",
        ),
        (
            "Erstens, so das Gericht, müsse ein Bezug bestehen.",
            "das Gericht = ? | so | Erstens … müsse ein Bezug bestehen",
        ),
    ] {
        assert_eq!(indirect("de", text), [expected], "{text}");
    }
}

#[test]
fn a_speaker_may_be_named_in_quotation_marks() {
    for (text, expected) in [
        (
            "Laut „Tageskurier“ hatte sie eine führende Rolle.",
            "„Tageskurier“ = ? | Laut | hatte sie eine führende Rolle",
        ),
        (
            "Wie der „Kurier“ unter Berufung auf Ermittler schreibt, fehlen zwei Waffen.",
            "der „Kurier“ = ? | schreibt | fehlen zwei Waffen",
        ),
        (
            "Der „Kurier“ berichtete, dass die Kräne verkauft werden.",
            "Der „Kurier“ = ? | berichtete | dass die Kräne verkauft werden",
        ),
        (
            "Spione müssten ausgewiesen werden, forderte die Partei „Die Mitte“.",
            "die Partei „Die Mitte“ = ? | forderte | Spione müssten ausgewiesen werden",
        ),
    ] {
        assert_eq!(indirect("de", text), [expected], "{text}");
    }
}

#[test]
fn the_name_follows_an_office_that_is_long() {
    for (text, name, role) in [
        (
            "„Wir gehen“, sagte der Fraktionsvorsitzende der Grünen im Landtag, Mathias Wagner.",
            "Mathias Wagner",
            "Fraktionsvorsitzende der Grünen im Landtag",
        ),
        (
            "Der Sprecher der Bundespolizei in Pirna, Holger Uhlmann, sagte: „Wir gehen bald nach Hause.“",
            "Holger Uhlmann",
            "Sprecher der Bundespolizei in Pirna",
        ),
        (
            "„Wir gehen“, erklärte der Trainer von Eintracht Hafen, Jan Kruse.",
            "Jan Kruse",
            "Trainer von Eintracht Hafen",
        ),
    ] {
        let found = read("de", text);
        let speaker = found.quotes[0].speaker.clone().unwrap();
        assert_eq!((speaker.name.as_deref(), speaker.role.as_deref()), (Some(name), Some(role)), "{text}");
    }
}

#[test]
fn what_stands_first_may_be_the_object() {
    let text = "Als Beispiel nennt der Wirt die „Nebenprodukte“ des Schlachtens.";
    assert_eq!(quotes("de", text), ["mixed | der Wirt = ? | nennt | Nebenprodukte"]);
    let text = "Jan Kruse führt den Betrieb. Vor der Zukunft hat er keine Angst. „Aber die großen Betriebe haben Vorteile.“";
    assert_eq!(names(text), ["Jan Kruse"]);
}

#[test]
fn an_object_behind_a_name_is_no_part_of_it() {
    let text = "Die Regierung will nach Angaben ihres Sprechers Horst Kamp den Ausbau.\n\nKamp sagte, der Plan sei gut.";
    assert_eq!(names(text), ["Horst Kamp", "Horst Kamp"]);
}
