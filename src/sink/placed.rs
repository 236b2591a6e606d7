//! A file that is not in its place before it is whole.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The ending of a file's name until it is whole.
pub const PARTIAL: &str = ".partial";

/// The place of a file that is being written beside it. Dropped before it is [put there](Self::put), the file is removed: half of
/// one is of no use to anybody.
#[derive(Debug)]
pub struct Placed {
    path: PathBuf,
    partial: PathBuf,
    whole: bool,
}

impl Placed {
    /// Begins a file that is to be there.
    ///
    /// # Errors
    ///
    /// Where no file can be written in that folder.
    pub fn create(path: &Path) -> io::Result<(Self, File)> {
        let mut partial = path.as_os_str().to_owned();
        partial.push(PARTIAL);
        let partial = PathBuf::from(partial);
        let file = File::create(&partial)?;
        Ok((Self { path: path.to_owned(), partial, whole: false }, file))
    }

    /// Where the file is going to be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Chooses another place in the same folder.
    #[cfg(feature = "parquet")]
    pub fn replace(&mut self, path: PathBuf) {
        self.path = path;
    }

    /// Puts the file, which is whole now, in its place.
    ///
    /// # Errors
    ///
    /// Where it cannot be written out, or not be moved there.
    pub fn put(&mut self, file: &File) -> io::Result<()> {
        file.sync_all()?;
        fs::rename(&self.partial, &self.path)?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        if !self.whole {
            let _ = fs::remove_file(&self.partial);
        }
    }
}
