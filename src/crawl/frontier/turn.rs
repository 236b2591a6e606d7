//! Whose turn it is: the next URL of a host, within the limits of a run.

use std::ops::RangeInclusive;

use jiff::Timestamp;

use super::queue::{pages_down_to, sources_down_to};
use super::sqlite::is_new_page;
use super::watched::{self, Turn};
use super::{
    Claim, FrontierError, KeptBack, Limits, Place, Shape, SqliteStore, UrlHash, UrlKind, links, rows,
};

impl SqliteStore {
    /// The next URL of a host within the limits, as of that time. What was never fetched goes before what was, but for feeds,
    /// sitemaps and seeds, which lead to news, and articles whose visit is overdue: while new pages wait, every other
    /// URL may be one of those.
    fn next_of(&self, host: i64, limits: Limits, now: Timestamp) -> rusqlite::Result<Option<Claim>> {
        if let Some(source) = self.first(host, &sources_down_to(limits.max_depth))? {
            return self.claim(source, limits).map(Some);
        }
        if limits.revisit && !self.hosts.revisited_last(host) {
            for turn in [Turn::Sources, Turn::LateArticles] {
                if let Some(due) = watched::claim(&self.connection, host, now, turn)? {
                    return Ok(Some(due));
                }
            }
        }
        if limits.max_pages_per_host.is_none_or(|most| self.hosts.fetched(host) < most)
            && let Some(page) = self.first(host, &pages_down_to(limits.max_depth))?
        {
            return self.claim(page, limits).map(Some);
        }
        if limits.revisit {
            for turn in [Turn::Sources, Turn::Articles] {
                if let Some(due) = watched::claim(&self.connection, host, now, turn)? {
                    return Ok(Some(due));
                }
            }
        }
        Ok(None)
    }

    /// Whether all pages of the run are fetched or being fetched.
    pub(super) fn has_all(&self, limits: Limits) -> bool {
        limits.max_pages.is_some_and(|max| self.tally.fetched + self.claimed_pages >= max)
    }

    /// Claims the next URL of a host that was taken, or lets it rest.
    pub(super) fn claim_of(
        &mut self,
        host: i64,
        limits: Limits,
        now: Timestamp,
    ) -> rusqlite::Result<Option<Claim>> {
        let claim = self.next_of(host, limits, now)?;
        match &claim {
            Some(claim) => {
                self.claimed_pages += u64::from(is_new_page(claim));
                self.hosts.set_revisited_last(host, claim.revisit.is_some());
            }
            None => self.rest(host, limits)?,
        }
        Ok(claim)
    }

    /// The host taken has nothing to claim now; it sleeps until something watched is due.
    pub(super) fn rest(&mut self, host: i64, limits: Limits) -> rusqlite::Result<()> {
        let due = if limits.revisit { watched::next_due(&self.connection, host)? } else { None };
        match due {
            Some(due) => self.hosts.sleep(host, due),
            None => self.hosts.retire(host),
        }
        Ok(())
    }

    /// The first place of a host among those priorities.
    fn first(&self, host: i64, priorities: &RangeInclusive<i64>) -> rusqlite::Result<Option<Place>> {
        if priorities.is_empty() {
            return Ok(None);
        }
        let recent = self.recent.first(host, priorities);
        let sorted = match self.sorted {
            0 => None,
            _ => links::first(&self.connection, host, priorities)?,
        };
        let turn = |place: &Place| (place.priority, place.ordinal);
        Ok(recent.into_iter().chain(sorted).min_by_key(turn))
    }

    fn claim(&self, place: Place, limits: Limits) -> rusqlite::Result<Claim> {
        let link = links::get(&self.connection, place)?;
        let published = match link.published {
            None => rows::published(&self.connection, UrlHash::of(&link.url))?,
            known => known,
        };
        let mut claim = Claim {
            url: link.url,
            kind: link.kind,
            depth: link.depth,
            published,
            snoozes: link.snoozes,
            new_host: !self.hosts.is_announced(place.host),
            trap: None,
            revisit: None,
            term: None,
            arrival: None,
            via: link.via,
            place,
        };
        claim.trap = self.trap(&claim, limits)?;
        Ok(claim)
    }

    /// The shape of a page that some page links to, if such pages lead nowhere. What seeds, feeds and sitemaps name
    /// is fetched in any case.
    fn trap(&self, claim: &Claim, limits: Limits) -> rusqlite::Result<Option<Shape>> {
        let by_links = claim.kind == UrlKind::Page && claim.via.is_some() && claim.published.is_none();
        let Some(trap_after) = limits.trap_after.filter(|_| by_links) else { return Ok(None) };
        let shape = Shape::of(&claim.url);
        let (fetched, fruits) = rows::shape(&self.connection, claim.place.host, shape.number())?;
        Ok((fetched >= trap_after.saturating_mul(fruits.saturating_add(1))).then_some(shape))
    }

    /// The next host that will be due and has something to claim, and when: one that only rests keeps no run waiting.
    pub(super) fn next_due(&mut self, limits: Limits) -> Result<Option<(Timestamp, i64)>, FrontierError> {
        while let Some((time, host)) = self.hosts.next_due() {
            if self.next_of(host, limits, time).map_err(|error| self.wrong(error))?.is_some() {
                return Ok(Some((time, host)));
            }
            self.hosts.skip_next();
            self.rest(host, limits).map_err(|error| self.wrong(error))?;
        }
        Ok(None)
    }

    pub(super) fn count_kept_back(&self, limits: Limits) -> rusqlite::Result<KeptBack> {
        let reach = pages_down_to(limits.max_depth);
        let too_deep = match limits.max_depth {
            Some(_) => links::beyond(&self.connection, *reach.end())?,
            None => 0,
        };
        let host_limit = match limits.max_pages_per_host {
            Some(most) => links::beyond_host_limit(&self.connection, most, &reach)?,
            None => 0,
        };
        let page_limit = match limits.max_pages {
            Some(most) if self.tally.fetched >= most => {
                self.tally.waiting.saturating_sub(too_deep).saturating_sub(host_limit)
            }
            _ => 0,
        };
        Ok(KeptBack { too_deep, host_limit, page_limit })
    }
}
