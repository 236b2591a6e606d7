//! The pages a profile is held against, with what is expected of them.

use serde_json::Value;

use super::fixture::EXPECTED;
use super::page_check::source;
use super::plan::{Task, TaskPage, of_profile};
use super::{CheckError, CheckOptions};
use crate::drift::Good;
use crate::page::Page;
use crate::profile::Profile;

/// One page of a profile's fixtures and cases.
pub struct SavedPage {
    /// The fixture's slug, or the captured page's path.
    pub name: String,
    /// The page.
    pub page: Page,
    /// What its `expected.json` and its cases say it should give.
    pub expected: Good,
}

/// The pages of a profile's fixtures and cases, and why others of them cannot be read. Captured pages whose folder is not
/// here are left out.
pub fn saved_pages(
    profile: &Profile,
    options: &CheckOptions,
) -> Result<(Vec<SavedPage>, Vec<String>), CheckError> {
    let (mut pages, mut faults) = (Vec::new(), Vec::new());
    for task in of_profile(profile, options)? {
        match saved(&task, profile, options) {
            Ok(page) => pages.extend(page),
            Err(message) => faults.push(message),
        }
    }
    Ok((pages, faults))
}

fn saved(task: &Task<'_>, profile: &Profile, options: &CheckOptions) -> Result<Option<SavedPage>, String> {
    let Some(source) = source(task, options)? else { return Ok(None) };
    let page = source.page(&profile.replace).map_err(|error| crate::outcome::one_line(&error))?;
    let mut expected = match &task.page {
        TaskPage::Fixture { dir, .. } => expected(&dir.join(EXPECTED))?,
        TaskPage::External { .. } => Good::default(),
    };
    expected.url = page.final_url.to_string();
    for (_, case) in &task.cases {
        expected.headline = case.headline.clone().or(expected.headline);
        expected.authors = case.authors.clone().or(expected.authors);
        expected.date_published = case.date_published.or(expected.date_published);
    }
    Ok(Some(SavedPage { name: task.page.name(), page, expected }))
}

/// What the record of a fixture says; nothing if there is none yet, or if the page is to be no article.
fn expected(path: &std::path::Path) -> Result<Good, String> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(Good::default()) };
    let none = |error| format!("{}: is no record: {error}", path.display());
    let record: Value = serde_json::from_str(&text).map_err(none)?;
    if record.get("status").is_none_or(|status| status != "article") {
        return Ok(Good::default());
    }
    serde_json::from_value(record).map_err(none)
}
