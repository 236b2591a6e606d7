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

/// A text whose script or words belong to no lexicon: only its marks are read.
const UNKNOWN: &str = "und";
/// So many of a hundred words of a text are small words of its language, whichever it is.
const SMALL_WORDS: usize = 25;
/// Shorter texts may happen to hold none.
const WORDS_TO_DOUBT: usize = 20;

fn guess(text: &str) -> &'static str {
    script(text).unwrap_or_else(|| by_words(text))
}

/// The language that the text's script tells; `None` for Latin letters.
fn script(text: &str) -> Option<&'static str> {
    let (mut kana, mut han, mut cyrillic, mut arabic, mut other, mut letters) = (0, 0, 0, 0, 0, 0);
    let (mut ukrainian, mut turkish, mut foreign) = (0, 0, 0);
    for character in text.chars().filter(|c| c.is_alphabetic()).take(2000) {
        letters += 1;
        match character {
            'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' | 'Ґ' => {
                (ukrainian, cyrillic) = (ukrainian + 1, cyrillic + 1);
            }
            // Letters of neither Russian nor Ukrainian (Serbian, Kazakh, …), and of Persian and Urdu, not Arabic.
            '\u{452}'..='\u{453}'
            | '\u{455}'
            | '\u{458}'..='\u{45f}'
            | '\u{492}'..='\u{52f}'
            | 'پ'
            | 'چ'
            | 'ژ'
            | 'گ'
            | 'ک'
            | 'ی'
            | 'ٹ'
            | 'ے' => foreign += 1,
            '\u{400}'..='\u{4ff}' => cyrillic += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            'ğ' | 'ı' | 'İ' => turkish += 1,
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {}
            _ => other += 1,
        }
    }
    if kana * 10 > letters {
        Some("ja")
    } else if (han + kana) * 4 > letters {
        Some("zh")
    } else if (other + foreign) * 4 > letters || foreign * 50 > letters {
        Some(UNKNOWN)
    } else if cyrillic * 2 > letters {
        // Russian has "ы" or "э" in every other line, and hardly ever "ъ", which Bulgarian has in each.
        let has = |letters: [char; 4]| text.chars().take(8000).any(|c| letters.contains(&c));
        let bulgarian = !has(['ы', 'э', 'ё', 'Э']) && (letters > 200 || has(['ъ', 'Ъ', 'ѝ', 'Ѝ']));
        Some(if ukrainian * 50 > letters {
            "uk"
        } else if bulgarian {
            UNKNOWN
        } else {
            "ru"
        })
    } else if turkish * 50 > letters {
        Some("tr")
    } else if arabic * 2 > letters {
        Some("ar")
    } else {
        None
    }
}

/// The language, of those with Latin letters, that most of the text's small words belong to.
fn by_words(text: &str) -> &'static str {
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
    if words.len() >= WORDS_TO_DOUBT && best.1 * 100 < words.len() * SMALL_WORDS { UNKNOWN } else { best.0 }
}
