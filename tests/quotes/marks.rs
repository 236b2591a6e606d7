//! What is a quotation and what is not.

use super::{quotes, read};

/// The quoted words, without speakers.
fn quoted(text: &str) -> Vec<String> {
    read("en", text).quotes.into_iter().map(|quote| quote.text).collect()
}

#[test]
fn apostrophes_decades_and_inches_are_no_quotes() {
    for text in [
        "Don’t say it’s the soldiers’ fault; they didn't.",
        "It was the ’90s, the '80s and rock 'n' roll.",
        "He is 6'3\" tall and owns a 27\" screen.",
        "L’homme qu’il a vu, c’est l’ami d’Anne.",
        "Get ’em while they're hot, 'cause they won't last.",
    ] {
        assert_eq!(quoted(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn straight_and_curly_marks_may_be_mixed() {
    assert_eq!(quoted("“One\" and \"two” and \"three\" and “four”."), ["One", "two", "three", "four"]);
}

#[test]
fn a_quotation_inside_a_quotation_is_the_outer_ones() {
    assert_eq!(quoted("“She said ‘no’ to me,” he said."), ["She said ‘no’ to me,"]);
    assert_eq!(quoted("‘She said “no” to me,’ he said."), ["She said “no” to me,"]);
    assert_eq!(quoted("« Il a dit « non » deux fois », dit-il."), ["Il a dit « non » deux fois"]);
}

#[test]
fn single_marks_quote_where_the_style_uses_them() {
    assert_eq!(
        quotes("en", "‘I won’t go,’ said Ann Lee, the soldiers’ aunt."),
        ["direct | Ann Lee | said | I won’t go,"]
    );
    assert_eq!(
        quotes("en", "He said: 'We can't stop now,' and left."),
        ["direct | He = ? | said | We can't stop now,"]
    );
}

#[test]
fn a_quotation_over_paragraphs_is_one_quote() {
    let text =
        "“It is far from over,” said Ann Lee. “We go on\n\n“as we have always done.\n\n“Nobody stops us.”";
    assert_eq!(
        quotes("en", text),
        [
            "direct | Ann Lee | said | It is far from over,",
            "direct | Ann Lee | said | We go on … as we have always done. … Nobody stops us.",
        ]
    );
    assert!(read("en", text).warnings.is_empty());
}

#[test]
fn a_mark_never_closed_ends_with_its_paragraph_and_warns() {
    let found = read("en", "“We have won, said Ann Lee.\n\nNobody cheered.");
    assert_eq!(found.quotes.len(), 1);
    assert_eq!(found.quotes[0].text, "We have won, said Ann Lee.");
    assert_eq!(found.warnings.len(), 1);
    assert_eq!(found.warnings[0].code, "unbalanced-quote");
}

#[test]
fn a_second_opening_mark_ends_the_quotation_before_it() {
    let found = read("en", "“We have won, she said. “It is good,” he said.");
    assert_eq!(found.quotes.len(), 2);
    assert_eq!(found.quotes[1].text, "It is good,");
}

#[test]
fn code_holds_no_quotes() {
    use copydesk::article::{Block, BlockKind};
    let text = "He wrote it.\n\nprint(\"hello there, world\")\n\n“It runs,” said Ann Lee.";
    let block = |kind, start, end| Block { kind, start, end, level: None, number: None, marks: Vec::new() };
    let blocks = [
        block(BlockKind::Paragraph, 0, 12),
        block(BlockKind::Code, 14, 41),
        block(BlockKind::Paragraph, 43, 67),
    ];
    let context = copydesk::quotes::Context { language: Some("en"), blocks: &blocks };
    let found = copydesk::quotes::annotate(text, &context);
    assert_eq!(found.quotes.len(), 1);
    assert_eq!(found.quotes[0].text, "It runs,");
}

/// The marks of twenty-four languages around their own words; nothing else of the sentence is quoted.
#[test]
fn marks_of_many_languages_are_known() {
    for (language, text, words) in [
        ("en", "The sign read “Closed for good” today.", "Closed for good"),
        ("de", "Am Tor stand „Heute geschlossen“ zu lesen.", "Heute geschlossen"),
        ("de", "Am Tor stand »Heute geschlossen« zu lesen.", "Heute geschlossen"),
        ("fr", "On lisait « Fermé pour travaux » à la porte.", "Fermé pour travaux"),
        ("es", "El cartel decía «Cerrado por obras» ayer.", "Cerrado por obras"),
        ("it", "Il cartello diceva «Chiuso per lavori» ieri.", "Chiuso per lavori"),
        ("pt", "O cartaz dizia “Fechado para obras” ontem.", "Fechado para obras"),
        ("nl", "Op het bord stond „Wegens werk dicht” gisteren.", "Wegens werk dicht"),
        ("sv", "På skylten stod ”Stängt för idag” i går.", "Stängt för idag"),
        ("fi", "Kyltissä luki ”Suljettu tänään” eilen.", "Suljettu tänään"),
        ("da", "På skiltet stod »Lukket i dag« i går.", "Lukket i dag"),
        ("no", "På skiltet sto «Stengt i dag» i går.", "Stengt i dag"),
        ("pl", "Na tablicy było „Dziś nieczynne” wczoraj.", "Dziś nieczynne"),
        ("cs", "Na ceduli bylo „Dnes zavřeno“ včera.", "Dnes zavřeno"),
        ("hu", "A táblán „Ma zárva vagyunk” állt.", "Ma zárva vagyunk"),
        ("ro", "Pe tablă scria „Azi este închis” ieri.", "Azi este închis"),
        ("bg", "На табелата пишеше „Днес е затворено“ вчера.", "Днес е затворено"),
        ("hr", "Na ploči je pisalo „Danas zatvoreno” jučer.", "Danas zatvoreno"),
        ("ru", "На двери было «Сегодня закрыто» вчера.", "Сегодня закрыто"),
        ("uk", "На дверях було «Сьогодні зачинено» вчора.", "Сьогодні зачинено"),
        ("el", "Η πινακίδα έγραφε «Κλειστά σήμερα» χθες.", "Κλειστά σήμερα"),
        ("tr", "Tabelada “Bugün kapalıyız” yazıyordu.", "Bugün kapalıyız"),
        ("ar", "كُتب على الباب «مغلق اليوم» أمس.", "مغلق اليوم"),
        ("he", "על השלט נכתב ”סגור היום“ אתמול.", "סגור היום"),
        ("zh", "牌子上写着“今天休息”两天了。", "今天休息"),
        ("zh", "牌子上寫著「今天休息」兩天了。", "今天休息"),
        ("ja", "看板には『本日休業』とある。", "本日休業"),
        ("ko", "문에 ‘오늘은 쉽니다’ 또는 “오늘은 쉽니다” 라고", "오늘은 쉽니다"),
    ] {
        let all: Vec<String> = read(language, text).quotes.into_iter().map(|quote| quote.text).collect();
        assert!(!all.is_empty() && all.iter().all(|quote| quote == words), "{language}: {all:?} in {text}");
    }
}

#[test]
fn marks_of_right_to_left_text_and_joiners_inside_words_stay_where_they_are() {
    let text = "\u{202b}قال الوزير: «نعم\u{200d}، سنعود»\u{202c} ثم غادر.";
    let found = read("ar", text);
    assert_eq!(found.quotes[0].text, "نعم\u{200d}، سنعود");
    let text = "She wrote “👩\u{200d}👩\u{200d}👧 is us” on the wall.";
    assert_eq!(quoted(text), ["👩\u{200d}👩\u{200d}👧 is us"]);
}
