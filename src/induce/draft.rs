//! The draft as TOML, with a comment for each rule that says what it was seen to do.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use url::Url;

use super::Learned;
use super::body::BodyRule;
use super::fields::FieldRule;
use super::site::Lesson;
use crate::article::Article;
use crate::extract;
use crate::profile::Profile;

/// Where a case finds its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CasePlace {
    /// `fixtures/<main-host>/<slug>`.
    Fixture {
        /// The folder's name.
        slug: String,
    },
    /// A captured page below the folder of such pages.
    External {
        /// Its path below that folder.
        path: PathBuf,
    },
    /// It wants no case.
    None,
}

/// A drafted profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The main host: the file's name without `.toml`.
    pub host: String,
    /// The file's text.
    pub toml: String,
    /// How many pages it was learned from.
    pub pages: usize,
    /// How many rules it has.
    pub rules: usize,
}

/// Writes the draft of a site.
pub fn write(hosts: &[String], lessons: &[Lesson<'_>], places: &[&CasePlace], learned: &Learned) -> Draft {
    let host = hosts.first().cloned().unwrap_or_default();
    let mut writer = Writer { text: String::new(), rules: 0 };
    writer.head(hosts, lessons);
    writer.select(learned);
    writer.strip(learned);
    // A case says what the page gives with the draft, which is less than without where a line is stripped.
    let drafted = Profile::parse(Path::new(&format!("{host}.toml")), writer.text.as_bytes()).ok();
    for (lesson, place) in lessons.iter().zip(places) {
        let article = drafted.as_ref().and_then(|profile| extract::extract(lesson.page, Some(profile)).ok());
        let article = article.as_ref().unwrap_or(&lesson.article);
        writer.text.push_str(&case(article, &lesson.page.url, place));
    }
    Draft { host, toml: writer.text, pages: lessons.len(), rules: writer.rules }
}

struct Writer {
    text: String,
    rules: usize,
}

impl Writer {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn head(&mut self, hosts: &[String], lessons: &[Lesson<'_>]) {
        let named = lessons.iter().find_map(|lesson| lesson.article.site_name.clone());
        let name = named.or_else(|| hosts.first().cloned()).unwrap_or_default();
        self.line(&format!("name  = {}", basic(&name)));
        let hosts: Vec<String> = hosts.iter().map(|host| basic(host)).collect();
        self.line(&format!("hosts = [{}]", hosts.join(", ")));
    }

    /// The rules that do better than none, then, commented out, those that were found but do no better.
    fn select(&mut self, learned: &Learned) {
        let mut rules: Vec<(bool, String, String)> = Vec::new();
        for rule in &learned.fields {
            let line = format!("{} = [{}]", rule.field.name(), literal(&rule.selector));
            rules.push((rule.is_better(), line, rule.comment()));
        }
        if let Some(body) = &learned.body {
            let selectors: Vec<String> = body.rules.body.iter().map(|selector| literal(selector)).collect();
            let line = format!("body = [{}]", selectors.join(", "));
            rules.push((body.is_better(learned.pages), line, body.comment(learned.pages)));
        }
        let (better, left): (Vec<_>, Vec<_>) = rules.into_iter().partition(|(better, ..)| *better);
        self.line(if better.is_empty() { "" } else { "\n[select]" });
        for (_, line, comment) in better {
            self.line(&format!("# {comment}"));
            self.line(&line);
            self.rules += 1;
        }
        if !left.is_empty() {
            self.line("# Found, but on these pages no better than no rule; under [select] they would be:");
        }
        for (_, line, comment) in left {
            self.line(&format!("# {line}  # {comment}"));
        }
    }

    fn strip(&mut self, learned: &Learned) {
        if learned.boxes.is_empty() && learned.lines.is_empty() {
            return;
        }
        self.line("\n[strip]");
        if !learned.boxes.is_empty() {
            self.line("# beside the article or inside it, but on none of the pages of it");
            let boxes = learned.boxes.iter().map(|found| {
                format!("{},  # on {} of {} pages", literal(&found.selector), found.pages, learned.pages)
            });
            let boxes: Vec<String> = boxes.map(|line| format!("  {line}")).collect();
            self.line(&format!("selectors = [\n{}\n]", boxes.join("\n")));
            self.rules += learned.boxes.len();
        }
        if !learned.lines.is_empty() {
            self.line("# the same on two pages or more");
            let lines: Vec<String> = learned.lines.iter().map(|line| literal(line)).collect();
            self.line(&format!("lines = [{}]", lines.join(", ")));
            self.rules += learned.lines.len();
        }
    }
}

/// The TOML of a case that expects of a page what it was found to say: to be read and corrected by whoever adds the site.
/// Nothing for a page that wants no case.
#[must_use]
pub fn case(article: &Article, url: &Url, place: &CasePlace) -> String {
    let mut text = String::new();
    match place {
        CasePlace::None => return text,
        CasePlace::Fixture { slug } => {
            let _ = writeln!(text, "\n[[case]]\nfixture  = {}", basic(slug));
        }
        CasePlace::External { path } => {
            let path = path.to_string_lossy().replace('\\', "/");
            let (page, url) = (basic(&path), basic(url.as_str()));
            let _ = writeln!(text, "\n[[case]]\npage           = {page}\nurl            = {url}");
        }
    }
    let list = |texts: &[String]| texts.iter().map(|text| basic(text)).collect::<Vec<_>>().join(", ");
    let _ = writeln!(text, "contains       = [{}]", list(&phrases(&article.body)));
    if !article.authors.is_empty() {
        let _ = writeln!(text, "authors        = [{}]", list(&article.authors));
    }
    if let Some(date) = article.date_published {
        let _ = writeln!(text, "date_published = {}", date.day());
    }
    text
}

/// Words of a phrase that proves a part of the body is there.
const PHRASE: usize = 3;

/// A few words each from the beginning, the middle and the end of the body.
fn phrases(body: &str) -> Vec<String> {
    let blocks: Vec<&str> = body.split('\n').filter(|line| line.split_whitespace().count() >= 8).collect();
    let places = [0, blocks.len() / 2, blocks.len().saturating_sub(1)];
    let mut phrases: Vec<String> = Vec::new();
    for place in places {
        let Some(block) = blocks.get(place) else { continue };
        let words: Vec<&str> = block.split_whitespace().take(2 + PHRASE).skip(2).collect();
        let phrase = words.join(" ");
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// A TOML string that needs no escapes in it, where there can be one.
#[must_use]
pub fn literal(text: &str) -> String {
    if text.contains('\'') || text.contains(char::is_control) { basic(text) } else { format!("'{text}'") }
}

/// A basic TOML string.
fn basic(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl FieldRule {
    fn comment(&self) -> String {
        let agreeing = std::iter::once("the generic extractor").chain(self.witnesses.iter().copied());
        let agreeing = agreeing.collect::<Vec<_>>().join(" and ");
        format!("agrees with {agreeing} on {} of {} pages", self.agrees, self.known)
    }
}

impl BodyRule {
    fn comment(&self, pages: usize) -> String {
        let told = self.told.map(|(rule, generic)| {
            format!("; with the JSON-LD's articleBody {rule:.3}, without a rule {generic:.3}")
        });
        format!(
            "matched on {} of {pages} pages; agrees with the generic extractor {:.3}{}",
            self.matched,
            self.agreement,
            told.unwrap_or_default()
        )
    }
}
