//! A light guess at a text's language: by its script and its commonest small words.

use super::lexicon::{Classes, Lexicon};

/// How many words are looked at.
const WORDS_READ: usize = 600;

/// The two-letter code of the language to read the text in: as told, else guessed, else `en`.
pub(super) fn code(told: Option<&str>, text: &str) -> String {
    let told = told
        .map(|tag| tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase())
        .filter(|code| code.len() >= 2);
    told.unwrap_or_else(|| guess(text).to_owned())
}

fn guess(text: &str) -> &'static str {
    let (mut kana, mut han, mut letters) = (0, 0, 0);
    for character in text.chars().filter(|c| c.is_alphabetic()).take(2000) {
        letters += 1;
        match character {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            _ => {}
        }
    }
    if kana * 10 > letters {
        return "ja";
    }
    if (han + kana) * 4 > letters {
        return "zh";
    }
    let small = Classes::DETERMINER
        | Classes::PREPOSITION
        | Classes::CONJUNCTION
        | Classes::PRONOUN
        | Classes::AUXILIARY
        | Classes::THAT
        | Classes::FIRST
        | Classes::SPEECH;
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty() && word.len() <= 24)
        .take(WORDS_READ)
        .map(str::to_lowercase)
        .collect();
    let score = |lexicon: &Lexicon| words.iter().filter(|word| lexicon.classes(word).any(small)).count();
    let mut best = ("en", 0);
    for (code, lexicon) in Lexicon::all() {
        let score = score(lexicon);
        if score > best.1 {
            best = (code, score);
        }
    }
    best.0
}
