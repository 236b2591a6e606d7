//! Blocks that stand or fall together, and parts of a page that are none of the article. All pages are made up.

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
