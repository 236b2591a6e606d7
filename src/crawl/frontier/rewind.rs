//! Comparing the state with the output files, and going back where the files hold less.
//!
//! Lines are written before they are counted, so after a kill the files hold at most too much, and the surplus is
//! cut off. They hold too little only after a power cut, or when somebody cut them: then the state goes back to
//! the last URL whose lines are whole, and those after it are fetched again.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::FrontierError;
use crate::sink::{ARTICLES, Lengths, OUTCOMES};

/// How much of the counted lines the files still hold.
pub(super) fn intact(folder: &Path, counted: Lengths) -> Result<Lengths, FrontierError> {
    Ok(Lengths {
        articles: whole_lines(&folder.join(ARTICLES), counted.articles)?,
        outcomes: whole_lines(&folder.join(OUTCOMES), counted.outcomes)?,
    })
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
