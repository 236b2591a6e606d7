//! `copydesk quotes`: quotes and attributions of plain text.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::article::{Attribution, Quote, RecordId, Warning};
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage};
use copydesk::quotes::{self, Context};
use serde::{Deserialize, Serialize};

use super::exit::Exit;
use super::ordered::{all_cores, ordered_map};
use super::stdout::{json_line, stdout};

/// Prints one JSON object: {"id", "quotes", "attributions", "warnings"}. All offsets are Unicode code points into
/// the text as it stands, end exclusive.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Text to read, UTF-8; - is standard input.
    #[arg(value_name = "FILE", default_value = "-", conflicts_with = "input")]
    file: PathBuf,

    /// Read many texts from FILE (- is standard input), one JSON object a line: {"id", "text"}, and "language"
    /// where it is known. Prints one line for each, in the same order, with the same id; a line that cannot be read
    /// becomes a failed record and costs no other line.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// The texts' language as a BCP 47 tag, such as de or pt-BR. A line's own "language" wins; without either it is
    /// guessed from the text.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// One line of a batch; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<RecordId>,
    text: String,
    #[serde(default)]
    language: Option<String>,
}

/// What can still be told of a line that is no [`Line`].
#[derive(Deserialize)]
struct LineId {
    id: RecordId,
}

/// What is printed for one text.
#[derive(Serialize)]
struct Annotated {
    id: Option<RecordId>,
    quotes: Vec<Quote>,
    attributions: Vec<Attribution>,
    warnings: Vec<Warning>,
}

impl Annotated {
    fn new(id: Option<RecordId>, text: &str, language: Option<&str>) -> Self {
        let found = quotes::annotate(text, &Context { language, blocks: &[] });
        Self { id, quotes: found.quotes, attributions: found.attributions, warnings: found.warnings }
    }
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    match &args.input {
        Some(path) => batch(path, args.language.as_deref()),
        None => one(&args.file, args.language.as_deref()),
    }
}

fn one(path: &Path, language: Option<&str>) -> anyhow::Result<Exit> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes).with_context(|| format!("cannot read {}", name(path)))?;
    if bytes.contains(&0) {
        bail!("{} is not plain text: it holds NUL bytes; expected UTF-8 text", name(path));
    }
    let text = String::from_utf8(bytes).map_err(|error| error.utf8_error()).with_context(|| {
        format!("{} is not UTF-8 text; convert it first, for example with iconv", name(path))
    })?;
    let mut out = stdout();
    json_line(&mut out, &Annotated::new(None, &text, language))?;
    out.flush()?;
    Ok(Exit::Success)
}

fn batch(path: &Path, language: Option<&str>) -> anyhow::Result<Exit> {
    let file = name(path);
    let mut out = stdout();
    let mut failed = false;
    let lines = lines(open(path)?).zip(1_u64..);
    ordered_map(
        lines,
        all_cores(),
        |(line, number)| line.map(|line| annotate_line(&line, language, &file, number)),
        |result| -> anyhow::Result<()> {
            match result.with_context(|| format!("cannot read {file}"))? {
                Ok(annotated) => json_line(&mut out, &annotated)?,
                Err(no_article) => {
                    failed = true;
                    json_line(&mut out, &*no_article)?;
                }
            }
            Ok(())
        },
    )?;
    out.flush()?;
    Ok(if failed { Exit::Failures } else { Exit::Success })
}

/// The lines as bytes, so that one that is not UTF-8 costs no other.
fn lines(mut reader: Box<dyn BufRead + Send>) -> impl Iterator<Item = io::Result<Vec<u8>>> + Send {
    std::iter::from_fn(move || {
        let mut line = Vec::new();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => None,
            Ok(_) => Some(Ok(line)),
            Err(error) => Some(Err(error)),
        }
    })
}

fn annotate_line(
    line: &[u8],
    language: Option<&str>,
    file: &str,
    number: u64,
) -> Result<Annotated, Box<NoArticle>> {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let line = line.strip_prefix(BYTE_ORDER_MARK).filter(|_| number == 1).unwrap_or(line);
    match serde_json::from_slice::<Line>(line) {
        Ok(line) => Ok(Annotated::new(line.id, &line.text, line.language.as_deref().or(language))),
        Err(error) => Err(Box::new(NoArticle {
            url: String::new(),
            id: serde_json::from_slice::<LineId>(line).ok().map(|line| line.id),
            status: NoArticleStatus::Failed,
            stage: Stage::Input,
            reason: Reason::MalformedLine,
            message: format!(
                "{file}, line {number}: expected {{\"id\": a string or whole number, \"text\": a string}}: {error}"
            ),
            http_status: None,
            retryable: false,
            attempts: 0,
        })),
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", name(path)))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!("{} is a directory; expected a text file", name(path));
    }
    Ok(Box::new(BufReader::new(file)))
}

fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
