//! Pages made for an expression: out of the names and texts in it, so that it has something to match and to miss.

use std::fmt::Write as _;

use regex::Regex;

/// The names and texts of an expression.
struct Vocabulary {
    tags: Vec<String>,
    attributes: Vec<String>,
    texts: Vec<String>,
}

/// Elements a parser does not move about, so that the tree is as deep and mixed as it is written.
const TAGS: [&str; 6] = ["div", "span", "section", "em", "b", "i"];
/// Names after which a parser opens, closes or swallows others.
const TROUBLESOME: [&str; 12] =
    ["html", "head", "body", "title", "script", "style", "p", "a", "button", "iframe", "noscript", "form"];

impl Vocabulary {
    fn of(expression: &str) -> Self {
        let literal = Regex::new(r#"'([^']*)'|"([^"]*)""#).unwrap();
        let name = Regex::new(r"(@|attribute::)?([a-z][a-z0-9-]*)(::|\()?").unwrap();
        let texts = literal.captures_iter(expression);
        let texts = texts.map(|found| found.get(1).or(found.get(2)).unwrap().as_str().to_owned()).collect();
        let (mut tags, mut attributes) = (Vec::new(), vec!["class".to_owned(), "id".to_owned()]);
        for found in name.captures_iter(&literal.replace_all(expression, "''")) {
            match (found.get(1), found.get(3)) {
                (Some(_), _) => attributes.push(found[2].to_owned()),
                (None, None) => tags.push(found[2].to_owned()),
                _ => {}
            }
        }
        tags.retain(|tag| !TROUBLESOME.contains(&tag.as_str()) || matches!(tag.as_str(), "p" | "a" | "form"));
        tags.extend(TAGS.iter().take(2).map(|tag| (*tag).to_owned()));
        Self { tags, attributes, texts }
    }
}

/// A page for the expression; another one for each seed.
pub fn page(expression: &str, seed: u64) -> String {
    let vocabulary = Vocabulary::of(expression);
    let mut chance = Chance(seed ^ 0x9e37_79b9_7f4a_7c15);
    let mut html = String::from("<!doctype html><html><head>");
    for _ in 0..3 {
        html.push_str("<meta");
        attributes(&mut html, &vocabulary, &mut chance);
        html.push('>');
    }
    html.push_str("<title>A title</title></head><body>");
    let mut open: Vec<String> = Vec::new();
    for _ in 0..90 {
        if open.len() > 7 || (!open.is_empty() && chance.below(3) == 0) {
            let _ = write!(html, "</{}>", open.pop().unwrap());
            continue;
        }
        let tag = vocabulary.tags[chance.below(vocabulary.tags.len())].clone();
        let _ = write!(html, "<{tag}");
        attributes(&mut html, &vocabulary, &mut chance);
        html.push('>');
        if chance.below(4) == 0 {
            html.push_str("some text");
        }
        if !matches!(tag.as_str(), "img" | "meta" | "link" | "br" | "hr" | "input" | "source" | "embed") {
            open.push(tag);
        }
    }
    html
}

fn attributes(html: &mut String, vocabulary: &Vocabulary, chance: &mut Chance) {
    for attribute in &vocabulary.attributes {
        if html.rsplit('<').next().is_some_and(|tag| tag.contains(&format!(" {attribute}=")))
            || chance.below(3) == 0
        {
            continue;
        }
        let mut value = String::new();
        for _ in 0..chance.below(3) {
            let text = match vocabulary.texts.len() {
                0 => "word",
                texts => &vocabulary.texts[chance.below(texts)],
            };
            let text = match chance.below(8) {
                0 => text.to_uppercase(),
                1 => format!("{text}-more"),
                2 => format!("x{text}"),
                3 => text.trim().to_owned(),
                _ => text.to_owned(),
            };
            if chance.below(2) == 0 {
                value = text;
                break;
            }
            let gap = [" ", "\n", "", "\t", " ", "\u{a0}"][chance.below(6)];
            let _ = write!(value, "{text}{gap}");
        }
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        let _ = write!(html, " {attribute}=\"{value}\"");
    }
}

/// Numbers that look random and are always the same (`SplitMix64`).
pub struct Chance(pub u64);

impl Chance {
    /// A number below the bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}
