//! `copydesk profile repair`.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::check::{self, CheckOptions, SavedPage};
use copydesk::drift::Good;
use copydesk::induce::repair::{self, FieldRepair, Found, Recent, Repair};
use copydesk::{Page, Profile, Profiles};
use serde::Serialize;

use super::pages;
use crate::cli::config::Config;
use crate::cli::drift_flags;
use crate::cli::exit::Exit;
use crate::cli::fetch_flags::FetchFlags;
use crate::cli::profile_flags::SelectorsFlag;
use crate::cli::stdout::{json_line, stdout};

/// `copydesk profile repair`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The profile: its host, or its file.
    #[arg(value_name = "HOST|FILE")]
    profile: String,

    /// Articles as the site has them now: files (.gz is unpacked), web archives (of a crawl: DIR/archive/*.warc.gz), http or
    /// https URLs, or - for standard input. Three or more tell chance from layout; pages of the fixtures' own addresses, or of
    /// those in --history, tell most. Files are never looked up on the network; URLs are fetched politely.
    #[arg(value_name = "PATH|URL|-", required = true)]
    pages: Vec<String>,

    /// The address of a page that is read from a file or standard input, once for each of them, in order. Without it a
    /// page's address is the one it names itself (canonical link, og:url).
    #[arg(long, value_name = "URL")]
    url: Vec<String>,

    #[command(flatten)]
    selectors: SelectorsFlag,

    /// The folder of fixtures: <main-host>/<slug>/ with page.html, page.toml and expected.json. Their records must stay as
    /// they are.
    #[arg(long, value_name = "DIR", default_value = "fixtures")]
    fixtures: PathBuf,

    /// The folder that the captured pages of cases (`page = "…"`) lie below. Without it (default: ../shared/data if
    /// there is one) those are not looked at.
    #[arg(long, value_name = "DIR", env = "COPYDESK_DATA")]
    data: Option<PathBuf>,

    /// What pages gave when they were last read well: the folder of a crawl, or a file that was given as --history.
    #[arg(long, value_name = "DIR|FILE", env = "COPYDESK_HISTORY")]
    history: Option<PathBuf>,

    /// Write the new rules into the profile's file; comments and all else stay as they are. Of a built-in profile a copy is
    /// written into the folder of profiles (--selectors, default: ./selectors).
    #[arg(long)]
    write: bool,

    /// Print one JSON object: {"host", "file", "written", "pages", "fields": [{"field", "pages", "known", "right",
    /// "outcome"}], "diff"}, where an outcome is {"outcome": "sound"}, {"outcome": "repaired", "selector", "stability",
    /// "right", "blesses"} or {"outcome": "failed", "why"}.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    fetch: FetchFlags,
}

/// What is printed under `--json`.
#[derive(Serialize)]
struct Printed<'a> {
    host: &'a str,
    file: &'a Path,
    written: bool,
    pages: usize,
    fields: &'a [FieldRepair],
    diff: &'a str,
}

/// The profile's text, and where a changed one goes.
struct Source {
    profile: Profile,
    text: String,
    file: PathBuf,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let source = source(args, config)?;
    let saved = saved(args, &source.profile)?;
    let known = known(args, &source.profile, &saved)?;
    let recent = recent(args, config, &source.profile, &known)?;
    let recent: Vec<Recent<'_>> =
        recent.iter().map(|page| Recent { page, known: known.get(page.final_url.as_str()) }).collect();
    let earlier: Vec<&Page> = saved.iter().map(|saved| &saved.page).collect();
    let repair = repair::repair(&source.text, &source.profile, &recent, &earlier)?;
    let written = args.write && repair.toml != source.text;
    if written {
        write(&source.file, &repair.toml)?;
    }
    print(args, &source, &repair, written)?;
    let failed = repair.fields.iter().any(|field| matches!(field.outcome, Found::Failed { .. }));
    Ok(if failed { Exit::Failures } else { Exit::Success })
}

fn source(args: &Args, config: &Config) -> anyhow::Result<Source> {
    let path = Path::new(&args.profile);
    if path.extension().is_some_and(|extension| extension == "toml") {
        let text = fs::read_to_string(path).with_context(|| args.profile.clone())?;
        let mut errors = match Profile::parse(path, text.as_bytes()) {
            Ok(profile) => return Ok(Source { profile, text, file: path.to_owned() }),
            Err(errors) => errors.into_iter(),
        };
        return match errors.next() {
            Some(error) => Err(error.into()),
            None => bail!("{}: is no profile", args.profile),
        };
    }
    let profiles = args.selectors.load(config)?;
    let profile = profiles.of_host(&args.profile).with_context(|| {
        format!("{}: there is no profile for this host: `copydesk profile new` drafts one", args.profile)
    })?;
    Ok(match &profile.path {
        Some(file) => {
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            Source { profile: profile.clone(), text, file: file.clone() }
        }
        None => Source {
            text: Profiles::built_in_text(&profile.host).unwrap_or_default(),
            file: args.selectors.dir_to_write(config).join(format!("{}.toml", profile.host)),
            profile: profile.clone(),
        },
    })
}

/// What is known of pages, by their addresses.
type Known = HashMap<String, Good>;

/// The pages whose records must stay as they are.
fn saved(args: &Args, profile: &Profile) -> anyhow::Result<Vec<SavedPage>> {
    let options = CheckOptions {
        fixtures: args.fixtures.clone(),
        pages: super::check::pages(args.data.as_deref())?,
        bless: false,
        hosts: Vec::new(),
    };
    let (saved, faults) = check::saved_pages(profile, &options)?;
    for fault in faults {
        tell!("copydesk: warning: not held against: {fault}");
    }
    Ok(saved)
}

/// What is known of pages, by address: what fixtures and cases say over what an earlier run saw.
fn known(args: &Args, profile: &Profile, saved: &[SavedPage]) -> anyhow::Result<Known> {
    let mut known = HashMap::new();
    if let Some(path) = &args.history {
        let path = if path.is_dir() { path.join(drift_flags::FILE) } else { path.clone() };
        let history = drift_flags::read(&path)?
            .with_context(|| format!("{}: there is no such file", path.display()))?;
        let good = history.profiles.get(&profile.host).into_iter().flat_map(|profile| profile.good.iter());
        known.extend(good.map(|good| (good.url.clone(), good.clone())));
    }
    for saved in saved {
        let expected = &saved.expected;
        let good: &mut Good = known.entry(expected.url.clone()).or_default();
        good.headline = expected.headline.clone().or_else(|| good.headline.take());
        good.authors = expected.authors.clone().or_else(|| good.authors.take());
        good.date_published = expected.date_published.or(good.date_published);
        good.body = expected.body.clone().or_else(|| good.body.take());
    }
    Ok(known)
}

/// The most recent pages that are looked at; more of them tell little more and cost much.
const MOST_PAGES: usize = 24;

/// The recent pages, parsed: those something is known of first. A web archive may hold other sites' pages too, and pages that
/// cannot be read; those are left out.
fn recent(args: &Args, config: &Config, profile: &Profile, known: &Known) -> anyhow::Result<Vec<Page>> {
    let given = pages::each(&args.pages, &args.url, &args.fetch, config)?;
    let (mut recent, mut why) = (Vec::new(), None);
    for (name, given) in given {
        match given.and_then(|given| given.parse_replaced(&profile.replace)) {
            Err(error) => why = why.or(Some(format!("{error:#}"))),
            Ok(page) if page.final_url.host_str().is_some_and(|host| profile.covers(host)) => {
                recent.push(page);
                if recent.len() >= 2 * MOST_PAGES {
                    best_first(&mut recent, known);
                }
            }
            Ok(page) => {
                why = why
                    .or_else(|| Some(format!("{name}: {} is no page of {}", page.final_url, profile.host)));
            }
        }
    }
    best_first(&mut recent, known);
    match why {
        Some(why) if recent.is_empty() => bail!("{why}"),
        Some(why) => tell!("copydesk: warning: left out: {why}"),
        None => {}
    }
    Ok(recent)
}

fn best_first(pages: &mut Vec<Page>, known: &Known) {
    pages.sort_by_key(|page| !known.contains_key(page.final_url.as_str()));
    pages.truncate(MOST_PAGES);
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let unwritable = || format!("{}: cannot be written", file.display());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).with_context(unwritable)?;
    }
    fs::write(file, text).with_context(unwritable)
}

fn print(args: &Args, source: &Source, repair: &Repair, written: bool) -> anyhow::Result<()> {
    let diff = diff(&source.file, &source.text, &repair.toml);
    let mut out = stdout();
    if args.json {
        let (host, file) = (source.profile.host.as_str(), source.file.as_path());
        let printed =
            Printed { host, file, written, pages: repair.pages, fields: &repair.fields, diff: &diff };
        json_line(&mut out, &printed)?;
    } else {
        for field in &repair.fields {
            print_field(&mut out, field)?;
        }
        if repair.fields.is_empty() {
            writeln!(out, "nothing is known of what the profile's fields should be on these pages")?;
        }
        if !diff.is_empty() {
            write!(out, "\n{diff}")?;
        }
    }
    out.flush()?;
    if written {
        tell!("wrote    {}", source.file.display());
        tell!("next     copydesk profile check {}", source.profile.host);
    } else if !diff.is_empty() {
        tell!("next     read it, then the same with --write");
    }
    Ok(())
}

fn print_field(out: &mut impl Write, field: &FieldRepair) -> io::Result<()> {
    let FieldRepair { field: name, pages, known, right, outcome } = field;
    write!(out, "{name:14}  right on {right} of {pages} pages")?;
    if *known > 0 {
        write!(out, " ({known} known from before)")?;
    }
    match outcome {
        Found::Sound => writeln!(out, ": sound"),
        Found::Repaired { selector, stability, right, blesses } => {
            let leans = stability.as_str();
            write!(out, ": '{selector}' gives it on {right}, and leans on {leans}")?;
            writeln!(out, "{}", if *blesses { "; fixtures expect the old rule: check --bless" } else { "" })
        }
        Found::Failed { why } => writeln!(out, ": FAILED: {why}"),
    }
}

/// The lines that differ, in the form of `diff -u` with no lines around them; nothing if none does.
fn diff(file: &Path, old: &str, new: &str) -> String {
    use std::fmt::Write as _;
    if old == new {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut text = format!("--- {0}\n+++ {0}\n", file.display());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && old.get(i) == new.get(j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        // The nearest line below that both have; rules are few and lines seldom twice the same.
        let next = (0..=old.len() + new.len() - i - j).find_map(|far| {
            (0..=far).map(|a| (i + a, j + far - a)).find(|&(a, b)| {
                (a == old.len() && b == new.len()) || (a < old.len() && old.get(a) == new.get(b))
            })
        });
        let (a, b) = next.unwrap_or((old.len(), new.len()));
        let _ = writeln!(text, "@@ -{},{} +{},{} @@", i + 1, a - i, j + 1, b - j);
        for (sign, lines) in [('-', old.get(i..a)), ('+', new.get(j..b))] {
            for line in lines.unwrap_or_default() {
                let _ = writeln!(text, "{sign}{line}");
            }
        }
        (i, j) = (a, b);
    }
    text
}
