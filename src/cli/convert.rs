//! `copydesk convert`: records from one kind of file to another.

use std::io::{self, BufWriter};
use std::path::Path;

use anyhow::bail;
use copydesk::Outcome;
use copydesk::outcome::one_line;
use copydesk::sink::{self, ARTICLES, FileKind, Format, Keys, Place, Sink, SinkError};

use super::exit::Exit;

/// Write the records of one file as another kind of file: JSON Lines, CSV, Parquet, an SQLite database, …
///
/// The names say the kinds. Records pass unchanged between .jsonl, .json, .parquet, .sqlite, .db and postgres://…; a .csv holds
/// flat fields only, .txt and .md are for reading. Texts may end in .gz or .zst.
///
/// postgres://USER:PASSWORD@HOST:PORT/DATABASE is a PostgreSQL database (cargo feature `postgres`; the password may be in
/// PGPASSWORD instead): the tables are in the schema `copydesk`, or in the one that `?schema=NAME` names. See docs/postgres.md.
///
/// A database is added to: a record that is there already, by its page, revision and id, is replaced, so that the same
/// command twice changes nothing. Any other file appears when it is whole. A line that is no record is told on standard
/// error and costs no other.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  copydesk convert output/example.com articles.sqlite
  sqlite3 articles.sqlite \"SELECT speaker, count(*) FROM quotes GROUP BY 1 ORDER BY 2 DESC LIMIT 10\"
  copydesk convert articles.sqlite articles.csv
  copydesk convert articles.sqlite articles.parquet
  copydesk convert articles.sqlite articles.json --keys schemaorg
  copydesk convert output/example.com 'postgres://me@db.example/news?sslmode=verify-full'
  copydesk extract page.html | copydesk convert - page.md")]
pub struct Args {
    /// The records: a .jsonl, .json, .parquet, .sqlite or .db file, a folder of Parquet files that is named so, the folder of a
    /// crawl (its articles), postgres://…, or - for JSON lines on standard input.
    #[arg(value_name = "IN")]
    input: Place,

    /// Where they go: a file, postgres://…, or - for JSON lines on standard output.
    #[arg(value_name = "OUT")]
    output: Place,

    /// Write records under the keys that other tools' readers expect: schemaorg is JSON-LD of a `NewsArticle` with its
    /// quotes, trafilatura and newspaper (newspaper4k) are what these tools write. For JSON only; pages that gave no article
    /// are left out.
    #[arg(long, value_name = "KEYS", default_value = "copydesk", value_parser = super::format_flag::keys_parser())]
    keys: Keys,

    /// Write OUT even if there is such a file.
    #[arg(long)]
    overwrite: bool,
}

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<Exit> {
    let input = match args.input.file() {
        Some(path) if path.is_dir() && FileKind::of(path) != Some(FileKind::Parquet) => {
            Place::from(&path.join(ARTICLES))
        }
        _ => args.input.clone(),
    };
    let records = if is_standard(&input) {
        sink::lines(io::stdin(), "standard input".to_owned())
    } else {
        if is_same(&input, &args.output) {
            bail!("{input} is both IN and OUT: name another OUT");
        }
        sink::records(input)?
    };
    let mut sink: Box<dyn Sink> = if is_standard(&args.output) {
        Format::Jsonl.sink_with(BufWriter::new(io::stdout().lock()), "standard output", args.keys)
    } else {
        sink::create(args.output.clone(), args.overwrite, args.keys)?
    };
    let (mut counts, mut exit) = (Counts::default(), Exit::Success);
    for record in records {
        match record {
            Ok(record) => {
                counts.add(&record);
                sink.write(&record)?;
            }
            Err(error @ SinkError::Record { .. }) => {
                tell!("copydesk: {}", one_line(&error));
                exit = Exit::Failures;
            }
            Err(error) => return Err(error.into()),
        }
    }
    sink.finish()?;
    if !is_standard(&args.output) {
        let left_out = match args.output.file().and_then(FileKind::of) {
            Some(FileKind::Text(format, _)) if !format.holds_all_outcomes() => ", left out there",
            _ if args.keys != Keys::default() => ", left out there",
            _ => "",
        };
        tell!(
            "copydesk: {} articles in {}; {} pages without one{left_out}",
            counts.articles,
            args.output,
            counts.others
        );
    }
    Ok(exit)
}

/// Records by kind.
#[derive(Default)]
struct Counts {
    articles: u64,
    others: u64,
}

impl Counts {
    fn add(&mut self, record: &Outcome) {
        match record {
            Outcome::Article(_) => self.articles += 1,
            Outcome::NoArticle(_) => self.others += 1,
        }
    }
}

fn is_standard(place: &Place) -> bool {
    place.file() == Some(Path::new("-"))
}

fn is_same(one: &Place, other: &Place) -> bool {
    let (Some(one), Some(other)) = (one.file(), other.file()) else { return one == other };
    let (one, other) = (one.canonicalize(), other.canonicalize());
    one.is_ok_and(|one| other.is_ok_and(|other| one == other))
}
