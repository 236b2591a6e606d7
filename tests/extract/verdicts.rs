//! What is no article, and what is one all the same.

use copydesk::extract::ExtractError;

use super::{extract_at, paragraphs};

fn refusal(url: &str, html: &str) -> String {
    extract_at(url, html).map(|article| article.body).unwrap_err().to_string()
}

/// A list of so many teasers.
fn teasers(count: usize) -> String {
    let teaser = |n| format!("<li><a href=/s/{n}>Another story, number {n}, that happened today</a></li>");
    (0..count).map(teaser).collect::<Vec<_>>().concat()
}

#[test]
fn front_pages_listings_and_error_texts_are_refused_with_a_reason() {
    let front =
        format!("<title>The Example</title><meta property=og:type content=website><ul>{}</ul>", teasers(60));
    assert_eq!(
        refusal("https://example.com/", &front),
        "no single article: it is the front page of its site"
    );
    let listing = format!(
        "<script type='application/ld+json'>{{\"@type\": \"CollectionPage\"}}</script><p>All our stories about the harbour, day by day, and \
         what happened there in the years before it was opened, told by those who were there.</p><ul>{}</ul>",
        teasers(60)
    );
    assert_eq!(
        refusal("https://example.com/harbour", &listing),
        "no single article: its JSON-LD says CollectionPage"
    );
    let missing = "<title>404 - Page not found</title><h1>Not found</h1><p>The page you are looking for is not here, \
                   or it never was; please try the search, and excuse us for any trouble that this may cause you.</p>";
    assert!(refusal("https://example.com/gone", missing).contains("\"404\""));
    assert!(refusal("https://example.com/thin", "<p>Too little.</p>").contains("2 words"));
}

#[test]
fn an_article_by_its_metadata_without_text_has_no_body() {
    let html = "<meta property=og:type content=article><h1>Video: the harbour</h1><video src=x></video>";
    let url = "https://example.com/video";
    assert!(matches!(extract_at(url, html), Err(ExtractError::NoBody { .. })));
}

#[test]
fn an_article_at_the_root_or_with_many_links_around_it_is_kept() {
    let declared = format!("<meta property=og:type content=article><article>{}</article>", paragraphs(1..20));
    assert!(extract_at("https://example.com/", &declared).is_ok());
    let crowded = format!("<article>{}</article><aside><ul>{}</ul></aside>", paragraphs(1..6), teasers(200));
    assert!(extract_at("https://example.com/story", &crowded).is_ok());
    let titled = format!("<title>404 days at sea</title><article>{}</article>", paragraphs(1..20));
    assert!(extract_at("https://example.com/story", &titled).is_ok());
}
