//! `copydesk profile import ftr`.

use std::fs;
use std::path::Path;

use copydesk::Profiles;
use serde_json::{Value, json};

use crate::support::copydesk;

/// A configuration with a directive of every kind.
const EXAMPLE: &str = "\u{feff}# A paper in the harbour
title: //h1[@class='headline']\r
body: //div[@id='story'] | //div[@id='more']
author: substring-after(//p[@class='by'], 'By ')

# the box of links
strip: //aside
strip_id_or_class: \"promo\"
strip_image_src: /pixel.gif
find_string: <nav
replace_string: <div
replace_string(src=\"data:): data-x=\"
next_page_link: //a[@rel='next']
if_page_contains: //div[@class='pages']
single_page_link: //a[@class='print']/@href
prune: no
tidy: yes
http_header(Cookie): a=b
this is no directive
test_url: https://example.com/a
test_contains: the \"harbour\"
# the end
";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::create_dir(folder.0.path().join("in")).unwrap();
        folder
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path("in").join(name), bytes).unwrap();
    }

    fn import(&self, flags: &[&str]) -> (i32, Value) {
        let mut command = copydesk();
        command.args(["profile", "import", "ftr"]).arg(self.path("in")).arg("-o").arg(self.path("out"));
        let output = command.arg("--json").args(flags).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), serde_json::from_str(&text).unwrap_or_default())
    }
}

fn reasons(summary: &Value) -> Vec<String> {
    let shown = |reported: &Value| {
        let line = reported["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}: {}", reported["file"].as_str().unwrap(), reported["reason"].as_str().unwrap())
    };
    summary["reported"].as_array().unwrap().iter().map(shown).collect()
}

#[test]
fn a_whole_configuration_becomes_a_profile_and_a_report() {
    let folder = Folder::new();
    folder.put("example.com.txt", EXAMPLE);
    let (status, summary) = folder.import(&[]);
    assert_eq!(status, 0);
    let counts = ["files", "rules", "translated", "needless"].map(|key| summary[key].as_u64().unwrap());
    assert_eq!(counts, [1, 16, 12, 1]);
    assert_eq!(
        reasons(&summary),
        [
            "example.com.txt:4: computes a text by `substring-after()` instead of selecting nodes",
            "example.com.txt:17: pages are parsed as browsers parse them, without HTML Tidy",
            "example.com.txt:18: a profile sends no headers: `--header` does, and Copydesk says who it is",
            "example.com.txt:19: is no directive: a name and a colon were expected",
        ]
    );
    assert_eq!(summary["reported"][0]["rule"], json!("author: substring-after(//p[@class='by'], 'By ')"));
    let toml = fs::read_to_string(folder.path("out/example.com.toml")).unwrap();
    insta::assert_snapshot!(toml);
}

#[test]
fn what_is_broken_costs_only_itself() {
    let folder = Folder::new();
    folder.put("binary.org.txt", b"\x00\x01\xfe\xff");
    folder.put("latin.org.txt", b"body: //div # caf\xe9");
    folder.put("no host.txt", "body: //div");
    folder.put(".txt", "body: //div");
    folder.put("empty.org.txt", "");
    folder.put("good.org.txt", "body: //div");
    folder.put("README.md", "not a configuration");
    fs::create_dir(folder.path("in/folder.org.txt")).unwrap();
    let (status, summary) = folder.import(&[]);
    assert_eq!((status, &summary["files"], &summary["rules"]), (1, &json!(7), &json!(1)));
    let name = "its name is no host's: expected something like example.com.txt, or .example.com.txt for all below it";
    let reasons = reasons(&summary);
    assert_eq!(reasons.len(), 5, "{reasons:?}");
    assert_eq!(reasons[0], format!(".txt: {name}"));
    assert_eq!(reasons[1], "binary.org.txt: not UTF-8 text: save the file as UTF-8");
    assert!(reasons[2].starts_with("folder.org.txt: cannot be read: "), "{}", reasons[2]);
    assert_eq!(reasons[3], "latin.org.txt: not UTF-8 text: save the file as UTF-8");
    assert_eq!(reasons[4], format!("no host.txt: {name}"));
    let profiles = Profiles::load(&folder.path("out")).unwrap();
    assert_eq!(
        profiles.iter().map(|profile| profile.host.as_str()).collect::<Vec<_>>(),
        ["empty.org", "good.org"]
    );
    assert!(profiles.iter().all(|profile| profile.unverified));
}

#[test]
fn a_profile_that_is_there_is_left_alone_unless_told_otherwise() {
    let folder = Folder::new();
    folder.put("good.org.txt", "body: //div");
    fs::create_dir(folder.path("out")).unwrap();
    let target = folder.path("out/good.org.toml");
    fs::write(&target, "mine").unwrap();
    let (status, summary) = folder.import(&[]);
    assert_eq!((status, reasons(&summary).len()), (1, 1));
    assert!(reasons(&summary)[0].ends_with("good.org.toml is there already: --overwrite replaces it"));
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(folder.import(&["--overwrite"]).0, 0);
    assert!(fs::read_to_string(&target).unwrap().contains("body = [\"div\"]"));
}

#[test]
fn a_leading_dot_stands_for_all_hosts_below() {
    let folder = Folder::new();
    folder.put(".wide.org.txt", "body: //div");
    folder.put("wide.org.txt", "body: //article");
    assert_eq!(folder.import(&[]).0, 0);
    let profiles = Profiles::load(&folder.path("out")).unwrap();
    let of = |host: &str| profiles.of_host(host).map(|profile| profile.host.as_str());
    assert_eq!(of("wide.org"), Some("wide.org"));
    assert_eq!(of("www.wide.org"), Some("wide.org"));
    assert_eq!(of("a.b.wide.org"), Some("any.wide.org"));
    assert_eq!(of("notwide.org"), None);
}

#[test]
fn the_report_is_for_people_too() {
    let folder = Folder::new();
    folder.put("good.org.txt", "body: //div\ntitle: (//h1)[1]");
    let mut command = copydesk();
    command.args(["profile", "import", "ftr"]).arg(folder.path("in")).arg("-o").arg(folder.path("out"));
    let output = command.assert().success().get_output().stdout.clone();
    assert_eq!(
        String::from_utf8(output).unwrap(),
        "good.org.txt:2: title: (//h1)[1]\n    takes one of all matches on the page, which CSS cannot\n\
         1 file, 2 rules: 1 translated (0 of them say what holds anyway), 1 reported\n"
    );
    let missing = copydesk().args(["profile", "import", "ftr", "nowhere", "-o", "x"]).assert().code(2);
    assert!(String::from_utf8_lossy(&missing.get_output().stderr).contains("nowhere: cannot be listed"));
    assert!(!Path::new("x").exists());
}
