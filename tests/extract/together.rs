//! Blocks that stand or fall together, and parts of a page that are none of the article. All pages are made up.

use copydesk::article::BlockKind;

use super::{article, extract_at, paragraphs, sentence};

/// A page whose article is `inside`, with `outside` behind it.
fn page(inside: &str, outside: &str) -> String {
    format!(
        "<html><head><title>Harbour to be dredged</title></head><body><div id=content><div class=post>\
         <h1>Harbour to be dredged</h1><div class=entry>{inside}</div></div>{outside}</div></body></html>"
    )
}

#[test]
fn a_list_is_kept_whole() {
    let items = ["a torch", "warm clothes, as it gets cold at night", "water", "a hand fan", "an apple"];
    let list: String = items.iter().map(|item| format!("<li>{item}</li>")).collect();
    let body =
        article(&page(&format!("{}<p>Bring:</p><ul>{list}</ul>{}", paragraphs(1..4), paragraphs(4..6)), ""))
            .body;
    for item in items {
        assert!(body.lines().any(|line| line == item), "{item}: {body}");
    }
}

#[test]
fn headings_between_paragraphs_are_kept_whatever_their_level_and_markup() {
    for heading in [
        "<h1>Where to stay</h1>",
        "<h3 class=atc-SubHeadline>“The list gets ever longer”</h3>",
        "<h2><span style='font-weight: 400'>Where to stay</span></h2>",
        "<div class=sc-x><h2>Where to stay</h2></div>",
        "<h3>Where to stay</h3><x-ad class='ad ad--content'></x-ad>",
    ] {
        let inside = format!("{}{heading}{}", paragraphs(1..4), paragraphs(4..7));
        let body = article(&page(&inside, "")).body;
        let found = body.contains("Where to stay") || body.contains("“The list gets ever longer”");
        assert!(found, "{heading}: {body}");
    }
}

#[test]
fn readers_comments_are_none_of_a_short_article() {
    let comment = |n: usize| {
        format!("<li id=comment-{n}><p>{}</p><cite>Comment by Reader {n}</cite></li>", sentence(n + 20))
    };
    let comments: String = (0..30).map(comment).collect();
    let outside = format!("<h2 id=comments>30 Comments</h2><ol id=commentlist>{comments}</ol>");
    let body = article(&page(&paragraphs(1..6), &outside)).body;
    assert!(body.contains(&sentence(5)), "{body}");
    assert!(!body.contains(&sentence(25)) && !body.contains("Reader 3"), "{body}");
}

#[test]
fn a_gallery_in_the_article_is_none_of_its_text() {
    let slide = |n: usize| {
        format!(
            "<li><h4>Ships of the past</h4><h2>The ship of 19{n:02}</h2><p>The ship of 19{n:02} in the old harbour, seen from the pier.</p></li>"
        )
    };
    let slides: String = (10..22).map(slide).collect();
    let inside = format!(
        "{}<div class='gallery col3'><ul class=slides>{slides}</ul></div>{}",
        paragraphs(1..5),
        paragraphs(5..9)
    );
    let body = article(&page(&inside, "")).body;
    assert!(body.contains(&sentence(1)) && body.contains(&sentence(8)), "{body}");
    assert!(!body.contains("Ships of the past") && !body.contains("seen from the pier"), "{body}");
}

#[test]
fn articles_that_follow_when_a_reader_scrolls_on_are_other_articles() {
    let story = |n: usize, title: &str| {
        format!(
            "<article class=list__item id=story-{n}><header><h2>{title}</h2><time datetime=2024-03-0{n}>March {n}</time></header>\
             <div class=detail>{}</div></article>",
            paragraphs(n * 10..n * 10 + 6)
        )
    };
    let html = format!(
        "<html><head><title>Harbour to be dredged</title><meta property=og:title content='Harbour to be dredged'></head><body>\
         <div class=list>{}{}{}</div></body></html>",
        story(1, "Harbour to be dredged"),
        story(2, "Ferry breaks down again"),
        story(3, "Lighthouse sold for a pound")
    );
    let article = extract_at("https://example.com/harbour", &html).unwrap();
    assert!(article.body.contains(&sentence(15)), "{}", article.body);
    assert!(
        !article.body.contains(&sentence(22)) && !article.body.contains(&sentence(33)),
        "{}",
        article.body
    );
    assert!(article.entries.is_empty());
}

#[test]
fn bylines_dates_and_signs_of_the_end_are_no_text() {
    for line in ["By Jane Doe", "January 22, 2024", "11.09.2011, 16:20 Uhr"] {
        let body = article(&page(&format!("<p>{line}</p>{}", paragraphs(1..6)), "")).body;
        assert!(body.starts_with(&sentence(1)), "{line}: {body}");
    }
    for line in ["-- By Jane Doe", "Written by: Jane Doe", "jane.doe@paper.example<br>(END)"] {
        let body = article(&page(&format!("{}<p>{line}</p>", paragraphs(1..6)), "")).body;
        assert!(body.ends_with(&sentence(5)), "{line}: {body}");
    }
    // In the middle of a text such a line is a part of it.
    let inside = format!("{}<h3>January 22, 2024</h3>{}", paragraphs(1..5), paragraphs(5..9));
    assert!(article(&page(&inside, "")).body.contains("January 22, 2024"));
}

#[test]
fn a_line_that_announces_links_goes_with_them() {
    let links: String = (0..3)
        .map(|n| format!("<li><a href=/s/{n}>Another story, number {n}, that happened today</a></li>"))
        .collect();
    let inside = format!(
        "{}<p><strong>You may also like:</strong></p><ul class=related>{links}</ul>{}",
        paragraphs(1..5),
        paragraphs(5..8)
    );
    let body = article(&page(&inside, "")).body;
    assert!(!body.contains("You may also like") && !body.contains("Another story"), "{body}");
    assert!(body.contains(&sentence(7)), "{body}");
}

#[test]
fn what_a_script_was_to_fill_in_is_no_text() {
    let inside = format!(
        "<p>{{{{ article.status === 'published' ? 'Published' : 'Draft' }}}} now</p>{}",
        paragraphs(1..6)
    );
    assert!(!article(&page(&inside, "")).body.contains("{{"));
    let code = format!("{}<pre>{{{{ article.title }}}}</pre>{}", paragraphs(1..4), paragraphs(4..6));
    assert!(article(&page(&code, "")).body.contains("{{ article.title }}"));
}

#[test]
fn captions_are_known_by_more_names() {
    let media = "<div class='media media-image'><img src=/a.jpg><span class=legend>The harbour at night. © E.B</span></div>";
    let inside = format!(
        "{}<div>{media}</div><p>(Credit: Gus Park / Agency)</p>{}",
        paragraphs(1..5),
        paragraphs(5..8)
    );
    let body = article(&page(&inside, "")).body;
    assert!(!body.contains("Credit"), "{body}");
}

#[test]
fn a_list_whose_items_are_the_pages_columns_is_no_list() {
    let columns = format!(
        "<ul class=two-columns><li class=left><h3>Harbour to be dredged</h3><div class=text>{}</div></li>\
         <li class=right><p>Most read</p></li></ul>",
        paragraphs(1..9)
    );
    let article =
        article(&format!("<html><title>Harbour to be dredged</title><body>{columns}</body></html>"));
    assert!(article.body.contains(&format!("{}\n\n{}", sentence(1), sentence(2))), "{}", article.body);
    assert!(article.blocks.iter().all(|block| block.kind != BlockKind::ListItem), "{:?}", article.blocks);
}

#[test]
fn pictures_that_are_numbered_are_a_gallery_however_long() {
    let slide = |n: usize| {
        format!("<div class=x{n}><h2><span>{n}/40</span> Ship {n}</h2><p>{}</p></div>", sentence(n + 30))
    };
    let slides: String = (1..41).map(slide).collect();
    let body = article(&page(&paragraphs(1..7), &format!("<div class=more>{slides}</div>"))).body;
    assert!(
        body.contains(&sentence(6)) && !body.contains("Ship 7") && !body.contains(&sentence(37)),
        "{body}"
    );
    let steps: String =
        (1..7).map(|n| format!("<p>{n}/8 cup of flour, then {}</p>", sentence(n + 30))).collect();
    let body = article(&page(&format!("{}{steps}{}", paragraphs(1..3), paragraphs(3..7)), "")).body;
    assert!(body.contains("3/8 cup of flour"), "{body}");
}

#[test]
fn a_box_that_begins_with_a_line_for_other_texts_is_left_out() {
    for label in ["Recommended for you", "推荐阅读", "Related articles"] {
        let other = format!(
            "<div class=b7><h2>{label}</h2><div class=t><p>{}</p><p>{}</p></div></div>",
            sentence(40),
            sentence(41)
        );
        let body = article(&page(&paragraphs(1..7), &other)).body;
        assert!(body.contains(&sentence(6)) && !body.contains(&sentence(40)), "{label}: {body}");
    }
}

#[test]
fn a_part_of_the_article_behind_an_advertisement_is_none_of_such_boxes() {
    for label in ["Advertisement", "Read more", "Share this article", "Subscribe"] {
        let part = format!("<section class=part><div class=x>{label}</div>{}</section>", paragraphs(7..12));
        let body =
            article(&page(&format!("<section class=part>{}</section>{part}", paragraphs(1..7)), "")).body;
        assert!(body.contains(&sentence(9)), "{label}: {body}");
    }
}

#[test]
fn the_labels_of_a_drawing_are_no_text() {
    let labels: String =
        (17..29).map(|year| format!("<div class='g-aiAbs g-aiPointText'><p>’{year}</p></div>")).collect();
    let chart = format!(
        "<div id=g-chart-box class=ai2html><div id=g-1-Artboard_2 class=g-artboard>{labels}</div></div>"
    );
    let body = article(&page(&format!("{}{chart}{}", paragraphs(1..4), paragraphs(4..7)), "")).body;
    assert!(!body.contains("’18") && body.contains(&sentence(4)), "{body}");
}

#[test]
fn a_line_in_the_middle_under_an_image_is_its_caption() {
    let figure = |setting: &str| {
        format!("<p {setting}><img src=/up/pier.jpg></p><p {setting}>The pier as it was in spring</p>")
    };
    for setting in ["align=center", "style='text-align: center'"] {
        let inside = format!("{}{}{}", paragraphs(1..4), figure(setting), paragraphs(4..7));
        let found = article(&page(&inside, ""));
        assert!(!found.body.contains("as it was in spring"), "{setting}: {}", found.body);
    }
    // A page that centres its text says nothing by it.
    let inside = format!("<center>{}{}{}</center>", paragraphs(1..4), figure(""), paragraphs(4..7));
    assert!(article(&page(&inside, "")).body.contains("as it was in spring"));
}

#[test]
fn a_caption_in_a_paragraph_is_a_line_of_its_own() {
    let picture = "<span class=storyimage><img src=/up/pier.jpg></span>\
                   <span class='caption truncate'><span class=attribution>© Coast Press</span> The pier</span>";
    let inside = format!("<p>{picture} {}</p>{}", sentence(1), paragraphs(2..6));
    let body = article(&page(&inside, "")).body;
    assert!(body.starts_with(&sentence(1)) && !body.contains("Coast Press"), "{body}");
    // What a class calls a caption and no image stands by is text.
    let inside = format!("<p><span class=caption>{}</span></p>{}", sentence(1), paragraphs(2..6));
    assert!(article(&page(&inside, "")).body.contains(&sentence(1)));
}

#[test]
fn an_indented_line_begins_a_paragraph() {
    for indent in ["\u{3000}\u{3000}", "&nbsp;&nbsp;&nbsp;&nbsp;"] {
        let text: Vec<String> = (1..6).map(|n| format!("{indent}{}", sentence(n))).collect();
        let body = article(&page(&format!("<p>{}</p>", text.join("<br>")), "")).body;
        assert!(body.contains(&format!("{}\n\n{}", sentence(2), sentence(3))), "{body}");
    }
    let body =
        article(&page(&format!("<p>{}<br>{}</p>{}", sentence(1), sentence(2), paragraphs(3..6)), "")).body;
    assert!(body.contains(&format!("{}\n{}", sentence(1), sentence(2))), "{body}");
}

#[test]
fn a_few_lines_at_the_end_that_are_not_shown_are_left_out() {
    let tip = "<div style='display:none'><p>Scan this code to leave the writer a tip</p></div>";
    let body = article(&page(&format!("{}{tip}", paragraphs(1..7)), "")).body;
    assert!(!body.contains("leave the writer a tip"), "{body}");
}

#[test]
fn lines_about_editing_stand_around_chinese_articles() {
    let text: String = (0..6)
        .map(|n| format!("<p>港口将于第{n}个月重新开放，市政府昨天在会议上宣布，疏浚工程已经完成，船只可以再次停靠码头，居民对此表示欢迎。</p>"))
        .collect();
    let html = format!(
        "<html lang=zh><title>港口将于下月重新开放_港口日报</title><body><div class=main><div class=bt>港口将于下月重新开放</div>\
         <div class=text><p>（原标题：港口将于下月重新开放）</p>{text}<p>【编辑：张三】</p><p>责任编辑：李四</p></div></div></body></html>"
    );
    let article = article(&html);
    assert_eq!(article.headline.as_deref(), Some("港口将于下月重新开放"));
    assert!(!article.body.contains("原标题") && !article.body.contains("编辑"), "{}", article.body);
    assert!(article.body.contains("第5个月"));
}
