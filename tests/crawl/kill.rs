//! `kill -9` at random moments: nothing lost, nothing twice, every line whole.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::site::{Site, article, dated, front, missing, moved};
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

fn command(site: &Site, output: &Path) -> Command {
    let mut command = Command::new(copydesk().get_program());
    command.arg("crawl").args((0..HOSTS).map(|host| site.url(host.into(), "/")));
    command.args(["--delay", "0s", "--retries", "0", "--no-profile", "--allow-address", "127.0.0.0/8"]);
    command
        .args(["--archive", "--archive-size", "20kB", "-o"])
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
