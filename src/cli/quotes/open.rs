//! Shows a page in the browser.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::Context as _;

/// What opens a file the way a double click does.
const OPENER: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Writes the page to a new temporary file, says where, and opens it.
pub fn in_browser(page: &str) -> anyhow::Result<()> {
    let path = std::env::temp_dir().join(format!("copydesk-quotes-{}.html", std::process::id()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)
        .and_then(|mut file| file.write_all(page.as_bytes()))
        .with_context(|| format!("cannot write {}", path.display()))?;
    tell!("copydesk: the page is {}", path.display());
    let opened = Command::new(OPENER).arg(&path).stdout(Stdio::null()).stderr(Stdio::null()).status();
    opened.with_context(|| format!("cannot run {OPENER} to show {}", path.display()))?;
    Ok(())
}
