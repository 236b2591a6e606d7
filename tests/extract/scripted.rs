//! Pages that hold their text only as data for their scripts.

use copydesk::article::{BlockKind, MarkKind, Source};

use super::{URL, article, extract_at, paragraphs, sentence};

/// A page that is empty until its script runs.
fn page(script: &str) -> String {
    format!(
        "<html lang=en><head><title>Harbour closed for the winter</title><meta property=og:type content=article></head>\
         <body><div id=__next></div>{script}</body></html>"
    )
}

/// The article as a server keeps it.
fn story() -> String {
    format!(
        "<h2>Closed until spring</h2>{}<figure><img src=a.jpg><figcaption>The old crane.</figcaption></figure><p>The harbour \
         stays closed for the whole winter, <a href=\"/mayor\">said Ann Field</a>, “and longer.”</p><p>Read more: The old \
         crane</p>{}",
        paragraphs(1..6),
        paragraphs(6..9)
    )
}

/// A text as a string of JSON.
fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('<', "\\u003c")
}

#[test]
fn the_html_in_a_script_is_the_body_of_a_page_that_shows_none() {
    let data = format!(
        "{{\"title\":\"It isn't \\\"over\\\"\",\"html\":{},\"related\":[\"<p>{}</p>\"]}}",
        json(&story()),
        sentence(70)
    );
    let flight = format!("7:[\"$\",\"$L8\",null,{data}]\n");
    for script in [
        format!("<script id=__NEXT_DATA__ type=application/json>{data}</script>"),
        format!("<script>\n// Don't \"run this\nwindow.state = {data};</script>"),
        format!("<script>self.__next_f.push([1,{}])</script>", json(&flight)),
        format!(
            "<script>self.__next_f.push([1,\"8:T9,\"])</script><script>self.__next_f.push([1,{}])</script>",
            json(&story())
        ),
    ] {
        let article = article(&page(&script));
        for number in 1..9 {
            assert!(article.body.contains(&sentence(number)), "{number} in {script}");
        }
        for left in ["crane", "Read more", &sentence(70), "$L8"] {
            assert!(!article.body.contains(left), "{left} in {}", article.body);
        }
        assert_eq!(article.blocks[0].kind, BlockKind::Heading);
        let link =
            article.blocks.iter().flat_map(|block| &block.marks).find(|mark| mark.kind == MarkKind::Link);
        assert_eq!(link.unwrap().href.as_deref(), Some("https://example.com/mayor"));
        assert_eq!(article.quotes[0].text, "and longer.");
        let origin = article.provenance.body.unwrap();
        assert_eq!((origin.source, origin.rule.as_deref()), (Source::Generic, Some("script")));
    }
}

#[test]
fn what_speaks_of_something_else_is_no_body() {
    let notice = "<p>We use cookies and similar techniques to show you advertisements that you like, and count our visitors.</p>";
    let script = format!("<script>window.consent = {{\"text\":{}}};</script>", json(&notice.repeat(12)));
    let error = extract_at(URL, &page(&script)).unwrap_err();
    assert_eq!(error.no_article(URL, None, 0).reason.as_str(), "no-body");
}

#[test]
fn a_page_that_shows_its_text_needs_no_script() {
    let script = format!("<script>window.state = {{\"html\":{}}};</script>", json(&story()));
    let html = page(&script)
        .replace("<div id=__next>", &format!("<div id=__next><article>{}</article>", paragraphs(30..36)));
    let article = article(&html);
    assert!(article.body.contains(&sentence(30)) && !article.body.contains(&sentence(1)));
    assert_eq!(article.provenance.body.unwrap().rule, None);
}
