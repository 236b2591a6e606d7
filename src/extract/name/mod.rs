//! Names out of a byline: "By Jane Doe and John Roe, Political Editors" → Jane Doe, John Roe.

mod circumstances;
mod credits;
mod given;
mod lines;
mod organisation;
mod person;
mod ruled;
mod stated;
mod towns;
mod words;

use std::sync::LazyLock;

use self::circumstances::{bare_byline, without_circumstances, without_handles};
pub use self::given::begins_with_given;
use self::lines::may_begin_as_byline;
pub use self::lines::{
    begins_as_byline, beside_role_or_date, is_nothing_but_names, is_only_by, looks_like_byline,
};
use self::organisation::{is_branch, is_chinese_phrase, is_company, is_organisation};
use self::person::is_given_name;
pub use self::stated::{after_date, stated_author};
use self::towns::is_town;
use self::words::{BEFORE, BETWEEN, COLLECTIVE_WORDS, DESKS, NOBODY, PARTICLES, ROLE_WORDS};
use super::sought::Sought;

/// Authors gathered from one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The names, each once.
    pub all: Vec<String>,
    /// Whether they are people rather than an agency, a desk or the publication.
    pub are_people: bool,
    organisations: Vec<String>,
    /// Names and the letters printed after them: `Jane Doe`, `MD, Ph.D.`.
    letters: Vec<(String, String)>,
}

impl Names {
    /// Adds the names of a byline; `site` is the publication's own name, which is no person.
    pub fn add(&mut self, byline: &str, site: Option<&str>) {
        // "Coast Press, Inc." is no list.
        let first = byline.split(',').next().unwrap_or_default();
        let signs = begins_as_byline(byline) || begins_with_given(&trimmed(first));
        if !signs && is_company(&byline.trim().to_lowercase()) {
            return;
        }
        let mut begun = false;
        let bare = without_handles(bare_byline(byline));
        let byline = bare.as_ref();
        for (part, letters) in parts(byline) {
            let name = trimmed(&part);
            // The town that a byline ends in is no name, however much it looks like one.
            if !is_name(&name) || begun && is_town(&name) {
                continue;
            }
            begun |= is_full_name(&name);
            if !letters.is_empty() {
                self.letters.push((name.clone(), letters));
            }
            let list = if is_organisation(&name, site) { &mut self.organisations } else { &mut self.all };
            add_once(list, name);
        }
    }

    /// Adds what is known to be an organisation's whole name.
    pub fn add_organisation(&mut self, name: &str) {
        if !name.trim().is_empty() && !NOBODY.contains(&name.to_lowercase()) {
            add_once(&mut self.organisations, name.trim().to_owned());
        }
    }

    /// Adds the names of text that may be no byline at all: only names of people in full, every word but particles
    /// capitalised.
    pub fn add_shown(&mut self, text: &str, site: Option<&str>) {
        let mut shown = Self::default();
        shown.add(text, site);
        for name in shown.all.into_iter().filter(|name| is_full_name(name)) {
            add_once(&mut self.all, name);
        }
        for name in shown.organisations {
            add_once(&mut self.organisations, name);
        }
        self.letters.extend(shown.letters);
    }

    /// The names with the letters after them, "Jane Doe, MD"; `None` where none has any.
    pub fn with_letters(&self) -> Option<Vec<String>> {
        let printed = |name: &String| match self.letters.iter().find(|(of, _)| of == name) {
            Some((_, letters)) => format!("{name}, {letters}"),
            None => name.clone(),
        };
        let all: Vec<String> = self.all.iter().map(printed).collect();
        (all != self.all).then_some(all)
    }

    /// Adds the names of text in an element made for them, where a single word may be one: "Posted by jane99".
    pub fn add_signed(&mut self, text: &str, site: Option<&str>) {
        let before = self.all.len() + self.organisations.len();
        self.add_shown(text, site);
        if self.all.len() + self.organisations.len() == before {
            let mut shown = Self::default();
            shown.add(text, site);
            // Shorter ones are initials: they name nobody to a stranger.
            let single =
                shown.all.iter().all(|name| !name.contains(' ') && name.chars().count() >= SHORTEST_SIGNED);
            if let (Some(name), true) = (shown.all.pop(), single && shown.all.is_empty())
                && is_first(&name, text)
            {
                add_once(&mut self.all, name);
            }
        }
    }

    /// The people; without any, the organisations; `None` without either or with more than `most`.
    pub fn into_option(mut self, most: usize) -> Option<Self> {
        self.are_people = !self.all.is_empty();
        if !self.are_people {
            self.all = std::mem::take(&mut self.organisations);
        }
        (!self.all.is_empty() && self.all.len() <= most).then_some(self)
    }
}

/// Whether no other part of a byline stands before that name: of "Writer, Hardware" the second is a desk.
fn is_first(name: &str, byline: &str) -> bool {
    parts(byline)
        .iter()
        .map(|(part, _)| trimmed(part))
        .find(|part| !part.is_empty())
        .is_some_and(|part| part == name)
}

/// Shortest single word that signs, in characters.
const SHORTEST_SIGNED: usize = 4;

fn add_once(names: &mut Vec<String>, name: String) {
    if !names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
        names.push(name);
    }
}

/// Two to five words, all but particles capitalised. Scripts without capitals and without spaces pass as they are.
pub fn is_full_name(name: &str) -> bool {
    let cased = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let mut words = name.split_whitespace();
    let capitalised =
        words.all(|word| PARTICLES.contains(word) || word.chars().next().is_some_and(char::is_uppercase));
    !cased || (capitalised && (2..=5).contains(&name.split_whitespace().count()))
}

/// The byline cut between names, and before roles.
fn parts(byline: &str) -> Vec<(String, String)> {
    let whole = without_asides(byline);
    let mut parts = vec![whole.as_str()];
    for between in Sought::within(&BETWEEN_SOUGHT, &whole) {
        // "Centre for Evaluation and Research" is one name: a word joins two only where both sides are whole.
        let is_word = between.chars().any(char::is_alphabetic) || between == " & ";
        let splits = |part: &str| !is_word || part.split(between).all(is_whole);
        parts = parts
            .into_iter()
            .flat_map(|part| if splits(part) { part.split(between).collect() } else { vec![part] })
            .collect();
    }
    parts.into_iter().flat_map(|part| comma_parts(without_circumstances(part))).collect()
}

static BETWEEN_SOUGHT: LazyLock<Vec<Sought>> = LazyLock::new(|| Sought::all(BETWEEN));

/// Whether a piece of a byline can stand alone: more than one word, a list, or an agency's letters.
fn is_whole(piece: &str) -> bool {
    let agency = piece.chars().filter(|c| c.is_alphabetic()).count() >= 2 && piece == piece.to_uppercase();
    agency || piece.contains(',') || piece.split_whitespace().count() >= 2
}

/// "Doe, Jane" is one name turned round only in library metadata; news bylines use commas between names and before
/// roles, so a comma always cuts.
fn comma_parts(part: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for piece in part.split(',') {
        let piece = piece.trim();
        // "Jr.", "MD", "PhD" belong to the name before them.
        let is_suffix =
            matches!(piece.trim_end_matches('.').to_lowercase().as_str(), "jr" | "sr" | "ii" | "iii");
        match parts.last_mut() {
            Some((last, _)) if is_suffix => {
                last.push_str(", ");
                last.push_str(piece);
            }
            Some((_, letters)) if is_credential(piece) => {
                letters.push_str(if letters.is_empty() { "" } else { ", " });
                letters.push_str(piece);
            }
            _ => parts.push((without_title(piece).to_owned(), String::new())),
        }
    }
    parts
}

/// "MD", "Ph.D.", "CFP®": letters after a name, no name themselves.
fn is_credential(piece: &str) -> bool {
    let letters = || piece.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().filter(|c| c.is_uppercase()).count();
    (1..=6).contains(&letters().count()) && capitals >= 2 && capitals * 2 >= letters().count()
}

/// Without the word for "journalist" that Korean, Japanese and Chinese put after a name.
fn without_title(piece: &str) -> &str {
    const AFTER: &[&str] = &["기자", "특파원", "記者", "记者", "特派員", "編集委員"];
    let found = AFTER.iter().find_map(|title| piece.strip_suffix(title));
    found.map_or(piece, str::trim_end)
}

/// Without what stands in brackets.
fn without_asides(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            // One space is enough where an aside stood between two.
            ' ' if out.ends_with(' ') => {}
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// What may stand between "By" and a name.
const AFTER_BY: [char; 7] = [' ', ':', '\u{a0}', '：', '＝', '=', '/'];

/// The part without "By" before it and signs around it.
fn trimmed(part: &str) -> String {
    let mut name = part.trim();
    loop {
        let before = name;
        name = name.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | '|' | ':' | '-' | '–' | '—' | '*' | '•' | '"' | '@' | '/')
        });
        // "ByJane Doe": two elements without a space between them.
        if let Some(rest) = name.strip_prefix("By").filter(|rest| rest.starts_with(char::is_uppercase)) {
            name = rest;
        }
        let mut may_begin = may_begin_as_byline(name);
        for word in BEFORE {
            if !may_begin {
                break;
            }
            let head = name.char_indices().nth(word.chars().count()).map_or(name.len(), |(at, _)| at);
            let (head, rest) = name.split_at_checked(head).unwrap_or((name, ""));
            let is_word = head.to_lowercase() == *word && rest.starts_with(AFTER_BY);
            if is_word && !is_given_name(word, rest) {
                name = rest.trim_start_matches(AFTER_BY);
                may_begin = may_begin_as_byline(name);
            }
        }
        // "Jane Doe1", "Jane Doe2": where footnotes tell whom they work for.
        let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
        if bare.contains(' ') && bare.ends_with(char::is_lowercase) {
            name = bare;
        }
        // "Jane Cobb.": the full stop ends a sentence, not "Jr." or an initial.
        let last = name.rsplit(' ').next().unwrap_or_default();
        if name.ends_with('.') && last.chars().filter(|c| c.is_lowercase()).count() > 3 {
            name = name.trim_end_matches('.');
        }
        if name == before {
            return name.strip_suffix("'s").unwrap_or(name).to_owned();
        }
    }
}

fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    !name.contains('@')
        && !lower.contains("http")
        && !name.contains([':', '：', '!', '?', '{', '}', '=', '_', '…', '#'])
        && !is_sentence_end(name)
        && !lower.contains("www.")
        && !name.chars().any(|c| c.is_ascii_digit())
        && letters >= 2
        && name.chars().count() <= 60
        && words.len() <= 6
        && !NOBODY.contains(&lower)
        && !is_company(&lower)
        && !is_chinese_phrase(name)
        && (!words.iter().any(|word| ROLE_WORDS.contains(bare(word))) || is_collective(&words))
}

/// Whether a full stop inside ends a sentence rather than an initial or a title.
fn is_sentence_end(name: &str) -> bool {
    let Some((inside, _)) = name.rsplit_once(' ') else { return false };
    let mut words = inside.split_whitespace().filter(|word| word.ends_with('.'));
    words.any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// "Podium Staff", "Great Day Editorial Team": a name for several people, and better than none.
fn is_collective(words: &[&str]) -> bool {
    if DESKS.contains(&words.join(" ").as_str()) {
        return true;
    }
    let collective = words.iter().any(|word| COLLECTIVE_WORDS.contains(&bare(word)));
    let other =
        words.iter().any(|word| !ROLE_WORDS.contains(bare(word)) && !COLLECTIVE_WORDS.contains(&bare(word)));
    collective && other && words.len() <= 5
}

/// `example.com`: the publication by its address.
fn is_address(name: &str) -> bool {
    let label = |tld: &str| (2..=3).contains(&tld.len()) && tld.bytes().all(|byte| byte.is_ascii_lowercase());
    !name.contains(' ') && name.rsplit_once('.').is_some_and(|(_, tld)| label(tld))
}

/// Letters and digits only, lower case.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name stands for several people: "Example Staff".
pub fn is_collective_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    is_collective(&lower.split_whitespace().collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out_of_bylines() {
        for (byline, people, organisations) in [
            ("By Jane Doe and John Roe", vec!["Jane Doe", "John Roe"], vec![]),
            ("Jane Doe, AFP", vec!["Jane Doe"], vec![]),
            ("Jane Doe, MD, Ph.D.", vec!["Jane Doe"], vec![]),
            ("John Roe, Jr.", vec!["John Roe, Jr."], vec![]),
            ("Jane Doe1 ; John Roe2", vec!["Jane Doe", "John Roe"], vec![]),
            ("Jane (Jay) Doe", vec!["Jane Doe"], vec![]),
            ("Centre for Evaluation and Research", vec![], vec!["Centre for Evaluation and Research"]),
            ("Le Quotidien Media et AFP", vec![], vec!["Le Quotidien Media", "AFP"]),
            ("The Example Staff", vec![], vec!["The Example Staff"]),
            ("홍길동 기자", vec!["홍길동"], vec![]),
            ("Hi there! I am Jane", vec![], vec![]),
            ("Categories: Harbour", vec![], vec![]),
            ("jane@example.com", vec![], vec![]),
            ("admin", vec![], vec![]),
            ("May 3, 2020", vec![], vec![]),
            ("By Jane Doe May 3, 2020", vec!["Jane Doe"], vec![]),
            ("By Jane Doe @janedoe on May 3, 2020", vec!["Jane Doe"], vec![]),
            ("Von Jane Doe 3. Mai 2020, 12:00", vec!["Jane Doe"], vec![]),
            ("Jane Doe Last updated May 3, 2020", vec!["Jane Doe"], vec![]),
            ("Harbour May 3, 2020", vec![], vec![]),
        ] {
            let mut names = Names::default();
            names.add(byline, None);
            assert_eq!((names.all, names.organisations), (owned(&people), owned(&organisations)), "{byline}");
        }
    }

    fn owned(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_branch_of_the_site_is_nobody() {
        let names = |byline: &str, site: &str| {
            let mut names = Names::default();
            names.add(byline, Some(site));
            (names.all, names.organisations)
        };
        let [jane, nord] = ["Jane Doe", "XYZ NORD"].map(|name| vec![name.to_owned()]);
        assert_eq!(names("von Jane Doe, XYZ NORD", "xyz.example"), (jane.clone(), nord));
        assert_eq!(names("Jane Doe", "Jane's kitchen"), (jane, Vec::new()));
    }
}
