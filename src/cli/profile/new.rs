//! `copydesk profile new`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::Page;
use copydesk::check::{self, NewFixture};
use copydesk::induce::{self, CasePlace, Draft};

use super::pages::{self, Given};
use crate::cli::config::Config;
use crate::cli::exit::Exit;
use crate::cli::fetch_flags::FetchFlags;
use crate::cli::stdout::stdout;

/// `copydesk profile new`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Articles of one site: files (.gz is unpacked), http or https URLs, or - for standard input. Two or more show what
    /// repeats from page to page. Files are never looked up on the network; URLs are fetched politely.
    #[arg(value_name = "PATH|URL|-", required = true)]
    pages: Vec<String>,

    /// The address of a page that is read from a file or standard input, once for each of them, in order. Without it a
    /// page's address is the one it names itself (canonical link, og:url).
    #[arg(long, value_name = "URL")]
    url: Vec<String>,

    /// Write DIR/selectors/HOST.toml, and for each page DIR/fixtures/HOST/SLUG with page.html and page.toml; - prints the
    /// profile and writes nothing.
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    output: PathBuf,

    /// Pages below DIR stay where they are: the cases point at them, and `profile check --data DIR` finds them.
    #[arg(long, value_name = "DIR", env = "COPYDESK_DATA")]
    data: Option<PathBuf>,

    /// Write over files that are there already.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    fetch: FetchFlags,
}

/// Runs the verb.
pub fn run(args: &Args, config: &Config) -> anyhow::Result<Exit> {
    let given = pages::read(&args.pages, &args.url, &args.fetch, config)?;
    let parsed: Vec<Page> = given.iter().map(Given::parse).collect::<anyhow::Result<_>>()?;
    let places = places(args, &given, &parsed);
    let draft = induce::draft(&parsed, &places)?;
    if args.output == Path::new("-") {
        let mut out = stdout();
        out.write_all(draft.toml.as_bytes())?;
        out.flush()?;
        return Ok(Exit::Success);
    }
    let files = files(args, &draft, &given, &parsed, &places);
    if let Some((there, _)) = files.iter().find(|(path, _)| path.exists() && !args.force) {
        bail!("{}: is there already: --force writes over it, -o - only prints", there.display());
    }
    for (path, bytes) in &files {
        write(path, bytes)?;
    }
    tell(args, &draft);
    Ok(Exit::Success)
}

/// Where each page's case will find it.
fn places(args: &Args, given: &[Given], parsed: &[Page]) -> Vec<CasePlace> {
    let mut places: Vec<CasePlace> = Vec::with_capacity(given.len());
    for (given, page) in given.iter().zip(parsed) {
        let below = args.data.as_deref().and_then(|dir| below(dir, Path::new(&given.argument)));
        let place = below.map_or_else(
            || CasePlace::Fixture { slug: check::slug(&page.final_url, |slug| is_taken(slug, &places)) },
            |path| CasePlace::External { path },
        );
        places.push(place);
    }
    places
}

fn is_taken(slug: &str, places: &[CasePlace]) -> bool {
    places.iter().any(|place| matches!(place, CasePlace::Fixture { slug: other } if other == slug))
}

/// A file's path below the folder, if it lies there.
fn below(dir: &Path, file: &Path) -> Option<PathBuf> {
    let (dir, file) = (dir.canonicalize().ok()?, file.canonicalize().ok()?);
    file.strip_prefix(dir).ok().map(Path::to_owned)
}

/// All that is to be written, and where.
fn files(
    args: &Args,
    draft: &Draft,
    given: &[Given],
    parsed: &[Page],
    places: &[CasePlace],
) -> Vec<(PathBuf, Vec<u8>)> {
    let profile = args.output.join("selectors").join(format!("{}.toml", draft.host));
    let mut files = vec![(profile, draft.toml.clone().into_bytes())];
    for ((given, page), place) in given.iter().zip(parsed).zip(places) {
        let CasePlace::Fixture { slug } = place else { continue };
        let dir = args.output.join("fixtures").join(&draft.host).join(slug);
        files.push((dir.join("page.html"), given.bytes.clone()));
        let fixture = NewFixture {
            url: &page.final_url,
            bytes: &given.bytes,
            content_type: given.content_type.as_deref(),
            fetched_at: given.fetched_at.as_deref(),
        };
        files.push((dir.join("page.toml"), fixture.page_toml().into_bytes()));
    }
    files
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| format!("{}: cannot be made", dir.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
}

fn tell(args: &Args, draft: &Draft) {
    let counted =
        |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    let profile = args.output.join("selectors").join(format!("{}.toml", draft.host));
    tell!(
        "wrote    {}: {}, from {}",
        profile.display(),
        counted(draft.rules, "rule"),
        counted(draft.pages, "page")
    );
    tell!("next     read it, then: copydesk profile check {} --bless", draft.host);
}
