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
