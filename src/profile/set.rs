//! A set of profiles: those built into the program, those of a folder, and one over the other.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;
use url::Url;

use super::Profile;
use super::compile::{self, BELOW, Compiled, host_key};
use super::error::{Fault, ProfileError, ProfileErrors};

/// The repository's `selectors/`.
#[derive(RustEmbed)]
#[folder = "selectors"]
struct BuiltIn;

/// A set of profiles, found by URL.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    /// By main host.
    profiles: Vec<Profile>,
    /// A host without `www.` → the index of its profile.
    by_host: HashMap<String, usize>,
}

impl Profiles {
    /// The profiles built into the program.
    pub fn built_in() -> Result<Self, ProfileErrors> {
        let files = BuiltIn::iter()
            .filter(|name| is_profile(Path::new(name.as_ref())))
            .filter_map(|name| Some((Path::new("selectors").join(name.as_ref()), BuiltIn::get(&name)?.data)))
            .map(|(path, bytes)| compile::profile(&path, &bytes).map(|compiled| (path, compiled)));
        let mut set = Self::collect(files)?;
        for profile in &mut set.profiles {
            profile.path = None;
        }
        Ok(set)
    }

    /// The text of the built-in profile of that main host.
    #[must_use]
    pub fn built_in_text(host: &str) -> Option<String> {
        let file = BuiltIn::get(&format!("{host}.toml"))?;
        String::from_utf8(file.data.into_owned()).ok()
    }

    /// A set of one profile.
    #[must_use]
    pub fn one(profile: Profile) -> Self {
        let by_host = profile.hosts.iter().map(|host| (host_key(host).to_owned(), 0)).collect();
        Self { profiles: vec![profile], by_host }
    }

    /// Every `*.toml` of a folder; other files and folders below are left alone. What is wrong with any of them is
    /// reported together.
    pub fn load(dir: &Path) -> Result<Self, ProfileErrors> {
        let unreadable = |cause| ProfileError::Unreadable { path: dir.to_owned(), cause };
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if is_profile(&path) {
                paths.push(path);
            }
        }
        paths.sort();
        Self::collect(paths.into_iter().map(|path| {
            let bytes = std::fs::read(&path)
                .map_err(|cause| ProfileError::Unreadable { path: path.clone(), cause })?;
            compile::profile(&path, &bytes).map(|compiled| (path, compiled))
        }))
    }

    fn collect(
        files: impl Iterator<Item = Result<(PathBuf, Compiled), ProfileErrors>>,
    ) -> Result<Self, ProfileErrors> {
        let mut errors = Vec::new();
        let mut set = Self::default();
        for file in files {
            match file {
                Ok((path, compiled)) => errors.extend(set.add(path, compiled)),
                Err(wrong) => errors.extend(wrong),
            }
        }
        ProfileErrors::or(errors, set)
    }

    /// Adds a profile of the same folder, whose hosts nobody else there may claim.
    fn add(&mut self, path: PathBuf, compiled: Compiled) -> Option<ProfileError> {
        for host in &compiled.profile.hosts {
            let claimed = self.by_host.get(host_key(host));
            if let Some(other) = claimed.and_then(|index| self.profiles.get(*index)) {
                let other = other.path.clone().unwrap_or_default();
                let fault = Fault::HostTaken { host: host.clone(), other };
                let key = "hosts".to_owned();
                return Some(ProfileError::Invalid { path, line: compiled.hosts_line, key, fault });
            }
        }
        let index = self.profiles.len();
        let keys = compiled.profile.hosts.iter().map(|host| (host_key(host).to_owned(), index));
        self.by_host.extend(keys);
        self.profiles.push(compiled.profile);
        None
    }

    /// These profiles, then those of `other` for the hosts that none of these claims.
    ///
    /// A profile of `other` whose main host is claimed here is replaced, all its hosts with it; one of which only
    /// other hosts are claimed loses those.
    #[must_use]
    pub fn over(mut self, other: Self) -> Self {
        let claimed = |host: &str| self.by_host.contains_key(host_key(host));
        let kept: Vec<Profile> = other
            .profiles
            .into_iter()
            .filter(|profile| !claimed(&profile.host))
            .map(|mut profile| {
                profile.hosts.retain(|host| !claimed(host));
                profile
            })
            .collect();
        self.profiles.extend(kept);
        self.profiles.sort_by(|a, b| a.host.cmp(&b.host));
        self.by_host = self
            .profiles
            .iter()
            .enumerate()
            .flat_map(|(index, profile)| {
                profile.hosts.iter().map(move |host| (host_key(host).to_owned(), index))
            })
            .collect();
        self
    }

    /// The profile whose hosts include the URL's, with or without `www.`; ports do not matter.
    #[must_use]
    pub fn find(&self, url: &Url) -> Option<&Profile> {
        self.of_host(url.host_str()?)
    }

    /// The profile for a host, with or without `www.`, in lower case.
    #[must_use]
    pub fn of_host(&self, host: &str) -> Option<&Profile> {
        let host = host_key(host);
        let above = host.match_indices('.').filter_map(|(at, _)| host.get(at + 1..));
        let below = above.map(|above| self.by_host.get(&format!("{BELOW}{above}")));
        let index = std::iter::once(self.by_host.get(host)).chain(below).flatten().next()?;
        self.profiles.get(*index)
    }

    /// All profiles, by main host.
    pub fn iter(&self) -> std::slice::Iter<'_, Profile> {
        self.profiles.iter()
    }
}

impl<'a> IntoIterator for &'a Profiles {
    type Item = &'a Profile;
    type IntoIter = std::slice::Iter<'a, Profile>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn is_profile(path: &Path) -> bool {
    path.extension() == Some(OsStr::new("toml"))
}
