//! What the generic extractor keeps and leaves, page by page: each cause that other extractors lose points by.

use super::{article, paragraphs, sentence};

/// A page with the usual surroundings and this for its article.
fn page(article: &str) -> String {
    format!(
        "<html><head><title>Harbour reopens - Example</title></head><body>\
         <header><nav><ul><li><a href=/a>News</a><li><a href=/b>Sport</a><li><a href=/c>Culture</a></ul></nav></header>\
         <main><article><h1>Harbour reopens</h1><p class=byline>By Ann Smith</p>{article}</article></main>\
         <footer><p>© 2024 Example. All rights reserved.</p><a href=/terms>Terms of use</a></footer></body></html>"
    )
}

/// The body of such a page.
fn body(inside: &str) -> String {
    article(&page(inside)).body
}

fn all(numbers: std::ops::Range<usize>) -> String {
    numbers.map(sentence).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn surroundings_headline_and_byline_stay_out() {
    assert_eq!(body(&paragraphs(1..9)), all(1..9));
}

#[test]
fn boxes_inside_the_body_are_left_out_and_the_text_goes_on() {
    let boxes = [
        "<div class='related-articles'><h3>Related articles</h3><ul><li><a href=/1>Mayor resigns after vote</a>\
         <li><a href=/2>Bridge closed until spring</a></ul></div>",
        "<div class='newsletter-signup'><h4>Sign up to our newsletter</h4><p>Get the best stories in your inbox \
         every morning.</p></div>",
        "<aside class='promo'><a href=/3>Read more: The ten best harbours in the country</a></aside>",
        "<div class='ad-slot'><p>Advertisement</p></div>",
        "<p>Advertisement</p>",
        "<figure><img src=a.jpg><figcaption>The harbour in May. Photo: Ann Smith</figcaption></figure>",
    ];
    for inside in boxes {
        let found = body(&format!("{}{inside}{}", paragraphs(1..5), paragraphs(5..9)));
        assert_eq!(found, all(1..9), "{inside}");
    }
}

#[test]
fn comments_and_other_stories_after_the_text_are_left_out() {
    let comments: String = (1..5)
        .map(|n| {
            format!(
                "<li class=comment><p>I think number {n} is quite wrong about this, and always was.</p></li>"
            )
        })
        .collect();
    let found = body(&format!(
        "<div class='entry-content'>{}</div><section id=comments class=comments-area><h3>4 comments</h3><ol \
         class=comment-list>{comments}</ol></section>",
        paragraphs(1..9)
    ));
    assert_eq!(found, all(1..9));
}

#[test]
fn a_body_in_several_containers_is_put_together() {
    let found = body(&format!(
        "<section class=text>{}</section><div class=ad-container></div><section class=text>{}</section>\
         <section class=text>{}</section>",
        paragraphs(1..4),
        paragraphs(4..7),
        paragraphs(7..10)
    ));
    assert_eq!(found, all(1..10));
}

#[test]
fn the_same_text_for_another_width_counts_once() {
    let copies = format!(
        "<div class='desktop entry-content'>{0}</div><div class='mobile entry-content'>{0}</div>",
        paragraphs(1..9)
    );
    assert_eq!(body(&copies), all(1..9));
}

#[test]
fn lists_and_tables_of_the_text_stay() {
    let found = body(&format!(
        "{}<h2>What to bring</h2><ul><li>A warm coat, since the wind is cold on the water.</li><li>Good shoes for \
         the long walk along the pier.</li><li>Some patience with the queue.</li></ul>{}",
        paragraphs(1..5),
        paragraphs(5..9)
    ));
    assert!(found.contains("What to bring\n\nA warm coat"), "{found}");
    assert!(found.contains("pier.\nSome patience"), "{found}");
    let found = body(&format!(
        "{}<table><tr><th>Year</th><th>Ships</th></tr><tr><td>2022</td><td>310 ships</td></tr><tr><td>2023</td>\
         <td>295 ships</td></tr></table>{}",
        paragraphs(1..5),
        paragraphs(5..9)
    ));
    assert!(found.contains("Year\tShips\n2022\t310 ships\n2023\t295 ships"), "{found}");
}

#[test]
fn an_article_about_advertising_keeps_its_text() {
    let texts = [
        "Advertisement is the oldest business of this newspaper, its owner told the court on Monday.",
        "Sponsored posts and newsletters made up half of the sales, according to the annual report.",
        "\"Sign up now\" and \"Read more\" were the lines that worked best on readers, she said.",
        "The related stories box was clicked by one reader in fifty, the study of trending pages found.",
        "Subscribe buttons, cookie banners and share bars annoyed most of those who were asked.",
    ];
    let html: String = texts.iter().map(|text| format!("<p>{text}</p>")).collect();
    assert_eq!(body(&html), texts.join("\n\n"));
}

#[test]
fn breaks_alone_make_paragraphs() {
    let text = (1..9).map(sentence).collect::<Vec<_>>().join("<br><br>");
    assert_eq!(body(&format!("<div class=story>{text}</div>")), all(1..9));
}

#[test]
fn scripts_without_spaces_are_read_by_their_characters() {
    let sentence = "市長は月曜日、港の再開について記者団に説明し、住民の安全を最優先にすると述べた。";
    let html: String = (1..9).map(|n| format!("<p>{n}日目、{sentence}</p>")).collect();
    let found = body(&html);
    assert_eq!(found.matches(sentence).count(), 8, "{found}");
    assert!(!found.contains("Sport"));
}

#[test]
fn the_same_page_gives_the_same_body_and_a_confidence() {
    let html = page(&paragraphs(1..9));
    let (one, two) = (article(&html), article(&html));
    assert_eq!(one, two);
    let confidence = one.provenance.body.unwrap().confidence;
    assert!((0.7..=1.0).contains(&confidence), "{confidence}");
}

#[test]
fn a_page_laid_out_by_a_table_is_its_main_cell() {
    let html = format!(
        "<html><head><title>The Post</title></head><body><table width=760><tr><td colspan=3><b>The Post</b><br>Every \
         Friday</td></tr><tr valign=top><td width=130><font size=1><a href=/1>Front page</a><br><a href=/2>Farm</a>\
         <br><br>Weather<br>Tonight: frost</font></td><td width=490>{}</td><td width=140><b>Classifieds</b><br><br>\
         FOR SALE: wood stove, burns anything, and you carry it.<br><br>LOST: one glove, left. Ask for Winnie.</td>\
         </tr><tr><td colspan=3>Copyright The Post. Best viewed at 800 x 600</td></tr></table></body></html>",
        paragraphs(1..9)
    );
    assert_eq!(article(&html).body, all(1..9));
}

#[test]
fn a_copy_for_another_width_leaves_neither_its_headings_nor_its_short_lines() {
    let text = format!(
        "{}<h2>What comes next</h2><p>Nobody knows.</p>{}<h2>Fares rise</h2>{}",
        paragraphs(1..3),
        paragraphs(3..5),
        paragraphs(5..6)
    );
    let once = article(&format!("<article><h1>Ferry terminal opens</h1><div>{text}</div></article>"));
    let twice = format!(
        "<article><h1>Ferry terminal opens</h1><div class=wide>{text}</div><div class=narrow>{text}</div></article>"
    );
    assert_eq!(article(&twice).body, once.body);
    // A short line of its own may stand twice.
    let refrain = format!(
        "<article><h1>Ferry terminal opens</h1>{}<p>Nobody knows.</p>{}<p>Nobody knows.</p>{}</article>",
        paragraphs(1..3),
        paragraphs(3..5),
        paragraphs(5..6)
    );
    assert_eq!(article(&refrain).body.matches("Nobody knows.").count(), 2);
}

#[test]
fn a_long_read_is_kept_to_its_end() {
    let text: String = (1..=300)
        .map(|number| {
            let head = if number % 25 == 0 {
                format!("<h2>Part {number} of the ruling</h2>")
            } else {
                String::new()
            };
            format!(
                "{head}<p>{}, and {} of the parties agreed to what the court had found.</p>",
                sentence(number),
                number
            )
        })
        .collect();
    let found = article(&page(&text));
    assert_eq!(found.body.matches("of the parties agreed").count(), 300);
    assert_eq!(found.body.matches("of the ruling").count(), 12);
}
