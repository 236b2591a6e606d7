//! Comparing the state with the output files and the archive, and going back where those hold less.
//!
//! Lines are written before they are counted, so after a kill the files hold at most too much, and the surplus is
//! cut off. They hold too little only after a power cut, or when somebody cut them: then the state goes back to
//! the last URL whose lines are whole, and those after it are fetched again.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rusqlite::Connection;

use super::open::classify;
use super::queue::priority;
use super::{
    ARCHIVE, FILE_NAME, Found, FrontierError, Place, Tally, UrlHash, archived, links, rows, watched,
};
use crate::archive::{self, Position};
use crate::sink::{ARTICLES, Lengths, OUTCOMES};

/// Puts back into the queue what the output files and the archive no longer hold; says how many URLs that were.
pub(super) fn go_back_to_output(connection: &mut Connection, folder: &Path) -> Result<u64, FrontierError> {
    let wrong = |error| classify(&folder.join(FILE_NAME), error);
    let counted = rows::lengths(connection).map_err(wrong)?;
    let archive_counted = archived::end(connection).map_err(wrong)?;
    let intact = intact(folder, counted)?;
    let archive = intact_archive(folder, archive_counted)?;
    if intact == counted && archive == archive_counted {
        return Ok(0);
    }
    rewind(connection, intact, archive).map_err(wrong)
}

fn rewind(connection: &mut Connection, intact: Lengths, archive: Position) -> rusqlite::Result<u64> {
    let transaction = connection.transaction()?;
    let end = rows::last_within(&transaction, intact, archive)?;
    let lost = rows::done_after(&transaction, end)?;
    let first = lost.iter().filter(|done| !done.revisit);
    for (ordinal, done) in (links::last_ordinal(&transaction)? + 1..).zip(first) {
        let priority = priority(done.kind, done.depth, done.published);
        let place = Place { host: done.host, priority, ordinal };
        let (url, kind) = (done.url.clone(), done.kind);
        let found = Found { url, kind, depth: done.depth, published: done.published, modified: None };
        let hash = UrlHash::of(&done.url);
        links::insert(&transaction, place, hash, &found, None)?;
        watched::forget(&transaction, hash)?;
    }
    rows::forget_after(&transaction, end)?;
    for done in lost.iter().filter(|done| done.revisit) {
        watched::go_back(&transaction, done.url.as_str(), UrlHash::of(&done.url))?;
    }
    let counted = Tally::load(&transaction)?;
    rows::count(&transaction)?.save(&transaction, &counted)?;
    transaction.commit()?;
    Ok(lost.len() as u64)
}

/// How much of the counted lines the files still hold.
pub(super) fn intact(folder: &Path, counted: Lengths) -> Result<Lengths, FrontierError> {
    Ok(Lengths {
        articles: whole_lines(&folder.join(ARTICLES), counted.articles)?,
        outcomes: whole_lines(&folder.join(OUTCOMES), counted.outcomes)?,
    })
}

/// How much of the archive is still there.
pub(super) fn intact_archive(folder: &Path, counted: Position) -> Result<Position, FrontierError> {
    let path = folder.join(ARCHIVE);
    archive::intact(&path, counted).map_err(|cause| FrontierError::Io { path, cause })
}

/// Refuses a folder that has output without the state that goes with it.
pub(super) fn refuse_output_without_state(folder: &Path) -> Result<(), FrontierError> {
    for name in [ARTICLES, OUTCOMES] {
        let path = folder.join(name);
        if path.metadata().is_ok_and(|file| file.len() > 0) {
            return Err(FrontierError::OutputWithoutState { path });
        }
    }
    Ok(())
}

/// The length of the whole lines among the first `counted` bytes of a file.
fn whole_lines(path: &Path, counted: u64) -> Result<u64, FrontierError> {
    if counted == 0 {
        return Ok(0);
    }
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(FrontierError::StateWithoutOutput { path: path.to_owned() });
        }
        Err(cause) => return Err(FrontierError::Io { path: path.to_owned(), cause }),
    };
    last_line_break(&mut file, counted).map_err(|cause| FrontierError::Io { path: path.to_owned(), cause })
}

/// One past the last line break within the first `most` bytes. Usually that is the last of them; a torn line or the
/// zeros a power cut leaves end earlier.
fn last_line_break(file: &mut File, most: u64) -> io::Result<u64> {
    const STEP: u64 = 64 * 1024;
    let mut end = file.metadata()?.len().min(most);
    let mut bytes = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(SeekFrom::Start(start))?;
        bytes.clear();
        file.by_ref().take(end - start).read_to_end(&mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|&byte| byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}
