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

#[test]
fn the_picture_for_those_without_scripts_is_the_whole_one() {
    let lazy = "<figure><div><img src='/max/60/harbour.png?q=20'></div>\
                <noscript><img src='/max/3788/harbour.png'></noscript><figcaption>The harbour</figcaption></figure>";
    let images = found("", lazy).images;
    assert_eq!(images[0].url, "https://coast.example/max/3788/harbour.png");
    assert_eq!(images[0].caption.as_deref(), Some("The harbour"));
    for counter in ["https://b.count.example/p?c=1", "https://www.social.example/tr?id=1"] {
        let beside =
            format!("<figure><img src=/i/harbour.jpg></figure><noscript><img src='{counter}'></noscript>");
        assert_eq!(found("", &beside).images[0].url, "https://coast.example/i/harbour.jpg");
    }
    let two = "<img src=/i/a.jpg><img src=/i/blank.gif><noscript><img src=/i/b.jpg></noscript>";
    let urls: Vec<String> = found("", two).images.into_iter().map(|image| image.url).collect();
    assert_eq!(urls, ["https://coast.example/i/a.jpg", "https://coast.example/i/b.jpg"]);
    let by_width = "<p><img data-src='{&quot;default&quot;: 1}' src=/up/pier.jpg></p>";
    assert_eq!(found("", by_width).images[0].url, "https://coast.example/up/pier.jpg");
}

#[test]
fn pictures_that_a_program_serves_are_told_apart_by_their_queries() {
    let inside = "<p><img src='/images/dims?u=pier'></p><p><img src='/images/dims?u=harbour'></p>";
    assert_eq!(found("", inside).images.len(), 2);
    let sizes = "<p><img src='/up/pier.jpg?w=200'></p><p><img src='/up/pier.jpg?w=800'></p>";
    assert_eq!(found("", sizes).images.len(), 1);
}

#[test]
fn captions_and_credits_are_known_by_their_place_and_names() {
    for (inside, caption, credit) in [
        (
            "<table class=tr-caption-container><tr><td><img src=/a/pier.jpg></td></tr><tr><td class=tr-caption>The pier</td></tr></table>",
            Some("The pier"),
            None,
        ),
        (
            "<div class=thumbinner><img src=/a/pier.jpg><div class=thumbcaption>The pier</div></div>",
            Some("The pier"),
            None,
        ),
        (
            "<div><figure><img src=/a/pier.jpg></figure><figcaption>The pier</figcaption></div>",
            Some("The pier"),
            None,
        ),
        ("<p><img src=/a/pier.jpg><i class=desc>The pier</i></p>", Some("The pier"), None),
        (
            "<figure><img src=/a/pier.jpg><figcaption>The pier <span class=photoCredit>Jane Doe</span></figcaption></figure>",
            Some("The pier"),
            Some("Jane Doe"),
        ),
        ("<figure><img src=/a/pier.jpg><cite>Jane Doe</cite></figure>", None, Some("Jane Doe")),
    ] {
        let image = &found("", inside).images[0];
        assert_eq!((image.caption.as_deref(), image.credit.as_deref()), (caption, credit), "{inside}");
    }
}

#[test]
fn what_stands_in_the_text_beside_pictures_is_none() {
    let inside = "<div class='ad-pc ad-site'><img src=/skin/850x118.jpg></div><div class=qrcode><img src=/up/code.png></div>\
                  <div><img src=https://count.example/ck style='display: none'></div>";
    assert_eq!(found("", inside).image, None);
    let open = format!("<div class='entry comments-open'>{}{PICTURE}</div>", paragraphs(7..12));
    assert_eq!(found("", &open).image.as_deref(), Some("https://coast.example/up/harbour-1024.jpg"));
    let shared = "<div class=article-share-pic><img src=/up/pier.jpg></div>";
    assert_eq!(found("", shared).image.as_deref(), Some("https://coast.example/up/pier.jpg"));
}

#[test]
fn a_thumbnail_of_an_item_yields_to_the_picture_that_is_to_be_shared() {
    let head = "<meta property=og:image content=/up/harbour-1190.jpg>";
    let inside = "<div itemscope><meta itemprop=image content=/up/face-100.jpg></div>";
    assert_eq!(found(head, inside).image.as_deref(), Some("https://coast.example/up/harbour-1190.jpg"));
}
