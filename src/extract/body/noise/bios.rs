//! What is said of an author below the article: "Jane Doe is a reporter for the Coast Herald. Follow her on X."

use crate::extract::survey::outline::TextBlock;

/// The most words of such a paragraph.
const WORDS: usize = 90;
/// Within how many words behind the verb it says what somebody is.
const REACH: usize = 14;
/// The words of a name.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;
/// The verb, by language.
const IS: &[&str] = &["is", "ist", "covers", "writes"];
/// What people are who write articles, in lower case, for one.
const ROLES: &[&str] = &[
    "analyst",
    "attorney",
    "author",
    "blogger",
    "ceo",
    "co-founder",
    "cofounder",
    "columnist",
    "consultant",
    "contributor",
    "copywriter",
    "correspondent",
    "director",
    "economist",
    "editor",
    "fellow",
    "founder",
    "freelance",
    "freelancer",
    "historian",
    "journalist",
    "korrespondent",
    "lawyer",
    "lecturer",
    "novelist",
    "photographer",
    "physician",
    "president",
    "professor",
    "redakteur",
    "reporter",
    "researcher",
    "scholar",
    "scientist",
    "strategist",
    "writer",
];

/// Whether a paragraph says who somebody is of whom nothing stands in the paragraphs before it.
pub fn is_bio(block: &TextBlock, before: &[&TextBlock]) -> bool {
    if block.words > WORDS || block.cell.is_some() {
        return false;
    }
    let text = ["About the author: ", "About the Author: ", "About the author\n"]
        .iter()
        .find_map(|label| block.text.strip_prefix(label))
        .unwrap_or(&block.text);
    let mut words = text.split_whitespace();
    let name: Vec<&str> = words.by_ref().take_while(|word| !IS.contains(word)).take(NAME.end() + 1).collect();
    let is_name = !matches!(name.first(), Some(&("The" | "This" | "Die" | "Der" | "Das")))
        && NAME.contains(&name.len())
        && name.iter().all(|word| {
            word.starts_with(char::is_uppercase) && !word.ends_with([',', ':', '.']) || is_initial(word)
        });
    let Some(family) = name.last().filter(|_| is_name) else { return false };
    let mut behind =
        words.take(REACH).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    // "ZDF-Korrespondentin" is one word.
    let is_role = |word: &str| {
        ROLES.contains(&word) || word.strip_suffix("in").is_some_and(|word| ROLES.contains(&word))
    };
    let has_role = behind.any(|word| is_role(&word) || word.split('-').any(is_role));
    has_role && !before.iter().any(|other| other.text.contains(family))
}

/// "J.", as in "Jane J. Doe".
fn is_initial(word: &str) -> bool {
    word.len() == 2 && word.ends_with('.') && word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_an_author_is_told_from_the_end_of_an_article() {
        let plain = |text: &str| TextBlock::plain(text).unwrap();
        let text = plain("The harbour will be dredged next month, said John Roe.");
        let is = |line: &str| is_bio(&plain(line), &[&text]);
        for line in [
            "Jane Doe is a reporter for the Coast Herald. Follow her on X.",
            "Jane J. Doe is an award-winning freelance travel writer.",
            "About the author: Jane Doe is the public sector CTO and vice president for boats at Coast.",
            "Jana Meier ist ZDF-Korrespondentin in Kiel.",
            "Jane Doe covers ports as a staff writer.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "John Roe is a professor of dredging at the university.",
            "The harbour is a director's delight.",
            "Jane Doe is happy.",
            "Doe is a reporter.",
            "It was a reporter who found out.",
            "The Harbour Museum is an international attraction that will stay open.",
            "Saudi Arabia is the largest producer of dredged sand.",
            "Maria Lopez was president of the board when the piers were built.",
        ] {
            assert!(!is(line), "{line}");
        }
    }
}
