//! Speakers named in quotation marks, as papers, parties and ships are: der „Kurier“, die Partei „Die Mitte“.

use super::cues::Sentence;
use super::items::Item;
use super::lexicon::Classes;
use super::mentions::{Form, Mention};

/// An enclosed name has at most so many words: „Kurier“.
const NAME_WORDS: usize = 3;

impl Sentence<'_> {
    /// "die Partei „Die Mitte“": what somebody is called in quotation marks belongs to the noun before it.
    pub(super) fn with_quoted_name(&self, mention: Mention) -> Mention {
        let quote = mention.items.end;
        let called = mention.form == Form::Nominal
            && !self.phrases.english
            && self.can_name(quote)
            && quote.checked_sub(1).and_then(|noun| self.at(noun)).is_some_and(|noun| {
                noun.is(Classes::ORGANISATION | Classes::GROUP | Classes::DOCUMENT | Classes::PRESS)
            });
        if called { Mention { items: mention.items.start..quote + 1, ..mention } } else { mention }
    }

    /// "der „Kurier“", "„Kurier“": a speaker named in quotation marks, as newspapers are, that begins at `index`.
    pub(super) fn name_in_marks(&self, index: usize) -> Option<Mention> {
        let quote = if self.at(index)?.quote().is_some() { index } else { self.enclosed_name(index)? };
        if self.phrases.english || !self.can_name(quote) {
            return None;
        }
        let name = quote + 1..quote + 1;
        let (paragraph, role) = (self.phrases.paragraph, name.clone());
        Some(Mention { paragraph, items: index..quote + 1, form: Form::Nominal, name, role })
    }

    /// "der „Kurier“": the index of the quotation that names a speaker.
    pub(super) fn enclosed_name(&self, index: usize) -> Option<usize> {
        let determiner = self.at(index).is_some_and(|item| item.is(Classes::DETERMINER));
        (determiner && self.can_name(index + 1)).then_some(index + 1)
    }

    /// Whether the quotation at `quote` names a paper somebody speaks to: "sagte dem „Kurier“", "gegenüber der „Post“".
    pub(super) fn is_addressed(&self, quote: usize) -> bool {
        self.can_name(quote)
            && quote.checked_sub(1).is_some_and(|article| {
                self.is_dative(article)
                    || matches!(self.word(article), "der" | "Der")
                        && (!self.at(quote + 1).is_some_and(Item::is_word)
                            || matches!(self.word(article.wrapping_sub(1)), "Gegenüber" | "gegenüber"))
            })
    }

    /// Whether a quotation is short and begins like a name.
    fn can_name(&self, quote: usize) -> bool {
        let words =
            self.word(quote).split(|c: char| !c.is_alphanumeric() && c != '-' && c != '’' && c != '\'');
        self.at(quote).is_some_and(|item| item.quote().is_some())
            && words.filter(|word| word.chars().any(char::is_alphanumeric)).nth(NAME_WORDS).is_none()
            && self.word(quote).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase)
    }
}
