//! The architecture's promises that a compiler does not check: who may import whom, who may print, who may reach
//! the network, how long a file may grow.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The layers, lowest first. A module may import from layers below its own and, where the flag says so, from its
/// own layer.
const LAYERS: &[(&[&str], Siblings)] = &[
    (&["scratch", "database", "coding"], Siblings::MayNot),
    (&["article", "canonical", "outcome"], Siblings::May),
    (&["page", "profile", "quotes", "table"], Siblings::MayNot),
    (&["extract", "fetch", "archive"], Siblings::MayNot),
    (&["drift"], Siblings::MayNot),
    (&["crawl", "induce", "probe", "check", "sink", "import"], Siblings::MayNot),
    (&["report", "workbench"], Siblings::MayNot),
];

/// Imports within a layer that are agreed on: (importer, imported, why).
const AGREED: &[(&str, &str, &str)] =
    &[("crawl", "sink", "a finished page's line and its done mark are one transaction")];

/// Files may be a little longer than we like, not more.
const MOST_LINES: usize = 400;

#[derive(Clone, Copy, PartialEq)]
enum Siblings {
    May,
    MayNot,
}

struct Source {
    /// Relative to `src/`.
    path: PathBuf,
    text: String,
}

impl Source {
    /// The top-level module the file belongs to.
    fn module(&self) -> String {
        let first = self.path.components().next().expect("a file below src/");
        Path::new(first.as_os_str()).file_stem().unwrap().to_str().unwrap().to_owned()
    }

    fn is_binary(&self) -> bool {
        matches!(self.module().as_str(), "main" | "cli")
    }

    /// Everything but comments.
    fn code(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push(Source { path: path.strip_prefix(&root).unwrap().to_owned(), text });
            }
        }
    }
    assert!(found.len() > 20, "the walk over src/ found only {} files", found.len());
    found
}

/// The top-level modules a piece of code names by `crate::…`.
fn imports(code: &str) -> Vec<String> {
    let group = Regex::new(r"crate::\{([^}]*)\}").unwrap();
    let single = Regex::new(r"crate::([a-z_]+)").unwrap();
    let name = Regex::new(r"(?:^|,)\s*([a-z_]+)").unwrap();
    let singles = single.captures_iter(code).map(|found| found[1].to_owned());
    let grouped = group
        .captures_iter(code)
        .flat_map(|found| name.captures_iter(&found[1]).map(|n| n[1].to_owned()).collect::<Vec<_>>());
    singles.chain(grouped).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|(modules, _)| modules.contains(&module))
}

#[test]
fn imports_go_downwards_only() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_binary() && source.module() != "lib") {
        let module = source.module();
        let own = layer(&module).unwrap_or_else(|| panic!("{module} is in no layer: add it to LAYERS"));
        for imported in imports(&source.code()) {
            let Some(other) = layer(&imported) else { continue };
            let agreed = AGREED.iter().any(|(from, to, _)| *from == module && *to == imported);
            let allowed = imported == module
                || other < own
                || (other == own && (agreed || LAYERS[own].1 == Siblings::May));
            if !allowed {
                wrong.push(format!("src/{} imports {imported}", source.path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports go downwards only (ARCHITECTURE.md):\n{}", wrong.join("\n"));
}

#[test]
fn imports_are_seen_in_every_form() {
    let code = "use crate::page::Page;\nuse crate::{quotes::Context, sink};\nlet x = crate::fetch::y();";
    assert_eq!(imports(code), ["page", "fetch", "quotes", "sink"]);
}

#[test]
fn only_the_binary_prints_or_exits() {
    let prints = Regex::new(r"\b(e?print(ln)?!|dbg!|process::exit|stdout\(\)|stderr\(\))").unwrap();
    for source in sources().iter().filter(|source| !source.is_binary()) {
        assert!(
            !prints.is_match(&source.code()),
            "src/{} prints or exits: leave that to src/cli",
            source.path.display()
        );
    }
}

#[test]
fn only_fetch_reaches_the_network() {
    let network = Regex::new(r"\b(reqwest|TcpStream|UdpSocket|lookup_host|ToSocketAddrs)\b").unwrap();
    for source in sources().iter().filter(|source| source.module() != "fetch") {
        let serves_the_demo = source.path.starts_with("cli/demo");
        assert!(
            serves_the_demo || !network.is_match(&source.code()),
            "src/{} opens connections: only src/fetch may",
            source.path.display()
        );
    }
}

#[test]
fn extraction_knows_no_clock_and_does_no_io() {
    let impure = Regex::new(
        r"\b(std::fs|std::net|std::env|SystemTime|Instant::now|Timestamp::now|Zoned::now|async fn|\.await)\b",
    )
    .unwrap();
    for source in sources() {
        let pure = matches!(
            source.module().as_str(),
            "extract" | "quotes" | "page" | "article" | "canonical" | "outcome"
        );
        assert!(
            !pure || !impure.is_match(&source.code()),
            "src/{} must stay a pure function of its input",
            source.path.display()
        );
    }
}

#[test]
fn files_stay_readable_and_say_what_they_are_for() {
    for source in sources() {
        let path = source.path.display();
        let lines = source.text.lines().count();
        assert!(lines <= MOST_LINES, "src/{path} has {lines} lines: split it by subject");
        assert!(source.text.starts_with("//! "), "src/{path} does not open with what it is for");
        let name = source.path.file_stem().unwrap().to_str().unwrap();
        for vague in ["util", "helper", "misc", "common", "manager", "handler"] {
            assert!(!name.contains(vague), "src/{path}: name the file by its subject, not `{vague}`");
        }
    }
}
