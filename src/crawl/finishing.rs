//! What a visit saw → the output files and the frontier, as one.

use super::CrawlError;
use super::frontier::{Archived, Claim, Completed, Finish, Found, Paced, UrlKind, Verdict, Watched};
use super::recorder::{Books, Ending, News, Recognised, Report};
use crate::extract::Explanation;
use crate::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage};
use crate::sink::Lengths;

/// A visited page, on its way into the books.
struct Page<'a> {
    attempts: u32,
    found: &'a [Found],
    pace: Option<Paced>,
    archived: Option<&'a Archived>,
    watched: Option<&'a Watched>,
    explanation: Option<Explanation>,
}

impl Books {
    /// Writes down what became of a claimed URL; what there is to tell, once that is there to stay.
    pub(super) fn finish(&mut self, claim: Claim, mut report: Report) -> Result<News, CrawlError> {
        if claim.revisit.is_some() {
            return self.finish_again(claim, report);
        }
        if !report.robots.is_empty() {
            self.store.hand_on(&claim, &report.robots)?;
        }
        let kept = self.keep(&report.packed, report.version.as_ref())?;
        if let Some(version) = &mut report.version {
            version.archived = kept.version_at;
        }
        let archived = kept.archived.as_ref();
        match report.ending {
            Ending::Page { outcome, recognised } => {
                let watched = self.watched_page(&claim, &outcome, report.version, report.attempts);
                let page = Page {
                    attempts: report.attempts,
                    found: &report.found,
                    pace: report.pace,
                    archived,
                    watched: watched.as_ref(),
                    explanation: report.explanation,
                };
                self.finish_page(claim, outcome, recognised, page)
            }
            Ending::Source { kind, listed } => {
                let watched = self.watched_source(report.version);
                let verdict = if listed.is_ok() { Verdict::SourceRead } else { Verdict::SourceFailed };
                let relisted = self.relisted(&report.found);
                let finish = Finish {
                    error: listed.as_ref().err().map(String::as_str),
                    archived,
                    watched: watched.as_ref(),
                    relisted: &relisted,
                    pace: report.pace,
                    ..finish(kind, verdict, report.attempts, &report.found, self.files.lengths())
                };
                let url = claim.url.clone();
                let Completed::Yes { new } = self.store.complete(claim, &finish)? else {
                    return Ok(News::None);
                };
                self.run.seen_before += (report.found.len() as u64).saturating_sub(new);
                Ok(News::Source { url, kind, listed, new })
            }
            // Nothing is asked whether it changed before it was fetched once.
            Ending::Unchanged { .. } => {
                self.store.release(claim);
                Ok(News::None)
            }
        }
    }

    /// Writes a page's lines and then commits them. Where that is refused because other workers were faster, they are taken
    /// back.
    fn finish_page(
        &mut self,
        mut claim: Claim,
        mut outcome: Outcome,
        mut recognised: Recognised,
        page: Page<'_>,
    ) -> Result<News, CrawlError> {
        loop {
            let before = self.files.lengths();
            (outcome, recognised) = self.once(outcome, recognised, page.attempts)?;
            // What is stored already, be it by another worker, is not watched as an article of ours.
            let watched = page.watched.filter(|watched| !watched.ages || !is_duplicate(&outcome));
            let lengths = self.files.write(&outcome, page.attempts)?;
            let finish = Finish {
                identities: &recognised.identities,
                error: error(&outcome),
                print: recognised.print,
                archived: page.archived,
                watched,
                pace: page.pace,
                ..finish(UrlKind::Page, verdict(&outcome), page.attempts, page.found, lengths)
            };
            match self.store.complete(claim, &finish)? {
                Completed::Yes { .. } => break,
                Completed::Lost => {
                    self.files.cut_back(before)?;
                    return Ok(News::None);
                }
                Completed::StoredElsewhere { claim: back } => {
                    self.files.cut_back(before)?;
                    claim = *back;
                }
            }
        }
        Ok(News::Page { outcome, explanation: page.explanation })
    }

    /// An article that is stored already under another URL becomes a duplicate; one with nearly the text of another
    /// says so.
    pub(super) fn once(
        &mut self,
        mut outcome: Outcome,
        recognised: Recognised,
        attempts: u32,
    ) -> Result<(Outcome, Recognised), CrawlError> {
        let Outcome::Article(article) = &mut outcome else { return Ok((outcome, recognised)) };
        let Some(stored) = self.store.stored_as(&recognised.identities)? else {
            if let Some(print) = recognised.print {
                article.duplicate_of = self.store.printed_as(print)?;
            }
            return Ok((outcome, recognised));
        };
        let duplicate = NoArticle {
            url: article.url.clone(),
            id: None,
            status: NoArticleStatus::Skipped,
            stage: Stage::Extract,
            reason: Reason::Duplicate,
            message: format!("the same article is stored already, as {stored}"),
            http_status: Some(200),
            retryable: false,
            attempts,
        };
        Ok((duplicate.into(), Recognised::default()))
    }
}

/// What is the same of most finished URLs.
pub(super) fn finish(
    kind: UrlKind,
    verdict: Verdict,
    attempts: u32,
    found: &[Found],
    lengths: Lengths,
) -> Finish<'_> {
    Finish {
        kind,
        verdict,
        attempts,
        found,
        identities: &[],
        lengths,
        print: None,
        pace: None,
        error: None,
        archived: None,
        watched: None,
        relisted: &[],
    }
}

/// Why a page failed, if it did.
pub(super) fn error(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::NoArticle(none) if none.status == NoArticleStatus::Failed => Some(&none.message),
        _ => None,
    }
}

fn is_duplicate(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NoArticle(none) if none.reason == Reason::Duplicate)
}

fn verdict(outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Article(_) => Verdict::Article,
        Outcome::NoArticle(none) => Verdict::NoArticle(none.status, none.reason),
    }
}
