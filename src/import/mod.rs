//! Site configurations of other tools → profiles.
//!
//! FiveFilters' files (Full-Text RSS, wallabag, graby) select by XPath 1.0. What has an exact counterpart in a profile is
//! translated; what has none is named with its reason, in the report and as a comment in the profile, so that nothing is
//! dropped in silence and no imported rule means something else than it did.
//!
//! `directive` reads lines, `xpath` translates expressions, `draft` decides what becomes of each directive, `toml_text`
//! writes the profile.

mod directive;
mod draft;
mod toml_text;
mod xpath;

use std::path::Path;

use self::directive::Configuration;
use self::draft::{Draft, LISTS};
pub use self::draft::{Rule, TestPage, Untranslated};
use crate::profile::Profile;

/// What a configuration became.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The profile's main host: the file is to be named after it.
    pub host: String,
    /// The profile.
    pub toml: String,
    /// How many rules there are: every directive but the tests, and every line that is none.
    pub rules: usize,
    /// How many of them hold in Copydesk without being written down, such as `prune: no`.
    pub needless: usize,
    /// The rules that are not in the profile.
    pub untranslated: Vec<Untranslated>,
    /// The pages it is to be tested with.
    pub tests: Vec<TestPage>,
    /// Each translated expression, under the profile's key it went to.
    pub translated: Vec<(&'static str, Rule)>,
}

/// Why a file could not be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Its name names no host.
    #[error(
        "its name is no host's: expected something like example.com.txt, or .example.com.txt for all below it"
    )]
    Name,
    /// It is no text.
    #[error("not UTF-8 text: save the file as UTF-8")]
    NotText,
    /// A profile came out that cannot be read back, which is our mistake.
    #[error("became a profile that cannot be used")]
    Unusable(#[source] crate::profile::ProfileErrors),
}

/// Translates a FiveFilters site configuration. `name` is the file's name, which says for what hosts it is.
pub fn ftr(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let (host, hosts) = hosts(name).ok_or(ImportError::Name)?;
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    let configuration = Configuration::read(text.ok_or(ImportError::NotText)?);
    let draft = Draft::of(&configuration);
    let toml = toml_text::write(&host, &hosts, name, &draft, &configuration.comments);
    Profile::parse(Path::new(&format!("{host}.toml")), toml.as_bytes()).map_err(ImportError::Unusable)?;
    let lists = LISTS.iter().zip(draft.lists);
    Ok(Imported {
        host,
        toml,
        rules: draft.rules,
        needless: draft.needless,
        untranslated: draft.untranslated,
        tests: draft.tests,
        translated: lists.flat_map(|((_, key), list)| list.into_iter().map(|rule| (*key, rule))).collect(),
    })
}

/// Translates one XPath expression to a selector as profiles write it, or says why there is none.
pub fn xpath_to_css(expression: &str) -> Result<String, String> {
    draft::rule_text(&xpath::translate(expression)?, false)
}

/// Main host and covered hosts. `.example.com.txt` is for all hosts below example.com.
fn hosts(name: &str) -> Option<(String, String)> {
    let name = name.strip_suffix(".txt")?.to_lowercase();
    let (host, hosts) = match name.strip_prefix('.') {
        Some(above) => (format!("any.{above}"), format!("*.{above}")),
        None => (name.clone(), name),
    };
    crate::profile::is_host(&host).then_some((host, hosts))
}
