//! The one place that writes: output files, then frontier, in that order.
//!
//! Everything here blocks, so it is done off the runtime's own threads, one order after the other. A finished page is
//! written to the files first and committed to the frontier then; what a kill leaves between the two is a torn
//! line, which the next run cuts off. After the first error nothing more is written: a later commit would count a
//! line that belongs to no finished page.
//!
//! What comes while it works is committed together, and told afterwards ([`News`]).

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use url::Url;

use super::clock::Clock;
use super::fingerprint::Fingerprint;
use super::frontier::{
    Archived, Claim, Claims, Found, Limits, Paced, Store, UrlHash, UrlKind, Verdict, Version,
};
use super::revisiting::Gave;
use super::schedule::Revisiting;
use super::summary::{self, Run};
use super::{CrawlError, RevisitReport, SourceReport, Summary, Watch};
use crate::archive::{Packed, Volumes};
use crate::canonical::CanonicalUrl;
use crate::extract::Explanation;
use crate::fetch::RobotsCopy;
use crate::outcome::{NoArticle, Outcome};
use crate::sink::CrawlFiles;

/// How many orders may wait; senders wait beyond that.
const BACKLOG: usize = 64;

/// How many finished URLs are committed together, at most: their hosts wait for it.
const GATHERED: usize = 16;

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
#[derive(Clone, Debug, Default)]
pub(super) struct Recognised {
    /// Its addresses.
    pub identities: Vec<UrlHash>,
    /// Its text.
    pub print: Option<Fingerprint>,
}

enum Order {
    Claim {
        now: Timestamp,
        most: usize,
        reply: oneshot::Sender<Claims>,
    },
    Finish {
        claim: Claim,
        report: Box<Report>,
        stays: Option<Timestamp>,
        reply: oneshot::Sender<Option<Claim>>,
    },
    Snooze {
        claim: Claim,
        until: Timestamp,
        why: String,
        packed: Vec<Packed>,
        reply: oneshot::Sender<()>,
    },
    Release {
        claim: Claim,
        packed: Vec<Packed>,
        reply: oneshot::Sender<()>,
    },
    Keep {
        reply: oneshot::Sender<()>,
    },
}

/// An order that was obeyed, to be answered once that is there to stay.
struct Obeyed {
    reply: Reply,
    news: News,
}

/// Who waits to hear that.
enum Reply {
    Done(oneshot::Sender<()>),
    /// And for the next URL of that host.
    Next(oneshot::Sender<Option<Claim>>, Box<Option<Claim>>),
}

/// What is told once it is there to stay.
pub(super) enum News {
    /// What became of a page.
    Page { outcome: Outcome, explanation: Option<Explanation> },
    /// A feed or sitemap was read, or could not be.
    Source { url: CanonicalUrl, kind: UrlKind, listed: Result<u64, String>, new: u64 },
    /// A URL was asked again.
    Again { url: CanonicalUrl, kind: UrlKind, gave: Gave, again_in: Option<Duration> },
    /// Nothing that anybody would like to know.
    None,
}

/// Sends orders. Clones send them to the same books.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    orders: mpsc::Sender<Order>,
}

/// What the books say in the end, once all [`Recorder`]s are gone.
pub(super) type Recording = tokio::task::JoinHandle<Result<Summary, CrawlError>>;

/// Nothing is written any more; [`Recording`] says why.
#[derive(Debug)]
pub(super) struct Closed;

impl Recorder {
    pub async fn claim(&self, now: Timestamp, most: usize) -> Result<Claims, Closed> {
        self.ask(|reply| Order::Claim { now, most, reply }).await
    }

    /// Writes what became of a URL; returns when it is there to stay. Claims the next URL of its host, if that may be asked
    /// at the time given.
    pub async fn finish(
        &self,
        claim: Claim,
        report: Box<Report>,
        stays: Option<Timestamp>,
    ) -> Result<Option<Claim>, Closed> {
        self.ask(|reply| Order::Finish { claim, report, stays, reply }).await
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

/// What is written in, by one at a time.
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
    /// Starts to take orders.
    pub fn start(self) -> (Recorder, Recording) {
        let (orders, inbox) = mpsc::channel(BACKLOG);
        (Recorder { orders }, tokio::spawn(self.keep_on(inbox)))
    }

    /// Obeys until nobody can order any more. Each time it has work it takes a thread that may wait for the disk, and none in
    /// between.
    async fn keep_on(mut self, mut inbox: mpsc::Receiver<Order>) -> Result<Summary, CrawlError> {
        while let Some(order) = inbox.recv().await {
            (self, inbox) = off_the_runtime(move || {
                self.obey_all(order, &mut inbox)?;
                Ok((self, inbox))
            })
            .await?;
        }
        off_the_runtime(move || {
            self.store.recount()?;
            self.summary()
        })
        .await
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
        self.tell(News::Page { outcome, explanation: None });
        Ok(())
    }

    /// What stands in the books.
    pub fn summary(&self) -> Result<Summary, CrawlError> {
        summary::of(&*self.store, self.limits, self.run)
    }

    /// Obeys an order and those that come meanwhile, has all of it stay, and says so then.
    fn obey_all(&mut self, order: Order, inbox: &mut mpsc::Receiver<Order>) -> Result<(), CrawlError> {
        self.store.gather()?;
        let mut obeyed = Vec::new();
        obeyed.extend(self.obey(order)?);
        while obeyed.len() < GATHERED
            && let Some(order) = soon(inbox)
        {
            obeyed.extend(self.obey(order)?);
        }
        self.store.settle()?;
        for Obeyed { reply, news } in obeyed {
            self.tell(news);
            // Nobody waits for a reply any more once the engine has stopped at once; the work is done all the same.
            match reply {
                Reply::Done(reply) => drop(reply.send(())),
                Reply::Next(reply, next) => drop(reply.send(*next)),
            }
        }
        Ok(())
    }

    /// Obeys an order, but for the reply where it must not come before all is there to stay.
    fn obey(&mut self, order: Order) -> Result<Option<Obeyed>, CrawlError> {
        let (news, reply) = match order {
            Order::Finish { claim, report, stays, reply } => {
                let host = claim.url.host();
                let news = self.finish(claim, *report)?;
                let next = stays.map(|now| self.store.claim_next(&host, now, self.limits));
                let reply = Reply::Next(reply, Box::new(next.transpose()?.flatten()));
                return Ok(Some(Obeyed { reply, news }));
            }
            Order::Claim { now, most, reply } => {
                // What is claimed is not stored.
                let _ = reply.send(self.store.claim_hosts(now, self.limits, most)?);
                return Ok(None);
            }
            Order::Snooze { claim, until, why, packed, reply } => {
                self.keep(&packed, None)?;
                self.store.snooze(claim, until, &why)?;
                (News::None, reply)
            }
            Order::Release { claim, packed, reply } => {
                self.keep(&packed, None)?;
                self.store.release(claim);
                (News::None, reply)
            }
            Order::Keep { reply } => {
                self.store.keep()?;
                (News::None, reply)
            }
        };
        Ok(Some(Obeyed { reply: Reply::Done(reply), news }))
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

    /// Tells what is there to stay.
    fn tell(&self, news: News) {
        match news {
            News::None => return,
            News::Source { url, kind, listed, new } => {
                let listed = listed.as_ref();
                return self.watch.source(&SourceReport { url: url.as_str(), kind, listed, new });
            }
            News::Page { outcome, explanation } => {
                if let (Outcome::Article(article), Some(explanation)) = (&outcome, &explanation) {
                    self.watch.explained(article, explanation);
                }
                self.watch.outcome(&outcome);
            }
            News::Again { url, kind, gave, again_in } => {
                self.watch.revisited(&RevisitReport {
                    url: url.as_str(),
                    kind,
                    gave: gave.shown(),
                    again_in,
                });
            }
        }
        let summary = summary::counted(self.store.tally(), self.run);
        self.watch.finished(&summary, summary.waiting);
    }
}

/// Does work that may take its time where nobody else waits for their turn.
async fn off_the_runtime<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CrawlError> + Send + 'static,
) -> Result<T, CrawlError> {
    tokio::task::spawn_blocking(work).await.map_err(CrawlError::BrokenOff)?
}

/// The next order, if there is one or there will be once whoever else has work has had a turn. On an idle machine that is
/// now, so that nobody waits for the sake of order.
fn soon(inbox: &mut mpsc::Receiver<Order>) -> Option<Order> {
    inbox.try_recv().ok().or_else(|| {
        std::thread::yield_now();
        inbox.try_recv().ok()
    })
}
