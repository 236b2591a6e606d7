//! A new rule put to the test: on the recent pages it must give what it should, on the earlier ones nothing else than before.

use std::path::PathBuf;

use super::super::edit::{self, Place};
use super::super::site::within_budget;
use super::candidates::Candidate;
use super::part::Part;
use super::{Found, Wanted};
use crate::article::Article;
use crate::extract::{self, Options};
use crate::page::Page;
use crate::profile::{Profile, ProfileErrors};

/// The share of the recent pages a rule must be right on, in percent.
const LEAST_RIGHT: usize = 80;

/// The most selectors that are tried for a field.
const MOST_TRIED: usize = 16;

/// Earlier pages with the records they give by the profile as it was.
pub(super) struct Earlier<'a>(Vec<Before<'a>>);

struct Before<'a> {
    page: &'a Page,
    ruled: Article,
    /// What it gives without a profile.
    generic: Option<Article>,
}

/// How often what an earlier page gave without a profile was what the profile's rules gave.
pub(super) struct Trust {
    pages: usize,
    agreed: usize,
}

impl Trust {
    /// No earlier page tells.
    pub fn is_unknown(&self) -> bool {
        self.pages == 0
    }

    /// Mostly.
    pub fn is_good(&self) -> bool {
        self.pages > 0 && self.agreed * 2 > self.pages
    }

    /// Always, on more than one page.
    pub fn is_sure(&self) -> bool {
        self.pages > 1 && self.agreed == self.pages
    }
}

impl<'a> Earlier<'a> {
    /// Reads the pages; those that are no articles tell nothing.
    pub fn of(profile: &Profile, pages: &[&'a Page]) -> Self {
        let read = |page, profile| extract::explain(page, profile, Options::default()).0.ok();
        let pages = pages.iter().filter_map(|page| {
            Some(Before { page, ruled: read(page, Some(profile))?, generic: read(page, None) })
        });
        Self(pages.collect())
    }

    /// How far the pages themselves are to be trusted about a field.
    pub fn trust(&self, part: Part) -> Trust {
        let ruled: Vec<&Before<'_>> = self.0.iter().filter(|before| part.is_ruled(&before.ruled)).collect();
        let agrees = |before: &&&Before<'_>| {
            before.generic.as_ref().is_some_and(|generic| part.is_same(generic, &before.ruled, 0.9))
        };
        Trust { pages: ruled.len(), agreed: ruled.iter().filter(agrees).count() }
    }

    /// What is other than before with the profile as it is now.
    fn change(&self, profile: &Profile) -> Change<'a> {
        let mut change = Change::None;
        for before in &self.0 {
            let now = extract::explain(before.page, Some(profile), Options::default()).0.ok();
            match now {
                Some(now) if !has_same_values(&now, &before.ruled) => {
                    return Change::Values(before.page.final_url.as_str());
                }
                None => return Change::Values(before.page.final_url.as_str()),
                Some(now) if now.provenance != before.ruled.provenance => change = Change::Rules,
                Some(_) => {}
            }
        }
        change
    }
}

/// What is other in the records of earlier pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change<'a> {
    None,
    /// The rules that gave the values.
    Rules,
    /// The values of the page of that address.
    Values(&'a str),
}

fn has_same_values(one: &Article, other: &Article) -> bool {
    one.headline == other.headline
        && one.authors == other.authors
        && one.date_published == other.date_published
        && one.body == other.body
}

/// Where a rule is tried, and what it may change in earlier records: the old rules go on giving those if they can.
const ORDER: [(Place, Change<'static>); 3] =
    [(Place::First, Change::None), (Place::Last, Change::None), (Place::First, Change::Rules)];

/// A rule that holds so far.
struct Tried {
    right: usize,
    text: String,
    profile: Profile,
    blesses: bool,
    candidate: Candidate,
}

fn nodes<'a>(pages: &[&Wanted<'a>]) -> impl Iterator<Item = &'a Page> {
    pages.iter().map(|page| page.lesson.page)
}

/// A profile that is being changed.
pub(super) struct Trial<'a> {
    pub text: String,
    pub profile: Profile,
    pub earlier: &'a Earlier<'a>,
}

impl Trial<'_> {
    /// Puts the first rule into the profile that is right on all the pages and changes nothing earlier, or else the one that
    /// is right on the most of them. `before` is how many pages are right without.
    pub fn best(
        &mut self,
        part: Part,
        pages: &[&Wanted<'_>],
        candidates: Vec<Candidate>,
        before: usize,
    ) -> Result<Found, ProfileErrors> {
        let least = (pages.len() * LEAST_RIGHT).div_ceil(100).max(before + 1);
        let (mut best, mut spoilt): (Option<Tried>, Option<(String, &str)>) = (None, None);
        let none = candidates.is_empty();
        for candidate in candidates.into_iter().take(within_budget(nodes(pages), MOST_TRIED)) {
            for (place, allowed) in ORDER {
                let Ok(text) = edit::put(&self.text, part.name(), &candidate.selector, place) else {
                    continue;
                };
                let profile = self.compile(&text)?;
                let least = best.as_ref().map_or(least, |best| best.right + 1);
                let Some(right) = right_on(part, pages, &profile, &candidate, least) else {
                    // In another place it would give no more.
                    break;
                };
                let change = self.earlier.change(&profile);
                if change == Change::None || change == allowed {
                    let blesses = change != Change::None;
                    best = Some(Tried { right, text, profile, blesses, candidate: candidate.clone() });
                    break;
                }
                if let Change::Values(page) = change {
                    spoilt = spoilt.or_else(|| Some((candidate.selector.clone(), page)));
                }
            }
            if best.as_ref().is_some_and(|best| best.right == pages.len()) {
                break;
            }
        }
        if let Some(Tried { right, text, profile, blesses, candidate }) = best {
            (self.text, self.profile) = (text, profile);
            let Candidate { selector, stability } = candidate;
            return Ok(Found::Repaired { selector, stability, right, blesses });
        }
        let why = match spoilt {
            Some((selector, page)) => format!(
                "'{selector}' gives it on the recent pages, but another record of {page}: put the old rules into a \
                 [[layout]] with `until`"
            ),
            None if none => "no element of the recent pages holds what it should be".to_owned(),
            None => "no selector gives what it should on enough of the recent pages".to_owned(),
        };
        Ok(Found::Failed { why })
    }

    fn compile(&self, text: &str) -> Result<Profile, ProfileErrors> {
        let path = self.profile.path.clone();
        let path = path.unwrap_or_else(|| PathBuf::from(format!("{}.toml", self.profile.host)));
        Profile::parse(&path, text.as_bytes())
    }
}

/// On how many of the pages a rule gives what it should; `None` as soon as it is clear that these are fewer than that.
fn right_on(
    part: Part,
    pages: &[&Wanted<'_>],
    profile: &Profile,
    candidate: &Candidate,
    least: usize,
) -> Option<usize> {
    let mut misses = 0;
    for page in pages {
        let read = extract::explain(page.lesson.page, Some(profile), Options::default()).0.ok();
        let is_right =
            |article: &Article| part.is_by(article, &candidate.selector) && part.is_right(article, page);
        misses += usize::from(!read.as_ref().is_some_and(is_right));
        if misses + least > pages.len() {
            return None;
        }
    }
    Some(pages.len() - misses)
}
