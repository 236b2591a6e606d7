//! Workers and the database die, stall and tell the wrong time: nothing is lost, nothing is there twice, and no host is asked
//! faster than it may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::crawl::site::{Site, article, dated, front, missing, moved, text};
use crate::support::copydesk;
use crate::support::postgres::{Server, server};
use crate::support::wire::Wire;

/// Pages of one host.
const PAGES: usize = 15;

/// Hosts; the first one's front page links to those of the others.
const HOSTS: u8 = 8;

/// The pause between two requests to a host, and what of it a server must see at least: the pause is counted from the answer,
/// and the answer's way back is not the server's.
const PAUSE: Duration = Duration::from_millis(150);

/// How long a host stays with a worker that is not heard of.
pub(super) const LEASE: Duration = Duration::from_secs(3);

/// The times of every request, host by host: when it came, and when its answer was ready.
pub(super) type Log = Arc<Mutex<BTreeMap<String, Vec<(Instant, Instant)>>>>;

/// Sites whose pages all lead to each other. One of each is missing, and one has moved to the first site.
pub(super) fn sites() -> (Site, Log) {
    let log = Log::default();
    let kept = Arc::clone(&log);
    let site = Site::start(HOSTS, move |page| {
        let came = Instant::now();
        let (host, path) = page.split_once('/').unwrap();
        let answer = answer(host, path);
        thread::sleep(Duration::from_millis(20));
        kept.lock().unwrap().entry(host.to_owned()).or_default().push((came, Instant::now()));
        answer
    });
    (site, log)
}

fn answer(host: &str, path: &str) -> crate::crawl::site::Answer {
    if path == "robots.txt" {
        return text("");
    }
    let Some(number) = path.strip_prefix("story-").and_then(|number| number.parse::<usize>().ok()) else {
        // From story to story it goes no further than the seventh.
        let stories = [0, 4, 8, 9, 12].map(|number| format!("{host}/story-{number}")).into_iter();
        let fronts = (0..HOSTS).map(|host| format!("H{host}/"));
        let links: Vec<String> = stories.chain(fronts).collect();
        return front(&links.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let next = |step: usize| format!("<a href='/story-{}'>more</a>", (number * step + 1) % PAGES);
    match number {
        7 => moved("H0/story-6"),
        8 => missing(),
        _ => article(&format!("{host} {number}"), &dated("2026-11-22"), &[next(1), next(5)].concat()),
    }
}

/// A worker that is killed with the test.
pub(super) struct Worker {
    child: Child,
    pub(super) folder: PathBuf,
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    pub(super) fn start(site: &Site, address: &str, folder: PathBuf, program: &[&str]) -> Self {
        let name = copydesk().get_program().to_owned();
        let mut command = match program {
            [] => Command::new(&name),
            [first, more @ ..] => {
                let mut command = Command::new(first);
                command.args(more).arg(&name);
                command
            }
        };
        command.args(["crawl", "--frontier", address, "--delay", "150ms", "--retries", "0", "--no-profile"]);
        // One at a time is too little for all hosts, so that the workers share them.
        command
            .args(["--hosts-at-once", "1", "--allow-address", "127.0.0.0/8", "--lease", "3s", "-o"])
            .arg(&folder);
        command.args((0..site.hosts()).map(|host| site.url(host, "/")));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("COPYDESK_")) {
            command.env_remove(name);
        }
        let log =
            std::fs::File::options().create(true).append(true).open(folder.with_extension("log")).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        Self { child: command.spawn().unwrap(), folder }
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for its end, which is soon.
    pub(super) fn end(mut self) -> PathBuf {
        let until = Instant::now() + Duration::from_secs(100);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                let said = std::fs::read_to_string(self.folder.with_extension("log")).unwrap_or_default();
                assert_eq!(
                    status.code(),
                    Some(1),
                    "some pages are missing, and nothing else is wrong: {said}"
                );
                return self.folder.clone();
            }
            assert!(Instant::now() < until, "a worker does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Waits until a worker has finished so many pages.
pub(super) fn wait_for(folder: &Path, pages: usize) {
    let until = Instant::now() + Duration::from_mins(1);
    let path = folder.join("outcomes.jsonl");
    while std::fs::read_to_string(&path).map_or(0, |text| text.lines().count()) < pages {
        assert!(Instant::now() < until, "{} has no {pages} pages after a minute", path.display());
        thread::sleep(Duration::from_millis(10));
    }
}

/// Every page is in the files of one worker, once; each shared article is stored once; and hosts were left in peace.
pub(super) fn assert_exact_and_polite(site: &Site, log: &Log, folders: &[&Path]) {
    let read = |file: &str| -> Vec<serde_json::Value> {
        let texts = folders.iter().filter_map(|folder| std::fs::read_to_string(folder.join(file)).ok());
        texts
            .flat_map(|text| text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>())
            .collect()
    };
    let urls = |file: &str| -> Vec<String> {
        let mut urls: Vec<String> =
            read(file).iter().map(|line| site.plain(line["url"].as_str().unwrap())).collect();
        urls.sort();
        urls
    };
    let hosts = 0..usize::from(HOSTS);
    let pages = hosts.flat_map(|host| {
        let stories = (0..PAGES).map(move |number| format!("H{host}/story-{number}"));
        stories.chain([format!("H{host}/")])
    });
    let expected: BTreeSet<String> = pages.collect();
    let finished = urls("outcomes.jsonl");
    assert_eq!(finished.len(), finished.iter().collect::<BTreeSet<_>>().len(), "twice: {finished:?}");
    assert_eq!(finished.into_iter().collect::<BTreeSet<_>>(), expected);
    let articles = urls("articles.jsonl");
    assert_eq!(articles.len(), articles.iter().collect::<BTreeSet<_>>().len(), "twice: {articles:?}");
    // Neither what is missing, nor what has moved to where it is known, nor fronts.
    assert_eq!(articles.len(), usize::from(HOSTS) * (PAGES - 2), "{articles:?}");
    for (host, times) in log.lock().unwrap().iter_mut() {
        times.sort();
        for pair in times.windows(2) {
            let gap = pair[1].0.saturating_duration_since(pair[0].1);
            assert!(gap >= PAUSE.mul_f64(0.9), "{host} had {gap:?} between two of {} requests", times.len());
        }
    }
}

pub(super) fn schema(folder: &Path) -> String {
    super::schema(folder)
}

#[test]
fn killed_and_stalled_workers_lose_and_repeat_nothing() {
    let server = server();
    let (site, log) = sites();
    let folder = tempfile::tempdir().unwrap();
    let address = server.address(&schema(folder.path()));
    let start = |name: &str| Worker::start(&site, &address, folder.path().join(name), &[]);
    let (one, two) = (start("one"), start("two"));
    wait_for(&one.folder, 2);
    wait_for(&two.folder, 1);
    // One is stopped for longer than its lease lasts, the other killed and started again.
    one.signal("-STOP");
    two.signal("-KILL");
    let stopped = Instant::now();
    drop(two);
    let two = start("two");
    thread::sleep((LEASE * 5 / 2).saturating_sub(stopped.elapsed()));
    one.signal("-CONT");
    let folders = [one.end(), two.end()];
    assert_exact_and_polite(&site, &log, &[&folders[0], &folders[1]]);
}

#[test]
fn a_database_that_is_killed_and_a_clock_that_is_an_hour_ahead_change_nothing() {
    let mut server = Server::start();
    let (site, log) = sites();
    let folder = tempfile::tempdir().unwrap();
    let address = server.address(&schema(folder.path()));
    // Without the program of that name, the worker does not start.
    let ahead = &["faketime", "-f", "+1h"];
    let one = Worker::start(&site, &address, folder.path().join("one"), &[]);
    let two = Worker::start(&site, &address, folder.path().join("two"), ahead);
    wait_for(&one.folder, 2);
    wait_for(&two.folder, 2);
    server.kill_and_restart();
    let folders = [one.end(), two.end()];
    assert_exact_and_polite(&site, &log, &[&folders[0], &folders[1]]);
}

#[test]
fn workers_that_are_cut_off_stop_in_time_and_go_on_afterwards() {
    let server = server();
    let (site, log) = sites();
    let folder = tempfile::tempdir().unwrap();
    let direct = server.address(&schema(folder.path()));
    let wire = Wire::to(server.port());
    let wired = direct.replace(&format!(":{}/", server.port()), &format!(":{}/", wire.port()));
    let one = Worker::start(&site, &wired, folder.path().join("one"), &[]);
    let two = Worker::start(&site, &direct, folder.path().join("two"), &[]);
    wait_for(&one.folder, 2);
    wait_for(&two.folder, 2);
    wire.cut();
    thread::sleep(LEASE * 2);
    wire.mend();
    let folders = [one.end(), two.end()];
    assert_exact_and_polite(&site, &log, &[&folders[0], &folders[1]]);
}

#[test]
fn a_robots_txt_that_one_worker_was_given_is_used_by_the_next() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let site = Site::start(1, move |page| {
        kept.lock().unwrap().push(page.to_owned());
        match page {
            "H0/robots.txt" => text("User-agent: *\nDisallow: /story-2\n"),
            "H0/" => front(&["H0/story-1", "H0/story-2"]),
            other => article(other, "", ""),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let address = server().address(&schema(folder.path()));
    let crawl = |name: &str, more: &[&str]| {
        let mut command = copydesk();
        command.args(["crawl", "--frontier", &address, "--delay", "10ms", "--no-profile", "-o"]);
        command.arg(folder.path().join(name)).args(["--allow-address", "127.0.0.0/8"]).args(more);
        command.assert().success();
    };
    crawl("one", &["--max-pages", "1", &site.url(0, "/")]);
    crawl("two", &[]);
    assert_eq!(*asked.lock().unwrap(), ["H0/robots.txt", "H0/", "H0/story-1"]);
    let outcomes = std::fs::read_to_string(folder.path().join("two/outcomes.jsonl")).unwrap();
    assert!(outcomes.contains("\"reason\":\"robots\""), "{outcomes}");
}
