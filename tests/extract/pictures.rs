//! The picture an article is shown with. All pages are made up.

use copydesk::Article;

use super::{extract_at, paragraphs};

fn found(head: &str, inside: &str) -> Article {
    let html = format!(
        "<html><head>{head}</head><body><article><h1>Harbour to be dredged</h1>{}{inside}{}</article></body></html>",
        paragraphs(1..4),
        paragraphs(4..7)
    );
    extract_at("https://coast.example/harbour-to-be-dredged", &html).unwrap()
}

const PICTURE: &str = "<p><img src=/up/harbour-1024.jpg alt='The harbour'></p>";

#[test]
fn what_stands_in_for_a_picture_is_none() {
    for stand_in in [
        "https://s0.example/i/blank.jpg",
        "/img/logo.png",
        "/img/coast-logo-opengraph.png",
        "/images/facebook.png",
        "/pu/images/social_placeholder.png",
        "https://coast.example/",
    ] {
        let head = format!("<meta property=og:image content='{stand_in}'>");
        assert_eq!(found(&head, "").image, None, "{stand_in}");
        let image = found(&head, PICTURE).image;
        assert_eq!(image.as_deref(), Some("https://coast.example/up/harbour-1024.jpg"), "{stand_in}");
    }
}

#[test]
fn pictures_that_are_only_called_alike_are_pictures() {
    for picture in [
        "/up/IMG_8880.jpeg",
        "/up/apple-logo-on-the-store-in-london.jpg",
        "/up/facebook-headquarters.jpg",
        "/iiif/harbour/full/max/0/default.jpg",
        "/posts/harbour/opengraph-image.png",
    ] {
        let head = format!("<meta property=og:image content='{picture}'>");
        assert_eq!(found(&head, "").image, Some(format!("https://coast.example{picture}")));
    }
}

#[test]
fn the_first_picture_of_the_text_is_the_main_one_where_metadata_names_none() {
    let decoration =
        "<p><img class=avatar src=/up/jane.jpg><img src=/theme/icon-zoom.svg><img src=/theme/rss.png></p>";
    let article = found("", &format!("{decoration}{PICTURE}"));
    assert_eq!(article.image.as_deref(), Some("https://coast.example/up/harbour-1024.jpg"));
    assert_eq!(article.images.len(), 1);
    assert_eq!(article.provenance.image.unwrap().rule.as_deref(), Some("body img"));
}

#[test]
fn a_picture_that_is_an_item_of_its_own_is_not_its_caption() {
    let figure = "<figure itemprop=image itemscope itemtype='http://schema.org/ImageObject'>\
                  <meta itemprop=url content='https://i.example/strike.jpg'><figcaption>Striking members last year</figcaption></figure>";
    assert_eq!(found("", figure).image.as_deref(), Some("https://i.example/strike.jpg"));
}
