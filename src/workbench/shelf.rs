//! The folders of profiles and fixtures: what is read from them, and the only code of the workbench that writes.
//!
//! Names come from addresses and profiles, so nothing is written before the folder it goes to is seen to lie where it
//! seems to: a symbolic link that leads out of the folder named at the start is refused.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use url::Url;

use super::PageBytes;
use crate::check::{NewFixture, PageToml, slug};
use crate::outcome::one_line;
use crate::profile::{Profile, Profiles, is_host};

/// The two folders.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    pub selectors: PathBuf,
    pub fixtures: PathBuf,
}

/// A site that is worked on.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Site {
    /// The main host: its profile's file without `.toml`.
    pub host: String,
    /// The profile's text when work began, or when it was saved last.
    pub toml: String,
    /// Where the text is from.
    pub origin: ProfileOrigin,
    /// The file it is saved to.
    pub path: String,
}

/// Where a profile's text is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ProfileOrigin {
    /// The file.
    File,
    /// The program, which has a profile of the site built in.
    BuiltIn,
    /// There is none yet: it was drafted from the pages.
    Draft,
}

/// Why nothing was saved.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "message")]
pub(super) enum Unsaved {
    /// Somebody else has changed the file meanwhile.
    Changed(String),
    /// A file or folder cannot be written, or must not.
    Refused(String),
}

impl Shelf {
    pub fn new(selectors: PathBuf, fixtures: PathBuf) -> Self {
        Self { selectors, fixtures }
    }

    /// The site of an address, with its profile's text if there is one.
    pub fn site_of(&self, url: &Url) -> Site {
        let host = url.host_str().unwrap_or_default().to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host);
        if let Some((main, toml)) = self.own_profile(host) {
            return self.site(main, toml, ProfileOrigin::File);
        }
        let built_in = Profiles::built_in().ok().and_then(|profiles| {
            let main = profiles.of_host(host)?.host.clone();
            let toml = Profiles::built_in_text(&main)?;
            Some((main, toml))
        });
        match built_in {
            Some((main, toml)) => self.site(main, toml, ProfileOrigin::BuiltIn),
            None => self.site(host.to_owned(), String::new(), ProfileOrigin::Draft),
        }
    }

    fn site(&self, host: String, toml: String, origin: ProfileOrigin) -> Site {
        let path = self.selectors.join(format!("{host}.toml")).display().to_string();
        Site { host, toml, origin, path }
    }

    /// The main host and the text of the folder's profile for a host. One of the host's own name is taken even if it is
    /// broken: it is to be mended.
    fn own_profile(&self, host: &str) -> Option<(String, String)> {
        let by_name = self.selectors.join(format!("{host}.toml"));
        if let Ok(bytes) = fs::read(&by_name) {
            return Some((host.to_owned(), String::from_utf8_lossy(&bytes).into_owned()));
        }
        let mut paths: Vec<PathBuf> = entries(&self.selectors);
        paths.retain(|path| path.extension() == Some(OsStr::new("toml")));
        paths.into_iter().find_map(|path| {
            let bytes = fs::read(&path).ok()?;
            let profile = Profile::parse(&path, &bytes).ok().filter(|profile| profile.covers(host))?;
            Some((profile.host, String::from_utf8_lossy(&bytes).into_owned()))
        })
    }

    /// The folders of `fixtures/` with a fixture in them.
    pub fn fixture_hosts(&self) -> Vec<String> {
        let names = entries(&self.fixtures).into_iter().filter_map(|path| name(&path));
        names.filter(|host| !self.fixtures_of(host).is_empty()).collect()
    }

    /// A site's fixtures: what to call each, its slug, its page.
    pub fn fixtures_of(&self, host: &str) -> Vec<(String, String, Result<PageBytes, String>)> {
        let folders = entries(&self.fixtures.join(host));
        let fixtures = folders.into_iter().filter(|dir| dir.join("page.toml").is_file());
        let named = fixtures.filter_map(|dir| Some((name(&dir)?, dir)));
        named.map(|(slug, dir)| (format!("{host}/{slug}"), slug, fixture(&dir))).collect()
    }

    /// Writes a site's profile, unless the file is not any more what the site's text is from.
    pub fn save_profile(&self, site: &Site, toml: &str, overwrite: bool) -> Result<PathBuf, Unsaved> {
        if !is_host(&site.host) {
            return Err(Unsaved::Refused(format!("{} is no host's name, so it can name no file", site.host)));
        }
        let dir = within(&self.selectors, &[])?;
        let path = dir.join(format!("{}.toml", site.host));
        let there = fs::read(&path).ok();
        let known = (site.origin == ProfileOrigin::File).then_some(site.toml.as_bytes());
        if there.as_deref() != known && there.as_deref() != Some(toml.as_bytes()) && !overwrite {
            let what = if there.is_some() { "was changed by somebody else" } else { "is gone" };
            return Err(Unsaved::Changed(format!("{}: {what} meanwhile", path.display())));
        }
        write(&path, toml.as_bytes())?;
        Ok(path)
    }

    /// A name for the fixture of a page that no other fixture of the site has.
    pub fn free_slug(&self, host: &str, url: &Url) -> String {
        let dir = self.fixtures.join(host);
        slug(url, |slug| dir.join(slug).symlink_metadata().is_ok())
    }

    /// Writes a fixture, with the record that the profile gives.
    pub fn save_fixture(
        &self,
        profile: &Profile,
        slug: &str,
        fixture: &NewFixture<'_>,
    ) -> Result<PathBuf, Unsaved> {
        let dir = within(&self.fixtures, &[&profile.host, slug])?;
        if entries(&dir).is_empty() {
            fixture.write(&dir, profile).map_err(Unsaved::Refused)?;
            return Ok(dir);
        }
        Err(Unsaved::Refused(format!("{}: there is a fixture already", dir.display())))
    }
}

fn fixture(dir: &Path) -> Result<PageBytes, String> {
    let toml = PageToml::read(&dir.join("page.toml")).map_err(|error| one_line(&error))?;
    let path = dir.join("page.html");
    let bytes = fs::read(&path).map_err(|error| format!("{}: cannot be read: {error}", path.display()))?;
    Ok(PageBytes {
        bytes,
        content_type: toml.content_type,
        url: Some(toml.url),
        fetched_at: toml.captured.map(|day| format!("{day}T00:00:00Z")),
    })
}

/// What is in a folder, by name; nothing if it cannot be listed.
fn entries(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(dir).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> Option<String> {
    path.file_name().and_then(OsStr::to_str).map(str::to_owned)
}

/// A folder below `root`, made if it is not there; refused if it really lies elsewhere.
fn within(root: &Path, parts: &[&str]) -> Result<PathBuf, Unsaved> {
    let refused =
        |path: &Path, why: &dyn std::fmt::Display| Unsaved::Refused(format!("{}: {why}", path.display()));
    let failed = |path: &Path, error: &io::Error| refused(path, &format!("cannot be made: {error}"));
    fs::create_dir_all(root).map_err(|error| failed(root, &error))?;
    let real_root = root.canonicalize().map_err(|error| failed(root, &error))?;
    let mut dir = root.to_owned();
    for part in parts {
        let mut components = Path::new(part).components();
        let is_name = matches!(components.next(), Some(Component::Normal(_))) && components.next().is_none();
        dir.push(part);
        if !is_name {
            return Err(refused(&dir, &"is not the name of a folder"));
        }
        match fs::create_dir(&dir) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(&dir, &error)),
            _ => {}
        }
        let real = dir.canonicalize().map_err(|error| failed(&dir, &error))?;
        if !real.starts_with(&real_root) {
            return Err(refused(&dir, &"lies outside the folder that was named: nothing was written"));
        }
    }
    Ok(dir)
}

/// Writes a file whole or not at all. A symbolic link is refused, since it may lead anywhere.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Unsaved> {
    let refused = |why: String| Unsaved::Refused(format!("{}: {why}", path.display()));
    if path.symlink_metadata().is_ok_and(|found| found.is_symlink()) {
        return Err(refused("is a symbolic link: nothing was written".to_owned()));
    }
    let beside = path.with_extension("toml.new");
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    written.map_err(|error| refused(format!("cannot be written: {error}")))
}
