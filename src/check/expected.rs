//! `expected.json`: the record a fixture must give, without what the fixture does not decide.

use std::io;
use std::path::Path;

use serde_json::Value;

use super::difference::{Difference, differences};
use crate::outcome::Outcome;

/// Stands for a version, which changes with every release and every edit of a profile's comments.
const ANY_VERSION: &str = "*";

/// The record as `expected.json` holds it: versions are `*`, and the batch's `id` and the time of fetching are null.
pub(super) fn settled(mut outcome: Outcome) -> Outcome {
    match &mut outcome {
        Outcome::Article(article) => {
            article.id = None;
            article.fetched_at = None;
            ANY_VERSION.clone_into(&mut article.extractor.version);
            if let Some(version) = &mut article.extractor.profile_version {
                ANY_VERSION.clone_into(version);
            }
        }
        Outcome::NoArticle(none) => none.id = None,
    }
    outcome
}

/// How a settled record differs from the file.
pub(super) fn compare(path: &Path, settled: &Outcome) -> Result<Vec<Difference>, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(format!("{}: is missing: `--bless` writes it", path.display()));
        }
        Err(error) => return Err(format!("{}: cannot be read: {error}", path.display())),
    };
    let expected: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: is no JSON: {error}", path.display()))?;
    // By way of the text: a value made from an `f32` directly is not the number its digits say.
    let found = serde_json::to_string(settled).and_then(|text| serde_json::from_str(&text));
    let found = found.map_err(|error| error.to_string())?;
    Ok(differences(&expected, &found))
}

/// Writes a settled record, its keys in the record's order.
pub(super) fn write(path: &Path, settled: &Outcome) -> Result<(), String> {
    let text = serde_json::to_string_pretty(settled).map_err(|error| error.to_string())?;
    std::fs::write(path, text + "\n")
        .map_err(|error| format!("{}: cannot be written: {error}", path.display()))
}
