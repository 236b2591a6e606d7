//! The one thread that writes: output files, then frontier, in that order.
//!
//! Everything here blocks, so it has a thread of its own, and the engine sends it orders. A finished page is
//! written to the files first and committed to the frontier then; what a kill leaves between the two is a torn
//! line, which the next run cuts off. After the first error nothing more is written: a later commit would count a
//! line that belongs to no finished page.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::fingerprint::Fingerprint;
use super::frontier::{
    Archived, Claim, Claims, Finish, Found, Limits, Paced, SqliteStore, Store, UrlHash, UrlKind, Verdict,
};
use super::{CrawlError, SourceReport, Summary, Watch, summary};
use crate::archive::{Packed, Volumes};
use crate::extract::Explanation;
use crate::outcome::{NoArticle, NoArticleStatus, Outcome, Reason, Stage};
use crate::sink::CrawlFiles;

/// How many orders may wait; senders wait beyond that.
const BACKLOG: usize = 64;

/// What became of a claimed URL, as it was read.
#[derive(Debug)]
pub(super) struct Report {
    pub ending: Ending,
    /// How many requests it took.
    pub attempts: u32,
    /// Where it leads.
    pub found: Vec<Found>,
    /// Which rule gave which field, if that was asked for.
    pub explanation: Option<Explanation>,
    /// How its host is paced now.
    pub pace: Option<Paced>,
    /// What was sent and received for it, for the archive.
    pub packed: Vec<Packed>,
}

/// How a claimed URL ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// As a page.
    Page { outcome: Outcome, recognised: Recognised },
    /// As a feed or sitemap; with the number of URLs it lists, or why it could not be read.
    Source { kind: UrlKind, listed: Result<u64, String> },
}

/// What an article is recognised by when it turns up again; nothing for all other pages.
#[derive(Debug, Default)]
pub(super) struct Recognised {
    /// Its addresses.
    pub identities: Vec<UrlHash>,
    /// Its text.
    pub print: Option<Fingerprint>,
}

enum Order {
    Claim { now: Timestamp, most: usize, reply: oneshot::Sender<Claims> },
    Finish { claim: Claim, report: Box<Report>, reply: oneshot::Sender<()> },
    Snooze { claim: Claim, until: Timestamp, why: String, packed: Vec<Packed>, reply: oneshot::Sender<()> },
}

/// Sends orders to the thread. Clones reach the same one.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    orders: mpsc::Sender<Order>,
}

/// The thread, once all its [`Recorder`]s are gone.
pub(super) type Recording = tokio::task::JoinHandle<Result<Summary, CrawlError>>;

/// Nothing is written any more; [`Recording`] says why.
#[derive(Debug)]
pub(super) struct Closed;

impl Recorder {
    pub async fn claim(&self, now: Timestamp, most: usize) -> Result<Claims, Closed> {
        self.ask(|reply| Order::Claim { now, most, reply }).await
    }

    /// Writes what became of a URL; returns when it is there to stay.
    pub async fn finish(&self, claim: Claim, report: Box<Report>) -> Result<(), Closed> {
        self.ask(|reply| Order::Finish { claim, report, reply }).await
    }

    /// Puts a URL off. What was received for it is archived all the same.
    pub async fn snooze(
        &self,
        claim: Claim,
        until: Timestamp,
        why: String,
        packed: Vec<Packed>,
    ) -> Result<(), Closed> {
        self.ask(|reply| Order::Snooze { claim, until, why, packed, reply }).await
    }

    async fn ask<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Result<T, Closed> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).await.map_err(|_| Closed)?;
        answer.await.map_err(|_| Closed)
    }
}

/// What the thread works on.
pub(super) struct Books {
    pub store: SqliteStore,
    pub files: CrawlFiles,
    pub archive: Option<Volumes>,
    pub limits: Limits,
    pub watch: Arc<dyn Watch>,
    /// Pages finished before this run.
    pub before: u64,
}

impl Books {
    /// Starts the thread.
    pub fn start(mut self) -> (Recorder, Recording) {
        let (orders, mut inbox) = mpsc::channel(BACKLOG);
        let recording = tokio::task::spawn_blocking(move || {
            while let Some(order) = inbox.blocking_recv() {
                self.obey(order)?;
            }
            self.summary()
        });
        (Recorder { orders }, recording)
    }

    /// Writes down a seed that is no URL, once.
    pub fn reject(&mut self, none: NoArticle) -> Result<(), CrawlError> {
        if self.store.is_rejected(&none.url)? {
            return Ok(());
        }
        let verdict = Verdict::NoArticle(none.status, none.reason);
        let (text, outcome) = (none.url.clone(), Outcome::from(none));
        let lengths = self.files.write(&outcome, 0)?;
        self.store.reject(&text, verdict, lengths)?;
        self.tell(&outcome);
        Ok(())
    }

    /// What stands in the books.
    pub fn summary(&self) -> Result<Summary, CrawlError> {
        summary::of(&self.store, self.limits, self.before)
    }

    fn obey(&mut self, order: Order) -> Result<(), CrawlError> {
        // Nobody waits for a reply any more once the engine has stopped at once; the work is done all the same.
        match order {
            Order::Claim { now, most, reply } => {
                let _ = reply.send(self.store.claim_hosts(now, self.limits, most)?);
            }
            Order::Finish { claim, report, reply } => {
                self.finish(claim, *report)?;
                let _ = reply.send(());
            }
            Order::Snooze { claim, until, why, packed, reply } => {
                self.keep(&packed)?;
                self.store.snooze(claim, until, &why)?;
                let _ = reply.send(());
            }
        }
        Ok(())
    }

    fn finish(&mut self, claim: Claim, report: Report) -> Result<(), CrawlError> {
        let (attempts, found, pace) = (report.attempts, report.found, report.pace);
        let archived = self.keep(&report.packed)?;
        let archived = archived.as_ref();
        match report.ending {
            Ending::Page { outcome, recognised } => {
                let (outcome, recognised) = self.once(outcome, recognised, attempts)?;
                let lengths = self.files.write(&outcome, attempts)?;
                let (found, identities, print) = (&found, &recognised.identities, recognised.print);
                let verdict = verdict(&outcome);
                let error = error(&outcome);
                let finish = Finish {
                    kind: UrlKind::Page,
                    verdict,
                    attempts,
                    found,
                    identities,
                    lengths,
                    pace,
                    error,
                    print,
                    archived,
                };
                self.store.complete(claim, &finish)?;
                if let (Outcome::Article(article), Some(explanation)) = (&outcome, &report.explanation) {
                    self.watch.explained(article, explanation);
                }
                self.tell(&outcome);
            }
            Ending::Source { kind, listed } => {
                let verdict = if listed.is_ok() { Verdict::SourceRead } else { Verdict::SourceFailed };
                let lengths = self.files.lengths();
                let error = listed.as_ref().err().map(String::as_str);
                let finish = Finish {
                    kind,
                    verdict,
                    attempts,
                    found: &found,
                    identities: &[],
                    lengths,
                    pace,
                    error,
                    print: None,
                    archived,
                };
                let url = claim.url.clone();
                self.store.complete(claim, &finish)?;
                self.watch.source(&SourceReport { url: url.as_str(), kind, listed: listed.as_ref() });
            }
        }
        Ok(())
    }

    /// Adds what was sent and received to the archive, a body that is there already as a repetition. It is there to stay
    /// once a finished page says how far the archive reaches.
    fn keep(&mut self, packed: &[Packed]) -> Result<Option<Archived>, CrawlError> {
        let Some(volumes) = self.archive.as_mut().filter(|_| !packed.is_empty()) else { return Ok(None) };
        let mut archived = Archived::default();
        for packed in packed {
            let body = packed.digest.as_ref();
            let just_now =
                |body| archived.bodies.iter().find(|(known, _)| known == body).map(|(_, it)| it.clone());
            let known = match body {
                Some(body) => {
                    just_now(body).map_or_else(|| self.store.archived_as(body), |it| Ok(Some(it)))?
                }
                None => None,
            };
            archived.end = volumes.add(&packed.records(known.as_ref()))?;
            if let (Some(body), None) = (body, known) {
                archived.bodies.push((*body, packed.original.clone()));
            }
        }
        Ok(Some(archived))
    }

    /// An article that is stored already under another URL becomes a duplicate; one with nearly the text of another
    /// says so.
    fn once(
        &self,
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

    fn tell(&self, outcome: &Outcome) {
        self.watch.outcome(outcome);
        let summary = summary::counted(self.store.tally(), self.before);
        self.watch.finished(&summary, summary.waiting);
    }
}

/// Why a page failed, if it did.
fn error(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::NoArticle(none) if none.status == NoArticleStatus::Failed => Some(&none.message),
        _ => None,
    }
}

fn verdict(outcome: &Outcome) -> Verdict {
    match outcome {
        Outcome::Article(_) => Verdict::Article,
        Outcome::NoArticle(none) => Verdict::NoArticle(none.status, none.reason),
    }
}
