//! What becomes of a configuration's directives: rules of a profile, or reasons why they become none.

use super::directive::{Configuration, Directive};
use super::xpath::{self, Selection, Taken};
use crate::profile::SelectRule;

/// A rule that is not in the profile, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untranslated {
    /// The line, from 1.
    pub line: usize,
    /// The rule as written.
    pub rule: String,
    /// Why.
    pub reason: String,
}

/// A rule as the profile holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The XPath it stands for: that of the configuration, or what FiveFilters makes of a directive.
    pub xpath: String,
    /// The selector, with `::attr(…)` or `::text`.
    pub selector: String,
    /// The comments above it.
    pub comments: Vec<String>,
}

/// A page the configuration names for testing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TestPage {
    /// Its address.
    pub url: String,
    /// What its body must hold.
    pub contains: Vec<String>,
}

/// A profile in the making.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The lists of rules by key, such as `select.body`, in the order of [`LISTS`].
    pub lists: [Vec<Rule>; LISTS.len()],
    /// What to replace in the page's source, with the line that says what to find.
    pub replace: Vec<(usize, String, String)>,
    /// Pages to test with.
    pub tests: Vec<TestPage>,
    /// What is not in the profile.
    pub untranslated: Vec<Untranslated>,
    /// How many rules there are in all, without the tests.
    pub rules: usize,
    /// How many of them say what holds anyway.
    pub needless: usize,
    /// The list that the last directive for a link went to; `None` if it was not translated.
    link: Option<usize>,
}

/// Where the directives' rules go.
pub const LISTS: [(&str, &str); 7] = [
    ("title", "select.headline"),
    ("author", "select.authors"),
    ("date", "select.date_published"),
    ("body", "select.body"),
    ("strip", "strip.selectors"),
    ("next_page_link", "pages.next"),
    ("single_page_link", "pages.single"),
];

const STRIP: usize = 4;
const LINKS: std::ops::RangeInclusive<usize> = 5..=6;

/// Directives that say what Copydesk does anyway: by name, and by value unless that is empty.
const NEEDLESS: &[(&str, &str, &str)] = &[
    ("prune", "no", "bodies named by a profile are taken whole"),
    ("tidy", "no", "pages are parsed as browsers parse them"),
    ("parser", "html5lib", "pages are parsed as browsers parse them"),
    ("parser", "html5php", "pages are parsed as browsers parse them"),
    ("autodetect_on_failure", "yes", "what no rule finds is looked for"),
    ("autodetect_next_page", "no", "further pages are joined by rules only"),
    ("insert_detected_image", "no", "the image is a field of its own"),
    ("convert_double_br_tags", "yes", "double breaks part paragraphs"),
    ("strip_comments", "yes", "comments are never read"),
    ("skip_json_ld", "no", "metadata is read"),
];

/// Why a directive becomes no rule, whatever it says.
const REFUSED: &[(&str, &str)] = &[
    ("prune", "bodies named by a profile are taken whole, never pruned"),
    ("tidy", "pages are parsed as browsers parse them, without HTML Tidy"),
    ("parser", "pages are parsed as browsers parse them, by no other parser"),
    ("autodetect_on_failure", "what no rule finds is always looked for"),
    ("autodetect_next_page", "further pages are joined by rules only"),
    ("insert_detected_image", "images are fields of the record, not part of the body"),
    ("http_header", "a profile sends no headers: `--header` does, and Copydesk says who it is"),
    ("requires_login", "a profile has no credentials"),
    ("not_logged_in_xpath", "a profile has no credentials"),
    ("login_uri", "a profile has no credentials"),
    ("login_username_field", "a profile has no credentials"),
    ("login_password_field", "a profile has no credentials"),
    ("login_extra_fields", "a profile has no credentials"),
    ("strip_attr", "attributes are no part of the body, and there is no rule to drop them"),
    ("wrap_in", "a profile does not build elements"),
    ("move_into", "a profile does not move elements"),
    ("dissolve", "a profile does not unwrap elements"),
    ("footnotes", "a profile does not turn links into footnotes"),
    ("skip_id_or_class", "there is no pruning to be spared"),
    ("src_lazy_load_attr", "images are found by the usual attributes only"),
    ("native_ad_clue", "there is no mark for advertisements that look like articles"),
];

impl Draft {
    /// Goes through a configuration.
    pub fn of(configuration: &Configuration) -> Self {
        let mut draft = Self::default();
        let (mut finds, mut withs) = (Vec::new(), Vec::new());
        for directive in &configuration.directives {
            match directive.name.as_str() {
                "test_url" => {
                    draft.tests.push(TestPage { url: directive.value.clone(), contains: Vec::new() });
                }
                "test_contains" => match draft.tests.last_mut() {
                    Some(test) => test.contains.push(directive.value.clone()),
                    None => draft.count(Err("stands before any test_url".to_owned()), directive),
                },
                "find_string" => finds.push(directive),
                "replace_string" if directive.argument.is_none() => withs.push(directive),
                _ => {
                    let result = draft.rule(directive);
                    draft.count(result, directive);
                }
            }
        }
        draft.pair(&finds, &withs);
        for (line, text) in &configuration.others {
            draft.rules += 1;
            let reason = "is no directive: a name and a colon were expected".to_owned();
            draft.untranslated.push(Untranslated { line: *line, rule: text.clone(), reason });
        }
        draft.untranslated.sort_by_key(|rule| rule.line);
        draft.replace.sort_by_key(|(line, ..)| *line);
        draft
    }

    fn count(&mut self, result: Result<(), String>, directive: &Directive) {
        self.rules += 1;
        if let Err(reason) = result {
            let (line, rule) = (directive.line, directive.text.clone());
            self.untranslated.push(Untranslated { line, rule, reason });
        }
    }

    fn rule(&mut self, directive: &Directive) -> Result<(), String> {
        let value = directive.value.as_str();
        let name = directive.name.as_str();
        if let Some(list) = LISTS.iter().position(|(of, _)| *of == name) {
            return self.add(list, value.to_owned(), directive);
        }
        match name {
            "strip_id_or_class" => {
                let text = unquoted(value);
                let xpath = format!("//*[contains(@class, '{text}') or contains(@id, '{text}')]");
                self.add(STRIP, xpath, directive)
            }
            "strip_image_src" => {
                let xpath = format!("//img[contains(@src, '{}')]", unquoted(value));
                self.add(STRIP, xpath, directive)
            }
            "replace_string" => {
                let find = directive.argument.clone().unwrap_or_default();
                self.replace(directive.line, find, directive.value.clone())
            }
            "if_page_contains" => self.only_where(value),
            _ if NEEDLESS.iter().any(|(of, when, _)| *of == name && when.eq_ignore_ascii_case(value)) => {
                self.needless += 1;
                Ok(())
            }
            _ => Err(REFUSED.iter().find(|(of, _)| *of == name).map_or_else(
                || format!("`{name}` is no directive known here"),
                |(_, reason)| (*reason).to_owned(),
            )),
        }
    }

    fn add(&mut self, list: usize, xpath: String, directive: &Directive) -> Result<(), String> {
        let is_link = LINKS.contains(&list);
        if is_link {
            self.link = None;
        }
        let mut selection = xpath::translate(&xpath)?;
        // One of two conditions on any element is two selectors.
        let either = selection.css.strip_prefix(":is(").and_then(|css| css.strip_suffix(')'));
        if let Some(either) = either.filter(|_| directive.name == "strip_id_or_class") {
            selection.css = either.to_owned();
        }
        let selector = rule_text(&selection, list == STRIP)?;
        if is_link {
            self.link = Some(list);
        }
        let comments = directive.comments.clone();
        if let Some(list) = self.lists.get_mut(list) {
            list.push(Rule { xpath, selector, comments });
        }
        Ok(())
    }

    fn replace(&mut self, line: usize, find: String, with: String) -> Result<(), String> {
        if find.is_empty() {
            return Err("finds nothing: the text to replace is empty".to_owned());
        }
        self.replace.push((line, find, with));
        Ok(())
    }

    /// FiveFilters pairs the two kinds by their order, and uses none where one is missing.
    fn pair(&mut self, finds: &[&Directive], withs: &[&Directive]) {
        if finds.len() != withs.len() {
            let reason = format!(
                "{} find_string and {} replace_string make no pairs, and FiveFilters then uses none",
                finds.len(),
                withs.len()
            );
            for directive in finds.iter().chain(withs) {
                self.count(Err(reason.clone()), directive);
            }
            return;
        }
        for (find, with) in finds.iter().zip(withs) {
            let result = self.replace(find.line, find.value.clone(), with.value.clone());
            self.count(result.clone(), find);
            self.count(result, with);
        }
    }

    /// A condition on the link that was named last: the page has to hold something else.
    fn only_where(&mut self, condition: &str) -> Result<(), String> {
        let list = self.link.and_then(|list| self.lists.get_mut(list));
        let rule = list.and_then(|list| list.last_mut());
        let rule = rule.ok_or("stands after no link to a page that was translated")?;
        let Selection { css, .. } = xpath::translate(condition)?;
        let (own, end) = rule.selector.split_at(rule.selector.rfind("::").unwrap_or(rule.selector.len()));
        let selector = format!(":root:has({css}) :is({own}){end}");
        parsed(&selector)?;
        rule.selector = selector;
        Ok(())
    }
}

/// How the condition of an `:has()` in another one is refused.
const NESTED: &str = "asks in a condition for something within a condition, which CSS cannot";

/// A selection as a profile's rule.
pub(super) fn rule_text(selection: &Selection, strip: bool) -> Result<String, String> {
    let css = &selection.css;
    let text = match (&selection.taken, strip) {
        (Taken::Element, _) => css.clone(),
        (Taken::Attribute(name), false) => format!("{css}::attr({name})"),
        (Taken::Text, false) => format!("{css}::text"),
        (Taken::Attribute(_), true) => {
            return Err("strips an attribute, which is no part of the body".to_owned());
        }
        (Taken::Text, true) => return Err("strips text without its element, which no rule can".to_owned()),
    };
    parsed(&text)?;
    Ok(text)
}

/// Whether the rule can be used.
fn parsed(text: &str) -> Result<(), String> {
    SelectRule::parse(text).map(drop).map_err(|fault| match fault.to_string() {
        fault if text.matches(":has(").count() > 1 && fault.contains(":has") => NESTED.to_owned(),
        fault => fault,
    })
}

/// FiveFilters takes quotation marks out of what it puts between quotation marks.
fn unquoted(value: &str) -> String {
    value.replace(['\'', '"'], "")
}
