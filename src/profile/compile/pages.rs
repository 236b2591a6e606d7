//! `[pages]` and `[[replace]]`.

use toml::Spanned;

use super::reading::Reading;
use crate::profile::error::Fault;
use crate::profile::format::{PagesToml, ReplaceToml};
use crate::profile::pages::{MOST_PAGES, PageLinks};
use crate::profile::rules::SelectRule;

/// The most pages a profile may ask to be joined.
const LIMIT: usize = 100;

impl Reading<'_> {
    pub(super) fn pages(&mut self, toml: &PagesToml) -> PageLinks {
        let most = toml.most.as_ref().map_or(Some(MOST_PAGES), |most| self.most(most));
        PageLinks {
            next: self.list("pages.next", &toml.next, SelectRule::parse),
            single: self.list("pages.single", &toml.single, SelectRule::parse),
            most: most.unwrap_or(MOST_PAGES),
        }
    }

    fn most(&mut self, toml: &Spanned<i64>) -> Option<usize> {
        let number = *toml.get_ref();
        let most = usize::try_from(number).ok().filter(|most| (1..=LIMIT).contains(most));
        if most.is_none() {
            self.fault(toml.span(), "pages.most", Fault::PageCount { number, limit: LIMIT });
        }
        most
    }

    pub(super) fn replace(&mut self, number: usize, toml: ReplaceToml) -> Option<(String, String)> {
        let at = toml.find.span();
        let (find, with) = (toml.find.into_inner(), toml.with.into_inner());
        if find.is_empty() {
            self.fault(at, format!("replace[{number}].find"), Fault::Empty);
            return None;
        }
        Some((find, with))
    }
}
