//! The public data sets a body is learned from: saved pages and what is their article.
//!
//! - **WCXB** (Murrough Foley, `web-content-extraction-benchmark`, commit c039d5e of 2026-04-04, CC-BY-4.0):
//!   `wcxb/dev/html/ID.html.gz` and `wcxb/dev/ground-truth/ID.json`, pages of type `article`.
//! - **Fundus** (`flairNLP/fundus`, commit 18da6e53 of 2026-08-05, MIT): the parsers' test fixtures,
//!   `fundus/tests/resources/parser/test_data/COUNTRY/PUBLISHER_*.html.gz` with `PUBLISHER.json` and `meta.info`. We
//!   train on the publishers whose name's SHA-1 begins with an even digit and keep the others for measuring.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use copydesk::extract::training::hash_of;
use flate2::read::GzDecoder;
use serde_json::Value;
use url::Url;

/// A page and its article.
pub struct Gold {
    /// The page's name in its set.
    pub id: String,
    /// `wcxb-dev` or `fundus-dev`.
    pub set: &'static str,
    /// Its address.
    pub url: Url,
    /// The registrable domain of the address: pages of one never stand on both sides of a fold.
    pub domain: String,
    /// Its bytes.
    pub html: Vec<u8>,
    /// The article's text.
    pub text: String,
    /// What the set says about the article besides.
    pub fields: Fields,
}

impl Gold {
    /// A number drawn for the page's domain. The seed is mixed in as a number: [`hash_of`] takes all digits for the same
    /// one.
    pub fn draw(&self, seed: u64) -> u64 {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mixed = (hash_of(&self.domain) ^ seed.wrapping_mul(SPREAD)).wrapping_mul(SPREAD);
        mixed >> 32
    }
}

/// The fields of a gold article; `None` where the set says nothing, empty where it says there is none.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// The headline.
    pub headline: Option<String>,
    /// The authors; WCXB joins them to one string.
    pub authors: Option<Vec<String>>,
    /// The day or time of publication, as the set writes it; none if it says there is none.
    pub published: Vec<String>,
}

/// Names of the sets, in the order pages are given.
pub const SETS: [&str; 2] = ["wcxb-dev", "fundus-dev"];

/// Loads both sets from a folder.
pub fn load(root: &Path) -> anyhow::Result<Vec<Gold>> {
    let mut pages = wcxb(&root.join("wcxb/dev"))?;
    pages.extend(fundus(&root.join("fundus/tests/resources/parser/test_data"))?);
    Ok(pages)
}

fn gold(
    set: &'static str,
    id: String,
    url: Option<&str>,
    file: &Path,
    (text, fields): (String, Fields),
) -> anyhow::Result<Gold> {
    let url = url.and_then(|url| Url::parse(url).ok());
    let url = match url {
        Some(url) => url,
        None => Url::parse(&format!("https://{}.invalid/page", id.to_lowercase().replace(['_', '/'], "-")))?,
    };
    let host = url.host_str().unwrap_or_default();
    let domain = psl::domain_str(host).unwrap_or(host).to_owned();
    Ok(Gold { id, set, domain, url, html: unpacked(file)?, text, fields })
}

fn wcxb(root: &Path) -> anyhow::Result<Vec<Gold>> {
    let mut pages = Vec::new();
    for path in files(&root.join("ground-truth"), "json")? {
        let row = json(&path)?;
        if row["_internal"]["page_type"]["primary"] != "article" {
            continue;
        }
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let truth = &row["ground_truth"];
        let text = truth["main_content"].as_str().unwrap_or_default().to_owned();
        let said = |key: &str| truth[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let fields = Fields {
            headline: said("title"),
            authors: Some(said("author").into_iter().collect()),
            published: said("publish_date").into_iter().collect(),
        };
        let file = root.join("html").join(format!("{id}.html.gz"));
        pages.push(gold(SETS[0], id, row["url"].as_str(), &file, (text, fields))?);
    }
    Ok(pages)
}

fn fundus(root: &Path) -> anyhow::Result<Vec<Gold>> {
    let mut pages = Vec::new();
    let mut countries: Vec<PathBuf> = fs::read_dir(root)
        .with_context(|| format!("{}: expected the data set", root.display()))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_dir())
        .collect();
    countries.sort();
    for country in countries {
        let meta = json(&country.join("meta.info"))?;
        for path in files(&country, "json")? {
            let publisher = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let rows = json(&path)?;
            let versions: BTreeMap<String, String> =
                rows.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), paragraphs(v))).collect();
            let prefix = format!("{publisher}_");
            let mut saved = files(&country, "gz")?;
            saved.retain(|file| name(file).starts_with(&prefix));
            for (version, file) in matched(&versions, &saved)? {
                let id = format!("{}-{}", name(&country), name(file).trim_end_matches(".html.gz"));
                let url = meta[name(file).as_str()]["url"].as_str();
                pages.push(gold(
                    SETS[1],
                    id,
                    url,
                    file,
                    (versions[version].clone(), fields(&rows[version])),
                )?);
            }
        }
    }
    Ok(pages)
}

fn fields(version: &Value) -> Fields {
    let names = |value: &Value| {
        let list = value.as_array()?;
        Some(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
    };
    Fields {
        headline: version["title"].as_str().map(str::to_owned),
        authors: names(&version["authors"]),
        published: version["publishing_date"].as_str().map(str::to_owned).into_iter().collect(),
    }
}

/// Which saved page belongs to which version of a publisher's expected text: the one that holds most of its words.
fn matched<'a>(
    versions: &'a BTreeMap<String, String>,
    files: &'a [PathBuf],
) -> anyhow::Result<BTreeMap<&'a str, &'a PathBuf>> {
    let mut ranked = Vec::new();
    for file in files {
        let page = if files.len() > 1 {
            String::from_utf8_lossy(&unpacked(file)?).into_owned()
        } else {
            String::new()
        };
        let held = trigrams(&page);
        for (version, text) in versions {
            let wanted = trigrams(text);
            let common = wanted.iter().filter(|gram| held.contains(*gram)).count();
            #[expect(clippy::cast_precision_loss, reason = "small counts")]
            ranked.push((common as f64 / wanted.len().max(1) as f64, version.as_str(), file));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    let mut used = HashSet::new();
    let mut matched = BTreeMap::new();
    for (_, version, file) in ranked {
        if !matched.contains_key(version) && used.insert(file) {
            matched.insert(version, file);
        }
    }
    Ok(matched)
}

fn trigrams(text: &str) -> HashSet<[&str; 3]> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    words.windows(3).map(|words| [words[0], words[1], words[2]]).collect()
}

fn paragraphs(version: &Value) -> String {
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
    };
    let body = &version["body"];
    let mut all = texts(&body["summary"]);
    for section in body["sections"].as_array().into_iter().flatten() {
        all.extend(texts(&section["headline"]));
        all.extend(texts(&section["paragraphs"]));
    }
    all.join("\n\n")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn files(folder: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{}: expected the data set", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

fn json(path: &Path) -> anyhow::Result<Value> {
    let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{}: expected JSON", path.display()))
}

fn unpacked(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = fs::File::open(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let mut bytes = Vec::new();
    GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .with_context(|| format!("{}: expected gzip", path.display()))?;
    Ok(bytes)
}
