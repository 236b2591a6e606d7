//! The article's language.

use crate::article::Source;
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
