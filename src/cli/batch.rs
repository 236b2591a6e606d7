//! Batches: files of JSON lines, read one at a time, in which a bad line costs no other.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::{Context as _, bail};
use copydesk::article::RecordId;
use copydesk::outcome::{NoArticle, NoArticleStatus, Reason, Stage, one_line};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What can still be told of a line that is not of the expected shape.
#[derive(Deserialize)]
struct LineId {
    id: RecordId,
}

/// Answers a batch, `-` for standard input: each line with what `answer` makes of it, or with the record that says
/// why there is no answer. `expected` describes a good line for that record. Ends at a line that cannot be read.
pub fn lines<T: DeserializeOwned, A>(
    path: &Path,
    expected: &'static str,
    answer: impl Fn(T) -> anyhow::Result<A>,
) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Result<A, Box<NoArticle>>>>> {
    let name = name(path);
    let mut reader = open(path)?;
    let mut number = 0_u64;
    Ok(std::iter::from_fn(move || {
        let mut line = Vec::new();
        number += 1;
        match reader.read_until(b'\n', &mut line).with_context(|| format!("cannot read {name}")) {
            Ok(0) => None,
            Ok(_) => Some(Ok(parse(&line).map_err(anyhow::Error::from).and_then(&answer).map_err(|error| {
                let cause = one_line(error.as_ref());
                Box::new(malformed(&line, format!("{name}, line {number}: expected {expected}: {cause}")))
            }))),
            Err(error) => Some(Err(error)),
        }
    }))
}

fn parse<T: DeserializeOwned>(line: &[u8]) -> serde_json::Result<T> {
    serde_json::from_slice(line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line))
}

/// The record of a line that cannot be used, with its `id` where that much is readable.
fn malformed(line: &[u8], message: String) -> NoArticle {
    NoArticle {
        url: String::new(),
        id: parse::<LineId>(line).ok().map(|line| line.id),
        status: NoArticleStatus::Failed,
        stage: Stage::Input,
        reason: Reason::MalformedLine,
        message,
        http_status: None,
        retryable: false,
        attempts: 0,
    }
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        bail!("{} is a directory: expected a file of JSON lines", path.display());
    }
    Ok(Box::new(BufReader::new(file)))
}

/// What a path is called in messages.
fn name(path: &Path) -> String {
    if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() }
}
