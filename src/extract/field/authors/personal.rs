//! The author of a site that is somebody's own: "Jane Doe" at janedoe.example, where nobody signs.

use crate::article::Source;
use crate::extract::candidate::Candidate;
use crate::extract::name::{self, Names};
use crate::extract::source::Sources;
use crate::extract::source::json_ld::types;

/// How sure that is. Of twenty-one sites of the development pages that are named after a person, that person wrote twenty of the
/// articles.
const CONFIDENCE: f32 = 0.8;

/// The person a site is named after, if nothing says that it is a company's.
pub(super) fn owner(sources: &Sources<'_>) -> Option<Candidate<Vec<String>>> {
    let site = sources.meta("og:site_name").into_iter().next()?;
    let mut names = Names::default();
    names.add_shown(&site, None);
    let names = names.into_option(1).filter(|names| names.are_people)?;
    let is_person = names.all.iter().all(|name| *name == site && name::begins_with_given(name));
    if !is_person || is_company(sources, &site) {
        return None;
    }
    Some(Candidate::new(Source::Meta, "og:site_name".to_owned(), CONFIDENCE, &site, Some(names.all)))
}

/// Whether the page says that an organisation of that name publishes it.
fn is_company(sources: &Sources<'_>, site: &str) -> bool {
    sources.json_ld.values("publisher").filter_map(|(_, value)| sources.json_ld.resolve(value)).any(|node| {
        let named = node.get("name").and_then(serde_json::Value::as_str) == Some(site);
        named && types(node).all(|kind| kind.ends_with("Organization"))
    })
}
