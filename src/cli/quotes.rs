//! `copydesk quotes`: quotes and attributions of plain text.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::article::{Attribution, Quote, RecordId, Warning};
use copydesk::quotes::{self, Context};
use serde::{Deserialize, Serialize};

use super::batch;
use super::exit::Exit;
use super::stdout::{json_line, stdout};

/// Find quotes and attributions in plain text.
///
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

/// What messages call a good line of a batch.
const EXPECTED: &str = r#"{"id": a string or whole number, "text": a string}"#;

/// One line of a batch; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Option<RecordId>,
    text: String,
    #[serde(default)]
    language: Option<String>,
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
        Some(path) => {
            let language = args.language.as_deref();
            batch::run(path, EXPECTED, |line: Line| {
                Ok(Annotated::new(line.id, &line.text, line.language.as_deref().or(language)))
            })
        }
        None => one(&args.file, args.language.as_deref()),
    }
}

fn one(path: &Path, language: Option<&str>) -> anyhow::Result<Exit> {
    let mut bytes = Vec::new();
    batch::open(path, "text file")?
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", batch::name(path)))?;
    if bytes.contains(&0) {
        bail!("{} is not plain text: it holds NUL bytes; expected UTF-8 text", batch::name(path));
    }
    let text = String::from_utf8(bytes).map_err(|error| error.utf8_error()).with_context(|| {
        format!("{} is not UTF-8 text; convert it first, for example with iconv", batch::name(path))
    })?;
    let mut out = stdout();
    json_line(&mut out, &Annotated::new(None, &text, language))?;
    out.flush()?;
    Ok(Exit::Success)
}
