//! Text that a browser does not show at once: what of it belongs to the body. The table is in the documentation of
//! `extract::body`.

use super::{article, paragraphs, sentence};

/// The body of an article of eight paragraphs with this between them.
fn with(html: &str) -> String {
    article(&format!(
        "<title>Harbour</title><main><article><h1>Harbour</h1>{}{html}{}</article></main>",
        paragraphs(1..5),
        paragraphs(5..9)
    ))
    .body
}

#[test]
fn what_the_reader_may_open_is_text_like_any_other() {
    for html in [
        format!("<details><summary>What did the mayor say?</summary>{}</details>", paragraphs(20..22)),
        format!("<div role=tabpanel aria-hidden=true>{}</div>", paragraphs(20..22)),
        format!("<p aria-hidden=true>{}</p><p>{}</p>", sentence(20), sentence(21)),
        format!("<div hidden=until-found>{}</div>", paragraphs(20..22)),
    ] {
        let body = with(&html);
        assert!(body.contains(&sentence(20)) && body.contains(&sentence(21)), "{html}");
    }
}

#[test]
fn what_stands_in_for_the_page_or_is_no_text_yet_stays_out() {
    for html in [
        format!("<noscript>{}</noscript>", paragraphs(20..22)),
        format!("<template>{}</template>", paragraphs(20..22)),
        format!("<textarea>{}</textarea>", sentence(20)),
        format!("<svg><text>{}</text></svg>", sentence(20)),
    ] {
        assert!(!with(&html).contains(&sentence(20)), "{html}");
    }
}

#[test]
fn a_hidden_copy_counts_once_and_so_does_a_repeated_text() {
    for copy in ["hidden", "style='display: none'", "class=print-only"] {
        let body = with(&format!("<div {copy}>{}</div>", paragraphs(1..5)));
        assert_eq!(body.matches(&sentence(1)).count(), 1, "{copy}");
    }
}

#[test]
fn the_hidden_rest_of_an_article_is_read() {
    let html = format!(
        "<title>Harbour</title><article><h1>Harbour</h1><div class=story>{}<div class=more style='display:none'>{}</div></div>\
         <button>Read more</button></article>",
        paragraphs(1..5),
        paragraphs(5..9)
    );
    assert!(article(&html).body.contains(&sentence(8)));
}

#[test]
fn a_preview_before_the_whole_text_counts_once() {
    let whole: Vec<String> = (1..20).map(sentence).collect();
    let html = format!(
        "<title>Harbour</title><article><h1>Harbour</h1><div class=preview>{}</div>\
         <div class=full style='display:none'><p>{}</p></div></article>",
        paragraphs(2..5),
        whole.join(" ")
    );
    let body = article(&html).body;
    for number in 1..20 {
        assert_eq!(body.matches(&sentence(number)).count(), 1, "{number}: {body}");
    }
}

#[test]
fn what_react_sends_later_and_hidden_is_the_page() {
    let html = format!(
        "<title>Harbour opens</title><main><template id=B:0></template></main>\
         <div hidden id=S:0><h1>Harbour opens</h1><p>By Jane Doe</p><p>March 3, 2020</p>{}</div><script>$RC('B:0', 'S:0')</script>",
        paragraphs(1..9)
    );
    let article = article(&html);
    assert!(article.body.contains(&sentence(8)));
    assert_eq!(
        (article.headline.as_deref(), article.authors),
        (Some("Harbour opens"), vec!["Jane Doe".to_owned()])
    );
    assert_eq!(article.date_published.unwrap().to_string(), "2020-03-03");
}

#[test]
fn asides_of_a_line_that_are_not_shown_are_no_part_of_it() {
    let line = |inside: &str| {
        let all = with(&format!(
            "<p>The full report is on {inside} for all to read, the clerk said on Friday.</p>"
        ));
        all.lines().find(|line| line.starts_with("The full report")).unwrap().to_owned()
    };
    let expected = "The full report is on the site for all to read, the clerk said on Friday.";
    for inside in [
        "the site<span style=\"display: none\"> of the city</span>",
        "the site<span hidden>HIDDEN</span>",
        "<a href=/r>the site<span class=\"screen-reader-text\"> (opens in a new tab)</span></a>",
        "<span aria-hidden=true>t</span><span class=sr-only>the</span><span aria-hidden=true>he</span> site",
        "<ruby>the<rp>(</rp><rt>thuh</rt><rp>)</rp></ruby> site",
        "the <button>site</button>",
    ] {
        assert_eq!(line(inside), expected, "{inside}");
    }
    // Marks part words that are shown, and much text is what a click would show.
    assert!(line("the site<span class=sr-only>:</span> here").contains("the site: here"));
    let rest = format!("the site<span style=\"display:none\"> {} {}</span>", sentence(20), sentence(21));
    assert!(with(&format!("<p>The full report is on {rest}.</p>")).contains(&sentence(20)));
}

#[test]
fn questions_that_fold_out_are_headings() {
    let body = with(&format!(
        "<h3><button aria-expanded=false>When will the bridge close?</button></h3><div>{}</div><button>Share this</button>",
        paragraphs(20..22)
    ));
    assert!(body.contains("\n\nWhen will the bridge close?\n\n"), "{body}");
    assert!(!body.contains("Share this"), "{body}");
}
