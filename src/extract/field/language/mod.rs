//! The article's language: as the page declares it, held against what its text reads like.

mod reading;

use crate::article::{Origin, Source, Warning};
use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::explanation::Explanation;
use crate::extract::source::{Keys, Sources};

const LANGUAGE: Keys = Keys {
    json_ld: &["inLanguage", "inLanguage.alternateName", "inLanguage.name"],
    microdata: &["inLanguage"],
    meta: &["og:locale", "content-language", "dc.language", "dcterms.language", "language"],
};

/// The BCP 47 tag the page declares: profile, `<html lang>`, then metadata.
pub fn language(sources: &Sources<'_>, explanation: &mut Explanation) -> Settled<String> {
    let metadata = sources.candidates(
        |rules| &rules.select.language,
        LANGUAGE,
        |texts| texts.iter().find_map(|text| tag(text)),
    );
    let (mut found, rest): (Vec<_>, Vec<_>) =
        metadata.into_iter().partition(|candidate| candidate.origin.source == Source::Profile);
    if let Some(lang) = sources.survey.lang {
        found.push(Candidate::new(Source::Meta, "html[lang]".to_owned(), 0.9, lang, tag(lang)));
    }
    found.extend(rest);
    candidate::first("language", found, explanation)
}

/// Holds the declared language against the text: a page that declares none, or plainly another one than it is written
/// in (templates are copied from site to site), has the language of its text. A profile's word stands, and so does a
/// language that the reader has no words for. The warning says when the two disagree.
pub fn checked(declared: &Settled<String>, body: &str) -> (Settled<String>, Option<Warning>) {
    let Some(code) = reading::of(body) else { return (declared.clone(), None) };
    let rule = Some("small words of the text".to_owned());
    let read = |confidence| Settled {
        value: Some(code.to_owned()),
        origin: Some(Origin { source: Source::Generic, rule: rule.clone(), confidence }),
    };
    match (&declared.value, &declared.origin) {
        (Some(tag), Some(origin)) if reading::agree(tag, code) => {
            let confidence = origin.confidence.max(Source::MOST_CERTAIN);
            let origin = Origin { confidence, ..origin.clone() };
            (Settled { value: Some(tag.clone()), origin: Some(origin) }, None)
        }
        // What the reader has no words for it could never have confirmed.
        (Some(tag), Some(_)) if !reading::knows(tag) => (declared.clone(), None),
        (Some(tag), Some(origin)) => {
            let message = format!("the page declares {tag}, but its text reads like {code}");
            let warning =
                Warning { code: "language-mismatch".to_owned(), field: Some("language".to_owned()), message };
            let kept = origin.source == Source::Profile;
            (if kept { declared.clone() } else { read(READ_AGAINST) }, Some(warning))
        }
        _ => (read(READ_ALONE), None),
    }
}

/// How far a language read in the text is trusted against what the page declares, and where it declares none.
const READ_AGAINST: f32 = 0.8;
const READ_ALONE: f32 = 0.9;

/// A well-formed tag with the usual case: `de`, `pt-BR`, `zh-Hant`.
fn tag(text: &str) -> Option<String> {
    let text = text.trim().split(['.', ',', ';', ' ', '@']).next()?;
    let mut parts = text.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let mut tag = language;
    for part in parts.take(3) {
        let alphabetic = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if part.is_empty() || part.len() > 8 || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            break;
        }
        tag.push('-');
        match part.len() {
            2 if alphabetic => tag.push_str(&part.to_ascii_uppercase()),
            4 if alphabetic => {
                let lower = part.to_ascii_lowercase();
                let mut letters = lower.chars();
                tag.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                tag.push_str(letters.as_str());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    // `xx`, `und` and the like say nothing.
    (!matches!(tag.as_str(), "xx" | "und" | "zxx" | "mul")).then_some(tag)
}
