//! Whole records.

use super::{article, sentence};

#[test]
fn a_page_with_everything_becomes_this_record() {
    let html = format!(
        r#"<!doctype html><html lang="en-GB"><head><title>Harbour opens after nine years | The Example</title>
        <link rel="canonical" href="https://example.com/news/story">
        <meta property="og:site_name" content="The Example"><meta property="og:type" content="article">
        <meta name="description" content="The mayor cut the ribbon.">
        <script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
          "headline": "Harbour opens after nine years", "datePublished": "2019-02-25T10:01:00+01:00",
          "dateModified": "2019-02-25T12:00:00+01:00", "author": [{{"@type": "Person", "name": "Jane Doe"}}],
          "articleSection": "Region", "keywords": ["harbour", "ships"], "isAccessibleForFree": true,
          "image": "https://example.com/a.jpg"}}</script></head>
        <body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
        <article class="story"><h1>Harbour opens after nine years</h1><p class="byline">By Jane Doe</p>
        <div class="story-body"><p>{}</p><div class="advert">Advertisement</div><p>{}</p><p>Advertisement</p>
        <h2>What comes next</h2><p>{}</p><div class="related-stories"><p>Read this other story about bridges, which is long enough to count.</p></div>
        <p>{}</p></div></article>
        <section id="comments"><p>I have never seen a harbour that was opened as late as this one, and I have seen a few.</p></section>
        <footer><p>Copyright The Example, and all of its writers, in this and in every other country of the world.</p></footer></body></html>"#,
        sentence(1),
        sentence(2),
        sentence(3),
        sentence(4)
    );
    let mut article = article(&html);
    // Who said what is proved elsewhere.
    article.quotes.clear();
    article.attributions.clear();
    article.extractor.version = "…".to_owned();
    insta::assert_snapshot!(serde_json::to_string_pretty(&article).unwrap());
}
