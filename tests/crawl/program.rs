//! `copydesk crawl` as its users meet it: seeds, folders, exit codes, interrupts.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use assert_cmd::assert::Assert;
use copydesk::crawl::frontier::FolderLock;

use super::site::{Answer, Site, article, front, missing};
use super::{articles, outcomes};
use crate::support::copydesk;

/// A front page and two stories.
fn paper() -> Site {
    Site::start(1, |page| match page {
        "H0/" => front(&["/a", "/b"]),
        "H0/a" | "H0/b" => article(page, "", ""),
        _ => missing(),
    })
}

/// `copydesk crawl` in a folder, at once and from loopback.
pub fn crawl(folder: &Path) -> assert_cmd::Command {
    let mut command = copydesk();
    command.current_dir(folder).args(["crawl", "--delay", "0s", "--retries", "0", "--no-profile"]);
    command.args(["--allow-address", "127.0.0.0/8"]);
    command
}

/// What it told, with the site's and the folder's names made plain.
fn told(assert: &Assert, site: &Site, folder: &Path) -> String {
    let text = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    site.plain(&text).replace(&folder.display().to_string(), "DIR")
}

#[test]
fn a_crawl_ends_with_a_table_and_an_empty_standard_output() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let assert = crawl(folder.path()).args(["-o", "out", &site.url(0, "/")]).assert().success().stdout("");
    insta::assert_snapshot!(told(&assert, &site, folder.path()), @r"
    articles         2
    not-article      1
    URLs in all      3
    feeds, sitemaps  0 read
    out/articles.jsonl
    out/outcomes.jsonl
    ");
    let assert = crawl(folder.path()).args(["-o", "out", &site.url(0, "/")]).assert().success();
    insta::assert_snapshot!(told(&assert, &site, folder.path()), @r"
    articles         2
    not-article      1
    URLs in all      3 (3 done by earlier runs)
    feeds, sitemaps  0 read
    seen before      1 (named again, and skipped)
    nothing new      all URLs were finished by earlier runs; --watch asks feeds, sitemaps, seeds and what may have been down again
    out/articles.jsonl
    out/outcomes.jsonl
    ");
}

#[test]
fn without_a_folder_it_is_named_after_the_host_or_the_file_of_seeds() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    crawl(folder.path()).arg(site.url(0, "/")).assert().success();
    let host = site.url(0, "").replace("http://", "").replace(':', "-");
    assert_eq!(articles(&folder.path().join("output").join(host), &site), ["H0/a", "H0/b"]);

    std::fs::write(folder.path().join("papers.txt"), format!("# one paper\n\n{}\n", site.url(0, "/a")))
        .unwrap();
    crawl(folder.path()).args(["--input", "papers.txt"]).assert().success();
    assert_eq!(articles(&folder.path().join("output/papers"), &site), ["H0/a"]);
}

#[test]
fn a_bad_seed_fails_alone_and_is_told_once() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let seeds = format!("not a url\nftp://files.test/\nfile:///etc/passwd\n{}\n", site.url(0, "/"));
    let run = || {
        crawl(folder.path()).args(["-o", "out", "--input", "-"]).write_stdin(seeds.clone()).assert().code(1);
        outcomes(&folder.path().join("out"), &site)
    };
    let told = run();
    insta::assert_snapshot!(told, @r"
    H0/ skipped not-article 1
    H0/a article - 1
    H0/b article - 1
    file:///etc/passwd failed unsupported-scheme 0
    ftp://files.test/ failed unsupported-scheme 0
    not a url failed malformed-url 0
    ");
    assert_eq!(run(), told);
}

#[test]
fn what_cannot_run_says_why_with_status_2() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("file"), "").unwrap();
    std::fs::create_dir(folder.path().join("busy")).unwrap();
    let _lock = FolderLock::take(&folder.path().join("busy")).unwrap();
    let seed = &site.url(0, "/");
    let mut all = String::new();
    for args in [
        &[][..],
        &["-o", "empty"],
        &["--input", "missing.txt"],
        &["--input", "/"],
        &["-o", "file", seed],
        &["-o", "/dev/full", seed],
        &["-o", "busy", seed],
    ] {
        let assert = crawl(folder.path()).args(args).assert().code(2).stdout("");
        all.push_str(&told(&assert, &site, folder.path()));
    }
    insta::assert_snapshot!(all, @r"
    copydesk: no seeds: give at least one URL, or the folder of an earlier crawl with -o to go on with it
    copydesk: no seeds: give at least one URL to begin with
    copydesk: cannot read seeds from missing.txt: No such file or directory (os error 2)
    copydesk: cannot read seeds from /: Is a directory (os error 21)
    copydesk: cannot write to file: File exists (os error 17)
    copydesk: cannot write to /dev/full: File exists (os error 17)
    copydesk: another crawl is running in busy: wait for it to end, or choose another folder with -o
    ");
    assert_eq!(site.requests(), Vec::<String>::new());
}

#[test]
fn settings_stand_below_environment_and_flags() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("copydesk.toml"), "[crawl]\nmax-depth = 0\nscope = 'seeds'\n").unwrap();
    let seed = &site.url(0, "/");
    crawl(folder.path()).args(["-o", "settings", seed]).assert().success();
    assert_eq!(articles(&folder.path().join("settings"), &site), Vec::<String>::new());
    crawl(folder.path())
        .env("COPYDESK_MAX_DEPTH", "1")
        .args(["-o", "flags", "--scope", "host", seed])
        .assert()
        .success();
    assert_eq!(articles(&folder.path().join("flags"), &site), ["H0/a", "H0/b"]);

    std::fs::write(folder.path().join("copydesk.toml"), "[crawl]\nscope = 'galaxy'\n").unwrap();
    let assert = crawl(folder.path()).args(["-o", "bad", seed]).assert().code(2);
    insta::assert_snapshot!(told(&assert, &site, folder.path()), @r"
    copydesk: `scope` in the settings: expected host, domain or seeds: invalid variant: galaxy
    ");
}

#[test]
fn with_a_format_the_articles_come_on_standard_output_too() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let seed = &site.url(0, "/");
    let assert =
        crawl(folder.path()).args(["-o", "out", "--format", "jsonl", "--explain", seed]).assert().success();
    let printed = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    assert_eq!(printed, std::fs::read_to_string(folder.path().join("out/articles.jsonl")).unwrap());
    let explained = told(&assert, &site, folder.path());
    assert_eq!(explained.lines().filter(|line| line.ends_with("(no profile)")).count(), 2, "{explained}");
    assert_eq!(explained.lines().filter(|line| *line == "  headline").count(), 2, "{explained}");
    crawl(folder.path()).args(["-o", "out", "--format", "jsonl", seed]).assert().success().stdout("");
}

#[test]
fn a_database_gets_the_articles_too_those_of_earlier_runs_first() {
    let (site, folder) = (paper(), tempfile::tempdir().unwrap());
    let seed = &site.url(0, "/");
    let run = |more: &[&str]| crawl(folder.path()).args(["-o", "out", seed]).args(more).assert();
    run(&["--max-pages", "2"]).success();
    run(&["--to", "news.sqlite"]).success();
    let records = || {
        let records = copydesk::sink::records(&folder.path().join("news.sqlite")).unwrap();
        records.map(|record| serde_json::to_string(&record.unwrap()).unwrap() + "\n").collect::<String>()
    };
    let articles = std::fs::read_to_string(folder.path().join("out/articles.jsonl")).unwrap();
    assert_eq!(articles.lines().count(), 2);
    assert_eq!(records(), articles);
    // Another crawl's articles come beside them; the same ones replace themselves.
    crawl(folder.path()).args(["-o", "again", seed, "--to", "news.sqlite"]).assert().success();
    assert_eq!(records().lines().count(), 2);

    let wrong = run(&["--to", "news.csv"]).failure().code(2);
    assert!(told(&wrong, &site, folder.path()).contains("news.csv cannot follow a crawl"));
    std::fs::write(folder.path().join("letter.db"), "Dear Sir or Madam, this is not a database at all.")
        .unwrap();
    let wrong = run(&["--to", "letter.db"]).failure().code(2);
    assert!(told(&wrong, &site, folder.path()).contains("letter.db is no SQLite database of copydesk's"));
}

/// A limit on file sizes stands for a full disk.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_the_crawl_with_status_2_and_a_state_that_can_be_resumed() {
    let site = Site::start(1, |page| match page.strip_prefix("H0/").unwrap() {
        "" => {
            let links: Vec<String> = (0..20).map(|number| format!("/{number}")).collect();
            front(&links.iter().map(String::as_str).collect::<Vec<_>>())
        }
        number if number.parse::<u8>().is_ok() => long_article(page),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut whole = crawl(folder.path());
    whole.args(["-o", "out", &site.url(0, "/")]);
    let limited = "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited])
        .arg(whole.get_program())
        .args(whole.get_args())
        .current_dir(folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert_eq!(told, "copydesk: cannot write to out/articles.jsonl: File too large (os error 27)\n");
    let written = articles(&folder.path().join("out"), &site).len();
    assert!((1..20).contains(&written), "{written} articles before the disk was full");

    whole.assert().success();
    assert_eq!(articles(&folder.path().join("out"), &site).len(), 20);
    outcomes(&folder.path().join("out"), &site);
}

/// Tens of kilobytes, so that the articles fill the disk before the state does.
#[cfg(unix)]
fn long_article(title: &str) -> Answer {
    let mut answer = article(title, "", "");
    let text: String = (0..20)
        .map(|year| {
            let month =
                |month| format!("In month {month} of year {year} the council met and put off its decision. ");
            format!("<p>{}</p>", (0..80).map(month).collect::<String>())
        })
        .collect();
    answer.body = answer.body.replace("</article>", &format!("{text}</article>"));
    answer
}

/// A page that answers only when told to.
#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn wait(&self) {
        drop(self.opened.wait_while(self.open.lock().unwrap(), |open| !*open).unwrap());
    }

    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }
}

/// A paper whose story `/slow` waits for the gate, and says when it was asked for.
fn slow_paper() -> (Site, Arc<Gate>, mpsc::Receiver<()>) {
    let gate = Arc::new(Gate::default());
    let (asked, asking) = mpsc::channel();
    let held = Arc::clone(&gate);
    let site = Site::start(1, move |page| match page {
        "H0/" => front(&["/slow", "/after"]),
        "H0/slow" => slow(&asked, &held),
        "H0/after" => article(page, "", ""),
        _ => missing(),
    });
    (site, gate, asking)
}

fn slow(asked: &mpsc::Sender<()>, gate: &Gate) -> Answer {
    asked.send(()).unwrap();
    gate.wait();
    article("The slow story", "", "")
}

fn start(folder: &Path, site: &Site) -> (Child, impl Iterator<Item = String> + use<>) {
    let crawl = crawl(folder);
    let mut command = Command::new(crawl.get_program());
    command.args(crawl.get_args());
    command.args(["-o", "out", &site.url(0, "/")]).current_dir(folder);
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    (child, lines)
}

#[cfg(unix)]
fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
#[test]
fn an_interrupt_finishes_the_page_in_flight_and_the_next_run_goes_on() {
    for name in ["-INT", "-TERM"] {
        let (site, gate, asking) = slow_paper();
        let folder = tempfile::tempdir().unwrap();
        let (mut child, mut told) = start(folder.path(), &site);
        asking.recv_timeout(Duration::from_secs(30)).unwrap();
        signal(&child, name);
        assert!(told.next().unwrap().starts_with("copydesk: finishing the pages in flight"));
        gate.open();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{name}");
        let table: Vec<String> = told.collect();
        assert!(
            table.contains(&"still waiting    1: run the same command again to go on".to_owned()),
            "{table:?}"
        );
        assert_eq!(articles(&folder.path().join("out"), &site), ["H0/slow"]);

        crawl(folder.path()).args(["-o", "out", &site.url(0, "/")]).assert().success();
        assert_eq!(articles(&folder.path().join("out"), &site), ["H0/after", "H0/slow"]);
        assert_eq!(site.requests(), ["H0/", "H0/slow", "H0/after"]);
    }
}

#[cfg(unix)]
#[test]
fn a_second_interrupt_ends_it_at_once_and_still_nothing_is_lost() {
    let (site, gate, asking) = slow_paper();
    let folder = tempfile::tempdir().unwrap();
    let (mut child, mut told) = start(folder.path(), &site);
    asking.recv_timeout(Duration::from_secs(30)).unwrap();
    signal(&child, "-INT");
    assert!(told.next().unwrap().starts_with("copydesk: finishing the pages in flight"));
    signal(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(articles(&folder.path().join("out"), &site), Vec::<String>::new());

    gate.open();
    crawl(folder.path()).args(["-o", "out", &site.url(0, "/")]).assert().success();
    assert_eq!(articles(&folder.path().join("out"), &site), ["H0/after", "H0/slow"]);
}

#[test]
fn a_host_that_asks_for_a_pause_is_put_off_and_one_that_asks_for_too_long_a_one_fails() {
    let asked = Mutex::new(false);
    let site = Site::start(1, move |page| match page {
        "H0/" => front(&["/busy", "/later"]),
        "H0/busy" if !std::mem::replace(&mut *asked.lock().unwrap(), true) => busy("1"),
        "H0/later" => busy("86400"),
        "H0/busy" => article(page, "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    crawl(folder.path()).args(["--max-hold", "0s", "-o", "out", &site.url(0, "/")]).assert().code(1);
    insta::assert_snapshot!(outcomes(&folder.path().join("out"), &site), @r"
    H0/ skipped not-article 1
    H0/busy article - 1
    H0/later failed retry-later 1
    ");
}

#[test]
fn a_host_that_asks_for_a_long_pause_loses_no_page_that_was_not_asked_for() {
    let site = Site::start(1, move |page| match page {
        "H0/" => front(&["/later", "/one", "/two"]),
        "H0/later" => busy("7200"),
        "H0/one" | "H0/two" => article(page, "", ""),
        _ => missing(),
    });
    let folder = tempfile::tempdir().unwrap();
    let run =
        crawl(folder.path()).args(["--max-hold", "0s", "-o", "out", &site.url(0, "/")]).assert().code(1);
    let told = String::from_utf8(run.get_output().stderr.clone()).unwrap()
        + std::str::from_utf8(&run.get_output().stdout).unwrap();
    assert!(told.contains("still waiting"), "{told}");
    assert!(told.contains("2 on hosts that ask to be left alone"), "{told}");
    insta::assert_snapshot!(outcomes(&folder.path().join("out"), &site), @r"
    H0/ skipped not-article 1
    H0/later failed retry-later 1
    ");
}

pub fn busy(seconds: &str) -> Answer {
    let mut answer = Answer { status: 503, ..missing() };
    answer.headers.push(("Retry-After", seconds.into()));
    answer
}

#[test]
fn seeds_that_cannot_be_meant_are_told_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let told = |arguments: &[&str]| {
        let run = crawl(folder.path()).args(arguments).assert().code(2);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    assert!(told(&["paper.test/news"]).contains("paper.test/news is no URL: write https://paper.test/news"));
    let secret = told(&["https://a.test/", "https://me:hush@paper.test/news"]);
    assert!(secret.contains("paper.test=Authorization: Basic") && !secret.contains("hush"), "{secret}");
    std::fs::write(folder.path().join("seeds.txt"), b"https://a.test/\nhttps://a.test/caf\xe9\n").unwrap();
    assert!(told(&["-i", "seeds.txt"]).contains("seeds.txt, line 2: not UTF-8"));
    assert!(!folder.path().join("output").exists());
}
