//! Marks, cues, inversions and names language by language; all sentences are our own.

use super::{indirect, quotes};

#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    assert_eq!(quotes(language, text), expected, "{language}: {text}");
}

#[test]
fn english() {
    check(
        "en",
        "“We won,” said Ann Lee, who runs the shop.",
        &["direct | Ann Lee, who runs the shop = Ann Lee | said | We won,"],
    );
    check("en", "Lee told reporters: \"We won.\"", &["direct | Lee | told | We won."]);
    check(
        "en",
        "“We won,” Ann Lee said, “and we are glad.”",
        &["direct | Ann Lee | said | We won, … and we are glad."],
    );
    check(
        "en",
        "“We won,” said Ann Lee. “We all did.” Nobody cheered.",
        &["direct | Ann Lee | said | We won,", "direct | Ann Lee | said | We all did."],
    );
    check("en", "''We won,'' Mr. Lee said.", &["direct | Mr. Lee = Lee | said | We won,"]);
    check("en", "Lee called the plan “a very bad joke.”", &["mixed | Lee | called | a very bad joke."]);
    check(
        "en",
        "According to Ann Lee, it was “too late to act.”",
        &["mixed | Ann Lee | According to | too late to act."],
    );
    check("en", "Smith: “We go on.”", &["direct | Smith | : | We go on."]);
    check("en", "“We go on.” — Ann Lee", &["direct | Ann Lee | — | We go on."]);
}

#[test]
fn german() {
    check("de", "„Wir gehen“, sagte Angela Huber.", &["direct | Angela Huber | sagte | Wir gehen"]);
    check(
        "de",
        "»Nein«, sagte der Minister, »niemals.«",
        &["direct | der Minister = ? | sagte | Nein … niemals."],
    );
    check(
        "de",
        "CDU-Chef Uwe Klein nannte den Plan „völlig verfehlt“.",
        &["mixed | CDU-Chef Uwe Klein = Uwe Klein | nannte | völlig verfehlt"],
    );
    check("de", "‚Gut so‘, meinte sie.", &["direct | sie = ? | meinte | Gut so"]);
    assert_eq!(
        indirect("de", "Laut Polizei wurde niemand verletzt."),
        ["Polizei | Laut | wurde niemand verletzt"]
    );
    assert_eq!(
        indirect("de", "Huber sagte, dass die Bank schließe."),
        ["Huber | sagte | dass die Bank schließe"]
    );
}

#[test]
fn french() {
    check("fr", "« Nous partons », a déclaré Jean Morel.", &["direct | Jean Morel | déclaré | Nous partons"]);
    check("fr", "« Nous partons », a-t-il ajouté.", &["direct | il = ? | ajouté | Nous partons"]);
    check("fr", "« Oui », répond-elle.", &["direct | elle = ? | répond | Oui"]);
    check(
        "fr",
        "La ministre a affirmé que « la situation est grave ».",
        &["mixed | La ministre = ? | affirmé | la situation est grave"],
    );
    assert_eq!(
        indirect("fr", "Selon Marie Dupont, le projet est mort."),
        ["Marie Dupont | Selon | le projet est mort"]
    );
}

#[test]
fn spanish() {
    check(
        "es",
        "«No lo haremos», dijo la ministra Ana López.",
        &["direct | la ministra Ana López = Ana López | dijo | No lo haremos"],
    );
    check(
        "es",
        "“Es un desastre”, aseguró Pérez, “y nadie responde”.",
        &["direct | Pérez | aseguró | Es un desastre … y nadie responde"],
    );
    check(
        "es",
        "El presidente, Juan Gómez, advirtió: «Habrá consecuencias».",
        &["direct | El presidente, Juan Gómez = Juan Gómez | advirtió | Habrá consecuencias"],
    );
    assert_eq!(
        indirect("es", "El alcalde aseguró que no habrá recortes."),
        ["El alcalde = ? | aseguró | que no habrá recortes"]
    );
}

#[test]
fn italian_and_portuguese() {
    check("it", "«Non ci sto», ha detto Mario Verdi.", &["direct | Mario Verdi | detto | Non ci sto"]);
    check("it", "“Basta così”, ha aggiunto.", &["direct | - | aggiunto | Basta così"]);
    check(
        "pt",
        "“Não vamos parar”, disse o presidente João Prado.",
        &["direct | o presidente João Prado = João Prado | disse | Não vamos parar"],
    );
    assert_eq!(indirect("pt", "Segundo ele, a obra continua."), ["ele = ? | Segundo | a obra continua"]);
}

#[test]
fn dutch_and_nordic() {
    check(
        "nl",
        "‘We gaan door’, zei premier Jan de Boer.",
        &["direct | premier Jan de Boer = Jan de Boer | zei | We gaan door"],
    );
    check("nl", "\"Dat klopt niet\", aldus Piet Bakker.", &["direct | Piet Bakker | aldus | Dat klopt niet"]);
    check("sv", "”Det är slut”, säger Anna Ek.", &["direct | Anna Ek | säger | Det är slut"]);
    check("da", "»Det er slut,« siger Lars Holm.", &["direct | Lars Holm | siger | Det er slut,"]);
    check("no", "«Det er slutt», sier Kari Vik.", &["direct | Kari Vik | sier | Det er slutt"]);
}

#[test]
fn polish() {
    check("pl", "„To koniec” – powiedział Jan Wilk.", &["direct | Jan Wilk | powiedział | To koniec"]);
    check("pl", "„To koniec”, dodała.", &["direct | - | dodała | To koniec"]);
}

#[test]
fn chinese_and_japanese() {
    check("zh", "市长李明说：“我们坚决反对。”", &["direct | 市长李明 = 李明 | 说 | 我们坚决反对。"]);
    check("zh", "“这不对，”王芳表示。", &["direct | 王芳 | 表示 | 这不对，"]);
    check("zh", "发言人指出：「没有变化。」", &["direct | 发言人 = ? | 指出 | 没有变化。"]);
    check("zh", "但是张凡感慨：“太难了。”", &["direct | 张凡 | 感慨 | 太难了。"]);
    check("zh", "王芳在会议上对记者表示：“会好的。”", &["direct | 王芳 | 表示 | 会好的。"]);
    check("zh", "“门是关的。”冯警官告诉港口日报记者。", &["direct | 冯警官 | 告诉 | 门是关的。"]);
    check(
        "zh",
        "港口公司品牌总监林江艳介绍：“都好了。”",
        &["direct | 港口公司品牌总监林江艳 = 林江艳 | 介绍 | 都好了。"],
    );
    check("zh", "李向阳说：“好。”", &["direct | 李向阳 | 说 | 好。"]);
    check("zh", "于洋表示：“好。”", &["direct | 于洋 | 表示 | 好。"]);
    check("zh", "成都表示：“好。”", &["direct | 成都 | 表示 | 好。"]);
    check("zh", "在昨天的会议上表示：“会好的。”", &["direct | - | 表示 | 会好的。"]);
    check("ja", "田中首相は「減税はしない」と述べた。", &["direct | 田中首相 | 述べた | 減税はしない"]);
    check("ja", "「残念だ」と鈴木氏は語った。", &["direct | 鈴木氏 | 語った | 残念だ"]);
}

#[test]
fn russian_and_ukrainian() {
    check("ru", "«Мы готовы», — подчеркнул министр.", &["direct | министр = ? | подчеркнул | Мы готовы"]);
    check(
        "ru",
        "«Я думал, — рассказал Иван Петров. — А мне ответили отказом».",
        &["direct | Иван Петров | рассказал | Я думал … А мне ответили отказом"],
    );
    check("uk", "«Ми не здамося», — сказав президент.", &["direct | президент = ? | сказав | Ми не здамося"]);
    assert_eq!(
        indirect("ru", "Сергей Орлов заявил, что переговоры продолжатся."),
        ["Сергей Орлов | заявил | что переговоры продолжатся"]
    );
}

#[test]
fn turkish_and_arabic() {
    check(
        "tr",
        "Bakan Ali Yılmaz, “Karar kesin” dedi.",
        &["mixed | Bakan Ali Yılmaz = Ali Yılmaz | dedi | Karar kesin"],
    );
    check("ar", "قال وزير الخارجية: «لن نتراجع».", &["direct | وزير الخارجية = ? | قال | لن نتراجع"]);
}

#[test]
fn an_aside_inside_the_marks_parts_one_quote() {
    check(
        "fr",
        "« On part, explique Jean Morel, et on ne revient pas. »",
        &["direct | Jean Morel | explique | On part … et on ne revient pas."],
    );
    check("fr", "« On part demain, a-t-il ajouté. »", &["direct | il = ? | ajouté | On part demain"]);
    // What somebody quotes from others stays inside.
    check(
        "fr",
        "« Il est venu, le chat, et parti », dit-il.",
        &["direct | il = ? | dit | Il est venu, le chat, et parti"],
    );
}

#[test]
fn a_dash_opens_speech_where_a_cue_follows() {
    check(
        "es",
        "—No me fío —dice Ana Ruiz mientras espera—. Ya veremos.",
        &["direct | Ana Ruiz | dice | No me fío … Ya veremos."],
    );
    check(
        "pl",
        "– Nie mamy wyboru – powiedziała Anna Kot.",
        &["direct | Anna Kot | powiedziała | Nie mamy wyboru"],
    );
    check("sv", "– Vi ger oss inte, säger Anna Ek.", &["direct | Anna Ek | säger | Vi ger oss inte"]);
    check("es", "— Pan, leche y huevos", &[]);
    check("en", "— No way, says Ann Lee.", &[]);
}

#[test]
fn any_verb_after_a_quotation_is_a_cue_but_not_after_a_title() {
    check(
        "de",
        "„Das wird nichts“, grantelt der Wirt.",
        &["direct | der Wirt = ? | grantelt | Das wird nichts"],
    );
    check("nl", "‘Dat wordt niks’, bromt de waard.", &["direct | de waard = ? | bromt | Dat wordt niks"]);
    check("de", "Der Film „Die Insel“, gedreht von Jan Huber, läuft gut.", &["nobody | - | - | Die Insel"]);
}

#[test]
fn german_reported_speech_without_a_cue_goes_on() {
    assert_eq!(
        indirect("de", "Huber sagte, die Bank schließe. Man habe keine Wahl gehabt. Es regnet."),
        ["Huber | sagte | die Bank schließe", "Huber | - | Man habe keine Wahl gehabt"]
    );
}

#[test]
fn a_language_without_a_lexicon_is_read_with_no_other() {
    for text in [
        "”Se on ohi”, sanoi Matti Virtanen, joka on ollut kaupungin palveluksessa yli kaksikymmentä vuotta ja lähtee nyt eläkkeelle kesällä perheensä kanssa kauas pohjoiseen.",
        "「끝났습니다」라고 김 장관이 말했다.",
        "«Готово», каза министърът Иван Георгиев пред журналистите в София, преди да замине за срещата на върха, която ще продължи два дни и на която ще бъдат обсъдени цените на тока, границите и общата политика за миграцията в целия съюз.",
    ] {
        let found = copydesk::quotes::annotate(text, &copydesk::quotes::Context::default());
        assert_eq!(found.attributions, [], "{text}");
        assert_eq!(found.quotes.len(), 1, "{text}");
    }
}

#[test]
fn the_language_is_guessed_where_none_is_told() {
    for (text, speaker) in [
        ("„Wir gehen jetzt alle nach Hause, weil es spät ist“, sagte die Lehrerin.", "die Lehrerin"),
        ("« Nous partons demain avec les enfants », a déclaré Jean Morel dans un communiqué.", "Jean Morel"),
        ("«No lo haremos con los votos de ellos», dijo Ana López en la rueda de prensa.", "Ana López"),
        ("田中首相は「減税はしない」と述べた。", "田中首相"),
    ] {
        let found = copydesk::quotes::annotate(text, &copydesk::quotes::Context::default());
        let mention = found.quotes[0].speaker.as_ref().and_then(|speaker| speaker.mention.clone());
        assert_eq!(mention.as_deref(), Some(speaker), "{text}");
    }
}

#[test]
fn offices_with_the_genitive_and_a_name_behind_them() {
    for (language, text, expected) in [
        (
            "fr",
            "« C’est fini », a dit le directeur de la mairie.",
            "direct | le directeur de la mairie = ? | a dit | C’est fini",
        ),
        (
            "fr",
            "« C’est fini », explique le maire de Paris, Paul Roux.",
            "direct | le maire de Paris, Paul Roux = Paul Roux | explique | C’est fini",
        ),
        (
            "es",
            "«Se acabó», dijo el director de la escuela.",
            "direct | el director de la escuela = ? | dijo | Se acabó",
        ),
        (
            "it",
            "«È finita», ha detto il sindaco di Porto Alto, Gino Ferri.",
            "direct | il sindaco di Porto Alto, Gino Ferri = Gino Ferri | detto | È finita",
        ),
    ] {
        check(language, text, &[expected]);
    }
}

#[test]
fn sources_named_in_marks_or_with_a_verb() {
    for (language, text, expected) in [
        (
            "fr",
            "Selon le « Courrier du Port », la mairie prépare la vente.",
            "le « Courrier du Port » = ? | Selon | la mairie prépare la vente",
        ),
        (
            "fr",
            "D’après une source policière, deux hommes ont fui.",
            "une source policière = ? | D’après | deux hommes ont fui",
        ),
        (
            "fr",
            "Selon Marc Lenoir, avocat de la famille, le dossier est vide.",
            "Marc Lenoir | Selon | le dossier est vide",
        ),
        (
            "fr",
            "Le trafic reprendra, a précisé à l’agence le porte-parole de la compagnie, Jean Roux.",
            "le porte-parole de la compagnie, Jean Roux = Jean Roux | précisé | Le trafic reprendra",
        ),
        (
            "es",
            "El puente está cerrado, según ha informado la Fiscalía.",
            "la Fiscalía = Fiscalía | informado | El puente está cerrado",
        ),
    ] {
        assert_eq!(indirect(language, text), [expected], "{language}: {text}");
    }
}

#[test]
fn a_verb_without_a_subject_means_whoever_spoke_before() {
    let text = "Ruiz agregó que no habrá despidos.\n\nAsimismo, indicó que el puerto seguirá abierto.";
    assert_eq!(
        indirect("es", text),
        ["Ruiz | agregó | que no habrá despidos", "Ruiz | indicó | que el puerto seguirá abierto"]
    );
}
