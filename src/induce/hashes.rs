//! Names that a build made up and that look like words: of a page's hashes one in seven has no digit in it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{ElementRef, Html};

use super::names::{Worth, worth};

/// How long the hashes are that builds write without a mark of their own (Linaria and its kin), in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=9;
/// The fewest different names of one length with letters behind a digit, as no person writes them, that make all names of
/// that length suspect.
const FEWEST: usize = 5;

/// How long the hashes among a page's classes are, if there are some.
#[derive(Debug, Default)]
pub struct Hashes {
    lengths: BTreeSet<usize>,
}

/// Different names of one length, of small letters and digits alone.
#[derive(Default)]
struct Names<'a> {
    /// With letters behind a digit.
    made: BTreeSet<&'a str>,
    /// All others that say nothing.
    others: BTreeSet<&'a str>,
}

impl Hashes {
    /// Looks at all classes of a page.
    pub fn of(page: &Html) -> Self {
        let mut names: BTreeMap<usize, Names<'_>> = BTreeMap::new();
        let elements = page.tree.nodes().filter_map(ElementRef::wrap);
        for class in elements.flat_map(|element| element.value().classes()).filter(|class| could_be(class)) {
            let names = names.entry(class.len()).or_default();
            let is_made = class
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .bytes()
                .any(|byte| byte.is_ascii_digit());
            if is_made {
                names.made.insert(class)
            } else {
                names.others.insert(class)
            };
        }
        let mostly = |names: &Names<'_>| names.made.len() >= FEWEST.max(names.others.len());
        Self {
            lengths: names.into_iter().filter(|(_, names)| mostly(names)).map(|(length, _)| length).collect(),
        }
    }

    /// Whether a class is probably one of them.
    pub fn contains(&self, class: &str) -> bool {
        self.lengths.contains(&class.len()) && could_be(class)
    }
}

/// Whether a name has the shape of a hash and does not say what it is for.
fn could_be(class: &str) -> bool {
    LENGTHS.contains(&class.len())
        && class.starts_with(|c: char| c.is_ascii_lowercase())
        && class.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && worth(class) != Some(Worth::Telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(classes: &str) -> Hashes {
        Hashes::of(&Html::parse_document(&format!("<p class='{classes}'>")))
    }

    #[test]
    fn among_many_hashes_one_of_letters_alone_is_told() {
        let page = hashes("a1b2cd3 r4tt5yx k9sd8fh q2w3e4r z8x7c6v asoadbm ljkqwer article related section4");
        assert!(page.contains("asoadbm") && page.contains("ljkqwer"));
        assert!(!page.contains("article"), "it says what it is for");
        assert!(!page.contains("sidebar-left") && !page.contains("section4"), "of another length");
    }

    #[test]
    fn where_people_name_things_all_names_stand() {
        let page =
            hashes("related section1 section2 section3 section4 section5 sidebar gallery trailer asoadbm");
        assert!(!page.contains("related") && !page.contains("asoadbm") && !page.contains("section1"));
        let few = hashes("a1b2cd3 r4tt5yx k9sd8fh sidebar");
        assert!(!few.contains("sidebar"));
    }
}
