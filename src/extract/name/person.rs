//! Names that are words of bylines too, where metadata says that they are people's.

use super::words::{BEFORE, COLLECTIVE_WORDS, ORGANISATION_WORDS, ROLE_WORDS};
use super::{Names, add_once, bare, begins_with_given, is_full_name, squeezed};

/// Words of roles, agencies and times that are family names as well.
const FAMILY: &[&str] =
    &["daily", "friday", "guest", "min", "monday", "more", "post", "press", "read", "senior", "sunday"];
/// Words of them that are given names as well.
const GIVEN: &[&str] = &["di", "efe", "min", "sid"];
/// The most words of such a name.
const MOST_WORDS: usize = 4;

impl Names {
    /// Adds the names of an object that metadata calls a person, "Jennifer Senior" among them. Many such objects are no
    /// person's, so that only one word of a name may be a role's or an agency's.
    pub fn add_person(&mut self, text: &str, site: Option<&str>) {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_site = site.is_some_and(|site| squeezed(site) == squeezed(&name));
        if is_full_name(&name) && !is_site && bears_a_word(&name) {
            add_once(&mut self.all, name);
        } else {
            self.add(text, site);
        }
    }
}

/// Whether a word for "by" is a given name before the one word after it: "Di Webster", not "Di Maria" or "Di Redazione".
pub fn is_given_name(by: &str, after: &str) -> bool {
    let after = after.trim();
    let is_one = after.starts_with(char::is_uppercase) && !after.contains(char::is_whitespace);
    let lower = after.to_lowercase();
    is_one && GIVEN.contains(&by) && !begins_with_given(after) && !COLLECTIVE_WORDS.contains(&lower.as_str())
}

/// Whether one word of a name alone would make it none, and it is a given or a family name in its place.
fn bears_a_word(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(bare).collect();
    let speaks = |word: &&str| ROLE_WORDS.contains(word) || ORGANISATION_WORDS.contains(word);
    let [first, rest @ ..] = words.as_slice() else { return false };
    let Some((last, before)) = rest.split_last().filter(|_| words.len() <= MOST_WORDS) else { return false };
    let count = words.iter().filter(|word| speaks(word)).count();
    // "Di Maria" is Italian for "by Maria".
    let is_by = BEFORE.contains(first) && (!before.is_empty() || begins_with_given(last));
    let by_given = GIVEN.contains(first) && count <= 1 && !rest.iter().any(speaks) && !is_by;
    by_given || FAMILY.contains(last) && count == 1 && begins_with_given(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_may_be_a_word_of_bylines() {
        for name in
            ["Jennifer Senior", "Max Read", "Min Jin Lee", "Kim Min", "Sid Lowe", "Di Webster", "Efe Yılmaz"]
        {
            let mut names = Names::default();
            names.add_person(name, None);
            assert_eq!(names.into_option(9).unwrap().all, [name]);
        }
        for (text, expected) in [
            ("By Jane Doe", vec!["Jane Doe"]),
            ("Di Maria Rossi", vec!["Maria Rossi"]),
            ("Senior Editor", vec![]),
            ("Jane Doe, Senior Editor", vec!["Jane Doe"]),
            ("Guest Author", vec![]),
            ("Sunday Read", vec![]),
        ] {
            let mut names = Names::default();
            names.add_person(text, None);
            assert_eq!(names.all, expected, "{text}");
        }
    }
}
