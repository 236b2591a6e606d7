//! `copydesk speakers`: who said how much, over many articles.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;

use copydesk::article::{Quote, QuoteKind, SpeakerKind};
use serde::{Deserialize, Serialize};

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

/// One speaker's quotes.
#[derive(Serialize)]
struct Speaker {
    name: String,
    kind: SpeakerKind,
    role: Option<String>,
    quotes: usize,
    words: usize,
    articles: usize,
    /// Number of the last article counted.
    #[serde(skip)]
    last: usize,
}

/// All speakers so far.
#[derive(Default)]
struct Tally {
    speakers: Vec<Speaker>,
    /// Name, and the article's number where the name is not a full one → place in `speakers`.
    places: HashMap<(String, Option<usize>), usize>,
    articles: usize,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let mut tally = Tally::default();
    let mut exit = Exit::Success;
    for file in &args.files {
        for line in batch::lines(file)? {
            let line = line?;
            match line.parse::<Line>(EXPECTED).map_err(|failed| failed.message) {
                Ok(Line { quotes: Some(quotes), .. }) => tally.count(&quotes, args.min_confidence),
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
    let mut speakers = tally.speakers;
    speakers.sort_by(|a, b| b.quotes.cmp(&a.quotes).then_with(|| a.name.cmp(&b.name)));
    print(args.format, &speakers)?;
    Ok(exit)
}

impl Tally {
    fn count(&mut self, quotes: &[Quote], least: f32) {
        self.articles += 1;
        let sure = quotes.iter().filter(|quote| {
            quote.kind != QuoteKind::Unattributed && quote.repeats.is_none() && quote.confidence >= least
        });
        for quote in sure {
            let Some((said, name)) = quote.speaker.as_ref().and_then(|said| Some((said, said.name.clone()?)))
            else {
                continue;
            };
            let alone = !name.contains(char::is_whitespace) && said.kind == SpeakerKind::Person;
            let key = (name, alone.then_some(self.articles));
            let place = self.places.get(&key).copied().unwrap_or_else(|| {
                self.speakers.push(Speaker {
                    name: key.0.clone(),
                    kind: said.kind,
                    role: None,
                    quotes: 0,
                    words: 0,
                    articles: 0,
                    last: 0,
                });
                self.places.insert(key, self.speakers.len() - 1);
                self.speakers.len() - 1
            });
            let Some(speaker) = self.speakers.get_mut(place) else { continue };
            speaker.quotes += 1;
            speaker.words += quote.text.split_whitespace().count();
            speaker.articles += usize::from(speaker.last != self.articles);
            speaker.last = self.articles;
            if speaker.role.is_none() {
                speaker.role.clone_from(&said.role);
            }
        }
    }
}

fn print(format: Format, speakers: &[Speaker]) -> anyhow::Result<()> {
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
