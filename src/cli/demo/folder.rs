//! The demo's output folder, cleared before every crawl.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use copydesk::sink::{ARTICLES, OUTCOMES};

/// Tells a demo's folder from any other.
const MARKER: &str = "demo.txt";

/// What the marker says.
const MARKER_TEXT: &str =
    "Written by `copydesk demo`, which replaces the files in this folder at every run.\n";

/// The certificate a client of the newsroom has to trust.
const CERTIFICATE: &str = "newsroom-ca.pem";

/// The crawl's state.
const STATE: [&str; 4] = ["crawl.db", "crawl.db-wal", "crawl.db-shm", "crawl.lock"];

/// A folder that belongs to the demo.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder, or opens an earlier demo's; refuses one that holds anything else.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let marker = path.join(MARKER);
        match fs::read_dir(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Ok(mut entries) => {
                if entries.next().is_some() && !marker.exists() {
                    bail!(
                        "{} holds something other than a demo: name another folder with -o",
                        path.display()
                    );
                }
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
        fs::create_dir_all(path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        write(&marker, MARKER_TEXT)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Deletes what an earlier demo wrote, and nothing else.
    pub fn clear(&self) -> anyhow::Result<()> {
        for name in STATE.iter().chain(&[ARTICLES, OUTCOMES]) {
            let path = self.path.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot delete {}", path.display()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// One record for every article.
    pub fn articles(&self) -> PathBuf {
        self.path.join(ARTICLES)
    }

    /// One line for every page.
    pub fn outcomes(&self) -> PathBuf {
        self.path.join(OUTCOMES)
    }

    /// Writes the certificate, and says where.
    pub fn add_certificate(&self, pem: &str) -> anyhow::Result<PathBuf> {
        let path = self.path.join(CERTIFICATE);
        write(&path, pem)?;
        Ok(path)
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write to {}", path.display()))
}
