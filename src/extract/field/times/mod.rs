//! When the article was published and last changed.
//!
//! [`sightings`] gathers every date the page gives for itself, in metadata, address and visible lines; each day seen is
//! a candidate for the publication, and so is "the page does not say"; [`features`] says who gives a day, and
//! [`choice`] tells how likely each is. Of the sightings of the chosen day the most precise one is kept.

mod dateline;
mod features;
mod sightings;

use jiff::civil::Date;

use crate::article::{PageTime, Source};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::choice;
use crate::extract::date::{self, DayOrder};
use crate::extract::explanation::Explanation;
use crate::extract::field::places::Stand;
use crate::extract::source::{Keys, Sources};

use self::sightings::{Kind, Sighting};

const PUBLISHED: Keys = Keys {
    // `pubDate` is what Baidu's search asks of its sites.
    json_ld: &["datePublished", "dateCreated", "uploadDate", "pubDate"],
    microdata: &["datePublished", "dateCreated"],
    meta: &[
        "article:published_time",
        "og:published_time",
        "article:published",
        "datepublished",
        "date_published",
        "parsely-pub-date",
        "sailthru.date",
        "cxenseparse:recs:publishtime",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dc.date.created",
        "dcterms.date",
        "dc.date",
        "publish-date",
        "publish_date",
        "publishdate",
        "pubdate",
        "publication_date",
        "article.published",
        "published-date",
        "originalpublicationdate",
        "article_date_original",
        "displaydate",
        "og:pubdate",
        "ptime",
        "date",
        "vr:published_time",
        "citation_date",
        "bt:pubdate",
        "article:post_date",
        "article_publication_date",
        "cdc:first_published",
        "created",
        "dc.date.published",
        "first_published",
        "mrf:published",
        "og:article:published_time",
        "og:publish_date",
        "pub_date",
        "published",
        "published_at",
        "published_date",
        "publisheddate",
        "releasedate",
        "story_date",
        "shareaholic:article_published_time",
        "timestamp",
    ],
};
const MODIFIED: Keys = Keys {
    json_ld: &["dateModified", "upDate"],
    microdata: &["dateModified"],
    meta: &[
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
        "article:updated_time",
        "modified_date",
        "dateupdate",
    ],
};

/// The days an article may have been published on.
pub struct Days {
    sightings: Vec<Sighting>,
    /// Metadata that is no date.
    unusable: Vec<Candidate<PageTime>>,
    /// The first sighting of each day; `None` for "the page does not say".
    pub all: Vec<Option<PageTime>>,
    /// Their features.
    pub rows: Vec<choice::Row>,
}

impl Days {
    /// Gathers them.
    pub fn of(sources: &Sources<'_>, order: DayOrder) -> Self {
        let (sightings, unusable) = sightings::gather(sources, order);
        // An address that holds a day is no guess: then the page does say.
        let in_path = sightings.iter().any(|sighting| sighting.kind == Kind::Path);
        let mut all: Vec<Option<PageTime>> = if in_path { Vec::new() } else { vec![None] };
        let told = sightings.iter().any(Sighting::is_told);
        let news = sources.json_ld.is_news();
        for sighting in &sightings {
            let day = sighting.time.day();
            let known = all.iter().flatten().any(|known| known.day() == day);
            // The date of another story, a comment or the site is no candidate, however alone it is.
            let own =
                sightings.iter().any(|other| other.time.day() == day && other.stand != Stand::Elsewhere);
            if own && !(known || told && is_update(day, &sightings, news)) {
                all.push(Some(sighting.time));
            }
        }
        let rows = features::rows(&all, &sightings, sources);
        Self { sightings, unusable, all, rows }
    }
}

/// When the article was first published.
pub fn published(sources: &Sources<'_>, order: DayOrder, explanation: &mut Explanation) -> Settled<PageTime> {
    let read = |texts: &[String]| texts.iter().find_map(|text| date::machine(text, order));
    let mut found = sources.ruled(|rules| &rules.select.date_published, read);
    if found.iter().any(|candidate| candidate.value.is_some()) {
        return candidate::first("date_published", found, explanation);
    }
    let ruled = found.len();
    let days = Days::of(sources, order);
    let probabilities = choice::probabilities("date_published", &days.rows);
    let best = choice::likeliest(&probabilities);
    let day = best.and_then(|best| *days.all.get(best)?).map(PageTime::day);
    let confidence = best.and_then(|best| probabilities.get(best).copied()).unwrap_or_default();
    found.extend(days.sightings.iter().map(|sighting| {
        let confidence = choice::confidence("date_published", confidence);
        let rule = sighting.rule.clone();
        Candidate::new(sighting.kind.source(), rule, confidence, &sighting.raw, Some(sighting.time))
    }));
    found.extend(days.unusable);
    // Of the day's sightings the most precise one, the first of equals; a change on the day of publication has a time
    // of its own.
    let of_day = days.sightings.iter().enumerate().filter(|(_, sighting)| Some(sighting.time.day()) == day);
    let fitness = |sighting: &Sighting| {
        (!sighting.is_update() && sighting.stand == Stand::Here, precision(sighting.time))
    };
    let winner = of_day.rev().max_by_key(|(_, sighting)| fitness(sighting)).map(|(index, _)| ruled + index);
    candidate::chosen("date_published", found, winner, explanation)
}

/// Whether the page calls a day the one of its last change, and nowhere that of its publication. Where it tells the
/// publication in so many words, no such day can be it, however prominently it is shown; but for guides that are written
/// once and dated anew with each change, which show no other day and do not call it an update.
fn is_update(day: Date, sightings: &[Sighting], news: bool) -> bool {
    let of_day = || sightings.iter().filter(|sighting| sighting.time.day() == day);
    let is_dated_anew = || !news && of_day().any(|sighting| sighting.is_shown() && sighting.label.is_none());
    of_day().any(Sighting::is_update) && !of_day().any(Sighting::is_publication) && !is_dated_anew()
}

fn precision(time: PageTime) -> u8 {
    match time {
        PageTime::Day(_) => 0,
        PageTime::Local(_) => 1,
        PageTime::Zoned(..) => 2,
    }
}

/// When the article was last changed: what metadata says, else what the page shows and calls an update; neither before the day
/// of the publication.
pub fn modified(
    sources: &Sources<'_>,
    order: DayOrder,
    published: Option<PageTime>,
    explanation: &mut Explanation,
) -> Settled<PageTime> {
    let mut found = sources.candidates(
        |rules| &rules.select.date_modified,
        MODIFIED,
        |texts| texts.iter().find_map(|text| date::machine(text, order)),
    );
    // A change before the publication is a slip of the page's; another source may know better.
    let later = |time: PageTime| published.is_none_or(|published| time.day() >= published.day());
    for candidate in found.iter_mut().filter(|candidate| candidate.origin.source != Source::Profile) {
        candidate.value = candidate.value.filter(|time| later(*time));
    }
    if found.iter().all(|candidate| candidate.value.is_none()) {
        let (sightings, _) = sightings::gather(sources, order);
        let shown = sightings.into_iter().filter(|sighting| {
            sighting.is_shown()
                && sighting.is_update()
                && sighting.stand == Stand::Here
                && later(sighting.time)
        });
        found.extend(shown.map(|sighting| {
            let source = sighting.kind.source();
            Candidate::new(source, sighting.rule, SHOWN_UPDATE, &sighting.raw, Some(sighting.time))
        }));
    }
    candidate::first("date_modified", found, explanation)
}

/// How sure a line is that says "updated" and a day.
const SHOWN_UPDATE: f32 = 0.8;
