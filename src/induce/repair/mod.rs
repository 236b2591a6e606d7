//! New rules for a profile whose site has changed.
//!
//! What a field should be on a page as it is now is what it was when the page was last read well, or else what the page gives
//! without a profile, if that used to be right on the site's earlier pages. Elements that hold that value are named anew
//! (`candidates`), and a name becomes a rule only if the changed profile gives the value on the new pages and the same
//! records as before on the earlier ones (`trial`). Old rules stay behind the new one: old pages are still about.

mod candidates;
mod part;
mod trial;

use serde::Serialize;

use self::candidates::candidates;
use self::part::Part;
use self::trial::{Earlier, Trial};
use super::propose::Stability;
use super::site::Lesson;
use super::tally::{keys, tally};
use crate::drift::Good;
use crate::extract::{self, Options};
use crate::page::Page;
use crate::profile::{Profile, ProfileErrors};

/// A page as the site has it now.
#[derive(Clone, Copy)]
pub struct Recent<'a> {
    /// The page.
    pub page: &'a Page,
    /// What is known of it from before; only pages that were read before have that.
    pub known: Option<&'a Good>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// The profile's text, with the new rules in it; as it was if there are none.
    pub toml: String,
    /// How many of the recent pages are articles, and were used.
    pub pages: usize,
    /// Each field the profile has rules for and that a value is known of.
    pub fields: Vec<FieldRepair>,
}

/// What came of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldRepair {
    /// The record's key.
    pub field: &'static str,
    /// Recent pages of which it is known what the field should be.
    pub pages: usize,
    /// Those of them on which that was told by earlier records rather than by the page itself.
    pub known: usize,
    /// Those on which the profile's rules give it.
    pub right: usize,
    /// What was found to be done.
    pub outcome: Found,
}

/// What is to be done about a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Found {
    /// Nothing: its rules give what they should.
    Sound,
    /// There is a new rule.
    Repaired {
        /// The rule.
        selector: String,
        /// What it leans on.
        stability: Stability,
        /// The recent pages on which it gives what it should.
        right: usize,
        /// Whether it gives earlier pages' values too, so that what fixtures expect names the old rule: to be blessed.
        blesses: bool,
    },
    /// Its rules fail, and nothing was found in their place.
    Failed {
        /// Why not.
        why: String,
    },
}

/// Why nothing can be repaired.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// The text is no profile.
    #[error(transparent)]
    Profile(#[from] ProfileErrors),
    /// None of the recent pages is an article.
    #[error("none of the recent pages reads as an article: {why}")]
    NoArticle {
        /// What the first of them is instead.
        why: String,
    },
}

/// A recent page with what it should give.
struct Wanted<'a> {
    /// Its record is what the page should give: known values where there are any, else those without a profile.
    lesson: Lesson<'a>,
    known: Option<&'a Good>,
}

/// Looks for rules in place of those that fail on recent pages.
///
/// `text` is the profile's file, `profile` what it says; `earlier` are pages on which the profile gives what it should, most
/// of all those of its cases. Nothing is written.
pub fn repair(
    text: &str,
    profile: &Profile,
    recent: &[Recent<'_>],
    earlier: &[&Page],
) -> Result<Repair, RepairError> {
    let (mut wanted, mut why) = (Vec::new(), None);
    for page in recent {
        match Wanted::of(page) {
            Ok(page) => wanted.push(page),
            Err(error) => why = why.or(Some(crate::outcome::one_line(&error))),
        }
    }
    if wanted.is_empty() {
        return Err(RepairError::NoArticle { why: why.unwrap_or_else(|| "none was given".to_owned()) });
    }
    let earlier = Earlier::of(profile, earlier);
    let mut trial = Trial { text: text.to_owned(), profile: profile.clone(), earlier: &earlier };
    let mut fields = Vec::new();
    for part in Part::ALL {
        let rules = profile.rules.select.fields().find(|(name, _)| *name == part.name());
        if rules.is_some_and(|(_, rules)| !rules.is_empty()) {
            fields.extend(of_field(part, &wanted, &mut trial)?);
        }
    }
    Ok(Repair { toml: trial.text, pages: wanted.len(), fields })
}

impl<'a> Wanted<'a> {
    fn of(recent: &Recent<'a>) -> Result<Self, extract::ExtractError> {
        let mut lesson = Lesson::of(recent.page)?;
        if let Some(known) = recent.known {
            let article = &mut lesson.article;
            article.headline = known.headline.clone().or_else(|| article.headline.take());
            article.date_published = known.date_published.or(article.date_published);
            if let Some(authors) = &known.authors {
                article.authors.clone_from(authors);
            }
            if let Some(body) = &known.body {
                article.body.clone_from(body);
                lesson.tally = tally(recent.page, &keys(body));
            }
        }
        Ok(Self { lesson, known: recent.known })
    }

    fn is_known(&self, part: Part) -> bool {
        self.known.is_some_and(|known| part.is_known(known))
    }
}

/// Finds out how a field fares and, if badly, what to do; `None` if of no page it is known what it should be.
fn of_field(
    part: Part,
    wanted: &[Wanted<'_>],
    trial: &mut Trial<'_>,
) -> Result<Option<FieldRepair>, ProfileErrors> {
    let trust = trial.earlier.trust(part);
    let pages: Vec<&Wanted<'_>> = wanted.iter().filter(|page| part.is_told(page, &trust)).collect();
    if pages.is_empty() {
        return Ok(None);
    }
    let (mut right, mut failing) = (0, 0);
    for page in &pages {
        let read = extract::explain(page.lesson.page, Some(&trial.profile), Options::default()).0.ok();
        let ruled = read.as_ref().filter(|article| part.is_ruled(article));
        let is_right = ruled.is_some_and(|article| part.is_right(article, page));
        right += usize::from(is_right);
        // What a rule gives against the generic extractor is not wrong for that, unless the two never differed here.
        failing += usize::from(!is_right && (ruled.is_none() || page.is_known(part) || trust.is_sure()));
    }
    let outcome = if failing * 2 <= pages.len() {
        Found::Sound
    } else {
        trial.best(part, &pages, candidates(part, &pages), right)?
    };
    let known = pages.iter().filter(|page| page.is_known(part)).count();
    Ok(Some(FieldRepair { field: part.name(), pages: pages.len(), known, right, outcome }))
}
