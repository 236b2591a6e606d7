//! A hundred seeded changes of the fixtures' layouts: how many are noticed, and how often an unchanged site is reported.

use std::collections::BTreeMap;

use copydesk::article::Source;
use copydesk::drift::History;
use copydesk::{Article, Profile, Profiles};
use regex::{Captures, Regex};

use super::{Saved, fixtures, run};

/// Sites with three pages or more: with fewer nothing can be told.
const SITES: [&str; 4] =
    ["hotair.com", "harbourpost.example", "diariocostalba.example", "ridgelinegazette.example"];
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
            pattern(r"</(article|main|section)>").replace_all(&opened, "</$1></div>").into_owned()
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
    /// Reports after changes that the profile did not feel at all.
    false_reports: u32,
    /// Pages that came out without a body.
    empty: u32,
}

#[test]
fn changes_that_matter_are_noticed_and_no_others_are_reported() {
    let profiles = Profiles::built_in().unwrap();
    let sites: Vec<(&Profile, Vec<Saved>)> =
        SITES.iter().map(|host| (profiles.of_host(host).unwrap(), fixtures(host))).collect();
    let mut scores: BTreeMap<Change, Score> = BTreeMap::new();
    for seed in 0..CHANGES {
        let change = KINDS[usize::try_from(mixed(seed, "kind") % 5).unwrap()];
        let (profile, pages) = &sites[usize::try_from(mixed(seed, "site") % 4).unwrap()];
        let history = remembered(profile, pages);
        let (before, ..) = run(profile, History::default(), pages);
        let changed: Vec<Saved> = pages
            .iter()
            .map(|page| Saved { url: page.url.clone(), html: changed(&page.html, change, seed) })
            .collect();
        let (after, drifts, _) = run(profile, history, &changed);
        let (old, new): (Vec<_>, Vec<_>) =
            (before.iter().map(given).collect(), after.iter().map(given).collect());
        let lost = |field: &str| {
            old.iter().all(|page| page.contains_key(field))
                && !new.iter().any(|page| page.contains_key(field))
        };
        let felt = ["headline", "authors", "date_published", "body"].into_iter().any(lost);
        let score = scores.entry(change).or_default();
        score.changes += 1;
        score.felt += u32::from(felt);
        score.noticed += u32::from(felt && !drifts.is_empty());
        score.false_reports += u32::from(old == new && !drifts.is_empty());
        score.empty += u32::try_from(after.iter().filter(|article| article.body.is_empty()).count()).unwrap();
        score.empty += u32::try_from(before.len() - after.len()).unwrap();
    }
    let mut table = String::from("change      made  felt  noticed  false  empty\n");
    for (change, score) in &scores {
        let Score { changes, felt, noticed, false_reports, empty } = score;
        let line =
            format!("{change:10?}  {changes:4}  {felt:4}  {noticed:7}  {false_reports:5}  {empty:5}\n");
        table.push_str(&line);
    }
    println!("{table}");
    let sum = |of: fn(&Score) -> u32| scores.values().map(of).sum::<u32>();
    assert!(sum(|score| score.felt) >= 25, "too few changes were felt to tell anything:\n{table}");
    assert!(sum(|score| score.noticed) * 100 >= sum(|score| score.felt) * 95, "{table}");
    assert_eq!(sum(|score| score.false_reports), 0, "{table}");
    assert_eq!(sum(|score| score.empty), 0, "records went empty:\n{table}");
}

#[test]
fn unchanged_sites_are_never_reported() {
    let profiles = Profiles::built_in().unwrap();
    for host in SITES {
        let (profile, pages) = (profiles.of_host(host).unwrap(), fixtures(host));
        let history = remembered(profile, &pages);
        let (articles, drifts, _) = run(profile, history, &pages);
        assert!(drifts.is_empty(), "{host}: {drifts:?}");
        assert!(
            articles.iter().all(|article| article.warnings.iter().all(|warning| warning.code != "drift"))
        );
    }
}
