//! The pages that are measured, in memory.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use copydesk::page::PageSource;
use flate2::read::MultiGzDecoder;
use url::Url;

/// One page's bytes and address.
pub struct Document {
    /// What a server would send.
    pub bytes: Vec<u8>,
    url: Url,
}

impl Document {
    /// The page as [`copydesk::Page::parse`] takes it.
    pub fn source(&self) -> PageSource<'_> {
        PageSource {
            url: &self.url,
            final_url: &self.url,
            bytes: &self.bytes,
            content_type: None,
            fetched_at: None,
        }
    }
}

/// The pages of the folder; without one those of the development sets beside the project, else the fixtures.
pub fn documents(folder: Option<&str>) -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder.map_or_else(
        || {
            let shared = root.join("../shared/data/wcxb/dev");
            if shared.is_dir() {
                return shared;
            }
            println!("../shared/data/wcxb/dev is absent: measuring fixtures/, which are small");
            root.join("fixtures")
        },
        PathBuf::from,
    );
    let mut paths = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let is_page =
                |path: &Path| [".html", ".html.gz"].iter().any(|end| path.to_string_lossy().ends_with(end));
            if path.is_dir() {
                folders.push(path);
            } else if is_page(&path) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.iter().filter_map(|path| read(path)).collect()
}

fn read(path: &Path) -> Option<Document> {
    let mut bytes = fs::read(path).ok()?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        bytes.clear();
        MultiGzDecoder::new(File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
    }
    let name = path.file_stem()?.to_string_lossy();
    let url = Url::parse(&format!("https://news.example/2026/11/{name}")).ok()?;
    Some(Document { bytes, url })
}
