//! Articles on several pages: where the next page is, or one that holds all of it.

use super::SelectRule;

/// How many pages are joined unless a profile says otherwise.
pub const MOST_PAGES: usize = 20;

/// `[pages]`: the links to an article's other pages.
#[derive(Clone, Debug)]
pub struct PageLinks {
    /// To the next page. The first rule that gives an address wins; a rule without `::attr(…)` takes `href`.
    pub next: Vec<SelectRule>,
    /// To one page that holds the whole article.
    pub single: Vec<SelectRule>,
    /// The most pages to join, the first included.
    pub most: usize,
}

impl Default for PageLinks {
    fn default() -> Self {
        Self { next: Vec::new(), single: Vec::new(), most: MOST_PAGES }
    }
}

impl PageLinks {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.next.is_empty() && self.single.is_empty()
    }
}
