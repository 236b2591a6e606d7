//! The one thread that writes: output files, then frontier, in that order.
//!
//! Everything here blocks, so it has a thread of its own, and the engine sends it orders. A finished page is
//! written to the files first and committed to the frontier then; what a kill leaves between the two is a torn
//! line, which the next run cuts off. After the first error nothing more is written: a later commit would count a
//! line that belongs to no finished page.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use url::Url;

use super::clock::Clock;
use super::fingerprint::Fingerprint;
use super::frontier::{
    Archived, Claim, Claims, Found, Limits, Paced, Store, UrlHash, UrlKind, Verdict, Version,
};
use super::schedule::Revisiting;
use super::summary::{self, Run};
use super::{CrawlError, Summary, Watch};
use crate::archive::{Packed, Volumes};
use crate::extract::Explanation;
use crate::fetch::RobotsCopy;
use crate::outcome::{NoArticle, Outcome};
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
    /// Its host's robots.txt, for whoever asks that host next.
    pub robots: Vec<RobotsCopy>,
    /// What was sent and received for it, for the archive.
    pub packed: Vec<Packed>,
    /// What a browser made of the page, for the archive.
    pub rendered: Option<Rendered>,
    /// Whether the page has scripts and hardly any text, so that a browser may make more of it.
    pub bare: bool,
    /// What its answer is recognised by, if it gave one and is to be asked again.
    pub version: Option<Version>,
}

/// A page as a browser made it.
#[derive(Clone, Debug)]
pub(super) struct Rendered {
    /// The address that answered.
    pub url: Url,
    /// When that was.
    pub at: Timestamp,
    /// Its document, as HTML in UTF-8.
    pub document: Bytes,
}

/// How a claimed URL ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// As a page.
    Page { outcome: Outcome, recognised: Recognised },
    /// As a feed or sitemap; with the number of URLs it lists, or why it could not be read.
    Source { kind: UrlKind, listed: Result<u64, String> },
    /// As before, when it was fetched last: by the server's word (status 304) or by its body.
    Unchanged { not_modified: bool },
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
    Release { claim: Claim, packed: Vec<Packed>, reply: oneshot::Sender<()> },
    Keep { reply: oneshot::Sender<()> },
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

    /// Puts a URL back as if it had never been claimed; but what was received for it is archived all the same.
    pub async fn release(&self, claim: Claim, packed: Vec<Packed>) -> Result<(), Closed> {
        self.ask(|reply| Order::Release { claim, packed, reply }).await
    }

    /// Keeps the hosts of what is being fetched for another term.
    pub async fn keep(&self) -> Result<(), Closed> {
        self.ask(|reply| Order::Keep { reply }).await
    }

    async fn ask<T>(&self, order: impl FnOnce(oneshot::Sender<T>) -> Order) -> Result<T, Closed> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).await.map_err(|_| Closed)?;
        answer.await.map_err(|_| Closed)
    }
}

/// What the thread works on.
pub(super) struct Books {
    pub store: Box<dyn Store>,
    pub files: CrawlFiles,
    pub archive: Option<Volumes>,
    pub limits: Limits,
    /// When to ask again, if at all.
    pub revisit: Option<Revisiting>,
    pub watch: Arc<dyn Watch>,
    pub run: Run,
    pub clock: Clock,
}

/// What was put into the archive.
#[derive(Default)]
pub(super) struct Kept {
    pub archived: Option<Archived>,
    /// The date of the record with the body of the version asked about, under its own address.
    pub version_at: Option<Timestamp>,
}

impl Books {
    /// Starts the thread.
    pub fn start(mut self) -> (Recorder, Recording) {
        let (orders, mut inbox) = mpsc::channel(BACKLOG);
        let recording = tokio::task::spawn_blocking(move || {
            while let Some(order) = inbox.blocking_recv() {
                self.obey(order)?;
            }
            self.store.recount()?;
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
        summary::of(&*self.store, self.limits, self.run)
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
                self.keep(&packed, None)?;
                self.store.snooze(claim, until, &why)?;
                let _ = reply.send(());
            }
            Order::Release { claim, packed, reply } => {
                self.keep(&packed, None)?;
                self.store.release(claim);
                let _ = reply.send(());
            }
            Order::Keep { reply } => {
                self.store.keep()?;
                let _ = reply.send(());
            }
        }
        Ok(())
    }

    /// Adds what was sent and received to the archive, a body that is there already as a repetition. It is there to stay
    /// once a finished page says how far the archive reaches.
    pub(super) fn keep(&mut self, packed: &[Packed], version: Option<&Version>) -> Result<Kept, CrawlError> {
        let Some(volumes) = self.archive.as_mut().filter(|_| !packed.is_empty()) else {
            return Ok(Kept::default());
        };
        let mut archived = Archived::default();
        let mut version_at = None;
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
            if version.is_some_and(|version| body == Some(&version.digest)) {
                let original = known.as_ref().unwrap_or(&packed.original);
                version_at = (original.url == packed.original.url).then_some(original.at);
            }
            if let (Some(body), None) = (body, known) {
                archived.bodies.push((*body, packed.original.clone()));
            }
        }
        Ok(Kept { archived: Some(archived), version_at })
    }

    pub(super) fn tell(&self, outcome: &Outcome) {
        self.watch.outcome(outcome);
        self.tell_counts();
    }

    pub(super) fn tell_counts(&self) {
        let summary = summary::counted(self.store.tally(), self.run);
        self.watch.finished(&summary, summary.waiting);
    }
}
