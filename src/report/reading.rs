//! A crawl's folder, or one file of records → what the page tells.

use std::fs;
use std::path::Path;

use super::run::LastRun;
use super::speakers::Speakers;
use super::{Complain, Options, Part, PartState, Report, ReportError};
use crate::article::Article;
use crate::crawl::{frontier, status};
use crate::drift::{self, History};
use crate::outcome::{Outcome, OutcomeLine, OutcomeStatus, one_line};
use crate::sink::{self, ARTICLES, OUTCOMES, SinkError};

/// The file in a crawl's folder where the report of its last run is looked for.
pub(super) const RUN: &str = "report.json";

type Lines = Box<dyn Iterator<Item = Result<OutcomeLine, SinkError>>>;

/// What is counted while records pass.
struct Counting<'a> {
    report: Report,
    speakers: Speakers,
    most_listed: usize,
    complain: Complain<'a>,
}

/// Reads a folder or a file.
pub(super) fn read(from: &Path, options: &Options, complain: Complain<'_>) -> Result<Report, ReportError> {
    let report = Report::empty(from, options);
    let speakers = Speakers::default();
    let mut counting = Counting { report, speakers, most_listed: options.articles, complain };
    if from.is_dir() {
        counting.folder(from)?;
    } else {
        counting.file(from)?;
    }
    counting.run_report(from, options);
    counting.report.timeline.end();
    counting.report.speakers = counting.speakers.most_quoted();
    Ok(counting.report)
}

impl Counting<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), ReportError> {
        let (articles, outcomes) = (folder.join(ARTICLES), folder.join(OUTCOMES));
        if !articles.exists() && !outcomes.exists() {
            return Err(ReportError::NoCrawl { folder: folder.to_owned() });
        }
        let mut lines = if outcomes.exists() {
            self.part(OUTCOMES, PartState::Read);
            Some(sink::outcome_lines(&outcomes)?)
        } else {
            self.part(OUTCOMES, PartState::Missing);
            None
        };
        if articles.exists() {
            self.part(ARTICLES, PartState::Read);
            for record in sink::records(&articles)? {
                self.record_beside(record, lines.as_mut())?;
            }
        } else {
            self.part(ARTICLES, PartState::Missing);
        }
        if let Some(lines) = &mut lines {
            while self.next_outcome(lines)?.is_some() {}
        }
        self.state(folder);
        self.history(folder);
        Ok(())
    }

    /// Takes one line of the articles, and the outcomes that were written before it and with it.
    fn record_beside(
        &mut self,
        record: Result<Outcome, SinkError>,
        lines: Option<&mut Lines>,
    ) -> Result<(), ReportError> {
        let article = match record {
            Ok(Outcome::Article(article)) => Some(article),
            Ok(Outcome::NoArticle(none)) => {
                if lines.is_none() {
                    self.finished(&OutcomeLine::from(&none));
                }
                return Ok(());
            }
            Err(error @ SinkError::Record { .. }) => {
                self.broken(&error);
                None
            }
            Err(error) => return Err(error.into()),
        };
        // A further revision has no outcome of its own.
        let is_first = article.as_ref().is_none_or(|article| article.revision == 1);
        match lines {
            Some(lines) if is_first => {
                while self.next_outcome(lines)?.is_some_and(|status| status != OutcomeStatus::Article) {}
            }
            Some(_) => {}
            None => {
                if let Some(article) = article.as_ref().filter(|article| article.revision == 1) {
                    self.finished(&OutcomeLine::article(&article.url, 0));
                }
            }
        }
        if let Some(article) = article {
            self.article(&article)?;
        }
        Ok(())
    }

    fn next_outcome(&mut self, lines: &mut Lines) -> Result<Option<OutcomeStatus>, ReportError> {
        loop {
            match lines.next() {
                None => return Ok(None),
                Some(Ok(line)) => {
                    self.finished(&line);
                    return Ok(Some(line.status));
                }
                Some(Err(error @ SinkError::OutcomeLine { .. })) => self.broken(&error),
                Some(Err(error)) => return Err(error.into()),
            }
        }
    }

    /// Takes a file that holds records of all kinds.
    fn file(&mut self, file: &Path) -> Result<(), ReportError> {
        for record in sink::records(file)? {
            self.record_beside(record, None)?;
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.part(&name, PartState::Read);
        if self.report.outcomes.reasons.is_empty() {
            self.part(OUTCOMES, PartState::Missing);
        }
        self.part(frontier::FILE_NAME, PartState::Missing);
        self.part(drift::FILE_NAME, PartState::Missing);
        Ok(())
    }

    fn finished(&mut self, line: &OutcomeLine) {
        self.report.outcomes.add(line);
        self.report.timeline.finished(line.status == OutcomeStatus::Article);
    }

    fn article(&mut self, article: &Article) -> Result<(), ReportError> {
        self.report.records.add(article);
        self.report.listing.add(article, self.most_listed)?;
        if article.revision == 1 {
            self.speakers.count(&article.quotes, 0.0);
            if let Some(time) = article.fetched_at.as_deref().and_then(|time| time.parse().ok()) {
                self.report.timeline.reached(time);
            }
        }
        Ok(())
    }

    fn state(&mut self, folder: &Path) {
        if !folder.join(frontier::FILE_NAME).exists() {
            return self.part(frontier::FILE_NAME, PartState::Missing);
        }
        match status(folder) {
            Ok(hosts) => {
                self.report.hosts = Some(hosts);
                self.part(frontier::FILE_NAME, PartState::Read);
            }
            Err(error) => self.unreadable(frontier::FILE_NAME, &error),
        }
    }

    fn history(&mut self, folder: &Path) {
        let path = folder.join(drift::FILE_NAME);
        if !path.exists() {
            return self.part(drift::FILE_NAME, PartState::Missing);
        }
        let text = fs::read_to_string(&path).map_err(|cause| ReportError::Part { path: path.clone(), cause });
        let history = text.and_then(|text| {
            History::parse(&text).map_err(|cause| ReportError::History { path: path.clone(), cause })
        });
        match history {
            Ok(history) => {
                self.report.history = Some(history);
                self.part(drift::FILE_NAME, PartState::Read);
            }
            Err(error) => self.unreadable(drift::FILE_NAME, &error),
        }
    }

    fn run_report(&mut self, from: &Path, options: &Options) {
        let default = from.is_dir().then(|| from.join(RUN)).filter(|path| path.exists());
        let Some(path) = options.run.clone().or(default) else {
            return self.part(RUN, PartState::Missing);
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read(&path).map_err(|cause| ReportError::Part { path: path.clone(), cause });
        let run = text.and_then(|text| {
            serde_json::from_slice::<LastRun>(&text).map_err(|cause| ReportError::Run { path, cause })
        });
        match run {
            Ok(run) => {
                self.report.run = Some(run);
                self.part(&name, PartState::Read);
            }
            Err(error) => self.unreadable(&name, &error),
        }
    }

    fn part(&mut self, file: &str, state: PartState) {
        self.report.parts.push(Part { file: file.to_owned(), state });
    }

    fn unreadable(&mut self, file: &str, error: &(dyn std::error::Error + 'static)) {
        (self.complain)(error);
        self.part(file, PartState::Unreadable(one_line(error)));
    }

    fn broken(&mut self, error: &SinkError) {
        (self.complain)(error);
        self.report.broken_lines += 1;
    }
}
