//! The flags by which a run is compared with earlier ones, shared by the verbs that read pages.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use copydesk::drift::{self, History, Observer};
use jiff::Timestamp;

/// The file in a crawl's folder.
pub const FILE: &str = drift::FILE_NAME;

/// Whether and where earlier runs are remembered.
#[derive(Debug, clap::Args)]
pub struct DriftFlags {
    /// Remember in FILE what each profile's rules gave, and tell which gave less than in earlier runs: the site has
    /// changed. A JSON file; `copydesk profile drift FILE` shows it. A crawl keeps DIR/drift.json without being told.
    #[arg(long, value_name = "FILE", env = "COPYDESK_HISTORY")]
    pub history: Option<PathBuf>,

    /// End with status 1 if a profile's rules gave less than in earlier runs.
    #[arg(long)]
    pub fail_on_drift: bool,
}

/// A run that is compared with earlier ones.
pub struct Watched {
    /// Sees the articles.
    pub observer: Observer,
    path: PathBuf,
    fails: bool,
}

impl DriftFlags {
    /// Begins a run; `default` is the file used without being named, if there is one.
    pub fn begin(&self, default: Option<PathBuf>) -> anyhow::Result<Option<Watched>> {
        let Some(path) = self.history.clone().or(default) else {
            anyhow::ensure!(
                !self.fail_on_drift,
                "--fail-on-drift needs --history FILE, to know of earlier runs"
            );
            return Ok(None);
        };
        let observer = Observer::new(read(&path)?.unwrap_or_default());
        Ok(Some(Watched { observer, path, fails: self.fail_on_drift }))
    }
}

impl Watched {
    /// Ends the run: tells what drifts and writes the history. Whether that is to be a failure.
    pub fn end(self) -> anyhow::Result<bool> {
        if self.observer.is_empty() {
            return Ok(false);
        }
        let at = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let (drifts, history) = self.observer.finish(Some(&at));
        for drift in &drifts {
            tell!("copydesk: drift: {}: {drift}", drift.host);
        }
        write(&self.path, &history)?;
        Ok(self.fails && !drifts.is_empty())
    }
}

/// A history; nothing if there is no such file.
pub fn read(path: &Path) -> anyhow::Result<Option<History>> {
    let shown = || path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(History::parse(&text).with_context(shown)?)),
        // What is wrong with a folder that is none is told by whoever is to write there.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(error).with_context(shown),
    }
}

/// Writes the whole file or nothing of it.
fn write(path: &Path, history: &History) -> anyhow::Result<()> {
    let unwritable = || format!("{}: cannot be written", path.display());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(unwritable)?;
    }
    let mut file = fs::File::create(&new).with_context(unwritable)?;
    file.write_all(history.to_json()?.as_bytes()).with_context(unwritable)?;
    file.sync_all().with_context(unwritable)?;
    fs::rename(&new, path).with_context(unwritable)
}
