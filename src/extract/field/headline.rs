//! The headline, without the site's name, in the page's own typography where the page shows it.

use crate::article::Source;
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};
use crate::extract::survey::Mark;
use crate::extract::text;

use super::times::elsewhere;

const HEADLINE: Keys = Keys {
    json_ld: &["headline"],
    microdata: &["headline"],
    meta: &[
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "parsely-title",
        "sailthru.title",
        "title",
    ],
};

/// What stands between headline and site name in a title.
const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", " > ", "｜", " ‹ "];

/// The headline.
///
/// A profile's rule wins. Else the candidates are weighed by what agrees with them: a visible heading that the title or
/// the metadata repeats is what readers see; metadata alone may be a shorter version for search engines.
pub fn headline(sources: &Sources<'_>, site: Option<&str>, explanation: &mut Explanation) -> Settled<String> {
    let names = site_names(sources, site);
    let clean = |text: &str| {
        Some(without_site(text, &names)).filter(|text| !text.is_empty() && !names.contains(&plain(text)))
    };
    let mut found = sources.candidates(
        |rules| &rules.select.headline,
        HEADLINE,
        |texts| texts.iter().find_map(|text| clean(text)),
    );
    found.extend(shown(sources).into_iter().map(|(rule, text)| {
        let value = clean(&text);
        Sources::generic(rule, 0.7, &text, value)
    }));
    if let Some(title) = &sources.survey.title {
        let value = clean(title).map(|title| without_affixes(&title));
        found.push(Candidate::new(Source::Meta, "title".to_owned(), 0.75, title, value));
    }
    let winner = weigh(&found);
    if let Some(index) = winner {
        confirm(&mut found, index);
    }
    candidate::chosen("headline", found, winner, explanation)
}

/// Headings of the page that may be its headline.
fn shown(sources: &Sources<'_>) -> Vec<(&'static str, String)> {
    let marks = sources
        .survey
        .marks
        .iter()
        .filter(|(mark, element)| matches!(mark, Mark::H1 | Mark::HeadlineClass) && !elsewhere(*element));
    let texts = marks.map(|(mark, element)| {
        (if *mark == Mark::H1 { "h1" } else { "[class~=headline]" }, text::of(*element))
    });
    texts.filter(|(_, text)| (4..=300).contains(&text.chars().count())).collect()
}

/// The index of the best candidate: a profile's first; else the one most others agree with, visible headings and
/// earlier sources before others among equals.
fn weigh(found: &[Candidate<String>]) -> Option<usize> {
    let usable = |candidate: &Candidate<String>| candidate.value.is_some();
    if let Some(profile) = found.iter().position(|c| c.origin.source == Source::Profile && usable(c)) {
        return Some(profile);
    }
    let plain: Vec<String> = found.iter().map(|c| plain(c.value.as_deref().unwrap_or_default())).collect();
    let raws: Vec<String> = found.iter().map(|c| self::plain(&c.raw)).collect();
    let votes = |index: usize| -> u32 {
        let Some(mine) = plain.get(index).filter(|mine| !mine.is_empty()) else { return 0 };
        let source = |index: usize| found.get(index).map(|c| c.origin.source);
        let others = || plain.iter().zip(&raws).enumerate().filter(|(other, _)| *other != index);
        // Copies of one text in several meta tags are one voice; what counts is another kind of source.
        let same = others().any(|(other, (value, _))| value == mine && source(other) != source(index));
        let held = mine.split(' ').count() > 2 && others().any(|(_, (_, raw))| raw.contains(mine.as_str()));
        let shown = source(index) == Some(Source::Generic);
        let is_h1 = shown && found.get(index).is_some_and(|c| c.origin.rule.as_deref() == Some("h1"));
        let related = is_h1 && others().any(|(_, (_, raw))| shares_words(mine, raw));
        let points = [(true, 1), (same, 4), (same && shown, 1), (held, 1), (related, 5)];
        points.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum()
    };
    let best = (0..found.len()).filter(|&index| found.get(index).is_some_and(usable)).rev();
    best.max_by_key(|&index| votes(index))
}

/// Raises the confidence of a value that another kind of source gives too.
fn confirm(found: &mut [Candidate<String>], index: usize) {
    let Some((value, source)) = found.get(index).map(|c| (c.value.as_deref().map(plain), c.origin.source))
    else {
        return;
    };
    let again = found.iter().any(|c| c.origin.source != source && c.value.as_deref().map(plain) == value);
    if let Some(winner) = found.get_mut(index).filter(|_| again) {
        winner.origin.confidence = winner.origin.confidence.max(CONFIRMED);
    }
}

/// The confidence of a value that two kinds of source give.
const CONFIRMED: f32 = 0.97;

/// Whether two plain texts are about the same: a third of the first one's longer words stand in the second.
fn shares_words(one: &str, other: &str) -> bool {
    let long: Vec<&str> = one.split(' ').filter(|word| word.chars().count() > 3).collect();
    let shared = long.iter().filter(|word| other.split(' ').any(|one| one == **word)).count();
    shared > 0 && shared * 3 >= long.len() || one.len() > 6 && other.contains(one)
}

/// Letters and digits only, lower case, for comparing.
fn plain(text: &str) -> String {
    let letters: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names the site goes by: its own, and its host without `www.` and top-level domain.
fn site_names(sources: &Sources<'_>, site: Option<&str>) -> Vec<String> {
    let host = sources.page.final_url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let label = host.rsplit('.').nth(1).unwrap_or_default();
    let mut names: Vec<String> = site.into_iter().chain([host, label]).map(plain).collect();
    names.extend(sources.meta("og:site_name").iter().map(|name| plain(name)));
    names.retain(|name| name.len() > 1);
    names
}

/// The text without a part at its end or beginning that names the site.
fn without_site(text: &str, names: &[String]) -> String {
    let mut text = text.trim();
    let is_site = |part: &str| {
        let part = plain(part);
        let joined = part.replace(' ', "");
        !part.is_empty() && names.iter().any(|name| *name == part || name.replace(' ', "") == joined)
    };
    loop {
        let before = text.len();
        for separator in SEPARATORS {
            if let Some((head, tail)) = text.rsplit_once(separator)
                && is_site(tail)
            {
                text = head.trim_end();
            }
            if let Some((head, tail)) = text.split_once(separator)
                && is_site(head)
            {
                text = tail.trim_start();
            }
        }
        if text.len() == before {
            return text.to_owned();
        }
    }
}

/// A `<title>` cut at its last separator, where what is left is still a headline.
fn without_affixes(title: &str) -> String {
    let cut = SEPARATORS.iter().filter_map(|separator| title.rfind(separator)).max();
    let head = cut.and_then(|at| title.get(..at)).map(str::trim_end);
    match head {
        Some(head) if text::count_words(head) >= 4 => head.to_owned(),
        _ => title.to_owned(),
    }
}
