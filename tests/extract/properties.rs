//! What holds for any page.

use copydesk::Page;
use copydesk::article::{Article, BlockKind, Mark};
use copydesk::extract;
use copydesk::page::PageSource;
use proptest::prelude::*;
use url::Url;

use super::{extract_at, paragraphs};

const ELEMENTS: &str = "p div article h1 h2 ul li ol table tr td th blockquote pre br a em b code sup figure figcaption aside section \
                        time script template font svg title form dl dt";
const ATTRIBUTES: &[&str] = &[
    "",
    " class=author",
    " class=related",
    " class='post-body'",
    " itemprop=articleBody",
    " hidden",
    " rel=author href=x",
    " href=#y",
    " class=comments",
    " datetime=2019-02-25",
    " itemprop=headline",
];
const TEXTS: &[&str] = &[
    "Advertisement",
    "By Jane Doe",
    "“Quoted, words”",
    "He said that it was so, and nobody asked why it had to be so.",
    "日本語の文章です。",
    "25 February 2019",
    "&amp;",
    "\u{200b}",
    " ",
    "ä\u{301}x",
    "🙂 smile.",
];

/// Markup of elements that matter to the extractor, opened, closed and filled at random.
fn soup() -> impl Strategy<Value = String> {
    let element = prop::sample::select(ELEMENTS.split(' ').collect::<Vec<_>>());
    let piece = prop_oneof![
        4 => (element.clone(), prop::sample::select(ATTRIBUTES)).prop_map(|(name, attribute)| format!("<{name}{attribute}>")),
        3 => element.prop_map(|name| format!("</{name}>")),
        5 => prop::sample::select(TEXTS).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Offsets rise, blocks do not overlap, what joins them is line breaks, and no block is blank.
fn holds_together(article: &Article) {
    let chars: Vec<char> = article.body.chars().collect();
    let mut end = 0;
    for (index, block) in article.blocks.iter().enumerate() {
        let join: String = chars[end..block.start].iter().collect();
        let expected = if index == 0 { [""].as_slice() } else { &["\n\n", "\n"] };
        assert!(expected.contains(&join.as_str()), "{join:?} before block {index}");
        assert!(join != "\n" || block.kind == BlockKind::ListItem);
        let text: String = chars[block.start..block.end].iter().collect();
        assert!(!text.trim().is_empty() && text.trim_end() == text, "{text:?}");
        end = block.end;
        for (index, mark) in block.marks.iter().enumerate() {
            assert!(block.start <= mark.start && mark.start < mark.end && mark.end <= block.end, "{mark:?}");
            assert!(!chars[mark.start].is_whitespace() && !chars[mark.end - 1].is_whitespace(), "{mark:?}");
            let lies_well = |before: &Mark| mark.end <= before.end || before.end <= mark.start;
            assert!(block.marks[..index].iter().all(lies_well), "{:?}", block.marks);
        }
    }
    assert_eq!(end, chars.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn blocks_slice_the_body_and_the_same_page_gives_the_same_record(soup in soup()) {
        let html = format!("<title>T</title>{soup}<article>{}</article>", paragraphs(1..5));
        if let Ok(article) = extract_at("https://example.com/a", &html) {
            holds_together(&article);
            let again = extract_at("https://example.com/a", &html).unwrap();
            prop_assert_eq!(serde_json::to_string(&article).unwrap(), serde_json::to_string(&again).unwrap());
        }
    }

    #[test]
    fn whatever_stands_in_a_byline_no_author_is_an_address_and_no_date_absurd(byline in "\\PC{0,60}", date in "[0-9./: A-Za-z,-]{0,24}") {
        let (byline, date) = (byline.replace(['<', '&'], " "), date.replace(['<', '&'], " "));
        let html = format!(
            "<meta property=og:type content=article><article><h1>Harbour</h1><p class=byline>By {byline}</p><time>{date}</time>\
             <p>Published {date}</p>{}</article>",
            paragraphs(1..5)
        );
        let article = extract_at("https://example.com/a", &html).unwrap();
        for name in &article.authors {
            prop_assert!(!name.contains('@') && !name.chars().any(|c| c.is_ascii_digit()), "{}", name);
            prop_assert_eq!(name.trim(), name.as_str());
        }
        let years = article.date_published.map(|date| date.day().year());
        prop_assert!(years.is_none_or(|year| (1990..2100).contains(&year)), "{:?}", years);
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..500), soup in soup()) {
        let url = Url::parse("https://example.com/a").unwrap();
        let bytes = [soup.as_bytes(), &bytes, soup.as_bytes()].concat();
        let source = PageSource { url: &url, final_url: &url, bytes: &bytes, content_type: Some("text/html"), fetched_at: None };
        if let Ok(page) = Page::parse(&source) {
            let _ = extract::explain(&page, None, extract::Options::default());
        }
    }
}
