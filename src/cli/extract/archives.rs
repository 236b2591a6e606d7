//! Web archives among the inputs: every answer in one is a job of its own.

use std::fs::File;
use std::io::{self, BufRead as _, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::archive::{ReadError, Reader, Record, RecordKind, is_archive};
use copydesk::outcome::{NoArticle, Reason, one_line};
use copydesk::page::MAX_BYTES;

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
    let name = job.name.clone();
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
            Box::new(records.filter_map(move |record| answer(record, &name, &besides)))
        }
        Err(cause) => {
            let failed = failure(&name, Reason::UnreadableFile, format!("{name}: cannot be read: {cause}"));
            Box::new(std::iter::once(Job { page: Err(Box::new(failed)), ..job }))
        }
    }
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
