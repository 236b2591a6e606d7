//! Names where a profile's rule says that authors are.

use super::words::COLLECTIVE_WORDS;
use super::{Names, add_once, is_address, is_branch, is_organisation, squeezed};

impl Names {
    /// Adds the names of a text that somebody's rule says to hold authors. An agency that is the whole of such a text, in an
    /// element or an item of a list of its own, is one of them beside people; one within a byline, as in "Jane Doe, AFP",
    /// is whom they work for, and the site itself and its desks are nobody beside them.
    pub fn add_ruled(&mut self, text: &str, site: Option<&str>) {
        let mut ruled = Self::default();
        ruled.add(text, site);
        if let ([], [name]) = (ruled.all.as_slice(), ruled.organisations.as_slice())
            && is_agency(name, site)
        {
            add_once(&mut self.all, name.clone());
            return;
        }
        for name in ruled.all {
            add_once(&mut self.all, name);
        }
        for name in ruled.organisations {
            add_once(&mut self.organisations, name);
        }
        self.letters.extend(ruled.letters);
    }
}

/// Whether a name is another organisation's than the site's, and no desk's.
fn is_agency(name: &str, site: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    is_organisation(name, None)
        && !site.is_some_and(|site| squeezed(site) == squeezed(name) || is_branch(name, site))
        && !is_address(name)
        && !lower.split(|c: char| !c.is_alphanumeric()).any(|word| COLLECTIVE_WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_of_its_own_is_an_author_where_a_rule_says_so() {
        for (texts, expected) in [
            (vec!["Jane Doe", "AFP"], vec!["Jane Doe", "AFP"]),
            (vec!["Reuters", "Jane Doe"], vec!["Reuters", "Jane Doe"]),
            (vec!["Jane Doe, AFP"], vec!["Jane Doe"]),
            (vec!["Jane Doe", "XYZ"], vec!["Jane Doe"]),
            (vec!["Jane Doe", "XYZ Nord"], vec!["Jane Doe"]),
            (vec!["Jane Doe", "Editorial team"], vec!["Jane Doe"]),
            (vec!["XYZ"], vec!["XYZ"]),
        ] {
            let mut names = Names::default();
            for text in &texts {
                names.add_ruled(text, Some("XYZ"));
            }
            assert_eq!(names.into_option(20).unwrap().all, expected, "{texts:?}");
        }
    }
}
