//! A bill of materials: which packages are linked into the program, in CycloneDX's JSON
//! (<https://cyclonedx.org/docs/1.6/json/>).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde::Deserialize;
use serde_json::{Value, json};

/// Print a bill of materials of the program: every package that is linked into it or runs when it is built, with version,
/// licence, checksum and dependencies. The same sources give the same bill, byte for byte.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The platform it is built for.
    #[arg(long, default_value = "x86_64-unknown-linux-gnu")]
    target: String,

    /// Features besides the default ones, parted by commas.
    #[arg(long, default_value = "")]
    features: String,
}

/// What is needed of `cargo metadata`.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    description: Option<String>,
    repository: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    root: Option<String>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// `null` for what is linked, else `dev` or `build`.
    kind: Option<String>,
}

/// Checksums by name and version, from `Cargo.lock`.
type Checksums = BTreeMap<(String, String), String>;

/// Runs the verb.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &args.target])
        .args(["--features", &args.features])
        .current_dir(&root)
        .output()
        .context("cannot run cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout).context("cargo metadata's answer")?;
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    println!("{}", serde_json::to_string_pretty(&bill(&metadata, &checksums(&lock))?)?);
    Ok(())
}

/// The checksums that a lock file gives; its form is cargo's own and has a key a line.
fn checksums(lock: &str) -> Checksums {
    let packages = lock.split("[[package]]").skip(1);
    let of = |package: &str, key: &str| {
        let start = format!("{key} = \"");
        package.lines().find_map(|line| Some(line.strip_prefix(&start)?.strip_suffix('"')?.to_owned()))
    };
    packages
        .filter_map(|package| {
            Some(((of(package, "name")?, of(package, "version")?), of(package, "checksum")?))
        })
        .collect()
}

fn bill(metadata: &Metadata, checksums: &Checksums) -> anyhow::Result<Value> {
    let root = metadata.resolve.root.as_deref().context("the workspace has no root package")?;
    let needed: BTreeMap<&str, Vec<&str>> = metadata
        .resolve
        .nodes
        .iter()
        .map(|node| {
            let ships = |dependency: &&Dependency| {
                dependency.dep_kinds.iter().any(|kind| kind.kind.as_deref() != Some("dev"))
            };
            (node.id.as_str(), node.deps.iter().filter(ships).map(|needed| needed.pkg.as_str()).collect())
        })
        .collect();
    let mut reached = BTreeSet::from([root]);
    let mut waiting = vec![root];
    while let Some(package) = waiting.pop() {
        let further = needed.get(package).into_iter().flatten();
        waiting.extend(further.filter(|package| reached.insert(package)));
    }
    let packages: BTreeMap<&str, &Package> =
        metadata.packages.iter().map(|package| (package.id.as_str(), package)).collect();
    let found = |id: &str| packages.get(id).copied().with_context(|| format!("{id} is no package"));
    let mut components = Vec::new();
    let mut dependencies = Vec::new();
    for id in &reached {
        let package = found(id)?;
        if *id != root {
            components.push(component(package, checksums, "library"));
        }
        let mut on: Vec<String> = Vec::new();
        for needed in needed.get(id).into_iter().flatten() {
            on.push(url(found(needed)?));
        }
        on.sort();
        on.dedup();
        dependencies.push((url(package), on));
    }
    components.sort_by_key(|component| component["bom-ref"].as_str().unwrap_or_default().to_owned());
    dependencies.sort();
    let dependencies: Vec<Value> =
        dependencies.into_iter().map(|(package, on)| json!({"ref": package, "dependsOn": on})).collect();
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": component(found(root)?, checksums, "application")},
        "components": components,
        "dependencies": dependencies,
    }))
}

/// The package URL (<https://github.com/package-url/purl-spec>).
fn url(package: &Package) -> String {
    format!("pkg:cargo/{}@{}", package.name, package.version)
}

fn component(package: &Package, checksums: &Checksums, kind: &str) -> Value {
    let mut component = json!({
        "type": kind,
        "bom-ref": url(package),
        "name": package.name,
        "version": package.version,
        "purl": url(package),
    });
    if let Some(license) = &package.license {
        // Older packages part their choices by a slash, which is no SPDX expression.
        component["licenses"] = json!([{"expression": license.replace('/', " OR ")}]);
    }
    if let Some(description) = &package.description {
        component["description"] = description.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if let Some(repository) = &package.repository {
        component["externalReferences"] = json!([{"type": "vcs", "url": repository}]);
    }
    let checksum = checksums.get(&(package.name.clone(), package.version.clone()));
    if let Some(checksum) = checksum.filter(|_| package.source.is_some()) {
        component["hashes"] = json!([{"alg": "SHA-256", "content": checksum}]);
    }
    component
}

#[cfg(test)]
mod tests {
    use super::{Metadata, bill, checksums};

    const METADATA: &str = r#"{
        "packages": [
            {"id": "r", "name": "root", "version": "1.0.0", "license": "MIT OR Apache-2.0", "description": null, "repository": null, "source": null},
            {"id": "a", "name": "a", "version": "0.1.0", "license": "MIT/Apache-2.0", "description": "Two\n lines", "repository": "https://a.example", "source": "registry"},
            {"id": "b", "name": "b", "version": "2.0.0", "license": null, "description": null, "repository": null, "source": "registry"},
            {"id": "t", "name": "test", "version": "3.0.0", "license": "MIT", "description": null, "repository": null, "source": "registry"}
        ],
        "resolve": {"root": "r", "nodes": [
            {"id": "r", "deps": [
                {"pkg": "a", "dep_kinds": [{"kind": null}, {"kind": "dev"}]}, {"pkg": "t", "dep_kinds": [{"kind": "dev"}]}
            ]},
            {"id": "a", "deps": [{"pkg": "b", "dep_kinds": [{"kind": "build"}]}]},
            {"id": "b", "deps": []},
            {"id": "t", "deps": []}
        ]}
    }"#;
    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\nchecksum = \"c0ffee\"\n\
        dependencies = [\n \"b\",\n]\n\n[[package]]\nname = \"root\"\nversion = \"1.0.0\"\n";

    #[test]
    fn what_ships_is_listed_and_what_only_tests_need_is_not() {
        let metadata: Metadata = serde_json::from_str(METADATA).unwrap();
        let bill = bill(&metadata, &checksums(LOCK)).unwrap();
        let names: Vec<_> =
            bill["components"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
        assert_eq!(names, ["a", "b"]);
        let a = &bill["components"][0];
        assert_eq!(a["purl"], "pkg:cargo/a@0.1.0");
        assert_eq!(a["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(a["hashes"][0]["content"], "c0ffee");
        assert_eq!(a["description"], "Two lines");
        assert_eq!(bill["metadata"]["component"]["name"], "root");
        assert_eq!(bill["dependencies"][2]["dependsOn"][0], "pkg:cargo/a@0.1.0");
    }
}
