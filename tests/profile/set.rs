//! Sets of profiles: a folder, the built-in ones, one over the other, found by URL.

use std::fs;
use std::path::Path;

use copydesk::Profiles;
use url::Url;

fn write(dir: &Path, host: &str, hosts: &str) {
    let toml = format!("name = \"{host}\"\nhosts = [{hosts}]\n");
    fs::write(dir.join(format!("{host}.toml")), toml).unwrap();
}

/// The name of the profile found for a URL.
fn found<'a>(profiles: &'a Profiles, url: &str) -> Option<&'a str> {
    profiles.find(&Url::parse(url).unwrap()).map(|profile| profile.name.as_str())
}

fn folder(profiles: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (host, hosts) in profiles {
        write(dir.path(), host, hosts);
    }
    dir
}

#[test]
fn a_host_covers_its_www_form_and_no_other_host() {
    let dir = folder(&[
        ("a.com", r#""a.com", "m.a.com""#),
        ("b.com", r#""www.b.com""#),
        ("münchen.de", r#""münchen.de""#),
    ]);
    let profiles = Profiles::load(dir.path()).unwrap();
    for (url, name) in [
        ("https://a.com/x", Some("a.com")),
        ("https://www.a.com/x", Some("a.com")),
        ("http://A.com:8080/", Some("a.com")),
        ("https://a.com./", Some("a.com")),
        ("https://m.a.com/", Some("a.com")),
        ("https://b.com/", Some("b.com")),
        ("https://www.b.com/", Some("b.com")),
        ("https://www.m\u{fc}nchen.de/", Some("münchen.de")),
        ("https://xn--mnchen-3ya.de/", Some("münchen.de")),
        ("https://x.a.com/", None),
        ("https://aa.com/", None),
        ("https://com/", None),
        ("data:text/plain,a.com", None),
    ] {
        assert_eq!(found(&profiles, url), name, "{url}");
    }
}

#[test]
fn one_set_over_another_replaces_by_main_host_and_takes_single_hosts() {
    let mine = folder(&[("a.com", r#""a.com""#), ("mine.org", r#""mine.org", "blog.b.com""#)]);
    let built_in = folder(&[
        ("a.com", r#""a.com", "old.a.com""#),
        ("b.com", r#""b.com", "blog.b.com""#),
        ("c.com", r#""c.com""#),
    ]);
    let profiles = Profiles::load(mine.path()).unwrap().over(Profiles::load(built_in.path()).unwrap());
    let hosts: Vec<_> =
        profiles.iter().map(|profile| (profile.host.as_str(), profile.hosts.join(" "))).collect();
    assert_eq!(
        hosts,
        [
            ("a.com", "a.com".to_owned()),
            ("b.com", "b.com".to_owned()),
            ("c.com", "c.com".to_owned()),
            ("mine.org", "mine.org blog.b.com".to_owned()),
        ]
    );
    assert_eq!(found(&profiles, "https://old.a.com/"), None, "a replaced profile keeps no host");
    assert_eq!(found(&profiles, "https://blog.b.com/"), Some("mine.org"));
    let path = profiles.of_host("a.com").unwrap().path.clone().unwrap();
    assert!(path.starts_with(mine.path()), "{}", path.display());
}

#[test]
fn a_folder_reports_every_broken_file() {
    let dir = folder(&[("a.com", r#""a.com""#), ("b.com", r#""b.com", "www.a.com""#), ("c.com", "")]);
    fs::write(dir.path().join("d.com.toml"), b"name = \"\xff\"").unwrap();
    fs::write(dir.path().join("README.md"), "not a profile").unwrap();
    fs::create_dir(dir.path().join("e.com.toml")).unwrap();
    let errors = Profiles::load(dir.path()).unwrap_err();
    let root = format!("{}/", dir.path().display());
    let messages: Vec<String> =
        errors.iter().map(|error| copydesk::outcome::one_line(error).replace(&root, "")).collect();
    assert_eq!(
        messages,
        [
            "b.com.toml:2: hosts: `www.a.com` is also claimed by a.com.toml: a host has one profile",
            "c.com.toml:2: hosts: names no host: list every host the profile is for, such as \"c.com\"",
            "d.com.toml:1: not UTF-8: save the file as UTF-8",
            "e.com.toml: cannot be read: Is a directory (os error 21)",
        ]
    );
    assert_eq!(errors.to_string().replace(&root, ""), messages.join("; "));
}

#[test]
fn a_missing_folder_is_an_error_and_an_empty_one_an_empty_set() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(Profiles::load(dir.path()).unwrap().iter().count(), 0);
    let error = Profiles::load(&dir.path().join("none")).unwrap_err();
    let error = copydesk::outcome::one_line(error.iter().next().unwrap());
    assert!(error.ends_with("/none: cannot be read: No such file or directory (os error 2)"), "{error}");
}

#[test]
fn the_built_in_profiles_are_those_of_the_repository() {
    let built_in = Profiles::built_in().unwrap();
    let folder = Profiles::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("selectors")).unwrap();
    let list = |profiles: &Profiles| -> Vec<(String, String)> {
        profiles.iter().map(|profile| (profile.host.clone(), profile.version.clone())).collect()
    };
    assert_eq!(list(&built_in), list(&folder));
    assert!(built_in.iter().all(|profile| profile.path.is_none()));
}
