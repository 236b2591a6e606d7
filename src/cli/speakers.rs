//! `copydesk speakers`: who said how much, over many articles.

use std::io::Write;
use std::path::PathBuf;

use copydesk::article::Quote;
use copydesk::report::{Quoted, Speakers};
use serde::Deserialize;

use super::batch;
use super::exit::Exit;
use super::quotes::cell;
use super::stdout::{json_line, stdout};

/// Sum up who is quoted in the articles of a crawl.
///
/// Prints a line for each speaker with a name, the most quoted first: name, quotes, words in them, articles, role. People
/// of different articles are one only by the same full name; "Huber" of two articles are two. Lines of pages without an
/// article are passed over.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of articles, one JSON object a line, as crawl and extract write them; - is standard input.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// tsv: a table with a line of headings. json: an object a line.
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    format: Format,

    /// Leave out quotes less sure than this, from 0 to 1.
    #[arg(long, value_name = "NUMBER", value_parser = super::quotes::confidence, default_value = "0")]
    min_confidence: f32,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Tsv,
    Json,
}

/// What messages call a good line.
const EXPECTED: &str = r#"an article: {"url", "quotes"}, or a page without one: {"status"}"#;

/// What is needed of one line; other keys are ignored.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    quotes: Option<Vec<Quote>>,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut all = Speakers::default();
    let mut exit = Exit::Success;
    for file in &args.files {
        for line in batch::lines(file)? {
            let line = line?;
            match line.parse::<Line>(EXPECTED).map_err(|failed| failed.message) {
                Ok(Line { quotes: Some(quotes), .. }) => all.count(&quotes, args.min_confidence),
                Ok(Line { status: Some(_), .. }) => {}
                Ok(_) => {
                    tell!("copydesk: {}: expected {EXPECTED}", line.place);
                    exit = Exit::Failures;
                }
                Err(message) => {
                    tell!("copydesk: {message}");
                    exit = Exit::Failures;
                }
            }
        }
    }
    print(args.format, &all.most_quoted())?;
    Ok(exit)
}

fn print(format: Format, speakers: &[Quoted]) -> anyhow::Result<()> {
    let mut out = stdout();
    if matches!(format, Format::Tsv) {
        writeln!(out, "name\tquotes\twords\tarticles\trole")?;
    }
    for speaker in speakers {
        match format {
            Format::Tsv => writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}",
                cell(Some(&speaker.name)),
                speaker.quotes,
                speaker.words,
                speaker.articles,
                cell(speaker.role.as_deref())
            )?,
            Format::Json => json_line(&mut out, speaker)?,
        }
    }
    out.flush()?;
    Ok(())
}
