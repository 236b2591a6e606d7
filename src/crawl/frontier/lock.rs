//! One crawl per folder at a time.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::FrontierError;

/// The file the lock is held on.
const NAME: &str = "crawl.lock";

/// The right to write into a folder. The operating system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub struct FolderLock {
    file: File,
}

impl FolderLock {
    /// Takes the lock, or says that another process has it.
    pub fn take(folder: &Path) -> Result<Self, FrontierError> {
        let path = folder.join(NAME);
        let cannot = |cause| FrontierError::Io { path: path.clone(), cause };
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(FrontierError::Locked { folder: folder.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(cannot(cause)),
        }
    }
}

impl Drop for FolderLock {
    /// Closing the file would do, but for a process that is being started at this moment and still shares it.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}
