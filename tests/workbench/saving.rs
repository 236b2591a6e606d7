//! What is saved, and where.

use std::fs;

use serde_json::json;

use super::served::{Visitor, serve_oxbow};
use crate::support::copydesk;

const PROFILE: &str = "name = 'Oxbow'\nhosts = ['oxbow.example']\n\n[select]\nbody = ['.story-text']\n\n[strip]\nselectors = ['.promo']\n";

fn save(visitor: &Visitor<'_>, toml: &str, fixtures: &[usize], overwrite: bool) -> super::served::Answer {
    let wish = json!({"site": 0, "toml": toml, "fixtures": fixtures, "overwrite": overwrite});
    visitor.post("/api/save", &wish)
}

#[test]
fn a_profile_is_saved_with_the_fixtures_and_cases_that_were_asked_for_and_the_check_passes() {
    let served = serve_oxbow(|_| {});
    let (visitor, folder) = (served.enter(), served.folder.path());
    let alone = save(&visitor, PROFILE, &[], false).json();
    assert_eq!(alone["toml"], PROFILE);
    let path = folder.join("selectors/oxbow.example.toml");
    assert_eq!(fs::read_to_string(&path).unwrap(), PROFILE);
    assert!(!folder.join("fixtures").exists(), "nobody asked for one");

    let saved = save(&visitor, PROFILE, &[0, 1], false).json();
    assert_eq!((saved["passed"].as_bool(), &saved["report"]), (Some(true), &json!([])));
    let toml = fs::read_to_string(&path).unwrap();
    assert_eq!(saved["toml"], toml.as_str());
    assert!(toml.starts_with(PROFILE) && toml.matches("[[case]]").count() == 2, "{toml}");
    for slug in ["flood-in-oxbow", "mill-closes"] {
        for file in ["page.html", "page.toml", "expected.json"] {
            assert!(folder.join("fixtures/oxbow.example").join(slug).join(file).is_file(), "{slug}/{file}");
        }
    }
    let check = ["profile", "check", "oxbow.example", "--strict"];
    copydesk().args(check).current_dir(folder).assert().success();

    // Once more changes nothing: they are fixtures now, and have their cases.
    let again = save(&visitor, &toml, &[0, 1], false).json();
    assert_eq!(again["toml"], toml.as_str());
    assert_eq!(again["files"].as_array().unwrap().len(), 1);
    // A change for the worse is saved as asked, and told.
    let worse = save(&visitor, &toml.replace("'.promo'", "'.story-text p'"), &[], false).json();
    assert_eq!(worse["passed"], false);
    assert!(worse["report"][0].as_str().unwrap().contains("flood-in-oxbow"), "{worse}");
}

#[test]
fn a_broken_profile_is_not_saved() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let answer =
        save(&visitor, "name = 'Oxbow'\nhosts = ['oxbow.example']\n[select]\nbody = ['p >']\n", &[0], false);
    assert!(answer.status == 422 && answer.body.contains("mend"), "{}", answer.body);
    assert_eq!(fs::read_dir(served.folder.path()).unwrap().count(), 2, "only the pages are there");
}

#[test]
fn what_somebody_else_wrote_meanwhile_is_not_written_over_unasked() {
    let served = serve_oxbow(|_| {});
    let visitor = served.enter();
    let path = served.folder.path().join("selectors/oxbow.example.toml");
    assert_eq!(save(&visitor, PROFILE, &[], false).status, 200);
    fs::write(&path, "# theirs\n").unwrap();
    let answer = save(&visitor, PROFILE, &[], false);
    assert!(answer.status == 422 && answer.body.contains("\"changed\""), "{}", answer.body);
    assert_eq!(fs::read_to_string(&path).unwrap(), "# theirs\n");
    assert_eq!(save(&visitor, PROFILE, &[], true).status, 200);
    assert_eq!(fs::read_to_string(&path).unwrap(), PROFILE);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_folders_that_were_named() {
    let outside = tempfile::tempdir().unwrap();
    let kept = outside.path().join("kept.toml");
    fs::write(&kept, "# not ours\n").unwrap();
    let served = serve_oxbow(|folder| {
        fs::create_dir_all(folder.join("fixtures")).unwrap();
        std::os::unix::fs::symlink(outside.path(), folder.join("fixtures/oxbow.example")).unwrap();
    });
    let visitor = served.enter();
    let answer = save(&visitor, PROFILE, &[0], false);
    assert!(answer.status == 422 && answer.body.contains("outside"), "{}", answer.body);
    fs::remove_file(served.folder.path().join("selectors/oxbow.example.toml")).unwrap();
    std::os::unix::fs::symlink(&kept, served.folder.path().join("selectors/oxbow.example.toml")).unwrap();
    let answer = save(&visitor, PROFILE, &[], true);
    assert!(answer.status == 422 && answer.body.contains("symbolic link"), "{}", answer.body);
    assert_eq!(fs::read_to_string(&kept).unwrap(), "# not ours\n");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
}
