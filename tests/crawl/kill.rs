//! `kill -9` at random moments: nothing lost, nothing twice, every line whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::site::{Site, article, dated, front, missing, moved, xml};
use super::{outcomes, records};
use crate::support::copydesk;

/// Pages of one host.
const PAGES: usize = 40;

/// Hosts. The first one's front page links to those of the others.
const HOSTS: u8 = 5;

/// Five sites of forty pages, some of which are copies or missing, in a web of links.
fn sites() -> Site {
    Site::start(HOSTS, |page| {
        let (host, path) = page.split_once('/').unwrap();
        let Some(number) = path.strip_prefix("story-").and_then(|number| number.parse::<usize>().ok()) else {
            return if path.is_empty() { fronts(host) } else { missing() };
        };
        let next = |step: usize| format!("<a href='/story-{}'>more</a>", (number * step + 1) % PAGES);
        match number % 10 {
            7 => moved(&format!("{host}/story-{}", number - 1)),
            8 => missing(),
            _ => article(page, &dated("2026-11-22"), &[next(1), next(7)].concat()),
        }
    })
}

fn fronts(host: &str) -> super::site::Answer {
    let stories = (0..PAGES).step_by(4).map(|number| format!("{host}/story-{number}"));
    let fronts = (0..HOSTS).map(|host| format!("H{host}/"));
    let links: Vec<String> = stories.chain(fronts).collect();
    front(&links.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Which of the crawls it is that goes to `output`.
fn number(output: &Path) -> u32 {
    output.file_name().and_then(|name| name.to_str()?.parse().ok()).unwrap_or(1)
}

/// What follows the crawl into `output`: a database, or Parquet for every second crawl of a build that has it, and for every
/// fourth a database on a server.
fn followed(output: &Path) -> PathBuf {
    let number = number(output);
    #[cfg(feature = "postgres")]
    if number % 4 == 2 {
        return crate::support::postgres::server().address(&format!("kill_{number}")).into();
    }
    output.with_extension(if cfg!(feature = "parquet") && number % 2 == 1 { "parquet" } else { "sqlite" })
}

fn command(site: &Site, output: &Path) -> Command {
    let mut command = Command::new(copydesk().get_program());
    command.arg("crawl").args((0..site.hosts()).map(|host| site.url(host, "/")));
    command.args(["--delay", "0s", "--retries", "0", "--no-profile", "--allow-address", "127.0.0.0/8"]);
    command
        .args(["--archive", "--archive-size", "20kB", "--to"])
        .arg(followed(output))
        // Of those with Parquet, every second one finishes files as it goes.
        .args(["--to-every", if number(output) % 4 == 1 { "0s" } else { "1h" }])
        .arg("-o")
        .arg(output)
        .current_dir(output.parent().unwrap());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COPYDESK_")) {
        command.env_remove(name);
    }
    command
}

/// Waits for the end, or until the time is up.
fn ended_within(child: &mut Child, time: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + time;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status);
        }
        if Instant::now() >= end {
            return None;
        }
        // The moment of the kill is what this test is about; nothing is waited for in the hope that it happens.
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Addresses of the articles' own pages, which do not depend on the order of fetching.
fn stories(output: &Path, site: &Site) -> Vec<String> {
    let mut stories: Vec<String> = records(output, "articles.jsonl")
        .iter()
        .map(|article| site.plain(article["final_url"].as_str().unwrap()))
        .collect();
    stories.sort();
    stories
}

/// What follows the crawl has what its file has, in its order.
fn assert_followed(output: &Path) {
    let followed = copydesk::sink::records(&followed(output)).unwrap();
    let followed: Vec<String> =
        followed.map(|record| serde_json::to_string(&record.unwrap()).unwrap()).collect();
    let file = std::fs::read_to_string(output.join("articles.jsonl")).unwrap();
    assert_eq!(followed, file.lines().collect::<Vec<_>>());
}

/// Addresses that answered, by the archive, robots.txt and feeds left out: those are asked again by each run, or for each
/// page that was in flight.
fn answers(output: &Path, site: &Site) -> Vec<String> {
    let answers = super::archive::answers(output, site).into_iter();
    let mut urls: Vec<String> =
        answers.filter_map(|answer| Some(answer.split_once(' ')?.1.to_owned())).collect();
    urls.retain(|url| !url.ends_with("/robots.txt"));
    urls.sort();
    urls
}

/// `COPYDESK_KILL_ROUNDS` crawls (5, if it is not set), each killed at random moments until it ends by itself.
#[test]
fn a_crawl_killed_at_random_moments_ends_like_one_that_was_not() {
    let rounds = std::env::var("COPYDESK_KILL_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap());
    let site = sites();
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    let start = Instant::now();
    let status = command(&site, &whole).status().unwrap();
    let (took, expected) = (start.elapsed(), stories(&whole, &site));
    assert_eq!(status.code(), Some(1), "some pages are missing");
    assert_eq!(expected.len(), usize::from(HOSTS) * PAGES * 8 / 10, "{expected:?}");

    let mut random = Random(0x5eed);
    let mut kills = 0;
    for round in 0..rounds {
        let output = folder.path().join(round.to_string());
        let status = loop {
            let mut child = command(&site, &output).spawn().unwrap();
            let moment = took.mul_f64(random.next());
            if let Some(status) = ended_within(&mut child, moment) {
                break status;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        };
        assert_eq!(status.code(), Some(1), "round {round}");
        assert_eq!(stories(&output, &site), expected, "round {round}");
        assert_followed(&output);
        // A copy may come before its original, so which of the two is the duplicate may differ; each is there once.
        let urls = |folder: &Path| {
            let lines = outcomes(folder, &site);
            let urls: Vec<String> = lines.lines().map(|l| l.split(' ').next().unwrap().to_owned()).collect();
            assert_eq!(urls.iter().collect::<BTreeSet<_>>().len(), urls.len(), "an outcome twice: {lines}");
            urls
        };
        assert_eq!(urls(&output), urls(&whole), "round {round}");
        assert_eq!(answers(&output, &site), answers(&whole, &site), "round {round}");
    }
    assert!(kills >= rounds, "{kills} kills in {rounds} rounds prove nothing");
}

/// A feed and ten stories that read differently each time they are asked for.
fn changing() -> Site {
    let visits = AtomicUsize::new(0);
    Site::start(1, move |page| match page.strip_prefix("H0/") {
        Some("feed") => {
            let items = (0..10).map(|number| format!("<item><link>H0/story-{number}</link></item>"));
            xml(format!(
                "<rss version='2.0'><channel><title>P</title>{}</channel></rss>",
                items.collect::<String>()
            ))
        }
        Some(path) if path.starts_with("story-") => {
            let visit = visits.fetch_add(1, Ordering::Relaxed);
            article(&format!("{path}, edition {visit}"), "", "")
        }
        _ => missing(),
    })
}

/// `COPYDESK_KILL_ROUNDS` times (10, if it is not set), a crawl that watches is killed at a random moment and goes on; on a busy
/// machine more often, until it has written enough.
#[test]
fn a_watching_crawl_killed_at_random_moments_loses_no_revision_and_repeats_none() {
    let rounds = std::env::var("COPYDESK_KILL_ROUNDS").map_or(10, |rounds| rounds.parse().unwrap());
    let site = changing();
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out");
    let watch = |more: &[&str]| {
        let mut command = command(&site, &output);
        command.args(["--watch", "--watch-min", "10ms", "--watch-max", "100ms"]).args(more);
        command
    };
    let mut random = Random(0xfeed);
    let written = || {
        let articles = fs::read(output.join("articles.jsonl")).unwrap_or_default();
        String::from_utf8_lossy(&articles).lines().count()
    };
    let mut kills = 0;
    while kills < rounds || written() < 2 * (10 + rounds) {
        assert!(kills < 20 * rounds, "{} editions after {kills} kills", written());
        let mut child = watch(&[&site.url(0, "/feed")]).spawn().unwrap();
        let moment = Duration::from_millis(50) + Duration::from_secs(1).mul_f64(random.next());
        assert_eq!(ended_within(&mut child, moment), None, "it does not end by itself");
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert_eq!(watch(&["--watch-for", "1s"]).status().unwrap().code(), Some(1), "the front page is missing");
    // What still waits, since a busy machine gives revisits their second too, is fetched by a run that watches nothing.
    command(&site, &output).arg(site.url(0, "/feed")).status().unwrap();

    assert_followed(&output);
    let mut revisions: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut headlines = BTreeSet::new();
    for article in records(&output, "articles.jsonl") {
        let url = article["url"].as_str().unwrap().to_owned();
        revisions.entry(url).or_default().push(article["revision"].as_u64().unwrap());
        assert!(
            headlines.insert(article["headline"].to_string()),
            "an edition twice: {}",
            article["headline"]
        );
        let changed: Vec<&str> =
            article["changed"].as_array().unwrap().iter().map(|field| field.as_str().unwrap()).collect();
        assert_eq!(changed.contains(&"headline"), article["revision"] != 1, "{changed:?}");
    }
    assert_eq!(revisions.len(), 10);
    for (url, revisions) in &revisions {
        assert!(revisions.iter().copied().eq(1..=revisions.len() as u64), "{url}: {revisions:?}");
    }
    assert!(headlines.len() > 10 + rounds, "{} editions prove nothing", headlines.len());
    let ended = outcomes(&output, &site);
    let urls: BTreeSet<&str> = ended.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!((urls.len(), ended.lines().count()), (11, 11), "each URL once: {ended}");
    // Every edition that is written was archived, and the archive is whole.
    let archived = super::archive::heads(&output);
    for headline in &headlines {
        let headline = headline.trim_matches('"');
        assert!(archived.iter().any(|record| record.contains(headline)), "{headline} is not in the archive");
    }
}

/// The generator `SplitMix64`: the same moments in every run, as shares of the time an undisturbed crawl takes.
struct Random(u64);

impl Random {
    /// At least 0, below 1.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap()) / (f64::from(u32::MAX) + 1.0)
    }
}
