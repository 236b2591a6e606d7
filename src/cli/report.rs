//! `copydesk report`: a crawl as a page to look at.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use copydesk::outcome::one_line;
use copydesk::report::{self, Options, PartState, Report};
use copydesk::sink::Place;
use jiff::Timestamp;

use super::exit::Exit;
use super::stdout::stdout;

/// Show what a crawl gave, as one HTML file for the browser.
///
/// Outcomes and reasons, pages a second over time, each host's pace and errors, how often profiles' rules held and what drifts,
/// how long and how sure records are, who is quoted most, and a list of articles to read with the quotes marked in the text.
/// The file loads nothing from anywhere, can be sent to somebody, and is readable on a phone.
///
/// Reads articles.jsonl, outcomes.jsonl, crawl.db, drift.json and report.json (what `crawl --report DIR/report.json` wrote) in
/// DIR, while the crawl is at work or after; what is not there is said on the page. A file of records has only the articles.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  copydesk report output/example.com                      # → output/example.com/report.html
  copydesk report records.jsonl.gz --out records.html")]
pub struct Args {
    /// The folder of a crawl, or a file of records: .jsonl, .json (each also with .gz or .zst), .sqlite or .db.
    #[arg(value_name = "DIR|FILE")]
    from: PathBuf,

    /// Write to FILE; - is standard output. Otherwise report.html in DIR, or beside a file of records, by its name.
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// List at most so many articles with their texts, the last ones; everything that is counted counts all. Ten thousand
    /// open in a second or two.
    #[arg(long, value_name = "N", default_value = "10000")]
    articles: usize,

    /// What `crawl --report FILE` wrote, where it is not report.json in DIR.
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,

    /// Write FILE even if there is one that is no report.
    #[arg(long)]
    overwrite: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let from = Place::from(&args.from);
    ensure!(
        from.file().is_some(),
        "expected a folder or a file, not {from}: `copydesk convert` makes a file of a database"
    );
    ensure!(args.from.exists() || from.file().is_none(), "{}: no such file or folder", args.from.display());
    let out = args.out.clone().unwrap_or_else(|| default_out(&args.from));
    let is_standard = out == Path::new("-");
    if !is_standard && !args.overwrite && !may_be_replaced(&out)? {
        bail!(
            "{} exists and is no report: name another file with --out, or overwrite it with --overwrite",
            out.display()
        );
    }
    let options = Options { articles: args.articles, made_at: Timestamp::now(), run: args.run.clone() };
    let report = report::read(&args.from, &options, &mut |error| tell!("copydesk: {}", one_line(error)))?;
    if is_standard {
        let mut out = stdout();
        report.write(&mut out)?;
        out.flush()?;
    } else {
        put(&report, &out).with_context(|| format!("cannot write to {}", out.display()))?;
        let missing = report.parts().iter().filter(|part| part.state == PartState::Missing);
        let missing: Vec<&str> = missing.map(|part| part.file.as_str()).collect();
        let without =
            if missing.is_empty() { String::new() } else { format!("; there was no {}", missing.join(", ")) };
        tell!(
            "copydesk: {} articles in {}, {} to read{without}",
            report.articles(),
            out.display(),
            report.listed()
        );
    }
    let broken = report.broken_lines() > 0
        || report.parts().iter().any(|part| matches!(part.state, PartState::Unreadable(_)));
    Ok(if broken { Exit::Failures } else { Exit::Success })
}

/// `report.html` in a folder; beside `records.jsonl.gz`, `records.report.html`.
fn default_out(from: &Path) -> PathBuf {
    if from.is_dir() {
        return from.join("report.html");
    }
    let packed = from.extension().is_some_and(|ending| ending == "gz" || ending == "zst");
    let stem = if packed { from.with_extension("") } else { from.to_owned() };
    stem.with_extension("report.html")
}

/// Whether nothing is lost with what is there: no file, an empty one, or an earlier report.
fn may_be_replaced(path: &Path) -> anyhow::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error).with_context(|| format!("cannot write to {}", path.display())),
    };
    let mut start = Vec::new();
    let read = file.take(256).read_to_end(&mut start);
    read.with_context(|| format!("cannot read {}", path.display()))?;
    Ok(start.is_empty() || report::is_report(&start))
}

/// Writes the whole file or nothing of it.
fn put(report: &Report, path: &Path) -> std::io::Result<()> {
    let mut name: OsString = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    let partial = path.with_file_name(name);
    let written = (|| {
        let mut file = BufWriter::new(File::create(&partial)?);
        report.write(&mut file)?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&partial, path)
    })();
    if written.is_err() {
        // Half a page is of no use to anybody.
        let _ = fs::remove_file(&partial);
    }
    written
}
