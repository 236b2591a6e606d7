//! What a profile's rules gave on the pages of one run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::judge::Kind;
use crate::article::{Article, Origin, Provenance, Source};
use crate::extract::{Explanation, Tried};
use crate::profile::Profile;

/// Counts by field, for fields that the profile has rules for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tally {
    /// By the record's key.
    pub fields: BTreeMap<String, FieldTally>,
}

/// The counts of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldTally {
    /// Articles.
    pub pages: u64,
    /// Those where a rule of the profile gave the value.
    pub hits: u64,
    /// How often each rule did.
    pub rules: BTreeMap<String, u64>,
    /// Hits on pages whose metadata has a value too (headline and authors only).
    pub compared: u64,
    /// The hits that agree.
    pub agreed: u64,
    /// How many bodies had a length of 2^n to 2^(n+1) code points.
    pub lengths: BTreeMap<u32, u64>,
}

impl FieldTally {
    fn merge(&mut self, other: &Self) {
        self.pages += other.pages;
        self.hits += other.hits;
        self.compared += other.compared;
        self.agreed += other.agreed;
        for (rule, count) in &other.rules {
            *self.rules.entry(rule.clone()).or_default() += count;
        }
        for (length, count) in &other.lengths {
            *self.lengths.entry(*length).or_default() += count;
        }
    }
}

impl Tally {
    /// Adds another run's counts, without those of the fields named.
    pub fn merge(&mut self, other: &Self, without: &[String]) {
        for (field, tally) in other.fields.iter().filter(|(field, _)| !without.contains(*field)) {
            self.fields.entry(field.clone()).or_default().merge(tally);
        }
    }

    /// Counts an article; gives what may be signs of drift: fields and in what way each is out of the ordinary.
    pub fn add(
        &mut self,
        article: &Article,
        profile: &Profile,
        explanation: &Explanation,
    ) -> Vec<(&'static str, Kind)> {
        let mut signs = Vec::new();
        let ruled = profile.rules.select.fields().filter(|(_, rules)| !rules.is_empty());
        for (field, rules) in ruled {
            let tally = self.fields.entry(field.to_owned()).or_default();
            tally.pages += 1;
            let origin = origin(&article.provenance, field).filter(|origin| origin.source == Source::Profile);
            let Some(rule) = origin.and_then(|origin| origin.rule.as_ref()) else {
                signs.push((field, Kind::Missed));
                continue;
            };
            tally.hits += 1;
            *tally.rules.entry(rule.clone()).or_default() += 1;
            if rules.first().is_some_and(|first| first.text != *rule) {
                signs.push((field, Kind::Rule));
            }
            if let Some(agrees) = agrees(field, explanation) {
                tally.compared += 1;
                tally.agreed += u64::from(agrees);
                signs.extend((!agrees).then_some((field, Kind::Disagrees)));
            }
            if field == "body" {
                let length = article.body.chars().count().max(1).ilog2();
                *tally.lengths.entry(length).or_default() += 1;
                signs.push((field, Kind::Length));
            }
        }
        signs
    }
}

fn origin<'a>(provenance: &'a Provenance, field: &str) -> Option<&'a Origin> {
    match field {
        "headline" => &provenance.headline,
        "description" => &provenance.description,
        "authors" => &provenance.authors,
        "section" => &provenance.section,
        "keywords" => &provenance.keywords,
        "date_published" => &provenance.date_published,
        "date_modified" => &provenance.date_modified,
        "language" => &provenance.language,
        "image" => &provenance.image,
        _ => &provenance.body,
    }
    .as_ref()
}

/// Whether the page's metadata says what the profile's rule gave; `None` where it says nothing, and for fields that are
/// written in too many ways to be compared.
fn agrees(field: &str, explanation: &Explanation) -> Option<bool> {
    if !matches!(field, "headline" | "authors") {
        return None;
    }
    let trail = explanation.fields.iter().find(|trail| trail.field == field)?;
    let letters = |tried: &Tried| -> String {
        tried.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let given = letters(trail.tried.get(trail.winner?)?);
    let metadata = |tried: &&Tried| matches!(tried.source, Source::JsonLd | Source::Microdata | Source::Meta);
    let mut said = trail.tried.iter().filter(metadata).filter(|tried| tried.usable).map(letters).peekable();
    said.peek()?;
    Some(said.any(|said| !said.is_empty() && (said.contains(&given) || given.contains(&said))))
}
