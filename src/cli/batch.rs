//! Batches: files of JSON lines, of which a bad one costs no other. One reader for every verb with `--input`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use copydesk::article::RecordId;
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::exit::Exit;
use super::ordered::{all_cores, ordered_map};
use super::stdout::{json_line, stdout};

/// One line of a batch. A blank one counts too, and is malformed: output lines answer input lines one to one.
pub struct Line {
    /// Bytes, so that a line that is not UTF-8 costs no other.
    bytes: Vec<u8>,
    /// The file and the line's number, from 1, as messages name them.
    pub place: String,
}

/// What can still be told of a line that is not of the expected shape.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Remains {
    id: Option<serde_json::Value>,
    url: Option<serde_json::Value>,
}

/// Opens a file, or standard input by the name of `-`. `kind` says what it should be, for the message when it is
/// a folder.
pub fn open(path: &Path, kind: &str) -> anyhow::Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!("{} is a directory; expected a {kind}", path.display());
    }
    Ok(Box::new(BufReader::new(file)))
}

/// What a path is called in messages.
pub fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}

/// The lines of a batch, read as they are needed.
pub fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Line>> + Send + use<>> {
    let name = name(path);
    let mut reader = open(path, "file of JSON lines")?;
    refuse_other_kinds(&mut reader, &name)?;
    let mut number = 0_u64;
    Ok(std::iter::from_fn(move || {
        let mut bytes = Vec::new();
        number += 1;
        match reader.read_until(b'\n', &mut bytes).with_context(|| format!("cannot read {name}")) {
            Ok(0) => None,
            Ok(_) => Some(Ok(Line { bytes, place: format!("{name}, line {number}") })),
            Err(error) => Some(Err(error)),
        }
    }))
}

/// An error if a file is plainly no JSON lines: each of its lines would be one, and none would say what is wrong.
pub fn refuse_other_kinds(reader: &mut impl BufRead, name: &str) -> anyhow::Result<()> {
    // An error of reading is met again, and told, when the first line is read.
    match reader.fill_buf().ok().and_then(other_kind) {
        Some(other) => {
            bail!(
                "{name} is {other}; expected one JSON object a line, which copydesk convert makes of files of records"
            )
        }
        None => Ok(()),
    }
}

/// What a file that begins so is, if it is no JSON lines but something that is easily taken for them.
fn other_kind(start: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 4] = [
        (b"\x1f\x8b", "packed with gzip"),
        (b"\x28\xb5\x2f\xfd", "packed with Zstandard"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"PAR1", "a Parquet file"),
    ];
    if start.trim_ascii_start().first() == Some(&b'[') {
        return Some("a JSON array");
    }
    MAGIC.iter().find(|(magic, _)| start.starts_with(magic)).map(|(_, kind)| *kind)
}

impl Line {
    /// The line as what it should be, or the record that says why it is not; `expected` describes a good line.
    pub fn parse<T: DeserializeOwned>(&self, expected: &str) -> Result<T, Box<NoArticle>> {
        serde_json::from_slice(self.json()).map_err(|error| Box::new(self.malformed(expected, &error)))
    }

    /// The record of a line that cannot be used, with its id and URL where those are readable.
    fn malformed(&self, expected: &str, error: &(dyn std::error::Error + 'static)) -> NoArticle {
        let remains: Remains = serde_json::from_slice(self.json()).unwrap_or_default();
        NoArticle {
            url: remains.url.and_then(|url| url.as_str().map(str::to_owned)).unwrap_or_default(),
            id: remains.id.and_then(|id| serde_json::from_value::<RecordId>(id).ok()),
            status: NoArticleStatus::Failed,
            stage: Stage::Input,
            reason: Reason::MalformedLine,
            message: format!("{}: expected {expected}: {}", self.place, one_line(error)),
            http_status: None,
            retryable: false,
            attempts: 0,
        }
    }

    fn json(&self) -> &[u8] {
        self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes)
    }
}

/// Answers a batch on standard output, on all cores and in the order of its lines: each with what `answer` makes
/// of it, or with the record that says why there is no answer.
pub fn run<T: DeserializeOwned, A: Serialize + Send>(
    path: &Path,
    expected: &str,
    answer: impl Fn(T) -> anyhow::Result<A> + Sync,
) -> anyhow::Result<Exit> {
    let mut out = stdout();
    let mut exit = Exit::Success;
    let answered = |line: &Line| -> Result<A, Box<NoArticle>> {
        answer(line.parse(expected)?).map_err(|error| Box::new(line.malformed(expected, error.as_ref())))
    };
    ordered_map(
        lines(path)?,
        all_cores(),
        |line| line.map(|line| answered(&line)),
        |result| -> anyhow::Result<()> {
            match result? {
                Ok(answer) => json_line(&mut out, &answer)?,
                Err(failed) => {
                    exit = Exit::Failures;
                    json_line(&mut out, &*failed)?;
                }
            }
            Ok(())
        },
    )?;
    out.flush()?;
    Ok(exit)
}
