//! The headline, where its own signs look like those before a site's name, or a label or the site's name stands in its place.
//! All pages are made up.

use super::{article, extract_at, paragraphs};

fn page(head: &str, heading: &str) -> String {
    format!("<html><head>{head}</head><body>{heading}<article>{}</article></body></html>", paragraphs(1..6))
}

#[test]
fn a_headlines_own_colon_or_dash_parts_no_site_from_it() {
    for headline in [
        "Port de Brest : le chenal nord sera dragué",
        "Dredging - a very short history",
        "Coast United - Harbour Rovers 2-1",
        "Sommerferien – was nun?",
        "Harbour vote: 5 – 2",
    ] {
        let plain = page(&format!("<title>{headline}</title>"), &format!("<h1>{headline}</h1>"));
        assert_eq!(article(&plain).headline.as_deref(), Some(headline));
        let with_site = page(
            &format!(
                "<title>{headline} | Coast Herald</title><meta property=og:site_name content='Coast Herald'>"
            ),
            &format!("<h1>{headline}</h1>"),
        );
        assert_eq!(article(&with_site).headline.as_deref(), Some(headline));
    }
}

#[test]
fn a_label_in_the_heading_is_no_part_of_the_headline() {
    let headline = "Harbour to be dredged next month";
    for heading in [
        format!("<h1><span class=label>Live</span>{headline}</h1>"),
        format!("<h1><a class=kicker href=/opinion>Opinion</a><span>{headline}</span></h1>"),
    ] {
        assert_eq!(article(&page("", &heading)).headline.as_deref(), Some(headline), "{heading}");
    }
}

#[test]
fn the_sites_name_is_left_out_before_the_headline_and_as_a_logo() {
    let headline = "Harbour to be dredged next month";
    let blog = page(
        &format!("<title>Coast Herald: {headline}</title>"),
        &format!(
            "<h1 class=title><a href='https://coastherald.blogspot.com/'>Coast Herald</a></h1>\
             <h3 class='post-title entry-title'>{headline}</h3>"
        ),
    );
    let found = extract_at("https://coastherald.blogspot.com/2024/03/harbour.html", &blog).unwrap();
    assert_eq!(found.headline.as_deref(), Some(headline));
    let old = page(&format!("<title>Coast Herald » Blog Archive » {headline}</title>"), "");
    let found = extract_at("https://coastherald.example/?p=3", &old).unwrap();
    assert_eq!(found.headline.as_deref(), Some(headline));
}

#[test]
fn a_badge_behind_the_headline_is_none_of_it() {
    let headline = "Harbour to be dredged next month";
    let heading = format!("<h1>{headline} <span class='label abo'>Subscribers</span></h1>");
    assert_eq!(article(&page("", &heading)).headline.as_deref(), Some(headline));
}

#[test]
fn where_the_page_calls_itself_by_its_sites_name_the_first_heading_of_a_text_is_the_headline() {
    let html = format!(
        "<html><head><title>coast.example</title></head><body><h1><a rel=home href=/>Coast</a></h1>\
         <div><h2>Harbour to be dredged next month</h2>{}</div></body></html>",
        paragraphs(1..6)
    );
    let found = extract_at("https://coast.example/2024/harbour", &html).unwrap();
    assert_eq!(found.headline.as_deref(), Some("Harbour to be dredged next month"));
    let html = page("<title>www.Coast.example - Tides and dates</title>", "");
    let found = extract_at("https://www.coast.example/tides", &html).unwrap();
    assert_eq!(found.headline.as_deref(), Some("Tides and dates"));
}

#[test]
fn a_lesser_heading_of_two_words_counts_if_title_and_metadata_say_it() {
    let html = format!(
        "<html><head><title>Come Together</title><meta property=og:title content='Come Together'></head><body>\
         <h1>News</h1><div class=post><h3 class=newstitle>Come Together</h3>{}</div></body></html>",
        paragraphs(1..6)
    );
    assert_eq!(article(&html).headline.as_deref(), Some("Come Together"));
}

#[test]
fn a_title_ends_where_the_line_that_the_page_shows_does() {
    for (title, line) in [
        (
            "Harbour to be dredged next month_News_Coast",
            "<div class=tt>Harbour to be dredged next month</div>",
        ),
        ("Harbour to be dredged next month-ABC", "<h4>Harbour to be dredged next month</h4>"),
        ("Harbour to be dredged next month | Ferries", "<h2>Harbour to be dredged next month</h2>"),
    ] {
        let html = page(&format!("<title>{title}</title>"), line);
        assert_eq!(article(&html).headline.as_deref(), Some("Harbour to be dredged next month"), "{title}");
    }
}

#[test]
fn a_heading_that_says_what_the_title_says_comes_before_one_that_names_the_section() {
    let heading =
        "<div class=bar><h1>Ports and Ferries Centre</h1></div><h2>Harbour to be dredged next month</h2>";
    let html = page("<title>Harbour to be dredged next month</title>", heading);
    assert_eq!(article(&html).headline.as_deref(), Some("Harbour to be dredged next month"));
    // The site's own heading, by another address than its front page's.
    let heading = "<h1><a href=index.html>Notes on harbours</a></h1><h1>Dredging: a history</h1>";
    let html = page("<title>Dredging: a history — Notes on harbours</title>", heading);
    assert_eq!(article(&html).headline.as_deref(), Some("Dredging: a history"));
}

#[test]
fn a_section_before_the_headline_is_none() {
    let headline = "The harbour is not for sale";
    for (before, line) in
        [("Opinion", "<a href=/o>Opinion</a>"), ("Coast Herald", "<a href=/a>Coast Herald</a>")]
    {
        for title in [format!("{before} | {headline}"), format!("{before} - {headline}")] {
            let html = page(&format!("<title>{title}</title>"), &format!("{line}<h1>{headline}</h1>"));
            assert_eq!(article(&html).headline.as_deref(), Some(headline), "{title}");
        }
    }
}

#[test]
fn what_wraps_headline_and_byline_is_no_headline() {
    let heading = "<div class=article_title><div class=text>Harbour to be dredged next month</div>\
                   <div class=meta>Published: 2019-09-26 10:09:11 <span>4</span></div></div>";
    let html = page("<title>Coast Herald</title>", heading);
    assert_eq!(article(&html).headline.as_deref(), Some("Harbour to be dredged next month"));
}
