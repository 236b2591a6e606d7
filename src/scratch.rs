//! Folders for what a process needs only while it runs.
//!
//! Each is locked by its owner, and the operating system takes the lock back however the owner ends. So whoever makes one
//! can tell those that a killed process left behind, and removes them.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// The file in it that the lock is held on.
const LOCK: &str = "copydesk.lock";

/// How often removal is tried: programs that wrote into the folder may need a moment to end.
const TRIES: u32 = 40;

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(25);

/// A folder among the system's temporary ones; removed, with what is in it, when this is dropped.
#[derive(Debug)]
pub(crate) struct Scratch {
    path: PathBuf,
    _lock: File,
}

impl Scratch {
    /// Makes a folder for a purpose, and removes those that others left behind who had the same.
    pub fn new(purpose: &str) -> io::Result<Self> {
        Self::within(&std::env::temp_dir(), purpose)
    }

    fn within(parent: &Path, purpose: &str) -> io::Result<Self> {
        let prefix = format!("copydesk-{purpose}-");
        let process = std::process::id();
        let mut number = 0_u64;
        let made = loop {
            let path = parent.join(format!("{prefix}{process}-{number}"));
            match fs::create_dir(&path) {
                Ok(()) => {
                    if let Some(lock) = take(&path, true)? {
                        break Self { path, _lock: lock };
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
            number += 1;
        };
        // Whatever of that fails is not worth failing for.
        let _ = made.remove_left_behind(parent, &prefix);
        Ok(made)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn remove_left_behind(&self, parent: &Path, prefix: &str) -> io::Result<()> {
        for entry in fs::read_dir(parent)?.flatten() {
            let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix));
            let path = entry.path();
            if named && path != self.path && self.is_of_same_owner(&entry) {
                // A folder without a lock is one of somebody who is just making it.
                if let Ok(Some(_lock)) = take(&path, false) {
                    let _ = fs::remove_dir_all(&path);
                }
            }
        }
        Ok(())
    }

    /// Whether it is a folder, and of the user who made ours.
    #[cfg(unix)]
    fn is_of_same_owner(&self, entry: &fs::DirEntry) -> bool {
        use std::os::unix::fs::MetadataExt as _;
        let (Ok(theirs), Ok(ours)) = (entry.metadata(), fs::symlink_metadata(&self.path)) else {
            return false;
        };
        theirs.is_dir() && theirs.uid() == ours.uid()
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "as where owners can be told")]
    fn is_of_same_owner(&self, entry: &fs::DirEntry) -> bool {
        entry.metadata().is_ok_and(|theirs| theirs.is_dir())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for _ in 0..TRIES {
            // What cannot be removed in the end is the next one's to clean.
            match fs::remove_dir_all(&self.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => thread::sleep(PAUSE),
                Ok(()) | Err(_) => return,
            }
        }
    }
}

/// Takes a folder's lock; `None` if somebody has it, or the folder is gone since.
fn take(folder: &Path, make: bool) -> io::Result<Option<File>> {
    let path = folder.join(LOCK);
    let opened = OpenOptions::new().write(true).create(make).truncate(false).open(&path);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    // Whoever had the lock before may have removed the folder just then.
    Ok((file.try_lock().is_ok() && path.exists()).then_some(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_owner_and_so_do_those_left_behind() {
        let parent = tempfile::tempdir().unwrap();
        let names = || {
            let entries = fs::read_dir(parent.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
            names.sort();
            names
        };
        let make = |name: &str, locked: bool| {
            let folder = parent.path().join(name);
            fs::create_dir_all(folder.join("deep/er")).unwrap();
            if locked {
                fs::write(folder.join(LOCK), "").unwrap();
            }
        };
        make("copydesk-browser-1-0", true);
        make("copydesk-browser-2-0", false);
        make("copydesk-rehearsal-1-0", true);
        make("somebody-elses", true);
        let first = Scratch::within(parent.path(), "browser").unwrap();
        let second = Scratch::within(parent.path(), "browser").unwrap();
        let own = |scratch: &Scratch| scratch.path().file_name().unwrap().to_str().unwrap().to_owned();
        let mut left = vec![own(&first), own(&second)];
        let others = ["copydesk-browser-2-0", "copydesk-rehearsal-1-0", "somebody-elses"];
        left.extend(others.map(str::to_owned));
        left.sort();
        assert_eq!(names(), left);
        drop((first, second));
        assert_eq!(names(), others);
    }
}
