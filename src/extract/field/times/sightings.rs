//! Every date a page gives for itself.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use scraper::ElementRef;

use super::{MODIFIED, PUBLISHED, dateline};
use crate::article::{PageTime, Source};
use crate::extract::candidate::Candidate;
use crate::extract::date::{self, DayOrder, Label};
use crate::extract::field::places::{Stand, around_headline, is_noise, stand, stand_of_block};
use crate::extract::source::Sources;
use crate::extract::survey::outline::{Outline, TextBlock};
use crate::extract::survey::{Mark, Meta};
use crate::extract::text;

/// A date seen.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The date.
    pub time: PageTime,
    /// Where it was seen.
    pub kind: Kind,
    /// The rule: a key path, a meta tag's name, a selector.
    pub rule: String,
    /// What stands there.
    pub raw: String,
    /// What the page calls it.
    pub label: Option<Label>,
    /// Where on the page that is.
    pub stand: Stand,
}

/// Where dates are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON-LD `datePublished` of the article.
    Article,
    /// JSON-LD `datePublished` of the page around it.
    Page,
    /// JSON-LD `dateCreated`, `uploadDate`.
    Created,
    /// `itemprop=datePublished`.
    Microdata,
    /// `article:published_time` and its kin.
    Meta,
    /// A meta tag that says only "date".
    MetaDate,
    /// `dateModified` and the like.
    Modified,
    /// `<time>`.
    Time,
    /// An element whose class says date.
    DateClass,
    /// An element whose class says byline or author.
    Byline,
    /// A line by the headline.
    Near,
    /// A line that begins with "Published" or "Updated".
    Labelled,
    /// A line that is hardly more than a date.
    Alone,
    /// The address.
    Path,
}

impl Kind {
    /// The kind of source.
    pub fn source(self) -> Source {
        match self {
            Self::Article | Self::Page | Self::Created => Source::JsonLd,
            Self::Microdata => Source::Microdata,
            Self::Meta | Self::MetaDate | Self::Modified => Source::Meta,
            Self::Time | Self::DateClass | Self::Byline | Self::Near | Self::Labelled | Self::Alone => {
                Source::Generic
            }
            Self::Path => Source::Url,
        }
    }

    /// Whether readers see it.
    pub fn is_visible(self) -> bool {
        self.source() == Source::Generic
    }
}

impl Sighting {
    /// Whether metadata says that the article was published then.
    pub fn is_told(&self) -> bool {
        matches!(self.kind, Kind::Article | Kind::Meta | Kind::Microdata)
    }

    /// Whether the page calls it the time of the last change.
    pub fn is_update(&self) -> bool {
        self.kind == Kind::Modified || self.label == Some(Label::Updated)
    }

    /// Whether the page calls it the time of publication, or at least of no change.
    pub fn is_publication(&self) -> bool {
        let told = matches!(self.kind, Kind::Page | Kind::Created | Kind::MetaDate);
        self.is_told() || told || self.label == Some(Label::Published)
    }

    /// Whether readers see it at the article.
    pub fn is_shown(&self) -> bool {
        self.kind.is_visible() && self.stand == Stand::Here
    }
}

/// Meta tags whose name says no more than "date".
const VAGUE: &[&str] =
    &["date", "dc.date", "dcterms.date", "timestamp", "sailthru.date", "displaydate", "ptime"];
/// Most sightings of one kind of visible element.
const MOST_VISIBLE: usize = 24;
/// Longest text, in characters, of an element that is a date or byline.
const LONGEST: usize = 200;
/// Longest line that is looked at for a labelled date, in words.
const LINE_WORDS: usize = 20;

/// All sightings, metadata first; and the metadata that is no date.
pub fn gather(sources: &Sources<'_>, order: DayOrder) -> (Vec<Sighting>, Vec<Candidate<PageTime>>) {
    let (mut found, unusable) = told(sources, order);
    found.extend(marked(sources, order));
    let is_told = found.iter().any(Sighting::is_told);
    found.extend(lines(sources, order, is_told));
    let path = sources.page.final_url.path();
    found.extend(date::in_path(path).map(|time| Sighting {
        time,
        kind: Kind::Path,
        rule: "path".to_owned(),
        raw: path.to_owned(),
        label: None,
        stand: Stand::Here,
    }));
    read_as_told(&mut found);
    (found, unusable)
}

/// Reads `05/08/2019` as the day metadata tells, where that is what it says with day and month the other way round: a site's
/// country does not always tell how its system writes.
fn read_as_told(found: &mut [Sighting]) {
    let told: Vec<Date> = found.iter().filter(|of| of.is_told()).map(|of| of.time.day()).collect();
    for sighting in
        found.iter_mut().filter(|sighting| sighting.kind.is_visible() && sighting.raw.contains('/'))
    {
        let day = sighting.time.day();
        let turned = Date::new(day.year(), day.day(), day.month()).ok();
        if let Some(turned) = turned.filter(|turned| told.contains(turned) && !told.contains(&day)) {
            sighting.time = match sighting.time {
                PageTime::Day(_) => PageTime::Day(turned),
                PageTime::Local(time) => PageTime::Local(turned.to_datetime(time.time())),
                PageTime::Zoned(time, offset) => PageTime::Zoned(turned.to_datetime(time.time()), offset),
            };
        }
    }
}

/// What metadata says.
fn told(sources: &Sources<'_>, order: DayOrder) -> (Vec<Sighting>, Vec<Candidate<PageTime>>) {
    let read = |texts: &[String]| texts.iter().find_map(|text| date::machine(text, order));
    let published = sources.metadata(PUBLISHED, read).into_iter().map(|candidate| (candidate, false));
    let modified = sources.metadata(MODIFIED, read).into_iter().map(|candidate| (candidate, true));
    let (mut found, mut unusable) = (Vec::new(), Vec::new());
    for (candidate, is_modified) in published.chain(modified) {
        let rule = candidate.origin.rule.clone().unwrap_or_default();
        let of_page = rule.starts_with("WebPage") || rule.starts_with("ItemPage");
        let kind = match candidate.origin.source {
            _ if is_modified => Kind::Modified,
            Source::JsonLd if rule.ends_with(".datePublished") && of_page => Kind::Page,
            Source::JsonLd if rule.ends_with(".pubDate") => Kind::Article,
            Source::JsonLd if rule.ends_with(".datePublished") => Kind::Article,
            Source::JsonLd => Kind::Created,
            Source::Microdata => Kind::Microdata,
            _ if VAGUE.contains(&rule.as_str()) => Kind::MetaDate,
            _ => Kind::Meta,
        };
        let label = is_modified.then_some(Label::Updated);
        match candidate.value {
            Some(time) => {
                found.push(Sighting { time, kind, rule, raw: candidate.raw, label, stand: Stand::Here });
            }
            None if is_modified => {}
            None => unusable.push(candidate),
        }
    }
    found.extend(named(sources, order));
    (found, unusable)
}

/// Meta tags beyond those known whose name says whose date they hold: `w-published-date`, `article:published:time`.
fn named(sources: &Sources<'_>, order: DayOrder) -> Vec<Sighting> {
    let is_known = |name: &str| PUBLISHED.meta.contains(&name) || MODIFIED.meta.contains(&name);
    let metas = sources.survey.metas.iter().filter(|meta| !is_known(&meta.name));
    let sighting = |meta: &Meta<'_>| {
        let label = Label::in_meta(&meta.name)?;
        let raw = text::from_markup(meta.content);
        let (kind, label) = match label {
            Label::Published => (Kind::Meta, None),
            Label::Updated => (Kind::Modified, Some(label)),
        };
        let time = date::machine(&raw, order)?;
        Some(Sighting { time, kind, rule: meta.name.clone(), raw, label, stand: Stand::Here })
    };
    metas.filter_map(sighting).take(MOST_VISIBLE).collect()
}

/// `<time>` and elements whose class says date or byline.
fn marked(sources: &Sources<'_>, order: DayOrder) -> Vec<Sighting> {
    let mut found = Vec::new();
    for (mark, element) in &sources.survey.marks {
        let (kind, rule) = match mark {
            Mark::Time => (Kind::Time, "time"),
            Mark::DateClass => (Kind::DateClass, "[class~=date]"),
            Mark::BylineClass => (Kind::Byline, "[class~=byline]"),
            Mark::AuthorClass => (Kind::Byline, "[class~=author]"),
            _ => continue,
        };
        if found.iter().filter(|sighting: &&Sighting| sighting.kind == kind).count() >= MOST_VISIBLE {
            continue;
        }
        // hCard's and hCalendar's: when somebody was born, or something begins.
        let mut classes = element.attr("class").unwrap_or_default().split_ascii_whitespace();
        if classes.any(|class| matches!(class, "bday" | "dtstart" | "dtend")) {
            continue;
        }
        let short = text::short(*element, LONGEST);
        let names = ["datetime", "content", "data-datetime", "data-date"];
        // hAtom's way, from before there was `<time>`.
        let title = (element.value().name() == "abbr").then_some("title");
        let attribute = names.into_iter().chain(title).find_map(|name| element.attr(name));
        let attribute = attribute.filter(|text| !text.trim().is_empty());
        let has_number = short.as_ref().is_some_and(|text| text.chars().any(char::is_numeric));
        if attribute.is_none() && !has_number {
            continue;
        }
        let shown = short.unwrap_or_default();
        let written = attribute.and_then(|text| date::machine(text, order));
        let dates = date::all_visible(&shown, order);
        if written.is_none() && dates.is_empty() {
            continue;
        }
        let label = || label_of(*element, &shown);
        let stand = stand(&sources.survey.outline, *element);
        let raw = attribute.unwrap_or(&shown);
        let mut add = |time, label| {
            let (rule, raw) = (rule.to_owned(), raw.to_owned());
            found.push(Sighting { time, kind, rule, raw, label, stand });
        };
        match written {
            Some(time) => add(time, dates.first().and_then(|(_, label)| *label).or_else(label)),
            None => dates.into_iter().take(2).for_each(|(time, own)| add(time, own.or_else(label))),
        }
    }
    found
}

/// What an element's date is called: by its `itemprop` or class, or by the text right before it.
fn label_of(element: ElementRef<'_>, shown: &str) -> Option<Label> {
    if element.attr("pubdate").is_some() {
        return Some(Label::Published);
    }
    let names = ["itemprop", "class"].iter().find_map(|name| Label::in_names(element.attr(name)?));
    names.or_else(|| {
        let parent = element.parent().and_then(ElementRef::wrap)?;
        let around = text::short(parent, LONGEST)?;
        Label::last_in(around.get(..around.find(shown)?)?)
    })
}

/// Lines by the headline, and lines anywhere that say what their date is.
fn lines(sources: &Sources<'_>, order: DayOrder, is_told: bool) -> Vec<Sighting> {
    let mut found = Vec::new();
    for line in around_headline(sources.survey).filter(|line| line.text.chars().any(char::is_numeric)) {
        let text = line.parted(" ");
        // What happened on a day is told in sentences; when it was written is not.
        let tells = line.words > SENTENCE_WORDS && ends_sentence(&text);
        for (time, label) in date::all_visible(&text, order).into_iter().take(2) {
            if tells && label.is_none() {
                continue;
            }
            let (rule, raw) = ("a line by the headline".to_owned(), text.to_string());
            found.push(Sighting { time, kind: Kind::Near, rule, raw, label, stand: Stand::Here });
        }
    }
    let outline = &sources.survey.outline;
    found.extend(told_below(sources, order));
    found.extend(dateline::told(outline, order).filter(|_| !is_told));
    let repeated = repeated(outline);
    let lines = outline.blocks.iter().filter(|block| block.words <= LINE_WORDS && !block.hidden);
    let mut alone = 0;
    for line in lines.filter(|line| line.text.chars().any(char::is_numeric)) {
        let text = line.parted(" ");
        let labelled = Label::begins(&text) && !repeated.contains(opening(&text));
        let tells = line.words > SENTENCE_WORDS && ends_sentence(&text);
        if !labelled && (line.words > ALONE_WORDS || alone >= MOST_ALONE || tells) {
            continue;
        }
        let (kind, rule) =
            if labelled { (Kind::Labelled, "a labelled line") } else { (Kind::Alone, "a line of its own") };
        let dates = date::all_visible(&text, order);
        if dates.is_empty() {
            continue;
        }
        let stand = match stand_of_block(sources.page, outline, line.container) {
            _ if line.link_density() > 0.8 => Stand::Elsewhere,
            Stand::Here if is_noise(outline, line.container) => Stand::Beside,
            stand => stand,
        };
        for (time, label) in dates.into_iter().take(2) {
            alone += usize::from(!labelled);
            let (rule, raw) = (rule.to_owned(), text.to_string());
            found.push(Sighting { time, kind, rule, raw, label, stand });
        }
    }
    found
}

/// The first two words of a line.
fn opening(text: &str) -> &str {
    let end = text.match_indices(' ').nth(1).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// How more than two dated lines of the page begin: "Submitted by" stands above each comment.
fn repeated(outline: &Outline) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let dated = |block: &&TextBlock| block.words <= LINE_WORDS && block.text.chars().any(char::is_numeric);
    for block in outline.blocks.iter().filter(dated).filter(|block| Label::begins(&block.text)) {
        *counts.entry(opening(&block.parted(" ")).to_owned()).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count > 2).map(|(words, _)| words).collect()
}

/// What the foot of an article tells of it in a sentence: "This entry was posted on Monday, January 5th, 2009 …".
fn told_below(sources: &Sources<'_>, order: DayOrder) -> Option<Sighting> {
    let outline = &sources.survey.outline;
    let mut lines = outline
        .blocks
        .iter()
        .filter(|block| block.words <= TOLD_WORDS && !block.hidden && Label::tells(&block.text));
    let line = lines.next()?;
    let text = line.parted(" ");
    let time = date::visible(&text, order)?;
    let (kind, label, stand) = (Kind::Labelled, Some(Label::Published), Stand::Here);
    Some(Sighting { time, kind, rule: "a labelled line".to_owned(), raw: text.into_owned(), label, stand })
}

/// The most words of such a sentence, with what it says of categories and comments.
const TOLD_WORDS: usize = 80;

/// Fewest words of a sentence.
const SENTENCE_WORDS: usize = 5;

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '»', '“', ')', ' ']);
    // "5 a.m." ends no sentence.
    end.ends_with(['!', '?', '。'])
        || end.strip_suffix('.').is_some_and(|end| {
            let last = end.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            last.chars().count() > 2
        })
}

/// Most words of a line that is hardly more than a date, and most such lines looked at.
const ALONE_WORDS: usize = 9;
const MOST_ALONE: usize = 12;
