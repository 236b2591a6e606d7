//! Capitalised words that begin a sentence and are no name: "We’ve", "Eventually", "Pakistan-based".

use std::ops::Range;

use super::Paragraph;
use crate::quotes::lexicon::Classes;
use crate::quotes::mentions::{Form, Mention};

/// What pronouns are shortened with.
const CONTRACTIONS: &[&str] = &["'d", "'ll", "'m", "'re", "'ve"];
/// The pronouns.
const PRONOUNS: &[&str] = &["he", "i", "it", "she", "that", "there", "they", "we", "who", "you"];
/// What a word ends in that says where somebody is from, and the like.
const MODIFIERS: &[&str] =
    &["-based", "-born", "-educated", "-led", "-owned", "-raised", "-trained", "-backed"];
/// Words on -ing and -ly that begin sentences far more often than names; without these letters they would be too short.
const FEWEST_LETTERS: usize = 6;

/// Takes such words out of a mention, and the mention with them where nothing else is left; `false` if so.
pub(super) fn keep(paragraph: &Paragraph<'_>, mention: &mut Mention) -> bool {
    if mention.paragraph != paragraph.phrases.paragraph || mention.form != Form::Name {
        return true;
    }
    let first = paragraph.word_at(mention.name.start).to_lowercase().replace('’', "'");
    if is_contraction(&first) {
        (mention.form, mention.items) = (Form::Pronoun, mention.name.start..mention.name.start + 1);
        return true;
    }
    let is_modifier = MODIFIERS.iter().any(|end| first.ends_with(end));
    if is_modifier {
        return rename(paragraph, mention);
    }
    let opens = paragraph
        .sentence_of(mention.name.start)
        .is_some_and(|sentence| sentence.start == mention.name.start);
    if !opens || !is_opening(paragraph, mention.name.start, &first) {
        return true;
    }
    mention.name.start += 1;
    mention.items.start = mention.items.start.max(mention.name.start);
    !mention.name.is_empty()
}

fn is_contraction(word: &str) -> bool {
    CONTRACTIONS.iter().any(|end| word.strip_suffix(end).is_some_and(|base| PRONOUNS.contains(&base)))
}

/// Whether the first word of a sentence is an adverb or a participle: such an ending, and no given name. "Manning" and "Kelly" are
/// names wherever they stand else in the paragraph.
fn is_opening(paragraph: &Paragraph<'_>, index: usize, lower: &str) -> bool {
    let (is_adverb, is_participle) = (lower.ends_with("ly"), lower.ends_with("ing"));
    let is_given = paragraph.item(index).is_some_and(|item| item.is(Classes::MAN | Classes::WOMAN));
    let word = paragraph.word_at(index);
    let elsewhere = || {
        (index.saturating_sub(NEAR)..index + NEAR)
            .any(|other| other != index && paragraph.word_at(other) == word)
    };
    // "Boeing said", "Browning, who won twice, said": whatever stands before such a verb is its subject.
    let speaks = (index + 1..=index + PREDICATE).any(|next| paragraph.is_cue(next));
    (is_adverb || is_participle) && !speaks && lower.len() >= FEWEST_LETTERS && !is_given && !elsewhere()
}

/// Within how many words behind its subject a verb stands.
const PREDICATE: usize = 8;
/// How many words around are looked at for the same one.
const NEAR: usize = 200;

/// Names whoever stands behind the modifier: "Pakistan-based developer Ammar Askar".
fn rename(paragraph: &Paragraph<'_>, mention: &mut Mention) -> bool {
    let start = mention.name.end;
    let is_name = |index: &usize| {
        paragraph.item(*index).is_some_and(|item| item.is_word() && item.is_capital())
            && paragraph.word_at(*index).len() > 1
    };
    let begin = (start..mention.items.end).find(is_name);
    let name = begin
        .map_or(start..start, |begin| begin..(begin..mention.items.end).take_while(is_name).count() + begin);
    if name.is_empty() {
        (mention.form, mention.role) = (Form::Nominal, mention.items.clone());
        return true;
    }
    mention.role = Range { start: mention.items.start, end: name.start };
    mention.name = name;
    true
}
