//! What must hold for any bytes: they give a record that holds together, or a reason, and nothing panics.

use copydesk::page::{Page, PageSource};
use url::Url;

/// Decodes, parses and extracts, and checks the record.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check(bytes: &[u8]) {
    let Ok(url) = Url::parse("https://news.example/2026/11/22/story") else { return };
    // The first byte chooses what the server said.
    let (content_type, bytes) = match bytes.split_first() {
        Some((0..=127, _)) | None => (None, bytes),
        Some((128..=191, rest)) => (Some("text/html; charset=utf-8"), rest),
        Some((192.., rest)) => (Some("text/html; charset=windows-1252"), rest),
    };
    let source = PageSource { url: &url, final_url: &url, bytes, content_type, fetched_at: None };
    let Ok(page) = Page::parse(&source) else { return };
    let nodes = page.html.tree.nodes().count();
    assert!(nodes <= 20_000 + 16 * bytes.len(), "{nodes} nodes of {} bytes", bytes.len());
    let Ok(article) = copydesk::extract::extract(&page, None) else { return };
    assert!(!article.body.trim().is_empty(), "an article without a body");
    let chars: Vec<char> = article.body.chars().collect();
    let mut end = 0;
    for block in &article.blocks {
        assert!(end <= block.start && block.start < block.end, "blocks overlap or are empty");
        end = block.end;
    }
    assert!(end <= chars.len(), "a block beyond the body");
    for quote in &article.quotes {
        let text = chars.get(quote.start..quote.end).expect("a quote inside the body");
        assert!(
            !quote.parts.is_empty() || text.iter().collect::<String>() == quote.text,
            "a quote that is not what it says"
        );
    }
}
