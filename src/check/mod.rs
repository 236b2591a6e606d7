//! Profiles against their pages: hand-written cases, the expected records of fixtures, rules that match nothing or
//! cannot, or that an earlier one makes needless.
//!
//! A fixture is a folder `fixtures/<main-host>/<slug>/` with `page.html`, `page.toml` (where it comes from) and
//! `expected.json` (the record it must give). Folders are found by listing, so that adding one touches no other
//! file. A case may also point at a captured page outside the repository.

mod cases;
mod dead_rules;
mod difference;
mod expected;
mod fixture;
mod lint;
mod new_fixture;
mod page_check;
mod plan;
mod report;
mod saved;

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

pub use self::difference::Difference;
pub use self::fixture::{FixtureError, Origin, PageToml};
pub use self::new_fixture::{NewFixture, slug};
use self::page_check::{Checked, check_page};
use self::plan::{Task, plan};
pub use self::report::{Fault, Finding, PageReport, Report, RuleWarning, Verdict};
pub use self::saved::{SavedPage, saved_pages};
use crate::extract::Explanation;
use crate::page::Page;
use crate::profile::{Profile, Profiles};

/// What to check, and against what.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// The folder of fixtures.
    pub fixtures: PathBuf,
    /// The folder the pages of external cases lie below; `None`: there is none, and those cases are skipped.
    pub pages: Option<PathBuf>,
    /// Write `expected.json` wherever it is missing or differs. Cases are never written.
    pub bless: bool,
    /// Check only these hosts. Empty: every profile that was read from a folder, or else every built-in one, and
    /// every fixture of theirs and of sites without a profile.
    pub hosts: Vec<String>,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A host was named that nothing is known about.
    #[error("{host}: no profile is for this host, and {} has no such folder", fixtures.display())]
    UnknownHost {
        /// The host, as given.
        host: String,
        /// The folder of fixtures.
        fixtures: PathBuf,
    },
    /// A folder that was named, or is needed, cannot be listed.
    #[error("{}: cannot be listed", path.display())]
    Unlistable {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
}

/// What is doubtful about a profile by itself, without any page.
#[must_use]
pub fn lint(profile: &Profile) -> Vec<RuleWarning> {
    lint::warnings(profile)
}

/// A rule of a profile, and whether it matches on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// The key, such as `strip.lines[2]`, counted from 1.
    pub key: String,
    /// Whether the page is of the rule's layout and the rule matches there, needed or not.
    pub is_there: bool,
}

/// Every rule of a profile, in order, and whether it matches on a page that the profile was seen to read so.
#[must_use]
pub fn matched(profile: &Profile, page: &Page, explanation: &Explanation) -> Vec<Matched> {
    dead_rules::matched(profile, page, explanation)
}

/// The stack of a checking thread: pages nest deeper than the standard library's 2 MiB has room for.
const STACK_BYTES: usize = 16 << 20;

/// Checks profiles and fixtures on all cores; writes nothing unless asked to bless.
pub fn run(profiles: &Profiles, options: &CheckOptions) -> Result<Report, CheckError> {
    let plan = plan(profiles, options)?;
    let checked = on_all_cores(&plan.tasks, |task| check_page(task, options));
    Ok(report::assemble(&plan, checked))
}

/// Maps tasks on as many threads as the machine runs at once; results keep the tasks' order.
fn on_all_cores<'a>(tasks: &[Task<'a>], check: impl Fn(&Task<'a>) -> Checked + Sync) -> Vec<Checked> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(tasks.len());
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(tasks.len()));
    let work = || {
        while let Some((index, task)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, tasks.get(i)?)))
        {
            let checked = check(task);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, checked));
        }
    };
    thread::scope(|scope| {
        let spawned = (0..threads)
            .filter(|_| thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work).is_ok())
            .count();
        if spawned == 0 {
            work();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, checked)| checked).collect()
}
