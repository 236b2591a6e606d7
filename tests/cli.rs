//! What every verb has in common: help, usage errors, settings, and that the documents name what exists.

use std::fs;

use regex::Regex;
use tempfile::TempDir;

use crate::support::copydesk;

const VERBS: [&str; 11] = [
    "crawl",
    "extract",
    "quotes",
    "diff",
    "report",
    "profile",
    "workbench",
    "robots",
    "canonical",
    "schema",
    "demo",
];

fn stdout_of(arguments: &[&str]) -> String {
    let run = copydesk().args(arguments).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

#[test]
fn help_names_every_verb_and_every_exit_status() {
    let help = stdout_of(&["--help"]);
    for verb in VERBS {
        assert!(help.contains(&format!("  {verb} ")), "`{verb}` is missing from:\n{help}");
    }
    for status in ["0 all well", "1 ran, but", "2 could not run", "130 interrupted"] {
        assert!(help.split_whitespace().collect::<Vec<_>>().join(" ").contains(status), "{status}:\n{help}");
    }
}

#[test]
fn nobody_listening_to_its_complaints_is_no_reason_to_die() {
    for arguments in [&["canonical", "not a url"][..], &["extract", "no-such-page.html"], &["no-such-verb"]] {
        let (listener, complaints) = std::io::pipe().unwrap();
        drop(listener);
        let mut program = std::process::Command::new(assert_cmd::cargo::cargo_bin!("copydesk"));
        let status = program.args(arguments).stdout(std::process::Stdio::null()).stderr(complaints).status();
        let code = status.unwrap().code();
        assert!(matches!(code, Some(1 | 2)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn every_flag_of_every_verb_says_what_it_does() {
    let flag = Regex::new(r"(?m)^ {2,6}(?:-\w, )?--([a-z-]+)[^\n]*\n?( {10,}\S[^\n]*)?").unwrap();
    for verb in VERBS {
        let help = stdout_of(&[verb, "--help"]);
        for found in flag.captures_iter(&help) {
            let on_the_line = found[0].trim().split_once("  ").is_some_and(|(_, text)| text.trim().len() > 8);
            let below = found.get(2).is_some();
            assert!(on_the_line || below, "{verb} --{} has no explanation:\n{help}", &found[1]);
        }
    }
}

#[test]
fn usage_errors_end_with_2_and_name_what_is_wrong() {
    for (arguments, named) in [
        (vec!["crawl", "--dleay", "5s", "https://example.com/"], "--dleay"),
        (vec!["fetch"], "fetch"),
        (vec!["extract", "--format", "xml", "page.html"], "xml"),
        (vec!["crawl", "--delay", "fast", "https://example.com/"], "fast"),
        (vec!["profile", "check", "no-such.example"], "no-such.example"),
    ] {
        let run = copydesk().args(&arguments).assert().code(2);
        let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        assert!(said.contains(named), "{arguments:?} said: {said}");
        assert!(run.get_output().stdout.is_empty(), "{arguments:?} wrote to standard output");
    }
}

/// A device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_ends_with_2_and_is_named() {
    let page =
        concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/harbourpost.example/lifeboat-whistle/page.html");
    for arguments in [
        vec!["schema"],
        vec!["quotes", page],
        vec!["canonical", "https://example.com/"],
        vec!["profile", "list"],
        vec!["extract", page],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(&arguments)
            .stdout(full)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cannot write to standard output: No space left"), "{arguments:?}: {said}");
        assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    }
}

#[test]
fn settings_with_an_unknown_key_are_refused_by_line_and_with_the_known_keys() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("copydesk.toml"), "[fetch]\ndelay = \"2s\"\ndleay = \"3s\"\n").unwrap();
    let run = copydesk().current_dir(&folder).args(["canonical", "https://example.com/"]).assert().code(2);
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(
        said.starts_with("copydesk: copydesk.toml:3: unknown field `dleay`, expected one of `delay`"),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "one line: {said}");
}

#[test]
fn settings_that_are_named_must_exist() {
    let run = copydesk().args(["--config", "no-such.toml", "schema"]).assert().code(2);
    let said = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
    assert!(said.contains("no-such.toml"), "{said}");
}

/// The command lines in a document's code blocks, one per line that begins with `copydesk`.
fn commands(document: &str) -> Vec<String> {
    let joined = document.replace("\\\n", " ");
    let lines = joined.lines().map(str::trim).filter(|line| line.starts_with("copydesk "));
    lines.map(|line| line.split(" #").next().unwrap().split(['|', '>']).next().unwrap().to_owned()).collect()
}

/// Flags that only a program with a feature has, and whether this one has it.
const FLAGS_OF_FEATURES: &[(&str, bool)] =
    &[("--frontier", cfg!(feature = "postgres")), ("--render", cfg!(feature = "render"))];

#[test]
fn the_documents_name_only_verbs_and_flags_that_exist() {
    let root = env!("CARGO_MANIFEST_DIR");
    for name in ["README.md", "CONTRIBUTING.md"] {
        let document = fs::read_to_string(format!("{root}/{name}")).unwrap();
        let commands = commands(&document);
        assert!(!commands.is_empty(), "{name} shows no command");
        for command in commands {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let verbs: Vec<&str> = match words.as_slice() {
                ["profile", second, ..] => vec!["profile", second],
                [first, ..] => vec![first],
                [] => continue,
            };
            let help = stdout_of(&[verbs.as_slice(), &["--help"]].concat());
            for flag in words.iter().filter(|word| word.starts_with("--")) {
                if FLAGS_OF_FEATURES.contains(&(*flag, false)) {
                    continue;
                }
                assert!(help.contains(flag), "{name}: `{command}`: no flag {flag}");
            }
        }
    }
}
