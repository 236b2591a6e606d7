//! Lines that stand in articles without belonging to them, and articles that speak of such lines.

use super::{article, extract_at, paragraphs, sentence};

/// A page without any class or box: words alone tell what belongs to the article.
fn bare(lines: &[&str]) -> String {
    let lines: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    format!(
        "<title>Harbour reopens</title><h1>Harbour reopens</h1>{}{lines}{}",
        paragraphs(1..5),
        paragraphs(5..9)
    )
}

fn all(numbers: std::ops::Range<usize>) -> String {
    numbers.map(sentence).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn labels_prompts_and_share_bars_go_in_any_language() {
    for line in [
        "Advertisement",
        "ADVERTISEMENT",
        "Anzeige",
        "Publicité",
        "Publicidad",
        "Pubblicità",
        "Publicidade",
        "Advertentie",
        "Annons",
        "Annonse",
        "Annonce",
        "Mainos",
        "Reklama",
        "Hirdetés",
        "Publicitate",
        "Реклама",
        "Διαφήμιση",
        "Reklam",
        "إعلان",
        "פרסומת",
        "विज्ञापन",
        "โฆษณา",
        "Quảng cáo",
        "Iklan",
        "広告",
        "广告",
        "광고",
        "Oglas",
        "Reklāma",
        "Auglýsing",
        "- Advertisement -",
        "Article continues below advertisement",
        "Trending on HotAir Videos",
        "Join the conversation as a VIP Member",
        "Read more: Mayor resigns after the vote",
        "<a href=/1>Read also: Bridge closed until spring</a>",
        "READ ALSO | Bridge closed until spring",
        "Lesen Sie auch: Brücke bleibt bis zum Frühjahr gesperrt",
        "À lire aussi : le pont reste fermé",
        "Lea también: el puente sigue cerrado",
        "Leia também: a ponte continua fechada",
        "Читайте также: мост закрыт",
        "Baca juga: jembatan ditutup",
        "関連記事：橋は春まで閉鎖",
        "Leggi anche: il ponte resta chiuso",
        "Sign up for our daily newsletter",
        "Follow us on Facebook and Instagram",
        "Share on WhatsApp",
        "Copy link",
        "You might also like",
    ] {
        assert_eq!(article(&bare(&[line])).body, all(1..9), "{line}");
    }
}

#[test]
fn labels_of_large_sites_and_links_that_invite_go() {
    for line in [
        "AYRICA OKUYUN: Köprü ilkbahara kadar kapalı",
        "İLGİLİ HABER: Köprü ilkbahara kadar kapalı",
        "Continua depois da publicidade",
        "請繼續往下閱讀",
        "Skip past newsletter promotion",
        "Article continues after this advertisement",
        "<a href=/1>More from the harbour</a>",
        "<a href=/1>Más de 12.000 coches al día</a>",
    ] {
        assert_eq!(article(&bare(&[line])).body, all(1..9), "{line}");
    }
}

#[test]
fn a_promoted_byline_behind_the_end_goes() {
    let tail = "<p>Stephen Moore 8:30 AM | December 15, 2024</p><p>Advertisement</p><h3>Trending on HotAir Videos</h3>";
    let html = format!("<title>Harbour</title><h1>Harbour</h1>{}{tail}", paragraphs(1..9));
    assert_eq!(article(&html).body, all(1..9));
}

#[test]
fn a_press_release_ends_before_it_speaks_of_the_company() {
    let about = "<p><b>About Oxbow Ferries Ltd</b></p><p>Oxbow Ferries Ltd carries people and goods over the river, and has \
                 done so, in good years and in bad ones, since 1886.</p><p>Media contact:</p><p>Ann Smith, ann@example.com</p>";
    let html = format!("<title>Harbour</title><h1>Harbour</h1>{}{about}", paragraphs(1..12));
    assert_eq!(article(&html).body, all(1..12));
    // Not where most of the text follows, and not where the line is a sentence's beginning.
    let guide = format!(
        "<title>Guide</title><article><h1>Guide</h1>{}<h2>About Oxbow</h2>{}</article>",
        paragraphs(1..5),
        paragraphs(5..12)
    );
    assert!(article(&guide).body.contains("About Oxbow"));
}

#[test]
fn the_seed_of_this_project_is_clean_in_the_barest_page() {
    let page = std::fs::read_to_string("fixtures/hotair.com/venezuela-soldiers/page.html").unwrap();
    let url = "https://unknown.example/2019/02/25/soldiers";
    let real = extract_at(url, &page).unwrap();
    let noise = [
        "Advertisement",
        "Join the conversation as a VIP Member",
        "Trending on HotAir Videos",
        "Stephen Moore 8:30 AM | December 15, 2024",
    ];
    // The same text as a reader's program would leave it: paragraphs, and the noise between them.
    let mut lines = vec!["Advertisement"];
    lines.extend(real.body.split("\n\n").flat_map(|text| [text, "Advertisement"]));
    lines.extend(noise.iter().chain(&noise));
    let paragraphs: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    let html = format!("<title>Soldiers defect</title><h1>Soldiers defect</h1>{paragraphs}");
    for body in [real.body.clone(), extract_at(url, &html).unwrap().body] {
        assert!(noise.iter().all(|line| !body.contains(line)), "{body}");
        assert_eq!(body, real.body);
    }
}

#[test]
fn an_article_about_advertisements_keeps_every_line() {
    let texts = [
        "Advertisement is the oldest business of this newspaper, its owner told the court on Monday.",
        "“Advertisement”",
        "The first campaign had one slogan, which its author still knows by heart after forty years.",
        "“Join the conversation”",
        "Read more: it was the only advice that the teacher had for his pupils.",
        "Trending on every channel that week was a song about the harbour.",
        "Subscribe to nothing, the lawyer warned.",
        "Sign up for war, the posters in the window of the station said.",
        "Sponsored content made up half of the sales, according to the annual report of the company.",
    ];
    let html: String = texts.iter().map(|text| format!("<p>{text}</p>")).collect();
    let page = format!(
        "<title>Slogans</title><article><h1>Slogans</h1>{}{html}{}</article>",
        paragraphs(1..4),
        paragraphs(4..7)
    );
    let body = article(&page).body;
    for text in texts {
        assert!(body.contains(text), "{text} in {body}");
    }
}

#[test]
fn subheads_and_items_that_are_also_labels_stay_where_they_stand_once() {
    let page = format!(
        "<title>Revenue</title><article><h1>Revenue</h1>{}<h2>Advertising</h2>{}<h2>Where the money comes from</h2><ul>\
         <li>Advertising</li><li>Subscriptions of readers</li><li>Events and fairs in the old harbour</li></ul>{}</article>",
        paragraphs(1..4),
        paragraphs(4..7),
        paragraphs(7..10)
    );
    let body = article(&page).body;
    assert!(body.contains("\n\nAdvertising\n\n"), "{body}");
}

#[test]
fn subheads_that_begin_like_prompts_stay() {
    for line in [
        "<b>Más de 12.000 vehículos al día</b>",
        "<b>More from the east side</b>",
        "<b>Want more buses</b>",
        "Recommended: a seat on the left, for the view",
        "Must read",
    ] {
        let body = article(&bare(&[line])).body;
        assert!(body.contains(line.trim_start_matches("<b>").trim_end_matches("</b>")), "{line}: {body}");
    }
}

#[test]
fn subheads_near_the_end_that_begin_with_over_or_about_cut_nothing() {
    for line in [
        "<h2>Over 60 Residents Speak Out</h2>",
        "<h2>Sobre el Gobierno central</h2>",
        "<h2>About the Bridge</h2>",
        "<ul><li>Over 12,000 Ford trucks</li><li>And as many cars</li></ul>",
    ] {
        let html = format!(
            "<title>Harbour</title><article><h1>Harbour</h1>{}{line}{}</article>",
            paragraphs(1..14),
            paragraphs(14..16)
        );
        let body = article(&html).body;
        assert!(body.ends_with(&sentence(15)), "{line}: {body}");
    }
    // However soon the text behind them says the word again.
    let html = format!(
        "<title>Harbour</title><article><h1>Harbour</h1>{}<h2>Sobre el Gobierno central</h2><p>El Gobierno central pagará \
         la mitad, dijo la alcaldesa.</p></article>",
        paragraphs(1..14)
    );
    assert!(article(&html).body.ends_with("dijo la alcaldesa."));
}

#[test]
fn tables_of_contents_anchors_and_counters_are_no_text_and_code_is() {
    let text = format!(
        "<p>Facebook Twitter LinkedIn Email</p>{}<p>In this article:</p><ul><li><a href='#cost'>The cost</a><li><a href='#plan'>The plan\
         </a></ul>{}<h2 id=cost>The cost<a class=headerlink href='#cost'>¶</a></h2>{}<p>Run this:</p><div class=highlight><pre><code>\
         tide --port north</code></pre></div>{}<p>14 comments</p>",
        paragraphs(1..3),
        paragraphs(3..4),
        paragraphs(4..5),
        paragraphs(5..7)
    );
    let found = article(&format!("<article><h1>Ferry terminal opens</h1>{text}</article>"));
    let told: Vec<String> = (1..4).map(sentence).collect();
    let rest: Vec<String> = (5..7).map(sentence).collect();
    let whole = [
        told.as_slice(),
        &["The cost".to_owned(), sentence(4), "Run this:".to_owned(), "tide --port north".to_owned()],
        &rest,
    ];
    assert_eq!(found.body, whole.concat().join("\n\n"));
}

#[test]
fn a_short_item_in_korean_is_an_article_as_it_is_in_english() {
    let korean = "한강 북쪽 항로가 다음 달부터 준설된다고 시의회가 월요일 밝혔다. 의회는 3년간의 논쟁 끝에 찬성 9표, 반대 4표로 계획을 승인했다. \
                  공사 비용은 120억 원이며 절반은 정부가 부담한다. 선주들은 이번 결정을 환영했지만 어민들은 걱정하고 있다.";
    let found = article(&format!(
        "<html lang=ko><body><main><h1>항로 준설 결정</h1><p>{korean}</p></main></body></html>"
    ));
    assert_eq!(found.body, korean);
}
