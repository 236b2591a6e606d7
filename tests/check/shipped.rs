//! The profiles and fixtures of the repository hold.

use std::path::PathBuf;

use copydesk::Profiles;
use copydesk::check::{self, CheckOptions};

use super::{findings, root};

#[test]
fn the_shipped_profiles_and_fixtures_pass_without_a_dead_rule() {
    let profiles = Profiles::load(&root().join("selectors")).unwrap();
    // The captured pages belong to their publishers and are not in the repository; where they are at hand they are
    // checked too.
    let named = std::env::var_os("COPYDESK_DATA").map(PathBuf::from);
    let pages = named.or_else(|| Some(root().join("../shared/data"))).filter(|dir| dir.is_dir());
    let options = CheckOptions { fixtures: root().join("fixtures"), pages, bless: false, hosts: Vec::new() };
    let report = check::run(&profiles, &options).unwrap();
    let told = report.pages.iter().map(|page| (&page.host, &page.page, findings(page)));
    let failed: Vec<_> = told.filter(|(_, _, findings)| !findings.is_empty()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(report.warnings.is_empty(), "{:#?}", report.warnings);
    for profile in &profiles {
        assert!(!profile.cases.is_empty(), "{} has no case", profile.host);
    }
}
