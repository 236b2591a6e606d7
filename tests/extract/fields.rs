//! Each field from each source, and what is done to its value.

use copydesk::article::Source;

use super::{article, article_with, explained_with, extract_at, paragraphs};

/// A page with that head and a plain body.
fn page(head: &str) -> String {
    format!("<head>{head}</head><article>{}</article>", paragraphs(1..6))
}

fn json_ld(json: &str) -> String {
    page(&format!("<script type='application/ld+json'>{json}</script>"))
}

#[test]
fn json_ld_is_read_from_graphs_lists_and_references() {
    for json in [
        r#"{"@type": "NewsArticle", "headline": "Harbour opens", "author": {"@type": "Person", "name": "Jane Doe"}}"#,
        r#"[{"@type": "WebSite"}, {"@type": ["Thing", "BlogPosting"], "headline": "Harbour opens", "author": ["Jane Doe"]}]"#,
        r##"{"@graph": [{"@type": "https://schema.org/Article", "headline": "Harbour opens", "author": {"@id": "#jane"}},
           {"@id": "#jane", "@type": "Person", "name": "Jane Doe"}]}"##,
        r#"{"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "headline": "Harbour opens",
           "author": [{"givenName": "Jane", "familyName": "Doe"}]}}"#,
    ] {
        let article = article(&json_ld(json));
        assert_eq!(article.headline.as_deref(), Some("Harbour opens"), "{json}");
        assert_eq!(article.authors, ["Jane Doe"], "{json}");
        assert_eq!(article.provenance.authors.unwrap().source, Source::JsonLd);
    }
}

#[test]
fn broken_json_ld_is_read_as_far_as_it_can_be() {
    for json in [
        "{\"@type\": \"NewsArticle\", \"headline\": \"Harbour\topens\",}",
        "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Harbour opens\"} -->",
        "//<![CDATA[\n{\"@type\": \"NewsArticle\", \"headline\": \"Harbour &amp;#111;pens\"}\n//]]>",
        "// article\n{\"@type\": \"NewsArticle\", /* the title */ \"headline\": \"Harbour opens\"}",
        "{\"@type\": \"NewsArticle\", \"description\": \"He called it \"a new start\".\", \"headline\": \"Harbour opens\"}",
        "{\"@type\": \"NewsArticle\", \"image\": undefined, \"wordCount\":, \"headline\": \"Harbour opens\"}}",
        "{\"@type\": \"NewsArticle\", \"publisher\": {\"name\": \"x\"}, \"headline\": \"Harbour opens\"",
        "{\"@type\": \"WebSite\"},{\"@type\": \"NewsArticle\", \"headline\": \"Harbour opens\"}",
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Harbour opens&quot;}",
    ] {
        assert_eq!(article(&json_ld(json)).headline.as_deref(), Some("Harbour opens"), "{json}");
    }
    let hopeless = json_ld("{\"@type\": \"NewsArticle\", \"headline\": ");
    assert_eq!(article(&hopeless).headline, None);
}

#[test]
fn the_node_about_this_page_wins_over_its_neighbours() {
    let html = json_ld(
        r#"[{"@type": "NewsArticle", "headline": "Another story", "url": "https://example.com/news/other"},
            {"@type": "NewsArticle", "headline": "This story", "url": "https://example.com/news/story"}]"#,
    );
    assert_eq!(article(&html).headline.as_deref(), Some("This story"));
}

#[test]
fn meta_tags_give_every_field() {
    let html = page(
        "<link rel=canonical href=/news/story-itself><meta property=og:title content='Harbour opens - The Example'>\
         <meta property=og:site_name content='The Example'><meta property=og:description content='Ships &amp; guests.'>\
         <meta name=author content='By Jane Doe and John Roe'><meta property=article:section content=Region>\
         <meta name=keywords content='harbour, ships , harbour'><meta property=article:published_time content='2019-02-25T10:01:00-05:00'>\
         <meta property=article:modified_time content=2019-02-26><meta property=og:locale content=en_GB>\
         <meta property=og:image content=/a.jpg>",
    );
    let article = article(&html);
    assert_eq!(article.headline.as_deref(), Some("Harbour opens"));
    assert_eq!(article.canonical_url.as_deref(), Some("https://example.com/news/story-itself"));
    assert_eq!(article.site_name.as_deref(), Some("The Example"));
    assert_eq!(article.description.as_deref(), Some("Ships & guests."));
    assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(article.section.as_deref(), Some("Region"));
    assert_eq!(article.keywords, ["harbour", "ships"]);
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25T10:01:00-05:00");
    assert_eq!(article.date_modified.unwrap().to_string(), "2019-02-26");
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.image.as_deref(), Some("https://example.com/a.jpg"));
    for origin in [article.provenance.headline, article.provenance.authors, article.provenance.date_published]
    {
        assert_eq!(origin.unwrap().source, Source::Meta);
    }
}

#[test]
fn microdata_gives_fields_but_not_those_of_comments() {
    let html = format!(
        "<div itemscope itemtype=https://schema.org/NewsArticle><h2 itemprop=headline>Harbour opens</h2>\
         <span itemprop=author itemscope><a itemprop=name href=/jane>Jane Doe</a></span>\
         <time itemprop=datePublished datetime=2019-02-25>Monday</time>{}\
         <div itemscope itemtype=https://schema.org/Comment><span itemprop=author><b itemprop=name>Troll Face</b></span></div></div>",
        paragraphs(1..6)
    );
    let article = article(&html);
    assert_eq!(article.headline.as_deref(), Some("Harbour opens"));
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25");
    assert_eq!(article.provenance.date_published.unwrap().source, Source::Microdata);
}

#[test]
fn the_visible_page_gives_what_no_metadata_does() {
    let html = format!(
        "<html lang=de><title>Der Hafen ist offen | Beispiel</title><body><nav>Heute, 1. Januar 2001</nav><h1>Der Hafen ist offen</h1>\
         <p>Von Jane Doe und Dr. John Roe, Redakteur</p><p>25. Februar 2019, 10:01 Uhr</p>{}",
        paragraphs(1..6)
    );
    let article = article(&html);
    assert_eq!(article.headline.as_deref(), Some("Der Hafen ist offen"));
    assert_eq!(article.authors, ["Jane Doe", "Dr. John Roe"]);
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25T10:01:00");
    assert_eq!(article.provenance.authors.unwrap().source, Source::Generic);
}

#[test]
fn nothing_is_invented() {
    let article = article(&page(""));
    assert_eq!((article.headline, article.date_published), (None, None));
    // What the text reads like is there to be seen.
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.provenance.language.unwrap().source, Source::Generic);
    assert!(article.authors.is_empty() && article.provenance.authors.is_none());
    assert!(article.provenance.headline.is_none() && article.provenance.date_published.is_none());
}

#[test]
fn the_address_gives_a_date_where_nothing_else_does() {
    let article = extract_at("https://example.com/archives/2019/02/25/harbour/", &page("")).unwrap();
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25");
    assert_eq!(article.provenance.date_published.unwrap().source, Source::Url);
}

#[test]
fn authors_are_people_or_else_whoever_signs() {
    for (byline, expected) in [
        ("By JANE DOE", vec!["JANE DOE"]),
        ("Jane Doe, Political Editor", vec!["Jane Doe"]),
        ("Jane Doe (Berlin), jane@example.com", vec!["Jane Doe"]),
        ("Jane Doe et Jean Dupont", vec!["Jane Doe", "Jean Dupont"]),
        ("Jane Doe, jane doe", vec!["Jane Doe"]),
        ("Jane Doe, Reuters", vec!["Jane Doe"]),
        ("Reuters", vec!["Reuters"]),
        ("Sammy Davis, Jr.", vec!["Sammy Davis, Jr."]),
        ("https://www.facebook.com/jane", vec![]),
        ("Staff Writer", vec![]),
        ("admin", vec![]),
        ("渡辺洋介", vec!["渡辺洋介"]),
    ] {
        let html = page(&format!("<meta name=author content='{byline}'>"));
        assert_eq!(article(&html).authors, expected, "{byline}");
    }
}

#[test]
fn a_profile_comes_first_and_what_it_misses_falls_back_with_a_warning() {
    let html = page(
        "<title>Title</title><meta name=x content='Jane Doe'><meta property=og:title content='Harbour opens'>",
    );
    let article = article_with(
        &html,
        "name = 'Example'\nhosts = ['example.com']\n[select]\nheadline = ['h1.none', '.neither']\n\
         authors = [\"meta[name='x']::attr(content)\"]\n",
    );
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.provenance.authors.unwrap().rule.as_deref(), Some("meta[name='x']::attr(content)"));
    assert_eq!(article.headline.as_deref(), Some("Harbour opens"));
    assert_eq!(article.site_name.as_deref(), Some("Example"));
    assert_eq!(article.extractor.profile.as_deref(), Some("example.com"));
    let warnings: Vec<_> = article.warnings.iter().map(|w| (w.code.as_str(), w.field.as_deref())).collect();
    assert_eq!(warnings, [("profile-missed", Some("headline"))]);
}

#[test]
fn a_profile_can_point_into_json() {
    let html = page(
        "<script type='application/json' id=state>{\"story\": [{\"title\": \"Harbour &amp; pier\", \"by\": [[{\"name\": \
         \"Jane Doe\"}], {\"name\": \"Tom Reyes\"}, {\"id\": 7}], \"day\": \"2024-05-06\"},], }</script>\
         <script type='application/json' class=broken>{\"title\": </script>",
    );
    let profile = "name = 'Example'\nhosts = ['example.com']\n[select]\n\
         headline = ['script.broken::json(title)', 'title::json(title)', 'script::json(story.title)']\n\
         authors = ['#state::json(story.by.name)']\ndate_published = ['#state::json(story.day)']\n";
    let article = article_with(&html, profile);
    assert_eq!(article.headline.as_deref(), Some("Harbour & pier"));
    assert_eq!(article.authors, ["Jane Doe", "Tom Reyes"]);
    assert_eq!(article.date_published.unwrap().to_string(), "2024-05-06");
}

#[test]
fn an_explanation_lists_all_candidates_and_the_winner() {
    let html = json_ld(r#"{"@type": "NewsArticle", "headline": "Harbour opens", "datePublished": "soon"}"#);
    let (_, explanation) = explained_with(
        &html,
        "name = 'Example'\nhosts = ['example.com']\n[select]\ndate_published = ['time']\nheadline = ['h1']\n",
    );
    let trail = |field: &str| explanation.fields.iter().find(|trail| trail.field == field).unwrap();
    let headline = trail("headline");
    assert_eq!(headline.tried[headline.winner.unwrap()].rule, "NewsArticle.headline");
    let date = trail("date_published");
    assert_eq!((date.winner, date.tried.len()), (None, 1));
    assert!(!date.tried[0].usable);
}

#[test]
fn images_are_absolute_and_carry_alt_caption_and_credit() {
    let html = format!(
        "<meta property=og:image content=https://cdn.example.com/a.jpg><article>{}<figure>\
         <img data-src=b.jpg src='data:image/gif;base64,xx' alt='A ship'><figcaption>The ship. <span class=credit>Jane Doe</span></figcaption></figure>\
         <img src=pixel.gif width=1 height=1>{}</article><img src=/elsewhere.jpg>",
        paragraphs(1..4),
        paragraphs(4..6)
    );
    let article = article(&html);
    let images: Vec<_> = article
        .images
        .iter()
        .map(|i| (i.url.as_str(), i.alt.as_deref(), i.caption.as_deref(), i.credit.as_deref()))
        .collect();
    assert_eq!(
        images,
        [
            ("https://cdn.example.com/a.jpg", None, None, None),
            ("https://example.com/news/b.jpg", Some("A ship"), Some("The ship."), Some("Jane Doe")),
        ]
    );
    assert!(!article.body.contains("The ship."));
}

#[test]
fn what_is_said_of_an_image_is_found_above_the_body_in_older_themes_and_in_metadata() {
    let page = |head: &str, above: &str, inside: &str| {
        format!(
            "<html><head>{head}</head><body><article><h1>Ferry terminal opens</h1>{above}<div class=content>{}{inside}{}</div>\
             </article></body></html>",
            paragraphs(1..4),
            paragraphs(4..6)
        )
    };
    let main = "<meta property=og:image content='https://example.com/i/quay.jpg?w=1200'>";
    let figure = "<figure><img src=/i/quay-300x200.jpg alt=Quay srcset='/i/quay-300x200.jpg 300w, /i/quay-1024x683.jpg 1024w, \
                  /i/quay-768x512.jpg 768w'><figcaption>The quay at noon <span class=photo-credit>John Roe / AP</span></figcaption></figure>";
    let theme = "<div class='wp-caption alignleft'><img src=/i/boat.jpg><p class=wp-caption-text>The new boat</p></div>";
    let told = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Ferry terminal opens\", \"image\": \
                {\"@type\": \"ImageObject\", \"url\": \"https://example.com/i/quay.jpg?w=1200\", \"caption\": \"Noon\", \
                \"creditText\": \"Jane Doe\"}}</script>";
    for (html, expected) in [
        (
            page(main, figure, theme),
            "/i/quay.jpg?w=1200 Quay | The quay at noon | John Roe / AP; /i/boat.jpg  | The new boat | ",
        ),
        (page(told, "", ""), "/i/quay.jpg?w=1200  | Noon | Jane Doe"),
        (page("", "", figure), "/i/quay-1024x683.jpg Quay | The quay at noon | John Roe / AP"),
    ] {
        let told: Vec<String> = article(&html)
            .images
            .iter()
            .map(|image| {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                let url = image.url.trim_start_matches("https://example.com");
                format!("{url} {} | {} | {}", text(&image.alt), text(&image.caption), text(&image.credit))
            })
            .collect();
        assert_eq!(told.join("; "), expected);
    }
}
