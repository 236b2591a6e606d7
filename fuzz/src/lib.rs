//! What must hold for any bytes: as a page they give a record that holds together, or a reason; as text, quotes that are in
//! it; as a web archive, records that are where they say; and nothing panics. What servers send beside pages (robots.txt, feeds,
//! sitemaps, headers, whatever encoding) is in `sent`.

mod sent;

pub use sent::{check_charset, check_feed, check_headers, check_robots, check_sitemap};

use copydesk::archive::{Reader, is_archive};
use copydesk::page::{Page, PageSource, decode};
use copydesk::quotes::{Context, annotate};
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
    if let Ok((text, _)) = decode(&source)
        && is_whole(&page)
        && !text.split('<').any(|piece| separators(piece) > MANY && piece.matches('=').count() > VALUES)
        && !text.split('>').any(|piece| separators(piece) > MANY && piece.contains('<'))
    {
        // html5ever would drop a first byte order mark, which decoding has done.
        let own = scraper::Html::parse_document(&format!("\u{feff}{text}")).html();
        assert!(page.html.html() == own, "another tree than html5ever's");
    }
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

/// Whether nothing was left out of a page for what it would have cost; a tree of html5ever's own would cost that.
fn is_whole(page: &Page) -> bool {
    const DEEP: usize = 400;
    const MANY: usize = 64;
    let mut elements = page.html.tree.nodes().filter_map(|node| Some((node, node.value().as_element()?)));
    !page.is_cut && elements.all(|(node, element)| element.attrs().count() < MANY && node.ancestors().nth(DEEP).is_none())
}

/// With more separators than this, and so many values or a `<` among them, text may be taken for a tag with so many attributes
/// that the rest of them is cut off.
const MANY: usize = 512;
const VALUES: usize = 64;

/// How often an attribute might begin in a text.
fn separators(text: &str) -> usize {
    text.bytes().filter(|byte| byte.is_ascii_whitespace() || b"\"'/".contains(byte)).count()
}

/// Languages the text is read in, by the first byte; the last is guessed.
const LANGUAGES: [Option<&str>; 18] = [
    Some("en"), Some("de"), Some("fr"), Some("es"), Some("it"), Some("pt"), Some("nl"), Some("sv"), Some("da"), Some("no"),
    Some("pl"), Some("ru"), Some("uk"), Some("tr"), Some("ar"), Some("zh"), Some("ja"), None,
];

/// Reads the bytes as text, in a language the first of them chooses, and checks quotes and attributions.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_quotes(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let language = LANGUAGES[usize::from(*first) % LANGUAGES.len()];
    let text = String::from_utf8_lossy(bytes);
    let context = Context { language, blocks: &[] };
    let found = annotate(&text, &context);
    let chars: Vec<char> = text.chars().collect();
    let slice = |start: usize, end: usize| -> String { chars.get(start..end).expect("in the text").iter().collect() };
    let mut end = 0;
    for quote in &found.quotes {
        assert!(end <= quote.start && quote.start < quote.end, "quotes overlap or are empty");
        end = quote.end;
        assert!(!quote.parts.is_empty() || slice(quote.start, quote.end) == quote.text, "not the words it names");
        assert!(quote.attribution.is_none_or(|by| by < found.attributions.len()), "an attribution that is not there");
        assert!(quote.repeats.is_none_or(|other| other < found.quotes.len()), "a repeat of nothing");
    }
    for said in &found.attributions {
        for piece in &said.content {
            assert!(piece.start < piece.end && piece.end <= chars.len(), "content beyond the text");
        }
        for speaker in said.speaker.iter().chain(&said.relayed_by) {
            if let (Some(start), Some(end)) = (speaker.start, speaker.end) {
                assert_eq!(Some(slice(start, end)), speaker.mention, "a mention that is not what it says");
            }
        }
    }
    assert_eq!(found.reasons.len(), found.attributions.len(), "an attribution without a reason");
}

/// Reads the bytes as a web archive, from a file and through a pipe, and takes its answers apart.
///
/// # Panics
///
/// Where something is wrong: that is what it is for.
pub fn check_warc(bytes: &[u8]) {
    /// Less than some records of the seeds, so that cutting is tried too.
    const MOST: usize = 8 * 1024;
    let _ = is_archive(bytes);
    let Ok(records) = Reader::new(std::io::Cursor::new(bytes), MOST) else { return };
    let mut last = 0;
    for record in records.flatten() {
        assert!(record.offset >= last && record.offset < bytes.len() as u64, "a record that is elsewhere");
        last = record.offset;
        assert_eq!(record.block.len() as u64, record.length.min(MOST as u64), "a block of another length");
        if let Ok(page) = record.page(MOST) {
            assert!(page.body.len() <= MOST, "a page larger than was asked for");
        }
    }
    let Ok(piped) = Reader::once(bytes, MOST) else { return };
    piped.flatten().for_each(drop);
}
