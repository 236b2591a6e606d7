//! Live blogs: entries in order, with their times.

use std::time::Instant;

use super::{article, paragraphs, sentence};

fn entry(number: usize) -> String {
    let (hour, minute) = (20 - number % 12, number % 60);
    format!(
        "<div class=live-entry id=e{number}><div class=meta><time datetime='2026-01-02T{hour:02}:{minute:02}:00+01:00'>\
         {hour}:{minute:02}</time></div><h3>What happened in part {number}</h3><p>{}</p><p>{}</p></div>",
        sentence(number * 2),
        sentence(number * 2 + 1)
    )
}

fn blog(entries: usize) -> String {
    let entries: String = (1..=entries).map(entry).collect();
    format!(
        "<title>Storm live</title><meta property=og:type content=article><main><article><h1>Storm live</h1>\
         <p><time datetime=2026-01-02>2 January</time></p>{}<div class=live-feed>{entries}</div></article></main>",
        paragraphs(900..903)
    )
}

#[test]
fn entries_have_their_place_and_time_in_the_order_of_the_page() {
    let article = article(&blog(6));
    assert_eq!(article.entries.len(), 6);
    for (index, entry) in article.entries.iter().enumerate() {
        let text: String = article.body.chars().skip(entry.start).take(entry.end - entry.start).collect();
        assert!(text.contains(&format!("What happened in part {}\n", index + 1)), "{text}");
        assert!(text.ends_with(&sentence((index + 1) * 2 + 1)), "{text}");
        let time = format!("2026-01-02T{:02}:{:02}:00+01:00", 19 - index, index + 1);
        assert_eq!(entry.time.unwrap().to_string(), time);
    }
    assert!(article.body.contains(&sentence(902)), "what stands above the entries is in the body too");
}

#[test]
fn an_article_with_times_here_and_there_has_no_entries() {
    let html = format!(
        "<article><h1>Harbour</h1><time datetime=2026-01-02T03:04:05Z>today</time>{}<p><time datetime=2025-05-05>Last \
         May</time> the mayor told the reporters of all papers that nothing would be built here.</p>{}</article>",
        paragraphs(1..6),
        paragraphs(6..9)
    );
    assert!(article(&html).entries.is_empty());
}

#[test]
fn a_live_blog_of_a_megabyte_costs_no_more_per_byte_than_a_small_one() {
    let seconds = |entries: usize| {
        let html = blog(entries);
        let begin = Instant::now();
        let found = article(&html).entries.len();
        assert_eq!(found, entries);
        #[expect(clippy::cast_precision_loss, reason = "a few megabytes")]
        let size = html.len() as f64;
        begin.elapsed().as_secs_f64() / size
    };
    // The best of a few runs each, since other tests run beside it; quadratic work would be twenty times dearer.
    let best = |entries| (0..3).map(|_| seconds(entries)).fold(f64::INFINITY, f64::min);
    let (small, large) = (best(120), best(2400));
    assert!(large < small * 8.0, "{small} {large}");
}
