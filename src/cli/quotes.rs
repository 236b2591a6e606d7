//! `copydesk quotes`: quotes and attributions of plain text.

mod open;
mod page;
mod surely;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::article::{Attribution, Quote, QuoteKind, RecordId, SpeakerSummary, Warning};
use copydesk::quotes::{self, Annotation, Context};
use serde::{Deserialize, Serialize};

use super::batch;
use super::exit::Exit;
use super::stdout::{json_line, stdout};

/// Find quotes and attributions in plain text.
///
/// Prints one JSON object: {"id", "quotes", "attributions", "speakers", "warnings"}, or with --format a table of the quotes, or a
/// page that shows them. All offsets are Unicode code points into the text as it stands, end exclusive.
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

    /// How to print one text's quotes. jsonl: one object on one line. json: the same, indented. tsv: a line for each
    /// quote, with its kind, the speaker's name, how the text calls them, the cue, start, end, confidence and words.
    /// html: a page of its own with the text, its quotes coloured by speaker and linked to them.
    #[arg(long, value_name = "FORMAT", default_value = "jsonl", conflicts_with = "input")]
    format: Format,

    /// Leave out whatever is less sure than this, from 0 to 1: a quote is then nobody's.
    #[arg(long, value_name = "NUMBER", value_parser = confidence, default_value = "0")]
    min_confidence: f32,

    /// Show the page of --format html in the browser instead of printing it.
    #[arg(long, conflicts_with_all = ["input", "format"])]
    open: bool,
}

/// How the quotes of one text are printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Jsonl,
    Json,
    Tsv,
    Html,
}

/// A number from 0 to 1.
pub(super) fn confidence(number: &str) -> Result<f32, String> {
    let number: f32 = number.parse().map_err(|_| "expected a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("expected a number from 0 to 1".to_owned()) }
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
    speakers: Vec<SpeakerSummary>,
    warnings: Vec<Warning>,
}

impl Annotated {
    fn new(id: Option<RecordId>, found: Annotation) -> Self {
        let Annotation { quotes, attributions, speakers, warnings, .. } = found;
        Self { id, quotes, attributions, speakers, warnings }
    }
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let language = args.language.as_deref();
    let annotate = |text: &str, language: Option<&str>| {
        surely::surely(quotes::annotate(text, &Context { language, blocks: &[] }), args.min_confidence)
    };
    if let Some(path) = &args.input {
        return batch::run(path, EXPECTED, |line: Line| {
            Ok(Annotated::new(line.id, annotate(&line.text, line.language.as_deref().or(language))))
        });
    }
    let text = text(&args.file)?;
    let found = annotate(&text, language);
    if args.open {
        open::in_browser(&page::page(&text, &found))?;
        return Ok(Exit::Success);
    }
    let mut out = stdout();
    match args.format {
        Format::Jsonl => json_line(&mut out, &Annotated::new(None, found))?,
        Format::Json => {
            let indented = serde_json::to_string_pretty(&Annotated::new(None, found))?;
            writeln!(out, "{indented}")?;
        }
        Format::Tsv => table(&mut out, &found)?,
        Format::Html => out.write_all(page::page(&text, &found).as_bytes())?,
    }
    out.flush()?;
    Ok(Exit::Success)
}

/// The whole of a text file, or of standard input.
fn text(path: &Path) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    batch::open(path, "text file")?
        .read_to_end(&mut bytes)
        .with_context(|| format!("cannot read {}", batch::name(path)))?;
    if bytes.contains(&0) {
        bail!("{} is not plain text: it holds NUL bytes; expected UTF-8 text", batch::name(path));
    }
    String::from_utf8(bytes).map_err(|error| error.utf8_error()).with_context(|| {
        format!("{} is not UTF-8 text; convert it first, for example with iconv", batch::name(path))
    })
}

fn table(out: &mut impl Write, found: &Annotation) -> std::io::Result<()> {
    writeln!(out, "kind\tspeaker\tmention\tcue\tstart\tend\tconfidence\ttext")?;
    for quote in &found.quotes {
        let speaker = quote.speaker.as_ref();
        writeln!(
            out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{:.2}\t{}",
            kind_name(quote.kind),
            cell(speaker.and_then(|speaker| speaker.name.as_deref())),
            cell(speaker.and_then(|speaker| speaker.mention.as_deref())),
            cell(quote.cue.as_ref().map(|cue| cue.text.as_str())),
            quote.start,
            quote.end,
            quote.confidence,
            cell(Some(&quote.text)),
        )?;
    }
    Ok(())
}

fn kind_name(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "direct",
        QuoteKind::Mixed => "mixed",
        QuoteKind::Unattributed => "unattributed",
    }
}

/// A table's cell: white space in it is single spaces, so that neither tab nor line break ends it.
pub(super) fn cell(words: Option<&str>) -> String {
    words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}
