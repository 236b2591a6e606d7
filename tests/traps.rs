//! Inputs made to hurt: each is read in a process of its own, which tells what time and memory it took.
//!
//! Without the guards of `src/page` they take html5ever seconds to minutes, or gigabytes. A release build is held to
//! half a second and 300 MB; a debug build, ten to twenty times slower and the usual one here, to more time.

use std::process::Command;
use std::time::Duration;

use copydesk::Page;
use copydesk::page::{MAX_BYTES, PageError, PageSource};
use rustix::time::{ClockId, clock_gettime};
use url::Url;

/// CPU time for a trap; without optimisation twice what the dearest takes on a slow machine.
const MOST_TIME: Duration = Duration::from_millis(if cfg!(debug_assertions) { 20_000 } else { 500 });
/// Memory of the whole process at its highest.
const MOST_KB: u64 = 300_000;

/// The environment variable that tells the child which trap it is to walk into.
const TRAP: &str = "COPYDESK_TRAP";

/// A trap's name, and its bytes.
type Trap = (&'static str, fn() -> String);

const TRAPS: &[Trap] = &[
    ("nested div", || "<div>".repeat(100_000)),
    ("nested lists", || "<ul><li>".repeat(50_000)),
    ("nested links and div", || "<a><div>".repeat(20_000)),
    ("reopened fonts", || (0..10_000).map(|n| format!("<font size={n}><p>")).collect()),
    ("nested b", || "<b>".repeat(100_000)),
    ("misnested b and i", || "<b><i></b>".repeat(100_000)),
    ("nested svg", || "<svg>".repeat(100_000)),
    ("nested dates", || format!("<p>text{}", "<time class=byline>1 May 2026 ".repeat(50_000))),
    ("nested headlines", || format!("<p>text{}", "<div class=post-title><h1>Title ".repeat(50_000))),
    ("nested tables", || "<table>".repeat(50_000)),
    ("cells in nested tables", || "<table><tr><td>".repeat(30_000)),
    ("unclosed links", || "<a>".repeat(50_000)),
    ("one long text", || format!("<p>{}", "x".repeat(15_000_000))),
    ("attributes on one element", || {
        format!("<p {}>text", (0..200_000).map(|n| format!("a{n}=\"{n} > x\" ")).collect::<String>())
    }),
    ("attributes on every element", || {
        let attributes: String = (0..400).map(|n| format!("a{n} ")).collect();
        format!("<p {attributes}>text").repeat(500)
    }),
    ("new attribute names", || (0..100_000).map(|n| format!("<p data-{n}>")).collect()),
    ("5 MB of &", || format!("<p>{}", "&".repeat(5_000_000))),
    ("5 MB of <", || format!("<p>{}", "<".repeat(5_000_000))),
    ("1 MB of NUL", || format!("<p>{}{}", "Some text first. ".repeat(500), "\0".repeat(1_000_000))),
    ("an unclosed quotation mark", || format!("<p title=\"{}", "no end in sight > ".repeat(300_000))),
    ("an unclosed comment", || format!("<p>text<!--{}", "no end in sight - ".repeat(300_000))),
    ("an unclosed script", || format!("<script><!--{}", "<script></script>".repeat(100_000))),
    ("millions of elements", || "<p>x".repeat(2_000_000)),
    ("millions of breaks", || format!("<p>{}", "x<br>".repeat(1_000_000))),
    ("a long word of classes", || format!("<p class=\"{}\">text", "a-".repeat(1_000_000))),
    ("nested JSON-LD", || {
        format!("<script type=application/ld+json>{}</script>", "{\"@graph\":[".repeat(100_000))
    }),
];

fn address() -> Url {
    Url::parse("https://example.com/2026/11/22/story").unwrap()
}

fn parse(html: &str) -> Result<Page, PageError> {
    let url = address();
    Page::parse(&PageSource {
        url: &url,
        final_url: &url,
        bytes: html.as_bytes(),
        content_type: Some("text/html; charset=utf-8"),
        fetched_at: None,
    })
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap(), time.tv_nsec.try_into().unwrap())
}

/// Reads a page from bytes to record; the CPU time that took.
fn read(html: &str) -> Duration {
    let begin = cpu_time();
    let page = parse(html).unwrap();
    let _ = copydesk::extract::extract(&page, None);
    drop(page);
    cpu_time().saturating_sub(begin)
}

#[test]
#[cfg(target_os = "linux")]
fn every_trap_is_cheap_in_time_and_memory() {
    let mut dear = Vec::new();
    for (name, _) in TRAPS {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "traps::walk_into_the_trap_named_by_the_environment", "--nocapture"])
            .env(TRAP, name)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout).into_owned();
        let number = |key: &str| -> Option<u64> {
            let after = said.split_once(key)?.1.split_whitespace().next()?;
            after.parse().ok()
        };
        match (number("trap-ms "), number("trap-kb ")) {
            (Some(ms), Some(kb)) => {
                println!("{name}: {ms} ms, {} MB", kb / 1000);
                if Duration::from_millis(ms) > MOST_TIME || kb > MOST_KB {
                    dear.push(format!("{name}: {ms} ms, {kb} kB"));
                }
            }
            _ => dear.push(format!(
                "{name}: {} {said} {}",
                child.status,
                String::from_utf8_lossy(&child.stderr)
            )),
        }
    }
    assert!(dear.is_empty(), "{}", dear.join("\n"));
}

/// What the child of the test above does; without the variable there is nothing to do.
#[test]
fn walk_into_the_trap_named_by_the_environment() {
    let Ok(name) = std::env::var(TRAP) else { return };
    let (_, html) = TRAPS.iter().find(|(known, _)| *known == name).unwrap();
    let spent = read(&html());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
    println!("trap-ms {} trap-kb {}", spent.as_millis(), most.unwrap_or("none"));
}

/// A made-up live blog: entries with times, links, lists and pictures.
fn live_blog(entries: usize) -> String {
    let entry = |n: usize| {
        format!(
            "<article class=\"entry\" id=\"entry-{n}\"><header><time datetime=\"2026-11-22T{:02}:{:02}:00Z\">{:02}:{:02}</time>\
             <h2>Water reaches gauge {n}</h2></header><p>The river stood {n} centimetres above the mark when the crew of \
             boat {n} passed the <a href=\"/bridge/{n}\">old bridge</a>, and nobody was hurt. “We have seen worse,” said \
             Anna Berg, who keeps the gauge.</p><ul><li>Road {n} is closed</li><li>School {n} stays open</li></ul>\
             <figure><img src=\"/{n}.jpg\"><figcaption>Gauge {n} in the morning</figcaption></figure></article>",
            n / 60 % 24,
            n % 60,
            n / 60 % 24,
            n % 60,
        )
    };
    let entries: String = (0..entries).map(entry).collect();
    format!(
        "<html lang=en><title>Flood live</title><body><main><h1>Flood live: all day long</h1>{entries}</main>"
    )
}

/// Doubling a page six times over costs about twice as much each time: 64 times the page, less than twice the cost of
/// each byte. Short runs are measured more often, and the best of three counts, since others use the machine as well.
#[test]
fn the_cost_of_a_page_grows_with_its_size_and_no_faster() {
    let cost = |doublings: u32| {
        let html = live_blog(30 << doublings);
        let runs = 16 >> doublings.min(4);
        let once = || (0..runs).map(|_| read(&html)).sum::<Duration>().as_secs_f64();
        let best = (0..3).map(|_| once()).fold(f64::MAX, f64::min);
        best / f64::from(runs) / (f64::from(u32::try_from(html.len()).unwrap()) / 1e6)
    };
    let curve: Vec<f64> = (0..=6).map(cost).collect();
    println!("CPU seconds per MB of a page doubled six times: {curve:.3?}");
    assert!(curve[6] < curve[0] * 2.0, "{curve:.3?}");
}

#[test]
fn what_is_too_large_is_refused() {
    assert!(matches!(parse(&"x".repeat(MAX_BYTES + 1)), Err(PageError::TooLarge { .. })));
}

#[test]
fn a_tag_with_too_many_attributes_ends_where_it_ends() {
    let attributes: String = (0..20_000).map(|n| format!("a{n}='>' ")).collect();
    let page = parse(&format!("<p id=first {attributes}>One</p><p>Two</p>")).unwrap();
    assert!(!page.is_cut);
    assert_eq!(page.html.root_element().text().collect::<String>(), "OneTwo");
}

#[test]
fn a_page_that_is_cut_says_so() {
    let story = |day: u32| {
        format!(
            "<p>The harbour master said on day {day} that the crane would stay where it is for another year.</p>"
        )
    };
    let paragraphs: String = (1..8).map(story).collect();
    let html = format!("<h1>The crane stays</h1>{paragraphs}{}", "<i></i>".repeat(800_000));
    let page = parse(&html).unwrap();
    assert!(page.is_cut);
    let article = copydesk::extract::extract(&page, None).unwrap();
    assert!(article.body.contains("harbour master"));
    let codes: Vec<&str> = article.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(codes, ["page-cut"]);
}
