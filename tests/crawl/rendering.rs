//! `--render`: what a headless Chromium makes of pages, and what it cannot reach. Skipped where there is no Chromium.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use copydesk::Profiles;
use copydesk::archive::{Reader, RecordKind};
use copydesk::crawl::{CrawlOptions, Summary};
use copydesk::fetch::{FetchOptions, Fetcher, RenderOptions, Renderer};
use serde_json::Value;

use super::{Unwatched, options_for, program, records};
use crate::support::server::{Asked, Server, Step, answer, page};

/// The pause between two requests to a host.
const DELAY: Duration = Duration::from_millis(100);

/// A browser with these limits; `None`, and a word about it, where there is none.
async fn renderer(options: RenderOptions) -> Option<Renderer> {
    use std::os::unix::fs::MetadataExt as _;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    let there = std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join("chromium").is_file()));
    if !there {
        eprintln!("SKIPPED: no chromium is on the path, so nothing was rendered (apt-get install chromium)");
        return None;
    }
    Some(Renderer::start(RenderOptions { sandbox: !is_root, ..options }, "Testbot/1.0").await.unwrap())
}

async fn crawl(folder: &Path, server: &Server, path: &str, renderer: Renderer) -> Summary {
    let fetch = FetchOptions {
        delay: DELAY,
        retries: 0,
        // Nothing but the one address: other loopback addresses are as internal as any.
        allow_addresses: vec!["127.0.0.2/32".parse().unwrap()],
        ..FetchOptions::default()
    };
    let fetcher = Fetcher::new(fetch).unwrap().rendering(renderer);
    let seed = format!("http://{}{path}", server.address);
    let options = CrawlOptions { archive: Some(1_000_000), ..options_for(folder, seed) };
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    copydesk::crawl::run(options, fetcher, Arc::new(Profiles::default()), Arc::new(Unwatched), stopped)
        .await
        .unwrap()
}

/// A page that is nothing without its script.
fn shell(script: &str) -> Vec<Step> {
    page(&format!(
        "<!doctype html><html lang=en><head><title>Paper</title></head><body><div id=app></div>{script}</body></html>"
    ))
}

fn script(text: &str) -> Vec<Step> {
    answer(200, "content-type: text/javascript\r\n", text)
}

/// Puts the story into the page, from data that it asks for.
const STORY: &str = "
    const story = await (await fetch('/api/story.json')).json();
    document.querySelector('meta') ?? document.head.insertAdjacentHTML('beforeend', \"<meta property='og:type' content='article'>\");
    document.getElementById('app').innerHTML =
        `<article><h1>${story.headline}</h1>${story.paragraphs.map(text => `<p>${text}</p>`).join('')}</article>`;
";

fn story() -> Vec<Step> {
    let paragraphs = (1..=5).map(|number| {
        format!(
            "\"Paragraph {number} tells what happened at the harbour that day, who was there to see it, and why the council \
             had put off its decision for so long.\""
        )
    });
    let paragraphs = paragraphs.collect::<Vec<_>>().join(",");
    answer(
        200,
        "content-type: application/json\r\n",
        format!("{{\"headline\": \"The quay is closed\", \"paragraphs\": [{paragraphs}]}}"),
    )
}

fn paths(server: &Server) -> Vec<String> {
    server.log().into_iter().map(|asked| asked.path).collect()
}

fn reasons(folder: &Path) -> Vec<(String, Value)> {
    let line = |line: &Value| {
        (line["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned(), line["reason"].clone())
    };
    let mut reasons: Vec<_> = records(folder, "outcomes.jsonl").iter().map(line).collect();
    reasons.sort_by(|one, other| one.0.cmp(&other.0));
    reasons
}

/// The address and text of every page in the archive.
fn archived_pages(folder: &Path) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for file in std::fs::read_dir(folder.join("archive")).unwrap() {
        let file = std::fs::File::open(file.unwrap().path()).unwrap();
        for record in Reader::new(file, 1_000_000).unwrap().map(Result::unwrap) {
            if record.kind() == RecordKind::Answer
                && let Ok(page) = record.page(1_000_000)
            {
                pages.push((page.url.to_string(), String::from_utf8(page.body).unwrap()));
            }
        }
    }
    pages
}

#[tokio::test]
async fn the_browser_gets_what_the_fetcher_may_fetch_and_nothing_else() {
    let Some(renderer) = renderer(RenderOptions::default()).await else { return };
    let inside = Server::on("127.0.0.9", None, |_| page("secret")).await;
    let internal = inside.address;
    let server = Server::on("127.0.0.2", None, move |asked: &Asked| match asked.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nDisallow: /private\n"),
        "/harbour/quay" => shell("<link rel=stylesheet href=/style.css><script type=module src=/app.js></script><img src=/photo.png>"),
        "/app.js" => script(&format!(
            "const tries = ['/private/data.json', 'http://{internal}/secret', '/private/redirected'].map(url => fetch(url));
             await Promise.allSettled(tries);
             navigator.sendBeacon('/beacon', 'x');
             fetch('/post', {{ method: 'POST', body: 'x' }}).catch(() => 0);
             try {{ new WebSocket('ws://{internal}/socket'); }} catch {{}}
             new EventSource('http://{internal}/events');
             new Image().src = 'http://{internal}/pixel';
             document.body.insertAdjacentHTML('beforeend',
                 `<iframe src='http://{internal}/frame'></iframe><iframe src='/frame'></iframe>
                  <link rel=prefetch href='http://{internal}/prefetch'><link rel=preconnect href='http://{internal}/'>
                  <video src='http://{internal}/film'></video>`);
             {STORY}"
        )),
        "/api/story.json" => story(),
        path => page(path),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let summary = crawl(folder.path(), &server, "/harbour/quay", renderer).await;
    let articles = records(folder.path(), "articles.jsonl");
    assert_eq!((articles.len(), summary.articles), (1, 1), "{:?}", records(folder.path(), "outcomes.jsonl"));
    assert_eq!(articles[0]["headline"], "The quay is closed");
    assert!(articles[0]["body"].as_str().unwrap().contains("Paragraph 5 tells"));
    let archived = archived_pages(folder.path());
    let again: Vec<_> = archived.iter().filter(|(_, body)| body.contains("Paragraph 5 tells")).collect();
    assert_eq!(again.len(), 2, "the data, and the page made of it: {archived:?}");
    assert!(
        again[1].1.contains("The quay is closed") && again[1].0.ends_with("/harbour/quay"),
        "{archived:?}"
    );
    // The page once, then what its text depends on: no photo, style, frame or beacon, and nothing that is disallowed.
    assert_eq!(paths(&server), ["/robots.txt", "/harbour/quay", "/app.js", "/api/story.json"]);
    assert_eq!(inside.connections(), 0, "{:?}", paths(&inside));
    assert!(server.gaps().iter().all(|&gap| gap >= DELAY), "{:?}", server.gaps());
    assert!(server.log().iter().all(|asked| !asked.overlaps && asked.head.contains("Copydesk/")));
}

#[tokio::test]
async fn pages_that_take_too_long_or_too_much_end_as_that_and_cost_no_other() {
    // Long enough for a page that does end, however busy the machine is.
    let limits =
        RenderOptions { timeout: Duration::from_secs(20), max_bytes: 100_000, ..RenderOptions::default() };
    let Some(renderer) = renderer(limits).await else { return };
    let server = Server::on("127.0.0.2", None, |asked: &Asked| match asked.path.as_str() {
        "/" => shell("<script>0</script><a href=/busy>1</a><a href=/large>2</a><a href=/grows>3</a><a href=/story>4</a>"),
        "/busy" => shell("<script>for (;;) {}</script>"),
        "/large" => shell("<script src=/large.js></script>"),
        "/large.js" => script(&"0;".repeat(60_000)),
        "/grows" => shell("<script>document.body.append('word '.repeat(30_000))</script>"),
        "/story" => shell(&format!("<script type=module>{STORY}</script>")),
        "/api/story.json" => story(),
        _ => answer(404, "", ""),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    crawl(folder.path(), &server, "/", renderer).await;
    let told: Vec<String> = reasons(folder.path())
        .iter()
        .map(|(page, reason)| format!("{page} {}", reason.as_str().unwrap_or("-")))
        .collect();
    assert_eq!(told, [" not-article", "busy timeout", "grows too-large", "large too-large", "story -"]);
}

#[tokio::test]
async fn without_a_browser_it_says_so() {
    let options = RenderOptions { program: Some("/nowhere/chromium".into()), ..RenderOptions::default() };
    let error = Renderer::start(options, "Testbot/1.0").await.unwrap_err().to_string();
    assert!(error.contains("cannot be started") && error.contains("/nowhere/chromium"), "{error}");
}

#[test]
fn a_browser_and_its_limits_can_stand_in_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let mut all = String::new();
    for (settings, flags) in [
        ("render-browser = '/nowhere/chromium'", &["--render"][..]),
        ("render = true\nrender-browser = '/nowhere/chromium'", &[]),
        ("render = true\nrender-browser = '/nowhere/chromium'", &["--render-browser", "/elsewhere/chromium"]),
        ("render = true\nrender-timeout = 'soon'", &[]),
        ("render = true\nrender-max-bytes = 'much'", &[]),
        ("render = true\nrender-browser = '/'", &[]),
        ("render = 'yes'", &[]),
    ] {
        std::fs::write(folder.path().join("copydesk.toml"), format!("[crawl]\n{settings}\n")).unwrap();
        let mut command = program::crawl(folder.path());
        let assert =
            command.args(["-o", "out", "http://127.0.0.1:9/"]).args(flags).assert().code(2).stdout("");
        all.push_str(&String::from_utf8(assert.get_output().stderr.clone()).unwrap());
    }
    insta::assert_snapshot!(all, @r#"
    copydesk: the browser cannot be started: /nowhere/chromium is not there
    copydesk: the browser cannot be started: /nowhere/chromium is not there
    copydesk: the browser cannot be started: /elsewhere/chromium is not there
    copydesk: `render-timeout` in the settings: `soon` is not a duration: expected something like 5s or 500ms
    copydesk: `render-max-bytes` in the settings: `much` is not a size: expected something like 500KiB or 16MiB
    copydesk: the browser cannot be started: / is no program, or may not be run
    copydesk: copydesk.toml:2: invalid type: string "yes", expected a boolean
    "#);
    assert!(!folder.path().join("out/articles.jsonl").exists());
}
