//! Texts of a page's source that a profile has replaced before it is parsed.

use super::MAX_BYTES;

/// The text with every occurrence of `find` replaced; `None` if there is none, or too much would come out.
pub(super) fn all(text: &str, find: &str, with: &str) -> Option<String> {
    let count = if find.is_empty() { 0 } else { text.matches(find).count() };
    let grown = with.len().saturating_sub(find.len()).saturating_mul(count);
    (count > 0 && text.len().saturating_add(grown) <= MAX_BYTES).then(|| text.replace(find, with))
}
