//! One page: extracted, and compared with its cases and its expected record.

use std::path::Path;

use super::dead_rules::{self, RuleHits};
use super::fixture::{self, PageToml, page_bytes};
use super::plan::{Task, TaskPage};
use super::report::{Fault, Finding, PageReport, Verdict};
use super::{CheckOptions, cases, expected};
use crate::extract;
use crate::outcome::{Outcome, one_line};
use crate::page::{Page, PageError, PageSource};
use crate::profile::Profile;

/// What was found on a page.
pub(super) struct Checked {
    pub report: PageReport,
    /// Which of the profile's rules matched; `None` if the page could not be read, or there is no profile.
    pub hits: Option<RuleHits>,
}

/// A page's bytes and what is known about it.
pub(super) struct Source {
    bytes: Vec<u8>,
    toml: PageToml,
}

/// Checks one page.
pub(super) fn check_page(task: &Task<'_>, options: &CheckOptions) -> Checked {
    let mut checking = Checking { task, findings: Vec::new(), blessed: false, hits: None };
    let verdict = match source(task, options) {
        Ok(None) => Verdict::Skipped,
        Ok(Some(source)) => {
            checking.page(&source, options);
            checking.verdict()
        }
        Err(message) => {
            checking.unusable("page", message);
            Verdict::Failed
        }
    };
    let Checking { findings, hits, .. } = checking;
    Checked {
        report: PageReport { host: task.host.clone(), page: task.page.name(), verdict, findings },
        hits,
    }
}

/// The page's bytes; nothing if it lies in a folder that is not here.
pub(super) fn source(task: &Task<'_>, options: &CheckOptions) -> Result<Option<Source>, String> {
    let (toml, path) = match &task.page {
        TaskPage::Fixture { slug, dir } if !dir.is_dir() => {
            return Err(format!("{}: there is no fixture `{slug}`", dir.display()));
        }
        TaskPage::Fixture { dir, .. } => {
            let toml = PageToml::read(&dir.join(fixture::ORIGIN)).map_err(|error| one_line(&error))?;
            (toml, dir.join(fixture::PAGE))
        }
        TaskPage::External { path, url } => match &options.pages {
            None => return Ok(None),
            Some(dir) => (PageToml::captured_at(url.clone()), dir.join(path)),
        },
    };
    let bytes = page_bytes(&path).map_err(|error| one_line(&error))?;
    Ok(Some(Source { bytes, toml }))
}

impl Source {
    /// The page, parsed.
    pub(super) fn page(&self, replacements: &[(String, String)]) -> Result<Page, PageError> {
        let fetched_at = self.toml.captured.as_ref().map(|day| format!("{day}T00:00:00Z"));
        let source = PageSource {
            url: &self.toml.url,
            final_url: &self.toml.url,
            bytes: &self.bytes,
            content_type: self.toml.content_type.as_deref(),
            fetched_at: fetched_at.as_deref(),
        };
        Page::parse_replaced(&source, replacements)
    }
}

/// One page being checked, and what was found so far.
struct Checking<'a> {
    task: &'a Task<'a>,
    findings: Vec<Finding>,
    blessed: bool,
    hits: Option<RuleHits>,
}

impl Checking<'_> {
    fn page(&mut self, source: &Source, options: &CheckOptions) {
        let url = &source.toml.url;
        self.address(source);
        let replacements = self.task.profile.map_or(&[][..], |profile| &profile.replace);
        let outcome = match source.page(replacements) {
            Err(error) => return self.unusable("page", one_line(&error)),
            Ok(page) => {
                let (extracted, explanation) =
                    extract::explain(&page, self.task.profile, extract::Options::default());
                self.hits = self.task.profile.map(|profile| dead_rules::hits(profile, &page, &explanation));
                extracted.map_or_else(|error| error.no_article(url.as_str(), None, 0).into(), Outcome::from)
            }
        };
        self.article_address(&outcome, source);
        self.cases(&outcome);
        if let TaskPage::Fixture { dir, .. } = &self.task.page {
            self.expected(&dir.join(fixture::EXPECTED), outcome, options.bless);
        }
    }

    /// A page of another host is never read by this profile, so what it gives here says nothing.
    fn address(&mut self, source: &Source) {
        let (Some(profile), Some(host)) = (self.task.profile, source.toml.url.host_str()) else { return };
        if !profile.covers(host) {
            self.unusable(
                "page",
                format!("its host {host} is not among the profile's: {}", profile.hosts.join(", ")),
            );
        }
    }

    /// An article whose address `urls.article` refuses is never read by a crawl.
    fn article_address(&mut self, outcome: &Outcome, source: &Source) {
        let refuses = |profile: &&Profile| !profile.urls.may_be_article(&source.toml.url);
        if matches!(outcome, Outcome::Article(_)) && self.task.profile.as_ref().is_some_and(refuses) {
            let message = format!("its path {} matches no pattern of `urls.article`", source.toml.url.path());
            self.unusable("page", message);
        }
    }

    fn cases(&mut self, outcome: &Outcome) {
        for (number, case) in &self.task.cases {
            let faults = match outcome {
                Outcome::Article(article) => cases::faults(case, article),
                Outcome::NoArticle(none) => vec![Fault::Unusable { message: none.message.clone() }],
            };
            let by = format!("case[{number}]");
            self.findings.extend(faults.into_iter().map(|fault| Finding { by: by.clone(), fault }));
        }
    }

    fn expected(&mut self, path: &Path, outcome: Outcome, bless: bool) {
        let outcome = expected::settled(outcome);
        let differs = match expected::compare(path, &outcome) {
            Ok(differences) if differences.is_empty() => return,
            Ok(differences) => differences.into_iter().map(Fault::Differs).collect(),
            Err(message) => vec![Fault::Unusable { message }],
        };
        if bless {
            match expected::write(path, &outcome) {
                Ok(()) => self.blessed = true,
                Err(message) => self.unusable(fixture::EXPECTED, message),
            }
            return;
        }
        let by = fixture::EXPECTED.to_owned();
        self.findings.extend(differs.into_iter().map(|fault| Finding { by: by.clone(), fault }));
    }

    fn unusable(&mut self, by: &str, message: String) {
        self.findings.push(Finding { by: by.to_owned(), fault: Fault::Unusable { message } });
    }

    fn verdict(&self) -> Verdict {
        match (self.findings.is_empty(), self.blessed) {
            (false, _) => Verdict::Failed,
            (true, true) => Verdict::Blessed,
            (true, false) => Verdict::Passed,
        }
    }
}
