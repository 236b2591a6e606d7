//! The library's front door.

use copydesk::extract::{Extractor, OperatingPoint, ReadError};
use copydesk::page::PageSource;
use copydesk::{Profile, Profiles};
use url::Url;

use super::{URL, paragraphs, sentence};

fn html() -> String {
    format!(
        "<title>Harbour</title><article><h1>Harbour</h1><figure><img src=a.jpg><figcaption>The old crane, on a \
         Sunday.</figcaption></figure>{}<aside class=related><figure><figcaption>Another story.</figcaption></figure>\
         </aside>{}</article>",
        paragraphs(1..5),
        paragraphs(5..9)
    )
}

#[test]
fn a_string_and_an_address_are_enough() {
    let article = copydesk::extract(&html(), URL).unwrap();
    assert_eq!(article.headline.as_deref(), Some("Harbour"));
    assert_eq!(article, Extractor::new().extract(&html(), URL).unwrap());
}

#[test]
fn a_string_is_read_as_text_whatever_its_meta_says() {
    let html = format!("<meta charset=windows-1252>{}", html().replace(">Harbour<", ">Überraschung<"));
    assert_eq!(copydesk::extract(&html, URL).unwrap().headline.as_deref(), Some("Überraschung"));
}

#[test]
fn each_failure_has_its_reason() {
    let reason = |html: &str, url: &str| {
        let error: ReadError = copydesk::extract(html, url).unwrap_err();
        let none = error.no_article(url);
        assert_eq!((none.url.as_str(), none.reason), (url, error.reason()));
        error.reason().as_str()
    };
    assert_eq!(reason("<p>x", "example"), "malformed-url");
    assert_eq!(reason(" ", URL), "empty-page");
    assert_eq!(reason("%PDF-1.4", URL), "not-html");
    assert_eq!(reason("<p>Too little.", URL), "not-article");
}

#[test]
fn captions_stand_in_the_body_only_if_wanted() {
    let body = |captions| Extractor::new().captions(captions).extract(&html(), URL).unwrap();
    assert!(!body(false).body.contains("crane"));
    let with = body(true);
    assert!(
        with.body.starts_with(&format!("The old crane, on a Sunday.\n\n{}", sentence(1))),
        "{}",
        with.body
    );
    assert!(!with.body.contains("Another story"));
    let caption = with.blocks.first().unwrap();
    assert_eq!((serde_json::to_value(caption.kind).unwrap(), caption.end), ("caption".into(), 27));
}

#[test]
fn a_profile_set_is_used_for_its_hosts_and_keeps_captions_if_wanted() {
    let profile = "name = 'Example'\nhosts = ['example.com']\n[select]\nbody = ['article']\n";
    let dir = tempfile::TempDir::new().unwrap();
    std::fs::write(dir.path().join("example.com.toml"), profile).unwrap();
    assert!(Profile::parse("example.com.toml".as_ref(), profile.as_bytes()).is_ok());
    let extractor = Extractor::new().profiles(Profiles::load(dir.path()).unwrap());
    let article = extractor.extract(&html(), URL).unwrap();
    assert_eq!(article.extractor.profile.as_deref(), Some("example.com"));
    assert!(extractor.clone().captions(true).extract(&html(), URL).unwrap().body.contains("crane"));
    assert_eq!(extractor.extract(&html(), "https://example.org/a").unwrap().extractor.profile, None);
}

#[test]
fn precision_keeps_no_more_and_recall_no_less() {
    let html = html()
        .replace("</article>", "<ul><li>Opening hours<li>Ten to four</ul><p>Ann Smith, Oxbow</article>");
    let length = |point| Extractor::new().operating_point(point).extract(&html, URL).unwrap().body.len();
    let balanced = length(OperatingPoint::Balanced);
    assert!(length(OperatingPoint::Precision) <= balanced && balanced <= length(OperatingPoint::Recall));
}

#[test]
fn quotes_may_be_left_out_and_added_later_without_a_difference() {
    let torn =
        "<p>“The lower lock will be rebuilt before the spring, said Mayor Ann Field on Monday.</p></article>";
    let said = "<p>“Nobody slept,” said Mayor Ann Field, who spent the night on the bridge.</p></article>";
    let quoted = html().replace("</article>", said);
    for html in [quoted.replace("</article>", torn), quoted] {
        let whole = Extractor::new().extract(&html, URL).unwrap();
        let mut article = Extractor::new().quotes(false).extract(&html, URL).unwrap();
        assert!(!whole.quotes.is_empty() && !whole.attributions.is_empty() && !whole.speakers.is_empty());
        assert!(article.quotes.is_empty() && article.attributions.is_empty() && article.speakers.is_empty());
        assert_eq!(article.body, whole.body);
        copydesk::extract::add_quotes(&mut article);
        assert_eq!(article, whole);
    }
}

#[test]
fn it_may_be_shared_by_threads_and_held_across_awaits() {
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    fn is_sent<T: Send>(future: T) -> T {
        future
    }
    let extractor = Extractor::new();
    is_shared(&extractor);
    let task = is_sent(async move {
        let before = extractor.extract(&html(), URL);
        tokio::task::yield_now().await;
        let url = Url::parse(URL).unwrap();
        let html = html();
        let bytes = html.as_bytes();
        let source = PageSource { url: &url, final_url: &url, bytes, content_type: None, fetched_at: None };
        (before, extractor.extract_bytes(&source))
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (before, after) = runtime.block_on(task);
    assert_eq!(before.unwrap(), after.unwrap());
}
