//! What a profile makes of the pages of its site.

use std::path::Path;

use serde::Serialize;

use super::desk::Pages;
use super::marks::Marking;
use super::sheet::Parsed;
use super::shelf::ProfileOrigin;
use crate::article::{Article, Source};
use crate::check::{self, Matched};
use crate::extract::{self, Explanation, FieldTrail, Options};
use crate::induce::edit;
use crate::induce::{self, CasePlace};
use crate::outcome::one_line;
use crate::profile::{Profile, ProfileError, ProfileErrors};

/// The pages as a profile reads them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Reading {
    /// What is wrong with the profile; with anything wrong no page was read.
    pub errors: Vec<Remark>,
    /// What is doubtful about it.
    warnings: Vec<Remark>,
    /// Its rules, with how many pages each matches on.
    rules: Vec<Use>,
    /// What each page of the site gives.
    pages: Vec<Given>,
    /// The page that is looked at.
    view: Option<View>,
}

/// Something about a line of the profile.
#[derive(Debug, Serialize)]
pub(super) struct Remark {
    /// From 1; 0 if it is about no line.
    line: usize,
    key: String,
    message: String,
}

/// A rule, and how much of the site it matches.
#[derive(Debug, Serialize)]
struct Use {
    line: usize,
    key: String,
    pages: usize,
}

/// What a page gives, in short.
#[derive(Debug, Serialize)]
struct Given {
    id: usize,
    headline: Option<String>,
    authors: Vec<String>,
    date: Option<String>,
    /// Words of the body.
    words: usize,
    quotes: usize,
    /// Why it is no article.
    no_article: Option<String>,
    /// The fields that are other than they were when work began.
    changed: Vec<&'static str>,
    /// Words of the body then.
    words_before: usize,
}

/// All there is to say about one page.
#[derive(Debug, Serialize)]
struct View {
    id: usize,
    /// The form of the page that the numbers are of.
    edition: usize,
    is_cut: bool,
    record: Option<Article>,
    no_article: Option<String>,
    #[serde(flatten)]
    marks: Marking,
    fields: Vec<Trail>,
}

#[derive(Debug, Serialize)]
struct Trail {
    field: &'static str,
    winner: Option<usize>,
    tried: Vec<Tried>,
}

#[derive(Debug, Serialize)]
struct Tried {
    source: Source,
    rule: String,
    text: String,
    usable: bool,
}

/// Pages a draft is learned from; more of them teach little and cost much.
const MOST_LEARNED: usize = 6;
/// The most nodes of a page that a draft is learned from, several times those of a real article's page: a draft reads each
/// page many times over, and nobody wants to wait for it.
const MOST_NODES: usize = 30_000;

/// Reads all pages of a site by the text of a profile, and looks closer at one of them.
pub(super) fn read(
    pages: &mut Pages,
    site: usize,
    toml: &str,
    page: Option<usize>,
) -> Result<Reading, String> {
    let host = pages.sites.get(site).ok_or("there is no such site")?.host.clone();
    let profile = match compile(&host, toml) {
        Ok(profile) => profile,
        Err(errors) => return Ok(Reading { errors: remarks(errors), ..Reading::default() }),
    };
    let lines = edit::lines(toml);
    let line = |key: &str| lines.get(key).copied().unwrap_or_default();
    let doubts = check::lint(&profile).into_iter();
    let doubts =
        doubts.map(|doubt| Remark { line: line(&doubt.key), key: doubt.key, message: doubt.message });
    let mut reading = Reading { warnings: doubts.collect(), ..Reading::default() };
    let mut matched: Vec<(Matched, usize)> = Vec::new();
    for (id, sheet) in pages.of_site(site) {
        let before = sheet.before.clone();
        let now = sheet.parse(&profile.replace).and_then(|parsed| {
            let (now, explanation) = explain(parsed, &profile);
            count(&mut matched, check::matched(&profile, &parsed.page, &explanation));
            if page == Some(id) {
                reading.view = Some(view(id, parsed, &profile, &now, &explanation));
            }
            now
        });
        reading.pages.push(given(id, &now, before.as_ref()));
    }
    let uses = matched.into_iter().map(|(rule, pages)| Use { line: line(&rule.key), key: rule.key, pages });
    reading.rules = uses.collect();
    Ok(reading)
}

/// Compiles a profile's text under the name of its file.
pub(super) fn compile(host: &str, toml: &str) -> Result<Profile, ProfileErrors> {
    Profile::parse(Path::new(&format!("{host}.toml")), toml.as_bytes())
}

/// What is wrong with a profile, line by line.
pub(super) fn remarks(errors: ProfileErrors) -> Vec<Remark> {
    let remark = |error: ProfileError| match error {
        ProfileError::Invalid { line, key, fault, .. } => Remark { line, key, message: fault.to_string() },
        unreadable @ ProfileError::Unreadable { .. } => {
            Remark { line: 0, key: String::new(), message: one_line(&unreadable) }
        }
    };
    errors.into_iter().map(remark).collect()
}

fn explain(parsed: &Parsed, profile: &Profile) -> (Result<Article, String>, Explanation) {
    let (article, explanation) = extract::explain(&parsed.page, Some(profile), Options::default());
    (article.map_err(|error| one_line(&error)), explanation)
}

/// Adds what matches on another page; the rules are the same, in the same order.
fn count(counted: &mut Vec<(Matched, usize)>, matched: Vec<Matched>) {
    if counted.is_empty() {
        counted.extend(matched.iter().map(|rule| (rule.clone(), 0)));
    }
    for ((_, pages), rule) in counted.iter_mut().zip(matched) {
        *pages += usize::from(rule.is_there);
    }
}

fn view(
    id: usize,
    parsed: &Parsed,
    profile: &Profile,
    now: &Result<Article, String>,
    explanation: &Explanation,
) -> View {
    let trail = |trail: &FieldTrail| Trail {
        field: trail.field,
        winner: trail.winner,
        tried: trail.tried.iter().map(tried).collect(),
    };
    View {
        id,
        edition: parsed.edition,
        is_cut: parsed.inert().is_cut || parsed.page.is_cut,
        record: now.as_ref().ok().cloned(),
        no_article: now.as_ref().err().cloned(),
        marks: Marking::of(parsed, profile, explanation),
        fields: explanation.fields.iter().map(trail).collect(),
    }
}

fn tried(tried: &extract::Tried) -> Tried {
    let extract::Tried { source, rule, text, usable } = tried;
    Tried { source: *source, rule: rule.clone(), text: text.clone(), usable: *usable }
}

fn given(id: usize, now: &Result<Article, String>, before: Option<&Result<Article, String>>) -> Given {
    let article = now.as_ref().ok();
    let words = |article: &Article| article.body.split_whitespace().count();
    let before_words = before.and_then(|before| before.as_ref().ok()).map_or(0, words);
    Given {
        id,
        headline: article.and_then(|article| article.headline.clone()),
        authors: article.map(|article| article.authors.clone()).unwrap_or_default(),
        date: article.and_then(|article| article.date_published).map(|date| date.to_string()),
        words: article.map_or(0, words),
        quotes: article.map_or(0, |article| article.quotes.len()),
        no_article: now.as_ref().err().cloned(),
        changed: before.map(|before| changed(before, now)).unwrap_or_default(),
        words_before: before_words,
    }
}

/// The fields that two records of a page differ in.
fn changed(before: &Result<Article, String>, now: &Result<Article, String>) -> Vec<&'static str> {
    let (Ok(before), Ok(now)) = (before, now) else {
        let same = before.is_err() && now.is_err();
        return if same { Vec::new() } else { vec!["article"] };
    };
    let differs = [
        ("headline", before.headline != now.headline),
        ("description", before.description != now.description),
        ("authors", before.authors != now.authors),
        ("section", before.section != now.section),
        ("keywords", before.keywords != now.keywords),
        ("date_published", before.date_published != now.date_published),
        ("date_modified", before.date_modified != now.date_modified),
        ("language", before.language != now.language),
        ("image", before.image != now.image),
        ("body", before.body != now.body),
        ("quotes", before.quotes.len() != now.quotes.len()),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
}

impl Pages {
    /// Drafts the profile of a site that has none.
    pub fn draft(&mut self, site: usize) {
        let Some(host) = self.sites.get(site).filter(|site| site.origin == ProfileOrigin::Draft) else {
            return;
        };
        let host = host.host.clone();
        let parsed = self.of_site(site).filter_map(|(_, sheet)| sheet.last().ok());
        let pages = parsed.map(|parsed| &parsed.page);
        let short = pages.filter(|page| page.html.tree.values().len() <= MOST_NODES);
        let learned: Vec<_> = short.take(MOST_LEARNED).collect();
        let drafted = induce::draft(&learned, &vec![CasePlace::None; learned.len()]);
        let bare = || format!("name  = \"{host}\"\nhosts = [\"{host}\"]\n");
        let text = drafted.ok().filter(|draft| draft.host == host).map_or_else(bare, |draft| draft.toml);
        if let Some(site) = self.sites.get_mut(site) {
            site.toml = text;
        }
    }

    /// Keeps what the pages of a site give before anything is changed: by its own profile, or by none if it has none.
    pub fn measure(&mut self, site: usize) {
        let Some(known) = self.sites.get(site) else { return };
        let own = (known.origin != ProfileOrigin::Draft).then(|| compile(&known.host, &known.toml));
        let profile = own.and_then(Result::ok).unwrap_or_default();
        for (_, sheet) in self.of_site(site) {
            let before = sheet.parse(&profile.replace).map(|parsed| explain(parsed, &profile).0);
            sheet.before = Some(before.and_then(|article| article));
        }
    }
}
