//! Web archives among the inputs: every answer in one is a job of its own.

use std::fs::File;
use std::io::{self, BufRead as _, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::archive::{ReadError, Reader, Record, RecordKind, is_archive};
use copydesk::outcome::{NoArticle, Reason, one_line};
use copydesk::page::MAX_BYTES;
use url::Url;

use super::input::{Job, PageToRead, failure};

/// How much of a record's block is kept: a page and the head of its answer.
const KEPT: usize = MAX_BYTES + 64 * 1024;

/// Enough of a file to tell an archive by.
const BEGINNING: u64 = 16 * 1024;

/// Counts what archives hold besides answers.
#[derive(Debug, Default)]
pub struct Besides {
    archives: AtomicU64,
    answers: AtomicU64,
    repetitions: AtomicU64,
    about: AtomicU64,
}

impl Besides {
    /// A sentence about it, if there was an archive.
    pub fn told(&self) -> Option<String> {
        let count = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (count(&self.archives) > 0).then(|| {
            format!(
                "{} answers in web archives; left out: {} repetitions of answers, {} requests and other records",
                count(&self.answers),
                count(&self.repetitions),
                count(&self.about)
            )
        })
    }

    fn count(&self, kind: RecordKind) {
        let number = match kind {
            RecordKind::Answer => &self.answers,
            RecordKind::Repetition => &self.repetitions,
            RecordKind::About => &self.about,
        };
        number.fetch_add(1, Ordering::Relaxed);
    }
}

/// Whether a file is a web archive. One that cannot be read is not; whoever reads it says why.
pub fn is_archive_file(path: &Path) -> bool {
    let begin = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BEGINNING).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    begin().is_ok_and(|bytes| is_archive(&bytes))
}

/// A job, or those of the answers in it where it is an archive; read as they are needed.
pub fn opened(job: Job, besides: &Arc<Besides>) -> Box<dyn Iterator<Item = Job> + Send> {
    let (name, id) = (job.name.clone(), job.id.clone());
    let reader: io::Result<Box<dyn Iterator<Item = Result<Record, ReadError>> + Send>> = match &job.page {
        Ok(PageToRead::File(path, None)) if is_archive_file(path) => {
            File::open(path).and_then(|file| Ok(Box::new(Reader::new(file, KEPT)?) as _))
        }
        // What was looked at stays in the buffer that all of the program shares.
        Ok(PageToRead::Stdin(None)) if io::stdin().lock().fill_buf().is_ok_and(is_archive) => {
            Reader::once(io::stdin(), KEPT).map(|reader| Box::new(reader) as _)
        }
        _ => return Box::new(std::iter::once(job)),
    };
    match reader {
        Ok(records) => {
            besides.archives.fetch_add(1, Ordering::Relaxed);
            let besides = Arc::clone(besides);
            let answers = records.filter_map(move |record| answer(record, &name, &besides));
            Box::new(answers.map(move |job| Job { id: id.clone(), ..job }))
        }
        Err(cause) => {
            let failed = failure(&name, Reason::UnreadableFile, format!("{name}: cannot be read: {cause}"));
            Box::new(std::iter::once(Job { page: Err(Box::new(failed)), ..job }))
        }
    }
}

/// The jobs of a line of a batch. One that names a page of an archive is that page alone; one that names the archive stands
/// for all answers in it, and each has the line's id.
pub fn opened_line(job: Job, besides: &Arc<Besides>) -> Box<dyn Iterator<Item = Job> + Send> {
    match &job.page {
        Ok(PageToRead::File(path, Some(url))) if is_archive_file(path) => {
            let page = find(path, url, &job.name).map(|record| PageToRead::Archived(Box::new(record)));
            Box::new(std::iter::once(Job { page, ..job }))
        }
        Ok(PageToRead::File(..)) => opened(job, besides),
        _ => Box::new(std::iter::once(job)),
    }
}

/// The first answer of an address in an archive with which there is something to be done.
fn find(path: &Path, url: &Url, name: &str) -> Result<Record, Box<NoArticle>> {
    let unreadable = |error: &dyn std::fmt::Display| {
        let message = format!("{name}: {}: cannot be read: {error}", path.display());
        Box::new(failure(url.as_str(), Reason::UnreadableFile, message))
    };
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let records = Reader::new(file, KEPT).map_err(|error| unreadable(&error))?;
    let mut other = None;
    for record in records.flatten().filter(|record| record.kind() == RecordKind::Answer) {
        if Url::parse(record.target()).is_ok_and(|target| target == *url) {
            if record.page(MAX_BYTES).is_ok() {
                return Ok(record);
            }
            other.get_or_insert(record);
        }
    }
    other.ok_or_else(|| {
        let message = format!("{name}: {} holds no answer of {url}", path.display());
        Box::new(failure(url.as_str(), Reason::UnreadableFile, message))
    })
}

/// The job of a record, if it is an answer or broken.
fn answer(record: Result<Record, ReadError>, file: &str, besides: &Besides) -> Option<Job> {
    let record = match record {
        Ok(record) => record,
        Err(error) => {
            return Some(Job { id: None, name: file.to_owned(), page: Err(Box::new(broken(file, &error))) });
        }
    };
    besides.count(record.kind());
    let name = format!("{file}, record at byte {}", record.offset);
    (record.kind() == RecordKind::Answer).then(|| Job {
        id: None,
        name,
        page: Ok(PageToRead::Archived(Box::new(record))),
    })
}

fn broken(file: &str, error: &ReadError) -> NoArticle {
    let reason = match error {
        ReadError::Io { .. } => Reason::UnreadableFile,
        ReadError::Broken { .. } | ReadError::CutShort { .. } => Reason::MalformedArchive,
    };
    failure(file, reason, format!("{file}: {}", one_line(error)))
}
