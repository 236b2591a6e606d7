//! The authors: names of people taken from bylines and metadata, or else the agency.
//!
//! [`bylines`] gathers every list of names the page gives, each from one place; lists with the same names are one
//! candidate, and so is "the page does not say"; [`features`] says who gives a list and what its names look like, and
//! [`choice`] tells how likely each is.

mod bylines;
mod features;
mod marked;
mod personal;

use crate::extract::candidate::{self, Candidate, Settled};
use crate::extract::choice;
use crate::extract::explanation::Explanation;
use crate::extract::field::places::Stand;
use crate::extract::name::{self, Names};
use crate::extract::source::Sources;

use self::bylines::Byline;

/// The most people one article has; a longer list is a masthead.
const MAX_AUTHORS: usize = 20;

/// The lists of names that may be an article's authors.
pub struct Lists {
    bylines: Vec<Byline>,
    /// Places that hold no name.
    unusable: Vec<Byline>,
    /// The lists, each once; the empty one says "the page does not say".
    pub all: Vec<Vec<String>>,
    /// Their features.
    pub rows: Vec<choice::Row>,
}

impl Lists {
    /// Gathers them.
    pub fn of(sources: &Sources<'_>, site: Option<&str>) -> Self {
        let (bylines, unusable): (Vec<Byline>, Vec<Byline>) =
            bylines::gather(sources, site).into_iter().partition(|byline| !byline.names.all.is_empty());
        let publisher = Publisher::of(sources, site);
        let signed = bylines.iter().any(|byline| byline.signs() && !publisher.is(&byline.names.all));
        // A page that names its publisher as the author and has people sign says who wrote it.
        let says = signed && bylines.iter().any(|byline| publisher.is(&byline.names.all));
        let mut all: Vec<Vec<String>> = if says { Vec::new() } else { vec![Vec::new()] };
        for byline in &bylines {
            // The author of another story or a comment is no candidate, however alone: a wrong one is worse than none.
            let own = bylines
                .iter()
                .any(|other| other.stand != Stand::Elsewhere && same(&other.names.all, &byline.names.all));
            // Nor is the publisher, where people sign.
            let own = own && !(signed && publisher.is(&byline.names.all));
            for names in byline.readings().filter(|_| own) {
                if !all.iter().any(|known| same(known, &names)) {
                    all.push(names);
                }
            }
        }
        let rows = features::rows(&all, &bylines, sources, site);
        Self { bylines, unusable, all, rows }
    }
}

/// What the publication calls itself.
struct Publisher(Vec<String>);

impl Publisher {
    fn of(sources: &Sources<'_>, site: Option<&str>) -> Self {
        let told = sources.json_ld.texts("publisher.name").into_iter().flat_map(|(_, texts)| texts);
        let host = sources.page.final_url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let names = site.map(str::to_owned).into_iter().chain(sources.meta("og:site_name")).chain(told);
        let names = names.chain([host.to_owned()]);
        Self(names.map(|name| name::squeezed(&name)).filter(|name| !name.is_empty()).collect())
    }

    /// Whether a list of names is nothing but the publication's.
    fn is(&self, names: &[String]) -> bool {
        // "The Paper (www.paper.example)"
        let bare = |name: &str| name.split(" (").next().map(name::squeezed).unwrap_or_default();
        names.iter().all(|name| self.0.contains(&bare(name)))
    }
}

/// Whether two lists have the same names, in whatever order and case.
fn same(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && shared(one, other) == one.len()
}

/// How many names of the first list are in the second.
fn shared(one: &[String], other: &[String]) -> usize {
    let lower = |names: &[String]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
    let others = lower(other);
    lower(one).iter().filter(|name| others.contains(name)).count()
}

/// The authors: a profile's rule wins, else the likeliest list.
pub fn authors(
    sources: &Sources<'_>,
    site: Option<&str>,
    explanation: &mut Explanation,
) -> Settled<Vec<String>> {
    let read = |texts: &[String]| {
        let mut names = Names::default();
        for text in texts {
            names.add_ruled(text, site);
        }
        names.into_option(MAX_AUTHORS).map(|names| names.all)
    };
    let mut found = sources.ruled(|rules| &rules.select.authors, read);
    if found.iter().any(|candidate| candidate.value.is_some()) {
        return candidate::first("authors", found, explanation);
    }
    let ruled = found.len();
    let lists = Lists::of(sources, site);
    let probabilities = choice::probabilities("authors", &lists.rows);
    let best = choice::likeliest(&probabilities);
    let chosen = best.and_then(|best| lists.all.get(best)).filter(|names| !names.is_empty());
    let confidence = best.and_then(|best| probabilities.get(best).copied()).unwrap_or_default();
    let nobody_else = |owner: &Vec<String>| lists.all.iter().all(|list| list.is_empty() || list == owner);
    let owner = personal::owner(sources).filter(|owner| owner.value.as_ref().is_some_and(nobody_else));
    let winner = chosen.and_then(|names| lists.bylines.iter().position(|byline| byline.gives(names)));
    found.extend(lists.bylines.into_iter().chain(lists.unusable).map(|byline| {
        let confidence = choice::confidence("authors", confidence);
        let value = Some(byline.names.all).filter(|names| !names.is_empty());
        Candidate::new(byline.place.source(), byline.rule, confidence, &byline.raw, value)
    }));
    let winner = winner.map(|index| ruled + index).or(owner.as_ref().map(|_| found.len()));
    found.extend(owner);
    candidate::chosen("authors", found, winner, explanation)
}
