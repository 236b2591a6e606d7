//! Whether a candidate is what the gold says, counted as the sets' own scores count it.

use std::collections::{BTreeMap, BTreeSet};

use crate::body::gold::{Fields, SETS};

/// What the gold says of a field: nothing if it says there is none; `None` if it does not say.
pub fn wanted(field: &str, fields: &Fields) -> Option<Vec<String>> {
    match field {
        "headline" => fields.headline.clone().map(|headline| vec![headline]),
        "authors" => fields.authors.clone(),
        "date_published" => Some(fields.published.clone()),
        _ => None,
    }
}

/// How right a candidate is, 0 to 1.
pub fn agreement(field: &str, set: &str, wanted: &[String], said: &[String]) -> f64 {
    if wanted.is_empty() || said.is_empty() {
        return f64::from(u8::from(wanted.is_empty() == said.is_empty()));
    }
    match field {
        "headline" => f64::from(u8::from(plain(&wanted[0]) == plain(&said[0]))),
        "date_published" => f64::from(u8::from(same_day(&wanted[0], &said[0]))),
        _ if set == SETS[0] => f64::from(u8::from(bag(wanted) == bag(said))),
        _ => {
            let (want, got) = (names(wanted), names(said));
            2.0 * want.intersection(&got).count() as f64 / (want.len() + got.len()) as f64
        }
    }
}

/// Plain quotation marks and dashes, single spaces.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'))
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' | '`' | '´' | 'ʼ' | '′' => '\'',
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
            c => c,
        })
        .collect();
    text.replace('…', "...").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn same_day(wanted: &str, said: &str) -> bool {
    let day = |text: &str| text.chars().take(10).collect::<String>();
    day(said).starts_with(&day(wanted)) || utc_day(wanted).is_some_and(|day| Some(day) == utc_day(said))
}

/// The UTC day of a time with a zone.
fn utc_day(text: &str) -> Option<i64> {
    let time: jiff::Timestamp = text.replacen(' ', "T", 1).parse().ok()?;
    Some(time.as_second().div_euclid(86_400))
}

fn names(authors: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for author in authors {
        let author = plain(author).to_lowercase().replace(" and ", ";").replace('&', ";");
        for name in author.split(';') {
            let mut name = name.trim();
            for by in ["by ", "by:", "von ", "por ", "par "] {
                name = name.strip_prefix(by).unwrap_or(name);
            }
            let name = name.trim_matches([' ', ',', '.', '|']);
            if !name.is_empty() {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

fn bag(authors: &[String]) -> BTreeMap<String, usize> {
    let mut bag = BTreeMap::new();
    for name in names(authors) {
        for word in name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()) {
            *bag.entry(word.to_owned()).or_default() += 1;
        }
    }
    bag
}
