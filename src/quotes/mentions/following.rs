//! Noun phrases by their beginning: the subject after an inverted cue, the words after "of".

use super::{DEEPEST, Form, LONGEST, LONGEST_APPOSITION, Mention, Phrases, is_title, parts_name};
use crate::quotes::items::{Item, ItemKind};
use crate::quotes::lexicon::Classes;

impl Phrases<'_> {
    /// The noun phrase that begins at `start`, not reaching `ceiling`.
    pub(in crate::quotes) fn starting_at(&self, start: usize, ceiling: usize) -> Option<Mention> {
        self.starting_within(start, ceiling, DEEPEST)
    }

    pub(super) fn starting_within(&self, start: usize, ceiling: usize, depth: usize) -> Option<Mention> {
        let depth = depth.checked_sub(1)?;
        let first = self.at(start).filter(|_| start < ceiling)?;
        if first.is(Classes::PRONOUN) && !first.is(Classes::DETERMINER) {
            return Some(self.pronoun(start));
        }
        let mut end = start;
        let mut open = false;
        while end < ceiling && end - start < LONGEST {
            let item = self.at(end)?;
            let determiner = item.is(Classes::DETERMINER) && item.is_word() && end == start;
            let bracket = item.is_mark(&['[']) || (open && item.is_mark(&[']']));
            let capital = |index: usize| self.at(index).is_some_and(Item::is_capital);
            let two = self.at(end + 1).is_some_and(|next| next.is(Classes::PARTICLE)) && capital(end + 2);
            let particle = end > start
                && item.is(Classes::PARTICLE)
                && self.is_name_part(end - 1)
                && !self.is_article(end)
                && (capital(end + 1) || (two && capital(end.wrapping_sub(1))))
                && !parts_name(self.text, self.items, end);
            if bracket {
                open = item.is_mark(&['[']);
            } else if end > start && item.is(Classes::DETERMINER) && !particle
                || end > start && item.is(Classes::OF) && parts_name(self.text, self.items, end)
                || !(determiner || particle || self.runs_on(end))
                || (end > start && !particle && self.is_verb(start, end))
            {
                break;
            }
            end += 1;
        }
        if end == start || (end == start + 1 && first.is(Classes::DETERMINER)) {
            return first.is(Classes::PRONOUN).then(|| self.pronoun(start));
        }
        let end = self.trimmed_end(start, end);
        let mention = self.described(start..end);
        Some(self.widened_right(mention, ceiling, depth))
    }

    /// Whether a lower-case word after the beginning of a noun phrase is its verb: it follows a name, or has a verb's
    /// ending and an object.
    fn is_verb(&self, start: usize, index: usize) -> bool {
        let Some(item) = self.at(index).filter(|item| item.is_word() && !item.is_capital()) else {
            return false;
        };
        if self.grammar.capital_nouns {
            // "die demokratische Senatorin": what stands before the first noun is an adjective.
            return (start..index).any(|index| self.at(index).is_some_and(Item::is_capital));
        }
        if !self.english || item.is(Classes::PARTICLE) {
            return false;
        }
        let after_name = self.at(index - 1).is_some_and(|before| {
            before.is_capital()
                && !before.is(Classes::DETERMINER)
                && !matches!(before.kind, ItemKind::Word { genitive: true, .. })
        });
        let named = after_name && (index - start > 1 || !self.at(index - 1).is_some_and(is_title));
        let governs = self.at(index + 1).is_some_and(|next| {
            next.is(Classes::DETERMINER | Classes::PREPOSITION | Classes::PRONOUN | Classes::FIRST)
                || next.is_capital()
                || next.quote().is_some()
        });
        governs
            && (self.word(index).ends_with("ed")
                || (named && !item.is(Classes::PERSON | Classes::GROUP | Classes::ORGANISATION)))
    }

    /// Where a name is followed by lower-case words that do not belong to it ("said Smith angrily"), without them.
    fn trimmed_end(&self, start: usize, end: usize) -> usize {
        let last_capital = (start..end).rev().find(|index| self.at(*index).is_some_and(Item::is_capital));
        let genitive = |index: usize| {
            self.at(index).is_some_and(|item| matches!(item.kind, ItemKind::Word { genitive: true, .. }))
        };
        match last_capital {
            // "Kylie's mother" is the mother.
            Some(last) if genitive(last) => end,
            Some(last) if !self.at(start).is_some_and(|item| item.is(Classes::DETERMINER)) => last + 1,
            _ => end,
        }
    }

    fn widened_right(&self, mut mention: Mention, ceiling: usize, depth: usize) -> Mention {
        let end = mention.items.end;
        let link = self.at(end).filter(|item| end < ceiling && item.is(Classes::OF));
        if link.is_some()
            && (self.is_noun_for_speaker(&mention) || self.is_of(end))
            && self.at(end + 1).is_some_and(|next| !next.is(Classes::TIME))
            && let Some(right) = self.starting_within(end + 1, ceiling, depth)
            && right.form != Form::Pronoun
        {
            mention = self.with_genitive_name(&mention, &right);
        }
        if let Some(named) = self.apposed(&mention, ceiling, depth) {
            return named;
        }
        if mention.role.is_empty()
            && mention.form == Form::Name
            && self.at(mention.items.end).is_some_and(|item| item.is_mark(&[',']))
            && self.at(mention.items.end + 1).is_some_and(|item| {
                item.is(Classes::DETERMINER)
                    || (item.is(Classes::PERSON | Classes::TITLE) && !item.is_capital())
            })
        {
            let start = mention.items.end + 1;
            let close = (start..ceiling.min(start + LONGEST_APPOSITION))
                .find(|index| {
                    self.at(*index)
                        .is_none_or(|item| item.is_mark(&[',', '.', ';']) || item.quote().is_some())
                })
                .unwrap_or(ceiling);
            mention.role = start..close;
        }
        mention
    }
}
