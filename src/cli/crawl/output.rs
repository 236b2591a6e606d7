//! Where a crawl's files go when nobody says.

use std::path::{Path, PathBuf};

use copydesk::CanonicalUrl;

use super::seeds::Seeds;

/// The folder of all crawls.
const ALL: &str = "output";

/// `output/` and the name of the file of seeds or else the first seed's host; `None` without any seed.
pub fn default_folder(seeds: &Seeds) -> Option<PathBuf> {
    let file = seeds.file.as_ref().and_then(|file| file.file_stem());
    if let Some(name) = file {
        return Some(Path::new(ALL).join(name));
    }
    let url = seeds.urls.iter().find_map(|seed| CanonicalUrl::parse(seed).ok());
    let host = url.map(|url| url.host().as_str().replace([':', '[', ']'], "-"));
    // Seeds that are no URLs are recorded too, and that needs a place.
    let name = host.or_else(|| (!seeds.urls.is_empty()).then(|| "crawl".to_owned()))?;
    Some(Path::new(ALL).join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(urls: &[&str], file: Option<&str>) -> Option<PathBuf> {
        let urls = urls.iter().map(|&url| url.to_owned()).collect();
        default_folder(&Seeds { urls, file: file.map(PathBuf::from) })
    }

    #[test]
    fn the_folder_is_named_after_the_file_of_seeds_or_the_first_host() {
        assert_eq!(folder(&["https://hotair.com/x"], None), Some("output/hotair.com".into()));
        assert_eq!(
            folder(&["no url", "http://127.0.0.1:80/", "http://[::1]:99/"], None),
            Some("output/127.0.0.1".into())
        );
        assert_eq!(folder(&["http://[::1]:99/"], None), Some("output/---1--99".into()));
        assert_eq!(
            folder(&["https://a.test/"], Some("lists/us-papers.txt")),
            Some("output/us-papers".into())
        );
        assert_eq!(folder(&["no url"], None), Some("output/crawl".into()));
        assert_eq!(folder(&[], None), None);
    }
}
