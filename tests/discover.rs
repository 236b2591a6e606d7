//! Finding URLs in pages, feeds and sitemaps.

mod feeds;
mod links;
mod sitemaps;

use std::io::Write as _;

use copydesk::crawl::discover::Listed;
use flate2::Compression;
use flate2::write::GzEncoder;
use url::Url;

fn base() -> Url {
    Url::parse("https://paper.test/section/index.html").unwrap()
}

/// `url published modified`, one a line.
fn lines(listed: &[Listed]) -> String {
    let time =
        |time: Option<copydesk::article::PageTime>| time.map_or("-".to_owned(), |time| time.to_string());
    let lines = listed.iter().map(|l| format!("{} {} {}\n", l.url, time(l.published), time(l.modified)));
    lines.collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
