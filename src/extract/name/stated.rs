//! Sentences and lines that say who wrote the article, where the word for "by" is not the first.

use std::sync::LazyLock;

use crate::extract::date::{Label, months};
use crate::extract::sought::{Openings, Sought};

/// What a sentence about its own article begins with, in lower case, and what stands between that and the name.
const STATEMENTS: &[(&[&str], &[&str])] = &[
    (
        &[
            "this article",
            "this post",
            "this blog post",
            "this guest post",
            "this story",
            "this piece",
            "this column",
        ],
        &[
            "was written by",
            "was originally written by",
            "was authored by",
            "was contributed by",
            "is written by",
        ],
    ),
    (
        &["dieser artikel", "dieser beitrag", "dieser text"],
        &["wurde von", "ist von", "stammt von", "wurde geschrieben von", "wurde verfasst von"],
    ),
    (
        &["cet article", "ce texte", "ce billet"],
        &["a été écrit par", "a été rédigé par", "est écrit par", "est signé par"],
    ),
    (
        &["este artículo", "este texto", "esta nota"],
        &[
            "fue escrito por",
            "ha sido escrito por",
            "está escrito por",
            "fue escrita por",
            "ha sido escrita por",
        ],
    ),
    (&["questo articolo", "questo testo"], &["è stato scritto da", "è scritto da"]),
    (&["este artigo", "este texto"], &["foi escrito por"]),
    (&["dit artikel", "deze tekst"], &["is geschreven door", "werd geschreven door"]),
];

/// What follows the names in such a sentence.
const ENDS: &[&str] = &[". ", " and is ", " who ", " from ", " at ", " geschrieben", " verfasst"];

/// The names, and what stands beside them, in a sentence that says who wrote the article it belongs to.
pub fn stated_author(line: &str) -> Option<&str> {
    if !OPENINGS.may_open(line) {
        return None;
    }
    let lower = line.to_lowercase();
    // Places in one are places in the other.
    if lower.len() != line.len() {
        return None;
    }
    let mut statements = STATEMENTS.iter().flat_map(|(subjects, predicates)| {
        subjects.iter().flat_map(|subject| predicates.iter().map(move |predicate| (subject, predicate)))
    });
    let start = statements.find_map(|(subject, predicate)| {
        let rest = lower.strip_prefix(subject)?.trim_start().strip_prefix(predicate)?;
        rest.starts_with(' ').then_some(lower.len() - rest.len())
    })?;
    let names = line.get(start..)?.trim();
    // ", surgeon": what somebody is begins with a small letter.
    let role = names
        .match_indices(", ")
        .map(|(at, _)| at)
        .find(|at| names.get(at + 2..).is_some_and(|after| after.starts_with(char::is_lowercase)));
    let end = ENDS.iter().filter_map(|end| names.find(end)).chain(role).min().unwrap_or(names.len());
    Some(names.get(..end)?.trim_end_matches('.')).filter(|names| names.starts_with(char::is_uppercase))
}

static OPENINGS: LazyLock<Openings> =
    LazyLock::new(|| Openings::of(STATEMENTS.iter().flat_map(|(subjects, _)| subjects.iter().copied())));

/// The most words of a date before "by".
const DATE_WORDS: usize = 7;

/// In how many bytes from its start such a line has a digit.
const MOST_BEFORE_A_DIGIT: usize = 48;

static BY: LazyLock<Vec<Sought>> =
    LazyLock::new(|| Sought::all(&[" by ", " By ", " BY ", " von ", " par ", " por ", " di ", " door "]));

/// The byline in a line that begins with a date: "Posted on May 3, 2020 by Jane Doe".
pub fn after_date(line: &str) -> Option<&str> {
    if !line.bytes().take(MOST_BEFORE_A_DIGIT).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let at = Sought::first(&BY, line)?;
    let (date, byline) = line.split_at_checked(at)?;
    let mut words = date.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let is_date = date.chars().any(|c| c.is_ascii_digit())
        && words.clone().count() <= DATE_WORDS
        && words.all(|word| {
            let word = word.to_lowercase();
            word.is_empty()
                || word.starts_with(|c: char| c.is_ascii_digit())
                || matches!(&*word, "on" | "at" | "am" | "pm" | "um" | "le" | "el" | "il" | "de" | "op")
                || months::number(&word).is_some()
                || Label::begins(&word)
        });
    is_date.then(|| byline.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_about_its_article_names_who_wrote_it() {
        for (line, names) in [
            ("This post was written by Jane Doe, MD, surgeon, Harbour Health.", "Jane Doe, MD"),
            ("This article was originally written by Jane Doe and John Roe.", "Jane Doe and John Roe"),
            ("This blog post was written by Jane Doe, who works at Harbour.", "Jane Doe"),
            ("Dieser Beitrag wurde von Jana Meier verfasst.", "Jana Meier"),
            ("Cet article a été rédigé par Jeanne Petit.", "Jeanne Petit"),
        ] {
            assert_eq!(stated_author(line), Some(names), "{line}");
        }
        for line in [
            "This article was written by a robot.",
            "This post was read by Jane Doe.",
            "Jane Doe wrote this.",
        ] {
            assert_eq!(stated_author(line), None, "{line}");
        }
    }

    #[test]
    fn a_byline_may_stand_after_its_date() {
        for (line, byline) in [
            ("03/01/2017 by Jane Doe, Candidate", "by Jane Doe, Candidate"),
            ("Posted on May 3, 2020 by Jane Doe", "by Jane Doe"),
            ("Veröffentlicht am 3. Mai 2020 von Jana Meier", "von Jana Meier"),
        ] {
            assert_eq!(after_date(line), Some(byline), "{line}");
        }
        for line in ["The harbour was built in 1920 by John Roe", "5 stories by Jane Doe", "Sold by Jane Doe"]
        {
            assert_eq!(after_date(line), None, "{line}");
        }
    }
}
