//! A hundred seeded changes of the fixtures' layouts: how many are noticed, how often an unchanged site is reported, and how
//! many are repaired. `cargo test --test all mutation -- --nocapture` prints the table.

use std::collections::BTreeMap;
use std::path::Path;

use copydesk::article::Source;
use copydesk::drift::{Good, History};
use copydesk::induce::edit::{Place, put};
use copydesk::induce::repair::{Recent, repair};
use copydesk::{Article, Page, Profile, Profiles};
use regex::{Captures, Regex};

use super::{Saved, fixtures, run};

/// Sites with three pages or more (with fewer nothing can be told), and rules beside those of their profiles: each of these
/// says where all of a record is, and some by what stands right in what.
const SITES: [(&str, &[(&str, &str)]); 4] = [
    (
        "hotair.com",
        &[("authors", ".post-byline > a"), ("date_published", ".post-byline > time::attr(datetime)")],
    ),
    ("harbourpost.example", &[("headline", "h1.entry-title"), ("authors", ".hp-meta > .byline")]),
    (
        "diariocostalba.example",
        &[
            ("headline", "h1.noticia-titulo"),
            ("authors", ".noticia-firma > .autor"),
            ("date_published", ".noticia-firma > time::attr(datetime)"),
        ],
    ),
    ("ridgelinegazette.example", &[("headline", "div > div > h1")]),
];
const CHANGES: u64 = 100;

/// A change of layout, the same on all pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// Half of the class names, and half of the ids, are others.
    Names,
    /// What was an `<article>`, `<main>` or `<section>` is a `<div>`.
    Containers,
    /// Headings are one level deeper.
    Headings,
    /// Bylines stand below the article, in another element.
    Bylines,
    /// Every container has another one around it.
    Wrapped,
}

const KINDS: [Change; 5] =
    [Change::Names, Change::Containers, Change::Headings, Change::Bylines, Change::Wrapped];

/// A number that depends on the seed and the text alone.
fn mixed(seed: u64, text: &str) -> u64 {
    text.bytes().fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) >> 17
}

fn changed(html: &str, change: Change, seed: u64) -> String {
    let pattern = |text: &str| Regex::new(text).unwrap();
    match change {
        Change::Names => pattern(r#"(class|id)=("[^"]*"|[\w-]+)"#)
            .replace_all(html, |found: &Captures<'_>| {
                let names = found[2].trim_matches('"').split_whitespace();
                let names = names.map(|name| match mixed(seed, name) % 2 {
                    0 => name.to_owned(),
                    _ => format!("x{:x}", mixed(seed + 1, name) % 0xffff),
                });
                format!("{}=\"{}\"", &found[1], names.collect::<Vec<_>>().join(" "))
            })
            .into_owned(),
        Change::Containers => {
            pattern(r"<(/?)(article|main|section)\b").replace_all(html, "<${1}div").into_owned()
        }
        Change::Headings => {
            let deeper = |found: &Captures<'_>| {
                format!("<{}h{}", &found[1], found[2].parse::<u8>().unwrap().min(5) + 1)
            };
            pattern(r"<(/?)h([1-6])\b").replace_all(html, deeper).into_owned()
        }
        Change::Bylines => {
            let byline = pattern(
                r#"(?s)<(p|div|span|address) class="?[^">]*(by|author|autor|meta)[^>]*>.*?</(p|div|span|address)>"#,
            );
            let Some(found) = byline.find(html) else { return html.to_owned() };
            let text = pattern("<[^>]*>").replace_all(found.as_str(), " ").into_owned();
            let footer = format!("<footer class=\"credits\">{text}</footer></body>");
            format!("{}{}", &html[..found.start()], &html[found.end()..]).replace("</body>", &footer)
        }
        Change::Wrapped => {
            let opened = pattern(r"<(article|main|section)\b")
                .replace_all(html, "<div class=\"outer\"><$1")
                .into_owned();
            let closed = pattern(r"</(article|main|section)>").replace_all(&opened, "</$1></div>");
            // Headings, times and names too: what a rule says stands right in something no longer does.
            let small = pattern(
                r#"(?s)<h1\b.*?</h1>|<time\b.*?</time>|<a [^>]*rel="author".*?</a>|<span class="(autor|byline)".*?</span>"#,
            );
            small.replace_all(&closed, "<span class=\"inner\">$0</span>").into_owned()
        }
    }
}

/// What the profile's rules gave on a page, by field.
fn given(article: &Article) -> BTreeMap<&'static str, String> {
    let provenance = &article.provenance;
    let fields = [
        ("headline", &provenance.headline, article.headline.clone().unwrap_or_default()),
        ("authors", &provenance.authors, article.authors.join("; ")),
        ("date_published", &provenance.date_published, format!("{:?}", article.date_published)),
        ("body", &provenance.body, article.body.clone()),
    ];
    let by_profile = fields
        .into_iter()
        .filter(|(_, origin, _)| origin.as_ref().is_some_and(|o| o.source == Source::Profile));
    by_profile.map(|(field, _, value)| (field, value)).collect()
}

/// The history of a site: three runs over its pages.
fn remembered(profile: &Profile, pages: &[Saved]) -> History {
    let mut history = History::default();
    for _ in 0..3 {
        let (_, drifts, next) = run(profile, history, pages);
        assert!(drifts.is_empty(), "nothing changed, yet: {drifts:?}");
        history = next;
    }
    history
}

/// How the changes of one kind fared.
#[derive(Debug, Default)]
struct Score {
    changes: u32,
    /// Those after which the profile's rules miss a field on every page where they gave it.
    felt: u32,
    noticed: u32,
    /// Those felt after which a repaired profile gives every missed field on every page as it was before.
    repaired: u32,
    /// Reports after changes that the profile did not feel at all.
    false_reports: u32,
    /// Pages that came out without a body.
    empty: u32,
}

/// A site: its profile's text and what it says, the pages, and what came of them while nothing had changed.
struct Site {
    text: String,
    profile: Profile,
    pages: Vec<Saved>,
    history: History,
    before: Vec<Article>,
}

impl Site {
    fn of((host, rules): (&str, &[(&str, &str)])) -> Self {
        let mut text = Profiles::built_in_text(host).unwrap();
        for (field, rule) in rules {
            text = put(&text, field, rule, Place::Last).unwrap();
        }
        let (profile, pages) = (parsed(host, &text), fixtures(host));
        let history = remembered(&profile, &pages);
        let (before, ..) = run(&profile, History::default(), &pages);
        Self { text, profile, pages, history, before }
    }
}

fn parsed(host: &str, text: &str) -> Profile {
    Profile::parse(Path::new(&format!("{host}.toml")), text.as_bytes()).unwrap()
}

/// Whether a repair by the changed pages gives back what was lost, as it was.
fn is_repaired(site: &Site, changed: &[Saved], lost: &[&str]) -> bool {
    let before = &site.before;
    let known: Vec<Good> = before
        .iter()
        .map(|article| serde_json::from_value(serde_json::to_value(article).unwrap()).unwrap())
        .collect();
    let parse = |pages: &[Saved]| pages.iter().map(Saved::page).collect::<Vec<Page>>();
    let (old, new) = (parse(&site.pages), parse(changed));
    let recent: Vec<Recent<'_>> =
        new.iter().zip(&known).map(|(page, known)| Recent { page, known: Some(known) }).collect();
    let repair = repair(&site.text, &site.profile, &recent, &old.iter().collect::<Vec<_>>()).unwrap();
    let profile = parsed(&site.profile.host, &repair.toml);
    let (after, ..) = run(&profile, History::default(), changed);
    let (still, ..) = run(&profile, History::default(), &site.pages);
    assert_eq!(
        still.iter().map(|article| &article.body).collect::<Vec<_>>(),
        before.iter().map(|article| &article.body).collect::<Vec<_>>(),
        "a repair spoils no earlier page"
    );
    before.iter().zip(&after).all(|(before, after)| {
        let (before, after) = (given(before), given(after));
        lost.iter().all(|field| match (*field, before.get(field), after.get(field)) {
            // A day that is no longer told with its time is still the day.
            ("date_published", Some(_), Some(_)) => true,
            ("body", Some(before), Some(after)) => words(before) == words(after),
            (_, before, after) => before == after,
        })
    })
}

/// A text's words: how its blocks are parted is the new layout's business.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn changes_that_matter_are_noticed_and_repaired_and_no_others_are_reported() {
    let sites = SITES.map(Site::of);
    let mut scores: BTreeMap<Change, Score> = BTreeMap::new();
    for seed in 0..CHANGES {
        let change = KINDS[usize::try_from(mixed(seed, "kind") % 5).unwrap()];
        let site = &sites[usize::try_from(mixed(seed, "site") % 4).unwrap()];
        let Site { profile, pages, history, before, .. } = site;
        let changed: Vec<Saved> = pages
            .iter()
            .map(|page| Saved { url: page.url.clone(), html: changed(&page.html, change, seed) })
            .collect();
        let (after, drifts, _) = run(profile, history.clone(), &changed);
        let (old, new): (Vec<_>, Vec<_>) =
            (before.iter().map(given).collect(), after.iter().map(given).collect());
        let lost = |field: &str| {
            old.iter().all(|page| page.contains_key(field))
                && !new.iter().any(|page| page.contains_key(field))
        };
        let fields = ["headline", "authors", "date_published", "body"];
        let lost: Vec<&str> = fields.into_iter().filter(|field| lost(field)).collect();
        let felt = !lost.is_empty();
        let score = scores.entry(change).or_default();
        score.changes += 1;
        score.felt += u32::from(felt);
        score.noticed += u32::from(felt && !drifts.is_empty());
        score.repaired += u32::from(felt && is_repaired(site, &changed, &lost));
        score.false_reports += u32::from(old == new && !drifts.is_empty());
        score.empty += u32::try_from(after.iter().filter(|article| article.body.is_empty()).count()).unwrap();
        score.empty += u32::try_from(before.len() - after.len()).unwrap();
    }
    let mut table = String::from("change      made  felt  noticed  repaired  false  empty\n");
    for (change, score) in &scores {
        let Score { changes, felt, noticed, repaired, false_reports, empty } = score;
        let line = format!(
            "{change:10?}  {changes:4}  {felt:4}  {noticed:7}  {repaired:8}  {false_reports:5}  {empty:5}\n"
        );
        table.push_str(&line);
    }
    println!("{table}");
    let sum = |of: fn(&Score) -> u32| scores.values().map(of).sum::<u32>();
    assert!(sum(|score| score.felt) >= 25, "too few changes were felt to tell anything:\n{table}");
    assert!(sum(|score| score.noticed) * 100 >= sum(|score| score.felt) * 95, "{table}");
    assert!(sum(|score| score.repaired) * 100 >= sum(|score| score.felt) * 90, "{table}");
    assert_eq!(sum(|score| score.false_reports), 0, "{table}");
    assert_eq!(sum(|score| score.empty), 0, "records went empty:\n{table}");
}

#[test]
fn unchanged_sites_are_never_reported() {
    for Site { profile, pages, history, .. } in SITES.map(Site::of) {
        let (articles, drifts, _) = run(&profile, history, &pages);
        assert!(drifts.is_empty(), "{}: {drifts:?}", profile.host);
        assert!(
            articles.iter().all(|article| article.warnings.iter().all(|warning| warning.code != "drift"))
        );
    }
}
