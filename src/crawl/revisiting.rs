//! What becomes of a URL that was fetched before: news, a further revision, or nothing; and when it is asked again.

use std::time::Duration;

use super::CrawlError;
use super::finishing::{error, finish};
use super::frontier::{Claim, Found, Relisted, Revisit, UrlKind, Verdict, Version, Watched};
use super::recorder::{Books, Ending, News, Recognised, Report};
use super::schedule::{Revisiting, Yield, earliest, later, latest, since};
use crate::article::{Article, Change};
use crate::outcome::{NoArticleStatus, Outcome};

/// What became of a URL that was asked again.
#[derive(Clone, Copy, Debug)]
pub struct RevisitReport<'a> {
    /// Its URL.
    pub url: &'a str,
    /// What it is.
    pub kind: UrlKind,
    /// What it gave.
    pub gave: Revisited<'a>,
    /// How long until it is asked again; `None`: never.
    pub again_in: Option<Duration>,
}

/// What a URL gave that was asked again.
#[derive(Clone, Copy, Debug)]
pub enum Revisited<'a> {
    /// The article has changed, and is written as its next revision; or it could not be had until now, and is written as its
    /// first.
    Revised(&'a Article),
    /// It leads to so many URLs that were not known, or says of known ones that they have changed.
    News(u64),
    /// Nothing has changed.
    Unchanged {
        /// Whether the server said so itself (status 304).
        not_modified: bool,
    },
    /// It could not be had, or gives no article any more, for this reason.
    Failed(&'a str),
}

/// What a visit turned out to be.
pub(super) enum Gave {
    Revised(Box<Article>),
    News(u64),
    Unchanged { not_modified: bool },
    Failed(String),
}

impl Books {
    /// Writes down what became of a URL that was fetched before.
    pub(super) fn finish_again(&mut self, claim: Claim, mut report: Report) -> Result<News, CrawlError> {
        let (Some(revisit), Some(schedule)) = (claim.revisit.clone(), self.revisit) else {
            return Ok(News::None);
        };
        let kept = self.keep(&report.packed, report.version.as_ref())?;
        if let Some(version) = &mut report.version {
            version.archived = kept.version_at;
        }
        let recognised = match &mut report.ending {
            Ending::Page { recognised, .. } => std::mem::take(recognised),
            _ => Recognised::default(),
        };
        let kind = match report.ending {
            Ending::Source { kind, .. } => kind,
            _ => claim.kind,
        };
        let new = self.store.new_among(&report.found)?;
        let failure = match &report.ending {
            Ending::Page { outcome, .. } => error(outcome).map(str::to_owned),
            _ => None,
        };
        let settled = is_settled(&claim, &revisit, &report.ending);
        let news = Self::news(&revisit, &report.found, new);
        let late = revisit.gave_nothing() && matches!(&report.ending, Ending::Page { .. });
        let gave = match report.ending {
            Ending::Page { outcome: Outcome::Article(article), .. } if late => {
                self.first(article, &recognised, report.attempts)?.unwrap_or(news)
            }
            ending => self.gave(&claim, &revisit, ending, news)?,
        };
        let watched = self.again(schedule, &revisit, &gave, report.version).filter(|_| !settled);
        let lengths = match &gave {
            Gave::Revised(article) => self.files.write_revision(article)?,
            _ => self.files.lengths(),
        };
        let verdict = if matches!(gave, Gave::Revised(_)) { Verdict::Revised } else { Verdict::Revisited };
        let relisted = self.relisted(&report.found);
        let finish = super::frontier::Finish {
            identities: if verdict == Verdict::Revised { &recognised.identities } else { &[] },
            print: recognised.print.filter(|_| late && verdict == Verdict::Revised),
            error: failure.as_deref(),
            archived: kept.archived.as_ref(),
            watched: watched.as_ref(),
            relisted: &relisted,
            pace: report.pace,
            ..finish(kind, verdict, report.attempts, &report.found, lengths)
        };
        let url = claim.url.clone();
        self.store.complete(claim, &finish)?;
        self.run.seen_before += (report.found.len() as u64).saturating_sub(new);
        let again_in = watched.map(|watched| watched.pause);
        self.count_again(&gave);
        Ok(News::Again { url, kind, gave, again_in })
    }

    /// What the URLs say that the visit found, so many of which are new.
    fn news(revisit: &Revisit, found: &[Found], new: u64) -> Gave {
        let updated = found.iter().filter_map(|found| earliest(found.modified?));
        let updated = updated.filter(|time| *time > revisit.watched.checked).count() as u64;
        match new.max(updated) {
            0 => Gave::Unchanged { not_modified: false },
            news => Gave::News(news),
        }
    }

    /// What the visit gave, if it is not an article that could not be had before.
    fn gave(
        &mut self,
        claim: &Claim,
        revisit: &Revisit,
        ending: Ending,
        news: Gave,
    ) -> Result<Gave, CrawlError> {
        Ok(match ending {
            Ending::Unchanged { not_modified } => Gave::Unchanged { not_modified },
            Ending::Source { listed: Err(why), .. } => Gave::Failed(why),
            Ending::Source { .. } => news,
            Ending::Page { outcome: Outcome::Article(article), .. } => match revisit.line {
                Some(line) => self.revised(line, article)?.unwrap_or(news),
                None => news,
            },
            Ending::Page { outcome: Outcome::NoArticle(none), .. } => {
                let gave_none_before = revisit.line.is_none() && none.status == NoArticleStatus::Skipped;
                if gave_none_before && claim.depth == 0 { news } else { Gave::Failed(none.message) }
            }
        })
    }

    /// The article as its own first revision, if it is not stored already under another URL.
    fn first(
        &mut self,
        article: Box<Article>,
        recognised: &Recognised,
        attempts: u32,
    ) -> Result<Option<Gave>, CrawlError> {
        let (outcome, _) = self.once(Outcome::Article(article), recognised.clone(), attempts)?;
        Ok(match outcome {
            Outcome::Article(article) => Some(Gave::Revised(article)),
            Outcome::NoArticle(_) => None,
        })
    }

    /// The article as the next revision, if it says anything new.
    fn revised(&mut self, line: (u64, u64), mut article: Box<Article>) -> Result<Option<Gave>, CrawlError> {
        let Some(before) = self.files.read_article(line)? else {
            let why = format!("the record of {} is no longer where it was written", article.url);
            return Ok(Some(Gave::Failed(why)));
        };
        let change = Change::between(&before, &article);
        if !change.is_news {
            return Ok(None);
        }
        article.duplicate_of = before.duplicate_of;
        article.revision = before.revision.saturating_add(1);
        article.changed = change.fields.into_iter().map(str::to_owned).collect();
        article.similarity = Some(change.similarity);
        Ok(Some(Gave::Revised(article)))
    }

    /// When to ask again after a visit.
    fn again(
        &self,
        schedule: Revisiting,
        revisit: &Revisit,
        gave: &Gave,
        version: Option<Version>,
    ) -> Option<Watched> {
        let (before, now) = (&revisit.watched, self.clock.now());
        let changed = match gave {
            Gave::Revised(_) => now,
            Gave::News(_) if !before.ages => now,
            _ => before.changed,
        };
        let pause = match gave {
            Gave::Failed(_) => (!before.ages || schedule.wants(changed, now))
                .then(|| schedule.next(before.pause, Yield::Failure)),
            _ if before.ages => schedule.of_article(since(changed, now)),
            Gave::Revised(_) | Gave::News(_) => Some(schedule.next(before.pause, Yield::News)),
            Gave::Unchanged { .. } => Some(schedule.next(before.pause, Yield::Nothing)),
        }?;
        let version = match gave {
            Gave::Failed(_) => before.version.clone(),
            _ => version.or_else(|| before.version.clone()),
        };
        Some(Watched { ages: before.ages, due: later(now, pause), pause, changed, checked: now, version })
    }

    /// When to ask a feed or sitemap for the second time.
    pub(super) fn watched_source(&self, version: Option<Version>) -> Option<Watched> {
        let schedule = self.revisit?;
        let (now, pause) = (self.clock.now(), schedule.first());
        Some(Watched { ages: false, due: later(now, pause), pause, changed: now, checked: now, version })
    }

    /// When to ask a page for the second time, if at all: seeds, articles that are young, and what could not be had for a
    /// reason that passes.
    pub(super) fn watched_page(
        &self,
        claim: &Claim,
        outcome: &Outcome,
        version: Option<Version>,
        attempts: u32,
    ) -> Option<Watched> {
        let passes = is_passing(outcome);
        let schedule = self.revisit.filter(|_| attempts > 0 || passes)?;
        if claim.depth == 0 {
            return self.watched_source(version);
        }
        let now = self.clock.now();
        let changed = match outcome {
            Outcome::Article(article) => {
                article.date_published.map_or(now, |published| latest(published, now))
            }
            Outcome::NoArticle(_) if passes => now,
            Outcome::NoArticle(_) => return None,
        };
        let pause = schedule.of_article(since(changed, now))?;
        Some(Watched { ages: true, due: later(now, pause), pause, changed, checked: now, version })
    }

    /// The URLs that a feed or sitemap lists with a time that is not long ago.
    pub(super) fn relisted<'a>(&self, found: &'a [Found]) -> Vec<Relisted<'a>> {
        let Some(schedule) = self.revisit else { return Vec::new() };
        let now = self.clock.now();
        let listed = found.iter().filter_map(|found| {
            let times = [found.published, found.modified].into_iter().flatten();
            let changed = times.map(|time| latest(time, now)).max()?;
            let modified = found.modified.and_then(earliest).filter(|time| *time <= now);
            Some(Relisted { found, changed, modified })
        });
        listed.filter(|listed| schedule.wants(listed.changed, now)).collect()
    }

    fn count_again(&mut self, gave: &Gave) {
        self.run.revisits += 1;
        match *gave {
            Gave::Revised(_) | Gave::News(_) => {}
            Gave::Unchanged { not_modified } => {
                self.run.unchanged += 1;
                self.run.not_modified += u64::from(not_modified);
            }
            Gave::Failed(_) => self.run.revisits_failed += 1,
        }
    }
}

impl Gave {
    pub(super) fn shown(&self) -> Revisited<'_> {
        match self {
            Self::Revised(article) => Revisited::Revised(article),
            Self::News(count) => Revisited::News(*count),
            &Self::Unchanged { not_modified } => Revisited::Unchanged { not_modified },
            Self::Failed(why) => Revisited::Failed(why),
        }
    }
}

/// Whether the page is not to be asked again: it is gone for good, by its server's word; or it was asked again only because it
/// could not be had, and now it is known that it gives no article.
fn is_settled(claim: &Claim, revisit: &Revisit, ending: &Ending) -> bool {
    let Ending::Page { outcome, .. } = ending else { return false };
    let Outcome::NoArticle(none) = outcome else { return false };
    none.http_status == Some(410) || (claim.depth > 0 && revisit.gave_nothing() && !is_passing(outcome))
}

/// Whether the page could not be had for a reason that passes.
fn is_passing(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::NoArticle(none) if none.retryable && none.status == NoArticleStatus::Failed)
}
