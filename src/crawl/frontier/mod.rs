//! The frontier: which URLs are known, which of them wait, and what became of the rest.
//!
//! It is kept so that a kill at any moment loses no URL and repeats none: a URL's mark as seen is never durable
//! before its place in a queue, what is being fetched is not stored at all (it still waits), and everything
//! about a finished page is one transaction. [`Store`] is what the engine sees of it; [`SqliteStore`] keeps it in
//! one file.

mod archived;
mod atom;
mod error;
mod filter;
mod finish;
mod hash;
mod hosts;
mod links;
mod lock;
mod open;
mod prints;
mod queue;
mod recent;
mod rehearsal;
mod rewind;
mod rows;
mod shape;
#[cfg(feature = "postgres")]
pub mod shared;
mod sqlite;
mod status;
mod tally;
mod term;
mod turn;
mod upgrade;
mod watched;

use std::time::Duration;

use jiff::Timestamp;

use crate::archive::{Digest, Original, Position};
use crate::article::PageTime;
use crate::canonical::{CanonicalUrl, HostKey};
use crate::crawl::fingerprint::Fingerprint;
use crate::fetch::RobotsCopy;
use crate::outcome::{NoArticleStatus, Reason};
use crate::sink::Lengths;

pub use error::{FrontierError, StateFault};
pub use hash::UrlHash;
pub use lock::FolderLock;
pub use rehearsal::Rehearsal;
pub use shape::Shape;
pub use sqlite::{ARCHIVE, FILE_NAME, SqliteStore};
pub use status::{HostStatus, status};
pub use tally::Tally;
pub use term::Term;
pub use watched::{Relisted, Revisit, Version, Watched};

/// What a queued URL is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UrlKind {
    /// An article, or links to articles.
    Page,
    /// An RSS, Atom or JSON feed.
    Feed,
    /// A sitemap or an index of sitemaps.
    Sitemap,
}

/// A URL that may enter the frontier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The URL.
    pub url: CanonicalUrl,
    /// What to read it for.
    pub kind: UrlKind,
    /// Links between a seed and this URL; a seed has 0.
    pub depth: u32,
    /// When the article was published, by the feed or sitemap that lists it.
    pub published: Option<PageTime>,
    /// When it was last changed, by the feed or sitemap that lists it.
    pub modified: Option<PageTime>,
}

/// How far a run goes. URLs beyond the first three limits stay in the frontier, for a run that goes further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Most links between a seed and a page.
    pub max_depth: Option<u32>,
    /// Most pages to fetch, those of earlier runs and those being fetched included.
    pub max_pages: Option<u64>,
    /// Most pages to fetch of one host.
    pub max_pages_per_host: Option<u64>,
    /// A page found by a link is not worth fetching once so many of its [`Shape`] on its host gave no article and led
    /// to none; with every article so many more are granted. `None` knows no traps.
    pub trap_after: Option<u64>,
    /// Ask what is watched again when its time comes, so that the run does not end by itself.
    pub revisit: bool,
}

/// One URL, taken for fetching. No other URL of its host is given out until the claim is completed, snoozed or
/// released.
#[derive(Debug)]
pub struct Claim {
    /// The URL.
    pub url: CanonicalUrl,
    /// What to read it for.
    pub kind: UrlKind,
    /// Links between a seed and this URL.
    pub depth: u32,
    /// When the article was published, by a feed or sitemap that lists it.
    pub published: Option<PageTime>,
    /// How often the host asked us to come back later with it.
    pub snoozes: u32,
    /// Whether the host's robots.txt has not been asked for sitemaps yet.
    pub new_host: bool,
    /// The shape of its address, if [`Limits::trap_after`] says that such pages lead nowhere.
    pub trap: Option<Shape>,
    /// What is known of it from an earlier visit; `None`: it was never fetched.
    pub revisit: Option<Box<Revisit>>,
    /// How long the host is ours, where others may get it afterwards.
    pub term: Option<Term>,
    /// What is known of the host from whoever had it before.
    pub arrival: Option<Box<Arrival>>,
    /// The number of the shape of the page that links to it.
    pub(crate) via: Option<i64>,
    /// Where it stands in the queue.
    pub(crate) place: Place,
}

/// What another process knew of a host that is asked by this one now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// How much longer than asked for its pauses are, because it laboured.
    pub strain: Duration,
    /// Its robots.txt.
    pub robots: Vec<RobotsCopy>,
}

/// A row's key in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub host: i64,
    pub priority: i64,
    pub ordinal: i64,
}

/// What [`Store::claim_hosts`] gives.
#[derive(Debug, Default)]
pub struct Claims {
    /// One URL each of different hosts.
    pub claims: Vec<Claim>,
    /// When the next host that waits may be asked; `None`: no other host has anything to claim.
    pub next_due: Option<Timestamp>,
    /// All seeds, where others added some to the crawl since the last claims.
    pub seeds: Vec<CanonicalUrl>,
}

/// What became of the attempt to write down what became of a claimed URL.
#[derive(Debug)]
pub enum Completed {
    /// It is written down, at once and for good; so many URLs it leads to were new.
    Yes {
        /// Their number.
        new: u64,
    },
    /// The host is another process's meanwhile, and the URL with it. Nothing is written down, and what was written to the
    /// output is to be taken back.
    Lost,
    /// Another process has stored the article meanwhile, under another URL. Nothing is written down yet.
    StoredElsewhere {
        /// The claim, which still holds.
        claim: Box<Claim>,
    },
}

/// Waiting pages that a run with a higher limit would fetch, each counted for the first limit that keeps it back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptBack {
    /// By [`Limits::max_depth`].
    pub too_deep: u64,
    /// By [`Limits::max_pages_per_host`].
    pub host_limit: u64,
    /// By [`Limits::max_pages`].
    pub page_limit: u64,
}

/// What became of a claimed URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A page that gave an article.
    Article,
    /// A page that gave none.
    NoArticle(NoArticleStatus, Reason),
    /// A feed or sitemap that was read.
    SourceRead,
    /// A feed or sitemap that could not be read.
    SourceFailed,
    /// A page that was fetched before and has changed: its article is written again, as the next revision.
    Revised,
    /// A URL that was fetched before and gives the output nothing new.
    Revisited,
}

/// Everything about a finished URL, for one transaction.
#[derive(Debug)]
pub struct Finish<'a> {
    /// What it turned out to be: a seed may be a feed.
    pub kind: UrlKind,
    /// What became of it.
    pub verdict: Verdict,
    /// How many requests it took.
    pub attempts: u32,
    /// Where it leads.
    pub found: &'a [Found],
    /// What a stored article is recognised by when it turns up under another URL; empty for all others.
    pub identities: &'a [UrlHash],
    /// The output files' lengths with this URL's lines in them.
    pub lengths: Lengths,
    /// What a stored article's text is recognised by when another URL has nearly the same.
    pub print: Option<Fingerprint>,
    /// How its host is paced from now on, where that is known.
    pub pace: Option<Paced>,
    /// Why it failed, if it did.
    pub error: Option<&'a str>,
    /// What was added to the archive for it, if something was.
    pub archived: Option<&'a Archived>,
    /// When to ask it again; `None`: never.
    pub watched: Option<&'a Watched>,
    /// The times by which it lists URLs that may be known.
    pub relisted: &'a [Relisted<'a>],
}

/// What was added to the archive.
#[derive(Clone, Debug, Default)]
pub struct Archived {
    /// How far the archive reaches now.
    pub end: Position,
    /// The bodies in it that were new.
    pub bodies: Vec<(Digest, Original)>,
}

/// How a host is paced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paced {
    /// The pause between two requests.
    pub pause: Duration,
    /// When it may be asked again.
    pub next_allowed: Timestamp,
    /// How much of the pause is because the host labours.
    pub strain: Duration,
}

/// Keeps the frontier. All calls block.
pub trait Store: Send {
    /// Remembers seeds, so that later runs know what the crawl is about.
    fn add_seeds(&mut self, seeds: &[CanonicalUrl]) -> Result<(), FrontierError>;

    /// The seeds of all runs.
    fn seeds(&self) -> Result<Vec<CanonicalUrl>, FrontierError>;

    /// Queues the URLs that were never seen before; says how many.
    fn add(&mut self, found: &[Found]) -> Result<u64, FrontierError>;

    /// Records what became of a text that is no URL, unless that was done before; says whether it is new. The
    /// lengths are those of the output files with its line in them.
    fn reject(&mut self, text: &str, verdict: Verdict, lengths: Lengths) -> Result<bool, FrontierError>;

    /// Whether a text was rejected before.
    fn is_rejected(&self, text: &str) -> Result<bool, FrontierError>;

    /// Takes the next URL of up to `most` hosts whose time has come, those that waited longest first.
    fn claim_hosts(&mut self, now: Timestamp, limits: Limits, most: usize) -> Result<Claims, FrontierError>;

    /// Takes the next URL of a host before its turn, if its time has come: whoever stays with a host can use its connection
    /// again.
    fn claim_next(
        &mut self,
        host: &HostKey,
        now: Timestamp,
        limits: Limits,
    ) -> Result<Option<Claim>, FrontierError> {
        let _ = (host, now, limits);
        Ok(None)
    }

    /// The URL under which an article with one of these identities is stored.
    fn stored_as(&self, identities: &[UrlHash]) -> Result<Option<String>, FrontierError>;

    /// The URL of the first article stored whose text is the same but for a few words.
    fn printed_as(&mut self, print: Fingerprint) -> Result<Option<String>, FrontierError>;

    /// Where the archive has a body already.
    fn archived_as(&self, body: &Digest) -> Result<Option<Original>, FrontierError>;

    /// From now on what is written down is there to stay only once [`Self::settle`] has returned: many small transactions
    /// become one. If one of the calls between the two fails, all of them have, and the store is of no more use.
    fn gather(&mut self) -> Result<(), FrontierError> {
        Ok(())
    }

    /// Makes all that was written down since [`Self::gather`] stay.
    fn settle(&mut self) -> Result<(), FrontierError> {
        Ok(())
    }

    /// Records what became of a claimed URL and where it leads.
    fn complete(&mut self, claim: Claim, finish: &Finish<'_>) -> Result<Completed, FrontierError>;

    /// How many of these URLs were never seen before.
    fn new_among(&self, found: &[Found]) -> Result<u64, FrontierError>;

    /// Watches feeds, sitemaps and seeds that runs finished which watched nothing, from `due` on, with that pause.
    fn watch_sources(&mut self, due: Timestamp, pause: Duration) -> Result<(), FrontierError>;

    /// Puts a claimed URL back, and asks its host for nothing before `until`, for the reason given.
    fn snooze(&mut self, claim: Claim, until: Timestamp, why: &str) -> Result<(), FrontierError>;

    /// Puts a claimed URL back as if it had never been claimed.
    fn release(&mut self, claim: Claim);

    /// Counts of what waits and what is finished.
    fn tally(&self) -> &Tally;

    /// Brings the counts up to date, where others add to them.
    fn recount(&mut self) -> Result<(), FrontierError> {
        Ok(())
    }

    /// How many waiting pages each limit keeps back.
    fn kept_back(&self, limits: Limits) -> Result<KeptBack, FrontierError>;

    /// The output files' lengths as committed: what they hold beyond is a torn line.
    fn lengths(&self) -> Lengths;

    /// How far the archive reaches, as committed.
    fn archive_end(&self) -> Position;

    /// URLs queued again when the state was opened, because the output files had lost their lines.
    fn rewound(&self) -> u64;

    /// Hands a claimed host's robots.txt on to whoever asks it next, where that may be another process.
    fn hand_on(&mut self, claim: &Claim, robots: &[RobotsCopy]) -> Result<(), FrontierError> {
        let _ = (claim, robots);
        Ok(())
    }

    /// Keeps the hosts of the claims that are out for another term, where others might get them.
    fn keep(&mut self) -> Result<(), FrontierError> {
        Ok(())
    }

    /// How often that is to be done; `None`: never.
    fn keep_every(&self) -> Option<Duration> {
        None
    }
}
