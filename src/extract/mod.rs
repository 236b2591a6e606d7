//! (page, profile) → record: the profile's rules first, then the page's metadata, then the generic extractor.
//!
//! `survey` goes over the tree once and collects; every `field` is a list of `candidate`s from the
//! `source`s, of which the first usable one wins; `body` finds the text; `verdict` says whether the page is one
//! article at all. Nothing here does input or output, knows a clock, or recurses over the tree: the same page and
//! profile give the same record.

mod body;
mod candidate;
mod choice;
mod date;
mod explanation;
mod extractor;
mod field;
mod layout;
mod name;
mod options;
mod pages;
mod sought;
mod source;
mod spoken;
#[cfg(feature = "training")]
pub mod stages;
mod survey;
mod text;
#[cfg(feature = "training")]
pub mod training;
mod verdict;

use std::collections::HashSet;

use ego_tree::NodeId;
use url::Url;

pub use self::explanation::{Explanation, FieldTrail, Kept, Place, Spoken, Stripped, Tried, excerpt};
pub use self::extractor::{Extractor, ReadError};
pub use self::options::{OperatingPoint, Options};
pub use self::pages::{Further, Joining, further};
pub use self::spoken::add_quotes;
pub use self::verdict::PageKind;

use self::body::Body;
use self::candidate::Settled;
pub(crate) use self::date::{DayOrder, machine as machine_date};
use self::source::Sources;
use self::source::json_ld::JsonLd;
use self::survey::Survey;
use crate::article::{
    Article, ArticleStatus, Maker, Origin, PageTime, Provenance, SCHEMA_VERSION, Source, Warning,
};
use crate::outcome::{NoArticle, NoArticleStatus, Reason, Stage};
use crate::page::Page;
use crate::profile::{Profile, Rules, Take};

/// Why a page gives no article.
#[derive(Debug, thiserror::Error)]
pub enum ExtractError {
    /// A front page, a listing, a wall, an error text.
    #[error("no single article: {why}")]
    NotArticle {
        /// What it is.
        kind: PageKind,
        /// What that is told by.
        why: String,
    },
    /// An article by its metadata, but without a body.
    #[error("no body found: {why}")]
    NoBody {
        /// What was tried.
        why: String,
    },
}

impl ExtractError {
    /// The plain record of this outcome, for the URL as it entered. `attempts` is how many requests went out (0 for
    /// a page from a file), `http_status` the answer's, if there was one.
    #[must_use]
    pub fn no_article(&self, url: &str, http_status: Option<u16>, attempts: u32) -> NoArticle {
        let (status, reason) = match self {
            Self::NotArticle { kind, .. } => (kind.status(), kind.reason()),
            Self::NoBody { .. } => (NoArticleStatus::Failed, Reason::NoBody),
        };
        NoArticle {
            url: url.to_owned(),
            id: None,
            status,
            stage: Stage::Extract,
            reason,
            message: crate::outcome::one_line(self),
            http_status,
            retryable: false,
            attempts,
        }
    }
}

/// Extracts the article of a page, with its quotes and attributions; [`Extractor`] is the way with options.
pub fn extract(page: &Page, profile: Option<&Profile>) -> Result<Article, ExtractError> {
    explain(page, profile, Options::default()).0
}

/// Extracts, and tells what was tried for every field and what was left out of the body.
pub fn explain(
    page: &Page,
    profile: Option<&Profile>,
    options: Options,
) -> (Result<Article, ExtractError>, Explanation) {
    match profile {
        Some(profile) if !profile.layouts.is_empty() => layout::explain(page, profile, options),
        _ => attempt(page, profile, None, options),
    }
}

/// Extracts by the rules of one layout of the profile.
fn attempt(
    page: &Page,
    profile: Option<&Profile>,
    layout: Option<usize>,
    options: Options,
) -> (Result<Article, ExtractError>, Explanation) {
    let mut explanation = Explanation { layout, ..Explanation::default() };
    let rules = profile.map(|profile| profile.rules_of(layout));
    let stripped = stripped_elements(page, rules, &mut explanation);
    let survey = Survey::of(page, &stripped);
    let json_ld = JsonLd::read(&survey.json_ld, &page.final_url, survey.title.as_deref());
    let sources = Sources { page, rules, survey: &survey, json_ld: &json_ld };
    let fields = Fields::settle(&sources, profile, &mut explanation);
    let headline = fields.headline.value.as_deref();
    let body = body::find(&sources, &stripped, headline, options, &mut explanation);
    let article = verdict::judge(&sources, fields.told(), body).map(|(body, confidence)| {
        let mut article = fields.into_article(&sources, profile, body, &mut explanation);
        article.confidence = confidence;
        if options.quotes {
            let annotation = spoken::said_in(&article);
            explanation.say(&annotation);
            spoken::put(&mut article, annotation);
        }
        article
    });
    (article, explanation)
}

/// The http or https address a page names as its own: `<link rel=canonical>`, else `og:url`. For pages whose address
/// nobody knows; a page that was fetched has one.
#[must_use]
pub fn declared_url(page: &Page) -> Option<Url> {
    let survey = Survey::of(page, &HashSet::new());
    let sources = Sources { page, rules: None, survey: &survey, json_ld: &JsonLd::default() };
    let settled = field::site::canonical_url(&sources, &mut Explanation::default());
    settled.value.and_then(|url| Url::parse(&url).ok())
}

/// What a profile's rule takes from an element: texts on one line, white space collapsed, several joined by a space.
#[must_use]
pub fn taken_of(element: scraper::ElementRef<'_>, take: &Take) -> String {
    let mut texts = Vec::new();
    source::taken::take(element, take, &mut texts);
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}

/// The first key of a `::json(path)` that an element's JSON lacks, and the keys there are in its place.
#[must_use]
pub fn missing_key<'p>(
    element: scraper::ElementRef<'_>,
    path: &'p [String],
) -> Option<(&'p str, Vec<String>)> {
    source::taken::missing_key(element, path)
}

/// The elements a profile's `[strip] selectors` match.
fn stripped_elements(page: &Page, rules: Option<&Rules>, explanation: &mut Explanation) -> HashSet<NodeId> {
    let mut stripped = HashSet::new();
    for rule in rules.into_iter().flat_map(|rules| &rules.strip.selectors) {
        for element in rule.select(&page.html) {
            if stripped.insert(element.id()) {
                let by = format!("[strip] selectors '{}'", rule.text);
                explanation.strip_element(by, element.id(), &text::of(element));
            }
        }
    }
    stripped
}

/// The record's fields but body and images.
struct Fields {
    canonical_url: Settled<String>,
    site_name: Settled<String>,
    headline: Settled<String>,
    description: Settled<String>,
    authors: Settled<Vec<String>>,
    section: Settled<String>,
    keywords: Settled<Vec<String>>,
    date_published: Settled<PageTime>,
    date_modified: Settled<PageTime>,
    language: Settled<String>,
    image: Settled<String>,
    is_accessible_for_free: Settled<bool>,
}

impl Fields {
    fn settle(sources: &Sources<'_>, profile: Option<&Profile>, explanation: &mut Explanation) -> Self {
        use field::{about, access, authors, headline, images, language, site, times};
        let canonical_url = site::canonical_url(sources, explanation);
        let site_name = site::name(sources, profile, explanation);
        let site = site_name.value.as_deref();
        let language = language::language(sources, explanation);
        let order = DayOrder::of(language.value.as_deref(), sources.page.final_url.host_str());
        let date_published = times::published(sources, order, explanation);
        Self {
            headline: headline::headline(sources, site, explanation),
            description: about::description(sources, explanation),
            authors: authors::authors(sources, site, explanation),
            section: about::section(sources, explanation),
            keywords: about::keywords(sources, explanation),
            date_modified: times::modified(sources, order, date_published.value, explanation),
            date_published,
            image: images::main(sources, explanation),
            is_accessible_for_free: access::is_free(sources, explanation),
            canonical_url,
            site_name,
            language,
        }
    }

    fn told(&self) -> verdict::Told {
        verdict::Told {
            dated: self.date_published.value.is_some(),
            signed: self.authors.value.as_ref().is_some_and(|authors| !authors.is_empty()),
        }
    }

    fn into_article(
        mut self,
        sources: &Sources<'_>,
        profile: Option<&Profile>,
        body: Body,
        explanation: &mut Explanation,
    ) -> Article {
        let page = sources.page;
        let images = field::images::all(sources, self.image.value.as_deref(), &body.roots, explanation);
        if self.image.value.is_none() {
            self.image = field::images::first(&images);
        }
        let (language, mismatch) = field::language::checked(&self.language, &body.text.body);
        let mut warnings = profile_misses(sources, explanation);
        warnings.extend(page.is_cut.then(cut));
        warnings.extend(mismatch);
        warnings.extend(field::access::cut_off(self.is_accessible_for_free.value, &body.text.body));
        let provenance = self.provenance(images.origin, language.origin, body.origin);
        let domain = page.final_url.host_str().unwrap_or_default();
        Article {
            schema_version: SCHEMA_VERSION,
            status: ArticleStatus::Article,
            id: None,
            url: page.url.to_string(),
            final_url: page.final_url.to_string(),
            canonical_url: self.canonical_url.value,
            pages: Vec::new(),
            duplicate_of: None,
            revision: 1,
            changed: Vec::new(),
            similarity: None,
            domain: domain.strip_prefix("www.").unwrap_or(domain).to_owned(),
            site_name: self.site_name.value,
            fetched_at: page.fetched_at.clone(),
            headline: self.headline.value,
            description: self.description.value,
            authors: self.authors.value.unwrap_or_default(),
            section: self.section.value,
            keywords: self.keywords.value.unwrap_or_default(),
            date_published: self.date_published.value,
            date_modified: self.date_modified.value,
            language: language.value,
            image: self.image.value,
            images: images.value.unwrap_or_default(),
            is_accessible_for_free: self.is_accessible_for_free.value,
            confidence: 0.0,
            reservations: field::access::reservations(sources),
            body: body.text.body,
            blocks: body.text.blocks,
            entries: body.entries,
            quotes: Vec::new(),
            attributions: Vec::new(),
            speakers: Vec::new(),
            extractor: Maker::this(profile.map(|profile| (profile.host.as_str(), profile.version.as_str()))),
            provenance,
            warnings,
        }
    }

    fn provenance(&self, images: Option<Origin>, language: Option<Origin>, body: Origin) -> Provenance {
        Provenance {
            canonical_url: self.canonical_url.origin.clone(),
            site_name: self.site_name.origin.clone(),
            headline: self.headline.origin.clone(),
            description: self.description.origin.clone(),
            authors: self.authors.origin.clone(),
            section: self.section.origin.clone(),
            keywords: self.keywords.origin.clone(),
            date_published: self.date_published.origin.clone(),
            date_modified: self.date_modified.origin.clone(),
            language,
            image: self.image.origin.clone(),
            images,
            is_accessible_for_free: self.is_accessible_for_free.origin.clone(),
            body: Some(body),
        }
    }
}

fn cut() -> Warning {
    Warning {
        code: "page-cut".to_owned(),
        field: None,
        message: "the page is made of so many pieces that only its beginning was read".to_owned(),
    }
}

/// One warning for each field the profile has rules for, none of which gave a value.
fn profile_misses(sources: &Sources<'_>, explanation: &Explanation) -> Vec<Warning> {
    let ruled = sources
        .rules
        .into_iter()
        .flat_map(|rules| rules.select.fields())
        .filter(|(_, rules)| !rules.is_empty());
    let missed = ruled.filter(|(field, _)| {
        let trail = explanation.trail(field);
        !trail.is_some_and(|trail| {
            trail.tried.iter().any(|tried| tried.source == Source::Profile && tried.usable)
        })
    });
    missed
        .map(|(field, rules)| Warning {
            code: "profile-missed".to_owned(),
            field: Some(field.to_owned()),
            message: format!(
                "the profile's {} for {field} found nothing, so the value is from elsewhere or absent",
                if rules.len() == 1 { "rule".to_owned() } else { format!("{} rules", rules.len()) },
            ),
        })
        .collect()
}
