//! Saving: the profile, and on request a fixture and a case of some of its pages.

use serde::{Deserialize, Serialize};

use super::desk::Pages;
use super::reading::{compile, remarks};
use super::shelf::{ProfileOrigin, Unsaved};
use crate::check::{self, CheckOptions, NewFixture, Verdict};
use crate::extract;
use crate::induce::{self, CasePlace};
use crate::outcome::one_line;
use crate::profile::{CasePage, Profile, Profiles};

/// What is to be saved.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    site: usize,
    toml: String,
    /// The pages that are to be fixtures, each with a case.
    #[serde(default)]
    fixtures: Vec<usize>,
    /// Whether to write over a profile that somebody else has changed meanwhile.
    #[serde(default)]
    overwrite: bool,
}

/// What was saved.
#[derive(Debug, Serialize)]
pub(super) struct Saved {
    /// The profile's text, which has the new cases.
    toml: String,
    /// What was written.
    files: Vec<String>,
    /// Whether `profile check` passes.
    passed: bool,
    /// What it says.
    report: Vec<String>,
}

/// Saves; the error says why nothing was, or what was not.
pub(super) fn save(pages: &mut Pages, wish: &Wish) -> Result<Saved, Unsaved> {
    let refused = |why: &str| Unsaved::Refused(why.to_owned());
    let site = pages.sites.get(wish.site).ok_or_else(|| refused("there is no such site"))?.clone();
    let profile = compile(&site.host, &wish.toml).map_err(|errors| {
        let count = remarks(errors).len();
        refused(&format!("the profile has {count} errors: mend the marked lines first"))
    })?;
    let mut toml = wish.toml.clone();
    let mut fixtures = Vec::new();
    for &id in &wish.fixtures {
        let sheet = pages.sheets.get(id).filter(|sheet| sheet.site == wish.site);
        let sheet = sheet.ok_or_else(|| refused("there is no such page of this site"))?;
        let slug = sheet.slug.clone().unwrap_or_else(|| pages.shelf.free_slug(&site.host, &sheet.url));
        toml.push_str(&new_case(pages, id, &profile, &slug)?);
        fixtures.push((id, slug));
    }
    let profile = compile(&site.host, &toml).map_err(|errors| Unsaved::Refused(one_line(&errors)))?;
    let path = pages.shelf.save_profile(&site, &toml, wish.overwrite)?;
    if let Some(site) = pages.sites.get_mut(wish.site) {
        site.toml.clone_from(&toml);
        site.origin = ProfileOrigin::File;
    }
    let mut files = vec![path.display().to_string()];
    for (id, slug) in fixtures {
        let Some(sheet) = pages.sheets.get_mut(id) else { continue };
        if sheet.slug.is_some() {
            continue;
        }
        let fixture = NewFixture {
            url: &sheet.url,
            bytes: &sheet.bytes,
            content_type: sheet.content_type.as_deref(),
            fetched_at: sheet.fetched_at.as_deref(),
        };
        files.push(pages.shelf.save_fixture(&profile, &slug, &fixture)?.display().to_string());
        sheet.slug = Some(slug);
    }
    let (passed, report) = checked(pages, &profile);
    Ok(Saved { toml, files, passed, report })
}

/// The case of a page, unless the profile has one.
fn new_case(pages: &mut Pages, id: usize, profile: &Profile, slug: &str) -> Result<String, Unsaved> {
    let has_case = |case: &crate::profile::Case| case.page == CasePage::Fixture(slug.to_owned());
    if profile.cases.iter().any(has_case) {
        return Ok(String::new());
    }
    let Some(sheet) = pages.sheets.get_mut(id) else { return Ok(String::new()) };
    let (name, url) = (sheet.name.clone(), sheet.url.clone());
    let parsed = sheet.parse(&profile.replace).map_err(Unsaved::Refused)?;
    let article = extract::extract(&parsed.page, Some(profile))
        .map_err(|error| Unsaved::Refused(format!("{name} makes no case: {}", one_line(&error))))?;
    Ok(induce::case(&article, &url, &CasePlace::Fixture { slug: slug.to_owned() }))
}

/// What `profile check` says of the site.
fn checked(pages: &Pages, profile: &Profile) -> (bool, Vec<String>) {
    let options = CheckOptions {
        fixtures: pages.shelf.fixtures.clone(),
        pages: None,
        bless: false,
        hosts: vec![profile.host.clone()],
    };
    let report = Profiles::one(profile.clone());
    let report = match check::run(&report, &options) {
        Ok(report) => report,
        Err(error) => return (false, vec![one_line(&error)]),
    };
    let mut lines = Vec::new();
    for page in report.pages.iter().filter(|page| page.verdict == Verdict::Failed) {
        let findings =
            page.findings.iter().map(|finding| format!("{}: {}: {}", page.page, finding.by, finding.fault));
        lines.extend(findings);
    }
    lines.extend(
        report.warnings.iter().map(|warning| format!("warning: {}: {}", warning.key, warning.message)),
    );
    (report.passed(), lines)
}
