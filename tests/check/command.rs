//! `copydesk profile check` and `profile list`: output and exit status.

use serde_json::Value;

use super::Site;
use crate::support::copydesk;

/// What a run of `profile` in the site's folder gave: exit status, standard output, standard error.
fn profile(site: &Site, args: &[&str]) -> (i32, String, String) {
    let run = copydesk().current_dir(site.0.path()).arg("profile").args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

#[test]
fn all_well_ends_with_0() {
    let site = Site::blessed("[[case]]\nfixture = 'ferry'\nlacks = ['Advertisement']");
    let (status, out, err) = profile(&site, &["check"]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(out, "1 page of 1 site: 1 passed, 0 failed, 0 blessed, 0 skipped; 0 warnings\n");
}

#[test]
fn failures_are_shown_and_end_with_1() {
    let site = Site::blessed(
        "[[case]]\nfixture = 'ferry'\nlacks = ['nine hours']\n[[case]]\npage = 'a.html'\n\
         url = 'https://example.com/a'\nlacks = ['x']",
    );
    site.edit("fixtures/example.com/ferry/expected.json", "\"Ferry stays\"", "\"Ferry goes\"");
    let (status, out, err) = profile(&site, &["check"]);
    assert_eq!((status, err.as_str()), (1, ""));
    assert_eq!(
        out,
        "FAILED   example.com: ferry\n         case[1]: body: contains `nine hours`\n         expected.json: headline: \
         expected \"Ferry goes\", found \"Ferry stays\"\nskipped  1 captured page was not looked at: the folder is not \
         here, name it with --data\n2 pages of 1 site: 0 passed, 1 failed, 0 blessed, 1 skipped; 0 warnings\n"
    );
}

#[test]
fn bless_and_warnings_are_shown() {
    let site = Site::new("");
    site.edit("selectors/example.com.toml", "[\".ad\"]", "[\".ad\", \".gone\"]");
    let (status, out, _) = profile(&site, &["check", "example.com", "--bless"]);
    assert_eq!(status, 0);
    assert_eq!(
        out,
        "blessed  example.com: ferry\nwarning  example.com: strip.selectors[2]: `.gone` matched nothing on the only \
         page\n1 page of 1 site: 0 passed, 0 failed, 1 blessed, 0 skipped; 1 warning\n"
    );
}

#[test]
fn json_is_one_object() {
    let site = Site::blessed("[[case]]\nfixture = 'ferry'\ncontains = ['elephant']");
    site.edit("fixtures/example.com/ferry/expected.json", "\"Ferry stays\"", "\"Ferry goes\"");
    site.edit("selectors/example.com.toml", "[\".ad\"]", "[\".ad\", \".gone\"]");
    let (status, out, _) = profile(&site, &["check", "--json"]);
    assert_eq!(status, 1);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        report,
        serde_json::json!({
            "passed": false,
            "pages": [{"host": "example.com", "page": "ferry", "verdict": "failed", "findings": [
                {"by": "case[1]", "kind": "missing", "phrase": "elephant"},
                {"by": "expected.json", "kind": "differs", "field": "headline",
                 "expected": "\"Ferry goes\"", "found": "\"Ferry stays\""},
            ]}],
            "warnings": [{"host": "example.com", "key": "strip.selectors[2]",
                          "message": "`.gone` matched nothing on the only page"}],
        })
    );
}

#[test]
fn what_cannot_run_ends_with_2() {
    let site = Site::blessed("[[case]]\nfixture = 'ferry'\nlacks = ['x']");
    for (args, message) in [
        (
            &["check", "nowhere.example"][..],
            "copydesk: nowhere.example: no profile is for this host, and fixtures has no such folder\n",
        ),
        (
            &["check", "--fixtures", "none"],
            "copydesk: none: cannot be listed: No such file or directory (os error 2)\n",
        ),
        (
            &["check", "--data", "none"],
            "copydesk: none: cannot be listed: No such file or directory (os error 2)\n",
        ),
        (
            &["check", "--selectors", "none"],
            "copydesk: none: cannot be read: No such file or directory (os error 2)\n",
        ),
    ] {
        let (status, out, err) = profile(&site, args);
        assert_eq!((status, out.as_str(), err.as_str()), (2, "", message), "{args:?}");
    }
}

#[test]
fn every_broken_profile_is_told_on_its_own_line() {
    let site = Site::new("[[case]]\nfixture = 'a/b'");
    let one = "selectors/example.com.toml:15: case[1].fixture: `a/b` is no folder below fixtures/example.com: expected \
               its name alone";
    let (status, _, err) = profile(&site, &["list"]);
    assert_eq!((status, err), (2, format!("copydesk: {one}\n")));
    site.write("selectors/other.org.toml", "name = 'Other'\nhosts = []\ntitl = 1");
    let (status, out, err) = profile(&site, &["check"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(
        err,
        format!(
            "copydesk: {one}\ncopydesk: selectors/other.org.toml:3: unknown key `titl`, expected one of `name`, `hosts`, \
             `unverified`, `urls`, `pace`, `pages`, `replace`, `select`, `strip`, `layout`, `case`\ncopydesk: 2 faults in the profiles: nothing was run\n"
        )
    );
}

#[test]
fn list_shows_own_profiles_over_built_in_ones() {
    let site = Site::new("[[case]]\nfixture = 'ferry'\nlacks = ['x']");
    let (status, out, err) = profile(&site, &["list"]);
    assert_eq!((status, err.as_str()), (0, ""));
    let own = out.lines().find(|line| line.starts_with("example.com ")).unwrap();
    let words: Vec<&str> = own.split_whitespace().collect();
    assert_eq!(words, ["example.com", "Example", "1", "case", "selectors/example.com.toml", "example.com"]);
    assert!(
        out.lines().any(|line| line.starts_with("hotair.com ") && line.contains("  built in  ")),
        "{out}"
    );
    let (_, json, _) = profile(&site, &["list", "--json"]);
    let listed: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own = listed.iter().find(|one| one["host"] == "example.com").unwrap();
    assert_eq!((&own["cases"], &own["path"]), (&1.into(), &"selectors/example.com.toml".into()));
    assert!(listed.iter().any(|one| one["host"] == "hotair.com" && one["path"].is_null()));
}
