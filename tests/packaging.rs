//! What packages bring beside the program: completions for shells, manual pages.

use std::collections::BTreeSet;
use std::fs;

use crate::support::copydesk;

/// The verbs that `--help` lists.
fn verbs() -> Vec<String> {
    let run = copydesk().arg("--help").output().unwrap();
    let help = String::from_utf8(run.stdout).unwrap();
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let list = list.lines().take_while(|line| !line.is_empty());
    let verbs = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let verbs = verbs.map(|line| line.split_whitespace().next().unwrap().to_owned());
    let verbs: Vec<String> = verbs.filter(|verb| verb != "help").collect();
    assert!(verbs.len() > 10, "{help}");
    verbs
}

#[test]
fn every_shell_completes_every_verb_and_its_flags() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = copydesk().args(["completions", shell]).assert().success();
        let script = String::from_utf8(run.get_output().stdout.clone()).unwrap();
        for verb in verbs() {
            assert!(script.contains(&verb), "{shell} does not know {verb}");
        }
        for flag in ["max-depth", "respect-ai-optout", "min-confidence"] {
            assert!(script.contains(flag), "{shell} does not know --{flag}");
        }
    }
    let refused = copydesk().args(["completions", "dcl"]).assert().code(2);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("[possible values: bash, "));
}

#[test]
fn every_verb_has_a_manual_page_with_its_flags() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man1");
    copydesk().arg("man").arg(&pages).assert().success().stdout("");
    let names: BTreeSet<String> = fs::read_dir(&pages)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let page = |name: &str| fs::read_to_string(pages.join(name)).unwrap();
    for verb in verbs() {
        let name = format!("copydesk-{verb}.1");
        assert!(names.contains(&name), "{name} is missing from {names:?}");
        assert!(
            page("copydesk.1").contains(&format!("copydesk\\-{verb}(1)")),
            "copydesk.1 does not name {verb}"
        );
    }
    assert!(page("copydesk.1").contains("Exit status: 0 all well"));
    let crawl = page("copydesk-crawl.1");
    assert!(crawl.contains("\\-\\-max\\-depth") && crawl.contains("COPYDESK_ARCHIVE_SIZE"), "{crawl}");
    assert!(
        names.contains("copydesk-profile-repair.1") && names.contains("copydesk-crawl-status.1"),
        "{names:?}"
    );
    fs::write(folder.path().join("file"), "").unwrap();
    let refused = copydesk().arg("man").arg(folder.path().join("file")).assert().code(2);
    assert!(String::from_utf8_lossy(&refused.get_output().stderr).contains("cannot write to "));
}
