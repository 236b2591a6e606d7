//! What a check found.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::dead_rules;
use super::difference::Difference;
use super::lint;
use super::page_check::Checked;
use super::plan::Plan;

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One entry for each page, by host.
    pub pages: Vec<PageReport>,
    /// What is no failure but should be looked at.
    pub warnings: Vec<RuleWarning>,
}

/// What was found on one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageReport {
    /// The profile's main host, or the fixture's folder where there is no profile.
    pub host: String,
    /// The fixture's slug, or the captured page's path.
    pub page: String,
    /// What became of it.
    pub verdict: Verdict,
    /// Why it failed; empty otherwise.
    pub findings: Vec<Finding>,
}

/// What became of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// All is as expected.
    Passed,
    /// Something is not as expected.
    Failed,
    /// The expected record was written anew, and no case failed.
    Blessed,
    /// A captured page, and the folder of those is not here.
    Skipped,
}

/// One thing that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Who expected it: `expected.json`, or a case by its number such as `case[2]`; `page` if it is no page for us.
    pub by: String,
    /// What is wrong.
    #[serde(flatten)]
    pub fault: Fault,
}

/// What is not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fault {
    /// A field has another value.
    Differs(Difference),
    /// A phrase is not in the body.
    Missing {
        /// The phrase.
        phrase: String,
    },
    /// A phrase is where it must not be.
    Unwanted {
        /// The phrase.
        phrase: String,
        /// Where.
        field: String,
    },
    /// Nothing could be compared.
    Unusable {
        /// Why, and what to do.
        message: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs(difference) => difference.fmt(f),
            Self::Missing { phrase } => write!(f, "body: lacks `{phrase}`"),
            Self::Unwanted { phrase, field } => write!(f, "{field}: contains `{phrase}`"),
            Self::Unusable { message } => f.write_str(message),
        }
    }
}

/// Something about a profile that is no failure but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleWarning {
    /// The profile's main host.
    pub host: String,
    /// The key, such as `strip.lines[2]`, counted from 1.
    pub key: String,
    /// What is the matter.
    pub message: String,
}

impl Report {
    /// How many pages have that verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.pages.iter().filter(|page| page.verdict == verdict).count()
    }

    /// Whether no page failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.count(Verdict::Failed) == 0
    }
}

/// Puts together what was found on each page, and which rules matched on none.
pub(super) fn assemble(plan: &Plan<'_>, checked: Vec<Checked>) -> Report {
    let mut by_host: BTreeMap<&str, Vec<&Checked>> = BTreeMap::new();
    for (task, checked) in plan.tasks.iter().zip(&checked) {
        by_host.entry(&task.host).or_default().push(checked);
    }
    let pages_of = |host: &str| by_host.get(host).map_or(&[][..], Vec::as_slice);
    let warnings = plan.profiles.iter().flat_map(|profile| {
        let of_pages = dead_rules::warnings(profile, pages_of(&profile.host));
        lint::warnings(profile).into_iter().chain(of_pages)
    });
    let unverified = plan.profiles.iter().filter(|profile| profile.unverified);
    let unverified = unverified.map(|profile| unverified_warning(plan, &checked, &profile.host));
    Report {
        warnings: unverified.chain(warnings).collect(),
        pages: checked.into_iter().map(|checked| checked.report).collect(),
    }
}

/// What is missing for an imported profile to be trusted: a case that passes, or only that somebody says so.
fn unverified_warning(plan: &Plan<'_>, checked: &[Checked], host: &str) -> RuleWarning {
    let proved = plan.tasks.iter().zip(checked).any(|(task, checked)| {
        task.host == host && !task.cases.is_empty() && checked.report.verdict == Verdict::Passed
    });
    let message = if proved {
        "a case passes: delete this key"
    } else {
        "nobody has seen it work: no case of it passes"
    };
    RuleWarning { host: host.to_owned(), key: "unverified".to_owned(), message: message.to_owned() }
}
