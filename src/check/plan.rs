//! Which pages are to be checked, and with which profile and cases.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use url::Url;

use super::{CheckError, CheckOptions, fixture};
use crate::profile::{Case, CasePage, Profile, Profiles};

/// One page to check.
pub(super) struct Task<'a> {
    /// The profile's main host, or the fixture's folder where there is no profile.
    pub host: String,
    pub profile: Option<&'a Profile>,
    pub page: TaskPage,
    /// The cases about the page, each with its number in the file, from 1.
    pub cases: Vec<(usize, &'a Case)>,
}

/// The page of a task.
pub(super) enum TaskPage {
    /// A folder below `fixtures/<host>/`, which may be missing if only a case names it.
    Fixture { slug: String, dir: PathBuf },
    /// A captured page.
    External { path: PathBuf, url: Url },
}

/// What is to be checked.
pub(super) struct Plan<'a> {
    pub profiles: Vec<&'a Profile>,
    /// Every page, by host and then fixtures before other pages.
    pub tasks: Vec<Task<'a>>,
}

/// Finds out what is to be checked.
pub(super) fn plan<'a>(profiles: &'a Profiles, options: &CheckOptions) -> Result<Plan<'a>, CheckError> {
    let mut tasks = Vec::new();
    let folders = host_folders(profiles, options)?;
    let chosen = chosen(profiles, &folders, options)?;
    let hosts: BTreeSet<&str> = chosen.iter().map(|profile| profile.host.as_str()).collect();
    for profile in &chosen {
        tasks.extend(of_profile(profile, options)?);
    }
    for folder in &folders {
        let wanted = options.hosts.is_empty() || options.hosts.iter().any(|host| host == folder);
        if wanted && !hosts.contains(folder.as_str()) && profiles.of_host(folder).is_none() {
            for slug in slugs(&options.fixtures.join(folder))? {
                tasks.push(fixture_task(folder, None, slug, options));
            }
        }
    }
    tasks.sort_by(|a, b| a.host.cmp(&b.host));
    Ok(Plan { profiles: chosen, tasks })
}

/// The folders of `fixtures/`. It may be missing where no case points into it.
fn host_folders(profiles: &Profiles, options: &CheckOptions) -> Result<Vec<String>, CheckError> {
    let of_fixture = |case: &Case| matches!(case.page, CasePage::Fixture(_));
    match folders(&options.fixtures) {
        Ok(folders) => Ok(folders),
        Err(cause)
            if cause.kind() == io::ErrorKind::NotFound
                && !profiles.iter().any(|profile| profile.cases.iter().any(of_fixture)) =>
        {
            Ok(Vec::new())
        }
        Err(cause) => Err(CheckError::Unlistable { path: options.fixtures.clone(), cause }),
    }
}

/// The profiles to check.
fn chosen<'a>(
    profiles: &'a Profiles,
    folders: &[String],
    options: &CheckOptions,
) -> Result<Vec<&'a Profile>, CheckError> {
    if options.hosts.is_empty() {
        let any_own = profiles.iter().any(|profile| profile.path.is_some());
        return Ok(profiles.iter().filter(|profile| profile.path.is_some() == any_own).collect());
    }
    let mut chosen: Vec<&Profile> = Vec::new();
    for host in &options.hosts {
        match profiles.of_host(host) {
            Some(profile) if chosen.iter().any(|other| other.host == profile.host) => {}
            Some(profile) => chosen.push(profile),
            None if folders.contains(host) => {}
            None => {
                let fixtures = options.fixtures.clone();
                return Err(CheckError::UnknownHost { host: host.clone(), fixtures });
            }
        }
    }
    Ok(chosen)
}

/// The pages of one profile: its fixtures, with or without a case, and the captured pages of its cases.
pub(super) fn of_profile<'a>(
    profile: &'a Profile,
    options: &CheckOptions,
) -> Result<Vec<Task<'a>>, CheckError> {
    let dir = options.fixtures.join(&profile.host);
    let mut tasks: Vec<Task<'a>> = if dir.is_dir() { slugs(&dir)? } else { Vec::new() }
        .into_iter()
        .map(|slug| fixture_task(&profile.host, Some(profile), slug, options))
        .collect();
    for (index, case) in profile.cases.iter().enumerate() {
        let number = index + 1;
        if let Some(task) = tasks.iter_mut().find(|task| task.page.is_of(&case.page)) {
            task.cases.push((number, case));
            continue;
        }
        let mut task = match &case.page {
            CasePage::Fixture(slug) => fixture_task(&profile.host, Some(profile), slug.clone(), options),
            CasePage::External { path, url } => Task {
                host: profile.host.clone(),
                profile: Some(profile),
                page: TaskPage::External { path: path.clone(), url: url.clone() },
                cases: Vec::new(),
            },
        };
        task.cases.push((number, case));
        tasks.push(task);
    }
    Ok(tasks)
}

fn fixture_task<'a>(
    host: &str,
    profile: Option<&'a Profile>,
    slug: String,
    options: &CheckOptions,
) -> Task<'a> {
    let dir = options.fixtures.join(host).join(&slug);
    Task { host: host.to_owned(), profile, page: TaskPage::Fixture { slug, dir }, cases: Vec::new() }
}

impl TaskPage {
    fn is_of(&self, case: &CasePage) -> bool {
        match (self, case) {
            (Self::Fixture { slug, .. }, CasePage::Fixture(of)) => slug == of,
            (Self::External { path, url }, CasePage::External { path: of, url: at }) => {
                path == of && url == at
            }
            _ => false,
        }
    }

    /// The page's name in reports: the fixture's slug, or the captured page's path.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Fixture { slug, .. } => slug.clone(),
            Self::External { path, .. } => path.display().to_string(),
        }
    }
}

/// The fixtures of one host: folders that hold any of a fixture's files. Others may hold what the demo serves.
fn slugs(dir: &Path) -> Result<Vec<String>, CheckError> {
    let mut slugs = folders(dir).map_err(|cause| CheckError::Unlistable { path: dir.to_owned(), cause })?;
    slugs.retain(|slug| fixture::FILES.iter().any(|file| dir.join(slug).join(file).exists()));
    Ok(slugs)
}

fn folders(dir: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(OsStr::to_str)
            && path.is_dir()
        {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
