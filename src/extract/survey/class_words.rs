//! What an element is, by its tag, classes, id and attributes.
//!
//! Words are what lies between `-`, `_`, spaces and camel-case humps, lower case: `relatedStories-box` has the words
//! `related`, `stories`, `box`. A word counts only as a whole, so that `shadow` is no `ad` and `headline` no `head`.

use std::ops::Range;

use scraper::node::Element;

use super::Mark;
use super::class_meaning::{
    AUTHOR_BIT, BODY_BIT, BYLINE_BIT, CAPTIONS_BIT, COMMENTS_BIT, DATE_BIT, HEADLINE_BIT, HEADLINE_OF_BIT,
    Meaning, NOISE_BIT, OTHER_BIT, TIME_BIT, meaning,
};
use super::hash::{self, Hash, Table};

/// What a container is.
#[expect(clippy::struct_excessive_bools, reason = "six independent answers, not states of one thing")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Role {
    /// Navigation, related stories, sharing, advertising and the like: by tag or words not the article.
    pub noise: bool,
    /// Readers' comments.
    pub comments: bool,
    /// Named as the article's text.
    pub body: bool,
    /// A caption of an image, video or table.
    pub caption: bool,
    /// Not shown (`hidden`, `display: none`).
    pub hidden: bool,
    /// Set in the middle of its column.
    pub centred: bool,
}

/// The most words of a class in which `time` or `posted` names a date.
const SHORT: usize = 3;

/// What one element's attributes say.
#[derive(Debug, Default)]
pub struct Words {
    /// What it is.
    pub role: Role,
    /// The fields its class, id and test id name.
    pub marks: [Option<Mark>; 3],
    /// Whether `rel` says author.
    pub rel_author: bool,
    /// Whether there is an `itemprop`.
    pub has_property: bool,
    /// Whether its class says that only programs read it out.
    pub unseen: bool,
    /// Hash of its list of classes, 0 for none.
    pub class: u64,
}

/// Classes of what only programs that read pages out are to say: "(opens in a new tab)", the rest of a word behind its drop cap.
const UNSEEN: &[&str] = &[
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader",
    "mw-editsection",
    "material-icons",
    "material-icons-outlined",
    "material-symbols-outlined",
];

/// Whether an element of a line is not shown, by its own attributes.
pub fn is_unseen(element: &Element) -> bool {
    element.attrs().any(|(name, value)| match name {
        "class" => unseen(value),
        "hidden" => !value.eq_ignore_ascii_case("until-found"),
        "style" => hides(value),
        _ => false,
    })
}

fn unseen(classes: &str) -> bool {
    classes.split_ascii_whitespace().take(MOST).any(|class| UNSEEN.contains(&class))
}

/// Real elements have far fewer classes, and a class far fewer words.
const MOST: usize = 64;

/// Reads the attributes of a page's elements.
///
/// Most elements have the classes of others before them, so each list of classes is cut into words only once.
#[derive(Debug, Default)]
pub struct Reader {
    /// By the hash of the whole list.
    classes: Table<Classes>,
    /// Hashes of words, those of one list after those of another.
    words: Vec<u64>,
}

/// What one list of classes says.
#[derive(Clone, Debug)]
struct Classes {
    mark: Option<Mark>,
    meaning: Meaning,
    unseen: bool,
    words: Range<usize>,
}

/// What the ids of parts begin with that React sends later than the page around them: hidden, until its script has put them
/// in their place a moment later (`react-dom/server`, streams with `Suspense`).
const STREAMED: &str = "S:";

impl Reader {
    /// Reads an element's attributes once. `meet` gets the hash of each word of its classes, ids and test ids, of each two
    /// neighbours joined by `+`, and of `role=…` and `itemprop=…`.
    pub fn read(&mut self, element: &Element, mut meet: impl FnMut(u64)) -> Words {
        let mut words = Words::default();
        let mut streamed = false;
        for (name, value) in element.attrs() {
            match name {
                "class" | "id" => {
                    streamed |= name == "id" && value.starts_with(STREAMED);
                    let (mark, meaning) = if name == "class" {
                        words.class = hash::bytes(0, value.as_bytes());
                        self.classes(value, &mut words, &mut meet)
                    } else {
                        names(value, &mut meet)
                    };
                    words.mark(mark);
                    words.role.noise |= meaning & NOISE_BIT != 0;
                    words.role.comments |= meaning & COMMENTS_BIT != 0;
                    words.role.caption |= meaning & CAPTIONS_BIT != 0;
                    words.role.body |= meaning & BODY_BIT != 0;
                }
                "data-testid" => words.mark(names(value, &mut meet).0),
                "data-component" => _ = names(value, &mut meet),
                "role" => {
                    words.role.noise |= matches!(
                        value,
                        "navigation"
                            | "banner"
                            | "contentinfo"
                            | "complementary"
                            | "search"
                            | "dialog"
                            | "menu"
                    );
                    value
                        .split_ascii_whitespace()
                        .take(MOST)
                        .for_each(|word| meet(hash::joined("role=", word)));
                }
                "itemprop" => {
                    words.has_property = true;
                    for property in value.split_ascii_whitespace().take(MOST) {
                        words.role.body |= property == "articleBody";
                        meet(hash::joined("itemprop=", property));
                    }
                }
                "rel" => {
                    words.rel_author |=
                        value.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("author"));
                }
                "hidden" => words.role.hidden = !value.eq_ignore_ascii_case("until-found"),
                "style" => {
                    words.role.hidden |= hides(value);
                    words.role.centred |= centres(value);
                }
                "align" => words.role.centred |= value.eq_ignore_ascii_case("center"),
                _ => {}
            }
        }
        words.role.hidden &= !streamed;
        words
    }

    /// The same as [`names`] for a list whose hash `found` has already; besides, it is told whether one of them is [`UNSEEN`].
    fn classes(
        &mut self,
        value: &str,
        found: &mut Words,
        meet: &mut impl FnMut(u64),
    ) -> (Option<Mark>, Meaning) {
        let words = &mut self.words;
        let known = self.classes.entry(found.class).or_insert_with(|| {
            let begin = words.len();
            let (mark, meaning) = names(value, &mut |word| words.push(word));
            Classes { mark, meaning, unseen: unseen(value), words: begin..words.len() }
        });
        found.unseen = known.unseen;
        self.words.get(known.words.clone()).into_iter().flatten().for_each(|word| meet(*word));
        (known.mark, known.meaning)
    }
}

impl Words {
    fn mark(&mut self, mark: Option<Mark>) {
        if let Some(place) = self.marks.iter_mut().find(|place| place.is_none()) {
            *place = mark;
        }
    }
}

/// The first field one of the names says it holds, and what all their words mean together.
fn names(value: &str, meet: &mut impl FnMut(u64)) -> (Option<Mark>, Meaning) {
    let (mut mark, mut all) = (None, 0);
    for name in value.split_ascii_whitespace().take(MOST) {
        let (mut here, mut count) = (0, 0);
        each_word(name, |word, pair| {
            here |= meaning(word);
            count += 1;
            meet(word);
            if let Some(pair) = pair {
                here |= meaning(pair) & BODY_BIT;
                meet(pair);
            }
        });
        mark = mark.or_else(|| mark_of(here, count));
        all |= here;
    }
    (mark, all)
}

fn mark_of(meaning: Meaning, count: usize) -> Option<Mark> {
    let is = |bit: Meaning| meaning & bit != 0;
    if is(OTHER_BIT) {
        None
    } else if is(HEADLINE_BIT) && is(HEADLINE_OF_BIT) {
        Some(Mark::HeadlineClass)
    } else if is(AUTHOR_BIT) {
        Some(Mark::AuthorClass)
    } else if is(BYLINE_BIT) {
        Some(Mark::BylineClass)
    } else if is(DATE_BIT) || is(TIME_BIT) && count <= SHORT {
        Some(Mark::DateClass)
    } else {
        None
    }
}

/// What the words of one class or id mean together.
pub fn meaning_of(name: &str) -> Meaning {
    let mut all = 0;
    each_word(name, |word, pair| all |= meaning(word) | pair.map_or(0, meaning));
    all
}

/// Calls `meet` with the hash of each word of a class or id, and with that of the word before and it joined by `+`.
fn each_word(name: &str, mut meet: impl FnMut(u64, Option<u64>)) {
    if name.is_ascii() {
        return each_ascii_word(name.as_bytes(), meet);
    }
    let mut chars = name.chars();
    let mut next = chars.next();
    let mut before: Option<Hash> = None;
    for _ in 0..MOST {
        while next.is_some_and(|c| !c.is_alphanumeric()) {
            next = chars.next();
        }
        if next.is_none() {
            return;
        }
        let mut word = Hash::default();
        // The pair's hash goes on from the hash of the word before.
        let mut pair = before.unwrap_or_default();
        pair.push('+');
        let mut was_lower = false;
        while let Some(c) = next {
            if !c.is_alphanumeric() || was_lower && c.is_uppercase() {
                break;
            }
            was_lower = c.is_lowercase() || c.is_numeric();
            word.push(c);
            pair.push(c);
            next = chars.next();
        }
        meet(word.value(), before.map(|_| pair.value()));
        before = Some(word);
    }
}

/// The same where all letters are ASCII, as they nearly always are.
fn each_ascii_word(name: &[u8], mut meet: impl FnMut(u64, Option<u64>)) {
    let mut before: Option<Hash> = None;
    let mut rest = name;
    for _ in 0..MOST {
        let Some(begin) = rest.iter().position(u8::is_ascii_alphanumeric) else { return };
        let mut word = Hash::default();
        // The pair's hash goes on from the hash of the word before.
        let mut pair = before.unwrap_or_default();
        pair.push_ascii(b'+');
        let mut was_lower = false;
        let letters = rest.get(begin..).unwrap_or_default();
        let stays = |byte: &&u8| {
            let upper = byte.is_ascii_uppercase();
            let stays = byte.is_ascii_alphanumeric() && !(was_lower && upper);
            was_lower = !upper;
            stays
        };
        let mut length = 0;
        for byte in letters.iter().take_while(stays) {
            word.push_ascii(*byte);
            pair.push_ascii(*byte);
            length += 1;
        }
        meet(word.value(), before.map(|_| pair.value()));
        before = Some(word);
        rest = letters.get(length..).unwrap_or_default();
    }
}

/// The words of one class or id, as they are written.
fn pieces(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut was_lower = false;
        let end = rest.find(|c: char| {
            let ends = !c.is_alphanumeric() || was_lower && c.is_uppercase();
            was_lower = c.is_lowercase() || c.is_numeric();
            ends
        });
        let (word, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        rest = after;
        (!word.is_empty()).then_some(word)
    })
}

/// The lower-case words of one class or id.
pub fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    pieces(name).map(|word| word.chars().flat_map(char::to_lowercase).collect())
}

/// Whether a class or id has one of some words, which are in lower case and ASCII.
pub fn has_word(name: &str, wanted: &[&str]) -> bool {
    pieces(name).any(|word| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)))
}

fn centres(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        property.trim().eq_ignore_ascii_case("text-align") && value.trim().eq_ignore_ascii_case("center")
    })
}

fn hides(style: &str) -> bool {
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
        property.trim().eq_ignore_ascii_case("display")
            && value.trim().to_ascii_lowercase().starts_with("none")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_class(class: &str) -> (Option<Mark>, Role) {
        let html = scraper::Html::parse_fragment(&format!("<p class=\"{class}\">"));
        let selector = scraper::Selector::parse("p").unwrap();
        let element = html.select(&selector).next().unwrap().value();
        let (mut reader, mut first, mut again) = (Reader::default(), Vec::new(), Vec::new());
        let words = reader.read(element, |word| first.push(word));
        let words_again = reader.read(element, |word| again.push(word));
        assert_eq!((words.marks, words.role, first), (words_again.marks, words_again.role, again));
        (words.marks[0], words.role)
    }

    #[test]
    fn a_name_falls_into_words() {
        let split = |name| words(name).collect::<Vec<_>>();
        assert_eq!(split("relatedStories-box"), ["related", "stories", "box"]);
        assert_eq!(split("shadow__headline"), ["shadow", "headline"]);
        assert_eq!(split("c-ad--300x250"), ["c", "ad", "300x250"]);
    }

    #[test]
    fn hashes_are_those_of_the_words() {
        for name in ["relatedStories-box", "c-ad--300x250", "ÄrticleBody", "x", "--"] {
            let (mut found, mut expected) = (Vec::new(), Vec::new());
            each_word(name, |word, pair| found.extend([Some(word), pair].into_iter().flatten()));
            let mut before: Option<String> = None;
            for word in words(name) {
                expected.push(hash::word(&word));
                expected.extend(before.map(|before| hash::word(&format!("{before}+{word}"))));
                before = Some(word);
            }
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn a_class_says_what_its_element_is_and_marks() {
        assert!(read_class("box relatedStories").1.noise);
        assert!(!read_class("shadow headway").1.noise);
        assert!(read_class("x story-body").1.body && read_class("postContent").1.body);
        assert!(read_class("entrytext").1.body && !read_class("entry some-text").1.body);
        assert_eq!(read_class("article-title").0, Some(Mark::HeadlineClass));
        assert_eq!(read_class("comment-author byline").0, Some(Mark::BylineClass));
        assert_eq!(read_class("posted-on").0, Some(Mark::DateClass));
        assert_eq!(read_class("posted-in-the-past").0, None);
    }
}
