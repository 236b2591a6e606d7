//! Clauses without a conjunction that a comma parts from their cue, as German has them: "Huber sagte am Montag, er habe
//! nichts gewusst."

use std::ops::Range;

use super::cues::{Report, Sentence};
use super::items::Item;
use super::lexicon::Classes;

/// The main clause behind a comma, where time, place or whom it was said to part it from the cue: "Huber sagte am Montag
/// dem Kurier, er habe nichts gewusst."
pub(super) fn clause_after_comma(sentence: &Sentence<'_>, start: usize, report: &Report) -> Option<usize> {
    const REACH: usize = 16;
    if !sentence.phrases.grammar.capital_nouns
        || !report.classes.any(Classes::SPEECH | Classes::TELL | Classes::THOUGHT)
    {
        return None;
    }
    let part = (start..sentence.end.min(start + REACH)).find(|index| {
        sentence.at(*index).is_some_and(|item| {
            !(item.is_word() || item.is_mark(&['-', '(', ')']) || sentence.is_addressed(*index))
                || item.is(Classes::THAT)
        })
    })?;
    let comma = sentence.at(part).is_some_and(|item| item.is_mark(&[',']));
    let clause = opens_main_clause(sentence, part + 1) || opens_infinitive(sentence, part + 1);
    (comma && part > start && clause).then_some(part + 1)
}

/// "Er kündigte an, vor Gericht zu ziehen", but no "um zu".
pub(super) fn opens_infinitive(sentence: &Sentence<'_>, start: usize) -> bool {
    let mut words = (start..sentence.end)
        .take_while(|index| sentence.at(*index).is_some_and(Item::is_word))
        .map(|index| sentence.word(index));
    !matches!(words.clone().next(), Some("um" | "ohne" | "statt" | "anstatt"))
        && words.any(|word| word == "zu")
}

/// Whether a clause has its verb second, as main clauses do, and one that reported speech has or an auxiliary.
pub(super) fn opens_main_clause(sentence: &Sentence<'_>, start: usize) -> bool {
    const LONGEST_OPENING: usize = 9;
    let opens = sentence
        .at(start)
        .is_some_and(|item| item.is_word() && !item.is(Classes::WHO | Classes::CONJUNCTION | Classes::THAT));
    let verb = (start + 1..sentence.end.min(start + LONGEST_OPENING))
        .take_while(|index| sentence.at(*index).is_some_and(|item| item.is_word() || item.quote().is_some()))
        .find(|index| {
            sentence.at(*index).is_some_and(|item| {
                item.is(Classes::REPORTED | Classes::AUXILIARY)
                    && !item.is_capital()
                    && !item.is(Classes::DETERMINER)
            })
        });
    opens
        && verb.is_some_and(|verb| {
            sentence.at(verb).is_some_and(|item| item.is(Classes::REPORTED))
                || sentence.at(verb + 1).is_some_and(Item::is_word)
        })
}

/// Where the content begins behind what only says when, where and to whom: at a quotation, a colon or "that", else past
/// time and adverbs.
pub(super) fn past_circumstances(sentence: &Sentence<'_>, start: usize, next: Option<&Report>) -> usize {
    let ceiling = next.filter(|_| !sentence.phrases.english).map_or(sentence.end, |next| next.clause.start);
    let reach = ceiling.min(start + 24);
    let opening = (start..reach).find(|index| {
        sentence.at(*index).is_some_and(|item| {
            item.quote().is_some()
                || item.is_mark(&[':'])
                || (item.is(Classes::THAT) && sentence.at(index + 1).is_some_and(|_| *index > start))
        })
    });
    if let Some(opening) = opening {
        return opening + usize::from(sentence.at(opening).is_some_and(|item| item.is_mark(&[':'])));
    }
    let is_time = |index: usize| sentence.at(index).is_some_and(|item| item.is(Classes::TIME));
    let mut index = start;
    while sentence.at(index).is_some_and(|item| {
        item.is(Classes::TIME | Classes::ADVERB) && !item.is(Classes::PRONOUN)
            // "on Monday", "in January"
            || item.is(Classes::PREPOSITION) && is_time(index + 1)
    }) {
        index += 1;
    }
    index
}

impl Sentence<'_> {
    /// "Además, indicó que …": the verb alone says that whoever is spoken of goes on, as nothing that could speak stands
    /// before it in its clause.
    pub(super) fn drops_subject(&self, cue: &Range<usize>, floor: usize, verb: usize) -> bool {
        let speaks = |item: &Item| {
            item.quote().is_some()
                || item.is(Classes::PRONOUN | Classes::WHO | Classes::THAT)
                || item.is_capital() && !item.is(Classes::BREAK)
                || item.is(Classes::PERSON | Classes::GROUP | Classes::ORGANISATION | Classes::TITLE)
        };
        let opened =
            verb == self.start + 1 && self.at(self.start).is_some_and(|item| item.is(Classes::ADVERB));
        self.phrases.grammar.dropped_subject
            && self.at(cue.end).is_some_and(|item| item.is(Classes::THAT))
            && (verb == self.start || opened || !self.any(floor..verb, speaks))
    }
}
