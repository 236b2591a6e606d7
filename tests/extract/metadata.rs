//! Headline, authors and dates where a page's sources disagree, one table for each cause. All pages are made up.

use super::{article, extract_at, paragraphs};

/// A page with that head and those lines before its text.
fn page(head: &str, lines: &str) -> String {
    format!(
        "<html lang=en><head>{head}</head><body><article>{lines}{}</article></body></html>",
        paragraphs(1..7)
    )
}

/// The metadata a news system writes for a story by that author, of that day.
fn story(headline: &str, author: &str, day: &str) -> String {
    format!(
        "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"{headline}\", \
         \"author\": {{\"@type\": \"Person\", \"name\": \"{author}\"}}, \"datePublished\": \"{day}\"}}</script>"
    )
}

#[test]
fn a_headline_loses_the_site_and_keeps_its_own_typography() {
    for (head, lines, expected) in [
        // The site's name, however the title joins it on.
        (
            "<title>Harbour opens after ten years - The Example Post</title><meta property=og:site_name content='The Example Post'>",
            "",
            "Harbour opens after ten years",
        ),
        ("<title>Harbour opens after ten years | Example</title>", "", "Harbour opens after ten years"),
        ("<title>Harbour opens after ten years « Example</title>", "", "Harbour opens after ten years"),
        // A dash that belongs to the headline.
        (
            "<title>Harbour opens - at last - after ten years | Example</title>",
            "<h1>Harbour opens - at last - after ten years</h1>",
            "Harbour opens - at last - after ten years",
        ),
        // The heading's quotation marks, not the metadata's.
        (
            "<title>The \"last\" harbour isn't open - Example</title><meta property=og:title content='The \"last\" harbour isn&#39;t open'>",
            "<h1>The “last” harbour isn’t open</h1>",
            "The “last” harbour isn’t open",
        ),
        // The site's name as a first heading.
        (
            "<title>Harbour opens after ten years | Example</title>",
            "<h1>Example</h1><h1>Harbour opens after ten years</h1>",
            "Harbour opens after ten years",
        ),
        // Escaped once too often.
        (
            "<title>Ships &amp;amp; guests in the harbour again - Example</title>",
            "<h1>Ships &amp;amp; guests in the harbour again</h1>",
            "Ships & guests in the harbour again",
        ),
    ] {
        assert_eq!(article(&page(head, lines)).headline.as_deref(), Some(expected), "{head} {lines}");
    }
}

#[test]
fn a_page_built_of_widgets_keeps_its_heading() {
    let lines = "<div class='elementor-element elementor-widget elementor-widget-heading'>\
                 <h1 class=elementor-heading-title>Harbour opens after ten years</h1></div>";
    let article = article(&page("<title>Everything about harbours</title>", lines));
    assert_eq!(article.headline.as_deref(), Some("Harbour opens after ten years"));
}

#[test]
fn authors_are_people_without_what_stands_around_them() {
    for (byline, expected) in [
        ("By Jane Doe", vec!["Jane Doe"]),
        ("By Jane Doe and John Roe, Political Editors", vec!["Jane Doe", "John Roe"]),
        ("Von Jane Doe und John Roe", vec!["Jane Doe", "John Roe"]),
        ("Por Ana Souza e Rui Costa", vec!["Ana Souza", "Rui Costa"]),
        ("Par Anne Dupont, envoyée spéciale", vec!["Anne Dupont"]),
        ("By Jane Doe, MD, Ph.D.", vec!["Jane Doe"]),
        ("By Jane Doe (jane@example.com)", vec!["Jane Doe"]),
        ("By Jane Doe | May 3, 2020 | 5 min read", vec!["Jane Doe"]),
        ("By John Roe Jr.", vec!["John Roe Jr."]),
    ] {
        let article =
            article(&page("<title>Harbour</title>", &format!("<h1>Harbour opens</h1><p>{byline}</p>")));
        assert_eq!(article.authors, expected, "{byline}");
    }
}

#[test]
fn the_class_that_names_the_author_may_be_in_any_of_many_languages() {
    for class in ["authorname", "haber-yazar", "penulis", "coauthors", "article__autores", "forfatter-navn"] {
        let line = format!(
            "<h1>Harbour opens</h1><p>12:30 | <span class='{class}'>Ilsabe Qvistgaard</span> | Local</p>"
        );
        let article = article(&page("<title>Harbour opens</title>", &line));
        assert_eq!(article.authors, ["Ilsabe Qvistgaard"], "{class}");
    }
}

#[test]
fn a_byline_may_stand_on_a_line_of_its_own_or_be_a_link() {
    for lines in [
        "<h1>Harbour opens</h1><div>By</div><div>Jane Doe</div>",
        "<h1>Harbour opens</h1><p><a href=/authors/jane-doe>Jane Doe</a></p>",
        "<h1>Harbour opens</h1><p>Written by</p><p>Jane Doe</p>",
    ] {
        assert_eq!(article(&page("<title>Harbour</title>", lines)).authors, ["Jane Doe"], "{lines}");
    }
}

#[test]
fn an_agency_or_a_desk_is_no_person_and_yields_to_one() {
    let head = "<meta name=author content='The Example Post'><meta property=og:site_name content='The Example Post'>";
    let signed = article(&page(head, "<h1>Harbour opens</h1><p class=byline>By Jane Doe</p>"));
    assert_eq!(signed.authors, ["Jane Doe"]);
}

#[test]
fn authors_of_other_stories_sign_nothing() {
    let html = page(
        "<title>Harbour</title>",
        "<h1>Harbour opens</h1><aside class=related><p>By Max Muster</p><p class=author>Max Muster</p></aside>",
    );
    assert!(article(&html).authors.is_empty());
}

#[test]
fn a_publication_told_is_not_overruled_by_the_update_shown() {
    let head = story("Harbour opens", "Jane Doe", "2019-02-25T10:01:00+01:00")
        + "<meta property=article:modified_time content=2021-06-01T08:00:00+02:00>";
    let article = article(&page(&head, "<h1>Harbour opens</h1><p>Updated June 1, 2021</p>"));
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25T10:01:00+01:00");
    assert_eq!(article.date_modified.unwrap().to_string(), "2021-06-01T08:00:00+02:00");
}

#[test]
fn a_change_on_the_day_of_publication_does_not_lend_it_its_time() {
    let head = "<meta property=article:published_time content=2019-02-25>\
                <meta property=article:modified_time content=2019-02-25T18:00:00+02:00>";
    let article = article(&page(head, "<h1>Harbour opens</h1>"));
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25");
}

#[test]
fn dates_are_seen_where_pages_print_them() {
    for (lines, expected) in [
        ("<h1>Harbour opens</h1><span>May 3, 2020</span>", "2020-05-03"),
        (
            "<h1>Harbour opens</h1><p>Jane Doe</p><div class=text-sm>3 May 2020 <i>·</i> 5 min read</div>",
            "2020-05-03",
        ),
        (
            "<h1>Harbour opens</h1><time datetime=2020-05-03T10:00:00Z>yesterday</time>",
            "2020-05-03T10:00:00Z",
        ),
        ("<h1>Harbour opens</h1><p>Published: 3 May 2020. Updated: 4 May 2020.</p>", "2020-05-03"),
    ] {
        let article = article(&page("<meta property=og:type content=article>", lines));
        assert_eq!(article.date_published.map(|date| date.to_string()).as_deref(), Some(expected), "{lines}");
    }
}

#[test]
fn a_footers_a_comments_and_another_storys_date_is_not_the_articles() {
    for lines in [
        "<footer>Copyright 3 May 2020 Example</footer>",
        "<section class=comments><p>Max, May 3, 2020</p><time datetime=2020-05-03>3 May</time></section>",
        "<aside class=related><span class=date>3 May 2020</span></aside>",
    ] {
        let html = page("<title>Harbour</title>", &format!("<h1>Harbour opens</h1>{lines}"));
        assert_eq!(article(&html).date_published, None, "{lines}");
    }
}

#[test]
fn the_language_is_held_against_the_text() {
    let html = format!("<html lang=de><article>{}</article>", paragraphs(1..7));
    let article = article(&html);
    assert_eq!(article.language.as_deref(), Some("en"));
    let warning = article.warnings.iter().find(|warning| warning.code == "language-mismatch").unwrap();
    assert!(warning.message.contains("de") && warning.message.contains("en"), "{}", warning.message);
    assert_eq!(warning.field.as_deref(), Some("language"));
}

#[test]
fn a_language_declared_is_kept_where_the_text_could_not_tell_it() {
    let page = |lang: &str, text: &str| {
        let text = format!("<p>{}</p>", format!("{text} ").repeat(8));
        extract_at("https://example.com/news/story", &format!("<html{lang}><article>{text}</article></html>"))
    };
    let persian = "بندر روز دوشنبه افتتاح شد و شهردار گفت که این آخرین بندر شهر نیست و برای مهمانان جشنی در اسکله برگزار شد.";
    let kurdish = "بەندەرەکە ڕۆژی دووشەممە کرایەوە و سەرۆکی شارەوانی گوتی ئەمە دوایین بەندەری شارەکە نییە و میوانەکان گەیشتن.";
    let filipino = "Binuksan ang bagong daungan noong Lunes at sinabi ng alkalde na hindi ito ang huli sa lungsod para sa mga tao.";
    let basque = "Portua astelehenean ireki zuten eta alkateak esan zuen ez dela hiriko azkena, baina gonbidatuak itsasontziz iritsi dira.";
    for (lang, text, expected) in [
        (" lang=tl", filipino, Some("tl")),
        (" lang=fil-PH", filipino, Some("fil-PH")),
        (" lang=eu", basque, Some("eu")),
        (" lang=fa", persian, Some("fa")),
        (" lang=en-US", persian, Some("fa")),
        ("", persian, Some("fa")),
        (" lang=ckb", kurdish, Some("ckb")),
        ("", kurdish, None),
    ] {
        let article = page(lang, text).unwrap();
        assert_eq!(article.language.as_deref(), expected, "{lang} {text}");
        let warned = article.warnings.iter().any(|warning| warning.code == "language-mismatch");
        assert_eq!(warned, lang == " lang=en-US", "{lang} {text}");
    }
}

#[test]
fn what_a_publisher_reserves_is_kept_as_it_says_it() {
    let head = "<meta name=robots content='index, noai, noimageai'><meta name=tdm-reservation content=1>\
                <meta name=tdm-policy content=https://example.com/tdm><meta name=googlebot content=noarchive>";
    let article = article(&page(head, ""));
    let reserved: Vec<(&str, &str)> =
        article.reservations.iter().map(|one| (one.name.as_str(), one.content.as_str())).collect();
    assert_eq!(
        reserved,
        [
            ("robots", "index, noai, noimageai"),
            ("tdm-reservation", "1"),
            ("tdm-policy", "https://example.com/tdm")
        ]
    );
    assert!(
        super::article(&page("<meta name=robots content=index><meta name=tdm-reservation content=0>", ""))
            .reservations
            .is_empty()
    );
}

#[test]
fn a_wall_is_told() {
    for (head, free) in [
        ("<meta property=article:content_tier content=locked>", false),
        ("<meta property=article:content_tier content=free>", true),
        (
            "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Harbour\", \"hasPart\": \
          {\"@type\": \"WebPageElement\", \"isAccessibleForFree\": \"False\", \"cssSelector\": \".wall\"}}</script>",
            false,
        ),
    ] {
        let article = article(&page(head, ""));
        assert_eq!(article.is_accessible_for_free, Some(free), "{head}");
        assert_eq!(article.warnings.iter().any(|warning| warning.code == "cut-off"), !free, "{head}");
    }
}

#[test]
fn a_field_that_places_agree_on_is_trusted_more() {
    let alone = article(&page("<title>Harbour opens after ten years</title>", ""));
    let head = story("Harbour opens after ten years", "Jane Doe", "2019-02-25");
    let head = head + "<title>Harbour opens after ten years</title>";
    let together = article(&page(
        &head,
        "<h1>Harbour opens after ten years</h1><p>By Jane Doe</p><time datetime=2019-02-25>25 February 2019</time>",
    ));
    let trust = |origin: &Option<copydesk::article::Origin>| origin.as_ref().unwrap().confidence;
    assert!(trust(&together.provenance.headline) > trust(&alone.provenance.headline));
    assert!(trust(&together.provenance.headline) > 0.9);
    assert!(trust(&together.provenance.authors) >= 0.9 && trust(&together.provenance.date_published) > 0.9);
    assert!(trust(&together.provenance.headline) < 1.0, "only a profile's rule is certain");
}

#[test]
fn the_address_gives_a_day_where_nothing_else_does() {
    let html = page("<meta property=og:type content=article>", "<h1>Harbour opens</h1>");
    let article = extract_at("https://example.com/2019/02/25/harbour-opens", &html).unwrap();
    assert_eq!(article.date_published.unwrap().to_string(), "2019-02-25");
}

#[test]
fn a_byline_ends_where_it_says_when_where_or_what_for() {
    for (byline, expected) in [
        ("By Jane Doe on March 3, 2020", "Jane Doe"),
        ("By Jane Doe for Example Weekly", "Jane Doe"),
        ("Posted by Jane Doe in Harbours", "Jane Doe"),
        ("<span>By</span><span>Jane Doe</span>", "Jane Doe"),
        ("Jane Doe | Senior Writer | March 3, 2020", "Jane Doe"),
        ("By Jane Doe March 3, 2020", "Jane Doe"),
        ("By Jane Doe Last updated on March 3, 2020", "Jane Doe"),
        ("Jane Doe, Example Media Group", "Jane Doe"),
    ] {
        let article =
            article(&page("<title>Harbour</title>", &format!("<h1>Harbour opens</h1><p>{byline}</p>")));
        assert_eq!(article.authors, [expected], "{byline}");
    }
}

#[test]
fn a_box_about_the_author_may_stand_beside_the_article() {
    let story = "<h1>Harbour opens</h1><p>The harbour opened on Monday.</p>";
    let about = |name| format!("<p class=author-name><a rel=author href=/author/x>{name}</a></p>");
    let one = format!("{story}<aside class=sidebar>{}</aside>", about("Jane Doe"));
    assert_eq!(article(&page("<title>Harbour</title>", &one)).authors, ["Jane Doe"]);
    let several = format!("{story}<aside class=sidebar>{}{}</aside>", about("Jane Doe"), about("John Roe"));
    assert!(article(&page("<title>Harbour</title>", &several)).authors.is_empty());
}

#[test]
fn a_date_may_stand_beside_the_article() {
    let html = page(
        "<title>Harbour</title>",
        "<aside class=post-meta><time datetime=2019-02-25>25 February 2019</time></aside><h1>Harbour opens</h1>",
    );
    assert_eq!(article(&html).date_published.unwrap().to_string(), "2019-02-25");
}

#[test]
fn a_link_to_somebody_in_the_text_does_not_overrule_the_publisher_who_signs() {
    let head = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Harbour opens\", \
        \"author\": {\"@type\": \"Organization\", \"name\": \"The Example Post\"}, \
        \"publisher\": {\"@type\": \"Organization\", \"name\": \"The Example Post\"}}</script>";
    let lines = "<h1>Harbour opens</h1><p class=byline>The Example Post</p>\
        <p>The minister <a href=/person/jane-doe>Jane Doe</a> opened the harbour on Monday with a speech.</p>";
    assert_eq!(article(&page(head, lines)).authors, ["The Example Post"]);
}

#[test]
fn the_footer_of_an_article_may_say_who_wrote_it_and_when_and_the_sites_says_nothing() {
    let signed = "<p class=author><a rel=author href=/author/jane-doe>Jane Doe</a></p>\
                  <time datetime=2019-02-25>25 February 2019</time>";
    let of_article = format!(
        "<title>Harbour opens</title><article><h1>Harbour opens</h1>{}<footer>{signed}</footer></article>",
        paragraphs(1..7)
    );
    let article_signed = article(&of_article);
    assert_eq!(article_signed.authors, ["Jane Doe"]);
    assert_eq!(article_signed.date_published.unwrap().to_string(), "2019-02-25");
    let of_site = format!(
        "<title>Harbour opens</title><article><h1>Harbour opens</h1>{}</article><footer>{signed}</footer>",
        paragraphs(1..7)
    );
    let unsigned = article(&of_site);
    assert!(unsigned.authors.is_empty() && unsigned.date_published.is_none());
}

#[test]
fn the_lines_around_the_headline_are_not_those_around_the_sites_name() {
    let head = "<title>Harbour opens after ten years | Example</title>";
    for heading in ["h1", "h2"] {
        let html = format!(
            "<head>{head}</head><body><header><h1>Example</h1>{}</header><article><{heading}>Harbour opens after ten years</{heading}>\
             <div><span>Jane Doe</span></div>{}</article></body>",
            "<p>News of the day</p>".repeat(12),
            paragraphs(1..7)
        );
        assert_eq!(article(&html).authors, ["Jane Doe"], "{heading}");
    }
}

#[test]
fn what_stands_in_elements_of_its_own_is_no_part_of_a_name() {
    for byline in [
        "<div class=author><p>Jane Doe</p><p>Founder at Example</p></div>",
        "<div class=author><a href=/jane>Jane Doe</a><a href=/jane/about>About Example</a></div>",
        "<div class=author><b>Jane Doe</b><script>track('Author Box')</script></div>",
    ] {
        let html = page("<title>Harbour opens</title>", &format!("<h1>Harbour opens</h1>{byline}"));
        assert_eq!(article(&html).authors, ["Jane Doe"], "{byline}");
    }
}

#[test]
fn a_box_about_the_author_names_one_however_long_it_is() {
    let html = format!(
        "<title>Harbour opens</title><article><h1>Harbour opens</h1>{}<div class=author-box><h4>Jane Doe</h4><p>{}</p></div></article>",
        paragraphs(1..7),
        "Jane Doe writes about harbours and all that floats in them, and has done so for twenty years. "
            .repeat(3)
    );
    assert_eq!(article(&html).authors, ["Jane Doe"]);
}

#[test]
fn a_meta_tag_whose_name_says_what_it_holds_need_not_be_known() {
    for name in
        ["w-published-date", "article:published:time", "content:publishdate", "dcsext.articlefirstpublished"]
    {
        let head =
            format!("<title>Harbour opens</title><meta name='{name}' content='2019-02-25T10:01:00+01:00'>");
        let found = article(&page(&head, "<h1>Harbour opens</h1>")).date_published;
        assert_eq!(
            found.map(|time| time.to_string()).as_deref(),
            Some("2019-02-25T10:01:00+01:00"),
            "{name}"
        );
    }
    for name in ["article:expiration_time", "unpublish-date", "article:publisher", "last_published"] {
        let head =
            format!("<title>Harbour opens</title><meta name='{name}' content='2019-02-25T10:01:00+01:00'>");
        assert_eq!(article(&page(&head, "<h1>Harbour opens</h1>")).date_published, None, "{name}");
    }
}

#[test]
fn what_the_page_shows_as_an_update_is_the_modification_where_metadata_says_nothing() {
    let modified = |lines: &str| {
        let article = article(&page("<title>Harbour</title>", &format!("<h1>Harbour</h1>{lines}")));
        let day = |time: Option<copydesk::article::PageTime>| time.map(|time| time.to_string());
        (day(article.date_published), day(article.date_modified))
    };
    let both = |published: &str, updated: &str| (Some(published.to_owned()), Some(updated.to_owned()));
    assert_eq!(
        modified("<p>Published May 13, 2024 | Updated May 14, 2024</p>"),
        both("2024-05-13", "2024-05-14")
    );
    assert_eq!(
        modified("<p>Veröffentlicht: 13.05.2024 | Aktualisiert: 14.05.2024</p>"),
        both("2024-05-13", "2024-05-14")
    );
    // No update is earlier than the publication.
    let (_, updated) = modified("<p>Published May 13, 2024</p><p>Updated May 12, 2024</p>");
    assert_eq!(updated, None);
}

#[test]
fn the_description_is_the_pages_and_not_an_items() {
    let html = format!(
        "<html><head><meta property=og:description content='The harbour will be dredged.'></head><body><article><h1>Harbour</h1>\
         <figure><figcaption itemprop='caption description'>The pier in spring, a photograph by nobody we know of</figcaption></figure>\
         {}</article></body></html>",
        paragraphs(1..6)
    );
    assert_eq!(article(&html).description.as_deref(), Some("The harbour will be dredged."));
}
