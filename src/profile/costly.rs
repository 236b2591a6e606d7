//! Selectors that look at an element's siblings one by one, for each of them again: on a page with thousands in a row, those
//! would take minutes. There they match nothing.

use scraper::{ElementRef, Html};

use super::rules::SelectRule;

/// The most children of one element on a page where such a selector is tried. Lists and tables of real pages have fewer.
const MOST_CHILDREN: usize = 2_000;

/// What in a selector makes it look at siblings, beside the combinator `~`.
const LOOKING: &[&str] = &[":nth-", "-of-type", ":only-child", ":has("];

impl SelectRule {
    /// The elements of a page that it matches, in document order: none where it [is refused](Self::is_refused).
    pub fn select<'a>(&'a self, html: &'a Html) -> impl Iterator<Item = ElementRef<'a>> {
        let tried = (!self.is_refused(html)).then(|| html.select(&self.selector));
        tried.into_iter().flatten()
    }

    /// Whether it looks at siblings, and the page has an element with so many children that this would take too long.
    #[must_use]
    pub fn is_refused(&self, html: &Html) -> bool {
        self.looks_at_siblings && html.tree.nodes().any(|node| node.children().nth(MOST_CHILDREN).is_some())
    }
}

/// Whether a selector looks at an element's siblings. What only stands in quotes counts too, which costs nothing but a match
/// on a page of very many siblings.
pub(super) fn looks_at_siblings(css: &str) -> bool {
    let css = css.to_ascii_lowercase();
    LOOKING.iter().any(|part| css.contains(part))
        || css.match_indices('~').any(|(at, _)| !css.get(at + 1..).is_some_and(|rest| rest.starts_with('=')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_at_siblings_is_refused_and_only_where_they_are_many() {
        let few = Html::parse_document(&"<p>Text".repeat(1_000));
        let many = Html::parse_document(&"<p>Text".repeat(3_000));
        for (css, looks) in [
            ("p", false),
            ("div > p.x + p, [class~='x'], p:first-child", false),
            ("p:nth-of-type(2)", true),
            ("p:NTH-CHILD(2)", true),
            ("p:only-of-type", true),
            ("p ~ p", true),
            ("body:has(p + p)", true),
        ] {
            let rule = SelectRule::parse(css).unwrap();
            assert_eq!((rule.is_refused(&few), rule.is_refused(&many)), (false, looks), "{css}");
            assert!(!looks || rule.select(&many).next().is_none(), "{css}");
        }
        assert_eq!(SelectRule::parse("p:nth-of-type(2)").unwrap().select(&few).count(), 1);
    }
}
