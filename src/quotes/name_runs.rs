//! Where names begin and end in a paragraph.

use std::ops::Range;

use super::items::{Item, ItemKind};
use super::lexicon::Classes;
use super::mentions::{is_late_name_word, parts_name};

/// Capitalised words that follow each other, with particles and brackets between them. Where nouns have capital letters
/// an article is a particle only behind another: "von der Heide", but no "Horst Kamp den Ausbau".
pub(super) fn run(text: &str, items: &[Item], start: usize, capital_nouns: bool) -> Range<usize> {
    let mut end = start;
    while let Some(item) = items.get(end) {
        let particle = end > start
            && (item.is(Classes::PARTICLE) || item.is_mark(&['[', ']']))
            && !(capital_nouns
                && item.is(Classes::DETERMINER)
                && !items.get(end - 1).is_some_and(|before| before.is(Classes::PARTICLE)))
            && !parts_name(text, items, end)
            && items.get(end + 1).is_some_and(|next| {
                is_name_word(next, false) || next.is(Classes::PARTICLE) || next.is_mark(&[']'])
            });
        let opening = end == start
            && item.is_mark(&['['])
            && items.get(end + 1).is_some_and(|next| is_name_word(next, false));
        let name = is_name_word(item, end == start) || end > start && is_late_name_word(text, items, end);
        if !(particle || opening || name) {
            break;
        }
        end += 1;
        if matches!(item.kind, ItemKind::Word { genitive: true, .. }) {
            break;
        }
    }
    start..end
}

fn is_name_word(item: &Item, first: bool) -> bool {
    item.is_capital()
        && (!item.is(Classes::BREAK | Classes::DETERMINER)
            || (!first && item.is(Classes::MAN | Classes::WOMAN))
            || item.is(Classes::TITLE))
        && !(first && item.is(Classes::CUE) && !item.is(Classes::MAN | Classes::WOMAN))
}

/// Whether a paragraph is a headline in title case: most words have capitals, and it neither quotes nor ends as sentences do.
pub(super) fn is_title_case(items: &[Item]) -> bool {
    if items.iter().any(|item| item.quote().is_some())
        || items.last().is_some_and(|item| item.is_mark(&['.']))
    {
        return false;
    }
    let words = items.iter().filter(|item| item.is_word()).count();
    let capitals = items.iter().filter(|item| item.is_capital()).count();
    words > 3 && capitals * 10 > words * 6
}
