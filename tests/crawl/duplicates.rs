//! The same text under several addresses.

use copydesk::crawl::{CrawlOptions, Fingerprint};

use super::site::{Answer, Site, front, html, missing};
use super::{crawl, options, records};

/// A report of so many sentences that no other number gives.
fn report(number: u64, sentences: usize) -> String {
    const WORDS: &[&str] = &[
        "council",
        "harbour",
        "the",
        "of",
        "ferry",
        "decided",
        "on",
        "morning",
        "before",
        "old",
        "bridge",
        "a",
        "was",
        "repaired",
        "by",
        "engineers",
        "from",
        "town",
        "whose",
        "budget",
        "had",
        "never",
        "been",
        "large",
        "and",
        "in",
        "winter",
        "storms",
        "came",
        "to",
        "coast",
        "where",
        "fishermen",
        "met",
        "mayor",
        "said",
    ];
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[usize::try_from(state >> 33).unwrap() % WORDS.len()]
    };
    let sentence = |_| format!("The {}. ", (0..14).map(|_| word()).collect::<Vec<_>>().join(" "));
    (0..sentences).map(sentence).collect()
}

fn print_of(text: &str) -> Fingerprint {
    Fingerprint::of_text(text).unwrap()
}

#[test]
fn texts_that_differ_in_a_few_words_are_near_and_others_are_not() {
    let texts: Vec<String> = (0..40).map(|number| report(number, 40)).collect();
    let prints: Vec<Fingerprint> = texts.iter().map(|text| print_of(text)).collect();
    for (number, text) in texts.iter().enumerate() {
        let shouted = text.to_uppercase().replace('.', " !");
        assert_eq!(prints[number], print_of(&shouted), "case and punctuation");
        let corrected = text.replacen("council", "board", 1);
        assert!(prints[number].is_near(print_of(&corrected)), "report {number}");
        let others = prints.iter().enumerate().filter(|(other, _)| *other != number);
        others.for_each(|(other, print)| assert!(!prints[number].is_near(*print), "{number} and {other}"));
    }
    assert_eq!(Fingerprint::of_text("Too short to be known again."), None);
    let chinese = "港口城市的居民昨天在市政厅前集会要求修复旧桥因为去年冬天的风暴使它不再安全".repeat(3);
    assert!(print_of(&chinese).is_near(print_of(&chinese.replacen('昨', "今", 1))));
}

#[test]
fn phrases_that_a_paper_repeats_do_not_make_its_reports_alike() {
    let stock = "The editors would like to hear from readers who were there that day. ".repeat(30);
    for number in 0..20 {
        let [one, other] = [number, number + 100].map(|number| format!("{} {stock}", report(number, 20)));
        assert!(!print_of(&one).is_near(print_of(&other)), "report {number}");
        assert!(print_of(&one).is_near(print_of(&one.replacen("council", "board", 1))), "report {number}");
    }
}

fn article(title: &str, text: &str) -> Answer {
    let head = format!("<title>{title}</title><meta property=og:type content=article>");
    html(format!(
        "<!doctype html><html lang=en><head>{head}</head><article><h1>{title}</h1><p>{text}</p></article>"
    ))
}

#[test]
fn an_article_with_the_text_of_another_says_so_also_in_a_later_run() {
    let site = Site::start(2, |page| match page {
        "H0/" => front(&["/agency", "/own"]),
        "H0/agency" => article("Ferry repaired", &report(1, 30)),
        "H0/own" => article("Our own report", &report(2, 30)),
        "H1/" => front(&["/copy"]),
        "H1/copy" => article("Ferry is repaired", &report(1, 30).replacen("storms", "gales", 1)),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    crawl(options(folder.path(), &site));
    crawl(CrawlOptions { seeds: vec![site.url(1, "/")], ..options(folder.path(), &site) });
    let mut told: Vec<String> = records(folder.path(), "articles.jsonl")
        .iter()
        .map(|article| site.plain(&format!("{} {}", article["final_url"], article["duplicate_of"])))
        .collect();
    told.sort();
    assert_eq!(told, ["\"H0/agency\" null", "\"H0/own\" null", "\"H1/copy\" \"H0/agency\""]);
}
