//! `copydesk profile import`: other tools' site configurations, a folder at a time.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Subcommand;
use copydesk::import::{self, Imported};
use copydesk::outcome::one_line;
use serde::Serialize;

use crate::cli::exit::Exit;
use crate::cli::stdout::{json_line, stdout};

/// `copydesk profile import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Format {
    /// FiveFilters' site configurations (Full-Text RSS, wallabag, graby).
    ///
    /// Every .txt file of DIR becomes a profile. XPath that has an exact counterpart in CSS is translated; every other
    /// rule is printed with its reason and stands in the profile as a comment. Imported profiles say `unverified = true`
    /// until you have made a case of one of their pages and delete that line.
    Ftr(Ftr),
}

#[derive(Debug, clap::Args)]
struct Ftr {
    /// The folder of site configurations.
    #[arg(value_name = "DIR")]
    from: PathBuf,

    /// The folder to write the profiles to; it is made if it is not there.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,

    /// Write over profiles that are there already; otherwise they are left alone and reported.
    #[arg(long)]
    overwrite: bool,

    /// Print one JSON object: {"files", "rules", "translated", "needless", "reported": [{"file", "line", "rule", "reason"}]}.
    /// `needless` of the translated rules say what holds anyway, such as `prune: no`; `line` and `rule` are null where a
    /// whole file could not be imported. Tests (`test_url`, `test_contains`) are no rules.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    files: usize,
    rules: usize,
    translated: usize,
    needless: usize,
    reported: Vec<Reported>,
}

#[derive(Debug, Serialize)]
struct Reported {
    file: String,
    line: Option<usize>,
    rule: Option<String>,
    reason: String,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let Format::Ftr(args) = &args.format;
    let files = files(&args.from)?;
    fs::create_dir_all(&args.output).with_context(|| format!("{}: cannot be made", args.output.display()))?;
    let mut summary = Summary { files: files.len(), ..Summary::default() };
    let mut whole = true;
    for file in &files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match import_file(file, &name, args) {
            Ok(imported) => summary.add(&name, imported),
            Err(error) => {
                whole = false;
                let reason = format!("{error:#}");
                summary.reported.push(Reported { file: name, line: None, rule: None, reason });
            }
        }
    }
    let mut out = stdout();
    if args.json {
        json_line(&mut out, &summary)?;
    } else {
        summary.print(&mut out)?;
    }
    out.flush()?;
    Ok(if whole { Exit::Success } else { Exit::Failures })
}

/// The files to import, by name.
fn files(dir: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let unreadable = || format!("{}: cannot be listed", dir.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        // Not by its extension: `.txt` alone has none, and is reported as a name that is no host's.
        if path.as_os_str().as_encoded_bytes().ends_with(b".txt") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Imports one file and writes its profile.
fn import_file(path: &Path, name: &str, args: &Ftr) -> anyhow::Result<Imported> {
    let bytes = fs::read(path).context("cannot be read")?;
    let imported = import::ftr(name, &bytes).map_err(|error| anyhow::anyhow!(one_line(&error)))?;
    let target = args.output.join(format!("{}.toml", imported.host));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(!args.overwrite).create(true).truncate(true);
    let mut file = match options.open(&target) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            anyhow::bail!("{} is there already: --overwrite replaces it", target.display())
        }
        opened => opened.with_context(|| format!("{}: cannot be written", target.display()))?,
    };
    file.write_all(imported.toml.as_bytes())
        .with_context(|| format!("{}: cannot be written", target.display()))?;
    Ok(imported)
}

impl Summary {
    fn add(&mut self, file: &str, imported: Imported) {
        self.rules += imported.rules;
        self.translated += imported.rules - imported.untranslated.len();
        self.needless += imported.needless;
        self.reported.extend(imported.untranslated.into_iter().map(|rule| Reported {
            file: file.to_owned(),
            line: Some(rule.line),
            rule: Some(rule.rule),
            reason: rule.reason,
        }));
    }

    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for reported in &self.reported {
            match (&reported.line, &reported.rule) {
                (Some(line), Some(rule)) => {
                    writeln!(out, "{}:{line}: {rule}\n    {}", reported.file, reported.reason)?;
                }
                _ => writeln!(out, "{}: {}", reported.file, reported.reason)?,
            }
        }
        writeln!(
            out,
            "{}, {} rules: {} translated ({} of them say what holds anyway), {} reported",
            if self.files == 1 { "1 file".to_owned() } else { format!("{} files", self.files) },
            self.rules,
            self.translated,
            self.needless,
            self.reported.len()
        )
    }
}
